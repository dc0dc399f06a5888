//! Schemes `order` and `order-reveal`: ciphertexts that sort.

pub mod base32hex;
mod cipher;
mod digits;
mod error;
mod fraction;
mod key;
mod limbs;
mod number;
mod prefix;
mod reveal;
mod subtree;
mod text;

pub use cipher::{OrderCipher, OrderParameters, VALUE_BYTES_MAX};
pub use error::OrderError;
pub use number::{OrderColumn, OrderNumberCipher};
pub use reveal::{OrderRevealCipher, compare};
pub use text::{OrderTextCipher, TEXT_BYTES_MAX, TextFit};
