//! Export (section 4.40; KMIP 1.4 and later): an object with all its attributes.

use super::super::attribute::Attributes;
use super::super::payload::need;
use super::super::{Error, Object, ObjectType, Operation, ProtocolVersion, Request, Target, tags};
use super::{ObjectForm, unique_identifier};
use crate::ttlv::{self, Items, Writer};

/// Fetches an object with all its attributes, to import it elsewhere. A destroyed object comes without its key.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Export<'q> {
    /// Which object.
    pub target: Target<'q>,
    /// In which form.
    pub form: ObjectForm<'q>,
}

impl Request for Export<'_> {
    const OPERATION: Operation = Operation::EXPORT;
    const SINCE: ProtocolVersion = ProtocolVersion::V1_4;
    type Response<'a> = ExportResponse<'a>;

    fn fits(&self, version: ProtocolVersion) -> Result<(), Error> {
        self.form.fits(version)
    }

    fn write(&self, w: &mut Writer<'_>, version: ProtocolVersion) -> Result<(), ttlv::Error> {
        self.target.write(w)?;
        self.form.write(w, version)
    }

    fn read(payload: Items<'_>) -> Result<ExportResponse<'_>, Error> {
        let kind: ObjectType = need(payload, tags::OBJECT_TYPE)?;
        Ok(ExportResponse {
            unique_identifier: unique_identifier(payload)?,
            attributes: Attributes::stated(payload)?,
            object: Object::read(kind, payload)?,
        })
    }
}

/// What Export hands back. No `Debug`: it holds the key.
pub struct ExportResponse<'a> {
    /// The object's Unique Identifier.
    pub unique_identifier: &'a str,
    /// Its attributes.
    pub attributes: Attributes<'a>,
    /// The object.
    pub object: Object<'a>,
}
