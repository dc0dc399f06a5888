//! Scheme `order` for values of up to 8 bytes, in byte strings.

use super::{
    OrderError,
    digits::Wide,
    key,
    limbs::{self, limb_bytes},
    prefix::PrefixInput,
    subtree::Bits8,
};
use crate::{
    cipher::Aes256,
    field::{Context, RootKey, leakage::Admitted},
};

/// Longest value, in bytes.
pub const VALUE_BYTES_MAX: usize = 8;

type Digits4 = Wide<4, 16>;
type Digits8 = Wide<8, 16>;

/// How wide digits and limbs are. The numbers enter the derivation of keys and never change.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
#[non_exhaustive]
#[repr(u8)]
pub enum OrderParameters {
    /// Digits of 1 bit in limbs of 8 bits: leaks least. 8 bytes a byte.
    ///
    /// Two ciphertexts tell the first bit that differs. One alone tells each bit with an advantage of at most 1/255 + 2⁻¹⁶.
    #[default]
    D1W8 = 1,
    /// Digits of 4 bits in limbs of 16 bits. 4 bytes a byte.
    ///
    /// Two ciphertexts tell the first digit that differs, and by how much. One alone tells each digit with an advantage of at most 15/65521.
    D4W16 = 2,
    /// Digits of 8 bits in limbs of 16 bits: the shortest. 2 bytes a byte.
    ///
    /// Two ciphertexts tell the first byte that differs, and by how much. One alone tells each byte with an advantage of at most 255/65281.
    D8W16 = 3,
}

impl OrderParameters {
    /// Every parameter set, in the order of its numbers.
    pub const ALL: [Self; 3] = [Self::D1W8, Self::D4W16, Self::D8W16];

    /// The name used in rules.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::D1W8 => "d1w8",
            Self::D4W16 => "d4w16",
            Self::D8W16 => "d8w16",
        }
    }

    /// The parameter set of a name in a rule.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|parameters| parameters.name() == name)
    }

    /// Bytes of the ciphertext of a value of `value_bytes` bytes.
    #[must_use]
    pub const fn ciphertext_bytes(self, value_bytes: usize) -> usize {
        match self {
            Self::D1W8 => limb_bytes::<Bits8, 3>(value_bytes),
            Self::D4W16 => limb_bytes::<Digits4, 2>(value_bytes),
            Self::D8W16 => limb_bytes::<Digits8, 2>(value_bytes),
        }
    }

    /// d and w.
    const fn bits(self) -> (u8, u8) {
        match self {
            Self::D1W8 => (1, 8),
            Self::D4W16 => (4, 16),
            Self::D8W16 => (8, 16),
        }
    }
}

/// The key of one field whose values keep their order. Wiped when dropped.
///
/// ```
/// use fieldgate_core::{
///     field::{Context, FieldType, RootKey, Scheme, leakage::Domain, order::{OrderCipher, OrderParameters}},
///     secret::Secret,
/// };
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let root = RootKey::new(&Secret::copied_from(&[7; 32]).ok_or("32 bytes")?);
/// let context =
///     Context { tenant: "demo", partition: "films", object: "film", field: "Year", kind: FieldType::Text, epoch: 0 };
/// let admitted = Scheme::Order.admit(Domain::Unstated)?;
/// let year = OrderCipher::derive(&root, &context, admitted, OrderParameters::D1W8, 4)?;
///
/// let (mut early, mut late) = ([0; 32], [0; 32]);
/// let early = year.encrypt(&1955_u32.to_be_bytes(), &mut early)?;
/// let late = year.encrypt(&2019_u32.to_be_bytes(), &mut late)?;
/// assert!(early < late);
///
/// let mut value = [0; 4];
/// assert_eq!(year.decrypt(late, &mut value)?, 2019_u32.to_be_bytes());
/// # Ok(())
/// # }
/// ```
pub struct OrderCipher {
    cipher: Aes256,
    input: PrefixInput,
    parameters: OrderParameters,
    value_bytes: usize,
}

