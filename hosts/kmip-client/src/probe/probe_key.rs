//! A key that is made to see whether it all works, and cleaned up whatever happens.

use std::fmt::Write as _;
use std::time::Instant;

use fieldgate_core::kmip::attribute::{Attribute, AttributeKind};
use fieldgate_core::kmip::enumerations::usage;
use fieldgate_core::kmip::op::{Activate, Destroy, Get, GetAttributes, Locate, Register, Revoke};
use fieldgate_core::kmip::{
    CryptographicAlgorithm, Object, Operation, ProtocolVersion, RevocationReasonCode, State,
};
use fieldgate_core::secret::Secret;

use super::finding::{Finding, ProbeKeyFinding, ProbeKeyStep};
use super::stages::Failed;
use crate::address::Peer;
use crate::connection::{Connection, connect, resolve};
use crate::error::{Error, Stage};
use crate::identifier::UniqueIdentifier;
use crate::opened;

/// How the names of all probe keys begin.
const NAME_PREFIX: &str = "fieldgate-test-";

/// How many keys of the probe key's name are cleaned up when it isn't known whether there is one.
const LOCATED_MAX: i32 = 4;

/// Makes a key, takes it through its life, and cleans up.
pub(super) async fn run(
    config: &Peer,
    connection: Connection,
    version: ProtocolVersion,
) -> Result<ProbeKeyFinding, Failed> {
    let mut random = [0; 8];
    let mut key = Box::new(Secret::<32>::zeroed());
    let entropy = opened::provider().secure_random;
    let filled = entropy
        .fill(&mut random)
        .and_then(|()| entropy.fill(key.expose_mut()));
    filled.map_err(|_| Error::Tls {
        source: rustls::Error::FailedToGetRandomBytes,
    })?;
    let mut name = NAME_PREFIX.to_owned();
    for byte in random {
        // Writing to a String doesn't fail.
        let _ = write!(name, "{byte:02x}");
    }
    let mut life = Life {
        config,
        connection: Some(connection),
        version,
        finding: ProbeKeyFinding {
            name,
            unique_identifier: None,
            steps: Vec::new(),
            left_behind: Vec::new(),
            may_be_left: false,
        },
    };
    let used = life.register_and_use(&key).await;
    let cleaned = life.clean_up(used.as_ref().err()).await;
    match used.and(cleaned) {
        Ok(()) => Ok(life.finding),
        Err(error) => Err(Failed {
            error,
            at: None,
            finding: Some(Finding::ProbeKey(life.finding)),
        }),
    }
}

struct Life<'l> {
    config: &'l Peer,
    /// `None` once it broke.
    connection: Option<Connection>,
    version: ProtocolVersion,
    finding: ProbeKeyFinding,
}

/// A call of one operation within a step: `call!(self, request, read)`.
macro_rules! call {
    ($life:ident, $request:expr, $read:expr) => {{
        let (config, version) = ($life.config, $life.version);
        match $life.connection().await {
            Ok(connection) => {
                connection
                    .call(config, Stage::ProbeKey, version, $request, $read)
                    .await
            }
            Err(error) => Err(error),
        }
    }};
}

