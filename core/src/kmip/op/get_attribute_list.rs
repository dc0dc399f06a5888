//! Get Attribute List (section 4.13): which attributes an object has.

use super::super::attribute::{AttributeKind, read_reference};
use super::super::{Error, Operation, ProtocolVersion, Request, Target};
use super::unique_identifier_if_text;
use crate::ttlv::{self, Items, Writer};

/// Asks which attributes an object has.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct GetAttributeList<'q> {
    /// Which object.
    pub target: Target<'q>,
}

impl Request for GetAttributeList<'_> {
    const OPERATION: Operation = Operation::GET_ATTRIBUTE_LIST;
    const SINCE: ProtocolVersion = ProtocolVersion::V1_0;
    type Response<'a> = GetAttributeListResponse<'a>;

    fn write(&self, w: &mut Writer<'_>, _: ProtocolVersion) -> Result<(), ttlv::Error> {
        self.target.write(w)
    }

    fn read(payload: Items<'_>) -> Result<GetAttributeListResponse<'_>, Error> {
        Ok(GetAttributeListResponse {
            unique_identifier: unique_identifier_if_text(payload)?,
            kinds: AttributeList { payload },
        })
    }
}

/// What comes back.
#[derive(Clone, Copy, Debug)]
pub struct GetAttributeListResponse<'a> {
    /// Which object the server says it is.
    pub unique_identifier: Option<&'a str>,
    /// Which attributes it has.
    pub kinds: AttributeList<'a>,
}

/// Which attributes an object has: an iterator.
#[derive(Clone, Copy, Debug)]
pub struct AttributeList<'a> {
    payload: Items<'a>,
}

impl<'a> Iterator for AttributeList<'a> {
    type Item = Result<AttributeKind<'a>, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        self.payload.find_map(|item| {
            item.map_err(Error::from)
                .and_then(|item| read_reference(&item))
                .transpose()
        })
    }
}
