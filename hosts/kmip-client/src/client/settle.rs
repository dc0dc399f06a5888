//! Settlement: what became of a request whose answer was lost.
//!
//! A request that changes something is sent once. When its answer is lost, nobody here knows whether the server carried it out;
//! to send it again could make a second key. So the server is looked at:
//!
//! | request | what is looked for |
//! |---|---|
//! | Create, Register | the key with the mark of this request (`mark`), of the right name, algorithm and length; for Register the key itself is fetched and compared; then the keys of its name |
//! | Import | the key under the identifier that we chose, and the key itself |
//! | Activate, Revoke, Destroy | the key's State |
//! | Re-key | the key with the mark of this request; the old key's links are told, but prove nothing: somebody else may have made them |
//!
//! A request may reach the server's database after the first look, so a look that finds nothing is repeated, with pauses.
//! What is found and is ours is adopted. What isn't found is [`Error::NotDone`] only if it can't come any more, and would have
//! been seen: the connection broke or the answer was no good (a server that merely hasn't answered may still do it), and there
//! is one address (another node may lag behind). In every other case it is [`Error::Unsettled`]. None of these sends the
//! request again.

use std::time::Duration;

use fieldgate_core::kmip::attribute::{Attribute, AttributeKind};
use fieldgate_core::kmip::{CryptographicAlgorithm, ObjectType, Operation, ResultReason, State};
use fieldgate_core::secret::Secret;

use super::mark::Mark;
use super::{Client, KEY_BITS, KeyAttributes};
use crate::error::Error;
use crate::identifier::UniqueIdentifier;

/// The pauses before each look.
const PAUSES: [Duration; 3] = [
    Duration::ZERO,
    Duration::from_millis(500),
    Duration::from_secs(2),
];
/// How many keys a look considers: there is one at most, unless the server doesn't filter.
const CANDIDATES_MAX: u16 = 16;

/// How it is known that the server carried a request out.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Settlement {
    /// It said so.
    Answered,
    /// Its answer was lost. Looking afterwards showed that it had done it.
    FoundDone,
}

/// A key that a server now has.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Made {
    /// What the server calls it.
    pub unique_identifier: UniqueIdentifier,
    /// How that is known.
    pub settlement: Settlement,
}

impl Made {
    pub(super) fn answered(id: &str) -> Self {
        Self {
            unique_identifier: UniqueIdentifier::new(id.to_owned()),
            settlement: Settlement::Answered,
        }
    }
}

/// What a lost request was to leave behind.
pub(super) enum Sought<'s> {
    /// A key.
    Key {
        /// What it carries; `None` for a server that takes no marks.
        mark: Option<&'s Mark>,
        name: &'s str,
        /// The key itself, if it was made here.
        secret: Option<&'s Secret<32>>,
    },
    /// A key under an identifier of ours.
    Imported {
        id: &'s UniqueIdentifier,
        secret: &'s Secret<32>,
        /// Whether it could be there before.
        replaces: bool,
    },
    /// A key's new state.
    State {
        id: &'s UniqueIdentifier,
        wanted: Wanted,
    },
    /// The key that replaces another.
    Replacement {
        old: &'s UniqueIdentifier,
        /// What it carries; `None` for a server that takes no marks.
        mark: Option<&'s Mark>,
    },
}

/// Which state a request was to lead to.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Wanted {
    Active,
    Deactivated,
    Compromised,
    Destroyed,
}

/// What a look showed.
enum Look {
    Done(UniqueIdentifier),
    NotDone,
    /// Not there, or not there yet, which proves nothing.
    Absent(String),
    Unclear(String),
}

impl Client {
    /// Finds out what became of `operation`, of which all that is known is the error `lost`.
    pub(super) async fn settle(
        &self,
        operation: Operation,
        sought: &Sought<'_>,
        lost: Error,
    ) -> Result<Made, Error> {
        tracing::warn!(%operation, error = %lost, "no answer from the KMIP server: looking for what it did");
        let mut finding = None;
        for pause in PAUSES {
            tokio::time::sleep(pause).await;
            match self.look(sought).await {
                Ok(Look::Done(unique_identifier)) => {
                    tracing::info!(%operation, id = %unique_identifier, "the KMIP server had done it");
                    return Ok(Made {
                        unique_identifier,
                        settlement: Settlement::FoundDone,
                    });
                }
                Ok(Look::NotDone) => finding = None,
                Ok(Look::Absent(found)) => finding = Some(found),
                Ok(Look::Unclear(found)) => {
                    finding = Some(found);
                    break;
                }
                Err(error) => finding = Some(format!("looking failed: {error}")),
            }
        }
        let finding = finding.or_else(|| self.doubt(&lost));
        let source = Box::new(lost);
        Err(match finding {
            None => Error::NotDone { operation, source },
            Some(finding) => Error::Unsettled {
                operation,
                finding,
                source,
            },
        })
    }

