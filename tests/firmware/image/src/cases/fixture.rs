//! The field and the root key of all known answers.

use fieldgate_core::field::{Context, FieldType, RootKey};
use fieldgate_core::secret::Secret;

use super::Wrong;

/// The field.
pub(crate) const CONTEXT: Context<'static> = Context {
    tenant: "demo",
    partition: "films",
    object: "film",
    field: "director",
    kind: FieldType::Text,
    epoch: 0,
};

/// The root key.
pub(crate) fn root() -> Result<RootKey, Wrong> {
    let secret = Secret::copied_from(&[7; 32]).ok_or(Wrong)?;
    Ok(RootKey::new(&secret))
}
