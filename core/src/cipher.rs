//! Standard modes of operation over AES, composed from the block cipher, counter mode and GHASH.
//!
//! Each mode is generic over the block cipher so that the standards' vectors for all AES key sizes run through the same
//! code; fieldgate itself uses AES-256 only.
//!
//! | module | mode | source |
//! |---|---|---|
//! | [`cmac`] | CMAC | NIST SP 800-38B |
//! | [`gcm`] | GCM with 96-bit nonces, and a key commitment | NIST SP 800-38D |
//! | [`committing`] | the two as one message | |
//! | [`siv`] | SIV | RFC 5297 |
//! | [`kdf`] | KDF in counter mode with CMAC | NIST SP 800-108 |
//! | [`ff1`] | FF1, format-preserving encryption | NIST SP 800-38G |
//! | [`key_wrap`] | KW and KWP, key wrap without and with padding | RFC 3394, RFC 5649, NIST SP 800-38F |

mod blocks;
pub mod cmac;
pub mod committing;
pub mod ff1;
pub mod gcm;
pub mod kdf;
pub mod key_wrap;
pub mod siv;

use aes::cipher::{BlockCipherEncrypt, BlockSizeUser, KeyInit, consts::U16};

pub(crate) use blocks::{BLOCK_BYTES, Block, GROUP_BLOCKS, Scratch, add_keystream, halves, same};
use blocks::{Chain, Front};
pub(crate) use cmac::Messages;

/// A block cipher with 128-bit blocks, of which the modes here need the forward direction only.
pub trait BlockCipher128: BlockCipherEncrypt + BlockSizeUser<BlockSize = U16> + KeyInit {
    /// Encrypts one block in place.
    fn encrypt(&self, block: &mut [u8; 16]) {
        self.encrypt_block(<&mut Block>::from(block));
    }
}

impl<C: BlockCipherEncrypt + BlockSizeUser<BlockSize = U16> + KeyInit> BlockCipher128 for C {}

/// What the modes here do with a block cipher, in one call each.
trait Together: BlockCipher128 {
    /// See [`Front`].
    #[inline(always)]
    fn encrypt_front(&self, blocks: &mut [Block], used: usize) {
        self.encrypt_with_backend(Front { blocks, used });
    }

    /// See [`Chain`].
    #[inline(always)]
    fn chain(&self, state: &mut Block, blocks: &[Block], last: &[Block]) {
        let chain = Chain {
            state,
            blocks,
            last,
        };
        self.encrypt_with_backend(chain);
    }
}

impl<C: BlockCipher128> Together for C {}

/// A key of a block cipher.
pub type Key<C> = aes::cipher::Key<C>;

/// The block cipher of every fieldgate key: AES-256, forward direction only.
pub type Aes256 = aes::Aes256Enc;

/// A key has a length that the mode doesn't take.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub struct WrongKeyLength;

/// A message is longer than the mode allows.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub struct TooLong;

/// The value is not what was sealed under this key: changed, cut, or sealed under another.
///
/// It says no more than that. How long the refusal took may tell a wrong key commitment from a wrong tag, both of which are
/// of public bytes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub struct NotAuthentic;

/// Doubling in GF(2^128), most significant bit first, without a branch (SP 800-38B section 6.1, RFC 5297 section 2.3).
pub(crate) fn double(block: u128) -> u128 {
    (block << 1) ^ ((block >> 127) * 0x87)
}
