//! Which object a command is about: by its name, which must be the only one, or by its Unique Identifier.

use std::error::Error;

use clap::Args;
use fieldgate_core::kmip::attribute::{Attribute, AttributeKind};
use fieldgate_kmip_client::UniqueIdentifier;

use super::{
    session::Session,
    status::{failed, not_found, refused_here},
};

/// How many objects of a name are looked for, to list them when there are several.
const NAMED_MAX: u16 = 16;

#[derive(Args)]
#[group(id = "object", required = true, multiple = false)]
pub(super) struct ObjectArguments {
    /// The object's name.
    name: Option<String>,
    /// The object's Unique Identifier, instead of its name.
    #[arg(long, value_name = "ID")]
    id: Option<String>,
}

impl ObjectArguments {
    /// The object's identifier: that which is given, or that of the only object of the name.
    pub(super) async fn find(&self, session: &Session) -> Result<UniqueIdentifier, Box<dyn Error>> {
        let name = match (&self.id, &self.name) {
            (Some(id), _) => return Ok(UniqueIdentifier::new(id.clone())),
            (None, Some(name)) => name,
            (None, None) => return Err(super::usage::usage("give a name or --id").into()),
        };
        let found = session
            .client
            .locate_by(&[Attribute::Name(name)], NAMED_MAX)
            .await
            .map_err(|error| failed(&error))?;
        match found.as_slice() {
            [only] => {
                is_called(session, only, name).await?;
                Ok(only.clone())
            }
            [] => Err(not_found(format!(
                "KMIP server {} has no object named {name} that we may see; fieldgate kmip locate lists what there is",
                session.server
            ))
            .into()),
            several => {
                let ids: Vec<_> = several.iter().map(ToString::to_string).collect();
                Err(refused_here(format!(
                    "KMIP server {} has {} objects named {name}: take one of them with --id: {}",
                    session.server,
                    ids.len(),
                    ids.join(", ")
                ))
                .into())
            }
        }
    }
}

/// Some servers answer a Locate by name with other objects, and what is found here may be destroyed.
async fn is_called(
    session: &Session,
    id: &UniqueIdentifier,
    name: &str,
) -> Result<(), Box<dyn Error>> {
    let is_it = session
        .client
        .read_attributes(id, &[AttributeKind::Name], |attributes| {
            attributes.has_name(name)
        })
        .await
        .map_err(|error| failed(&error))?;
    if is_it {
        return Ok(());
    }
    Err(refused_here(format!(
        "asked for the object named {name}, KMIP server {} answered with {id}, which is not called so: nothing was done; give the one that is meant with --id",
        session.server
    ))
    .into())
}
