//! What others made of the same, by group. Without the feature `peers` there is none, and nothing of theirs is built:
//! counting instructions needs ours only.

#[cfg(feature = "peers")]
mod aead;
#[cfg(feature = "peers")]
mod ff1;
#[cfg(feature = "peers")]
mod hmac;
#[cfg(not(feature = "peers"))]
mod none;
#[cfg(feature = "peers")]
mod order;

#[cfg(not(feature = "peers"))]
pub(super) use none::{
    equal, format, order, order_number, order_reveal, order_text, random, words,
};
#[cfg(feature = "peers")]
pub(super) use {
    aead::{equal, random},
    ff1::format,
    hmac::words,
    order::{order, order_number, order_reveal, order_text},
};

pub(super) const RING_SEAL: &str = "ring AES-256-GCM seal";
pub(super) const RING_OPEN: &str = "ring AES-256-GCM open";
pub(super) const GCM_SIV: &str = "aws-lc-rs AES-256-GCM-SIV seal";
pub(super) const HMAC: &str = "ring HMAC-SHA256";
pub(super) const CLLW: &str = "cllw-ore, order-preserving";
pub(super) const CLLW_ENCRYPT: &str = "cllw-ore encrypt";
pub(super) const CLLW_COMPARE: &str = "cllw-ore compare";
pub(super) const FPE: &str = "fpe FF1, 16 digits";
pub(super) const FPE_LETTERS: &str = "fpe FF1, 16 letters and digits";
