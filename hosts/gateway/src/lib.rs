//! The encrypting reverse proxy.

pub mod fields;
pub mod keyring;
