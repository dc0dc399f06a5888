//! The cipher of one field: what seals its values and opens them.

use core::fmt;

use super::{
    Context, DeriveError, Payload, RootKey, Scheme,
    binding::Binding,
    equal::EqualCipher,
    frame::{self, Frame, HEADER_BYTES, Header},
    leakage::Admitted,
    random::RandomCipher,
};
use crate::cipher::{NotAuthentic, gcm::NONCE_BYTES};

/// Longest plaintext of a field, in bytes.
pub const PLAINTEXT_BYTES_MAX: usize = (1 << 20) - 1;

/// The keys of one field under one root key, expanded. Wiped when dropped.
pub struct FieldCipher {
    pub(super) header: Header,
    pub(super) kind: Kind,
}

#[expect(
    clippy::large_enum_variant,
    reason = "the larger has two keys, and there is no heap to put them on"
)]
pub(super) enum Kind {
    Random(RandomCipher),
    Equal(EqualCipher),
}

/// The caller's source of random bytes failed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub struct RandomFailed;

/// A value can't be sealed. Nothing of it is in the output.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
#[non_exhaustive]
pub enum SealError {
    /// The plaintext is longer than [`PLAINTEXT_BYTES_MAX`].
    TooLong,
    /// The output is shorter than [`FieldCipher::sealed_bytes`].
    NoRoom,
    /// The source of random bytes failed, so there is no nonce.
    RandomFailed,
}

impl fmt::Display for SealError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooLong => {
                write!(f, "the value is longer than {PLAINTEXT_BYTES_MAX} bytes")
            }
            Self::NoRoom => f.write_str("the output buffer is too short"),
            Self::RandomFailed => f.write_str("the source of random bytes failed"),
        }
    }
}

impl core::error::Error for SealError {}

/// A value can't be opened.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
#[non_exhaustive]
pub enum OpenError {
    /// The value was not sealed by this cipher: changed, cut, of another field, or under another key. No more is said.
    NotAuthentic,
    /// The output is shorter than [`Frame::plaintext_bytes`].
    NoRoom,
}

impl fmt::Display for OpenError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NotAuthentic => "the sealed value can't be opened",
            Self::NoRoom => "the output buffer is too short",
        })
    }
}

impl core::error::Error for OpenError {}

impl From<NotAuthentic> for OpenError {
    fn from(_: NotAuthentic) -> Self {
        Self::NotAuthentic
    }
}

impl FieldCipher {
    /// Derives the keys of the field that `context` names, for the scheme that was admitted: `random` or `equal`.
    ///
    /// # Errors
    /// When a name in the context is empty or too long, or another scheme was admitted.
    pub fn derive(
        root: &RootKey,
        context: &Context<'_>,
        admitted: Admitted,
    ) -> Result<Self, DeriveError> {
        let payload = match admitted.scheme() {
            Scheme::Random => Payload::Random,
            Scheme::Equal => Payload::Equal,
            other => return Err(DeriveError::OtherScheme(other)),
        };
        let framed = context.framed()?;
        let parts = framed.parts();
        let label: &[u8] = match payload {
            Payload::Random => b"fieldgate/1 random tag",
            Payload::Equal => b"fieldgate/1 equal tag",
        };
        let [tag] = *root.derive::<1>(label, &parts).expose();
        let header = Header {
            payload,
            key: root.id(),
            tag,
        };
        let kind = match payload {
            Payload::Random => Kind::Random(RandomCipher::derive(root, &parts, header.to_bytes())),
            Payload::Equal => Kind::Equal(EqualCipher::derive(root, &parts, &header.to_bytes())),
        };
        Ok(Self { header, kind })
    }

    /// What stands before each value that this cipher seals.
    #[must_use]
    pub const fn header(&self) -> Header {
        self.header
    }

    /// Bytes of the raw sealed form of a plaintext.
    #[must_use]
    pub const fn sealed_bytes(&self, plaintext_bytes: usize) -> usize {
        frame::raw_bytes(self.header.payload, plaintext_bytes)
    }

    /// Seals `plaintext` into the front of `output` and returns that part.
    ///
    /// `fill_nonce` fills a nonce with fresh random bytes; it is called once for `random` and not at all for `equal`.
    ///
    /// # Errors
    /// See [`SealError`]; `output` holds nothing of the plaintext then.
    pub fn seal<'o>(
        &self,
        plaintext: &[u8],
        fill_nonce: impl FnOnce(&mut [u8; NONCE_BYTES]) -> Result<(), RandomFailed>,
        output: &'o mut [u8],
    ) -> Result<&'o mut [u8], SealError> {
        self.seal_bound(plaintext, None, fill_nonce, output)
    }

    /// Opens `frame` into the front of `output` and returns that part.
    ///
    /// # Errors
    /// See [`OpenError`]; `output` holds nothing of the plaintext then.
    pub fn open<'o>(
        &self,
        frame: &Frame<'_>,
        output: &'o mut [u8],
    ) -> Result<&'o mut [u8], OpenError> {
        self.open_bound(frame, None, output)
    }

    /// As [`FieldCipher::seal`], with the value bound to what stands beside it, if anything does.
    pub(super) fn seal_bound<'o>(
        &self,
        plaintext: &[u8],
        binding: Option<&Binding>,
        fill_nonce: impl FnOnce(&mut [u8; NONCE_BYTES]) -> Result<(), RandomFailed>,
        output: &'o mut [u8],
    ) -> Result<&'o mut [u8], SealError> {
        if plaintext.len() > PLAINTEXT_BYTES_MAX {
            return Err(SealError::TooLong);
        }
        let output = output
            .get_mut(..self.sealed_bytes(plaintext.len()))
            .ok_or(SealError::NoRoom)?;
        let header = self.header.to_bytes();
        let (header_out, body) = output.split_at_mut(HEADER_BYTES);
        header_out.copy_from_slice(&header);
        match &self.kind {
            Kind::Random(cipher) => {
                let mut nonce = [0; NONCE_BYTES];
                fill_nonce(&mut nonce).map_err(|RandomFailed| SealError::RandomFailed)?;
                cipher
                    .seal(&nonce, plaintext, binding, body)
                    .map_err(|_| SealError::TooLong)?;
            }
            Kind::Equal(cipher) => cipher
                .seal(plaintext, binding, body)
                .map_err(|_| SealError::TooLong)?,
        }
        Ok(output)
    }

    /// As [`FieldCipher::open`], of a value that is bound to what stands beside it, if anything does.
    pub(super) fn open_bound<'o>(
        &self,
        frame: &Frame<'_>,
        binding: Option<&Binding>,
        output: &'o mut [u8],
    ) -> Result<&'o mut [u8], OpenError> {
        if frame.header != self.header {
            return Err(OpenError::NotAuthentic);
        }
        let plaintext = output
            .get_mut(..frame.plaintext_bytes())
            .ok_or(OpenError::NoRoom)?;
        match &self.kind {
            Kind::Random(cipher) => cipher.open(frame.body, binding, plaintext)?,
            Kind::Equal(cipher) => cipher.open(frame.body, binding, plaintext)?,
        }
        Ok(plaintext)
    }
}
