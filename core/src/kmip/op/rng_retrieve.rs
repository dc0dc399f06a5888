//! RNG Retrieve (section 4.35; KMIP 1.2 and later): random bytes.

use super::super::payload::need;
use super::super::{Error, Operation, ProtocolVersion, Request, tags};
use crate::ttlv::{self, Items, Writer};

/// Asks for random bytes. The response is the bytes, perhaps fewer than asked for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct RngRetrieve {
    /// How many.
    pub length_bytes: i32,
}

impl Request for RngRetrieve {
    const OPERATION: Operation = Operation::RNG_RETRIEVE;
    const SINCE: ProtocolVersion = ProtocolVersion::V1_2;
    type Response<'a> = &'a [u8];

    fn write(&self, w: &mut Writer<'_>, _: ProtocolVersion) -> Result<(), ttlv::Error> {
        w.integer(tags::DATA_LENGTH, self.length_bytes)
    }

    fn read(payload: Items<'_>) -> Result<&[u8], Error> {
        need(payload, tags::DATA)
    }
}
