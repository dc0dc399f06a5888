//! Recover (section 4.23): an archived object comes back.

on_object! {
    /// Brings an archived object back on-line. The response is its Unique Identifier, if the server sends it.
    Recover = RECOVER
}
