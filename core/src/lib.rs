//! fieldgate's core: field encryption, key slots and KMIP, for servers and for firmware.
//!
//! `no_std`, no heap, no unsafe code, no clock, no random numbers and no IO of its own: callers pass `now`, random bytes
//! and buffers. The rooms, and the arrows between them (none goes back):
//!
//! - `cipher` ← `field`: standard modes over AES; sealing and opening of one field
//! - [`secret`] ← `slot`: key bytes that are wiped; a fixed table of keys that expire
//! - [`ttlv`] ← [`kmip`]: the encoding; the messages and the exchange, without a socket
//! - [`id`], [`time`]: small public values and encodings used by the rest
#![no_std]
// Nothing here panics on any input; tests may.
#![cfg_attr(
    not(test),
    warn(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::panic,
        clippy::unreachable,
        clippy::indexing_slicing
    )
)]

pub mod cipher;
pub mod field;
pub mod id;
pub mod kmip;
pub mod secret;
pub mod slot;
pub mod time;
pub mod ttlv;
