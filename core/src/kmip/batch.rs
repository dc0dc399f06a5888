//! Batches (sections 4, 6.14 and 6.15): several operations in one message, done in order.
//!
//! Each item carries a Unique Batch Item ID, its number in the batch, by which its answer is found. Servers that leave
//! the ID out are taken to answer in order; one that refuses the message as a whole answers with a single error.
//!
//! ```
//! use fieldgate_core::kmip::{
//!     Answer, Attribute, BatchOptions, CryptographicAlgorithm, Outgoing, ProtocolVersion, RequestHeader, Target,
//!     op::{Activate, Create},
//! };
//!
//! let mut buffer = [0; 1024];
//! let header = RequestHeader::new(ProtocolVersion::V1_4, None);
//! let attributes = [
//!     Attribute::CryptographicAlgorithm(CryptographicAlgorithm::AES),
//!     Attribute::CryptographicLength(256),
//!     Attribute::CryptographicUsageMask(0x0c),
//! ];
//! let create = Create { attributes: &attributes };
//! let activate = Activate { target: Target::Placeholder };
//! let outgoing = Outgoing::batch(&mut buffer, &header, &[&create, &activate], BatchOptions::default())?;
//! // Here outgoing.message() goes to the server, and its response comes.
//! let mut incoming = outgoing.sent();
//! # let server = b"\x42\x00\x7b\x01\0\0\0\x80\x42\x00\x7a\x01\0\0\0\0\
//! # \x42\x00\x0f\x01\0\0\0\x48\x42\x00\x5c\x05\0\0\0\x04\0\0\0\x01\0\0\0\0\x42\x00\x93\x08\0\0\0\x04\0\0\0\0\0\0\0\0\
//! # \x42\x00\x7f\x05\0\0\0\x04\0\0\0\0\0\0\0\0\x42\x00\x7c\x01\0\0\0\x10\x42\x00\x94\x07\0\0\0\x01\x37\0\0\0\0\0\0\0\
//! # \x42\x00\x0f\x01\0\0\0\x20\x42\x00\x5c\x05\0\0\0\x04\0\0\0\x12\0\0\0\0\x42\x00\x7f\x05\0\0\0\x04\0\0\0\x01\0\0\0\0";
//! # for _ in 0..2 { let space = incoming.space(); let count = space.len(); let start = if count == 8 { 0 } else { 8 };
//! # space.copy_from_slice(&server[start..start + count]); incoming.received(count); }
//! let items = incoming.items()?;
//! let Answer::Success(id) = items.get(0)?.answer::<Create>()? else { panic!("made") };
//! assert_eq!(id, "7");
//! // Each item succeeds or fails on its own.
//! assert!(matches!(items.get(1)?.answer::<Activate>()?, Answer::Failure(_)));
//! # Ok::<(), fieldgate_core::kmip::Error>(())
//! ```

use super::batch_options::BatchOptions;
use super::payload::structures;
use super::request::{is_in_version, message, write_item};
use super::response::{payload_of, read_failure, read_item, read_parts, required};
use super::{
    Answer, Error, Failure, Operation, ProtocolVersion, Request, RequestHeader, ResponseHeader,
    ResultStatus, tags,
};
use crate::ttlv::{self, Items, Writer};

/// How many operations one message may have.
pub const BATCH_ITEMS_MAX: usize = 64;

/// An operation in a batch: each [`Request`] is one.
pub trait BatchItem {
    /// [`Request::OPERATION`].
    fn operation(&self) -> Operation;

    /// [`Request::changes_state`].
    fn changes_state(&self) -> bool;

    /// Whether the version knows the operation, and has all that this request says.
    ///
    /// # Errors
    /// [`Error::NotInVersion`], [`Error::FieldNotInVersion`].
    fn is_in(&self, version: ProtocolVersion) -> Result<(), Error>;

