//! Sealing and opening one field of a record.
//!
//! The root key of a partition never touches a field. For each field and scheme a [`FieldCipher`] is derived from it,
//! bound to where the value belongs (the [`Context`]): a value moved to another field, partition or tenant does not open.
//!
//! ```
//! use fieldgate_core::{
//!     field::{Context, FieldCipher, FieldType, RootKey, Scheme, frame::Frame, leakage::Domain, text},
//!     secret::Secret,
//! };
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let secret = Secret::copied_from(&[7; 32]).ok_or("32 bytes")?; // from the key server, in practice
//! let root = RootKey::new(&secret);
//! let context =
//!     Context { tenant: "demo", partition: "films", object: "film", field: "Director", kind: FieldType::Text, epoch: 0 };
//! let admitted = Scheme::Equal.admit(Domain::Values(100_000))?; // over a handful of values it would be refused
//! let director = FieldCipher::derive(&root, &context, admitted)?;
//!
//! let mut sealed = [0; 128];
//! let sealed = director.seal(b"Agnes Varda", |_nonce| Ok(()), &mut sealed)?; // `equal` draws no nonce
//! let mut line = [0; 256];
//! let line = text::encode(sealed, &mut line)?; // what the application stores
//! assert!(line.starts_with("fg1."));
//!
//! let mut raw = [0; 128];
//! let frame = Frame::parse(text::decode(line.as_bytes(), &mut raw)?)?;
//! let mut opened = [0; 128];
//! assert_eq!(director.open(&frame, &mut opened)?, b"Agnes Varda");
//! # Ok(())
//! # }
//! ```

mod batch;
mod binding;
mod cipher;
pub mod composed;
mod context;
mod equal;
pub mod format;
pub mod frame;
pub mod growth;
pub mod leakage;
pub mod order;
mod random;
mod root;
mod scheme;
pub mod text;
pub mod token;
pub mod value;

pub use batch::{Opening, Sealing};
pub use cipher::{FieldCipher, OpenError, PLAINTEXT_BYTES_MAX, RandomFailed, SealError};
pub use context::{Context, ContextError, DeriveError, FieldType, PART_BYTES_MAX, Scale};
pub use root::{KeyPin, RootKey};
pub use scheme::{Payload, Scheme};
