//! Scheme `order` for columns that hold numbers only.

use super::{OrderError, digits::Wide, key, limbs, prefix::PrefixInput};
use crate::{
    cipher::Aes256,
    field::{Context, RootKey, leakage::Admitted},
};

type Digits15 = Wide<8, 15>;
type Digits26 = Wide<8, 26>;

/// Most limbs of a number.
const LIMBS_MAX: usize = 4;
/// Bytes in which a limb is held.
const LIMB_BYTES: usize = 4;
/// Limbs of a batch that are held at once.
const BATCH_LIMBS: usize = 64;

/// What kind of column holds the number. The numbers enter the derivation of keys and never change; they are not those of
/// any [`OrderParameters`](super::OrderParameters).
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
#[non_exhaustive]
#[repr(u8)]
pub enum OrderColumn {
    /// A value of 4 bytes in an integer column of 64 bits, signed or not: four digits of 8 bits in limbs of 15, below 2⁶⁰.
    ///
    /// One ciphertext tells each byte with an advantage of at most 255/32513 = 0.8 %.
    Integer64 = 4,
    /// A value of 2 bytes, such as a day number, in a JSON double: two digits of 8 bits in limbs of 26, below 2⁵².
    ///
    /// One ciphertext tells each byte with an advantage of at most 255/67108609 = 0.0004 %.
    Double = 5,
}

impl OrderColumn {
    /// Every kind of column, in the order of its numbers.
    pub const ALL: [Self; 2] = [Self::Integer64, Self::Double];

    /// The name used in rules.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Integer64 => "integer64",
            Self::Double => "double",
        }
    }

    /// Bytes of a value.
    #[must_use]
    pub const fn value_bytes(self) -> usize {
        match self {
            Self::Integer64 => 4,
            Self::Double => 2,
        }
    }

    /// Bits of a ciphertext; it is a number below 2 to this power.
    #[must_use]
    pub const fn ciphertext_bits(self) -> u32 {
        self.limb_bits() * self.value_bytes() as u32
    }

    const fn limb_bits(self) -> u32 {
        match self {
            Self::Integer64 => 15,
            Self::Double => 26,
        }
    }
}

/// The key of one field whose values become numbers that keep their order. Wiped when dropped.
///
/// ```
/// use fieldgate_core::{
///     field::{Context, FieldType, RootKey, Scheme, leakage::Domain, order::{OrderColumn, OrderNumberCipher}},
///     secret::Secret,
/// };
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let root = RootKey::new(&Secret::copied_from(&[7; 32]).ok_or("32 bytes")?);
/// let context =
///     Context { tenant: "demo", partition: "films", object: "film", field: "Released", kind: FieldType::Text, epoch: 0 };
/// let admitted = Scheme::Order.admit(Domain::Unstated)?;
/// let day = OrderNumberCipher::derive(&root, &context, admitted, OrderColumn::Double)?;
/// let [monday, tuesday] = [19_000_u16, 19_001].map(|day| day.to_be_bytes());
/// assert!(day.encrypt_number(&monday)? < day.encrypt_number(&tuesday)?);
/// assert!(day.encrypt_number(&tuesday)? < 1 << 53);
/// # Ok(())
/// # }
/// ```
pub struct OrderNumberCipher {
    cipher: Aes256,
    input: PrefixInput,
    column: OrderColumn,
}

impl OrderNumberCipher {
    /// Derives the key of the field that `context` names.
    ///
    /// # Errors
    /// [`OrderError::Derive`] when a name in the context is empty or too long, or another scheme was admitted.
    pub fn derive(
        root: &RootKey,
        context: &Context<'_>,
        admitted: Admitted,
        column: OrderColumn,
    ) -> Result<Self, OrderError> {
        let (number, bytes) = (column as u8, column.value_bytes() as u8);
        let limb_bits = column.limb_bits() as u8;
        Ok(Self {
            cipher: key::derive(root, key::ORDER, context, admitted, number, bytes)?,
            input: PrefixInput::new(key::ORDER_NUMBER, number, 8, limb_bits, bytes),
            column,
        })
    }

    /// The kind of column.
    #[must_use]
    pub const fn column(&self) -> OrderColumn {
        self.column
    }

