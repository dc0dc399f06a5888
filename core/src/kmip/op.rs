//! The operations (section 4), one file each; Get has two, for a key as it is and for a wrapped one.

/// A request that only names an object, and whose response only names it again.
macro_rules! on_object {
    ($(#[$meta:meta])* $name:ident = $operation:ident) => {
        $(#[$meta])*
        #[derive(Clone, Copy, PartialEq, Eq, Debug)]
        pub struct $name<'q> {
            /// Which object.
            pub target: $crate::kmip::Target<'q>,
        }

        impl $crate::kmip::Request for $name<'_> {
            const OPERATION: $crate::kmip::Operation = $crate::kmip::Operation::$operation;
            const SINCE: $crate::kmip::ProtocolVersion = $crate::kmip::ProtocolVersion::V1_0;
            type Response<'a> = Option<&'a str>;

            fn write(
                &self,
                w: &mut $crate::ttlv::Writer<'_>,
                _: $crate::kmip::ProtocolVersion,
            ) -> Result<(), $crate::ttlv::Error> {
                self.target.write(w)
            }

            fn read(
                payload: $crate::ttlv::Items<'_>,
            ) -> Result<Option<&str>, $crate::kmip::Error> {
                super::unique_identifier_if_text(payload)
            }
        }
    };
}

mod activate;
mod add_attribute;
mod adjust_attribute;
mod archive;
mod cancel;
mod certify;
mod check;
mod create;
mod create_key_pair;
mod create_split_key;
mod decrypt;
mod delete_attribute;
mod derive_key;
mod destroy;
mod discover_versions;
mod encrypt;
mod export;
mod get;
mod get_attribute_list;
mod get_attributes;
mod get_object;
mod get_usage_allocation;
mod get_wrapped;
mod hash;
mod import;
mod join_split_key;
mod locate;
mod mac;
mod mac_verify;
mod modify_attribute;
mod obtain_lease;
mod poll;
mod query;
mod re_certify;
mod re_key;
mod re_key_key_pair;
mod recover;
mod register;
mod revoke;
mod rng_retrieve;
mod rng_seed;
mod set_attribute;
mod sign;
mod signature_verify;
mod streaming;

pub use activate::Activate;
pub use add_attribute::AddAttribute;
pub use adjust_attribute::AdjustAttribute;
pub use archive::Archive;
pub use cancel::Cancel;
pub use certify::{CertificateRequest, Certify};
pub use check::{Check, CheckResponse};
pub use create::Create;
pub use create_key_pair::{CreateKeyPair, KeyPairAttributes, KeyPairIdentifiers};
pub use create_split_key::CreateSplitKey;
pub use decrypt::{Decrypt, DecryptResponse};
pub use delete_attribute::DeleteAttribute;
pub use derive_key::DeriveKey;
pub use destroy::Destroy;
pub use discover_versions::{DiscoverVersions, OfferedVersions};
pub use encrypt::{Encrypt, EncryptResponse};
pub use export::{Export, ExportResponse};
pub use get::{Get, GetResponse, SymmetricKey};
pub use get_attribute_list::{AttributeList, GetAttributeList, GetAttributeListResponse};
pub use get_attributes::{GetAttributes, GetAttributesResponse};
pub use get_object::{GetObject, GetObjectResponse, ObjectForm};
pub use get_usage_allocation::GetUsageAllocation;
pub use get_wrapped::{GetWrapped, GetWrappedResponse, WrappedKey};
pub use hash::{Hash, HashResponse};
pub use import::Import;
pub use join_split_key::JoinSplitKey;
pub use locate::{Locate, LocatePage, LocatedIdentifiers};
pub use mac::{Mac, MacResponse};
pub use mac_verify::{MacVerify, MacVerifyResponse};
pub use modify_attribute::{AttributeInstance, ModifyAttribute};
pub use obtain_lease::{ObtainLease, ObtainLeaseResponse};
pub use poll::Poll;
pub use query::{Capability, Extension, Profile, Query, QueryResponse};
pub use re_certify::ReCertify;
pub use re_key::ReKey;
pub use re_key_key_pair::ReKeyKeyPair;
pub use recover::Recover;
pub use register::Register;
pub use revoke::Revoke;
pub use rng_retrieve::RngRetrieve;
pub use rng_seed::RngSeed;
pub use set_attribute::SetAttribute;
pub use sign::{Sign, SignResponse};
pub use signature_verify::{SignatureVerify, SignatureVerifyResponse};
pub use streaming::Part;

use super::response::required;
use super::{Error, tags};
use crate::ttlv::{Items, Value};

/// The Unique Identifier in a payload that has to have one (section 3.1).
fn unique_identifier(payload: Items<'_>) -> Result<&str, Error> {
    Ok(required(payload, tags::UNIQUE_IDENTIFIER)?.text()?)
}

/// The Unique Identifier in a payload, if it is there as text: KMIP 2.x also allows numbers that stand for one.
fn unique_identifier_if_text(payload: Items<'_>) -> Result<Option<&str>, Error> {
    Ok(payload
        .find(tags::UNIQUE_IDENTIFIER)?
        .and_then(|item| match item.value {
            Value::TextString(text) => Some(text),
            _ => None,
        }))
}
