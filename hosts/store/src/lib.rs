//! What fieldgate keeps on disk. So far: local keys, each a file, wrapped by the root of trust.

mod local_key;

pub use local_key::{LocalKeyError, LocalKeys};
