//! Many values of one field at once: a column, or what stands at one place of a list of records.
//!
//! The blocks of many values go through AES together, where those of one short value would leave most of the processor
//! idle. The results are those of [`FieldCipher::seal`] and [`FieldCipher::open`], value by value.
//!
//! ```
//! use fieldgate_core::{
//!     field::{Context, FieldCipher, FieldType, RootKey, Scheme, Sealing, leakage::Domain},
//!     secret::Secret,
//! };
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let secret = Secret::copied_from(&[7; 32]).ok_or("32 bytes")?;
//! # let root = RootKey::new(&secret);
//! # let context =
//! #     Context { tenant: "demo", partition: "films", object: "film", field: "Director", kind: FieldType::Text, epoch: 0 };
//! let director = FieldCipher::derive(&root, &context, Scheme::Equal.admit(Domain::Unstated)?)?;
//! let mut outputs = [[0; 64]; 2];
//! let [one, two] = &mut outputs;
//! let mut values = [Sealing::new(b"Agnes Varda", one), Sealing::new(b"Chantal Akerman", two)];
//! director.seal_many(&mut values, |_nonces| Ok(())); // `equal` draws no nonces
//! for value in &values {
//!     assert_eq!(value.sealed()?.len(), director.sealed_bytes(value.plaintext().len()));
//! }
//! # Ok(())
//! # }
//! ```

mod equal;
mod random;

use zeroize::Zeroize;

use super::{
    FieldCipher, OpenError, PLAINTEXT_BYTES_MAX, RandomFailed, SealError,
    cipher::Kind,
    frame::{Frame, HEADER_BYTES, Header},
};
use crate::cipher::GROUP_BLOCKS;

/// A value to seal, where its sealed form goes, and what became of it.
pub struct Sealing<'v> {
    plaintext: &'v [u8],
    output: &'v mut [u8],
    result: Result<usize, SealError>,
}

impl<'v> Sealing<'v> {
    /// A value that isn't sealed yet; `output` may be longer than needed.
    #[must_use]
    pub fn new(plaintext: &'v [u8], output: &'v mut [u8]) -> Self {
        Self {
            plaintext,
            output,
            result: Err(SealError::RandomFailed),
        }
    }

    /// What is to be sealed.
    #[must_use]
    pub const fn plaintext(&self) -> &'v [u8] {
        self.plaintext
    }

    /// The sealed form, at the front of the output.
    ///
    /// # Errors
    /// See [`SealError`]; the output holds nothing of the plaintext then. Before [`FieldCipher::seal_many`] it is
    /// [`SealError::RandomFailed`]: there is no nonce yet.
    pub fn sealed(&self) -> Result<&[u8], SealError> {
        let bytes = self.result?;
        self.output.get(..bytes).ok_or(SealError::NoRoom)
    }

    /// Plaintext and body, of a value that can be sealed.
    fn parts(&mut self, cipher: &FieldCipher) -> Option<(&'v [u8], &mut [u8])> {
        let bytes = cipher.sealed_bytes(self.plaintext.len());
        let body = self.output.get_mut(HEADER_BYTES..bytes)?;
        (self.plaintext.len() <= PLAINTEXT_BYTES_MAX).then_some((self.plaintext, body))
    }

    /// The plaintext of a value that can be sealed.
    fn accepted(&self, cipher: &FieldCipher) -> Option<&'v [u8]> {
        let room = self.output.len() >= cipher.sealed_bytes(self.plaintext.len());
        (room && self.plaintext.len() <= PLAINTEXT_BYTES_MAX).then_some(self.plaintext)
    }

    fn check(&mut self, cipher: &FieldCipher) {
        self.result = if self.plaintext.len() > PLAINTEXT_BYTES_MAX {
            Err(SealError::TooLong)
        } else if self.accepted(cipher).is_none() {
            Err(SealError::NoRoom)
        } else {
            Err(SealError::RandomFailed)
        };
    }

    /// The body is written: writes the header and says so.
    fn finish(&mut self, header: Header) {
        if let Some(to) = self.output.first_chunk_mut() {
            *to = header.to_bytes();
            let bytes = self.plaintext.len() + header.payload.growth_bytes();
            self.result = Ok(bytes);
        }
    }
}

