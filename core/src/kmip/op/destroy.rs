//! Destroy (section 4.21): the server forgets a key's material.

use super::super::{Error, Operation, ProtocolVersion, Request, Target};
use super::unique_identifier_if_text;
use crate::ttlv::{self, Items, Writer};

/// Destroys a key for ever. The response is its Unique Identifier, if the server sends it.
///
/// Servers refuse this for an Active key: revoke it first.
#[derive(Clone, Copy, Debug)]
pub struct Destroy<'q> {
    /// Which key.
    pub target: Target<'q>,
}

impl Request for Destroy<'_> {
    const OPERATION: Operation = Operation::DESTROY;
    const SINCE: ProtocolVersion = ProtocolVersion::V1_0;
    type Response<'a> = Option<&'a str>;

    fn write(&self, w: &mut Writer<'_>, _: ProtocolVersion) -> Result<(), ttlv::Error> {
        self.target.write(w)
    }

    fn read(payload: Items<'_>) -> Result<Option<&str>, Error> {
        unique_identifier_if_text(payload)
    }
}
