//! Fetching a key: find it, check it, hand it out.

use std::{
    fmt,
    sync::atomic::Ordering,
    time::{Duration, SystemTime},
};

use fieldgate_core::cipher::key_wrap::{KeyWrap, SEMIBLOCK_BYTES, wrapped_bytes};
use fieldgate_core::kmip::op::{GetResponse, GetWrappedResponse};
use fieldgate_core::kmip::{CryptographicAlgorithm, Operation, ResultReason, State};
use fieldgate_core::secret::Secret;

use crate::client::{Client, KEY_BITS, KeyAttributes, is_missing};
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
    /// How long it may be used, from the moment before it was asked for; `None` where the server leases nothing.
    pub lease: Option<Duration>,
}

/// A key as its server tells of it, before its bytes are asked for.
struct Found {
    id: UniqueIdentifier,
    attributes: KeyAttributes,
}

impl Client {
    /// Finds a key, checks that it is an AES-256 key of the right name in a state that `purpose` allows, and hands it out.
    ///
    /// What the server answers is checked, not trusted: some servers answer a Locate by name with other keys.
    /// The key is boxed, so that it is moved without copies of its bytes. No lease is asked for: it is for a look at the key,
    /// and for servers that are known to lease nothing.
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
        let found = self.find_checked(selector, purpose).await?;
        let secret = self.get_key(selector, &found.id).await?;
        Ok((found.id, secret))
    }

    /// As [`Self::fetch_key`], with the times that bound the key's use: its Deactivation Date, and its lease, if the server
    /// offers Obtain Lease, or doesn't say what it offers.
    ///
    /// # Errors
    /// As [`Self::fetch_key`]; and [`Error::LeaseRefused`], when the server offers leases and gives none for this key, which
    /// then must not be used (KMIP 1.4 section 3.20).
    pub async fn fetch_leased_key(
        &self,
        selector: &KeySelector,
        purpose: KeyPurpose,
    ) -> Result<FetchedKey, Error> {
        let found = self.find_checked(selector, purpose).await?;
        let secret = self.get_key(selector, &found.id).await?;
        self.with_times(selector, found, secret).await
    }

    /// As [`Self::fetch_leased_key`], but the key travels wrapped (AES Key Wrap, RFC 3394) under a key that the server and we
    /// both have: the server calls it `wrapping`, and its bytes are `wrapping_key`.
    ///
    /// # Errors
    /// As [`Self::fetch_leased_key`]; and [`Error::KeyNotUnwrapped`], when what came isn't wrapped under `wrapping_key`.
    pub async fn fetch_wrapped_key(
        &self,
        selector: &KeySelector,
        purpose: KeyPurpose,
        wrapping: &KeySelector,
        wrapping_key: &Secret<32>,
    ) -> Result<FetchedKey, Error> {
        let wrapping = self.find(wrapping).await?;
        let found = self.find_checked(selector, purpose).await?;
        let secret = self
            .get_wrapped_key(selector, &found.id, &wrapping, wrapping_key)
            .await?;
        self.with_times(selector, found, secret).await
    }

    async fn find_checked(
        &self,
        selector: &KeySelector,
        purpose: KeyPurpose,
    ) -> Result<Found, Error> {
        let id = self.find(selector).await?;
        let attributes = self
            .get_attributes(&id)
            .await
            .map_err(|error| missing(selector, error))?;
        check(selector, purpose, &attributes)?;
        Ok(Found { id, attributes })
    }

    async fn with_times(
        &self,
        selector: &KeySelector,
        found: Found,
        secret: Box<Secret<32>>,
    ) -> Result<FetchedKey, Error> {
        Ok(FetchedKey {
            lease: self.lease_of(selector, &found).await?,
            secret,
            deactivates: found.attributes.deactivation_date.and_then(system_time),
            unique_identifier: found.id,
        })
    }

    /// A lease, wherever the server may give one: none is needed only of a server that says that it has no such operation.
    /// That it leases is remembered, that it doesn't isn't: it may begin to, and another node may do.
    async fn lease_of(
        &self,
        selector: &KeySelector,
        found: &Found,
    ) -> Result<Option<Duration>, Error> {
        if !self.leases.load(Ordering::Relaxed) {
            match self.offers(Operation::OBTAIN_LEASE).await? {
                Some(false) => return Ok(None),
                Some(true) => self.leases.store(true, Ordering::Relaxed),
                // It doesn't say: what it says to the request tells.
                None => {}
            }
        }
        match self.obtain_lease(&found.id).await {
            Ok(lease) => Ok(Some(lease.time)),
            Err(Error::Refused { failure, .. })
                if failure.reason == Some(ResultReason::OPERATION_NOT_SUPPORTED) =>
            {
                Ok(None)
            }
            // Many servers lease nothing that isn't Active: what was sealed before a rotation opens all the same.
            Err(Error::Refused { failure, .. } | Error::PermissionDenied { failure, .. })
                if found.attributes.state == Some(State::DEACTIVATED)
                    && matches!(
                        failure.reason,
                        Some(
                            ResultReason::WRONG_KEY_LIFECYCLE_STATE
                                | ResultReason::PERMISSION_DENIED
                        )
                    ) =>
            {
                Ok(None)
            }
            Err(Error::Refused { failure, .. } | Error::PermissionDenied { failure, .. }) => {
                Err(Error::LeaseRefused {
                    key: selector.to_string(),
                    failure,
                })
            }
            Err(error) => Err(error),
        }
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
            let place = key.expose_mut();
            copy_checked(
                selector,
                id,
                &Answered::of(&response),
                response.key.material,
                place,
            )
        })
        .await
        .map_err(|error| missing(selector, error))?;
        Ok(key)
    }

    /// Whether the key that the server has is this one. It may be in any state.
    pub(crate) async fn is_key(
        &self,
        id: &UniqueIdentifier,
        expected: &Secret<32>,
    ) -> Result<bool, Error> {
        let selector = KeySelector::UniqueIdentifier(id.clone());
        let mut key = Box::new(Secret::zeroed());
        let got = self
            .get(id, |response| {
                let place = key.expose_mut();
                copy_checked(
                    &selector,
                    id,
                    &Answered::of(&response),
                    response.key.material,
                    place,
                )
            })
            .await;
        match got {
            Ok(()) => Ok(key.ct_eq(expected)),
            Err(Error::KeyWrongAlgorithm { .. } | Error::KeyWrongLength { .. }) => Ok(false),
            Err(error) => Err(error),
        }
    }

    async fn get_wrapped_key(
        &self,
        selector: &KeySelector,
        id: &UniqueIdentifier,
        wrapping: &UniqueIdentifier,
        wrapping_key: &Secret<32>,
    ) -> Result<Box<Secret<32>>, Error> {
        let mut key = Box::new(Secret::zeroed());
        self.get_wrapped(id, wrapping, |response| {
            let place = key.expose_mut();
            unwrap_checked(selector, id, wrapping, &response, wrapping_key, place)
        })
        .await
        .map_err(|error| missing(selector, error))?;
        Ok(key)
    }
}

