//! Adjust Attribute (KMIP 2.0 and later; KMIP 2.1 section 6.1.3): an attribute is counted up or down, or turned over.

use super::super::attribute::{AttributeKind, kinds_fit, write_reference};
use super::super::payload::put;
use super::super::{AdjustmentType, Error, Operation, ProtocolVersion, Request, Target, tags};
use super::unique_identifier_if_text;
use crate::ttlv::{self, Items, Value, Writer};

/// Changes an attribute from what it is. The response is the object's Unique Identifier, if the server sends it.
#[derive(Clone, Copy, Debug)]
pub struct AdjustAttribute<'q> {
    /// Which object.
    pub target: Target<'q>,
    /// Which attribute: of a number, or a Boolean.
    pub kind: AttributeKind<'q>,
    /// How.
    pub adjustment: AdjustmentType,
    /// By how much. Left out, by one.
    pub by: Option<Value<'q>>,
}

impl Request for AdjustAttribute<'_> {
    const OPERATION: Operation = Operation::ADJUST_ATTRIBUTE;
    const SINCE: ProtocolVersion = ProtocolVersion::V2_0;
    type Response<'a> = Option<&'a str>;

    fn fits(&self, version: ProtocolVersion) -> Result<(), Error> {
        kinds_fit(version, &[self.kind])
    }

    fn write(&self, w: &mut Writer<'_>, version: ProtocolVersion) -> Result<(), ttlv::Error> {
        self.target.write(w)?;
        write_reference(w, version, self.kind)?;
        put(w, tags::ADJUSTMENT_TYPE, Some(self.adjustment))?;
        match self.by {
            Some(value) => w.value(tags::ADJUSTMENT_VALUE, &value),
            None => Ok(()),
        }
    }

    fn read(payload: Items<'_>) -> Result<Option<&str>, Error> {
        unique_identifier_if_text(payload)
    }
}