    /// [`Request::write`].
    ///
    /// # Errors
    /// Those of [`Writer`].
    fn write_payload(
        &self,
        w: &mut Writer<'_>,
        version: ProtocolVersion,
    ) -> Result<(), ttlv::Error>;
}

impl<R: Request> BatchItem for R {
    fn operation(&self) -> Operation {
        R::OPERATION
    }

    fn changes_state(&self) -> bool {
        Request::changes_state(self)
    }

    fn is_in(&self, version: ProtocolVersion) -> Result<(), Error> {
        is_in_version(R::OPERATION, R::SINCE, version)?;
        self.fits(version)
    }

    fn write_payload(
        &self,
        w: &mut Writer<'_>,
        version: ProtocolVersion,
    ) -> Result<(), ttlv::Error> {
        self.write(w, version)
    }
}

/// Writes a Request Message of these items; its length, and how many bytes of `buffer` were touched.
pub(super) fn written(
    buffer: &mut [u8],
    header: &RequestHeader<'_>,
    items: &[&dyn BatchItem],
    options: BatchOptions,
) -> (Result<usize, Error>, usize) {
    let version = header.version;
    let count = match i32::try_from(items.len()) {
        Ok(count) if (1..=BATCH_ITEMS_MAX).contains(&items.len()) => count,
        _ => return (Err(Error::BatchOf(items.len())), 0),
    };
    let fits = items.iter().try_for_each(|item| item.is_in(version));
    message(buffer, header, Some(options), count, fits, |w| {
        items.iter().zip(0u32..).try_for_each(|(item, number)| {
            write_item(w, item.operation(), Some(number.to_be_bytes()), |w| {
                item.write_payload(w, version)
            })
        })
    })
}

/// The answers to a batch, by the number of the item they answer.
#[derive(Clone, Copy, Debug)]
pub struct BatchAnswers<'a> {
    header: ResponseHeader<'a>,
    parts: Items<'a>,
    asked: usize,
    whole: Option<Failure<'a>>,
}

impl<'a> BatchAnswers<'a> {
    /// Reads the Response Message that fills `message`, to a batch of `asked` items.
    ///
    /// # Errors
    /// When it is no response, has more items than were asked for, or answers an item twice.
    pub fn read(message: &'a [u8], asked: usize) -> Result<Self, Error> {
        let (header, parts) = read_parts(message)?;
        let mut seen = 0u64;
        let mut count = 0;
        for item in batch_items(parts) {
            let number = number_of(item?, count)?;
            let bit = 1u64 << (number % BATCH_ITEMS_MAX);
            if number >= asked.min(BATCH_ITEMS_MAX) || seen & bit != 0 {
                return Err(Error::OutOfRange(tags::UNIQUE_BATCH_ITEM_ID));
            }
            seen |= bit;
            count += 1;
        }
        let whole = match batch_items(parts).next() {
            None => return Err(Error::Missing(tags::BATCH_ITEM)),
            Some(only) if count == 1 && asked > 1 => read_whole(header.version, only?)?,
            Some(_) => None,
        };
        Ok(Self {
            header,
            parts,
            asked,
            whole,
        })
    }

    /// What stands in front of the response.
    #[must_use]
    pub const fn header(&self) -> &ResponseHeader<'a> {
        &self.header
    }

    /// Why the server refused the batch as a whole, if it did: a single error that names neither an item nor an
    /// operation. Then nothing was done, and each item's answer is this failure.
    #[must_use]
    pub const fn refusal(&self) -> Option<&Failure<'a>> {
        self.whole.as_ref()
    }

    /// The answer to the item that was sent as number `number`, from 0.
    ///
    /// # Errors
    /// When an item before its answer can't be read.
    pub fn get(&self, number: usize) -> Result<BatchAnswer<'a>, Error> {
        let mut answer = BatchAnswer {
            version: self.header.version,
            item: None,
        };
        if self.whole.is_some() {
            answer.item = batch_items(self.parts).next().transpose()?;
            return Ok(answer);
        }
        for (place, item) in batch_items(self.parts).enumerate() {
            let item = item?;
            if number_of(item, place)? == number {
                answer.item = Some(item);
                break;
            }
        }
        Ok(answer)
    }

    /// How many items were sent.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.asked
    }

    /// Never: a batch has an item.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.asked == 0
    }

    /// The answers in the order of the request, one for each item that was sent.
    pub fn iter(&self) -> impl Iterator<Item = Result<BatchAnswer<'a>, Error>> + use<'a> {
        let answers = *self;
        (0..self.asked).map(move |number| answers.get(number))
    }
}

