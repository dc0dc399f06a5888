//! The root of trust: what wraps the keys that fieldgate keeps at rest.
//!
//! [`RootOfTrust`] is what the rest of fieldgate knows. Behind it is, so far, [`SoftwareRoot`]: a root secret in a file,
//! sealed by a pass phrase. A PKCS#11 token will stand behind the same trait.

mod root_of_trust;
mod scrub;
mod sealed_file;
mod software;

#[cfg(test)]
#[path = "../../tests/tests/kmip_support/own_memory.rs"]
mod own_memory;

pub use root_of_trust::{Binding, RootError, RootOfTrust, WRAPPED_BYTES};
pub use scrub::scrub_stack;
pub use sealed_file::{
    FileError, PassPhrase, read_limited, read_pass_phrase, read_private, write_new,
};
pub use software::SoftwareRoot;
