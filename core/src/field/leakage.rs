//! What each scheme gives away, as data: for documents, consoles and checks.
//!
//! A scheme is derived only with an [`Admitted`], which [`Scheme::admit`] gives after it looked at how many values the field
//! may take: over few of them, equality or order is a frequency table.
//!
//! ```
//! use fieldgate_core::field::{Scheme, leakage::{Admitted, Domain, Leak}};
//!
//! // A field of three values: refused, unless somebody says that it is meant so.
//! assert!(Scheme::Equal.admit(Domain::Values(3)).is_err());
//! let _meant = Admitted::danger_tiny_domain(Scheme::Equal);
//! assert!(Scheme::Random.admit(Domain::Values(3)).is_ok());
//! assert!(Scheme::Order.profile().leaks.contains(&Leak::Order));
//! ```

use core::fmt;

use super::{Payload, Scheme};

/// Fewest values over which `equal`, `blind` and the token schemes are sensible. Columns of up to a few hundred values
/// (states, ages, diagnoses) are what frequency attacks were shown on (Naveed, Kamara, Wright, CCS 2015, section 6).
pub const EQUALITY_DOMAIN_MIN: u64 = 1_000;
/// Fewest values over which `order` and `order-reveal` are sensible: a column in which every value occurs is read by
/// sorting it (the same paper, section 4.2).
pub const ORDER_DOMAIN_MIN: u64 = 10_000;
/// Fewest values of an FF1 domain (NIST SP 800-38G revision 1, section 5.1). An override admits the field, but FF1 refuses
/// each value that has fewer siblings all the same.
pub const FORMAT_DOMAIN_MIN: u64 = 1_000_000;

/// How many values a field may take, as far as its owner knows.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub enum Domain {
    /// Nobody said. It is taken as large, so say it where it is known: nothing else tells a field of two values from one of
    /// many.
    Unstated,
    /// So many.
    Values(u64),
}

/// The field takes too few values for the scheme.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub struct TinyDomain {
    /// The scheme that was asked for.
    pub scheme: Scheme,
    /// How many values the field takes.
    pub values: u64,
    /// How many it should take at least.
    pub values_min: u64,
}

impl fmt::Display for TinyDomain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            scheme,
            values,
            values_min,
        } = self;
        write!(
            f,
            "a field of {values} values must not be sealed with {scheme}: below {values_min}, how often each occurs gives them \
             away; use random, or say that a tiny domain is meant"
        )
    }
}

impl core::error::Error for TinyDomain {}

/// A scheme whose leakage was looked at: what deriving its keys requires.
///
/// It speaks of one field, which the caller keeps in mind: nothing ties it to a context.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub struct Admitted {
    scheme: Scheme,
    overridden: bool,
}

impl Admitted {
    /// `random`, which is admitted for every field.
    pub const RANDOM: Self = Self {
        scheme: Scheme::Random,
        overridden: false,
    };

    /// Admits a scheme over any domain, however tiny: the override. What [`Profile::attacks`] says then applies.
    #[must_use]
    pub const fn danger_tiny_domain(scheme: Scheme) -> Self {
        Self {
            scheme,
            overridden: true,
        }
    }

    /// Whether it is the override.
    #[must_use]
    pub const fn is_override(self) -> bool {
        self.overridden
    }

    /// The scheme.
    #[must_use]
    pub const fn scheme(self) -> Scheme {
        self.scheme
    }
}

impl Payload {
    /// Admits the scheme of the same name; see [`Scheme::admit`].
    ///
    /// # Errors
    /// [`TinyDomain`].
    pub const fn admit(self, domain: Domain) -> Result<Admitted, TinyDomain> {
        self.scheme().admit(domain)
    }
}

impl Scheme {
    /// Admits this scheme for a field that takes so many values.
    ///
    /// # Errors
    /// [`TinyDomain`].
    pub const fn admit(self, domain: Domain) -> Result<Admitted, TinyDomain> {
        let values_min = self.profile().domain_min;
        match domain {
            Domain::Values(values) if values < values_min => Err(TinyDomain {
                scheme: self,
                values,
                values_min,
            }),
            Domain::Values(_) | Domain::Unstated => Ok(Admitted {
                scheme: self,
                overridden: false,
            }),
        }
    }

