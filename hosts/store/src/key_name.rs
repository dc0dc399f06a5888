//! Names of keys that fieldgate makes.

use std::fmt;

/// Longest name of a key, in bytes.
const NAME_BYTES_MAX: usize = 64;

/// A name that a key can be made under: 1 to 64 of the characters A-Z a-z 0-9 . _ - of which the first is a letter or digit.
///
/// Such a name can be the name of a file, and stands in quotes as it is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct KeyName<'a>(&'a str);

/// A name that no key can be made under.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error(
    "{name:?} can't name a key: use 1 to {NAME_BYTES_MAX} of the characters A-Z a-z 0-9 . _ - and start with a letter or digit"
)]
pub struct UnfitName {
    /// The name.
    pub name: String,
}

impl<'a> KeyName<'a> {
    /// The name `name`.
    ///
    /// # Errors
    /// [`UnfitName`].
    pub fn new(name: &'a str) -> Result<Self, UnfitName> {
        let fit = name.len() <= NAME_BYTES_MAX
            && name.starts_with(|first: char| first.is_ascii_alphanumeric())
            && name
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || b"._-".contains(&b));
        if fit {
            Ok(Self(name))
        } else {
            Err(UnfitName {
                name: name.to_owned(),
            })
        }
    }

    /// Its text.
    #[must_use]
    pub const fn as_str(self) -> &'a str {
        self.0
    }
}

impl fmt::Display for KeyName<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::KeyName;

    #[test]
    fn names_are_short_and_plain() {
        let longest = "x".repeat(64);
        for name in ["films", "7", "Films-2.v_1", longest.as_str()] {
            assert_eq!(KeyName::new(name).unwrap().as_str(), name);
        }
        let too_long = "x".repeat(65);
        for name in [
            "",
            "-films",
            ".films",
            "../films",
            "a/b",
            "a b",
            "a\"b",
            "a\nb",
            "ä",
            too_long.as_str(),
        ] {
            assert_eq!(KeyName::new(name).unwrap_err().name, name);
        }
    }
}
