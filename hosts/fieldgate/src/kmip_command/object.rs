//! Which object a command is about: by its name, which must be the only one, or by its Unique Identifier.

use std::error::Error;

use clap::Args;
use fieldgate_core::kmip::attribute::Attribute;
use fieldgate_kmip_client::{KeyAttributes, UniqueIdentifier};

use super::{
    session::Session,
    status::{failed, not_found, refused_here},
};

/// How many objects of a name are looked for, to list them when there are several.
const NAMED_MAX: u16 = 16;

/// An object's identifier, and what the server told of it if it was asked.
type Found = (UniqueIdentifier, Option<KeyAttributes>);

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
        Ok(self.look(session).await?.0)
    }

    /// As [`Self::find`], with what the server tells of the object.
    pub(super) async fn find_described(
        &self,
        session: &Session,
    ) -> Result<(UniqueIdentifier, KeyAttributes), Box<dyn Error>> {
        Ok(match self.look(session).await? {
            (id, Some(attributes)) => (id, attributes),
            (id, None) => {
                let attributes = session.client.get_attributes(&id).await;
                (id, attributes.map_err(|error| failed(&error))?)
            }
        })
    }

    async fn look(&self, session: &Session) -> Result<Found, Box<dyn Error>> {
        let name = match (&self.id, &self.name) {
            (Some(id), _) => return Ok((UniqueIdentifier::new(id.clone()), None)),
            (None, Some(name)) => name,
            (None, None) => return Err(super::usage::usage("give a name or --id").into()),
        };
        let client = &session.client;
        let located = client
            .locate_by(&[Attribute::Name(name)], NAMED_MAX)
            .await
            .map_err(|error| failed(&error))?;
        if located.is_empty() {
            return Err(not_found(format!(
                "KMIP server {} has no object named {name} that we may see; fieldgate kmip locate lists what there is",
                session.server
            ))
            .into());
        }
        // Some servers answer a Locate by name with other objects, too: they are not to be revoked in its place.
        let mut named = Vec::new();
        for id in located {
            let attributes = client
                .get_attributes(&id)
                .await
                .map_err(|error| failed(&error))?;
            if attributes.names.contains(name) {
                named.push((id, Some(attributes)));
            }
        }
        match named.len() {
            0 => Err(refused_here(format!(
                "KMIP server {} answered the search for {name} with objects of other names only: take one with --id; fieldgate kmip locate lists what there is",
                session.server
            ))
            .into()),
            1 => Ok(named.remove(0)),
            several => {
                let ids: Vec<_> = named.iter().map(|(id, _)| id.to_string()).collect();
                Err(refused_here(format!(
                    "KMIP server {} has {several} objects named {name}: take one of them with --id: {}",
                    session.server,
                    ids.join(", ")
                ))
                .into())
            }
        }
    }
}
