//! Locate (section 4.9): which keys have these attributes.

use super::super::attribute::{Attribute, write_filter};
use super::super::{Error, Operation, ProtocolVersion, Request, tags};
use crate::ttlv::{self, Items, Writer};

/// Looks for keys by their attributes.
#[derive(Clone, Copy, Debug)]
pub struct Locate<'q> {
    /// How many are wanted.
    pub items_max: i32,
    /// What they all shall have.
    pub attributes: &'q [Attribute<'q>],
}

impl Request for Locate<'_> {
    const OPERATION: Operation = Operation::LOCATE;
    const SINCE: ProtocolVersion = ProtocolVersion::V1_0;
    type Response<'a> = LocatedIdentifiers<'a>;

    fn write(&self, w: &mut Writer<'_>, version: ProtocolVersion) -> Result<(), ttlv::Error> {
        w.integer(tags::MAXIMUM_ITEMS, self.items_max)?;
        write_filter(w, version, self.attributes)
    }

    fn read(payload: Items<'_>) -> Result<LocatedIdentifiers<'_>, Error> {
        Ok(LocatedIdentifiers { payload })
    }
}

/// The Unique Identifiers of what was found: an iterator.
#[derive(Clone, Copy, Debug)]
pub struct LocatedIdentifiers<'a> {
    payload: Items<'a>,
}

impl<'a> Iterator for LocatedIdentifiers<'a> {
    type Item = Result<&'a str, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        self.payload.find_map(|item| match item {
            Ok(item) if item.tag == tags::UNIQUE_IDENTIFIER => {
                Some(item.text().map_err(Error::from))
            }
            Ok(_) => None,
            Err(error) => Some(Err(error.into())),
        })
    }
}
