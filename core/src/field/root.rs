//! The root key of a partition, as the key server holds it.

use crate::{
    cipher::{Aes256, cmac::CmacKey, kdf},
    id::KeyId,
    secret::Secret,
};

/// A root key, expanded. Nothing is sealed under it; keys are derived from it.
pub struct RootKey {
    mac: CmacKey<Aes256>,
    id: KeyId,
}

impl RootKey {
    /// Bytes of a root key: an AES-256 key.
    pub const BYTES: usize = 32;

    /// Expands a root key and computes its id.
    #[must_use]
    pub fn new(secret: &Secret<32>) -> Self {
        let mac = CmacKey::new(secret.expose().into());
        let mut id = [0; 4];
        kdf::derive(&mac, b"fieldgate/1 key id", &[], &mut id);
        Self { mac, id: KeyId(id) }
    }

    /// The key's public id: the first 32 bits of a derivation that serves nothing else.
    #[must_use]
    pub const fn id(&self) -> KeyId {
        self.id
    }

    pub(super) fn derive<const N: usize>(&self, label: &[u8], context: &[&[u8]]) -> Secret<N> {
        let mut secret = Secret::zeroed();
        kdf::derive(&self.mac, label, context, secret.expose_mut());
        secret
    }
}
