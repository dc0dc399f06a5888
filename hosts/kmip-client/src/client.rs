//! The client: one method an operation.

use std::fmt;
use std::sync::Arc;

use fieldgate_core::kmip::attribute::{Attribute, AttributeKind, Attributes};
use fieldgate_core::kmip::enumerations::usage;
use fieldgate_core::kmip::op::{
    Activate, Create, Destroy, Get, GetAttributes, GetResponse, Locate, Query, Register, Revoke,
};
use fieldgate_core::kmip::{
    self, CryptographicAlgorithm, ObjectType, Operation, ProtocolVersion, QueryFunction, Request,
    RevocationReasonCode, State,
};
use fieldgate_core::secret::Secret;
use tokio::sync::{Mutex, MutexGuard};

use crate::config::{ServerConfig, SharedConfig};
use crate::connection::{Connection, connect, resolve};
use crate::error::{Error, Stage};
use crate::negotiate::negotiate;

/// The length of the keys we use, in bits.
pub(crate) const KEY_BITS: i32 = 256;

/// How many of a server's operations, and of a key's names, are read.
const LISTED_MAX: usize = 128;

/// What keys of ours are used for.
const USAGE: i32 = usage::ENCRYPT | usage::DECRYPT;

/// The name that a server gave to an object (KMIP 1.4 section 3.1).
///
/// The server chose the text: `Display` escapes its control characters, so that it can be shown on a terminal and in a log.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub struct UniqueIdentifier(String);

impl UniqueIdentifier {
    /// An identifier that a server once gave.
    #[must_use]
    pub const fn new(identifier: String) -> Self {
        Self(identifier)
    }

    /// Its text, as the server gave it: for requests, not for people.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for UniqueIdentifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0.escape_debug())
    }
}

/// What a server tells of a key.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct KeyAttributes {
    /// Its names, as the server gave them: they may hold anything.
    pub names: Vec<String>,
    /// The algorithm it is for.
    pub algorithm: Option<CryptographicAlgorithm>,
    /// Its length, in bits.
    pub length_bits: Option<i32>,
    /// Where it is in its life.
    pub state: Option<State>,
    /// When it stops to protect, in seconds since 1970-01-01 00:00:00 UTC.
    pub deactivation_date: Option<i64>,
}

/// What a server can do.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ServerAbilities {
    /// Who made it, in its own words: they may hold anything.
    pub vendor: Option<String>,
    /// The operations it offers us.
    pub operations: Vec<Operation>,
}

/// A KMIP server to call.
///
/// It holds one connection, made at the first call and made anew when it broke or the server closed it. Calls wait for
/// one another. Each call has deadlines, and is sent once: after an error of the connection the caller finds out what the
/// server did (by [`Client::locate`], say) and decides.
pub struct Client {
    config: SharedConfig,
    session: Mutex<Option<Session>>,
}

/// A connection and the version spoken on it.
struct Session {
    connection: Connection,
    version: ProtocolVersion,
}

impl Client {
    /// A client that is not connected yet.
    #[must_use]
    pub fn new(config: ServerConfig) -> Self {
        Self {
            config: Arc::new(config),
            session: Mutex::new(None),
        }
    }

    /// The server.
    #[must_use]
    pub fn config(&self) -> &ServerConfig {
        &self.config
    }

    /// The KMIP version that is spoken; connects if there is no connection.
    ///
    /// # Errors
    /// [`Error`], as in all methods here.
    pub async fn version(&self) -> Result<ProtocolVersion, Error> {
        let mut slot = self.session.lock().await;
        let session = self.take_or_open(&mut slot).await?;
        let version = session.version;
        *slot = Some(session);
        Ok(version)
    }

    /// Closes the connection, if there is one; the next call makes another.
    pub async fn disconnect(&self) {
        *self.session.lock().await = None;
    }

    /// What the server can do.
    ///
    /// # Errors
    /// [`Error`].
    pub async fn query(&self) -> Result<ServerAbilities, Error> {
        self.call(&QUERY, |response| Ok(abilities(&response))).await
    }

    /// Has the server make an AES-256 key for encryption and decryption. It is Pre-Active until [`Client::activate`].
    ///
    /// # Errors
    /// [`Error`]. If it is about the connection, the key may exist nevertheless.
    pub async fn create(&self, name: &str) -> Result<UniqueIdentifier, Error> {
        let attributes = [
            Attribute::CryptographicAlgorithm(CryptographicAlgorithm::AES),
            Attribute::CryptographicLength(KEY_BITS),
            Attribute::CryptographicUsageMask(USAGE),
            Attribute::Name(name),
        ];
        self.call(
            &Create {
                attributes: &attributes,
            },
            |id: &str| Ok(UniqueIdentifier(id.to_owned())),
        )
        .await
    }

    /// Hands the server an AES-256 key for encryption and decryption. It is Pre-Active until [`Client::activate`].
    ///
    /// # Errors
    /// [`Error`]. If it is about the connection, the server may have the key nevertheless.
    pub async fn register(&self, key: &Secret<32>, name: &str) -> Result<UniqueIdentifier, Error> {
        let attributes = [
            Attribute::CryptographicUsageMask(USAGE),
            Attribute::Name(name),
        ];
        let request = Register {
            attributes: &attributes,
            algorithm: CryptographicAlgorithm::AES,
            key_material: key.expose(),
        };
        self.call(&request, |id: &str| Ok(UniqueIdentifier(id.to_owned())))
            .await
    }