    /// What it gives away.
    #[must_use]
    pub const fn profile(self) -> Profile {
        let (leaks, attacks, domain_min, opens): (&[Leak], &[Attack], _, _) = match self {
            Self::Random => (&[Leak::Length], &[], 0, true),
            Self::Equal => (
                &[Leak::Length, Leak::Equality],
                &[Attack::FREQUENCY, Attack::CHOSEN_VALUES],
                EQUALITY_DOMAIN_MIN,
                true,
            ),
            Self::Blind => (
                &[Leak::Equality],
                &[Attack::FREQUENCY, Attack::CHOSEN_VALUES],
                EQUALITY_DOMAIN_MIN,
                false,
            ),
            Self::Words => (
                &[
                    Leak::Length,
                    Leak::Equality,
                    Leak::SharedWords,
                    Leak::TokenCount,
                ],
                &[
                    Attack::FREQUENCY,
                    Attack::CO_OCCURRENCE,
                    Attack::CHOSEN_VALUES,
                ],
                EQUALITY_DOMAIN_MIN,
                true,
            ),
            Self::Prefix => (
                &[
                    Leak::Length,
                    Leak::Equality,
                    Leak::SharedPrefixes,
                    Leak::TokenCount,
                ],
                &[
                    Attack::FREQUENCY,
                    Attack::CO_OCCURRENCE,
                    Attack::CHOSEN_VALUES,
                ],
                EQUALITY_DOMAIN_MIN,
                true,
            ),
            Self::Substring => (
                &[
                    Leak::Length,
                    Leak::Equality,
                    Leak::SharedSubstrings,
                    Leak::TokenCount,
                ],
                &[
                    Attack::FREQUENCY,
                    Attack::CO_OCCURRENCE,
                    Attack::CHOSEN_VALUES,
                ],
                EQUALITY_DOMAIN_MIN,
                true,
            ),
            Self::Order => (
                &[
                    Leak::Length,
                    Leak::Equality,
                    Leak::Order,
                    Leak::FirstDifference,
                    Leak::FirstDifferenceSize,
                    Leak::LimbBias,
                    Leak::KnownValues,
                ],
                &[
                    Attack::FREQUENCY,
                    Attack::SORTING,
                    Attack::LEAKAGE_ABUSE,
                    Attack::CORRELATION,
                    Attack::CHOSEN_VALUES,
                ],
                ORDER_DOMAIN_MIN,
                true,
            ),
            Self::OrderReveal => (
                &[
                    Leak::Equality,
                    Leak::Order,
                    Leak::FirstDifference,
                    Leak::KnownValues,
                ],
                &[
                    Attack::FREQUENCY,
                    Attack::SORTING,
                    Attack::LEAKAGE_ABUSE,
                    Attack::CORRELATION,
                    Attack::CHOSEN_VALUES,
                ],
                ORDER_DOMAIN_MIN,
                true,
            ),
            Self::Format => (
                &[Leak::Length, Leak::Equality, Leak::Punctuation],
                &[
                    Attack::FREQUENCY,
                    Attack::SMALL_DOMAIN_FEISTEL,
                    Attack::CHOSEN_VALUES,
                ],
                FORMAT_DOMAIN_MIN,
                true,
            ),
        };
        Profile {
            scheme: self,
            leaks,
            attacks,
            domain_min,
            opens,
        }
    }
}

/// What a scheme gives away to whoever sees the ciphertexts.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Profile {
    /// The scheme.
    pub scheme: Scheme,
    /// What can be seen without any key.
    pub leaks: &'static [Leak],
    /// What is known to have been made of it.
    pub attacks: &'static [Attack],
    /// Fewest values of a field over which it is sensible.
    pub domain_min: u64,
    /// Whether a value can be had back with the key.
    pub opens: bool,
}

/// Something that can be seen without any key.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
#[non_exhaustive]
pub enum Leak {
    /// How long a value is.
    Length,
    /// Which values of the field are equal, and so how often each occurs.
    Equality,
    /// Which values share a word.
    SharedWords,
    /// Which values have words that begin alike.
    SharedPrefixes,
    /// Which values share three characters in a row.
    SharedSubstrings,
    /// How many different tokens a value has, up to the padding.
    TokenCount,
    /// Which of two values is greater.
    Order,
    /// At which digit two values first differ.
    FirstDifference,
    /// By how much they differ there.
    FirstDifferenceSize,
    /// A little about the digits of a single value: see the parameters of `order`.
    LimbBias,
    /// The first digits of every value, to whoever knows a single one, and all digits to whoever can have values encrypted.
    KnownValues,
    /// The characters that a format leaves in place: separators, clear digits, domains, letters outside the alphabet.
    Punctuation,
}

impl Leak {
    /// A stable name, for machines.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Length => "length",
            Self::Equality => "equality",
            Self::SharedWords => "shared-words",
            Self::SharedPrefixes => "shared-prefixes",
            Self::SharedSubstrings => "shared-substrings",
            Self::TokenCount => "token-count",
            Self::Order => "order",
            Self::FirstDifference => "first-difference",
            Self::FirstDifferenceSize => "first-difference-size",
            Self::LimbBias => "limb-bias",
            Self::KnownValues => "known-values",
            Self::Punctuation => "punctuation",
        }
    }

    /// The same for people.
    #[must_use]
    pub const fn text(self) -> &'static str {
        match self {
            Self::Length => "how long a value is",
            Self::Equality => "which values are equal, and how often each occurs",
            Self::SharedWords => "which values share a word",
            Self::SharedPrefixes => "which values have words that begin alike",
            Self::SharedSubstrings => "which values share three characters in a row",
            Self::TokenCount => "how many tokens a value has, up to the padding",
            Self::Order => "which of two values is greater",
            Self::FirstDifference => "at which digit two values first differ",
            Self::FirstDifferenceSize => "by how much they differ there",
            Self::LimbBias => "each digit of a single value, with a small advantage over guessing",
            Self::KnownValues => {
                "the first digits of all values to whoever knows one, and every digit to whoever can have values sealed"
            }
            Self::Punctuation => "the characters that the format leaves in place",
        }
    }
}