    /// Encrypts a value in an order-keeping encoding. The numbers of one cipher compare as the encoded values do.
    ///
    /// # Errors
    /// [`OrderError::ValueBytes`].
    pub fn encrypt_number(&self, encoded: &[u8]) -> Result<u64, OrderError> {
        let mut buffer = [0; LIMBS_MAX * LIMB_BYTES];
        let value_bytes = self.column.value_bytes();
        if encoded.len() != value_bytes {
            return Err(OrderError::ValueBytes);
        }
        let limbs = buffer
            .get_mut(..value_bytes * LIMB_BYTES)
            .unwrap_or_default();
        let (cipher, input, value) = (&self.cipher, self.input, limbs::value(encoded));
        match self.column {
            OrderColumn::Integer64 => {
                limbs::encrypt::<Digits15, LIMB_BYTES, 4, 2>(cipher, input, value, limbs);
            }
            OrderColumn::Double => {
                limbs::encrypt::<Digits26, LIMB_BYTES, 4, 2>(cipher, input, value, limbs);
            }
        }
        Ok(self.pack(limbs))
    }

    /// Encrypts many values, which stand in `encoded` one after the other: the same as one by one, and faster.
    ///
    /// # Errors
    /// [`OrderError::ValueBytes`] when `encoded` isn't as many values as there are `numbers`.
    pub fn encrypt_numbers(&self, encoded: &[u8], numbers: &mut [u64]) -> Result<(), OrderError> {
        let value_bytes = self.column.value_bytes();
        if numbers.len().checked_mul(value_bytes) != Some(encoded.len()) {
            return Err(OrderError::ValueBytes);
        }
        let bytes = LIMB_BYTES * value_bytes;
        let group = BATCH_LIMBS / LIMBS_MAX;
        for (encoded, numbers) in encoded
            .chunks(group * value_bytes)
            .zip(numbers.chunks_mut(group))
        {
            let mut buffer = [0; BATCH_LIMBS * LIMB_BYTES];
            let limbs = buffer.get_mut(..numbers.len() * bytes).unwrap_or_default();
            let (cipher, input) = (&self.cipher, self.input);
            match self.column {
                OrderColumn::Integer64 => {
                    limbs::encrypt_batch::<Digits15, LIMB_BYTES, 4, 2>(
                        cipher,
                        input,
                        encoded,
                        value_bytes,
                        limbs,
                    );
                }
                OrderColumn::Double => {
                    limbs::encrypt_batch::<Digits26, LIMB_BYTES, 4, 2>(
                        cipher,
                        input,
                        encoded,
                        value_bytes,
                        limbs,
                    );
                }
            }
            for (number, limbs) in numbers.iter_mut().zip(limbs.chunks(bytes)) {
                *number = self.pack(limbs);
            }
        }
        Ok(())
    }

    /// Decrypts a number into the front of `output` and returns that part: the encoded value.
    ///
    /// It is no authentication: a changed number may decrypt to another value.
    ///
    /// # Errors
    /// [`OrderError::NoRoom`], [`OrderError::Invalid`].
    pub fn decrypt_number<'o>(
        &self,
        number: u64,
        output: &'o mut [u8],
    ) -> Result<&'o mut [u8], OrderError> {
        let output = output
            .get_mut(..self.column.value_bytes())
            .ok_or(OrderError::NoRoom)?;
        if number >> self.column.ciphertext_bits() != 0 {
            return Err(OrderError::Invalid);
        }
        let mut buffer = [0; LIMBS_MAX * LIMB_BYTES];
        let limbs = buffer
            .get_mut(..output.len() * LIMB_BYTES)
            .unwrap_or_default();
        let mut rest = number;
        for limb in limbs.rchunks_mut(LIMB_BYTES) {
            let low = (rest as u32) & ((1 << self.column.limb_bits()) - 1);
            for (to, from) in limb
                .iter_mut()
                .rev()
                .zip(low.to_be_bytes().into_iter().rev())
            {
                *to = from;
            }
            rest >>= self.column.limb_bits();
        }
        let (value, wrong) = match self.column {
            OrderColumn::Integer64 => {
                limbs::decrypt::<Digits15, LIMB_BYTES>(&self.cipher, self.input, limbs)
            }
            OrderColumn::Double => {
                limbs::decrypt::<Digits26, LIMB_BYTES>(&self.cipher, self.input, limbs)
            }
        };
        limbs::release(value, wrong, output)
    }

    /// The limbs as one number.
    fn pack(&self, limbs: &[u8]) -> u64 {
        limbs.chunks(LIMB_BYTES).fold(0, |number, limb| {
            let limb = limb
                .iter()
                .fold(0, |limb, byte| (limb << 8) | u64::from(*byte));
            (number << self.column.limb_bits()) | limb
        })
    }
}
