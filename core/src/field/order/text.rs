//! Scheme `order` for text: the first bytes of a string.

use aes::cipher::{
    BlockCipherEncBackend, BlockCipherEncClosure, BlockCipherEncrypt, BlockSizeUser, consts::U16,
};
use subtle::ConstantTimeEq;
use zeroize::Zeroize;

use super::{OrderError, digits::first_half, fraction::scale, key, prefix::PrefixInput};
use crate::{
    cipher::{Aes256, Block},
    field::{Context, RootKey, leakage::Admitted},
};

/// Most bytes of a text that can be told apart.
pub const TEXT_BYTES_MAX: usize = 32;

/// The number of the one parameter set for text: digits of base 257 in limbs of 16 bits.
const PARAMETERS: u8 = 6;
/// Base of a digit: the end of the text, then the 256 bytes.
const BASE: u32 = 257;
/// Bytes of a limb.
const LIMB_BYTES: usize = 2;
/// Offsets that a digit can have and stay within its limb.
const SPAN: u32 = (1 << 16) - BASE + 1;

/// Whether all of a text is in its ciphertext.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub enum TextFit {
    /// All of it.
    Whole,
    /// It was cut: it ties with every other text that begins with the same bytes.
    Cut,
}

/// The keys of one text field whose values keep their order. Wiped when dropped.
///
/// Texts are bytes, and compared as such: who wants another order folds them first. What stands beyond the stated length
/// is not in the ciphertext.
///
/// ```
/// use fieldgate_core::{
///     field::{Context, FieldType, RootKey, Scheme, leakage::Domain, order::{OrderTextCipher, TextFit}},
///     secret::Secret,
/// };
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let root = RootKey::new(&Secret::copied_from(&[7; 32]).ok_or("32 bytes")?);
/// let context =
///     Context { tenant: "demo", partition: "films", object: "film", field: "Title", kind: FieldType::Text, epoch: 0 };
/// let admitted = Scheme::Order.admit(Domain::Unstated)?;
/// let title = OrderTextCipher::derive(&root, &context, admitted, 8)?;
///
/// let (mut first, mut second) = ([0; 16], [0; 16]);
/// let (first, fit) = title.encrypt(b"cleo", &mut first)?;
/// assert_eq!(fit, TextFit::Whole);
/// let (second, fit) = title.encrypt(b"cleo de 5 a 7", &mut second)?;
/// assert_eq!(fit, TextFit::Cut);
/// assert!(first < second);
///
/// let mut text = [0; 8];
/// assert_eq!(title.decrypt(second, &mut text)?, b"cleo de ");
/// # Ok(())
/// # }
/// ```
pub struct OrderTextCipher {
    chain: Aes256,
    limbs: Aes256,
    start: [u8; 16],
    text_bytes: usize,
}

impl OrderTextCipher {
    /// Derives the keys of the field that `context` names, for the first `text_bytes` bytes of each text,
    /// 1..=[`TEXT_BYTES_MAX`].
    ///
    /// # Errors
    /// [`OrderError::ValueBytes`], or [`OrderError::Derive`] when a name in the context is empty or too long, or another scheme was admitted.
    /// [`OrderError::TinyDomain`] for one byte, unless it was admitted by
    /// [`danger_tiny_domain`](Admitted::danger_tiny_domain).
    pub fn derive(
        root: &RootKey,
        context: &Context<'_>,
        admitted: Admitted,
        text_bytes: usize,
    ) -> Result<Self, OrderError> {
        if !(1..=TEXT_BYTES_MAX).contains(&text_bytes) {
            return Err(OrderError::ValueBytes);
        }
        let bytes = text_bytes as u8;
        let start = PrefixInput::new(key::ORDER_NUMBER, PARAMETERS, 8, 16, bytes);
        Ok(Self {
            chain: key::derive(
                root,
                key::ORDER_TEXT_CHAIN,
                context,
                admitted,
                PARAMETERS,
                bytes,
            )?,
            limbs: key::derive(root, key::ORDER_TEXT, context, admitted, PARAMETERS, bytes)?,
            start: start.block(0, 0, 0),
            text_bytes,
        })
    }

    /// Bytes of a text that its ciphertext holds.
    #[must_use]
    pub const fn text_bytes(&self) -> usize {
        self.text_bytes
    }

    /// Bytes of each ciphertext, however short the text.
    #[must_use]
    pub const fn ciphertext_bytes(&self) -> usize {
        self.text_bytes * LIMB_BYTES
    }