    /// Makes a key Active.
    ///
    /// # Errors
    /// [`Error`].
    pub async fn activate(&self, id: &UniqueIdentifier) -> Result<(), Error> {
        self.call(
            &Activate {
                unique_identifier: &id.0,
            },
            |_| Ok(()),
        )
        .await
    }

    /// Revokes a key, without a compromise: it becomes Deactivated.
    ///
    /// # Errors
    /// [`Error`].
    pub async fn revoke(&self, id: &UniqueIdentifier) -> Result<(), Error> {
        let reason = RevocationReasonCode::CESSATION_OF_OPERATION;
        let request = Revoke {
            unique_identifier: &id.0,
            reason,
            compromised_since_s: None,
        };
        self.call(&request, |_| Ok(())).await
    }

    /// Destroys a key for ever.
    ///
    /// # Errors
    /// [`Error`].
    pub async fn destroy(&self, id: &UniqueIdentifier) -> Result<(), Error> {
        self.call(
            &Destroy {
                unique_identifier: &id.0,
            },
            |_| Ok(()),
        )
        .await
    }

    /// The symmetric keys of this name, at most `items_max`.
    ///
    /// # Errors
    /// [`Error`].
    pub async fn locate(&self, name: &str, items_max: u16) -> Result<Vec<UniqueIdentifier>, Error> {
        let attributes = [
            Attribute::Name(name),
            Attribute::ObjectType(ObjectType::SYMMETRIC_KEY),
        ];
        let request = Locate {
            items_max: i32::from(items_max),
            attributes: &attributes,
        };
        self.call(&request, |found| {
            found
                .take(usize::from(items_max))
                .map(|id| id.map(|id| UniqueIdentifier(id.to_owned())))
                .collect::<Result<_, _>>()
                .map_err(|source| Error::BadResponse {
                    operation: Operation::LOCATE,
                    source,
                })
        })
        .await
    }

    /// Name, algorithm, length and state of a key.
    ///
    /// # Errors
    /// [`Error`].
    pub async fn get_attributes(&self, id: &UniqueIdentifier) -> Result<KeyAttributes, Error> {
        let kinds = [
            AttributeKind::Name,
            AttributeKind::CryptographicAlgorithm,
            AttributeKind::CryptographicLength,
            AttributeKind::State,
            AttributeKind::DeactivationDate,
        ];
        let request = GetAttributes {
            unique_identifier: &id.0,
            kinds: &kinds,
        };
        self.call(&request, |attributes| {
            read_attributes(attributes).map_err(|source| Error::BadResponse {
                operation: Operation::GET_ATTRIBUTES,
                source,
            })
        })
        .await
    }

    /// Fetches a key and lets `read` look at it while it lies in the connection's buffer, which is then wiped.
    pub(crate) async fn get(
        &self,
        id: &UniqueIdentifier,
        read: impl FnOnce(GetResponse<'_>) -> Result<(), Error>,
    ) -> Result<(), Error> {
        self.call(
            &Get {
                unique_identifier: &id.0,
            },
            read,
        )
        .await
    }

    async fn call<R: Request, T>(
        &self,
        request: &R,
        read: impl FnOnce(R::Response<'_>) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let mut slot = self.session.lock().await;
        let mut session = self.take_or_open(&mut slot).await?;
        let (stage, version) = (Stage::Operations, session.version);
        let result = session
            .connection
            .call(&self.config, stage, version, request, read)
            .await;
        // Back into the slot even when it broke: the next call looks at it, and replaces it.
        *slot = Some(session);
        result
    }

    /// The session out of its slot, or a new one. A call that is dropped halfway thus takes its session with it.
    async fn take_or_open(
        &self,
        slot: &mut MutexGuard<'_, Option<Session>>,
    ) -> Result<Session, Error> {
        if let Some(mut session) = slot.take()
            && session.connection.is_reusable()
        {
            return Ok(session);
        }
        let addresses = resolve(&self.config).await?;
        let socket = connect(&self.config, &addresses).await?;
        let mut connection = Connection::secure(&self.config, socket).await?;
        let version = negotiate(&self.config, &mut connection).await?;
        tracing::debug!(host = %self.config.host, %version, "connected to the KMIP server");
        Ok(Session {
            connection,
            version,
        })
    }
}

/// What a server is asked about itself.
pub(crate) const QUERY: Query<'static> = Query {
    functions: &[QueryFunction::OPERATIONS, QueryFunction::SERVER_INFORMATION],
};

/// A server's abilities, copied out of its message.
pub(crate) fn abilities(response: &kmip::op::QueryResponse<'_>) -> ServerAbilities {
    ServerAbilities {
        vendor: response.vendor.map(ToOwned::to_owned),
        operations: response.operations().take(LISTED_MAX).collect(),
    }
}

fn read_attributes(attributes: Attributes<'_>) -> Result<KeyAttributes, kmip::Error> {
    let mut names = Vec::new();
    for attribute in attributes {
        if let Attribute::Name(name) = attribute?
            && names.len() < LISTED_MAX
        {
            names.push(name.to_owned());
        }
    }
    Ok(KeyAttributes {
        names,
        algorithm: attributes.algorithm()?,
        length_bits: attributes.length_bits()?,
        state: attributes.state()?,
        deactivation_date: attributes.deactivation_date()?,
    })
}
