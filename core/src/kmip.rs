//! KMIP, the Key Management Interoperability Protocol, as a client without a socket.
//!
//! Versions 1.0 to 1.4, 2.0 and 2.1 (OASIS Standards). Section numbers in this module are those of KMIP 1.4 unless a
//! version is named; KMIP 2.x renumbered its sections and sends attributes differently ([`attribute`]).
//!
//! - [`version`], [`enumerations`], [`tags`]: what KMIP numbers
//! - [`registry`]: their names, by number and by name
//! - [`attribute`]: attributes in both forms
//! - [`header`], [`credential`]: what stands in front of a message, and who asks
//! - [`request`], [`response`]: messages of one operation
//! - [`batch`]: messages of several
//! - [`server_message`]: messages that a server sends of its own accord
//! - [`object`], [`key_block`], [`key_wrapping`]: Managed Objects: keys and what else a server keeps
//! - [`cryptographic_parameters`]: how a key is used
//! - [`op`]: one file an operation
//! - [`exchange`]: a request and its response in one buffer, without IO
//! - `serial`: the exchange over an `embedded-io` port (feature `embedded-io`)

pub mod attribute;
pub mod batch;
mod batch_options;
pub mod credential;
pub mod cryptographic_parameters;
pub mod enumerations;
#[cfg(any(test, feature = "_examples"))]
pub mod examples;
pub mod exchange;
pub mod header;
pub mod key_block;
pub mod key_wrapping;
pub mod object;
pub mod op;
mod operation;
mod payload;
pub mod registry;
pub mod request;
pub mod response;
#[cfg(feature = "embedded-io")]
pub mod serial;
pub mod server_message;
mod standard_tag;
pub mod tags;
pub mod target;
pub mod version;

#[cfg(test)]
mod tests;

pub use attribute::{Attribute, AttributeKind, AttributeName, Attributes};
pub use batch::{BatchAnswer, BatchAnswers, BatchItem};
pub use batch_options::{BatchOptions, OnFailure};
pub use credential::{Credential, Login, Nonce};
pub use cryptographic_parameters::CryptographicParameters;
pub use enumerations::{
    AdjustmentType, BlockCipherMode, CancellationResult, CryptographicAlgorithm, DerivationMethod,
    DigitalSignatureAlgorithm, EncodingOption, HashingAlgorithm, KeyCompressionType, KeyFormatType,
    KeyWrapType, ObjectType, Operation, PaddingMethod, QueryFunction, ResultReason, ResultStatus,
    RevocationReasonCode, SecretDataType, SplitKeyMethod, State, ValidityIndicator, WrappingMethod,
};
pub use exchange::{Batch, Incoming, Outgoing, Progress};
pub use header::{Asynchronous, HeaderOptions, RequestHeader, ResponseHeader};
pub use key_block::{KeyBlock, KeyValue};
pub use key_wrapping::{KeyInformation, KeyWrapping, KeyWrappingSpecification};
pub use object::{Object, Split};
pub use request::Request;
pub use response::{Answer, Failure};
pub use target::Target;
pub use version::ProtocolVersion;

use core::fmt;

use crate::ttlv::{self, Tag};

/// The port that is registered for KMIP over TLS (IANA: `kmip`).
pub const PORT: u16 = 5696;