/// The answer to one item of a batch.
#[derive(Clone, Copy, Debug)]
pub struct BatchAnswer<'a> {
    version: Option<ProtocolVersion>,
    item: Option<Items<'a>>,
}

impl<'a> BatchAnswer<'a> {
    /// Whether the server answered the item: it doesn't when one before failed ([`OnFailure::Stop`](super::OnFailure::Stop)).
    #[must_use]
    pub const fn is_there(&self) -> bool {
        self.item.is_some()
    }

    /// How the item ended.
    ///
    /// # Errors
    /// [`Error::Unanswered`], or an item that can't be read.
    pub fn status(&self) -> Result<ResultStatus, Error> {
        let item = self.item.ok_or(Error::Unanswered)?;
        Ok(ResultStatus(
            required(item, tags::RESULT_STATUS)?.enumeration()?,
        ))
    }

    /// The operation that the server says it answers. Items that report an error may leave it out.
    ///
    /// # Errors
    /// [`Error::Unanswered`], or an item that can't be read.
    pub fn operation(&self) -> Result<Option<Operation>, Error> {
        let item = self.item.ok_or(Error::Unanswered)?;
        let operation = item.find(tags::OPERATION)?;
        Ok(operation
            .map(|operation| operation.enumeration())
            .transpose()?
            .map(Operation))
    }

    /// All items of its Response Payload: none if it is left out. They may be keys.
    ///
    /// # Errors
    /// [`Error::Unanswered`], or a payload that isn't a structure.
    pub fn payload(&self) -> Result<Items<'a>, Error> {
        payload_of(self.item.ok_or(Error::Unanswered)?)
    }

    /// The answer, read as one to `R`.
    ///
    /// # Errors
    /// [`Error::Unanswered`]; when it is to another operation, or lacks what the operation needs.
    pub fn answer<R: Request>(&self) -> Result<Answer<'a, R>, Error> {
        read_item(self.version, self.item.ok_or(Error::Unanswered)?)
    }
}

/// The Batch Items of a message.
fn batch_items(parts: Items<'_>) -> impl Iterator<Item = Result<Items<'_>, Error>> {
    structures(parts, tags::BATCH_ITEM)
}

/// Which item of the request is answered: by its Unique Batch Item ID, else by its place.
fn number_of(item: Items<'_>, place: usize) -> Result<usize, Error> {
    let Some(id) = item.find(tags::UNIQUE_BATCH_ITEM_ID)? else {
        return Ok(place);
    };
    let number = <[u8; 4]>::try_from(id.bytes()?)
        .ok()
        .and_then(|number| usize::try_from(u32::from_be_bytes(number)).ok());
    number.ok_or(Error::OutOfRange(tags::UNIQUE_BATCH_ITEM_ID))
}

/// The failure of a single item that names neither item nor operation: it is about the whole message.
fn read_whole(
    version: Option<ProtocolVersion>,
    item: Items<'_>,
) -> Result<Option<Failure<'_>>, Error> {
    let status = ResultStatus(required(item, tags::RESULT_STATUS)?.enumeration()?);
    let about_an_item = item.find(tags::UNIQUE_BATCH_ITEM_ID)?.is_some()
        || item.find(tags::OPERATION)?.is_some()
        || status == ResultStatus::SUCCESS
        || status == ResultStatus::OPERATION_PENDING;
    if about_an_item {
        return Ok(None);
    }
    read_failure(version, status, item).map(Some)
}
