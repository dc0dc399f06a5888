//! The names of tags, enumerants and bits of masks, as XML and JSON write them.

use std::{collections::HashMap, sync::OnceLock};

use fieldgate_core::{
    kmip::{
        registry::{self, Enumeration},
        tags::TAGS,
    },
    ttlv::Tag,
};

/// Names of values, of an enumeration or of a mask's bits.
pub(crate) struct Names {
    /// The standard's name of the enumeration.
    pub(crate) of: &'static str,
    enumeration: &'static Enumeration,
    camel: HashMap<u32, String>,
    values: HashMap<String, u32>,
}

impl Names {
    fn new(enumeration: &'static Enumeration) -> Self {
        let mut names = Self {
            of: enumeration.name,
            enumeration,
            camel: HashMap::new(),
            values: HashMap::new(),
        };
        for (value, text) in enumeration.values {
            let name = camel_case(text);
            names.values.entry(name.clone()).or_insert(*value);
            names.camel.entry(*value).or_insert(name);
        }
        // Read, never written: what other versions call a value, such as SHA-3-256 of KMIP 1.4.
        for (value, text) in enumeration.other_names {
            names.values.entry(camel_case(text)).or_insert(*value);
        }
        names
    }

    /// The name of a value in camel case.
    pub(crate) fn name(&self, value: u32) -> Option<&str> {
        self.camel.get(&value).map(String::as_str)
    }

    /// The standard's name of a value.
    pub(crate) fn text(&self, value: u32) -> Option<&'static str> {
        self.enumeration.name_of(value)
    }

    /// The value of a name in camel case, or of the standard's own name.
    pub(crate) fn value(&self, name: &str) -> Option<u32> {
        self.values
            .get(name)
            .or_else(|| self.values.get(&camel_case(name)))
            .copied()
    }

    /// The values in the order of the standard.
    pub(crate) fn all(&self) -> impl DoubleEndedIterator<Item = u32> {
        self.enumeration.values.iter().map(|(value, _)| *value)
    }

    /// A hint at a name that differs in upper and lower case and punctuation only.
    pub(crate) fn hint(&self, name: &str) -> String {
        hint(name, self.values.keys())
    }
}

struct Tables {
    camel: HashMap<Tag, String>,
    tags: HashMap<String, Tag>,
    enumerations: HashMap<Tag, Names>,
    masks: HashMap<Tag, Names>,
}

fn tables() -> &'static Tables {
    static TABLES: OnceLock<Tables> = OnceLock::new();
    TABLES.get_or_init(|| {
        let mut tables = Tables {
            camel: HashMap::new(),
            tags: HashMap::new(),
            enumerations: HashMap::new(),
            masks: HashMap::new(),
        };
        for (tag, text) in TAGS.iter().map(|row| (row.tag, row.name)) {
            let name = camel_case(text);
            tables.tags.entry(name.clone()).or_insert(tag);
            tables.camel.insert(tag, name);
            if let Some(enumeration) = registry::enumeration_of(tag) {
                tables.enumerations.insert(tag, Names::new(enumeration));
            }
            if let Some(mask) = registry::mask_of(tag) {
                tables.masks.insert(tag, Names::new(mask));
            }
        }
        tables
    })
}

/// The tag's name in camel case, if it is one of the standard's.
pub(crate) fn tag_name(tag: Tag) -> Option<&'static str> {
    tables().camel.get(&tag).map(String::as_str)
}

/// The tag's name in camel case, or its number.
pub(crate) fn tag_or_number(tag: Tag) -> String {
    tag_name(tag).map_or_else(|| format!("0x{tag}"), str::to_owned)
}

/// The tag of a name in camel case.
pub(crate) fn tag_named(name: &str) -> Option<Tag> {
    tables().tags.get(name).copied()
}

/// A hint at a tag whose name differs in upper and lower case and punctuation only.
pub(crate) fn tag_hint(name: &str) -> String {
    hint(name, tables().tags.keys())
}

/// The names of the enumeration that items of this tag hold.
pub(crate) fn enumeration(tag: Tag) -> Option<&'static Names> {
    tables().enumerations.get(&tag)
}

/// The names of the bits that Integers of this tag hold.
pub(crate) fn mask(tag: Tag) -> Option<&'static Names> {
    tables().masks.get(&tag)
}

