//! What a certificate says: for people, and to warn before it ends. Trust is rustls' to decide, not this file's.

use std::net::IpAddr;
use std::time::{Duration, SystemTime};

use rustls::pki_types::CertificateDer;
use x509_cert::Certificate;
use x509_cert::der::{Decode, Encode, oid::ObjectIdentifier};
use x509_cert::ext::pkix::{BasicConstraints, ExtendedKeyUsage, SubjectAltName, name::GeneralName};

use crate::error::server_text;

/// How many of a certificate's names are kept.
const NAMES_MAX: usize = 32;

/// `id-kp-serverAuth` (RFC 5280 section 4.2.1.12).
const SERVER_AUTH: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.6.1.5.5.7.3.1");

/// `id-kp-clientAuth` (RFC 5280 section 4.2.1.12).
const CLIENT_AUTH: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.6.1.5.5.7.3.2");

/// `anyExtendedKeyUsage` (RFC 5280 section 4.2.1.12).
const ANY_USAGE: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.29.37.0");

/// What one certificate says of itself. Its texts are cut, and control characters in them are escaped.
#[derive(Clone, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub struct CertificateInfo {
    /// Whom it is for, as RFC 4514 writes names.
    pub subject: String,
    /// Who issued it.
    pub issuer: String,
    /// Its serial number, hexadecimal.
    pub serial: String,
    /// Its DNS names and IP addresses (Subject Alternative Name).
    pub names: Vec<String>,
    /// From when on it is valid.
    pub not_before: SystemTime,
    /// Until when it is valid.
    pub not_after: SystemTime,
    /// Whether it names itself as its issuer.
    pub is_self_issued: bool,
    /// Whether it may issue others.
    pub is_authority: bool,
    /// Whether a server may show it: as its Extended Key Usage says, or for want of one.
    pub is_for_servers: bool,
    /// Whether a client may show it: as its Extended Key Usage says, or for want of one.
    pub is_for_clients: bool,
}

/// Whether a certificate is within its time.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Validity {
    /// It begins later.
    NotYet,
    /// It is valid.
    Valid {
        /// For so many whole days more.
        days_left: u64,
    },
    /// It has ended.
    Expired {
        /// So many whole days ago.
        days_ago: u64,
    },
}

impl CertificateInfo {
    /// Reads a certificate; `None` if it isn't one that can be read.
    #[must_use]
    pub fn read(certificate: &CertificateDer<'_>) -> Option<Self> {
        let certificate = Certificate::from_der(certificate).ok()?;
        let body = certificate.tbs_certificate();
        let names = body.get_extension::<SubjectAltName>().ok().flatten();
        let names = names.map_or_else(Vec::new, |(_, names)| {
            let shown = names.0.iter().filter_map(shown_name);
            shown.take(NAMES_MAX).collect()
        });
        let authority = body.get_extension::<BasicConstraints>().ok().flatten();
        let usage = body.get_extension::<ExtendedKeyUsage>().ok().flatten();
        let usable_for = |purpose| {
            usage.as_ref().is_none_or(|(_, usage)| {
                usage
                    .0
                    .iter()
                    .any(|one| *one == purpose || *one == ANY_USAGE)
            })
        };
        Some(Self {
            subject: server_text(&body.subject().to_string()),
            issuer: server_text(&body.issuer().to_string()),
            serial: hexadecimal(body.serial_number().as_bytes()),
            names,
            not_before: body.validity().not_before.to_system_time(),
            not_after: body.validity().not_after.to_system_time(),
            is_self_issued: body.subject() == body.issuer(),
            is_authority: authority.is_some_and(|(_, constraints)| constraints.ca),
            is_for_servers: usable_for(SERVER_AUTH),
            is_for_clients: usable_for(CLIENT_AUTH),
        })
    }

    /// Where `now` lies in its time.
    #[must_use]
    pub fn validity(&self, now: SystemTime) -> Validity {
        if now < self.not_before {
            return Validity::NotYet;
        }
        match self.not_after.duration_since(now) {
            Ok(left) => Validity::Valid {
                days_left: days(left),
            },
            Err(past) => Validity::Expired {
                days_ago: days(past.duration()),
            },
        }
    }
}

impl CertificateInfo {
    /// The day it begins, UTC: `2026-01-31`.
    #[must_use]
    pub fn not_before_date(&self) -> String {
        date(self.not_before)
    }

    /// The day it ends, UTC.
    #[must_use]
    pub fn not_after_date(&self) -> String {
        date(self.not_after)
    }
}

/// A day of the years that certificates can name, UTC.
pub(crate) fn date(time: SystemTime) -> String {
    x509_cert::der::DateTime::from_system_time(time).map_or_else(
        |_| "an unknown day".to_owned(),
        |date| format!("{:04}-{:02}-{:02}", date.year(), date.month(), date.day()),
    )
}

