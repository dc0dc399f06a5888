//! What `create` and `register` have in common: a name that must be new.

use std::error::Error;

use fieldgate_core::kmip::attribute::Attribute;

use super::{
    session::Session,
    status::{failed, refused_here},
};

/// Refuses a name that an object has, unless duplicates are allowed.
pub(super) async fn must_be_new(
    session: &Session,
    name: &str,
    allow_duplicate: bool,
) -> Result<(), Box<dyn Error>> {
    if allow_duplicate {
        return Ok(());
    }
    let found = session
        .client
        .locate_by(&[Attribute::Name(name)], 1)
        .await
        .map_err(|error| failed(&error))?;
    match found.first() {
        None => Ok(()),
        Some(id) => Err(refused_here(format!(
            "KMIP server {} already has an object named {name:?}, with Unique Identifier {id}: choose another name, or allow a second one with --allow-duplicate",
            session.server
        ))
        .into()),
    }
}
