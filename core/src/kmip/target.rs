//! Which object a request is about: one that it names, or the one that an item before it in the same batch was about.

use super::tags;
use crate::ttlv::{self, Writer};

/// The object that a request is about.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Target<'q> {
    /// The object of this Unique Identifier (section 3.1).
    UniqueIdentifier(&'q str),
    /// The ID Placeholder (section 4): the object that was made or found by an earlier item of the same batch.
    ///
    /// It is written by leaving the Unique Identifier out, which all versions know. KMIP 2.x also has a number for it,
    /// which fewer servers know.
    Placeholder,
}

impl<'q> From<&'q str> for Target<'q> {
    fn from(unique_identifier: &'q str) -> Self {
        Self::UniqueIdentifier(unique_identifier)
    }
}

impl Target<'_> {
    /// The Unique Identifier of a Request Payload.
    pub(super) fn write(self, w: &mut Writer<'_>) -> Result<(), ttlv::Error> {
        match self {
            Self::UniqueIdentifier(id) => w.text_string(tags::UNIQUE_IDENTIFIER, id),
            Self::Placeholder => Ok(()),
        }
    }
}