/// Why a message is not what KMIP says it is, or why it couldn't be written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
#[non_exhaustive]
pub enum Error {
    /// It isn't TTLV.
    Ttlv(ttlv::Error),
    /// It isn't a Response Message.
    NotAResponse(Tag),
    /// An item that has to be there isn't.
    Missing(Tag),
    /// A number is out of its range.
    OutOfRange(Tag),
    /// The response is to another operation.
    OtherOperation(Operation),
    /// The version doesn't know the operation, so it isn't sent.
    NotInVersion {
        /// What was asked for.
        operation: Operation,
        /// The version it was to be written in.
        version: ProtocolVersion,
    },
    /// The version doesn't know an item that the request would hold, so it isn't sent.
    FieldNotInVersion {
        /// The item.
        field: Tag,
        /// The version it was to be written in.
        version: ProtocolVersion,
    },
    /// A batch of no operation, or of more than [`batch::BATCH_ITEMS_MAX`].
    BatchOf(usize),
    /// The answer to a single operation has more than one Batch Item, a Batch Count that isn't 1, or a Unique Batch Item
    /// ID, which wasn't sent.
    OtherItems,
    /// An attribute that an object has once came several times, with values that differ.
    Contradiction(Tag),
    /// The server left the item of a batch out, as it does after one that failed.
    Unanswered,
    /// There are more bytes than the message has.
    BytesAfterMessage,
    /// The message is longer than its buffer.
    BufferTooSmall {
        /// How long it is, in bytes.
        needed_bytes: usize,
    },
    /// The key came wrapped (Key Wrapping Data is there), and no wrapping was asked for.
    WrappedKey,
    /// The key came unwrapped, and wrapping was asked for.
    NotWrapped,
    /// The key came wrapped by another method than was asked for.
    WrappedBy(WrappingMethod),
    /// The key came wrapped in another encoding than was asked for.
    WrappedIn(EncodingOption),
    /// The key came wrapped in another mode than was asked for.
    WrappedWith(BlockCipherMode),
    /// The key came in a format that can't be read.
    KeyFormat(KeyFormatType),
    /// The object is not a Symmetric Key.
    NotASymmetricKey(ObjectType),
}

impl From<ttlv::Error> for Error {
    fn from(error: ttlv::Error) -> Self {
        match error {
            ttlv::Error::BytesAfterMessage => Self::BytesAfterMessage,
            error => Self::Ttlv(error),
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Ttlv(_) => f.write_str("the message is not TTLV"),
            Self::NotAResponse(tag) => write!(f, "a message {tag} came, not a response"),
            Self::Missing(tag) => write!(f, "item {tag} is missing"),
            Self::OutOfRange(tag) => write!(f, "item {tag} is out of its range"),
            Self::OtherOperation(operation) => write!(f, "the response is to {operation}"),
            Self::NotInVersion { operation, version } => {
                write!(f, "KMIP {version} has no operation {operation}")
            }
            Self::FieldNotInVersion { field, version } => {
                write!(f, "KMIP {version} has no item {field} here")
            }
            Self::BatchOf(count) => write!(
                f,
                "a batch has 1 to {} operations, not {count}",
                batch::BATCH_ITEMS_MAX
            ),
            Self::OtherItems => f.write_str("the response has Batch Items that were not asked for"),
            Self::Contradiction(tag) => write!(f, "item {tag} came with several values"),
            Self::Unanswered => f.write_str("the server did not answer this item of the batch"),
            Self::BytesAfterMessage => f.write_str("bytes follow the message"),
            Self::BufferTooSmall { needed_bytes } => {
                write!(
                    f,
                    "the message has {needed_bytes} bytes, more than its buffer"
                )
            }
            Self::WrappedKey => f.write_str("the key is wrapped"),
            Self::NotWrapped => f.write_str("the key is not wrapped"),
            Self::WrappedBy(method) => write!(f, "the key is wrapped by {method}"),
            Self::WrappedIn(encoding) => write!(f, "the key is wrapped in {encoding}"),
            Self::WrappedWith(mode) => write!(f, "the key is wrapped with {mode}"),
            Self::KeyFormat(format) => write!(f, "the key is in format {format}"),
            Self::NotASymmetricKey(kind) => {
                write!(f, "the object is a {kind}, not a symmetric key")
            }
        }
    }
}

impl core::error::Error for Error {
    fn source(&self) -> Option<&(dyn core::error::Error + 'static)> {
        match self {
            Self::Ttlv(error) => Some(error),
            _ => None,
        }
    }
}
