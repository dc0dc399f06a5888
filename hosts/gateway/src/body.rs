//! Bodies that are rewritten while they stream.

pub mod json;
