//! Which KMIP server a command talks to: one of a configuration, or one that the command line describes.

use std::{
    error::Error,
    io::{self, IsTerminal, Read},
    path::{Path, PathBuf},
};

use clap::Args;
use fieldgate_core::kmip::ProtocolVersion;
use fieldgate_kmip_client::{ClientAuth, ClientCertificate, Login, ServerConfig, VersionChoice};
use rustix::termios::{
    LocalModes, OptionalActions, SpecialCodeIndex, Termios, tcgetattr, tcsetattr,
};
use tokio::signal::unix::{SignalKind, signal};
use zeroize::Zeroizing;

use super::usage::usage;
use crate::{config::Config, kmip};

/// The longest password that is read from standard input.
const PASSWORD_BYTES_MAX: u64 = 4096;

/// What stands for standard input.
const STANDARD_INPUT: &str = "-";

/// The exit status of a program that a signal ended is this and the signal's number, as shells have it.
const ENDED_BY_SIGNAL: u8 = 128;

#[derive(Args)]
#[command(next_help_heading = "KMIP server")]
pub(super) struct ServerArguments {
    /// A configuration file of the gateway that names the server.
    #[arg(
        long,
        value_name = "FILE",
        required_unless_present = "host",
        conflicts_with = "host"
    )]
    config: Option<PathBuf>,
    /// Which KMIP server of the configuration; the only one, if no name is given.
    #[arg(long, value_name = "NAME", requires = "config")]
    server: Option<String>,
    /// The server's host name or address, instead of a configuration. Its certificate has to name it.
    #[arg(long, value_name = "HOST", requires = "certificate_authority")]
    host: Option<String>,
    /// The server's port.
    #[arg(long, value_name = "PORT", default_value_t = fieldgate_core::kmip::PORT, requires = "host")]
    port: u16,
    /// PEM: who issued the server's certificate.
    #[arg(long, value_name = "FILE", requires = "host")]
    certificate_authority: Option<PathBuf>,
    /// PEM: our client certificate, followed by those between it and its authority.
    #[arg(long, value_name = "FILE", requires_all = ["host", "private_key"])]
    certificate: Option<PathBuf>,
    /// PEM: the private key of the client certificate.
    #[arg(long, value_name = "FILE", requires = "certificate")]
    private_key: Option<PathBuf>,
    /// The user name to log in with.
    #[arg(long, value_name = "NAME", requires = "host")]
    username: Option<String>,
    /// The file that holds the password, of mode 600, or - to read or be asked for it on standard input. Passwords are never
    /// taken from the command line, where others could see them.
    #[arg(long, value_name = "FILE", requires = "username")]
    password_file: Option<PathBuf>,
    /// The KMIP version to speak, without asking the server: 1.0 to 1.4, 2.0 or 2.1.
    #[arg(long, value_name = "VERSION", value_parser = version)]
    kmip_version: Option<ProtocolVersion>,
}

/// A server, and what to call it in messages.
pub(super) struct ChosenServer {
    pub(super) name: String,
    pub(super) config: ServerConfig,
}

impl ServerArguments {
    /// The server; `name` is one that was given beside these arguments.
    pub(super) fn choose(&self, name: Option<&str>) -> Result<ChosenServer, Box<dyn Error>> {
        let mut chosen = match (&self.config, &self.host) {
            (Some(file), _) => self.of_configuration(file, name)?,
            (None, Some(host)) => {
                if name.is_some() {
                    return Err(usage("a server's name belongs to --config").into());
                }
                self.described(host)?
            }
            (None, None) => return Err(usage("give --config or --host").into()),
        };
        if let Some(version) = self.kmip_version {
            chosen.config = chosen.config.with_versions(VersionChoice::Only(version))?;
        }
        Ok(chosen)
    }

    fn of_configuration(
        &self,
        file: &Path,
        name: Option<&str>,
    ) -> Result<ChosenServer, Box<dyn Error>> {
        let name = match (name, self.server.as_deref()) {
            (Some(_), Some(_)) => {
                return Err(usage("the server is named twice: leave --server out").into());
            }
            (name, server) => name.or(server),
        };
        let config = Config::read(file)?;
        let server = config.kmip_server(name)?;
        Ok(ChosenServer {
            name: server.name.clone(),
            config: kmip::server_config(server)?,
        })
    }