impl OrderCipher {
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
        parameters: OrderParameters,
        value_bytes: usize,
    ) -> Result<Self, OrderError> {
        if !(1..=VALUE_BYTES_MAX).contains(&value_bytes) {
            return Err(OrderError::ValueBytes);
        }
        let (number, bytes) = (parameters as u8, value_bytes as u8);
        let (digit_bits, limb_bits) = parameters.bits();
        Ok(Self {
            cipher: key::derive(root, key::ORDER, context, admitted, number, bytes)?,
            input: PrefixInput::new(key::ORDER_NUMBER, number, digit_bits, limb_bits, bytes),
            parameters,
            value_bytes,
        })
    }

    /// The parameter set.
    #[must_use]
    pub const fn parameters(&self) -> OrderParameters {
        self.parameters
    }

    /// Bytes of each value.
    #[must_use]
    pub const fn value_bytes(&self) -> usize {
        self.value_bytes
    }

    /// Bytes of each ciphertext.
    #[must_use]
    pub const fn ciphertext_bytes(&self) -> usize {
        self.parameters.ciphertext_bytes(self.value_bytes)
    }

    /// Encrypts a value in an order-keeping encoding into the front of `output` and returns that part.
    ///
    /// Ciphertexts of one cipher compare, byte by byte, as the encoded values do.
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
        let (cipher, input, value) = (&self.cipher, self.input, limbs::value(encoded));
        match self.parameters {
            OrderParameters::D1W8 => {
                limbs::encrypt::<Bits8, 3, 22, 11>(cipher, input, value, output);
            }
            OrderParameters::D4W16 => {
                limbs::encrypt::<Digits4, 2, 16, 8>(cipher, input, value, output);
            }
            OrderParameters::D8W16 => {
                limbs::encrypt::<Digits8, 2, 8, 4>(cipher, input, value, output);
            }
        }
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
        let bytes = self.value_bytes.clamp(1, VALUE_BYTES_MAX);
        if !encoded.len().is_multiple_of(bytes) {
            return Err(OrderError::ValueBytes);
        }
        let output = (encoded.len() / bytes)
            .checked_mul(self.ciphertext_bytes())
            .and_then(|all| output.get_mut(..all))
            .ok_or(OrderError::NoRoom)?;
        let (cipher, input) = (&self.cipher, self.input);
        match self.parameters {
            OrderParameters::D1W8 => {
                limbs::encrypt_batch::<Bits8, 3, 22, 11>(cipher, input, encoded, bytes, output);
            }
            OrderParameters::D4W16 => {
                limbs::encrypt_batch::<Digits4, 2, 16, 8>(cipher, input, encoded, bytes, output);
            }
            OrderParameters::D8W16 => {
                limbs::encrypt_batch::<Digits8, 2, 8, 4>(cipher, input, encoded, bytes, output);
            }
        }
        Ok(output)
    }

    /// Decrypts a ciphertext into the front of `output` and returns that part: the encoded value.
    ///
    /// It is no authentication: a changed ciphertext may decrypt to another value. A random limb is that of a digit with
    /// probability 2⁻⁷ (d1w8), 2⁻¹² (d4w16) or 2⁻⁸ (d8w16), so that random bytes pass for a u32 with 2⁻²²⁴, 2⁻⁹⁶ or 2⁻³².
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
        let (cipher, input) = (&self.cipher, self.input);
        let (value, wrong) = match self.parameters {
            OrderParameters::D1W8 => limbs::decrypt::<Bits8, 3>(cipher, input, ciphertext),
            OrderParameters::D4W16 => limbs::decrypt::<Digits4, 2>(cipher, input, ciphertext),
            OrderParameters::D8W16 => limbs::decrypt::<Digits8, 2>(cipher, input, ciphertext),
        };
        limbs::release(value, wrong, output)
    }
}
