//! Activate (section 4.19): a Pre-Active key becomes Active.

use super::super::{Error, Operation, ProtocolVersion, Request, tags};
use super::unique_identifier_if_text;
use crate::ttlv::{self, Items, Writer};

/// Makes a key Active. The response is its Unique Identifier, if the server sends it.
#[derive(Clone, Copy, Debug)]
pub struct Activate<'q> {
    /// Which key.
    pub unique_identifier: &'q str,
}

impl Request for Activate<'_> {
    const OPERATION: Operation = Operation::ACTIVATE;
    type Response<'a> = Option<&'a str>;

    fn write(&self, w: &mut Writer<'_>, _: ProtocolVersion) -> Result<(), ttlv::Error> {
        w.text_string(tags::UNIQUE_IDENTIFIER, self.unique_identifier)
    }

    fn read(payload: Items<'_>) -> Result<Option<&str>, Error> {
        unique_identifier_if_text(payload)
    }
}
