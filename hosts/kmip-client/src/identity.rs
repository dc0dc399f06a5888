//! As whom we speak and whom we trust: certificates, key and password of now. Their files are read again when they change.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::config::{ClientAuth, ClientCertificate, ConfigError, Login};
use crate::files::Source;
use crate::tls::Tls;

/// What the files held when they were last read well.
pub(crate) struct Identity {
    pub(crate) tls: Arc<Tls>,
    pub(crate) login: Option<Arc<Login>>,
    /// Counts up with each reading.
    pub(crate) number: u64,
}

/// The identity of now, and the files that it came from.
pub(crate) struct Identities {
    authority: PathBuf,
    certificate: Option<[PathBuf; 2]>,
    state: Mutex<State>,
}

struct State {
    identity: Arc<Identity>,
    sources: Vec<Source>,
}

impl Identities {
    pub(crate) fn new(authority: &Path, auth: ClientAuth) -> Result<Self, ConfigError> {
        let (certificate, login) = match auth {
            ClientAuth::Certificate(certificate) => (Some(certificate), None),
            ClientAuth::Login(login) => (None, Some(login)),
            ClientAuth::CertificateAndLogin(certificate, login) => (Some(certificate), Some(login)),
        };
        let mut sources = vec![Source::of(authority)];
        let tls = Tls::new(authority, certificate.as_ref())?;
        let files = certificate.map(|mut certificate| {
            sources.append(&mut certificate.sources);
            certificate.files.clone()
        });
        let login = login.map(|mut login| {
            sources.extend(login.source.take());
            Arc::new(login)
        });
        // What can be read only once stays as it is, and with it what belongs to it.
        if !sources.iter().all(Source::is_regular) {
            sources.clear();
        }
        let identity = Arc::new(Identity {
            tls: Arc::new(tls),
            login,
            number: 0,
        });
        Ok(Self {
            authority: authority.to_owned(),
            certificate: files,
            state: Mutex::new(State { identity, sources }),
        })
    }

    /// The identity of the last reading.
    pub(crate) fn current(&self) -> Arc<Identity> {
        Arc::clone(&self.lock().identity)
    }

    /// The identity of now: files that have changed are read again. What can't be used is warned of once, and the one
    /// before stays; a chain and its key are replaced one after the other, so that this may pass by itself.
    ///
    /// It is called before a connection is made, and reads small files: some microseconds, next to a handshake.
    pub(crate) fn renewed(&self) -> Arc<Identity> {
        let mut state = self.lock();
        let mut changed = Vec::new();
        for source in &mut state.sources {
            if source.has_changed() {
                changed.push(source.path().display().to_string());
            }
        }
        if !changed.is_empty() {
            let files = changed.join(", ");
            match self.read(&state) {
                Ok(identity) => {
                    tracing::info!(
                        files,
                        "files of the KMIP server's connection have changed: read again"
                    );
                    state.identity = Arc::new(identity);
                }
                Err(error) => tracing::warn!(
                    files,
                    error = &error as &dyn std::error::Error,
                    "files of the KMIP server's connection have changed and cannot be used: those before are kept"
                ),
            }
        }
        Arc::clone(&state.identity)
    }

    fn read(&self, state: &State) -> Result<Identity, ConfigError> {
        let certificate = self
            .certificate
            .as_ref()
            .map(|[chain, key]| ClientCertificate::from_pem_files(chain, key))
            .transpose()?;
        let login = state.identity.login.as_ref();
        let login = login.map(|login| self.login(login, state)).transpose()?;
        Ok(Identity {
            tls: Arc::new(Tls::new(&self.authority, certificate.as_ref())?),
            login,
            number: state.identity.number + 1,
        })
    }

    /// The login with the password of its file, if it has one: it is the source behind the others.
    fn login(&self, login: &Arc<Login>, state: &State) -> Result<Arc<Login>, ConfigError> {
        let others = 1 + self.certificate.as_ref().map_or(0, |files| files.len());
        let Some(file) = state.sources.get(others) else {
            return Ok(Arc::clone(login));
        };
        Login::with_password_file(login.user_name.clone(), file.path()).map(Arc::new)
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
