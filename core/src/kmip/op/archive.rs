//! Archive (section 4.22): an object is moved off-line.

on_object! {
    /// Lets the server move an object off-line, from where only Recover brings it back. The response is its Unique Identifier, if the server sends it.
    Archive = ARCHIVE
}