    fn described(&self, host: &str) -> Result<ChosenServer, Box<dyn Error>> {
        let certificate = match (&self.certificate, &self.private_key) {
            (Some(chain), Some(key)) => Some(ClientCertificate::from_pem_files(chain, key)?),
            _ => None,
        };
        let login = match &self.username {
            Some(name) => Some(self.login(name)?),
            None => None,
        };
        let auth = match (certificate, login) {
            (Some(certificate), Some(login)) => ClientAuth::CertificateAndLogin(certificate, login),
            (Some(certificate), None) => ClientAuth::Certificate(certificate),
            (None, Some(login)) => ClientAuth::Login(login),
            (None, None) => {
                return Err(usage(
                    "a KMIP server needs a way to log in: --certificate with --private-key, or --username, or all three",
                )
                .into());
            }
        };
        // clap has made sure of it.
        let authority = self
            .certificate_authority
            .as_deref()
            .ok_or_else(|| usage("--host needs --certificate-authority"))?;
        let config = ServerConfig::new(host, authority, auth)?.with_port(self.port);
        Ok(ChosenServer {
            name: format!("{host}:{}", self.port),
            config: config.with_deadlines(kmip::DEADLINES),
        })
    }

    fn login(&self, name: &str) -> Result<Login, Box<dyn Error>> {
        Ok(match self.password_file.as_deref() {
            None => Login::new(name.to_owned(), None),
            Some(file) if file == Path::new(STANDARD_INPUT) => {
                Login::new(name.to_owned(), Some(password_from_standard_input(name)?))
            }
            Some(file) => Login::with_password_file(name.to_owned(), file)?,
        })
    }
}

fn version(text: &str) -> Result<ProtocolVersion, String> {
    let parsed = text.split_once('.').and_then(|(major, minor)| {
        Some(ProtocolVersion::new(
            major.parse().ok()?,
            minor.parse().ok()?,
        ))
    });
    parsed
        .filter(|version| version.is_spoken())
        .ok_or_else(|| "the versions are 1.0, 1.1, 1.2, 1.3, 1.4, 2.0 and 2.1".to_owned())
}

/// The first line of standard input; at a terminal it is asked for, and not shown.
fn password_from_standard_input(user: &str) -> Result<Zeroizing<String>, Box<dyn Error>> {
    let input = io::stdin();
    let hidden = input.is_terminal().then(Hidden::begin).transpose()?;
    if hidden.is_some() {
        eprint!("password of {user}: ");
    }
    // It doesn't grow, so no copy stays behind.
    let mut line = Zeroizing::new(Vec::with_capacity(PASSWORD_BYTES_MAX as usize + 1));
    let mut byte = Zeroizing::new([0]);
    let mut locked = input.lock();
    while (line.len() as u64) < PASSWORD_BYTES_MAX
        && locked.read(byte.as_mut_slice())? == 1
        && byte[0] != b'\n'
    {
        line.push(byte[0]);
    }
    if hidden.is_some() {
        eprintln!();
    }
    drop(hidden);
    let text = std::str::from_utf8(&line).map_err(|_| "the password is not UTF-8 text")?;
    let text = text.strip_suffix('\r').unwrap_or(text);
    if text.is_empty() {
        return Err("standard input holds no password in its first line".into());
    }
    Ok(Zeroizing::new(text.to_owned()))
}

/// A terminal that shows nothing of what is typed, until this is dropped or a signal ends the program.
struct Hidden(Termios);

impl Hidden {
    fn begin() -> io::Result<Self> {
        let before = tcgetattr(io::stdin())?;
        let mut silent = before.clone();
        silent.local_modes.remove(LocalModes::ECHO);
        // Nor is it left to the shell while the program is suspended.
        silent.special_codes[SpecialCodeIndex::VSUSP] = 0;
        // From here on these signals no longer end the program by themselves, so the task stays.
        for kind in [
            SignalKind::interrupt(),
            SignalKind::quit(),
            SignalKind::terminate(),
            SignalKind::hangup(),
        ] {
            let mut signals = signal(kind)?;
            let before = before.clone();
            tokio::spawn(async move {
                if signals.recv().await.is_some() {
                    show_again(&before);
                    let number = u8::try_from(kind.as_raw_value()).unwrap_or(0);
                    std::process::exit(i32::from(ENDED_BY_SIGNAL + number));
                }
            });
        }
        tcsetattr(io::stdin(), OptionalActions::Flush, &silent)?;
        Ok(Self(before))
    }
}

impl Drop for Hidden {
    fn drop(&mut self) {
        show_again(&self.0);
    }
}

fn show_again(before: &Termios) {
    // The terminal may be gone.
    let _ = tcsetattr(io::stdin(), OptionalActions::Flush, before);
}
