//! Scheme `random`: AES-256-GCM with a random nonce and a key commitment.
//!
//! Body: nonce 12 ‖ commitment 16 ‖ ciphertext ‖ tag 16, with the frame's header as associated data. The context needs
//! no place in the associated data: it is in the derivation of the key, to which the commitment ties the value.

use super::root::RootKey;
use crate::cipher::{Aes256, committing::CommittingGcm};

pub(super) fn derive(root: &RootKey, context: &[&[u8]]) -> CommittingGcm<Aes256> {
    CommittingGcm::new(
        root.derive::<32>(b"fieldgate/1 random", context)
            .expose()
            .into(),
    )
}
