//! Get (section 4.11) of an object of any kind, in any form.

use super::super::payload::{need, put};
use super::super::{
    Error, KeyCompressionType, KeyFormatType, KeyWrapType, KeyWrappingSpecification, Object,
    ObjectType, Operation, ProtocolVersion, Request, Target, tags,
};
use super::unique_identifier_if_text;
use crate::ttlv::{self, Items, Writer};

/// In which form an object is to come: what is left out, the server chooses.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct ObjectForm<'q> {
    /// How the material is laid out.
    pub format: Option<KeyFormatType>,
    /// Whether it comes wrapped as it was registered, or not wrapped (KMIP 1.4).
    pub wrap_type: Option<KeyWrapType>,
    /// How the point of an elliptic curve public key is compressed.
    pub compression: Option<KeyCompressionType>,
    /// How it is to be wrapped.
    pub wrapping: Option<KeyWrappingSpecification<'q>>,
}

impl ObjectForm<'_> {
    pub(super) fn fits(&self, version: ProtocolVersion) -> Result<(), Error> {
        if self.wrap_type.is_some() {
            version.has_field(tags::KEY_WRAP_TYPE, ProtocolVersion::V1_4)?;
        }
        match &self.wrapping {
            Some(wrapping) => wrapping.fits(version),
            None => Ok(()),
        }
    }

    pub(super) fn write(
        &self,
        w: &mut Writer<'_>,
        version: ProtocolVersion,
    ) -> Result<(), ttlv::Error> {
        put(w, tags::KEY_FORMAT_TYPE, self.format)?;
        put(w, tags::KEY_WRAP_TYPE, self.wrap_type)?;
        put(w, tags::KEY_COMPRESSION_TYPE, self.compression)?;
        match &self.wrapping {
            Some(wrapping) => wrapping.write(w, version),
            None => Ok(()),
        }
    }
}

/// Fetches an object of any kind. [`Get`](super::Get) and [`GetWrapped`](super::GetWrapped) check more of what comes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct GetObject<'q> {
    /// Which object.
    pub target: Target<'q>,
    /// In which form.
    pub form: ObjectForm<'q>,
}

impl Request for GetObject<'_> {
    const OPERATION: Operation = Operation::GET;
    const SINCE: ProtocolVersion = ProtocolVersion::V1_0;
    type Response<'a> = GetObjectResponse<'a>;

    fn fits(&self, version: ProtocolVersion) -> Result<(), Error> {
        self.form.fits(version)
    }

    fn write(&self, w: &mut Writer<'_>, version: ProtocolVersion) -> Result<(), ttlv::Error> {
        self.target.write(w)?;
        self.form.write(w, version)
    }

    fn read(payload: Items<'_>) -> Result<GetObjectResponse<'_>, Error> {
        let kind: ObjectType = need(payload, tags::OBJECT_TYPE)?;
        Ok(GetObjectResponse {
            unique_identifier: unique_identifier_if_text(payload)?,
            object: Object::read(kind, payload)?,
        })
    }
}

/// What Get hands back. No `Debug`: it holds the key.
pub struct GetObjectResponse<'a> {
    /// Which object the server says it is.
    pub unique_identifier: Option<&'a str>,
    /// The object.
    pub object: Object<'a>,
}
