//! What a fetched key has to be: checked first by what its server tells of it, then by what comes with the key itself.

use std::time::{Duration, SystemTime};

use fieldgate_core::cipher::key_wrap::{KeyWrap, SEMIBLOCK_BYTES, wrapped_bytes};
use fieldgate_core::kmip::enumerations::usage;
use fieldgate_core::kmip::op::{GetResponse, GetWrappedResponse};
use fieldgate_core::kmip::{CryptographicAlgorithm, State};
use fieldgate_core::secret::Secret;

use super::{KeyPurpose, KeySelector};
use crate::certificate::date;
use crate::client::{KEY_BITS, KeyAttributes, same};
use crate::error::Error;
use crate::identifier::UniqueIdentifier;

/// What the server tells of the key must fit before the key itself is asked for.
pub(super) fn check(
    selector: &KeySelector,
    purpose: KeyPurpose,
    attributes: &KeyAttributes,
    now: SystemTime,
) -> Result<(), Error> {
    let key = selector.to_string();
    if let KeySelector::Name(name) = selector
        && !attributes.names.contains(name)
    {
        return Err(Error::KeyWrongName { key });
    }
    let missing = |attribute| Error::KeyAttributeMissing {
        key: key.clone(),
        attribute,
    };
    let algorithm = attributes
        .algorithm
        .ok_or_else(|| missing("Cryptographic Algorithm"))?;
    if algorithm != CryptographicAlgorithm::AES {
        return Err(Error::KeyWrongAlgorithm { key, algorithm });
    }
    let bits = attributes
        .length_bits
        .ok_or_else(|| missing("Cryptographic Length"))?;
    if bits != KEY_BITS {
        return Err(Error::KeyWrongLength {
            key,
            bits: i64::from(bits),
        });
    }
    check_state(
        &key,
        purpose,
        attributes.state.ok_or_else(|| missing("State"))?,
    )?;
    check_usage(&key, purpose, attributes.usage_mask)?;
    check_dates(&key, purpose, attributes, now)
}

fn check_state(key: &str, purpose: KeyPurpose, state: State) -> Result<(), Error> {
    match (state, purpose) {
        (State::ACTIVE, _) => Ok(()),
        (State::DEACTIVATED, KeyPurpose::Process | KeyPurpose::Unwrap) => {
            tracing::warn!(
                key,
                "the key is Deactivated on its server: it opens, and seals no more"
            );
            Ok(())
        }
        // SP 800-57 would let a Compromised key open in exceptional cases: a person decides on these, not a gateway.
        (State::COMPROMISED, _) => Err(Error::KeyCompromised {
            key: key.to_owned(),
        }),
        (state, _) => Err(Error::KeyNotActive {
            key: key.to_owned(),
            state,
        }),
    }
}

/// The Cryptographic Usage Mask (KMIP 1.4 section 3.19), where the server tells it, has to allow what the key is for.
fn check_usage(key: &str, purpose: KeyPurpose, mask: Option<i32>) -> Result<(), Error> {
    let needed = match purpose {
        KeyPurpose::Protect => usage::ENCRYPT | usage::DECRYPT,
        KeyPurpose::Process => usage::DECRYPT,
        KeyPurpose::Unwrap => usage::UNWRAP_KEY,
    };
    let lacking = mask.map_or(0, |mask| needed & !mask);
    if lacking == 0 {
        return Ok(());
    }
    let names: Vec<_> = [
        (usage::ENCRYPT, "Encrypt"),
        (usage::DECRYPT, "Decrypt"),
        (usage::UNWRAP_KEY, "Unwrap Key"),
    ]
    .into_iter()
    .filter_map(|(bit, name)| (lacking & bit != 0).then_some(name))
    .collect();
    Err(Error::KeyUsageMissing {
        key: key.to_owned(),
        usage: names.join(" and "),
    })
}

/// The dates that bound a key's use while its State stays Active (KMIP 1.4 sections 3.25 and 3.26).
fn check_dates(
    key: &str,
    purpose: KeyPurpose,
    attributes: &KeyAttributes,
    now: SystemTime,
) -> Result<(), Error> {
    if let Some(start) = attributes.process_start_date
        && !is_reached(start, now)
    {
        // A key that seals opens, too.
        return Err(Error::KeyProcessesNotYet {
            key: key.to_owned(),
            from: day(start),
        });
    }
    match attributes.protect_stop_date {
        Some(stop) if purpose == KeyPurpose::Protect && is_reached(stop, now) => {
            Err(Error::KeyProtectsNoMore {
                key: key.to_owned(),
                since: day(stop),
            })
        }
        _ => Ok(()),
    }
}

fn is_reached(seconds_since_1970: i64, now: SystemTime) -> bool {
    system_time(seconds_since_1970).is_some_and(|date| date <= now)
}

