//! The encrypting reverse proxy.

pub mod keyring;
