//! The operations (section 4), one file each; Get has two, for a key as it is and for a wrapped one.

mod activate;
mod cancel;
mod create;
mod destroy;
mod discover_versions;
mod get;
mod get_attributes;
mod get_wrapped;
mod locate;
mod obtain_lease;
mod poll;
mod query;
mod re_key;
mod register;
mod revoke;

pub use activate::Activate;
pub use cancel::Cancel;
pub use create::Create;
pub use destroy::Destroy;
pub use discover_versions::{DiscoverVersions, OfferedVersions};
pub use get::{Get, GetResponse, SymmetricKey};
pub use get_attributes::GetAttributes;
pub use get_wrapped::{GetWrapped, GetWrappedResponse, WrappedKey};
pub use locate::{Locate, LocatedIdentifiers};
pub use obtain_lease::{ObtainLease, ObtainLeaseResponse};
pub use poll::Poll;
pub use query::{Query, QueryResponse};
pub use re_key::ReKey;
pub use register::Register;
pub use revoke::Revoke;

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
