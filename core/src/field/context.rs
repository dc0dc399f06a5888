//! Where a value belongs.

use core::fmt;

/// Longest name of a tenant, partition, object or field, in bytes.
pub const PART_BYTES_MAX: usize = 255;

/// What kind of values a field takes.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
#[non_exhaustive]
#[repr(u8)]
pub enum FieldType {
    /// Text: the plaintext is its UTF-8 bytes.
    Text = 1,
    /// Text, number, true or false: the plaintext is a byte that tells which, and its characters.
    Scalar = 2,
}

/// Where a value belongs. All of it enters the derivation of the field's keys, framed by length.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Context<'a> {
    /// The customer of the gateway.
    pub tenant: &'a str,
    /// The tenant's data domain.
    pub partition: &'a str,
    /// The kind of record, as the rules name it.
    pub object: &'a str,
    /// The field, as the rules name it.
    pub field: &'a str,
    /// What kind of values the field takes.
    pub kind: FieldType,
    /// Raised to have new keys for a field under the same root key; 0 at first.
    pub epoch: u32,
}

/// A part of a context can't be used.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
#[non_exhaustive]
pub enum ContextError {
    /// A name is empty.
    Empty,
    /// A name is longer than [`PART_BYTES_MAX`].
    TooLong,
}

impl fmt::Display for ContextError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("the name of a tenant, partition, object or field is empty"),
            Self::TooLong => {
                write!(
                    f,
                    "the name of a tenant, partition, object or field is longer than {PART_BYTES_MAX} bytes"
                )
            }
        }
    }
}

impl core::error::Error for ContextError {}

impl Context<'_> {
    /// Whether keys can be derived for it.
    ///
    /// # Errors
    /// When a name is empty or too long.
    pub fn check(&self) -> Result<(), ContextError> {
        self.framed().map(|_| ())
    }

    /// The context as input to the key derivation: each name after its length in one byte, then type and epoch.
    pub(super) fn framed(&self) -> Result<Framed<'_>, ContextError> {
        let names = [self.tenant, self.partition, self.object, self.field];
        let mut lengths = [[0; 1]; 4];
        for (length, name) in lengths.iter_mut().zip(names) {
            if name.is_empty() {
                return Err(ContextError::Empty);
            }
            length[0] = u8::try_from(name.len()).map_err(|_| ContextError::TooLong)?;
        }
        let [e0, e1, e2, e3] = self.epoch.to_be_bytes();
        Ok(Framed {
            names,
            lengths,
            tail: [self.kind as u8, e0, e1, e2, e3],
        })
    }
}

pub(super) struct Framed<'a> {
    names: [&'a str; 4],
    lengths: [[u8; 1]; 4],
    tail: [u8; 5],
}

impl Framed<'_> {
    pub(super) fn parts(&self) -> [&[u8]; 9] {
        let [tenant, partition, object, field] = self.names.map(str::as_bytes);
        let [t, p, o, f] = &self.lengths;
        [t, tenant, p, partition, o, object, f, field, &self.tail]
    }
}
