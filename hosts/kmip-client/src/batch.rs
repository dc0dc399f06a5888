//! Several operations in one message; one after another where a server takes no batches.

use std::ops::ControlFlow;

use fieldgate_core::kmip::op::Query;
use fieldgate_core::kmip::{
    self, Answer, BatchAnswer, BatchItem, BatchOptions, OnFailure, Operation, ProtocolVersion,
    Request, ResultReason, ResultStatus, tags,
};
use fieldgate_core::ttlv::{self, Items, Writer};
use tokio::time::{Instant, sleep};
use zeroize::Zeroizing;

use crate::call::{Call, Shared, manner};
use crate::client::Client;
use crate::connection::MESSAGE_BYTES;
use crate::error::Error;
use crate::pool::Session;

/// An operation of a batch that may be sent from any thread.
pub type Item<'i> = &'i (dyn BatchItem + Sync);

impl Client {
    /// Has the server do several operations in order, until one fails. Each answer that comes is handed to `read`, with
    /// the number of its item from 0.
    ///
    /// They go in one message. Where the server takes no batches they go one by one, and the identifier that an earlier
    /// answer gave takes the place of the ID Placeholder.
    ///
    /// # Errors
    /// [`Error`]; that an operation fails is for `read` to see. If [`Error::may_have_been_done`], so may any of the items
    /// that `read` saw no answer to.
    pub async fn batch(
        &self,
        items: &[Item<'_>],
        read: impl FnMut(usize, BatchAnswer<'_>) -> Result<(), Error>,
    ) -> Result<(), Error> {
        self.batch_with(items, BatchOptions::default(), read).await
    }

    /// As [`Self::batch`], with another way to go on when one fails. [`OnFailure::Undo`] is for servers that take batches.
    ///
    /// # Errors
    /// As [`Self::batch`].
    pub async fn batch_with(
        &self,
        items: &[Item<'_>],
        options: BatchOptions,
        read: impl FnMut(usize, BatchAnswer<'_>) -> Result<(), Error>,
    ) -> Result<(), Error> {
        self.shared.batch(items, options, read).await
    }
}

impl Shared {
    async fn batch(
        &self,
        items: &[Item<'_>],
        options: BatchOptions,
        mut read: impl FnMut(usize, BatchAnswer<'_>) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let until = self.until();
        let is_single = items.len() == 1;
        let Some(refusal) = self
            .message(items, options, until, is_single, &mut read)
            .await?
        else {
            return Ok(());
        };
        if is_single || options.on_failure == OnFailure::Undo {
            return Err(refusal);
        }
        let mut placeholder = Placeholder(None);
        for (number, item) in items.iter().enumerate() {
            let item = placeholder.fill(*item)?;
            let mut failed = false;
            let mut kept = Ok(());
            let read = |_: usize, answer: BatchAnswer<'_>| {
                failed = answer.status().is_ok_and(|status| {
                    status != ResultStatus::SUCCESS && status != ResultStatus::OPERATION_PENDING
                });
                kept = placeholder.keep(item.operation(), &answer);
                read(number, answer)
            };
            let refusal = self.message(&[&item], options, until, true, read).await?;
            if let Some(refusal) = refusal {
                return Err(refusal);
            }
            kept?;
            if failed && options.on_failure == OnFailure::Stop {
                break;
            }
        }
        Ok(())
    }

    /// One message of these items, as often as it may be sent. `Some`: the server refused it as such.
    async fn message(
        &self,
        items: &[Item<'_>],
        options: BatchOptions,
        until: Instant,
        is_single: bool,
        mut read: impl FnMut(usize, BatchAnswer<'_>) -> Result<(), Error>,
    ) -> Result<Option<Error>, Error> {
        let is_repeatable = items.iter().all(|item| !item.changes_state());
        let mut call = Call::begin(self, is_repeatable, until).await?;
        loop {
            let mut session = call.session().await?;
            let node = session.node;
            if !is_single && !self.cluster.takes_batches(node) {
                self.pool.give_back(session);
                return Ok(Some(Error::Refused {
                    operation: items[0].operation(),
                    failure: kmip::Failure::of_status(ResultStatus::OPERATION_FAILED).into(),
                }));
            }
            let manner = manner(session.version, MESSAGE_BYTES);
            let Session {
                connection, peer, ..
            } = &mut session;
            let result = connection
                .ask_batch(peer, manner, items, options, &mut read)
                .await;
            if !is_single && matches!(result, Ok(Ok(Some(_)))) {
                self.cluster.refused_a_batch(node);
            }
            match call.settle(session, result) {
                ControlFlow::Break(result) => return result,
                ControlFlow::Continue(pause) => sleep(pause).await,
            }
        }
    }
}

/// What it means that a server answers a batch with one error that names no operation.
pub(crate) enum Refusal {
    /// It takes no batches, and did nothing.
    NoBatches,
    /// It did nothing, for a reason that a single operation has, too.
    NothingDone,
    /// It may have failed halfway, and have done what came before.
    Unclear,
}

impl Refusal {
    /// Of a batch that changes something only what can't be said after an item was done means that none was.
    pub(crate) fn of(error: &Error, changes_state: bool) -> Self {
        let reason = match error {
            Error::Refused { failure, .. } => failure.reason,
            Error::PermissionDenied { .. } if changes_state => return Self::Unclear,
            _ => return Self::NothingDone,
        };
        match reason {
            Some(ResultReason::UNSUPPORTED_PROTOCOL_VERSION) => Self::NothingDone,
            Some(ResultReason::INVALID_MESSAGE | ResultReason::FEATURE_NOT_SUPPORTED) => {
                Self::NoBatches
            }
            _ if changes_state => Self::Unclear,
            None
            | Some(
                ResultReason::OPERATION_NOT_SUPPORTED
                | ResultReason::INVALID_FIELD
                | ResultReason::GENERAL_FAILURE,
            ) => Self::NoBatches,
            _ => Self::NothingDone,
        }
    }
}

/// The identifier of the object that was made or found last (ID Placeholder, KMIP 1.4 section 4).
struct Placeholder(Option<String>);

impl Placeholder {
    /// The item with the identifier in its place, if it leaves out which object it is about.
    fn fill<'i>(&self, item: Item<'i>) -> Result<Filled<'i>, Error> {
        let operation = item.operation();
        let identifier = match &self.0 {
            Some(identifier) if is_about_an_object(operation) && leaves_it_out(item)? => {
                Some(identifier.clone())
            }
            _ => None,
        };
        Ok(Filled { item, identifier })
    }

    /// Remembers what an answer is about.
    fn keep(&mut self, operation: Operation, answer: &BatchAnswer<'_>) -> Result<(), Error> {
        if !sets_placeholder(operation) {
            return Ok(());
        }
        self.0 = match answer.answer::<AnyOperation>() {
            Ok(Answer::Success(identifier)) => identifier.map(str::to_owned),
            Ok(Answer::Failure(_) | Answer::Pending { .. }) => None,
            Err(source) => return Err(Error::BadResponse { operation, source }),
        };
        Ok(())
    }
}

/// Which operations set the placeholder.
const fn sets_placeholder(operation: Operation) -> bool {
    matches!(
        operation,
        Operation::CREATE
            | Operation::REGISTER
            | Operation::RE_KEY
            | Operation::DERIVE_KEY
            | Operation::LOCATE
            | Operation::IMPORT
    )
}

/// Which operations are about one object, whose identifier stands first in their payload and may be left out.
const fn is_about_an_object(operation: Operation) -> bool {
    matches!(
        operation,
        Operation::RE_KEY
            | Operation::CHECK
            | Operation::GET
            | Operation::GET_ATTRIBUTES
            | Operation::GET_ATTRIBUTE_LIST
            | Operation::ADD_ATTRIBUTE
            | Operation::MODIFY_ATTRIBUTE
            | Operation::DELETE_ATTRIBUTE
            | Operation::SET_ATTRIBUTE
            | Operation::ADJUST_ATTRIBUTE
            | Operation::OBTAIN_LEASE
            | Operation::GET_USAGE_ALLOCATION
            | Operation::ACTIVATE
            | Operation::REVOKE
            | Operation::DESTROY
            | Operation::ARCHIVE
            | Operation::RECOVER
            | Operation::EXPORT
            | Operation::ENCRYPT
            | Operation::DECRYPT
    )
}

/// Whether the payload of an item that is about an object doesn't say which. It is written to see, and wiped.
fn leaves_it_out(item: Item<'_>) -> Result<bool, Error> {
    let operation = item.operation();
    let unwritable = |source: kmip::Error| Error::BadRequest { operation, source };
    let mut bytes = Zeroizing::new(vec![0; MESSAGE_BYTES]);
    let mut writer = Writer::new(&mut bytes);
    writer
        .structure(tags::REQUEST_PAYLOAD, |w| {
            item.write_payload(w, ProtocolVersion::V1_4)
        })
        .map_err(|source| unwritable(source.into()))?;
    let length = writer.length_bytes();
    let payload = Items::of_message(&bytes[..length]).next();
    let first = payload
        .transpose()
        .and_then(|payload| payload.map(|payload| payload.structure()).transpose())
        .and_then(|payload| payload.and_then(|mut items| items.next()).transpose())
        .map_err(|source| unwritable(source.into()))?;
    Ok(first.is_none_or(|first| first.tag != tags::UNIQUE_IDENTIFIER))
}

/// An item whose placeholder is filled.
struct Filled<'i> {
    item: Item<'i>,
    identifier: Option<String>,
}

impl BatchItem for Filled<'_> {
    fn operation(&self) -> Operation {
        self.item.operation()
    }

    fn changes_state(&self) -> bool {
        self.item.changes_state()
    }

    fn is_in(&self, version: ProtocolVersion) -> Result<(), kmip::Error> {
        self.item.is_in(version)
    }

    fn write_payload(
        &self,
        w: &mut Writer<'_>,
        version: ProtocolVersion,
    ) -> Result<(), ttlv::Error> {
        if let Some(identifier) = &self.identifier {
            w.text_string(tags::UNIQUE_IDENTIFIER, identifier)?;
        }
        self.item.write_payload(w, version)
    }
}

/// Reads the answer to whichever operation: which object it is about, if about one.
struct AnyOperation;

impl Request for AnyOperation {
    const OPERATION: Operation = Query::OPERATION;
    const SINCE: ProtocolVersion = ProtocolVersion::V1_0;
    type Response<'a> = Option<&'a str>;

    fn write(&self, _: &mut Writer<'_>, _: ProtocolVersion) -> Result<(), ttlv::Error> {
        Ok(())
    }

    fn read(payload: Items<'_>) -> Result<Option<&str>, kmip::Error> {
        let mut identifiers = Vec::new();
        for item in payload {
            let item = item?;
            if item.tag == tags::UNIQUE_IDENTIFIER {
                identifiers.push(item.text()?);
            }
        }
        // Of several that a Locate found none is meant.
        Ok(match identifiers[..] {
            [only] => Some(only),
            _ => None,
        })
    }

    fn is_answered_by(_: Operation) -> bool {
        true
    }
}
