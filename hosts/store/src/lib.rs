//! What fieldgate keeps on disk. So far: local keys, each a file, wrapped by the root of trust.

mod key_name;
mod local_key;

pub use key_name::{KeyName, UnfitName};
pub use local_key::{LocalKeyError, LocalKeys};
