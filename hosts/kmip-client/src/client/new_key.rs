//! Keys made on a server, or handed to it: Create, Register.

use fieldgate_core::kmip::attribute::Attribute;
use fieldgate_core::kmip::enumerations::usage;
use fieldgate_core::kmip::object::Object;
use fieldgate_core::kmip::op::{Create, Register};
use fieldgate_core::kmip::{CryptographicAlgorithm, Operation, ResultReason};
use fieldgate_core::secret::Secret;

use super::mark::Mark;
use super::settle::{Made, Sought};
use super::{Client, KEY_BITS};
use crate::error::Error;
use crate::identifier::UniqueIdentifier;

/// Most attributes of a new key: those here, and its mark.
const ATTRIBUTES_MAX: usize = 6;

/// What a new AES-256 key is to be. It is Pre-Active until it is activated.
#[derive(Clone, Copy, Debug)]
pub struct NewKey<'k> {
    /// Its name, which no other key on the server may have.
    pub name: &'k str,
    /// What it may be used for: bits of [`usage`].
    pub usage: i32,
    /// A group that it is to belong to.
    pub group: Option<&'k str>,
}

impl<'k> NewKey<'k> {
    /// A key to encrypt and decrypt with.
    #[must_use]
    pub const fn new(name: &'k str) -> Self {
        Self {
            name,
            usage: usage::ENCRYPT | usage::DECRYPT,
            group: None,
        }
    }

    /// A key to wrap others under.
    #[must_use]
    pub const fn to_wrap(name: &'k str) -> Self {
        Self {
            usage: usage::WRAP_KEY | usage::UNWRAP_KEY,
            ..Self::new(name)
        }
    }
}

/// The attributes of a request that makes a key.
pub(super) struct Template<'t> {
    attributes: [Attribute<'t>; ATTRIBUTES_MAX],
    count: usize,
}

impl<'t> Template<'t> {
    pub(super) fn new(key: &NewKey<'t>, mark: Option<&'t Mark>) -> Self {
        let always = [
            Attribute::CryptographicAlgorithm(CryptographicAlgorithm::AES),
            Attribute::CryptographicLength(KEY_BITS),
            Attribute::CryptographicUsageMask(key.usage),
            Attribute::Name(key.name),
        ];
        let group = key.group.map(Attribute::ObjectGroup);
        let mark = mark.map(Mark::attribute);
        let mut template = Self {
            attributes: [Attribute::Name(key.name); ATTRIBUTES_MAX],
            count: 0,
        };
        let all = always.into_iter().chain(group).chain(mark);
        for (place, attribute) in template.attributes.iter_mut().zip(all) {
            *place = attribute;
            template.count += 1;
        }
        template
    }

    pub(super) fn attributes(&self) -> &[Attribute<'t>] {
        self.attributes.get(..self.count).unwrap_or_default()
    }
}

impl Client {
    /// Has the server make an AES-256 key for encryption and decryption. It is Pre-Active until [`Client::activate`].
    ///
    /// # Errors
    /// As [`Self::create_key`].
    pub async fn create(&self, name: &str) -> Result<UniqueIdentifier, Error> {
        let made = self.create_key(&NewKey::new(name)).await?;
        Ok(made.unique_identifier)
    }

    /// Hands the server an AES-256 key for encryption and decryption. It is Pre-Active until [`Client::activate`].
    ///
    /// # Errors
    /// As [`Self::register_key`].
    pub async fn register(&self, key: &Secret<32>, name: &str) -> Result<UniqueIdentifier, Error> {
        let made = self.register_key(key, &NewKey::new(name)).await?;
        Ok(made.unique_identifier)
    }

    /// Has the server make an AES-256 key. Should the answer be lost, the key is looked for, and adopted if it is there.
    ///
    /// # Errors
    /// [`Error::NotDone`] and [`Error::Unsettled`] after a lost answer; otherwise nothing was made.
    pub async fn create_key(&self, key: &NewKey<'_>) -> Result<Made, Error> {
        let mark = Mark::new()?;
        let marked = self.create_with(key, Some(&mark)).await;
        match marked {
            Err(error) if may_refuse_the_mark(&error) => self.create_with(key, None).await,
            made => made,
        }
    }

    async fn create_with(&self, key: &NewKey<'_>, mark: Option<&Mark>) -> Result<Made, Error> {
        let template = Template::new(key, mark);
        let request = Create {
            attributes: template.attributes(),
        };
        let made = self.call(&request, |id| Ok(Made::answered(id))).await;
        let sought = Sought::Key {
            mark,
            name: key.name,
            secret: None,
        };
        self.settled(Operation::CREATE, &sought, made).await
    }

    /// Hands the server an AES-256 key that was made here. Should the answer be lost, the key is looked for, and adopted if it
    /// is there and is the same.
    ///
    /// # Errors
    /// As [`Self::create_key`].
    pub async fn register_key(&self, secret: &Secret<32>, key: &NewKey<'_>) -> Result<Made, Error> {
        let mark = Mark::new()?;
        let marked = self.register_with(secret, key, Some(&mark)).await;
        match marked {
            Err(error) if may_refuse_the_mark(&error) => {
                self.register_with(secret, key, None).await
            }
            made => made,
        }
    }

    async fn register_with(
        &self,
        secret: &Secret<32>,
        key: &NewKey<'_>,
        mark: Option<&Mark>,
    ) -> Result<Made, Error> {
        let template = Template::new(key, mark);
        let request = Register {
            attributes: template.attributes(),
            object: Object::symmetric_key(CryptographicAlgorithm::AES, secret.expose()),
        };
        let made = self.call(&request, |id| Ok(Made::answered(id))).await;
        let sought = Sought::Key {
            mark,
            name: key.name,
            secret: Some(secret),
        };
        self.settled(Operation::REGISTER, &sought, made).await
    }

    /// The answer, or what settlement finds in its place.
    pub(super) async fn settled(
        &self,
        operation: Operation,
        sought: &Sought<'_>,
        answer: Result<Made, Error>,
    ) -> Result<Made, Error> {
        match answer {
            Err(lost)
                if lost.may_have_been_done()
                    || matches!(lost, Error::KeyWrongIdentifier { .. }) =>
            {
                self.settle(operation, sought, lost).await
            }
            answered => answered,
        }
    }
}

/// Whether a server refused this request for a new key, perhaps for its mark: then nothing was made, and it can be asked
/// without. What it says to a Poll of the request is no such word.
pub(super) fn may_refuse_the_mark(error: &Error) -> bool {
    matches!(
        error,
        Error::Refused { failure, .. } if matches!(
            failure.reason,
            Some(
                ResultReason::INVALID_FIELD
                    | ResultReason::INVALID_MESSAGE
                    | ResultReason::FEATURE_NOT_SUPPORTED
                    | ResultReason::APPLICATION_NAMESPACE_NOT_SUPPORTED
            )
        )
    )
}
