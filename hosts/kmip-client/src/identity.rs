//! As whom we speak and whom we trust: certificates, key and password of now. Their files are read again when they change.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use crate::config::{ClientAuth, ClientCertificate, ConfigError, Login};
use crate::files::{Source, Stamp};
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

/// How long files that can't be used are left before they are read again: what failed may have been the reading.
const REREAD_AFTER: Duration = Duration::from_secs(1);

/// For how long a look at the files is good for calls on connections that are there: a call takes some 20 µs, and a look at four
/// files as long again.
const LOOK_AGAIN_AFTER: Duration = Duration::from_millis(100);

struct State {
    identity: Arc<Identity>,
    sources: Vec<Source>,
    /// When the files were last looked at.
    looked: Instant,
    /// What has changed and couldn't be used, and when that was tried.
    failed: Option<(Vec<Option<Stamp>>, Instant)>,
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
            // A password that can be read only once stays as it is, while the other files may change.
            sources.extend(login.source.take().filter(Source::is_regular));
            Arc::new(login)
        });
        // A key that can be read only once stays as it is, and its certificate with it.
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
            state: Mutex::new(State {
                identity,
                sources,
                failed: None,
                looked: Instant::now(),
            }),
        })
    }

    /// The identity of the last reading.
    pub(crate) fn current(&self) -> Arc<Identity> {
        Arc::clone(&self.lock().identity)
    }

    /// The identity of now: files that have changed are read again. What can't be used is warned of once and tried again
    /// later, and the one before stays; a chain and its key are replaced one after the other, so that this may pass by
    /// itself.
    ///
    /// As long as nothing has changed, it costs a look at each file.
    pub(crate) fn renewed(&self) -> Arc<Identity> {
        self.renew_if_changed(self.lock())
    }

    /// [`Self::renewed`], unless the files were looked at a moment ago: for what is asked before each call.
    pub(crate) fn renewed_lately(&self) -> Arc<Identity> {
        let state = self.lock();
        if state.looked.elapsed() < LOOK_AGAIN_AFTER {
            return Arc::clone(&state.identity);
        }
        self.renew_if_changed(state)
    }

    fn renew_if_changed(&self, mut state: MutexGuard<'_, State>) -> Arc<Identity> {
        state.looked = Instant::now();
        let changed: Vec<_> = state.sources.iter().map(Source::changed).collect();
        if changed.iter().any(Option::is_some) {
            self.renew(&mut state, changed);
        } else {
            state.failed = None;
        }
        Arc::clone(&state.identity)
    }

    /// Reads again what has changed, unless that has failed a moment ago.
    fn renew(&self, state: &mut State, changed: Vec<Option<Stamp>>) {
        let is_known = match &state.failed {
            Some((failed, at)) if *failed == changed => {
                if at.elapsed() < REREAD_AFTER {
                    return;
                }
                true
            }
            _ => false,
        };
        let files: Vec<_> = state
            .sources
            .iter()
            .zip(&changed)
            .filter(|(_, stamp)| stamp.is_some())
            .map(|(source, _)| source.path().display().to_string())
            .collect();
        let files = files.join(", ");
        match self.read(state) {
            Ok(identity) => {
                tracing::info!(
                    files,
                    "files of the KMIP server's connection have changed: read again"
                );
                state.identity = Arc::new(identity);
                state.failed = None;
                for (source, stamp) in state.sources.iter_mut().zip(changed) {
                    if let Some(stamp) = stamp {
                        source.was_read(stamp);
                    }
                }
            }
            Err(error) => {
                if !is_known {
                    tracing::warn!(
                        files,
                        error = &error as &dyn std::error::Error,
                        "files of the KMIP server's connection have changed and cannot be used: those before are kept"
                    );
                }
                state.failed = Some((changed, Instant::now()));
            }
        }
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
