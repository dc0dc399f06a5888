//! Derivation of the AES keys.

use aes::cipher::KeyInit;

use crate::{
    cipher::Aes256,
    field::{Context, DeriveError, RootKey, Scheme, leakage::Admitted},
};

/// The number of scheme `order`.
pub(super) const ORDER_NUMBER: u8 = 7;
/// The number of scheme `order-reveal`.
pub(super) const ORDER_REVEAL_NUMBER: u8 = 8;

/// The label for limbs of `order`.
pub(super) const ORDER: &[u8] = b"fieldgate/1 order limbs";
/// The label for the chain over the bytes of a text.
pub(super) const ORDER_TEXT_CHAIN: &[u8] = b"fieldgate/1 order text chain";
/// The label for the limbs of a text.
pub(super) const ORDER_TEXT: &[u8] = b"fieldgate/1 order text limbs";
/// The label for limbs of `order-reveal`.
pub(super) const ORDER_REVEAL: &[u8] = b"fieldgate/1 order-reveal limbs";

/// Derives the AES-256 key for `label` in `context`.
///
/// The number of the parameter set and the bytes of a value follow the framed context, after their own length, so that no two settings share a key.
pub(super) fn derive(
    root: &RootKey,
    label: &[u8],
    context: &Context<'_>,
    admitted: Admitted,
    parameters: u8,
    value_bytes: u8,
) -> Result<Aes256, DeriveError> {
    let wanted = if label == ORDER_REVEAL {
        Scheme::OrderReveal
    } else {
        Scheme::Order
    };
    if admitted.scheme() != wanted {
        return Err(DeriveError::OtherScheme(admitted.scheme()));
    }
    let framed = context.framed()?;
    let [a, b, c, d, e, f, g, h, tail] = framed.parts();
    let setting = [2, parameters, value_bytes];
    let key = root.derive::<32>(label, &[a, b, c, d, e, f, g, h, tail, &setting]);
    Ok(Aes256::new(key.expose().into()))
}
