//! The life of a key on a server: leased, activated, replaced, revoked, destroyed.

use std::time::{Duration, SystemTime};

use fieldgate_core::kmip::op::{Activate, Destroy, ObtainLease, ReKey, Revoke};
use fieldgate_core::kmip::{Operation, RevocationReasonCode};

use super::Client;
use super::mark::Mark;
use super::new_key::may_refuse_the_mark;
use super::settle::{Made, Settlement, Sought, Wanted};
use crate::error::{Error, server_text};
use crate::identifier::UniqueIdentifier;

/// Why a key is revoked (KMIP 1.4 section 3.31).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[non_exhaustive]
pub enum Revocation {
    /// It is not needed any more.
    CessationOfOperation,
    /// Another key takes its place.
    Superseded,
    /// Others may know it. It becomes Compromised, and opens nothing any more.
    KeyCompromise {
        /// Since when, as far as is known.
        since: SystemTime,
    },
}

impl Revocation {
    const fn code(self) -> RevocationReasonCode {
        match self {
            Self::CessationOfOperation => RevocationReasonCode::CESSATION_OF_OPERATION,
            Self::Superseded => RevocationReasonCode::SUPERSEDED,
            Self::KeyCompromise { .. } => RevocationReasonCode::KEY_COMPROMISE,
        }
    }

    /// The Compromise Occurrence Date, in seconds since 1970-01-01 00:00:00 UTC.
    fn compromised_since_s(self) -> Option<i64> {
        let Self::KeyCompromise { since } = self else {
            return None;
        };
        let seconds = since.duration_since(SystemTime::UNIX_EPOCH).ok()?.as_secs();
        Some(i64::try_from(seconds).unwrap_or(i64::MAX))
    }

    const fn wanted(self) -> Wanted {
        match self {
            Self::CessationOfOperation | Self::Superseded => Wanted::Deactivated,
            Self::KeyCompromise { .. } => Wanted::Compromised,
        }
    }
}

/// A lease on a key.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Lease {
    /// How long the key may be used. Count from before the request was sent.
    pub time: Duration,
    /// When the key or one of its attributes was last changed, in seconds since 1970-01-01 00:00:00 UTC.
    pub last_change_s: Option<i64>,
}

impl Client {
    /// Obtains a lease on a key, or renews it. Without one, where the server gives any, and beyond it, the key must not be
    /// used (KMIP 1.4 section 3.20).
    ///
    /// # Errors
    /// [`Error::Refused`] and [`Error::PermissionDenied`] when there is no lease.
    pub async fn obtain_lease(&self, id: &UniqueIdentifier) -> Result<Lease, Error> {
        let request = ObtainLease {
            target: id.as_str().into(),
        };
        self.call(&request, |response| {
            same(id, response.unique_identifier)?;
            Ok(Lease {
                time: Duration::from_secs(u64::from(response.lease_s)),
                last_change_s: response.last_change_s,
            })
        })
        .await
    }

    /// Makes a key Active. Should the answer be lost, the key's State tells.
    ///
    /// # Errors
    /// [`Error::NotDone`] and [`Error::Unsettled`] after a lost answer; otherwise the key is as it was.
    pub async fn activate(&self, id: &UniqueIdentifier) -> Result<Settlement, Error> {
        let request = Activate {
            target: id.as_str().into(),
        };
        let answer = self.call(&request, |it| same(id, it)).await;
        self.settled_state(Operation::ACTIVATE, id, Wanted::Active, answer)
            .await
    }

    /// Revokes a key, as one that is not needed any more: it becomes Deactivated.
    ///
    /// # Errors
    /// As [`Self::revoke_for`].
    pub async fn revoke(&self, id: &UniqueIdentifier) -> Result<Settlement, Error> {
        self.revoke_for(id, Revocation::CessationOfOperation).await
    }

    /// Revokes a key: it becomes Compromised for [`Revocation::KeyCompromise`], and Deactivated otherwise. Should the answer be
    /// lost, the key's State tells.
    ///
    /// # Errors
    /// As [`Self::activate`].
    pub async fn revoke_for(
        &self,
        id: &UniqueIdentifier,
        why: Revocation,
    ) -> Result<Settlement, Error> {
        let request = Revoke {
            target: id.as_str().into(),
            reason: why.code(),
            compromised_since_s: why.compromised_since_s(),
        };
        let answer = self.call(&request, |it| same(id, it)).await;
        self.settled_state(Operation::REVOKE, id, why.wanted(), answer)
            .await
    }

    /// Destroys a key for ever. Should the answer be lost, the key's State tells, or that it is gone.
    ///
    /// # Errors
    /// As [`Self::activate`].
    pub async fn destroy(&self, id: &UniqueIdentifier) -> Result<Settlement, Error> {
        let request = Destroy {
            target: id.as_str().into(),
        };
        let answer = self.call(&request, |it| same(id, it)).await;
        self.settled_state(Operation::DESTROY, id, Wanted::Destroyed, answer)
            .await
    }

    /// Has the server make a key that replaces another and takes its Name. With an offset it isn't Active before that many
    /// seconds have passed. Should the answer be lost, the new key is known by its mark, on servers that give it the marks that
    /// come with the request; on others nothing proves whose it is, not even the old key's link.
    ///
    /// # Errors
    /// [`Error::OperationsMissing`] before anything is sent; [`Error::Unsettled`] after a lost answer; otherwise nothing was
    /// made.
    pub async fn rekey(
        &self,
        id: &UniqueIdentifier,
        offset: Option<Duration>,
    ) -> Result<Made, Error> {
        self.demand(Operation::RE_KEY).await?;
        let mark = Mark::new()?;
        match self.rekey_with(id, offset, Some(&mark)).await {
            Err(error) if may_refuse_the_mark(&error) => self.rekey_with(id, offset, None).await,
            made => made,
        }
    }

    async fn rekey_with(
        &self,
        id: &UniqueIdentifier,
        offset: Option<Duration>,
        mark: Option<&Mark>,
    ) -> Result<Made, Error> {
        let attributes = mark.map(Mark::attribute);
        let request = ReKey {
            target: id.as_str().into(),
            offset_s: offset.map(|offset| u32::try_from(offset.as_secs()).unwrap_or(u32::MAX)),
            attributes: attributes.as_slice(),
        };
        let made = self.call(&request, |id| Ok(Made::answered(id))).await;
        let sought = Sought::Replacement { old: id, mark };
        self.settled(Operation::RE_KEY, &sought, made).await
    }

    async fn settled_state(
        &self,
        operation: Operation,
        id: &UniqueIdentifier,
        wanted: Wanted,
        answer: Result<(), Error>,
    ) -> Result<Settlement, Error> {
        let answer = answer.map(|()| Made {
            unique_identifier: id.clone(),
            settlement: Settlement::Answered,
        });
        let sought = Sought::State { id, wanted };
        let made = self.settled(operation, &sought, answer).await?;
        Ok(made.settlement)
    }
}

/// An answer has to be about the object that was asked for.
pub(crate) fn same(id: &UniqueIdentifier, answered: Option<&str>) -> Result<(), Error> {
    match answered {
        Some(answered) if answered != id.as_str() => Err(Error::KeyWrongIdentifier {
            key: id.to_string(),
            answered: server_text(answered),
        }),
        _ => Ok(()),
    }
}
