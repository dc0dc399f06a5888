//! Fetching a key: find it, check it, hand it out.

use std::{
    fmt,
    time::{Duration, SystemTime},
};

use fieldgate_core::kmip::op::GetResponse;
use fieldgate_core::kmip::{CryptographicAlgorithm, ResultReason, State};
use fieldgate_core::secret::Secret;

use crate::client::{Client, KEY_BITS, KeyAttributes};
use crate::error::{Error, server_text};
use crate::identifier::UniqueIdentifier;

/// Which key.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum KeySelector {
    /// The only key of this name.
    Name(String),
    /// The object with this identifier, whatever it is called.
    UniqueIdentifier(UniqueIdentifier),
}

impl fmt::Display for KeySelector {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Name(name) => f.write_str(name),
            Self::UniqueIdentifier(id) => write!(f, "with Unique Identifier {id}"),
        }
    }
}

/// What a key is fetched for, which decides the states it may be in (NIST SP 800-57 part 1 revision 5 section 7; KMIP 1.4
/// section 3.22).
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum KeyPurpose {
    /// To seal, and to open: the key has to be Active.
    Protect,
    /// Only to open what was sealed before: the key may also be Deactivated, as keys are after a rotation.
    Process,
}

/// A key as it was fetched.
pub struct FetchedKey {
    /// Its identifier on the server.
    pub unique_identifier: UniqueIdentifier,
    /// The key, boxed, so that it is moved without copies of its bytes.
    pub secret: Box<Secret<32>>,
    /// Its Deactivation Date, if it has one: from then on it protects nothing.
    pub deactivates: Option<SystemTime>,
}

impl Client {
    /// Finds a key, checks that it is an AES-256 key of the right name in a state that `purpose` allows, and hands it out.
    ///
    /// What the server answers is checked, not trusted: some servers answer a Locate by name with other keys.
    /// The key is boxed, so that it is moved without copies of its bytes.
    ///
    /// # Errors
    /// [`Error::KeyMissing`], [`Error::KeyAmbiguous`], [`Error::KeyNotActive`], [`Error::KeyCompromised`],
    /// [`Error::KeyWrongName`], [`Error::KeyWrongAlgorithm`], [`Error::KeyWrongLength`] and their like; or whatever keeps
    /// the server from answering.
    pub async fn fetch_key(
        &self,
        selector: &KeySelector,
        purpose: KeyPurpose,
    ) -> Result<(UniqueIdentifier, Box<Secret<32>>), Error> {
        let fetched = self.fetch_dated_key(selector, purpose).await?;
        Ok((fetched.unique_identifier, fetched.secret))
    }

    /// As [`Self::fetch_key`], with the key's Deactivation Date.
    ///
    /// # Errors
    /// As [`Self::fetch_key`].
    pub async fn fetch_dated_key(
        &self,
        selector: &KeySelector,
        purpose: KeyPurpose,
    ) -> Result<FetchedKey, Error> {
        let id = self.find(selector).await?;
        let attributes = self
            .get_attributes(&id)
            .await
            .map_err(|error| missing(selector, error))?;
        check(selector, purpose, &attributes)?;
        let secret = self.get_key(selector, &id).await?;
        Ok(FetchedKey {
            unique_identifier: id,
            secret,
            deactivates: attributes.deactivation_date.and_then(system_time),
        })
    }

    /// The identifier of the one key that is meant.
    async fn find(&self, selector: &KeySelector) -> Result<UniqueIdentifier, Error> {
        let name = match selector {
            KeySelector::UniqueIdentifier(id) => return Ok(id.clone()),
            KeySelector::Name(name) => name,
        };
        // Two are enough to know that there is more than one.
        let found = self
            .locate(name, 2)
            .await
            .map_err(|error| missing(selector, error))?;
        let mut found = found.into_iter();
        match (found.next(), found.next()) {
            (Some(id), None) => Ok(id),
            (None, _) => Err(Error::KeyMissing { key: name.clone() }),
            (Some(_), Some(_)) => Err(Error::KeyAmbiguous { key: name.clone() }),
        }
    }

