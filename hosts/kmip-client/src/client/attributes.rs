//! The attributes of an object on the server: listed, added, changed, taken away; and whether it may be used so.
//!
//! After a lost answer ([`Error::may_have_been_done`]) the attribute itself tells what was done:
//! [`Client::read_attributes`]. So it does after an answer about another object ([`Error::KeyWrongIdentifier`]), which may
//! have been changed in place of the one that was meant.

use std::time::Duration;

use fieldgate_core::kmip::attribute::{Attribute, AttributeKind};
use fieldgate_core::kmip::op::{
    AddAttribute, AttributeInstance, AttributeList, Check, CheckResponse, DeleteAttribute,
    GetAttributeList, ModifyAttribute, SetAttribute,
};
use fieldgate_core::kmip::{self, Operation};

use super::{Client, same};
use crate::error::Error;
use crate::identifier::UniqueIdentifier;

/// What a server's policy says of a use that was asked about: what isn't `None` is all that it would allow.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct CheckVerdict {
    /// What the key may be used for, if not for all that was asked.
    pub usage_mask: Option<i32>,
    /// For how long, if not for as long as was asked.
    pub lease: Option<Duration>,
}

impl CheckVerdict {
    /// Whether all that was asked about is allowed.
    #[must_use]
    pub const fn is_allowed(&self) -> bool {
        self.usage_mask.is_none() && self.lease.is_none()
    }
}

impl Client {
    /// Which attributes an object has, as `read` copies them out of the server's message.
    ///
    /// # Errors
    /// [`Error`].
    pub async fn get_attribute_list<T>(
        &self,
        id: &UniqueIdentifier,
        read: impl FnOnce(AttributeList<'_>) -> Result<T, kmip::Error>,
    ) -> Result<T, Error> {
        let request = GetAttributeList {
            target: id.as_str().into(),
        };
        self.call(&request, |response| {
            same(id, response.unique_identifier)?;
            read(response.kinds).map_err(|source| Error::BadResponse {
                operation: Operation::GET_ATTRIBUTE_LIST,
                source,
            })
        })
        .await
    }

    /// Gives an object an attribute that it doesn't have, or one more of those that it may have several of.
    ///
    /// # Errors
    /// [`Error`].
    pub async fn add_attribute(
        &self,
        id: &UniqueIdentifier,
        attribute: Attribute<'_>,
    ) -> Result<(), Error> {
        let request = AddAttribute {
            target: id.as_str().into(),
            attribute,
        };
        self.call(&request, |it| same(id, it)).await
    }

    /// Gives an attribute that an object has another value.
    ///
    /// # Errors
    /// [`Error`].
    pub async fn modify_attribute(
        &self,
        id: &UniqueIdentifier,
        instance: AttributeInstance<'_>,
        attribute: Attribute<'_>,
    ) -> Result<(), Error> {
        let request = ModifyAttribute {
            target: id.as_str().into(),
            instance,
            attribute,
        };
        self.call(&request, |it| same(id, it)).await
    }

    /// Takes an attribute from an object.
    ///
    /// # Errors
    /// [`Error`].
    pub async fn delete_attribute(
        &self,
        id: &UniqueIdentifier,
        kind: AttributeKind<'_>,
        instance: AttributeInstance<'_>,
    ) -> Result<(), Error> {
        let request = DeleteAttribute {
            target: id.as_str().into(),
            kind,
            instance,
        };
        self.call(&request, |it| same(id, it)).await
    }

    /// Gives an attribute a value, whether the object had it or not (KMIP 2.0 and later).
    ///
    /// # Errors
    /// [`Error::BadRequest`] with an older version.
    pub async fn set_attribute(
        &self,
        id: &UniqueIdentifier,
        attribute: Attribute<'_>,
    ) -> Result<(), Error> {
        let request = SetAttribute {
            target: id.as_str().into(),
            attribute,
        };
        self.call(&request, |it| same(id, it)).await
    }

    /// Asks whether the server's policy lets a key be used so, and for so long. Nothing is allocated.
    ///
    /// # Errors
    /// [`Error`].
    pub async fn check(
        &self,
        id: &UniqueIdentifier,
        usage_mask: Option<i32>,
        lease: Option<Duration>,
    ) -> Result<CheckVerdict, Error> {
        let request = Check {
            target: id.as_str().into(),
            usage_limits_count: None,
            usage_mask,
            lease_s: lease.map(|lease| u32::try_from(lease.as_secs()).unwrap_or(u32::MAX)),
        };
        self.call(&request, |response: CheckResponse<'_>| {
            same(id, response.unique_identifier)?;
            Ok(CheckVerdict {
                usage_mask: response.usage_mask,
                lease: response
                    .lease_s
                    .map(|seconds| Duration::from_secs(u64::from(seconds))),
            })
        })
        .await
    }
}
