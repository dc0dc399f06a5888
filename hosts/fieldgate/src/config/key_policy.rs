//! How long the keys of a KMIP server are kept: from the file as written to a policy of key slots.

use fieldgate_core::{
    slot::{BackOff, KeyExpiry, Policy, Prefetch},
    time::Minutes,
};
use fieldgate_gateway::toml_file::{FileError, TomlFile};
use toml::Spanned;

/// Longest life of a key in memory: a year.
const EXPIRATION_MINUTES_MAX: u32 = 60 * 24 * 366;
/// Longest grace after that: a day.
const GRACE_SECONDS_MAX: u32 = 60 * 60 * 24;
/// Waits after failed fetches: short, since people wait; a gateway has few keys.
const BACK_OFF: BackOff = BackOff {
    first_ms: 1_000,
    max_ms: 8_000,
};

/// The policy of keys that stay in memory.
pub(crate) fn never() -> Policy {
    Policy {
        back_off: BACK_OFF,
        ..Policy::from(KeyExpiry::Never)
    }
}

/// The policy that a `[[kmip_server]]` asks for.
pub(super) fn checked(
    source: &TomlFile,
    minutes: Option<Spanned<u32>>,
    prefetch: Option<Spanned<u32>>,
    grace: Option<Spanned<u32>>,
) -> Result<Policy, FileError> {
    let minutes = minutes
        .map(|written| expiration(source, &written))
        .transpose()?;
    let Some(minutes) = minutes else {
        return match prefetch.or(grace) {
            Some(written) => Err(source.at(
                written.span(),
                "prefetch_seconds and grace_seconds are for keys that expire: set expiration_time_minutes as well",
            )),
            None => Ok(never()),
        };
    };
    let prefetch_ms = prefetch
        .map(|written| prefetch_ms(source, &written, minutes))
        .transpose()?;
    let grace_ms = match grace {
        None => 0,
        Some(written) if prefetch_ms.is_none() => {
            return Err(source.at(
                written.span(),
                "grace begins when a refetch before the expiry finds the server gone: set prefetch_seconds as well",
            ));
        }
        Some(written) => grace_ms(source, &written)?,
    };
    Ok(Policy {
        prefetch: prefetch_ms.map(|lead_ms| Prefetch {
            lead_ms,
            jitter_ms: lead_ms / 2,
        }),
        grace_ms,
        back_off: BACK_OFF,
        ..Policy::from(KeyExpiry::After(minutes))
    })
}

fn expiration(source: &TomlFile, written: &Spanned<u32>) -> Result<Minutes, FileError> {
    Minutes::new(*written.get_ref())
        .filter(|minutes| minutes.get() <= EXPIRATION_MINUTES_MAX)
        .ok_or_else(|| {
            source.at(
                written.span(),
                format!(
                    "expiration_time_minutes is 1 to {EXPIRATION_MINUTES_MAX}; leave it out for keys that never expire"
                ),
            )
        })
}

fn prefetch_ms(
    source: &TomlFile,
    written: &Spanned<u32>,
    minutes: Minutes,
) -> Result<u64, FileError> {
    let lead_ms = u64::from(*written.get_ref()) * 1000;
    let half_ms = minutes.as_ms() / 2;
    if lead_ms == 0 || lead_ms > half_ms {
        return Err(source.at(
            written.span(),
            format!(
                "prefetch_seconds is 1 to {}, half of expiration_time_minutes; leave it out for no prefetch",
                half_ms / 1000
            ),
        ));
    }
    Ok(lead_ms)
}

fn grace_ms(source: &TomlFile, written: &Spanned<u32>) -> Result<u64, FileError> {
    let seconds = *written.get_ref();
    if seconds == 0 || seconds > GRACE_SECONDS_MAX {
        return Err(source.at(
            written.span(),
            format!("grace_seconds is 1 to {GRACE_SECONDS_MAX}; leave it out for no grace"),
        ));
    }
    Ok(u64::from(seconds) * 1000)
}

#[cfg(test)]
mod tests {
    use fieldgate_core::slot::{KeyExpiry, Policy, Prefetch};
    use fieldgate_gateway::toml_file::TomlFile;
    use serde::Deserialize;
    use toml::Spanned;

    #[derive(Deserialize)]
    struct Written {
        minutes: Option<Spanned<u32>>,
        prefetch: Option<Spanned<u32>>,
        grace: Option<Spanned<u32>>,
    }

    fn checked(text: &str) -> Result<Policy, String> {
        let source = TomlFile::new("fieldgate.toml".to_owned(), text.to_owned());
        let written: Written = source.parse().unwrap();
        super::checked(&source, written.minutes, written.prefetch, written.grace)
            .map_err(|error| error.to_string())
    }

    #[test]
    fn nothing_is_on_unless_it_is_asked_for() {
        assert_eq!(checked("").unwrap().expiry, KeyExpiry::Never);
        let minute = checked("minutes = 1").unwrap();
        assert_eq!((minute.prefetch, minute.grace_ms), (None, 0));
        let all = checked("minutes = 1\nprefetch = 30\ngrace = 86400").unwrap();
        let prefetch = Prefetch {
            lead_ms: 30_000,
            jitter_ms: 15_000,
        };
        assert_eq!((all.prefetch, all.grace_ms), (Some(prefetch), 86_400_000));
    }

    #[test]
    fn what_can_not_work_is_refused_with_its_place() {
        for (text, place, about) in [
            ("minutes = 0", ":1:", "expiration_time_minutes is"),
            ("prefetch = 1", ":1:", "for keys that expire"),
            ("grace = 1", ":1:", "for keys that expire"),
            (
                "minutes = 1\ngrace = 1",
                ":2:",
                "set prefetch_seconds as well",
            ),
            ("minutes = 1\nprefetch = 31", ":2:", "is 1 to 30"),
            ("minutes = 1\nprefetch = 0", ":2:", "is 1 to 30"),
            (
                "minutes = 1\nprefetch = 9\ngrace = 0",
                ":3:",
                "grace_seconds is",
            ),
            (
                "minutes = 1\nprefetch = 9\ngrace = 86401",
                ":3:",
                "is 1 to 86400",
            ),
        ] {
            let error = checked(text).unwrap_err();
            assert!(
                error.contains(place) && error.contains(about),
                "{text}: {error}"
            );
        }
    }
}
