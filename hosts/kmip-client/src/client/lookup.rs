//! What is on a server: its abilities, its keys by name, their attributes, a key itself.

use fieldgate_core::kmip::attribute::{Attribute, AttributeKind, Attributes};
use fieldgate_core::kmip::enumerations::LinkType;
use fieldgate_core::kmip::op::{
    Get, GetAttributes, GetResponse, GetWrapped, GetWrappedResponse, Locate, LocatePage, Query,
    QueryResponse,
};
use fieldgate_core::kmip::{
    self, CryptographicAlgorithm, ObjectType, Operation, QueryFunction, State,
};

use super::{Client, same};
use crate::error::Error;
use crate::identifier::UniqueIdentifier;

/// How many of a server's operations, and of a key's names, are read.
const LISTED_MAX: usize = 128;

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
    /// What it may be used for: [`usage`](fieldgate_core::kmip::enumerations::usage) bits.
    pub usage_mask: Option<i32>,
    /// When it may begin to process what is protected, in seconds since 1970-01-01 00:00:00 UTC.
    pub process_start_date: Option<i64>,
    /// When it stops to protect, though it may stay Active, in seconds since 1970-01-01 00:00:00 UTC.
    pub protect_stop_date: Option<i64>,
    /// When it is Deactivated, and stops to protect, in seconds since 1970-01-01 00:00:00 UTC.
    pub deactivation_date: Option<i64>,
}

/// Objects that were found.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Located {
    /// What the server calls them.
    pub identifiers: Vec<UniqueIdentifier>,
    /// How many there are in all, also those beyond what was asked for, if the server says so (KMIP 1.3).
    pub total: Option<i32>,
}

/// What a server can do.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ServerAbilities {
    /// Who made it, in its own words: they may hold anything.
    pub vendor: Option<String>,
    /// The operations it offers us.
    pub operations: Vec<Operation>,
}

impl Client {
    /// What the server can do.
    ///
    /// # Errors
    /// [`Error`].
    pub async fn query(&self) -> Result<ServerAbilities, Error> {
        self.call(&QUERY, |response| Ok(abilities(&response))).await
    }