/// A value to open, where its plaintext goes, and what became of it.
pub struct Opening<'v> {
    frame: Frame<'v>,
    output: &'v mut [u8],
    result: Result<usize, OpenError>,
}

impl<'v> Opening<'v> {
    /// A value that isn't opened yet; `output` may be longer than needed.
    #[must_use]
    pub fn new(frame: Frame<'v>, output: &'v mut [u8]) -> Self {
        Self {
            frame,
            output,
            result: Err(OpenError::NotAuthentic),
        }
    }

    /// The plaintext, at the front of the output.
    ///
    /// # Errors
    /// See [`OpenError`]; the output holds nothing of the plaintext then. Before [`FieldCipher::open_many`] it is
    /// [`OpenError::NotAuthentic`].
    pub fn plaintext(&self) -> Result<&[u8], OpenError> {
        let bytes = self.result?;
        self.output.get(..bytes).ok_or(OpenError::NoRoom)
    }

    /// Body and room for the plaintext, of a value that may be this cipher's.
    fn parts(&mut self, header: Header) -> Option<(&'v [u8], &mut [u8])> {
        let plaintext = self.output.get_mut(..self.frame.plaintext_bytes())?;
        (self.frame.header == header).then_some((self.frame.body, plaintext))
    }

    fn accepted(&self, header: Header) -> Option<&'v [u8]> {
        let room = self.output.len() >= self.frame.plaintext_bytes();
        (room && self.frame.header == header).then_some(self.frame.body)
    }

    fn check(&mut self, header: Header) {
        let other = self.frame.header != header;
        self.result = Err(if other || self.accepted(header).is_some() {
            OpenError::NotAuthentic
        } else {
            OpenError::NoRoom
        });
    }

    /// Says whether what is in the output is the plaintext; if not, wipes it.
    fn finish(&mut self, opened: bool) {
        let bytes = self.frame.plaintext_bytes();
        if opened {
            self.result = Ok(bytes);
        } else if let Some(output) = self.output.get_mut(..bytes) {
            output.zeroize();
        }
    }
}

impl FieldCipher {
    /// Seals each of `values`, into its own output and with its own result.
    ///
    /// `fill_nonces` fills nonces of several values with fresh random bytes: 12 for each value, in the values' order. It
    /// is called about once for 20 short values, and not at all for `equal`. When it fails, the values that have no
    /// nonce are not sealed. Takes about 3 KiB of stack (1 KiB on 32-bit targets).
    pub fn seal_many(
        &self,
        values: &mut [Sealing<'_>],
        fill_nonces: impl FnMut(&mut [u8]) -> Result<(), RandomFailed>,
    ) {
        for value in values.iter_mut() {
            value.check(self);
        }
        match &self.kind {
            Kind::Random(cipher) => {
                random::Column {
                    field: self,
                    cipher,
                }
                .seal(values, fill_nonces);
            }
            Kind::Equal(cipher) => {
                equal::Column {
                    field: self,
                    cipher,
                }
                .seal(values);
            }
        }
    }

    /// Opens each of `values`, into its own output and with its own result: one that is forged doesn't keep the others
    /// from opening. Takes about 3 KiB of stack (1 KiB on 32-bit targets).
    pub fn open_many(&self, values: &mut [Opening<'_>]) {
        for value in values.iter_mut() {
            value.check(self.header);
        }
        match &self.kind {
            Kind::Random(cipher) => {
                random::Column {
                    field: self,
                    cipher,
                }
                .open(values);
            }
            Kind::Equal(cipher) => {
                equal::Column {
                    field: self,
                    cipher,
                }
                .open(values);
            }
        }
    }
}

/// The values at the front whose blocks fill a group: how many, and with how many blocks. None when the first has more.
fn group(blocks: impl Iterator<Item = usize>) -> (usize, usize) {
    let mut values = 0;
    let mut used = 0;
    for more in blocks {
        if used + more > GROUP_BLOCKS {
            break;
        }
        values += 1;
        used += more;
    }
    (values, used)
}
