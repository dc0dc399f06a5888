//! Destroy (section 4.21): the server forgets a key's material.

on_object! {
    /// Destroys a key for ever. The response is its Unique Identifier, if the server sends it.
    ///
    /// Servers refuse this for an Active key: revoke it first.
    Destroy = DESTROY
}
