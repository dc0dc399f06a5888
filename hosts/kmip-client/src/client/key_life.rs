//! The life of a key on a server: made or taken in, activated, revoked, destroyed.

use fieldgate_core::kmip::attribute::Attribute;
use fieldgate_core::kmip::enumerations::usage;
use fieldgate_core::kmip::op::{Activate, Create, Destroy, Register, Revoke};
use fieldgate_core::kmip::{CryptographicAlgorithm, Object, RevocationReasonCode};
use fieldgate_core::secret::Secret;

use super::{Client, KEY_BITS};
use crate::error::Error;
use crate::identifier::UniqueIdentifier;

/// What keys of ours are used for.
const USAGE: i32 = usage::ENCRYPT | usage::DECRYPT;

impl Client {
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
            |id: &str| Ok(UniqueIdentifier::new(id.to_owned())),
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
            object: Object::symmetric_key(CryptographicAlgorithm::AES, key.expose()),
        };
        self.call(&request, |id: &str| {
            Ok(UniqueIdentifier::new(id.to_owned()))
        })
        .await
    }

    /// Makes a key Active.
    ///
    /// # Errors
    /// [`Error`].
    pub async fn activate(&self, id: &UniqueIdentifier) -> Result<(), Error> {
        self.call(
            &Activate {
                target: id.as_str().into(),
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
            target: id.as_str().into(),
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
                target: id.as_str().into(),
            },
            |_| Ok(()),
        )
        .await
    }
}