    /// Encrypts the first bytes of `text` into the front of `output`, and returns that part and whether they were all.
    ///
    /// Ciphertexts of one cipher compare, byte by byte, as the texts do, cut to [`text_bytes`](Self::text_bytes). The time
    /// depends on the text's length, not on its bytes.
    ///
    /// # Errors
    /// [`OrderError::NoRoom`].
    pub fn encrypt<'o>(
        &self,
        text: &[u8],
        output: &'o mut [u8],
    ) -> Result<(&'o mut [u8], TextFit), OrderError> {
        let output = output
            .get_mut(..self.ciphertext_bytes())
            .ok_or(OrderError::NoRoom)?;
        let mut digits = [0_u16; TEXT_BYTES_MAX];
        for (digit, byte) in digits.iter_mut().zip(text) {
            *digit = u16::from(*byte) + 1;
        }
        let mut states = [[0; 16]; TEXT_BYTES_MAX];
        let states = states.get_mut(..self.text_bytes).unwrap_or_default();
        self.chain.encrypt_with_backend(Chain {
            start: self.start,
            digits: &digits,
            states,
        });
        self.limbs
            .encrypt_blocks(Block::cast_slice_from_core_mut(states));
        let (limbs, _) = output.as_chunks_mut::<LIMB_BYTES>();
        for ((limb, fraction), digit) in limbs.iter_mut().zip(&*states).zip(digits) {
            let offset = scale(first_half(fraction), SPAN) as u16;
            *limb = offset.wrapping_add(digit).to_be_bytes();
        }
        digits.zeroize();
        states.as_flattened_mut().zeroize();
        let fit = if text.len() > self.text_bytes {
            TextFit::Cut
        } else {
            TextFit::Whole
        };
        Ok((output, fit))
    }

    /// Decrypts a ciphertext into the front of `output` and returns that part: the text, cut to
    /// [`text_bytes`](Self::text_bytes), perhaps within a character.
    ///
    /// It is no authentication: a changed ciphertext may decrypt to another text. `output` has room for the longest text;
    /// what lies behind a shorter one is overwritten with zero bytes.
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
            .get_mut(..self.text_bytes)
            .ok_or(OrderError::NoRoom)?;
        let (limbs, _) = ciphertext.as_chunks::<LIMB_BYTES>();
        let (mut wrong, mut length) = (0, 0);
        self.chain
            .encrypt_with_backend(ChainOfDecryption(Decryption {
                limbs_key: &self.limbs,
                state: self.start,
                limbs,
                output: &mut *output,
                wrong: &mut wrong,
                length: &mut length,
            }));
        if !bool::from(wrong.ct_eq(&0)) {
            output.zeroize();
            return Err(OrderError::Invalid);
        }
        output.get_mut(..length).ok_or(OrderError::NoRoom)
    }
}

/// The states of all prefixes of a text: AES calls of which each needs what the one before gave, in one choice of the AES
/// unit.
struct Chain<'a> {
    start: [u8; 16],
    digits: &'a [u16],
    states: &'a mut [[u8; 16]],
}

impl BlockSizeUser for Chain<'_> {
    type BlockSize = U16;
}

impl BlockCipherEncClosure for Chain<'_> {
    #[inline(always)]
    fn call<B: BlockCipherEncBackend<BlockSize = U16>>(self, backend: &B) {
        let mut state = self.start;
        for (place, digit) in self.states.iter_mut().zip(self.digits) {
            *place = state;
            absorb(&mut state, *digit);
            backend.encrypt_block_inplace(Block::cast_from_core_mut(&mut state));
        }
        state.zeroize();
    }
}

/// One decryption: AES calls under both keys in turn, in one choice of the AES unit for each.
struct Decryption<'a> {
    limbs_key: &'a Aes256,
    state: [u8; 16],
    limbs: &'a [[u8; LIMB_BYTES]],
    output: &'a mut [u8],
    wrong: &'a mut u32,
    length: &'a mut usize,
}

impl Decryption<'_> {
    /// Goes on to the end whatever it finds, so that its time tells nothing.
    #[inline(always)]
    fn run<C, L>(mut self, chain: &C, limbs: &L)
    where
        C: BlockCipherEncBackend<BlockSize = U16>,
        L: BlockCipherEncBackend<BlockSize = U16>,
    {
        let mut within = 1;
        for (byte, limb) in self.output.iter_mut().zip(self.limbs) {
            let mut fraction = self.state;
            limbs.encrypt_block_inplace(Block::cast_from_core_mut(&mut fraction));
            let offset = scale(first_half(&fraction), SPAN);
            let digit = u32::from(u16::from_be_bytes(*limb)).wrapping_sub(offset);
            // Below 0, too large, or a byte after the end of the text.
            *self.wrong |= (digit | (BASE - 1).wrapping_sub(digit)) >> 31;
            let is_byte = u32::from(digit.ct_ne(&0).unwrap_u8());
            *self.wrong |= is_byte & !within;
            within &= is_byte;
            *self.length += within as usize;
            *byte = digit.wrapping_sub(is_byte) as u8;
            absorb(&mut self.state, digit as u16);
            chain.encrypt_block_inplace(Block::cast_from_core_mut(&mut self.state));
            fraction.zeroize();
        }
        self.state.zeroize();
    }
}

/// A decryption that waits for the AES unit of the chain.
struct ChainOfDecryption<'a>(Decryption<'a>);

impl BlockSizeUser for ChainOfDecryption<'_> {
    type BlockSize = U16;
}

impl BlockCipherEncClosure for ChainOfDecryption<'_> {
    #[inline(always)]
    fn call<B: BlockCipherEncBackend<BlockSize = U16>>(self, chain: &B) {
        let key = self.0.limbs_key;
        key.encrypt_with_backend(LimbsOfDecryption(self.0, chain));
    }
}

/// A decryption that has the AES unit of the chain, and waits for that of the limbs.
struct LimbsOfDecryption<'a, C>(Decryption<'a>, &'a C);

impl<C> BlockSizeUser for LimbsOfDecryption<'_, C> {
    type BlockSize = U16;
}

impl<C> BlockCipherEncClosure for LimbsOfDecryption<'_, C>
where
    C: BlockCipherEncBackend<BlockSize = U16>,
{
    #[inline(always)]
    fn call<B: BlockCipherEncBackend<BlockSize = U16>>(self, limbs: &B) {
        self.0.run(self.1, limbs);
    }
}

/// Adds a digit to the state of the prefix before it; its encryption is the state of the prefix with it.
fn absorb(state: &mut [u8; 16], digit: u16) {
    *state = (u128::from_be_bytes(*state) ^ u128::from(digit)).to_be_bytes();
}
