//! The attributes in a response.

use super::super::payload::take;
use super::super::{CryptographicAlgorithm, Error, State, tags};
use super::{Attribute, AttributeKind};
use crate::ttlv::{Item, Items, Tag, Value};

/// The attributes in a response: an iterator.
#[derive(Clone, Copy, Debug)]
pub struct Attributes<'a> {
    items: Items<'a>,
    which: Which,
}

/// Which of the items are attributes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Which {
    /// All: they stand in an Attributes structure.
    All,
    /// Attribute structures, and attributes with a type of their own here under their own tags.
    StatedOrTyped,
    /// Attribute structures.
    Stated,
}

impl<'a> Attributes<'a> {
    /// From a payload that holds either Attribute structures or an Attributes structure.
    pub(in super::super) fn in_payload(payload: Items<'a>) -> Result<Self, Error> {
        Ok(match payload.find(tags::ATTRIBUTES)? {
            Some(attributes) => Self {
                items: attributes.structure()?,
                which: Which::All,
            },
            None => Self::among(payload),
        })
    }

    /// From a payload that may hold other items: only what says that it is an attribute.
    pub(in super::super) fn stated(payload: Items<'a>) -> Result<Self, Error> {
        let stated = Self::in_payload(payload)?;
        Ok(if stated.which == Which::All {
            stated
        } else {
            Self {
                which: Which::Stated,
                ..stated
            }
        })
    }

    /// Those among other items.
    pub(in super::super) const fn among(items: Items<'a>) -> Self {
        Self {
            items,
            which: Which::StatedOrTyped,
        }
    }

    /// The attributes with their Attribute Index (section 2.1.1), by which KMIP 1.x tells several of one name apart: 0
    /// where none is sent.
    pub fn with_indexes(self) -> impl Iterator<Item = Result<(i32, Attribute<'a>), Error>> {
        let mut rest = self;
        core::iter::from_fn(move || rest.next_with_index())
    }

    fn next_with_index(&mut self) -> Option<Result<(i32, Attribute<'a>), Error>> {
        let which = self.which;
        self.items.find_map(|item| {
            let item = match item {
                Ok(item) => item,
                Err(error) => return Some(Err(error.into())),
            };
            let counts = match which {
                Which::All => true,
                Which::StatedOrTyped => {
                    item.tag == tags::ATTRIBUTE || AttributeKind::of_tag(item.tag).is_typed()
                }
                Which::Stated => item.tag == tags::ATTRIBUTE,
            };
            if counts {
                read_with_index(item).transpose()
            } else {
                None
            }
        })
    }

    /// Whether one of the object's names is `name`: an object may have several.
    ///
    /// # Errors
    /// An attribute that can't be read, as in the methods that follow.
    pub fn has_name(mut self, name: &str) -> Result<bool, Error> {
        self.find_map(|attribute| match attribute {
            Ok(Attribute::Name(found)) if found == name => Some(Ok(true)),
            Ok(_) => None,
            Err(error) => Some(Err(error)),
        })
        .unwrap_or(Ok(false))
    }

    /// The first attribute for which `pick` gives a value.
    ///
    /// # Errors
    /// An attribute that can't be read.
    pub fn pick<T>(
        mut self,
        pick: impl Fn(Attribute<'a>) -> Option<T>,
    ) -> Result<Option<T>, Error> {
        self.find_map(|attribute| attribute.map(&pick).transpose())
            .transpose()
    }

    /// The value of an attribute that an object has once: one that came again must have the same value, or which of them
    /// counts would hang on their order.
    fn only<T: PartialEq>(
        self,
        tag: Tag,
        pick: impl Fn(Attribute<'a>) -> Option<T>,
    ) -> Result<Option<T>, Error> {
        let mut only = None;
        for attribute in self {
            let Some(value) = pick(attribute?) else {
                continue;
            };
            match &only {
                Some(first) if *first != value => return Err(Error::Contradiction(tag)),
                _ => only = Some(value),
            }
        }
        Ok(only)
    }

    /// The object's State.
    ///
    /// # Errors
    /// An attribute that can't be read; [`Error::Contradiction`].
    pub fn state(self) -> Result<Option<State>, Error> {
        self.only(tags::STATE, |attribute| match attribute {
            Attribute::State(state) => Some(state),
            _ => None,
        })
    }

    /// The object's Cryptographic Usage Mask: [`usage`](super::super::enumerations::usage) bits.
    ///
    /// # Errors
    /// An attribute that can't be read; [`Error::Contradiction`].
    pub fn usage_mask(self) -> Result<Option<i32>, Error> {
        self.only(
            tags::CRYPTOGRAPHIC_USAGE_MASK,
            |attribute| match attribute {
                Attribute::CryptographicUsageMask(mask) => Some(mask),
                _ => None,
            },
        )
    }

    /// The object's Process Start Date, in seconds since 1970-01-01 00:00:00 UTC.
    ///
    /// # Errors
    /// An attribute that can't be read; [`Error::Contradiction`].
    pub fn process_start_date(self) -> Result<Option<i64>, Error> {
        self.only(tags::PROCESS_START_DATE, |attribute| match attribute {
            Attribute::ProcessStartDate(seconds) => Some(seconds),
            _ => None,
        })
    }

    /// The object's Protect Stop Date, in seconds since 1970-01-01 00:00:00 UTC.
    ///
    /// # Errors
    /// An attribute that can't be read; [`Error::Contradiction`].
    pub fn protect_stop_date(self) -> Result<Option<i64>, Error> {
        self.only(tags::PROTECT_STOP_DATE, |attribute| match attribute {
            Attribute::ProtectStopDate(seconds) => Some(seconds),
            _ => None,
        })
    }

    /// The object's Deactivation Date, in seconds since 1970-01-01 00:00:00 UTC.
    ///
    /// # Errors
    /// An attribute that can't be read; [`Error::Contradiction`].
    pub fn deactivation_date(self) -> Result<Option<i64>, Error> {
        self.only(tags::DEACTIVATION_DATE, |attribute| match attribute {
            Attribute::DeactivationDate(seconds) => Some(seconds),
            _ => None,
        })
    }

    /// The object's Cryptographic Algorithm.
    ///
    /// # Errors
    /// An attribute that can't be read; [`Error::Contradiction`].
    pub fn algorithm(self) -> Result<Option<CryptographicAlgorithm>, Error> {
        self.only(tags::CRYPTOGRAPHIC_ALGORITHM, |attribute| match attribute {
            Attribute::CryptographicAlgorithm(algorithm) => Some(algorithm),
            _ => None,
        })
    }

    /// The object's Cryptographic Length, in bits.
    ///
    /// # Errors
    /// An attribute that can't be read; [`Error::Contradiction`].
    pub fn length_bits(self) -> Result<Option<i32>, Error> {
        self.only(tags::CRYPTOGRAPHIC_LENGTH, |attribute| match attribute {
            Attribute::CryptographicLength(bits) => Some(bits),
            _ => None,
        })
    }
}

impl<'a> Iterator for Attributes<'a> {
    type Item = Result<Attribute<'a>, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        let next = self.next_with_index()?;
        Some(next.map(|(_, attribute)| attribute))
    }
}

fn read_with_index(item: Item<'_>) -> Result<Option<(i32, Attribute<'_>)>, Error> {
    let index = match item.value {
        Value::Structure(parts) if item.tag == tags::ATTRIBUTE => {
            take(parts, tags::ATTRIBUTE_INDEX)?
        }
        _ => None,
    };
    Ok(Attribute::read(item)?.map(|attribute| (index.unwrap_or(0), attribute)))
}
