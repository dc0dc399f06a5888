//! Get Attributes (section 4.12).

use super::super::attribute::{AttributeKind, Attributes, kinds_fit, write_references};
use super::super::{Error, Operation, ProtocolVersion, Request, Target};
use super::unique_identifier_if_text;
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
    type Response<'a> = GetAttributesResponse<'a>;

    fn fits(&self, version: ProtocolVersion) -> Result<(), Error> {
        kinds_fit(version, self.kinds)
    }

    fn write(&self, w: &mut Writer<'_>, version: ProtocolVersion) -> Result<(), ttlv::Error> {
        self.target.write(w)?;
        write_references(w, version, self.kinds)
    }

    fn read(payload: Items<'_>) -> Result<GetAttributesResponse<'_>, Error> {
        Ok(GetAttributesResponse {
            unique_identifier: unique_identifier_if_text(payload)?,
            attributes: Attributes::in_payload(payload)?,
        })
    }
}

/// What comes back.
#[derive(Clone, Copy, Debug)]
pub struct GetAttributesResponse<'a> {
    /// Which object the server says it is.
    pub unique_identifier: Option<&'a str>,
    /// Its attributes.
    pub attributes: Attributes<'a>,
}
