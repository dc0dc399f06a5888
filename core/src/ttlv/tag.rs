//! Tags: which field or object an item is (KMIP 1.4 section 9.1.1.1).

use core::fmt;

use super::Error;

/// The three bytes that name an item: `42xxxx` for those of the standard, `54xxxx` for extensions.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub struct Tag([u8; 3]);

impl Tag {
    /// The tag `42xxxx` of the standard whose last two bytes are `number`.
    #[must_use]
    pub const fn standard(number: u16) -> Self {
        let [high, low] = number.to_be_bytes();
        Self([0x42, high, low])
    }

    /// The tag of an extension, `54xxxx`.
    #[must_use]
    pub const fn extension(number: u16) -> Self {
        let [high, low] = number.to_be_bytes();
        Self([0x54, high, low])
    }

    /// The tag in these bytes.
    ///
    /// # Errors
    /// [`Error::BadTag`] unless the first is 42 or 54 (hexadecimal).
    pub const fn from_bytes(bytes: [u8; 3]) -> Result<Self, Error> {
        match bytes[0] {
            0x42 | 0x54 => Ok(Self(bytes)),
            _ => Err(Error::BadTag),
        }
    }

    /// The bytes as they are sent.
    #[must_use]
    pub const fn bytes(self) -> [u8; 3] {
        self.0
    }

    /// The tag as a number, as KMIP 2.x sends it in an Attribute Reference.
    #[must_use]
    pub const fn number(self) -> u32 {
        u32::from_be_bytes([0, self.0[0], self.0[1], self.0[2]])
    }
}

impl fmt::Display for Tag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:06x}", self.number())
    }
}

impl fmt::Debug for Tag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Tag({self})")
    }
}