/// A published attack on what a scheme leaks.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Attack {
    /// A stable name, for machines.
    pub name: &'static str,
    /// What it does, and what it needs.
    pub text: &'static str,
    /// Where it was published.
    pub source: &'static str,
}

impl Attack {
    /// Frequencies matched with those of similar data.
    pub const FREQUENCY: Self = Self {
        name: "frequency",
        text: "matches how often each ciphertext occurs with how often values occur in similar data",
        source: "Naveed, Kamara, Wright: Inference Attacks on Property-Preserving Encrypted Databases, CCS 2015",
    };
    /// Guesses that are tested by having them sealed.
    pub const CHOSEN_VALUES: Self = Self {
        name: "chosen-values",
        text: "has guesses sealed, as any user of the application can, and compares: equality confirms them one by one, and order \
               finds a value digit by digit, in as many guesses as it has digits",
        source: "Boldyreva, Chenette, Lee, O'Neill: Order-Preserving Symmetric Encryption, EUROCRYPT 2009, section 3",
    };
    /// Dense columns read by sorting.
    pub const SORTING: Self = Self {
        name: "sorting",
        text: "reads a column in which nearly every value of the domain occurs, by sorting it",
        source: "Naveed, Kamara, Wright: Inference Attacks on Property-Preserving Encrypted Databases, CCS 2015, section 4.2",
    };
    /// Order and frequency together.
    pub const LEAKAGE_ABUSE: Self = Self {
        name: "leakage-abuse",
        text: "recovers names and numbers from order and frequency together, also in sparse columns, with similar data at hand",
        source: "Grubbs, Sekniqi, Bindschaedler, Naveed, Ristenpart: Leakage-Abuse Attacks against Order-Revealing Encryption, S&P 2017",
    };
    /// Columns that depend on each other.
    pub const CORRELATION: Self = Self {
        name: "correlation",
        text: "reads more from several columns of one record that depend on each other than from each alone",
        source: "Durak, DuBuisson, Cash: What Else is Revealed by Order-Revealing Encryption?, CCS 2016",
    };
    /// Tokens that occur together.
    pub const CO_OCCURRENCE: Self = Self {
        name: "co-occurrence",
        text: "recovers words from which tokens occur together, given similar documents, more so with the searches watched",
        source: "Islam, Kuzu, Kantarcioglu: Access Pattern Disclosure on Searchable Encryption, NDSS 2012; \
                 Cash, Grubbs, Perry, Ristenpart: Leakage-Abuse Attacks Against Searchable Encryption, CCS 2015",
    };
    /// Feistel networks on small domains.
    pub const SMALL_DOMAIN_FEISTEL: Self = Self {
        name: "small-domain-feistel",
        text: "recovers messages of small FF1 domains from very many ciphertexts under related tweaks; hence a million values at least",
        source: "Hoang, Tessaro, Trieu: The Curse of Small Domains, CRYPTO 2018; Beyne: Linear Cryptanalysis of FF3-1 and FEA, CRYPTO 2021",
    };
}

#[cfg(test)]
mod tests {
    use super::{Admitted, Domain, ORDER_DOMAIN_MIN};
    use crate::field::Scheme;

    #[test]
    fn tiny_domains_are_refused_by_every_scheme_that_tells_values_apart() {
        for scheme in Scheme::ALL {
            let profile = scheme.profile();
            assert_eq!(profile.scheme, scheme);
            assert!(!profile.leaks.is_empty());
            let least = profile.domain_min;
            assert_eq!(
                least > 0,
                !profile.attacks.is_empty(),
                "{scheme}: attacks need a domain"
            );
            assert_eq!(
                scheme.admit(Domain::Unstated).map(Admitted::scheme),
                Ok(scheme)
            );
            assert!(scheme.admit(Domain::Values(least)).is_ok());
            if let Some(fewer) = least.checked_sub(1) {
                assert!(scheme.admit(Domain::Values(fewer)).is_err(), "{scheme}");
            }
            assert_eq!(Admitted::danger_tiny_domain(scheme).scheme(), scheme);
        }
        let refused = Scheme::Order.admit(Domain::Values(2)).unwrap_err();
        assert_eq!((refused.values, refused.values_min), (2, ORDER_DOMAIN_MIN));
    }

    #[test]
    fn names_are_distinct_and_lead_back() {
        for scheme in Scheme::ALL {
            assert_eq!(Scheme::from_name(scheme.name()), Some(scheme));
            assert_eq!(Scheme::ALL[scheme as usize - 1], scheme);
        }
        assert_eq!(Scheme::from_name("none"), None);
    }
}
