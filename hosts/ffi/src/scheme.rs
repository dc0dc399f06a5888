//! Schemes, and what a field has to be for one.

use fieldgate_core::field::{
    Scheme,
    leakage::{Admitted, Domain},
};

use crate::status::fg_status;

/// What an application can do with a sealed field. docs/guide.md says what each leaks.
#[repr(u8)]
pub enum fg_scheme {
    /// Only store it: AES-256-GCM with random nonces and a key commitment. Leaks the length; grows by 50 bytes.
    Random = 1,
    /// Find it by an exact value, and the value comes back: AES-SIV. Leaks the length and which values are equal; grows by 22
    /// bytes.
    Equal = 2,
    /// Only find it by an exact value: a token.
    Blind = 3,
    /// Find values by the words in them: tokens beside the payload.
    Words = 4,
    /// Find values by how their words begin.
    Prefix = 5,
    /// Find values by any part of them.
    Substring = 6,
    /// Sort and compare, as bytes or numbers.
    Order = 7,
    /// Sort and compare with our comparator.
    OrderReveal = 8,
    /// Keep the field's own format: FF1.
    Format = 9,
}

/// How many values a field may take isn't known: taken as many.
pub const FG_DOMAIN_UNSTATED: u64 = 0;

/// Use the scheme over any domain, however tiny: how often each value occurs may then give them all away.
pub const FG_DOMAIN_DANGER_TINY: u64 = u64::MAX;

/// Admits a scheme by its number over so many values.
pub(crate) fn admit(scheme: u8, domain_values: u64) -> Result<Admitted, fg_status> {
    let scheme = Scheme::ALL
        .into_iter()
        .find(|known| *known as u8 == scheme)
        .ok_or(fg_status::BadNumber)?;
    let domain = match domain_values {
        FG_DOMAIN_UNSTATED => Domain::Unstated,
        FG_DOMAIN_DANGER_TINY => return Ok(Admitted::danger_tiny_domain(scheme)),
        values => Domain::Values(values),
    };
    scheme.admit(domain).map_err(|_| fg_status::TinyDomain)
}

#[cfg(test)]
mod tests {
    use super::{FG_DOMAIN_DANGER_TINY, FG_DOMAIN_UNSTATED, admit, fg_scheme};
    use crate::status::fg_status;

    #[test]
    fn a_scheme_of_the_header_is_that_of_core() {
        for (ours, name) in [
            (fg_scheme::Random, "random"),
            (fg_scheme::Equal, "equal"),
            (fg_scheme::Blind, "blind"),
            (fg_scheme::Words, "words"),
            (fg_scheme::Prefix, "prefix"),
            (fg_scheme::Substring, "substring"),
            (fg_scheme::Order, "order"),
            (fg_scheme::OrderReveal, "order-reveal"),
            (fg_scheme::Format, "format"),
        ] {
            assert_eq!(
                admit(ours as u8, FG_DOMAIN_UNSTATED)
                    .unwrap()
                    .scheme()
                    .name(),
                name
            );
        }
        for unknown in [0, 10, 255] {
            assert_eq!(
                admit(unknown, FG_DOMAIN_UNSTATED),
                Err(fg_status::BadNumber)
            );
        }
    }

    #[test]
    fn a_tiny_domain_takes_an_override() {
        let equal = fg_scheme::Equal as u8;
        assert_eq!(admit(equal, 2), Err(fg_status::TinyDomain));
        assert!(admit(equal, 1_000_000).is_ok());
        assert!(admit(equal, FG_DOMAIN_DANGER_TINY).is_ok());
        assert!(admit(fg_scheme::Random as u8, 1).is_ok());
    }
}
