//! Data in parts (KMIP 1.3 and later): one operation over several requests.

use super::super::{Error, ProtocolVersion, tags};
use crate::ttlv::{self, Writer};

/// Which part of the data a cryptographic request has.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Part<'q> {
    /// All of it.
    #[default]
    Whole,
    /// The first (Init Indicator): the response has a Correlation Value for those that follow.
    First,
    /// One that follows, with the Correlation Value of the response before.
    Next(&'q [u8]),
    /// The last (Final Indicator).
    Last(&'q [u8]),
}

impl Part<'_> {
    /// Whether the server keeps what it computed so far: fed twice with a part, it would come to a wrong result.
    pub(super) const fn changes_state(self) -> bool {
        !matches!(self, Self::Whole)
    }

    pub(super) fn fits(self, version: ProtocolVersion) -> Result<(), Error> {
        match self {
            Self::Whole => Ok(()),
            Self::First => version.has_field(tags::INIT_INDICATOR, ProtocolVersion::V1_3),
            Self::Next(_) | Self::Last(_) => {
                version.has_field(tags::CORRELATION_VALUE, ProtocolVersion::V1_3)
            }
        }
    }

    /// Correlation Value, Init Indicator, Final Indicator.
    pub(super) fn write(self, w: &mut Writer<'_>) -> Result<(), ttlv::Error> {
        match self {
            Self::Whole => Ok(()),
            Self::First => w.boolean(tags::INIT_INDICATOR, true),
            Self::Next(correlation) => w.byte_string(tags::CORRELATION_VALUE, correlation),
            Self::Last(correlation) => {
                w.byte_string(tags::CORRELATION_VALUE, correlation)?;
                w.boolean(tags::FINAL_INDICATOR, true)
            }
        }
    }
}
