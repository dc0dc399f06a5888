//! What ties a payload to the parts that stand beside it in a composed value.

use crate::cipher::cmac::TAG_BYTES;

/// Bytes of a [`Binding`].
pub(super) const BINDING_BYTES: usize = TAG_BYTES;
/// A MAC over what stands beside a payload, which the payload's own tag covers.
pub(super) type Binding = [u8; BINDING_BYTES];
