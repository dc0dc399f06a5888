//! Scheme `order-reveal`: bits hidden modulo 3, compared by [`compare`].
//!
//! Chenette, Lewi, Weis, Wu: Practical Order-Revealing Encryption with Limited Leakage, FSE 2016, section 3.

use core::cmp::Ordering;

use subtle::ConstantTimeEq;

use super::{OrderError, VALUE_BYTES_MAX, key, limbs, prefix::PrefixInput, subtree::BitsModulo3};
use crate::{
    cipher::Aes256,
    field::{Context, RootKey, leakage::Admitted},
};

/// The number of the one parameter set: digits of 1 bit in limbs of 2 bits, of which one value is never used.
const PARAMETERS: u8 = 7;
/// Limbs in a byte.
const BYTE_LIMBS: usize = 4;
/// Limbs of the longest value.
const LIMBS_MAX: usize = VALUE_BYTES_MAX * 8;
/// Values of a batch whose limbs are held at once.
const BATCH_VALUES: usize = 16;
/// The low bits of the four limbs of a byte.
const LOW: u8 = 0b0101_0101;

/// The key of one field whose values can be compared by [`compare`]. Wiped when dropped.
///
/// ```
/// use core::cmp::Ordering;
/// use fieldgate_core::{
///     field::{Context, FieldType, RootKey, Scheme, leakage::Domain, order::{OrderRevealCipher, compare}},
///     secret::Secret,
/// };
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let root = RootKey::new(&Secret::copied_from(&[7; 32]).ok_or("32 bytes")?);
/// let context =
///     Context { tenant: "demo", partition: "films", object: "film", field: "Year", kind: FieldType::Text, epoch: 0 };
/// let admitted = Scheme::OrderReveal.admit(Domain::Unstated)?;
/// let year = OrderRevealCipher::derive(&root, &context, admitted, 4)?;
/// let (mut early, mut late) = ([0; 8], [0; 8]);
/// let early = year.encrypt(&1955_u32.to_be_bytes(), &mut early)?;
/// let late = year.encrypt(&2019_u32.to_be_bytes(), &mut late)?;
/// assert_eq!(compare(early, late)?, Ordering::Less);
/// # Ok(())
/// # }
/// ```
pub struct OrderRevealCipher {
    cipher: Aes256,
    input: PrefixInput,
    value_bytes: usize,
}

impl OrderRevealCipher {
    /// Derives the key of the field that `context` names, for values of `value_bytes` bytes, 1..=[`VALUE_BYTES_MAX`].
    ///
    /// # Errors
    /// [`OrderError::ValueBytes`], or [`OrderError::Derive`] when a name in the context is empty or too long, or another scheme was admitted.
    /// [`OrderError::TinyDomain`] for one byte, unless it was admitted by
    /// [`danger_tiny_domain`](Admitted::danger_tiny_domain).
    pub fn derive(
        root: &RootKey,
        context: &Context<'_>,
        admitted: Admitted,
        value_bytes: usize,
    ) -> Result<Self, OrderError> {
        if !(1..=VALUE_BYTES_MAX).contains(&value_bytes) {
            return Err(OrderError::ValueBytes);
        }
        let bytes = value_bytes as u8;
        Ok(Self {
            cipher: key::derive(
                root,
                key::ORDER_REVEAL,
                context,
                admitted,
                PARAMETERS,
                bytes,
            )?,
            input: PrefixInput::new(key::ORDER_REVEAL_NUMBER, PARAMETERS, 1, 2, bytes),
            value_bytes,
        })
    }

    /// Bytes of each value.
    #[must_use]
    pub const fn value_bytes(&self) -> usize {
        self.value_bytes
    }

    /// Bytes of each ciphertext.
    #[must_use]
    pub const fn ciphertext_bytes(&self) -> usize {
        self.value_bytes * 8 / BYTE_LIMBS
    }