/// The subject of a trust anchor, whose name comes without its outer SEQUENCE.
pub(crate) fn anchor_name(subject: &[u8]) -> Option<String> {
    use x509_cert::der::{Header, Length, Tag};
    let header = Header::new(Tag::Sequence, Length::try_from(subject.len()).ok()?);
    let mut whole = header.to_der().ok()?;
    whole.extend_from_slice(subject);
    let name = x509_cert::name::Name::from_der(&whole).ok()?;
    Some(server_text(&name.to_string()))
}

fn shown_name(name: &GeneralName) -> Option<String> {
    match name {
        GeneralName::DnsName(name) => Some(server_text(name.as_str())),
        GeneralName::IpAddress(address) => {
            let bytes = address.as_bytes();
            let address = <[u8; 4]>::try_from(bytes)
                .map(IpAddr::from)
                .or_else(|_| <[u8; 16]>::try_from(bytes).map(IpAddr::from));
            address.ok().map(|address| address.to_string())
        }
        _ => None,
    }
}

fn days(duration: Duration) -> u64 {
    duration.as_secs() / (24 * 60 * 60)
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, SystemTime};

    use rcgen::{CertificateParams, DnType, ExtendedKeyUsagePurpose, KeyPair, date_time_ymd};
    use rustls::pki_types::CertificateDer;

    use super::{CertificateInfo, Validity};

    const DAY: Duration = Duration::from_secs(24 * 60 * 60);

    fn made(names: &[&str], change: impl FnOnce(&mut CertificateParams)) -> CertificateInfo {
        let names: Vec<_> = names.iter().map(|&name| name.to_owned()).collect();
        let mut params = CertificateParams::new(names).unwrap();
        change(&mut params);
        let key = KeyPair::generate().unwrap();
        let certificate = params.self_signed(&key).unwrap();
        CertificateInfo::read(certificate.der()).unwrap()
    }

    #[test]
    fn names_usage_and_time_are_read() {
        let info = made(&["kmip.example", "192.0.2.7", "2001:db8::7"], |params| {
            params.distinguished_name = rcgen::DistinguishedName::new();
            params
                .distinguished_name
                .push(DnType::CommonName, "a server");
            params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
            params.not_before = date_time_ymd(2026, 1, 1);
            params.not_after = date_time_ymd(2026, 3, 1);
        });
        assert_eq!(info.subject, "CN=a server");
        assert_eq!(info.names, ["kmip.example", "192.0.2.7", "2001:db8::7"]);
        assert!(info.is_self_issued && info.is_for_servers && !info.is_for_clients);
        assert!(!info.is_authority);
        let end = info.not_after;
        assert_eq!(info.validity(info.not_before - DAY), Validity::NotYet);
        let days_left = |at| info.validity(at);
        assert_eq!(days_left(end - 3 * DAY), Validity::Valid { days_left: 3 });
        assert_eq!(days_left(end), Validity::Valid { days_left: 0 });
        assert_eq!(
            days_left(end + 40 * DAY),
            Validity::Expired { days_ago: 40 }
        );
        let unix = SystemTime::UNIX_EPOCH + Duration::from_secs(1_772_323_200);
        assert_eq!(end, unix);
        assert_eq!(info.not_after_date(), "2026-03-01");
    }

    #[test]
    fn a_certificate_without_usage_is_for_both_and_its_text_forges_nothing() {
        let info = made(&[], |params| {
            params
                .distinguished_name
                .push(DnType::CommonName, "a\u{1b}[31m\nred");
        });
        assert!(info.is_for_servers && info.is_for_clients);
        assert!(!info.subject.contains(['\n', '\u{1b}']), "{}", info.subject);
        let nonsense = CertificateDer::from(vec![0x30, 0x82, 0xff, 0xff]);
        assert_eq!(CertificateInfo::read(&nonsense), None);
    }

    #[test]
    fn an_anchors_name_is_read_without_its_sequence() {
        let key = KeyPair::generate().unwrap();
        let mut params = CertificateParams::new(Vec::new()).unwrap();
        params.distinguished_name = rcgen::DistinguishedName::new();
        params
            .distinguished_name
            .push(DnType::CommonName, "an authority");
        params.is_ca = rcgen::IsCa::Ca(rcgen::BasicConstraints::Unconstrained);
        let certificate = params.self_signed(&key).unwrap();
        let mut roots = rustls::RootCertStore::empty();
        roots.add(certificate.der().clone()).unwrap();
        let name = super::anchor_name(&roots.roots[0].subject);
        assert_eq!(name.as_deref(), Some("CN=an authority"));
    }
}
