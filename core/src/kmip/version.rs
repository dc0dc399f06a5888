//! Protocol versions (section 6.1).

use core::fmt;

use super::{Error, tags};
use crate::ttlv::{self, Item, Items, Tag, Writer};

/// A version of KMIP, as it stands in each message's header.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub struct ProtocolVersion {
    /// In front of the dot.
    pub major: u16,
    /// After the dot.
    pub minor: u16,
}

impl ProtocolVersion {
    /// KMIP 1.0, October 2010.
    pub const V1_0: Self = Self::new(1, 0);
    /// KMIP 1.1, January 2013.
    pub const V1_1: Self = Self::new(1, 1);
    /// KMIP 1.2, May 2015.
    pub const V1_2: Self = Self::new(1, 2);
    /// KMIP 1.3, December 2016.
    pub const V1_3: Self = Self::new(1, 3);
    /// KMIP 1.4, November 2017.
    pub const V1_4: Self = Self::new(1, 4);
    /// KMIP 2.0, October 2019.
    pub const V2_0: Self = Self::new(2, 0);
    /// KMIP 2.1, December 2020.
    pub const V2_1: Self = Self::new(2, 1);

    /// The versions spoken here, newest first.
    pub const SPOKEN: [Self; 7] = [
        Self::V2_1,
        Self::V2_0,
        Self::V1_4,
        Self::V1_3,
        Self::V1_2,
        Self::V1_1,
        Self::V1_0,
    ];

    /// The version `major.minor`, spoken here or not.
    #[must_use]
    pub const fn new(major: u16, minor: u16) -> Self {
        Self { major, minor }
    }

    /// Whether this version is spoken here.
    #[must_use]
    pub fn is_spoken(self) -> bool {
        Self::SPOKEN.contains(&self)
    }

    /// Whether attributes are sent each under its own tag, as KMIP 2.0 and later do.
    pub(super) const fn has_tagged_attributes(self) -> bool {
        self.major >= 2
    }

    /// Whether this is KMIP 2.0 or later.
    pub(super) const fn is_2_or_later(self) -> bool {
        self.major >= 2
    }

    /// Whether this version has `field`, which came with `since`.
    pub(super) fn has_field(self, field: Tag, since: Self) -> Result<(), Error> {
        if self < since {
            return Err(Error::FieldNotInVersion {
                field,
                version: self,
            });
        }
        Ok(())
    }

    pub(super) fn write(self, w: &mut Writer<'_>) -> Result<(), ttlv::Error> {
        w.structure(tags::PROTOCOL_VERSION, |w| {
            w.integer(tags::PROTOCOL_VERSION_MAJOR, i32::from(self.major))?;
            w.integer(tags::PROTOCOL_VERSION_MINOR, i32::from(self.minor))
        })
    }

    pub(super) fn read(items: Items<'_>) -> Result<Self, Error> {
        let [major, minor] =
            items.pick([tags::PROTOCOL_VERSION_MAJOR, tags::PROTOCOL_VERSION_MINOR])?;
        let part = |item: Option<Item<'_>>, tag| {
            let number = item.ok_or(Error::Missing(tag))?.integer()?;
            u16::try_from(number).map_err(|_| Error::OutOfRange(tag))
        };
        Ok(Self {
            major: part(major, tags::PROTOCOL_VERSION_MAJOR)?,
            minor: part(minor, tags::PROTOCOL_VERSION_MINOR)?,
        })
    }
}

impl fmt::Display for ProtocolVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.major, self.minor)
    }
}