/// Unwraps the key into its place, if it is what was asked for.
fn unwrap_checked(
    selector: &KeySelector,
    id: &UniqueIdentifier,
    wrapping: &UniqueIdentifier,
    response: &GetWrappedResponse<'_>,
    wrapping_key: &Secret<32>,
    place: &mut [u8; 32],
) -> Result<(), Error> {
    let key = &response.key;
    let answered = Answered {
        unique_identifier: response.unique_identifier,
        algorithm: key.algorithm,
        length_bits: key.length_bits,
    };
    answered.check(selector, id)?;
    if let Some(answered) = key.wrapping_key
        && answered != wrapping.as_str()
    {
        return Err(Error::KeyWrongIdentifier {
            key: wrapping.to_string(),
            answered: server_text(answered),
        });
    }
    if key.wrapped.len() != wrapped_bytes(place.len()) {
        let bytes = key.wrapped.len().saturating_sub(SEMIBLOCK_BYTES);
        return Err(Error::KeyWrongLength {
            key: selector.to_string(),
            bits: i64::try_from(bytes * 8).unwrap_or(i64::MAX),
        });
    }
    let wrap = KeyWrap::<aes::Aes256>::new(wrapping_key.expose().into());
    wrap.unwrap(key.wrapped, place)
        .map(|_| ())
        .map_err(|source| Error::KeyNotUnwrapped {
            key: selector.to_string(),
            wrapping: wrapping.to_string(),
            source,
        })
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

/// What stands beside the key in an answer to Get.
pub(crate) struct Answered<'a> {
    pub(crate) unique_identifier: Option<&'a str>,
    pub(crate) algorithm: Option<CryptographicAlgorithm>,
    pub(crate) length_bits: Option<i32>,
}

impl<'a> Answered<'a> {
    const fn of(response: &GetResponse<'a>) -> Self {
        Self {
            unique_identifier: response.unique_identifier,
            algorithm: response.key.algorithm,
            length_bits: response.key.length_bits,
        }
    }

    fn check(&self, selector: &KeySelector, id: &UniqueIdentifier) -> Result<(), Error> {
        let key = || selector.to_string();
        if let Some(answered) = self.unique_identifier
            && answered != id.as_str()
        {
            return Err(Error::KeyWrongIdentifier {
                key: id.to_string(),
                answered: server_text(answered),
            });
        }
        // The Key Block may leave both out; if it has them, they must fit (KMIP 1.4 section 2.1.3).
        if let Some(algorithm) = self.algorithm
            && algorithm != CryptographicAlgorithm::AES
        {
            return Err(Error::KeyWrongAlgorithm {
                key: key(),
                algorithm,
            });
        }
        match self.length_bits {
            Some(bits) if bits != KEY_BITS => Err(Error::KeyWrongLength {
                key: key(),
                bits: i64::from(bits),
            }),
            _ => Ok(()),
        }
    }
}

/// Copies the key into its place, if it is what was asked for.
pub(crate) fn copy_checked(
    selector: &KeySelector,
    id: &UniqueIdentifier,
    answered: &Answered<'_>,
    material: &[u8],
    place: &mut [u8; 32],
) -> Result<(), Error> {
    answered.check(selector, id)?;
    if material.len() != place.len() {
        return Err(Error::KeyWrongLength {
            key: selector.to_string(),
            bits: i64::try_from(material.len() * 8).unwrap_or(i64::MAX),
        });
    }
    place.copy_from_slice(material);
    Ok(())
}

/// A server that says an object isn't there means our key.
fn missing(selector: &KeySelector, error: Error) -> Error {
    if is_missing(&error) {
        Error::KeyMissing {
            key: selector.to_string(),
        }
    } else {
        error
    }
}
