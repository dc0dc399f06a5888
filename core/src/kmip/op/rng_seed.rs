//! RNG Seed (section 4.36; KMIP 1.2 and later): entropy for the server's generator.

use super::super::payload::need;
use super::super::{Error, Operation, ProtocolVersion, Request, tags};
use crate::ttlv::{self, Items, Writer};

/// Gives entropy to the server. The response is how many bytes of it the server took. No `Debug`: it is secret.
#[derive(Clone, Copy)]
pub struct RngSeed<'q> {
    /// The entropy.
    pub data: &'q [u8],
}

impl Request for RngSeed<'_> {
    const OPERATION: Operation = Operation::RNG_SEED;
    const SINCE: ProtocolVersion = ProtocolVersion::V1_2;
    type Response<'a> = i32;

    fn write(&self, w: &mut Writer<'_>, _: ProtocolVersion) -> Result<(), ttlv::Error> {
        w.byte_string(tags::DATA, self.data)
    }

    fn read(payload: Items<'_>) -> Result<i32, Error> {
        need(payload, tags::DATA_LENGTH)
    }
}