    /// Encrypts a value in an order-keeping encoding into the front of `output` and returns that part.
    ///
    /// # Errors
    /// [`OrderError::ValueBytes`], [`OrderError::NoRoom`].
    pub fn encrypt<'o>(
        &self,
        encoded: &[u8],
        output: &'o mut [u8],
    ) -> Result<&'o mut [u8], OrderError> {
        if encoded.len() != self.value_bytes {
            return Err(OrderError::ValueBytes);
        }
        let output = output
            .get_mut(..self.ciphertext_bytes())
            .ok_or(OrderError::NoRoom)?;
        let mut buffer = [0; LIMBS_MAX];
        let limbs = buffer.get_mut(..self.value_bytes * 8).unwrap_or_default();
        limbs::encrypt::<BitsModulo3, 3, 22, 11>(
            &self.cipher,
            self.input,
            limbs::value(encoded),
            limbs,
        );
        pack(limbs, output);
        Ok(output)
    }

    /// Encrypts many values, which stand in `encoded` one after the other, into the front of `output`, one ciphertext
    /// after the other: the same as one by one, and faster.
    ///
    /// # Errors
    /// [`OrderError::ValueBytes`] when `encoded` is no whole number of values, [`OrderError::NoRoom`].
    pub fn encrypt_batch<'o>(
        &self,
        encoded: &[u8],
        output: &'o mut [u8],
    ) -> Result<&'o mut [u8], OrderError> {
        // It is in this range; said again where the compiler sees that nothing is divided by 0.
        let value_bytes = self.value_bytes.clamp(1, VALUE_BYTES_MAX);
        let bytes = value_bytes * (8 / BYTE_LIMBS);
        if !encoded.len().is_multiple_of(value_bytes) {
            return Err(OrderError::ValueBytes);
        }
        let output = (encoded.len() / value_bytes)
            .checked_mul(bytes)
            .and_then(|all| output.get_mut(..all))
            .ok_or(OrderError::NoRoom)?;
        let groups = encoded.chunks(BATCH_VALUES * value_bytes);
        for (encoded, output) in groups.zip(output.chunks_mut(BATCH_VALUES * bytes)) {
            let mut buffer = [0; BATCH_VALUES * LIMBS_MAX];
            let limbs = buffer.get_mut(..encoded.len() * 8).unwrap_or_default();
            limbs::encrypt_batch::<BitsModulo3, 3, 22, 11>(
                &self.cipher,
                self.input,
                encoded,
                value_bytes,
                limbs,
            );
            pack(limbs, output);
        }
        Ok(output)
    }

    /// Decrypts a ciphertext into the front of `output` and returns that part: the encoded value.
    ///
    /// It is no authentication: a changed ciphertext may decrypt to another value. Random bytes pass for a u32 with
    /// probability 2⁻³², a half for each limb. A ciphertext of another key or field passes far more often, because no limb
    /// of it is 3: with (2/3) to the power of its bits, so 3.9 % for one byte, 2⁻¹⁸·⁷ for a u32 and 2⁻³⁷ for a u64, and then
    /// decrypts to another value. What must be right is read back from a payload that is sealed beside it.
    ///
    /// # Errors
    /// [`OrderError::CiphertextBytes`], [`OrderError::NoRoom`], [`OrderError::Invalid`].
    pub fn decrypt<'o>(
        &self,
        ciphertext: &[u8],
        output: &'o mut [u8],
    ) -> Result<&'o mut [u8], OrderError> {
        if ciphertext.len() != self.ciphertext_bytes() {
            return Err(OrderError::CiphertextBytes);
        }
        let output = output
            .get_mut(..self.value_bytes)
            .ok_or(OrderError::NoRoom)?;
        let mut buffer = [0; LIMBS_MAX];
        for (limbs, byte) in buffer
            .as_chunks_mut::<BYTE_LIMBS>()
            .0
            .iter_mut()
            .zip(ciphertext)
        {
            *limbs = [byte >> 6, (byte >> 4) & 3, (byte >> 2) & 3, byte & 3];
        }
        let limbs = buffer.get(..self.value_bytes * 8).unwrap_or_default();
        let (value, wrong) = limbs::decrypt::<BitsModulo3, 3>(&self.cipher, self.input, limbs);
        limbs::release(value, wrong, output)
    }
}

/// Four limbs a byte, the first in the highest bits.
fn pack(limbs: &[u8], output: &mut [u8]) {
    for (byte, [a, b, c, d]) in output.iter_mut().zip(limbs.as_chunks::<BYTE_LIMBS>().0) {
        *byte = (a << 6) | (b << 4) | (c << 2) | d;
    }
}

/// Compares two ciphertexts of one [`OrderRevealCipher`] as their values compare; without a key.
///
/// Under different keys, or for different fields, the answer means nothing. The time depends on the length only.
///
/// # Errors
/// [`OrderError::CiphertextBytes`] when they are empty, longer than those of the longest value, or not equally long;
/// [`OrderError::Invalid`] when one of them has a limb of 3.
pub fn compare(a: &[u8], b: &[u8]) -> Result<Ordering, OrderError> {
    if a.len() != b.len() || a.is_empty() || a.len() > LIMBS_MAX / BYTE_LIMBS {
        return Err(OrderError::CiphertextBytes);
    }
    let (mut invalid, mut different, mut less) = (0, 0, 0);
    // The first limb that differs decides. Where a is greater there, and where b is, are two numbers with a bit a limb: the
    // greater number is the one with the first bit. They are subtracted from the last byte to the first.
    for (a, b) in a.iter().zip(b).rev() {
        let (a_above, b_above) = above(*a, *b);
        invalid |= (a & (a >> 1) | b & (b >> 1)) & LOW;
        different |= a_above | b_above;
        less = u32::from(a_above)
            .wrapping_sub(u32::from(b_above))
            .wrapping_sub(less)
            >> 31;
    }
    if !bool::from(invalid.ct_eq(&0)) {
        return Err(OrderError::Invalid);
    }
    Ok(match (less, different) {
        (1, _) => Ordering::Less,
        (_, 0) => Ordering::Equal,
        _ => Ordering::Greater,
    })
}

/// In the low bit of each limb: whether a's is 1 more than b's modulo 3, and whether b's is 1 more than a's.
const fn above(a: u8, b: u8) -> (u8, u8) {
    let (a1, a0, b1, b0) = (a >> 1, a, b >> 1, b);
    let (a_zero, b_zero) = (!(a1 | a0), !(b1 | b0));
    (
        ((a0 & b_zero) | (a1 & b0) | (a_zero & b1)) & LOW,
        ((b0 & a_zero) | (b1 & a0) | (b_zero & a1)) & LOW,
    )
}