    /// Why looks that found nothing don't show that the request won't be carried out, if they don't.
    fn doubt(&self, lost: &Error) -> Option<String> {
        let nodes = self.config().addresses_count();
        match lost {
            Error::Timeout { .. } | Error::GivenUp { .. } => Some(
                "nothing is to be seen of it yet, but the server may still be at it".to_owned(),
            ),
            Error::KeyWrongIdentifier { .. } => {
                Some("its answer was about another object, which may have been changed".to_owned())
            }
            _ if nodes > 1 => Some(format!(
                "nothing is to be seen of it, but the server has {nodes} addresses, and what one did another may not know yet"
            )),
            _ => None,
        }
    }

    async fn look(&self, sought: &Sought<'_>) -> Result<Look, Error> {
        match *sought {
            Sought::Key {
                mark: Some(mark),
                name,
                secret,
            } => match self.look_for_mark(mark, Some(name), secret).await? {
                // Some servers keep marks, and don't look for them.
                Look::NotDone => self.look_for_name(name, secret).await,
                found => Ok(found),
            },
            Sought::Key {
                mark: None,
                name,
                secret,
            } => self.look_for_name(name, secret).await,
            Sought::Imported {
                id,
                secret,
                replaces,
            } => self.look_for_import(id, secret, replaces).await,
            Sought::State { id, wanted } => self.look_at_state(id, wanted).await,
            Sought::Replacement { old, mark } => self.look_for_replacement(old, mark).await,
        }
    }

    async fn look_for_mark(
        &self,
        mark: &Mark,
        name: Option<&str>,
        secret: Option<&Secret<32>>,
    ) -> Result<Look, Error> {
        let filter = [
            mark.attribute(),
            Attribute::ObjectType(ObjectType::SYMMETRIC_KEY),
        ];
        let found = self.locate_by(&filter, CANDIDATES_MAX).await?;
        let none = found.is_empty();
        for id in found {
            // Some servers answer with keys that don't fit the filter, so both are looked at again.
            let is_it = match secret {
                Some(secret) => self.is_key(&id, secret).await?,
                None => self.is_marked(&id, mark).await?,
            };
            if !is_it {
                continue;
            }
            let attributes = self.get_attributes(&id).await?;
            return Ok(look_of(id, &attributes, name));
        }
        Ok(if none {
            Look::NotDone
        } else {
            Look::Unclear(format!(
                "asked for the key with mark {}, the server lists others",
                mark.text()
            ))
        })
    }

    /// Where no mark tells, a key that was made here is known by itself; one that the server made isn't.
    async fn look_for_name(&self, name: &str, secret: Option<&Secret<32>>) -> Result<Look, Error> {
        let found = self.locate(name, CANDIDATES_MAX).await?;
        let Some(secret) = secret else {
            return Ok(match found.first() {
                None => Look::NotDone,
                Some(id) => Look::Unclear(format!(
                    "the server finds no mark of this request, and whether key {id}, which is called {name}, is the one that it made cannot be told"
                )),
            });
        };
        let all = found.len() < usize::from(CANDIDATES_MAX);
        for id in found {
            if self.is_key(&id, secret).await? {
                let attributes = self.get_attributes(&id).await?;
                return Ok(look_of(id, &attributes, Some(name)));
            }
        }
        Ok(if all {
            Look::NotDone
        } else {
            Look::Unclear(format!("too many keys are called {name}"))
        })
    }

    async fn look_for_import(
        &self,
        id: &UniqueIdentifier,
        secret: &Secret<32>,
        replaces: bool,
    ) -> Result<Look, Error> {
        match self.is_key(id, secret).await {
            Ok(true) if replaces => Ok(Look::Unclear(format!(
                "the server has the key as {id}, as it may have had before; whether its attributes were replaced cannot be told"
            ))),
            Ok(true) => Ok(Look::Done(id.clone())),
            Ok(false) => Ok(Look::Unclear(format!(
                "under {id} the server has another key than was sent"
            ))),
            Err(error) if is_missing(&error) => Ok(Look::NotDone),
            Err(error) => Err(error),
        }
    }

