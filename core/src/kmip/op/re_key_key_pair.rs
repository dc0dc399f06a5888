//! Re-key Key Pair (section 4.5; KMIP 1.1 and later): the server makes a pair that replaces another.

use super::super::payload::put;
use super::super::{Error, Operation, ProtocolVersion, Request, Target, tags};
use super::{KeyPairAttributes, KeyPairIdentifiers};
use crate::ttlv::{self, Items, Writer};

/// Makes a new key pair to replace one.
#[derive(Clone, Copy, Debug)]
pub struct ReKeyKeyPair<'q> {
    /// The private key to replace.
    pub private_key: Target<'q>,
    /// For how many seconds from their Initialization Date the new keys aren't Active.
    pub offset_s: Option<u32>,
    /// What the new keys shall have other than the old ones.
    pub attributes: KeyPairAttributes<'q>,
}

impl Request for ReKeyKeyPair<'_> {
    const OPERATION: Operation = Operation::RE_KEY_KEY_PAIR;
    const SINCE: ProtocolVersion = ProtocolVersion::V1_1;
    type Response<'a> = KeyPairIdentifiers<'a>;

    fn fits(&self, version: ProtocolVersion) -> Result<(), Error> {
        self.attributes.fits(version)
    }

    fn write(&self, w: &mut Writer<'_>, version: ProtocolVersion) -> Result<(), ttlv::Error> {
        if let Target::UniqueIdentifier(id) = self.private_key {
            w.text_string(tags::PRIVATE_KEY_UNIQUE_IDENTIFIER, id)?;
        }
        put(w, tags::OFFSET, self.offset_s)?;
        self.attributes.write(w, version)
    }

    fn read(payload: Items<'_>) -> Result<KeyPairIdentifiers<'_>, Error> {
        KeyPairIdentifiers::read(payload)
    }
}
