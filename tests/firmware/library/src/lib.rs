//! The C interface of hosts/ffi as a static library for firmware: with the versions that this workspace's lock file holds.
#![no_std]

pub use fieldgate_ffi::*;
