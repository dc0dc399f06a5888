//! The mark that each new key carries: what tells, after a broken connection, whether the server has it.

use fieldgate_core::kmip::attribute::Attribute;

use crate::error::Error;

/// The Application Namespace of our marks.
const NAMESPACE: &str = "fieldgate";
/// Random bytes of a mark.
const RANDOM_BYTES: usize = 16;

/// Names one request to make a key, and no other.
///
/// It goes as Application Specific Information (KMIP 1.4 section 3.36), which KMIP keeps for what an application has to say
/// about an object, and Locate can look for. A second Name would do, too, but several instances of an attribute need Attribute
/// Indexes from the client with some servers and are refused with others; an Object Group decides on access with some.
pub(super) struct Mark(String);

impl Mark {
    /// A new one.
    pub(super) fn new() -> Result<Self, Error> {
        let mut random = [0; RANDOM_BYTES];
        getrandom::fill(&mut random).map_err(|_| Error::NoRandomness)?;
        let number = u128::from_be_bytes(random);
        Ok(Self(format!("request-{number:032x}")))
    }

    pub(super) fn text(&self) -> &str {
        &self.0
    }

    pub(super) fn attribute(&self) -> Attribute<'_> {
        Attribute::ApplicationSpecificInformation {
            namespace: NAMESPACE,
            data: Some(&self.0),
        }
    }

    /// Whether an attribute that a server told is this mark.
    pub(super) fn is(&self, attribute: &Attribute<'_>) -> bool {
        matches!(
            attribute,
            Attribute::ApplicationSpecificInformation {
                namespace: NAMESPACE,
                data: Some(data),
            } if *data == self.0
        )
    }
}
