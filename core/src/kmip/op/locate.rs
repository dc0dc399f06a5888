//! Locate (section 4.9): which keys have these attributes.

use super::super::attribute::{Attribute, attributes_fit, write_filter};
use super::super::enumerations::ObjectGroupMember;
use super::super::payload::{put, take};
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

    fn fits(&self, version: ProtocolVersion) -> Result<(), Error> {
        attributes_fit(version, self.attributes)
    }

    fn write(&self, w: &mut Writer<'_>, version: ProtocolVersion) -> Result<(), ttlv::Error> {
        w.integer(tags::MAXIMUM_ITEMS, self.items_max)?;
        write_filter(w, version, self.attributes)
    }

    fn read(payload: Items<'_>) -> Result<LocatedIdentifiers<'_>, Error> {
        Ok(LocatedIdentifiers::of(payload))
    }
}

/// [`Locate`], with what few need.
#[derive(Clone, Copy, Debug)]
pub struct LocatePage<'q> {
    /// What is looked for, and how many are wanted.
    pub locate: Locate<'q>,
    /// How many of those found are left out first (KMIP 1.3).
    pub offset_items: Option<i32>,
    /// Where the objects are: [`storage_status`](super::super::enumerations::storage_status) bits. Left out, only
    /// those on-line are found.
    pub storage_status: Option<i32>,
    /// Which member of an Object Group (KMIP 1.1).
    pub group_member: Option<ObjectGroupMember>,
}

impl Request for LocatePage<'_> {
    const OPERATION: Operation = Operation::LOCATE;
    const SINCE: ProtocolVersion = ProtocolVersion::V1_0;
    type Response<'a> = LocatedIdentifiers<'a>;

    fn fits(&self, version: ProtocolVersion) -> Result<(), Error> {
        if self.offset_items.is_some() {
            version.has_field(tags::OFFSET_ITEMS, ProtocolVersion::V1_3)?;
        }
        if self.group_member.is_some() {
            version.has_field(tags::OBJECT_GROUP_MEMBER, ProtocolVersion::V1_1)?;
        }
        self.locate.fits(version)
    }

    fn write(&self, w: &mut Writer<'_>, version: ProtocolVersion) -> Result<(), ttlv::Error> {
        w.integer(tags::MAXIMUM_ITEMS, self.locate.items_max)?;
        put(w, tags::OFFSET_ITEMS, self.offset_items)?;
        put(w, tags::STORAGE_STATUS_MASK, self.storage_status)?;
        put(w, tags::OBJECT_GROUP_MEMBER, self.group_member)?;
        write_filter(w, version, self.locate.attributes)
    }

    fn read(payload: Items<'_>) -> Result<LocatedIdentifiers<'_>, Error> {
        Locate::read(payload)
    }
}

/// The Unique Identifiers of what was found: an iterator.
#[derive(Clone, Copy, Debug)]
pub struct LocatedIdentifiers<'a> {
    payload: Items<'a>,
}

impl<'a> LocatedIdentifiers<'a> {
    pub(super) const fn of(payload: Items<'a>) -> Self {
        Self { payload }
    }

    /// Located Items (KMIP 1.3): how many objects there are in all, also those beyond what was asked for. Some servers
    /// leave it out.
    ///
    /// # Errors
    /// When it isn't a number.
    pub fn total(&self) -> Result<Option<i32>, Error> {
        take(self.payload, tags::LOCATED_ITEMS)
    }
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
