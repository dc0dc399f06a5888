//! Derivation of the AES keys.

use aes::cipher::KeyInit;

use super::OrderError;
use crate::{
    cipher::Aes256,
    field::{
        Context, DeriveError, RootKey, Scheme,
        leakage::{Admitted, Domain},
    },
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
/// Values of so few bytes that they are too few for the scheme need the override, whatever was said of the field.
pub(super) fn derive(
    root: &RootKey,
    label: &[u8],
    context: &Context<'_>,
    admitted: Admitted,
    parameters: u8,
    value_bytes: u8,
) -> Result<Aes256, OrderError> {
    let wanted = if label == ORDER_REVEAL {
        Scheme::OrderReveal
    } else {
        Scheme::Order
    };
    if admitted.scheme() != wanted {
        return Err(DeriveError::OtherScheme(admitted.scheme()).into());
    }
    if !admitted.is_override() {
        // A text may end at each place, too.
        let digit_values: u64 = if label == ORDER_TEXT || label == ORDER_TEXT_CHAIN {
            257
        } else {
            256
        };
        let values = digit_values.saturating_pow(u32::from(value_bytes));
        wanted.admit(Domain::Values(values))?;
    }
    let framed = context.framed().map_err(DeriveError::from)?;
    let [a, b, c, d, e, f, g, h, tail] = framed.parts();
    let setting = [2, parameters, value_bytes];
    let key = root.derive::<32>(label, &[a, b, c, d, e, f, g, h, tail, &setting]);
    Ok(Aes256::new(key.expose().into()))
}
