//! Create Split Key (section 4.38; KMIP 1.2 and later): the server makes a key in parts.

use super::super::attribute::{Attribute, attributes_fit, write_template};
use super::super::payload::{Big, put};
use super::super::{Error, ObjectType, Operation, ProtocolVersion, Request, SplitKeyMethod, tags};
use super::LocatedIdentifiers;
use crate::ttlv::{self, Items, Writer};

/// Makes a key in parts, or splits one. The response is the Unique Identifiers of the parts.
#[derive(Clone, Copy, Debug)]
pub struct CreateSplitKey<'q> {
    /// What kind of key.
    pub kind: ObjectType,
    /// The key to split; left out, a new one is made. The ID Placeholder isn't meant here.
    pub unique_identifier: Option<&'q str>,
    /// How many parts.
    pub parts: i32,
    /// How many of them are needed.
    pub threshold: i32,
    /// How.
    pub method: SplitKeyMethod,
    /// Prime Field Size, for Polynomial Sharing Prime Field: two's complement.
    pub prime_field_size: Option<&'q [u8]>,
    /// What the key shall have.
    pub attributes: &'q [Attribute<'q>],
}

impl Request for CreateSplitKey<'_> {
    const OPERATION: Operation = Operation::CREATE_SPLIT_KEY;
    const SINCE: ProtocolVersion = ProtocolVersion::V1_2;
    type Response<'a> = LocatedIdentifiers<'a>;

    fn fits(&self, version: ProtocolVersion) -> Result<(), Error> {
        attributes_fit(version, self.attributes)
    }

    fn write(&self, w: &mut Writer<'_>, version: ProtocolVersion) -> Result<(), ttlv::Error> {
        put(w, tags::OBJECT_TYPE, Some(self.kind))?;
        put(w, tags::UNIQUE_IDENTIFIER, self.unique_identifier)?;
        w.integer(tags::SPLIT_KEY_PARTS, self.parts)?;
        w.integer(tags::SPLIT_KEY_THRESHOLD, self.threshold)?;
        put(w, tags::SPLIT_KEY_METHOD, Some(self.method))?;
        put(w, tags::PRIME_FIELD_SIZE, self.prime_field_size.map(Big))?;
        write_template(w, version, self.attributes)
    }

    fn read(payload: Items<'_>) -> Result<LocatedIdentifiers<'_>, Error> {
        Ok(LocatedIdentifiers::of(payload))
    }
}