fn hint<'n>(name: &str, known: impl Iterator<Item = &'n String>) -> String {
    let plain = |name: &str| -> String {
        name.chars()
            .filter(char::is_ascii_alphanumeric)
            .map(|character| character.to_ascii_lowercase())
            .collect()
    };
    let wanted = plain(name);
    let mut alike: Vec<&String> = known.filter(|known| plain(known) == wanted).collect();
    alike.sort();
    alike
        .first()
        .map_or_else(String::new, |known| format!("; is {known} meant?"))
}

/// The name that XML and JSON write for one of the standard's names (KMIP Additional Message
/// Encodings 1.0 sections 4.1.3 and 6.1.3).
///
/// Round brackets become blanks; a hyphen or another character that is no letter, digit or underscore becomes a blank
/// before a letter that a lower-case letter follows, and an underscore elsewhere; digits in front move to the end of the
/// first word; each word begins with a capital, and the words are joined.
///
/// ```
/// use fieldgate_kmip_text::camel_case;
/// assert_eq!(camel_case("Cryptographic Usage Mask"), "CryptographicUsageMask");
/// assert_eq!(camel_case("X.509 Certificate Identifier"), "X_509CertificateIdentifier");
/// assert_eq!(camel_case("Re-key"), "ReKey");
/// assert_eq!(camel_case("3DES"), "DES3");
/// ```
#[must_use]
pub fn camel_case(name: &str) -> String {
    let characters: Vec<char> = name
        .chars()
        .map(|character| {
            if matches!(character, '(' | ')') {
                ' '
            } else {
                character
            }
        })
        .collect();
    let mut words = String::with_capacity(name.len());
    for (at, character) in characters.iter().enumerate() {
        let next = |distance: usize| characters.get(at + distance).copied().unwrap_or(' ');
        let word = character.is_ascii_alphanumeric() || *character == '_';
        words.push(match character {
            character if word || *character == ' ' => *character,
            _ if next(1).is_ascii_alphabetic() && next(2).is_ascii_lowercase() => ' ',
            _ => '_',
        });
    }
    let mut out = String::with_capacity(words.len());
    for (number, word) in words.split_ascii_whitespace().enumerate() {
        let digits = word.bytes().take_while(u8::is_ascii_digit).count();
        let (digits, rest) = match number {
            0 => word.split_at(digits),
            _ => ("", word),
        };
        let mut rest = rest.chars();
        out.extend(rest.next().map(|first| first.to_ascii_uppercase()));
        out.push_str(rest.as_str());
        out.push_str(digits);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_become_those_of_the_published_documents() {
        for (text, name) in [
            ("Operation", "Operation"),
            ("Template-Attribute", "TemplateAttribute"),
            ("Unique Batch Item ID", "UniqueBatchItemID"),
            ("IV/Counter/Nonce", "IVCounterNonce"),
            ("PKCS#1", "PKCS_1"),
            ("PKCS#12 Friendly Name", "PKCS_12FriendlyName"),
            ("X.509", "X_509"),
            ("3DES", "DES3"),
            ("SHA-512/224", "SHA_512_224"),
            ("Re-key", "ReKey"),
            ("Re-key Key Pair", "ReKeyKeyPair"),
            ("Pre-Active", "PreActive"),
            ("EC Private Key", "ECPrivateKey"),
            ("HMAC-SHA256", "HMAC_SHA256"),
            ("SHA-256 with RSA Encryption", "SHA_256WithRSAEncryption"),
            ("Polynomial Sharing GF (2^8)", "PolynomialSharingGF2_8"),
            ("ANSI X9.31", "ANSIX9_31"),
            ("NIST Key Wrap", "NISTKeyWrap"),
            ("Username and Password", "UsernameAndPassword"),
            ("Query RNGs", "QueryRNGs"),
            ("P-256", "P_256"),
            ("", ""),
        ] {
            assert_eq!(camel_case(text), name, "{text}");
        }
    }

    #[test]
    fn no_two_names_of_the_standard_become_one() {
        for tag in TAGS.iter().map(|row| row.tag) {
            let name = tag_name(tag).unwrap();
            assert_eq!(tag_named(name), Some(tag), "{name}");
            for names in [enumeration(tag), mask(tag)].into_iter().flatten() {
                for value in names.all() {
                    let name = names.name(value).unwrap();
                    assert_eq!(names.value(name), Some(value), "{}: {name}", names.of);
                }
            }
        }
    }
}
