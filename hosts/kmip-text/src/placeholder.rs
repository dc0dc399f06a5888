//! What stands for `$NAME` in the published test cases.
//!
//! They leave open what a server chooses and what the time is: `$UNIQUE_IDENTIFIER_0`, `$NOW-3600`, `$KEY_MATERIAL`.

use std::{
    collections::BTreeMap,
    time::{SystemTime, UNIX_EPOCH},
};

use zeroize::Zeroizing;

/// Values for placeholders, and the time that `$NOW` stands for.
pub struct Placeholders {
    values: BTreeMap<String, Zeroizing<String>>,
    now_seconds: i64,
    times_used: usize,
}

impl Placeholders {
    /// No values, and the present time.
    #[must_use]
    pub fn new() -> Self {
        let now = SystemTime::now().duration_since(UNIX_EPOCH);
        Self::at(now.map_or(0, |since| {
            i64::try_from(since.as_secs()).unwrap_or(i64::MAX)
        }))
    }

    /// No values, and a time in seconds since 1970.
    #[must_use]
    pub const fn at(now_seconds: i64) -> Self {
        Self {
            values: BTreeMap::new(),
            now_seconds,
            times_used: 0,
        }
    }

    /// Gives `$name` a value.
    ///
    /// # Errors
    /// The name, if it has other characters than letters, digits and underscores, or none.
    pub fn define(&mut self, name: &str, value: &str) -> Result<(), String> {
        let name = name.strip_prefix('$').unwrap_or(name);
        if !is_name(name) {
            return Err(name.to_owned());
        }
        self.values
            .insert(name.to_owned(), Zeroizing::new(value.to_owned()));
        Ok(())
    }

    /// How many Date-Times were given the time instead of `$NOW`.
    #[must_use]
    pub const fn times_used(&self) -> usize {
        self.times_used
    }

    /// The value of the placeholder that a text consists of, if it does and has one.
    pub(crate) fn value(&self, text: &str) -> Option<&str> {
        let value = self.values.get(name(text)?)?;
        Some(value.as_str())
    }

    /// The seconds that `$NOW`, `$NOW+n` or `$NOW-n` stands for.
    pub(crate) fn time(&mut self, text: &str) -> Option<i64> {
        let rest = text.strip_prefix("$NOW")?;
        let difference = match rest.split_at_checked(1) {
            None => 0,
            Some((sign @ ("+" | "-"), digits)) if digits.bytes().all(|b| b.is_ascii_digit()) => {
                let seconds: i64 = digits.parse().ok()?;
                if sign == "+" { seconds } else { -seconds }
            }
            Some(_) => return None,
        };
        self.times_used += 1;
        self.now_seconds.checked_add(difference)
    }
}

impl Default for Placeholders {
    fn default() -> Self {
        Self::new()
    }
}

/// The name of the placeholder that a text consists of.
pub(crate) fn name(text: &str) -> Option<&str> {
    text.strip_prefix('$').filter(|name| is_name(name))
}

fn is_name(name: &str) -> bool {
    !name.is_empty()
        && name
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}