    async fn look_at_state(&self, id: &UniqueIdentifier, wanted: Wanted) -> Result<Look, Error> {
        let state = match self.get_attributes(id).await {
            Ok(attributes) => attributes.state,
            // A server may keep nothing of a key that was destroyed.
            Err(error) if is_missing(&error) && wanted == Wanted::Destroyed => {
                return Ok(Look::Done(id.clone()));
            }
            Err(error) => return Err(error),
        };
        let Some(state) = state else {
            return Ok(Look::Unclear(format!(
                "the server does not tell the State of key {id}"
            )));
        };
        Ok(match wanted.against(state) {
            Against::Reached => Look::Done(id.clone()),
            Against::Before => Look::NotDone,
            Against::Beyond => Look::Unclear(format!("key {id} is now in state {state}")),
        })
    }

    async fn look_for_replacement(
        &self,
        old: &UniqueIdentifier,
        mark: Option<&Mark>,
    ) -> Result<Look, Error> {
        if let Some(mark) = mark {
            match self.look_for_mark(mark, None, None).await? {
                // A server may give the new key the old one's attributes, and not the request's: it isn't known to be missing.
                Look::NotDone => {}
                found => return Ok(found),
            }
        }
        let replacements = self.replacements_of(old).await?;
        let replacements: Vec<_> = replacements.iter().map(ToString::to_string).collect();
        Ok(Look::Absent(if replacements.is_empty() {
            format!("the server shows no key that replaces {old}, and need not show it")
        } else {
            format!(
                "the server says that {old} was replaced by {}, and whether by this request cannot be told",
                replacements.join(" and ")
            )
        }))
    }

    async fn is_marked(&self, id: &UniqueIdentifier, mark: &Mark) -> Result<bool, Error> {
        let kinds = [AttributeKind::ApplicationSpecificInformation];
        self.read_attributes(id, &kinds, |mut attributes| {
            attributes.try_fold(false, |found, attribute| {
                attribute.map(|attribute| found || mark.is(&attribute))
            })
        })
        .await
    }
}

/// A key that is ours, if it is as it was to be.
fn look_of(id: UniqueIdentifier, attributes: &KeyAttributes, name: Option<&str>) -> Look {
    match misfit(attributes, name) {
        None => Look::Done(id),
        Some(wrong) => Look::Unclear(format!("the server has it as {id}, but it {wrong}")),
    }
}

/// Why a key isn't as it was to be made. The name of one that replaces another is the server's business.
fn misfit(attributes: &KeyAttributes, name: Option<&str>) -> Option<String> {
    if let Some(name) = name
        && !attributes.names.iter().any(|found| found == name)
    {
        return Some(format!("is not called {name}"));
    }
    if attributes.algorithm != Some(CryptographicAlgorithm::AES) {
        return Some("is not for AES".to_owned());
    }
    if attributes.length_bits != Some(KEY_BITS) {
        return Some(format!("does not have {KEY_BITS} bits"));
    }
    None
}

/// A state beside the one that a request was to lead to.
enum Against {
    Before,
    Reached,
    /// Further on in the key's life: what else happened isn't known.
    Beyond,
}

impl Wanted {
    fn against(self, state: State) -> Against {
        let compromised = matches!(state, State::COMPROMISED | State::DESTROYED_COMPROMISED);
        match (self, state) {
            (Self::Active, State::ACTIVE)
            | (Self::Deactivated, State::DEACTIVATED)
            | (Self::Destroyed, State::DESTROYED | State::DESTROYED_COMPROMISED) => {
                Against::Reached
            }
            (Self::Compromised, _) if compromised => Against::Reached,
            (Self::Active, State::PRE_ACTIVE)
            | (Self::Deactivated, State::PRE_ACTIVE | State::ACTIVE)
            | (Self::Compromised, State::PRE_ACTIVE | State::ACTIVE | State::DEACTIVATED)
            | (Self::Destroyed, _) => Against::Before,
            _ => Against::Beyond,
        }
    }
}

/// Whether the server says that it has no such object.
pub(crate) fn is_missing(error: &Error) -> bool {
    matches!(
        error,
        Error::Refused { failure, .. } if matches!(
            failure.reason,
            Some(
                ResultReason::ITEM_NOT_FOUND
                    | ResultReason::OBJECT_NOT_FOUND
                    | ResultReason::OBJECT_DESTROYED
            )
        )
    )
}
