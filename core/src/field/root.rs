//! The root key of a partition, as the key server holds it.

use subtle::ConstantTimeEq;

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

    /// What tells this key from any other, also from one that was made to have the same id.
    #[must_use]
    pub fn pin(&self) -> KeyPin {
        KeyPin(self.derive(b"fieldgate/1 key pin", &[]))
    }

    pub(super) fn derive<const N: usize>(&self, label: &[u8], context: &[&[u8]]) -> Secret<N> {
        let mut secret = Secret::zeroed();
        kdf::derive(&self.mac, label, context, secret.expose_mut());
        secret
    }
}

/// 256 bits derived from a key, to recognise it by.
pub struct KeyPin(Secret<32>);

impl KeyPin {
    /// Whether both are of the same key; in constant time.
    #[must_use]
    pub fn matches(&self, other: &Self) -> bool {
        self.0.expose().ct_eq(other.0.expose()).into()
    }
}
