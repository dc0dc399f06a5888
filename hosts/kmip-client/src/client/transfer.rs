//! Keys between servers: Export with all attributes, Import under the same identifier (KMIP 1.4 and later).

use fieldgate_core::kmip::attribute::{Attribute, Attributes};
use fieldgate_core::kmip::op::{Export, Import, ObjectForm};
use fieldgate_core::kmip::{
    self, CryptographicAlgorithm, KeyBlock, KeyFormatType, KeyValue, KeyWrapType, Object, Operation,
};
use fieldgate_core::secret::Secret;

use super::Client;
use super::key_life::same;
use super::settle::{Made, Sought};
use crate::error::Error;
use crate::fetch::{Answered, KeySelector, copy_checked};
use crate::identifier::UniqueIdentifier;

impl Client {
    /// An AES-256 key with all its attributes, as `read` copies them out of the server's message.
    ///
    /// # Errors
    /// [`Error`]; the key is checked as in [`Client::fetch_key`], but may be in any state.
    pub async fn export<T>(
        &self,
        id: &UniqueIdentifier,
        read: impl FnOnce(Attributes<'_>) -> Result<T, kmip::Error>,
    ) -> Result<(Box<Secret<32>>, T), Error> {
        self.demand(Operation::EXPORT).await?;
        let request = Export {
            target: id.as_str().into(),
            form: ObjectForm {
                format: Some(KeyFormatType::RAW),
                wrap_type: Some(KeyWrapType::NOT_WRAPPED),
                ..ObjectForm::default()
            },
        };
        let selector = KeySelector::UniqueIdentifier(id.clone());
        let mut key = Box::new(Secret::zeroed());
        let unreadable = |source| Error::BadResponse {
            operation: Operation::EXPORT,
            source,
        };
        let attributes = self
            .call(&request, |response| {
                let (block, material) = plain_key(&response.object).map_err(unreadable)?;
                let answered = Answered {
                    unique_identifier: Some(response.unique_identifier),
                    algorithm: block.algorithm,
                    length_bits: block.length_bits,
                };
                copy_checked(&selector, id, &answered, material, key.expose_mut())?;
                read(response.attributes).map_err(unreadable)
            })
            .await?;
        Ok((key, attributes))
    }

    /// Hands the server an AES-256 key with the identifier and the attributes that it has elsewhere. Should the answer be
    /// lost, the key is fetched and compared.
    ///
    /// # Errors
    /// [`Error::NotDone`] and [`Error::Unsettled`] after a lost answer; otherwise nothing was changed.
    pub async fn import(
        &self,
        id: &UniqueIdentifier,
        secret: &Secret<32>,
        attributes: &[Attribute<'_>],
        replace_existing: bool,
    ) -> Result<Made, Error> {
        self.demand(Operation::IMPORT).await?;
        let request = Import {
            unique_identifier: id.as_str(),
            replace_existing,
            wrap_type: None,
            attributes,
            object: Object::symmetric_key(CryptographicAlgorithm::AES, secret.expose()),
        };
        let made = self
            .call(&request, |answered| {
                same(id, Some(answered))?;
                Ok(Made::answered(answered))
            })
            .await;
        let sought = Sought::Imported {
            id,
            secret,
            replaces: replace_existing,
        };
        self.settled(Operation::IMPORT, &sought, made).await
    }
}

/// The block of a symmetric key that isn't wrapped, and its bytes.
fn plain_key<'a>(object: &Object<'a>) -> Result<(KeyBlock<'a>, &'a [u8]), kmip::Error> {
    let Object::SymmetricKey(block) = object else {
        return Err(kmip::Error::NotASymmetricKey(object.kind()));
    };
    if block.wrapping.is_some() {
        return Err(kmip::Error::WrappedKey);
    }
    match block.value {
        KeyValue::Material(material) if block.format == KeyFormatType::RAW => {
            Ok((*block, material))
        }
        _ => Err(kmip::Error::KeyFormat(block.format)),
    }
}