impl Life<'_> {
    async fn register_and_use(&mut self, key: &Secret<32>) -> Result<(), Error> {
        let name = self.finding.name.clone();
        let attributes = [
            Attribute::CryptographicUsageMask(usage::ENCRYPT | usage::DECRYPT),
            Attribute::Name(&name),
        ];
        let register = Register {
            attributes: &attributes,
            object: Object::symmetric_key(CryptographicAlgorithm::AES, key.expose()),
        };
        let since = Instant::now();
        let registered = call!(self, &register, |id: &str| Ok(UniqueIdentifier::new(
            id.to_owned()
        )));
        let id = self.step("register", since, registered)?;
        self.finding.unique_identifier = Some(id.clone());

        let activate = Activate {
            target: id.as_str().into(),
        };
        let since = Instant::now();
        let activated = call!(self, &activate, |_| Ok(()));
        self.step("activate", since, activated)?;

        let attributes = GetAttributes {
            target: id.as_str().into(),
            kinds: &[AttributeKind::State],
        };
        let since = Instant::now();
        let state = call!(self, &attributes, |response| {
            let unreadable = |source| Error::BadResponse {
                operation: Operation::GET_ATTRIBUTES,
                source,
            };
            response.attributes.state().map_err(unreadable)
        });
        let active = state.and_then(|state| match state {
            Some(State::ACTIVE) => Ok(()),
            Some(state) => Err(Error::KeyNotActive {
                key: name.clone(),
                state,
            }),
            None => Err(Error::KeyAttributeMissing {
                key: name.clone(),
                attribute: "State",
            }),
        });
        self.step("state", since, active)?;

        let mut fetched = Box::new(Secret::<32>::zeroed());
        let get = Get {
            target: id.as_str().into(),
        };
        let since = Instant::now();
        let got = call!(self, &get, |response| {
            let material = response.key.material;
            let place = fetched.expose_mut();
            if material.len() != place.len() {
                return Err(Error::KeyWrongLength {
                    key: name.clone(),
                    bits: i64::try_from(material.len() * 8).unwrap_or(i64::MAX),
                });
            }
            place.copy_from_slice(material);
            Ok(())
        });
        self.step("fetch", since, got)?;

        let same = if fetched.ct_eq(key) {
            Ok(())
        } else {
            Err(Error::KeyDiffers { key: name })
        };
        self.step("compare", Instant::now(), same)
    }

    /// Revokes and destroys what is there, whatever happened to it; says what is left.
    async fn clean_up(&mut self, failure: Option<&Error>) -> Result<(), Error> {
        let ids = match self.finding.unique_identifier.clone() {
            Some(id) => vec![id],
            // The server may have taken the key in, and its answer was lost.
            None if failure.is_some_and(Error::may_have_been_done) => {
                match self.find_by_name().await {
                    Ok(ids) => ids,
                    Err(error) => {
                        self.finding.may_be_left = true;
                        return Err(error);
                    }
                }
            }
            None => Vec::new(),
        };
        let mut result = Ok(());
        for id in ids {
            let revoke = Revoke {
                target: id.as_str().into(),
                reason: RevocationReasonCode::CESSATION_OF_OPERATION,
                compromised_since_s: None,
            };
            let since = Instant::now();
            let revoked = call!(self, &revoke, |_| Ok(()));
            // A key that never became Active may not be revoked, and can be destroyed as it is.
            let revoked = self.step("revoke", since, revoked);
            let destroy = Destroy {
                target: id.as_str().into(),
            };
            let since = Instant::now();
            let destroyed = call!(self, &destroy, |_| Ok(()));
            let destroyed = self.step("destroy", since, destroyed);
            if destroyed.is_err() {
                self.finding.left_behind.push(id);
            }
            result = result.and(destroyed);
            if failure.is_none() {
                result = result.and(revoked);
            }
        }
        result
    }

    /// The keys that bear the probe key's name, which nobody else's does: what Locate gives isn't taken for one of them, as
    /// some servers don't look at the name, and what is found here is destroyed.
    async fn find_by_name(&mut self) -> Result<Vec<UniqueIdentifier>, Error> {
        let name = self.finding.name.clone();
        let locate = Locate {
            items_max: LOCATED_MAX,
            attributes: &[Attribute::Name(&name)],
        };
        let since = Instant::now();
        let found = call!(self, &locate, |found| Ok(found
            .flatten()
            .take(LOCATED_MAX as usize)
            .map(|id| UniqueIdentifier::new(id.to_owned()))
            .collect::<Vec<_>>()));
        let found = self.step("locate", since, found)?;
        let mut ours = Vec::new();
        for id in found {
            let attributes = GetAttributes {
                target: id.as_str().into(),
                kinds: &[AttributeKind::Name],
            };
            let since = Instant::now();
            let named = call!(self, &attributes, |response| {
                let is_of_it = response
                    .unique_identifier
                    .is_none_or(|told| told == id.as_str());
                response
                    .attributes
                    .has_name(&name)
                    .map(|has_name| is_of_it && has_name)
                    .map_err(|source| Error::BadResponse {
                        operation: Operation::GET_ATTRIBUTES,
                        source,
                    })
            });
            if self.step("name", since, named)? {
                ours.push(id);
            }
        }
        Ok(ours)
    }

    /// The connection, or a new one after it broke.
    async fn connection(&mut self) -> Result<&mut Connection, Error> {
        let mut usable = self.connection.take();
        if !usable.as_mut().is_some_and(Connection::is_reusable) {
            usable = None;
        }
        let connection = match usable {
            Some(connection) => connection,
            None => {
                let addresses = resolve(self.config).await?;
                let socket = connect(self.config, &addresses).await?;
                Connection::secure(self.config, socket).await?
            }
        };
        Ok(self.connection.insert(connection))
    }

    fn step<T>(
        &mut self,
        name: &'static str,
        since: Instant,
        result: Result<T, Error>,
    ) -> Result<T, Error> {
        self.finding.steps.push(ProbeKeyStep {
            name,
            failure: result.as_ref().err().map(ToString::to_string),
            took: since.elapsed(),
        });
        result
    }
}