    /// What the server tells of itself in answer to these functions, as `read` copies it out of the server's message.
    ///
    /// # Errors
    /// [`Error::BadRequest`] for a function that the version doesn't have.
    pub async fn query_for<T>(
        &self,
        functions: &[QueryFunction],
        read: impl FnOnce(QueryResponse<'_>) -> Result<T, kmip::Error>,
    ) -> Result<T, Error> {
        self.call(&Query { functions }, |response| {
            read(response).map_err(|source| Error::BadResponse {
                operation: Operation::QUERY,
                source,
            })
        })
        .await
    }

    /// Whether the server says that it offers us an operation. `None`: it doesn't say what it offers.
    ///
    /// # Errors
    /// [`Error`], where there is no answer.
    pub async fn offers(&self, operation: Operation) -> Result<Option<bool>, Error> {
        match self.query().await {
            // It offered Query: a list that isn't empty is one of operations.
            Ok(abilities) if abilities.operations.is_empty() => Ok(None),
            Ok(abilities) => Ok(Some(abilities.operations.contains(&operation))),
            Err(Error::Refused { .. } | Error::PermissionDenied { .. }) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Asks before an operation that many servers lack: some don't refuse it, but hang or close.
    ///
    /// # Errors
    /// [`Error::OperationsMissing`], if the server says what it offers, and not this.
    pub async fn demand(&self, operation: Operation) -> Result<(), Error> {
        match self.offers(operation).await {
            Ok(Some(false)) => Err(Error::OperationsMissing {
                operations: operation.to_string(),
            }),
            Ok(Some(true) | None) => Ok(()),
            // Of what was to be done nothing was sent.
            Err(error) if error.may_have_been_done() => Err(Error::NotSent {
                source: Box::new(error),
            }),
            Err(error) => Err(error),
        }
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
        self.locate_by(&attributes, items_max).await
    }

    /// The objects that have all these attributes, at most `items_max`.
    ///
    /// # Errors
    /// [`Error`].
    pub async fn locate_by(
        &self,
        attributes: &[Attribute<'_>],
        items_max: u16,
    ) -> Result<Vec<UniqueIdentifier>, Error> {
        let page = LocatePage {
            locate: Locate {
                items_max: i32::from(items_max),
                attributes,
            },
            offset_items: None,
            storage_status: None,
            group_member: None,
        };
        let located = self.locate_page(&page).await?;
        Ok(located.identifiers)
    }

    /// Some of the objects that have all these attributes, from an offset on (KMIP 1.3), by storage status or by membership
    /// in a group.
    ///
    /// # Errors
    /// [`Error::BadRequest`] for what the version doesn't have.
    pub async fn locate_page(&self, page: &LocatePage<'_>) -> Result<Located, Error> {
        let items_max = usize::try_from(page.locate.items_max).unwrap_or(0);
        self.call(page, |found| {
            let unreadable = |source| Error::BadResponse {
                operation: Operation::LOCATE,
                source,
            };
            let total = found.total().map_err(unreadable)?;
            let identifiers = found
                .take(items_max)
                .map(|id| id.map(|id| UniqueIdentifier::new(id.to_owned())))
                .collect::<Result<_, _>>()
                .map_err(unreadable)?;
            Ok(Located { identifiers, total })
        })
        .await
    }

    /// What a key is, what it is for, and when.
    ///
    /// # Errors
    /// [`Error::KeyWrongIdentifier`], if the answer is about another object; [`Error`].
    pub async fn get_attributes(&self, id: &UniqueIdentifier) -> Result<KeyAttributes, Error> {
        let kinds = [
            AttributeKind::Name,
            AttributeKind::CryptographicAlgorithm,
            AttributeKind::CryptographicLength,
            AttributeKind::State,
            AttributeKind::CryptographicUsageMask,
            AttributeKind::ProcessStartDate,
            AttributeKind::ProtectStopDate,
            AttributeKind::DeactivationDate,
        ];
        self.read_attributes(id, &kinds, read_attributes).await
    }

    /// The attributes of these kinds that a key has, as `read` copies them out of the server's message.
    ///
    /// # Errors
    /// [`Error::KeyWrongIdentifier`], if the answer is about another object; [`Error`].
    pub async fn read_attributes<T>(
        &self,
        id: &UniqueIdentifier,
        kinds: &[AttributeKind<'_>],
        read: impl FnOnce(Attributes<'_>) -> Result<T, kmip::Error>,
    ) -> Result<T, Error> {
        let request = GetAttributes {
            target: id.as_str().into(),
            kinds,
        };
        self.call(&request, |response| {
            same(id, response.unique_identifier)?;
            read(response.attributes).map_err(|source| Error::BadResponse {
                operation: Operation::GET_ATTRIBUTES,
                source,
            })
        })
        .await
    }

    /// The keys that replace this one, as far as the server says so (KMIP 1.4 section 3.35).
    pub(crate) async fn replacements_of(
        &self,
        id: &UniqueIdentifier,
    ) -> Result<Vec<UniqueIdentifier>, Error> {
        self.read_attributes(id, &[AttributeKind::Link], |attributes| {
            let mut replacements = Vec::new();
            for attribute in attributes {
                if let Attribute::Link {
                    kind: LinkType::REPLACEMENT_OBJECT_LINK,
                    target,
                } = attribute?
                    && replacements.len() < LISTED_MAX
                {
                    replacements.push(UniqueIdentifier::new(target.to_owned()));
                }
            }
            Ok(replacements)
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
                target: id.as_str().into(),
            },
            read,
        )
        .await
    }

    /// As [`Self::get`], for a key that comes wrapped under another key of the server.
    pub(crate) async fn get_wrapped(
        &self,
        id: &UniqueIdentifier,
        wrapping: &UniqueIdentifier,
        read: impl FnOnce(GetWrappedResponse<'_>) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let request = GetWrapped {
            target: id.as_str().into(),
            wrapping_key: wrapping.as_str(),
        };
        self.call(&request, read).await
    }
}

/// What a server is asked about itself.
pub(crate) const QUERY: Query<'static> = Query {
    functions: &[QueryFunction::OPERATIONS, QueryFunction::SERVER_INFORMATION],
};

/// A server's abilities, copied out of its message.
pub(crate) fn abilities(response: &QueryResponse<'_>) -> ServerAbilities {
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
        usage_mask: attributes.usage_mask()?,
        process_start_date: attributes.process_start_date()?,
        protect_stop_date: attributes.protect_stop_date()?,
        deactivation_date: attributes.deactivation_date()?,
    })
}
