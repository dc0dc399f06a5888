//! Get Attributes (section 4.12).

use super::super::attribute::{AttributeKind, Attributes, kinds_fit, write_references};
use super::super::{Error, Operation, ProtocolVersion, Request, Target};
use crate::ttlv::{self, Items, Writer};

/// Asks for some attributes of an object.
#[derive(Clone, Copy, Debug)]
pub struct GetAttributes<'q> {
    /// Which object.
    pub target: Target<'q>,
    /// Which attributes: none named means all.
    pub kinds: &'q [AttributeKind<'q>],
}

impl Request for GetAttributes<'_> {
    const OPERATION: Operation = Operation::GET_ATTRIBUTES;
    const SINCE: ProtocolVersion = ProtocolVersion::V1_0;
    type Response<'a> = Attributes<'a>;

    fn fits(&self, version: ProtocolVersion) -> Result<(), Error> {
        kinds_fit(version, self.kinds)
    }

    fn write(&self, w: &mut Writer<'_>, version: ProtocolVersion) -> Result<(), ttlv::Error> {
        self.target.write(w)?;
        write_references(w, version, self.kinds)
    }

    fn read(payload: Items<'_>) -> Result<Attributes<'_>, Error> {
        Attributes::in_payload(payload)
    }
}
