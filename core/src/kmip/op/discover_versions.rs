//! Discover Versions (section 4.26; KMIP 1.1 and later).

use super::super::{Error, Operation, ProtocolVersion, Request, tags};
use crate::ttlv::{self, Items, Writer};

/// Asks which versions the server speaks. No version is named, so the server lists all of its own.
#[derive(Clone, Copy, Debug)]
pub struct DiscoverVersions;

impl Request for DiscoverVersions {
    const OPERATION: Operation = Operation::DISCOVER_VERSIONS;
    const SINCE: ProtocolVersion = ProtocolVersion::V1_1;
    type Response<'a> = OfferedVersions<'a>;

    fn write(&self, _: &mut Writer<'_>, _: ProtocolVersion) -> Result<(), ttlv::Error> {
        Ok(())
    }

    fn read(payload: Items<'_>) -> Result<OfferedVersions<'_>, Error> {
        Ok(OfferedVersions { payload })
    }
}

/// The versions that a server speaks: an iterator, in the server's order of preference.
#[derive(Clone, Copy, Debug)]
pub struct OfferedVersions<'a> {
    payload: Items<'a>,
}

impl Iterator for OfferedVersions<'_> {
    type Item = Result<ProtocolVersion, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        self.payload.find_map(|item| match item {
            Ok(item) if item.tag == tags::PROTOCOL_VERSION => Some(
                item.structure()
                    .map_err(Error::from)
                    .and_then(ProtocolVersion::read),
            ),
            Ok(_) => None,
            Err(error) => Some(Err(error.into())),
        })
    }
}
