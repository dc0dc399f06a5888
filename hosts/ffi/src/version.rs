//! Which library this is.

/// The interface's version: raised when a function or a type changes in a way that needs callers to be compiled again.
pub const FG_INTERFACE_VERSION: u32 = 1;

/// The version of the library that is linked. It is to equal `FG_INTERFACE_VERSION` of the header.
#[unsafe(no_mangle)]
pub extern "C" fn fg_interface_version() -> u32 {
    FG_INTERFACE_VERSION
}
