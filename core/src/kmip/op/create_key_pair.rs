//! Create Key Pair (section 4.2): the server makes a private and a public key.

use super::super::attribute::{Attribute, attributes_fit, write_in};
use super::super::payload::need;
use super::super::{Error, Operation, ProtocolVersion, Request, tags};
use crate::ttlv::{self, Items, Writer};

/// What the keys of a pair shall have.
#[derive(Clone, Copy, Debug, Default)]
pub struct KeyPairAttributes<'q> {
    /// Both.
    pub common: &'q [Attribute<'q>],
    /// The private key.
    pub private: &'q [Attribute<'q>],
    /// The public key.
    pub public: &'q [Attribute<'q>],
}

impl KeyPairAttributes<'_> {
    pub(super) fn fits(&self, version: ProtocolVersion) -> Result<(), Error> {
        [self.common, self.private, self.public]
            .iter()
            .try_for_each(|attributes| attributes_fit(version, attributes))
    }

    /// Those that hold an attribute.
    pub(super) fn write(
        &self,
        w: &mut Writer<'_>,
        version: ProtocolVersion,
    ) -> Result<(), ttlv::Error> {
        let parts = [
            (
                (tags::COMMON_TEMPLATE_ATTRIBUTE, tags::COMMON_ATTRIBUTES),
                self.common,
            ),
            (
                (
                    tags::PRIVATE_KEY_TEMPLATE_ATTRIBUTE,
                    tags::PRIVATE_KEY_ATTRIBUTES,
                ),
                self.private,
            ),
            (
                (
                    tags::PUBLIC_KEY_TEMPLATE_ATTRIBUTE,
                    tags::PUBLIC_KEY_ATTRIBUTES,
                ),
                self.public,
            ),
        ];
        parts
            .into_iter()
            .filter(|(_, attributes)| !attributes.is_empty())
            .try_for_each(|(tags, attributes)| write_in(w, version, tags, attributes))
    }
}

/// Makes a private and a public key on the server.
#[derive(Clone, Copy, Debug)]
pub struct CreateKeyPair<'q> {
    /// What they shall have: names, algorithm, length, usage.
    pub attributes: KeyPairAttributes<'q>,
}

impl Request for CreateKeyPair<'_> {
    const OPERATION: Operation = Operation::CREATE_KEY_PAIR;
    const SINCE: ProtocolVersion = ProtocolVersion::V1_0;
    type Response<'a> = KeyPairIdentifiers<'a>;

    fn fits(&self, version: ProtocolVersion) -> Result<(), Error> {
        self.attributes.fits(version)
    }

    fn write(&self, w: &mut Writer<'_>, version: ProtocolVersion) -> Result<(), ttlv::Error> {
        self.attributes.write(w, version)
    }

    fn read(payload: Items<'_>) -> Result<KeyPairIdentifiers<'_>, Error> {
        KeyPairIdentifiers::read(payload)
    }
}

/// The Unique Identifiers of the keys.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct KeyPairIdentifiers<'a> {
    /// The private key's.
    pub private: &'a str,
    /// The public key's.
    pub public: &'a str,
}

impl<'a> KeyPairIdentifiers<'a> {
    pub(super) fn read(payload: Items<'a>) -> Result<Self, Error> {
        Ok(Self {
            private: need(payload, tags::PRIVATE_KEY_UNIQUE_IDENTIFIER)?,
            public: need(payload, tags::PUBLIC_KEY_UNIQUE_IDENTIFIER)?,
        })
    }
}
