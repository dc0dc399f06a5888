//! Activate (section 4.19): a Pre-Active key becomes Active.

on_object! {
    /// Makes a key Active. The response is its Unique Identifier, if the server sends it.
    Activate = ACTIVATE
}
