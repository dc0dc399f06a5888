//! The C interface of fieldgate's core, for hosts and for firmware. The header is `include/fieldgate.h`, made by cbindgen.
//!
//! Objects live in the caller's storage, errors are numbers, nothing is allocated and no panic crosses. The map:
//!
//! - [`status`]: the one type of errors, and its text for people
//! - `memory`, `storage`, `guard`: the checks on every pointer and object that comes from C; the only places that follow one
//! - [`string`](mod@string), [`root_key`], [`context`], [`field_cipher`]: from a key to the cipher of one field
//! - [`scheme`]: what an application can do with a field, and over which domains
//! - [`text`], [`frame`]: the two forms of a sealed value
//! - [`token`], [`order`], [`mod@format`], [`value`]: the other schemes, and the numbers that they take
//! - [`key_slots`]: keys that expire
//! - [`key_wrap`]: keys under a key
//! - [`kmip`]: keys from a key server, over the caller's own line
//! - [`version`], [`wipe`]: what the library is; overwriting the caller's own secrets
//!
//! # Safety
//!
//! All functions here have one contract, which the caller keeps; the library checks all else.
//!
//! - A pointer with a length points to that many bytes that the function may read, or write if it isn't `const`. Without
//!   a length, it points to one of its type. A length of 0 goes with any pointer, null too.
//! - Storage of an object is all zeros before its first use, and is then changed by these functions only. It isn't moved or
//!   copied while it holds an object: the copy is refused.
//! - While a function runs, nobody else writes to what it reads, or reads or writes what it writes.
//! - A callback returns: it doesn't throw, jump out or end the thread.
//!
//! Null pointers, pointers that aren't aligned, lengths that no memory has, buffers that overlap, storage that holds no
//! object or one of another kind: each has a status of its own, and nothing is done.
#![cfg_attr(not(feature = "std"), no_std)]
#![allow(
    non_camel_case_types,
    reason = "types are called here what they are called in C"
)]
#![allow(
    clippy::missing_safety_doc,
    reason = "all functions have one contract, which stands in this file's docs"
)]
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

pub mod context;
pub mod field_cipher;
pub mod format;
pub mod frame;
mod guard;
pub mod key_slots;
pub mod key_wrap;
pub mod kmip;
mod memory;
pub mod order;
#[cfg(all(feature = "firmware", not(feature = "std")))]
mod panic;
pub mod root_key;
pub mod scheme;
pub mod status;
mod storage;
pub mod string;
pub mod text;
pub mod token;
pub mod value;
pub mod version;
pub mod wipe;
