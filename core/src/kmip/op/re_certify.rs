//! Re-certify (section 4.8): the server has a certificate renewed.

use super::super::attribute::{Attribute, attributes_fit, write_template};
use super::super::payload::put;
use super::super::{Error, Operation, ProtocolVersion, Request, Target, tags};
use super::{CertificateRequest, unique_identifier};
use crate::ttlv::{self, Items, Writer};

/// Has a certificate renewed for the same key pair. The response is the new one's Unique Identifier.
#[derive(Clone, Copy, Debug)]
pub struct ReCertify<'q> {
    /// The certificate.
    pub target: Target<'q>,
    /// For how many seconds from its Initialization Date the new certificate isn't Active.
    pub offset_s: Option<u32>,
    /// The request that is handed to the authority; left out, the server makes it.
    pub request: Option<CertificateRequest<'q>>,
    /// What the new certificate shall have other than the old one.
    pub attributes: &'q [Attribute<'q>],
}

impl Request for ReCertify<'_> {
    const OPERATION: Operation = Operation::RE_CERTIFY;
    const SINCE: ProtocolVersion = ProtocolVersion::V1_0;
    type Response<'a> = &'a str;

    fn fits(&self, version: ProtocolVersion) -> Result<(), Error> {
        attributes_fit(version, self.attributes)
    }

    fn write(&self, w: &mut Writer<'_>, version: ProtocolVersion) -> Result<(), ttlv::Error> {
        self.target.write(w)?;
        put(w, tags::OFFSET, self.offset_s)?;
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