fn day(seconds_since_1970: i64) -> String {
    system_time(seconds_since_1970).map_or_else(|| "an unknown day".to_owned(), date)
}

/// When the key stops to protect: at its Deactivation Date or its Protect Stop Date, whichever is earlier.
pub(super) fn protects_until(attributes: &KeyAttributes) -> Option<SystemTime> {
    [attributes.deactivation_date, attributes.protect_stop_date]
        .into_iter()
        .flatten()
        .filter_map(system_time)
        .min()
}

/// `None` for a date that the system's clock never reaches.
fn system_time(seconds_since_1970: i64) -> Option<SystemTime> {
    let seconds = u64::try_from(seconds_since_1970).unwrap_or(0);
    SystemTime::UNIX_EPOCH.checked_add(Duration::from_secs(seconds))
}

/// What stands beside the key in an answer to Get.
pub(crate) struct Answered<'a> {
    pub(crate) unique_identifier: Option<&'a str>,
    pub(crate) algorithm: Option<CryptographicAlgorithm>,
    pub(crate) length_bits: Option<i32>,
}

impl<'a> Answered<'a> {
    pub(super) const fn of(response: &GetResponse<'a>) -> Self {
        Self {
            unique_identifier: response.unique_identifier,
            algorithm: response.key.algorithm,
            length_bits: response.key.length_bits,
        }
    }

    fn check(&self, selector: &KeySelector, id: &UniqueIdentifier) -> Result<(), Error> {
        let key = || selector.to_string();
        same(id, self.unique_identifier)?;
        // The Key Block may leave both out; if it has them, they must fit (KMIP 1.4 section 2.1.3).
        if let Some(algorithm) = self.algorithm
            && algorithm != CryptographicAlgorithm::AES
        {
            return Err(Error::KeyWrongAlgorithm {
                key: key(),
                algorithm,
            });
        }
        match self.length_bits {
            Some(bits) if bits != KEY_BITS => Err(Error::KeyWrongLength {
                key: key(),
                bits: i64::from(bits),
            }),
            _ => Ok(()),
        }
    }
}

/// Copies the key into its place, if it is what was asked for.
pub(crate) fn copy_checked(
    selector: &KeySelector,
    id: &UniqueIdentifier,
    answered: &Answered<'_>,
    material: &[u8],
    place: &mut [u8; 32],
) -> Result<(), Error> {
    answered.check(selector, id)?;
    if material.len() != place.len() {
        return Err(Error::KeyWrongLength {
            key: selector.to_string(),
            bits: i64::try_from(material.len() * 8).unwrap_or(i64::MAX),
        });
    }
    place.copy_from_slice(material);
    Ok(())
}

/// Unwraps the key into its place, if it is what was asked for.
pub(super) fn unwrap_checked(
    selector: &KeySelector,
    id: &UniqueIdentifier,
    wrapping: &UniqueIdentifier,
    response: &GetWrappedResponse<'_>,
    wrapping_key: &Secret<32>,
    place: &mut [u8; 32],
) -> Result<(), Error> {
    let key = &response.key;
    let answered = Answered {
        unique_identifier: response.unique_identifier,
        algorithm: key.algorithm,
        length_bits: key.length_bits,
    };
    answered.check(selector, id)?;
    same(wrapping, key.wrapping_key)?;
    if key.wrapped.len() != wrapped_bytes(place.len()) {
        let bytes = key.wrapped.len().saturating_sub(SEMIBLOCK_BYTES);
        return Err(Error::KeyWrongLength {
            key: selector.to_string(),
            bits: i64::try_from(bytes * 8).unwrap_or(i64::MAX),
        });
    }
    let wrap = KeyWrap::<aes::Aes256>::new(wrapping_key.expose().into());
    wrap.unwrap(key.wrapped, place)
        .map(|_| ())
        .map_err(|source| Error::KeyNotUnwrapped {
            key: selector.to_string(),
            wrapping: wrapping.to_string(),
            source,
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_protects_until_the_earlier_of_its_two_dates() {
        let until = |deactivation_date, protect_stop_date| {
            protects_until(&KeyAttributes {
                names: Vec::new(),
                algorithm: None,
                length_bits: None,
                state: None,
                usage_mask: None,
                process_start_date: None,
                protect_stop_date,
                deactivation_date,
            })
        };
        let at = |seconds| Some(SystemTime::UNIX_EPOCH + Duration::from_secs(seconds));
        assert_eq!(until(None, None), None);
        assert_eq!(until(Some(7), None), at(7));
        assert_eq!(until(None, Some(7)), at(7));
        assert_eq!(until(Some(8), Some(7)), at(7));
        assert_eq!(until(Some(7), Some(8)), at(7));
        assert_eq!(until(Some(7), Some(i64::MAX)), at(7));
        assert_eq!(until(Some(-7), None), at(0));
    }
}
