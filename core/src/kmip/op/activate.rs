//! Activate (section 4.19): a Pre-Active key becomes Active.

use super::super::{Error, Operation, ProtocolVersion, Request, Target};
use super::unique_identifier_if_text;
use crate::ttlv::{self, Items, Writer};

/// Makes a key Active. The response is its Unique Identifier, if the server sends it.
#[derive(Clone, Copy, Debug)]
pub struct Activate<'q> {
    /// Which key.
    pub target: Target<'q>,
}

impl Request for Activate<'_> {
    const OPERATION: Operation = Operation::ACTIVATE;
    const SINCE: ProtocolVersion = ProtocolVersion::V1_0;
    type Response<'a> = Option<&'a str>;

    fn write(&self, w: &mut Writer<'_>, _: ProtocolVersion) -> Result<(), ttlv::Error> {
        self.target.write(w)
    }

    fn read(payload: Items<'_>) -> Result<Option<&str>, Error> {
        unique_identifier_if_text(payload)
    }
}