    async fn get_key(
        &self,
        selector: &KeySelector,
        id: &UniqueIdentifier,
    ) -> Result<Box<Secret<32>>, Error> {
        // On the heap before there is anything in it: from the connection's buffer the key goes right to its place.
        let mut key = Box::new(Secret::zeroed());
        self.get(id, |response| {
            copy_checked(selector, id, &response, key.expose_mut())
        })
        .await
        .map_err(|error| missing(selector, error))?;
        Ok(key)
    }
}

/// `None` for a date that the system's clock never reaches.
fn system_time(seconds_since_1970: i64) -> Option<SystemTime> {
    let seconds = u64::try_from(seconds_since_1970).unwrap_or(0);
    SystemTime::UNIX_EPOCH.checked_add(Duration::from_secs(seconds))
}

/// What the server tells of the key must fit before the key itself is asked for.
fn check(
    selector: &KeySelector,
    purpose: KeyPurpose,
    attributes: &KeyAttributes,
) -> Result<(), Error> {
    let key = selector.to_string();
    if let KeySelector::Name(name) = selector
        && !attributes.names.contains(name)
    {
        return Err(Error::KeyWrongName { key });
    }
    let missing = |attribute| Error::KeyAttributeMissing {
        key: key.clone(),
        attribute,
    };
    let algorithm = attributes
        .algorithm
        .ok_or_else(|| missing("Cryptographic Algorithm"))?;
    if algorithm != CryptographicAlgorithm::AES {
        return Err(Error::KeyWrongAlgorithm { key, algorithm });
    }
    let bits = attributes
        .length_bits
        .ok_or_else(|| missing("Cryptographic Length"))?;
    if bits != KEY_BITS {
        return Err(Error::KeyWrongLength {
            key,
            bits: i64::from(bits),
        });
    }
    match (attributes.state.ok_or_else(|| missing("State"))?, purpose) {
        (State::ACTIVE, _) => Ok(()),
        (State::DEACTIVATED, KeyPurpose::Process) => {
            tracing::warn!(
                key,
                "the key is Deactivated on its server: it opens, and seals no more"
            );
            Ok(())
        }
        // SP 800-57 would let a Compromised key open in exceptional cases: a person decides on these, not a gateway.
        (State::COMPROMISED, _) => Err(Error::KeyCompromised { key }),
        (state, _) => Err(Error::KeyNotActive { key, state }),
    }
}

/// Copies the key into its place, if it is what was asked for.
fn copy_checked(
    selector: &KeySelector,
    id: &UniqueIdentifier,
    response: &GetResponse<'_>,
    place: &mut [u8; 32],
) -> Result<(), Error> {
    let key = || selector.to_string();
    if let Some(answered) = response.unique_identifier
        && answered != id.as_str()
    {
        return Err(Error::KeyWrongIdentifier {
            key: id.to_string(),
            answered: server_text(answered),
        });
    }
    // The Key Block may leave both out; if it has them, they must fit (KMIP 1.4 section 2.1.3).
    if let Some(algorithm) = response.key.algorithm
        && algorithm != CryptographicAlgorithm::AES
    {
        return Err(Error::KeyWrongAlgorithm {
            key: key(),
            algorithm,
        });
    }
    if let Some(bits) = response.key.length_bits
        && bits != KEY_BITS
    {
        return Err(Error::KeyWrongLength {
            key: key(),
            bits: i64::from(bits),
        });
    }
    let material = response.key.material;
    if material.len() != place.len() {
        let bits = i64::try_from(material.len() * 8).unwrap_or(i64::MAX);
        return Err(Error::KeyWrongLength { key: key(), bits });
    }
    place.copy_from_slice(material);
    Ok(())
}

/// A server that says an object isn't there means our key.
fn missing(selector: &KeySelector, error: Error) -> Error {
    match error {
        Error::Refused { failure, .. }
            if matches!(
                failure.reason,
                Some(
                    ResultReason::ITEM_NOT_FOUND
                        | ResultReason::OBJECT_NOT_FOUND
                        | ResultReason::OBJECT_DESTROYED
                )
            ) =>
        {
            Error::KeyMissing {
                key: selector.to_string(),
            }
        }
        error => error,
    }
}
