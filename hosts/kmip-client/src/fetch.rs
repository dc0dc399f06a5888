//! Fetching a key: find it, check it, hand it out.

mod check;

use std::{
    fmt,
    sync::atomic::Ordering,
    time::{Duration, SystemTime},
};

use fieldgate_core::kmip::{Operation, ResultReason, State};
use fieldgate_core::secret::Secret;

pub(crate) use self::check::{Answered, copy_checked};
use self::check::{check, protects_until, unwrap_checked};
use crate::client::{Client, KeyAttributes, is_missing};
use crate::error::Error;
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
/// section 3.22) and what its Cryptographic Usage Mask has to allow, if the server tells it (section 3.19).
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum KeyPurpose {
    /// To seal, and to open: the key has to be Active, for Encrypt and Decrypt, and before its Protect Stop Date.
    Protect,
    /// Only to open what was sealed before: the key may also be Deactivated, as keys are after a rotation. It has to be for
    /// Decrypt.
    Process,
    /// Only to unwrap keys that travel under it: in the states of [`Self::Process`], and for Unwrap Key.
    Unwrap,
}

/// A key as it was fetched.
pub struct FetchedKey {
    /// Its identifier on the server.
    pub unique_identifier: UniqueIdentifier,
    /// The key, boxed, so that it is moved without copies of its bytes.
    pub secret: Box<Secret<32>>,
    /// Its Deactivation Date or its Protect Stop Date, whichever is earlier, if it has any: from then on it protects nothing.
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
    /// [`Error::KeyWrongName`], [`Error::KeyWrongAlgorithm`], [`Error::KeyWrongLength`], [`Error::KeyUsageMissing`] and their like; or whatever keeps
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

    /// As [`Self::fetch_key`], with the times that bound the key's use: until when it protects, and its lease, if the server
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
        check(selector, purpose, &attributes, SystemTime::now())?;
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
            deactivates: protects_until(&found.attributes),
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
