//! `[[kmip_server]]`: where it is, who we are to it, how long its keys are kept.

use fieldgate_core::kmip::PORT;
use fieldgate_gateway::toml_file::FileError;
use fieldgate_kmip_client::{ADDRESSES_MAX, Address};
use toml::Spanned;

use super::super::{Authentication, ClientCertificate, KmipServer, Login, key_policy, v1};
use super::Checker;

/// Most connections to a server: more than a gateway's keys could use.
const CONNECTIONS_MAX: usize = 64;

impl Checker<'_> {
    pub(super) fn kmip_server(
        &self,
        written: Spanned<v1::KmipServer>,
    ) -> Result<(Spanned<String>, KmipServer), FileError> {
        let place = written.span();
        let at_server = |message: &str| self.source.at(place.clone(), message);
        let written = written.into_inner();
        let name = written.name.clone();
        let certificate = match (written.client_certificate, written.client_private_key) {
            (Some(chain), Some(private_key)) => Some(ClientCertificate {
                chain: self.path(chain),
                private_key: self.path(private_key),
            }),
            (None, None) => None,
            _ => {
                return Err(at_server(
                    "client_certificate and client_private_key belong together: give both or neither",
                ));
            }
        };
        let login = match (written.username, written.password_file) {
            (Some(username), Some(file)) => Some(Login {
                username: self.filled(username)?,
                password_file: self.path(file),
            }),
            (None, None) => None,
            _ => {
                return Err(at_server(
                    "username and password_file belong together: give both or neither",
                ));
            }
        };
        let authentication = match (certificate, login) {
            (Some(certificate), Some(login)) => Authentication::Both(certificate, login),
            (Some(certificate), None) => Authentication::Certificate(certificate),
            (None, Some(login)) => Authentication::Login(login),
            (None, None) => {
                return Err(at_server(
                    "a KMIP server needs a way to log in: client_certificate with client_private_key, or username with password_file, or all four",
                ));
            }
        };
        let policy = key_policy::checked(
            &self.source,
            written.expiration_time_minutes,
            written.prefetch_seconds,
            written.grace_seconds,
        )?;
        let addresses = match (written.host, written.port, written.addresses) {
            (Some(host), port, None) => vec![Address {
                host: self.filled(host)?,
                port: port.map_or(Ok(PORT), |port| self.port(&port))?,
            }],
            (None, None, Some(addresses)) => self.addresses(addresses)?,
            (None, Some(port), Some(_)) => {
                return Err(self.at(
                    &port,
                    "port goes with host; in addresses each has its own: \"kmip.example:5696\"",
                ));
            }
            (Some(host), _, Some(_)) => {
                return Err(self.at(
                    &host,
                    "give either host, or addresses with all servers of the cluster, not both",
                ));
            }
            (None, _, None) => {
                return Err(at_server(
                    "a KMIP server needs a host, or addresses = [\"kmip-1.example:5696\", …] if it is a cluster",
                ));
            }
        };
        let server = KmipServer {
            name: self.filled(written.name)?,
            addresses,
            connections_max: written
                .connections_max
                .map(|max| self.connections_max(&max))
                .transpose()?,
            certificate_authority: self.path(written.certificate_authority),
            authentication,
            policy,
        };
        Ok((name, server))
    }

    fn addresses(&self, written: Spanned<Vec<Spanned<String>>>) -> Result<Vec<Address>, FileError> {
        let count = written.get_ref().len();
        if count == 0 || count > ADDRESSES_MAX {
            return Err(self.at(
                &written,
                format!("addresses takes 1 to {ADDRESSES_MAX} servers of one cluster"),
            ));
        }
        let mut addresses: Vec<Address> = Vec::new();
        for written in written.into_inner() {
            let address = self.kmip_address(&written)?;
            if addresses.contains(&address) {
                return Err(self.at(&written, "this address is there already; leave it out"));
            }
            addresses.push(address);
        }
        Ok(addresses)
    }

    /// `host`, `host:port`, `[IPv6]` or `[IPv6]:port`.
    fn kmip_address(&self, written: &Spanned<String>) -> Result<Address, FileError> {
        let text = written.get_ref().as_str();
        let wrong = || {
            self.at(
                written,
                format!(
                    "{text:?} is not an address of a KMIP server; it is HOST or HOST:PORT, for example kmip.example:5696 or [2001:db8::1]:5696"
                ),
            )
        };
        let (host, port) = match text.strip_prefix('[') {
            Some(rest) => {
                let (host, rest) = rest.split_once(']').ok_or_else(wrong)?;
                match rest {
                    "" => (host, None),
                    rest => (host, Some(rest.strip_prefix(':').ok_or_else(wrong)?)),
                }
            }
            None => match text.split_once(':') {
                Some((host, port)) => (host, Some(port)),
                None => (text, None),
            },
        };
        let port = match port {
            Some(port) => port.parse().ok().filter(|&port| port != 0),
            None => Some(PORT),
        };
        let unfit = |character: char| character.is_control() || character.is_whitespace();
        match port {
            Some(port) if !host.is_empty() && host.len() <= 255 && !host.contains(unfit) => {
                Ok(Address {
                    host: host.to_owned(),
                    port,
                })
            }
            _ => Err(wrong()),
        }
    }

    fn port(&self, written: &Spanned<u16>) -> Result<u16, FileError> {
        match *written.get_ref() {
            0 => Err(self.at(written, "a port is 1 to 65535; leave it out for 5696")),
            port => Ok(port),
        }
    }

    fn connections_max(&self, written: &Spanned<usize>) -> Result<usize, FileError> {
        Some(*written.get_ref())
            .filter(|max| (1..=CONNECTIONS_MAX).contains(max))
            .ok_or_else(|| {
                self.at(
                    written,
                    format!(
                        "connections_max is 1 to {CONNECTIONS_MAX}; leave it out for the usual"
                    ),
                )
            })
    }
}
