//! Certify (section 4.7): the server has a certificate made for a public key.

use super::super::attribute::{Attribute, attributes_fit, write_template};
use super::super::enumerations::CertificateRequestType;
use super::super::payload::put;
use super::super::{Error, Operation, ProtocolVersion, Request, Target, tags};
use super::unique_identifier;
use crate::ttlv::{self, Items, Writer};

/// A request for a certificate, with what kind it is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct CertificateRequest<'q> {
    /// What kind.
    pub kind: CertificateRequestType,
    /// The request.
    pub value: &'q [u8],
}

impl CertificateRequest<'_> {
    pub(super) fn write(
        &self,
        w: &mut Writer<'_>,
        version: ProtocolVersion,
    ) -> Result<(), ttlv::Error> {
        put(w, tags::CERTIFICATE_REQUEST_TYPE, Some(self.kind))?;
        // In KMIP 2.x the tag of KMIP 1.x is that of a Managed Object.
        let tag = if version.is_2_or_later() {
            tags::CERTIFICATE_REQUEST_VALUE
        } else {
            tags::CERTIFICATE_REQUEST
        };
        w.byte_string(tag, self.value)
    }
}

/// Has a certificate made. The response is its Unique Identifier.
#[derive(Clone, Copy, Debug)]
pub struct Certify<'q> {
    /// The public key.
    pub target: Target<'q>,
    /// The request that is handed to the authority; left out, the server makes it.
    pub request: Option<CertificateRequest<'q>>,
    /// What the certificate shall have.
    pub attributes: &'q [Attribute<'q>],
}

impl Request for Certify<'_> {
    const OPERATION: Operation = Operation::CERTIFY;
    const SINCE: ProtocolVersion = ProtocolVersion::V1_0;
    type Response<'a> = &'a str;

    fn fits(&self, version: ProtocolVersion) -> Result<(), Error> {
        attributes_fit(version, self.attributes)
    }

    fn write(&self, w: &mut Writer<'_>, version: ProtocolVersion) -> Result<(), ttlv::Error> {
        self.target.write(w)?;
        if let Some(request) = &self.request {
            request.write(w, version)?;
        }
        if self.attributes.is_empty() {
            return Ok(());
        }
        write_template(w, version, self.attributes)
    }

    fn read(payload: Items<'_>) -> Result<&str, Error> {
        unique_identifier(payload)
    }
}
