//! The grammar of numbers, RFC 8259 section 6, one byte at a time.

/// How far a number has come.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Number {
    Minus,
    Zero,
    Whole,
    Point,
    Fraction,
    Exponent,
    Sign,
    Power,
}

impl Number {
    /// A number that starts with `byte`.
    pub(super) const fn start(byte: u8) -> Option<Self> {
        match byte {
            b'-' => Some(Self::Minus),
            b'0' => Some(Self::Zero),
            b'1'..=b'9' => Some(Self::Whole),
            _ => None,
        }
    }

    /// The same number with one byte more, unless `byte` doesn't belong to it.
    pub(super) const fn next(self, byte: u8) -> Option<Self> {
        match (self, byte) {
            (Self::Minus, b'0') => Some(Self::Zero),
            (Self::Minus, b'1'..=b'9') | (Self::Whole, b'0'..=b'9') => Some(Self::Whole),
            (Self::Zero | Self::Whole, b'.') => Some(Self::Point),
            (Self::Point | Self::Fraction, b'0'..=b'9') => Some(Self::Fraction),
            (Self::Zero | Self::Whole | Self::Fraction, b'e' | b'E') => Some(Self::Exponent),
            (Self::Exponent, b'+' | b'-') => Some(Self::Sign),
            (Self::Exponent | Self::Sign | Self::Power, b'0'..=b'9') => Some(Self::Power),
            _ => None,
        }
    }

    /// Whether the number can end here.
    pub(super) const fn is_whole(self) -> bool {
        matches!(
            self,
            Self::Zero | Self::Whole | Self::Fraction | Self::Power
        )
    }
}

/// Whether all of `bytes` is one number.
pub(super) fn is_number(bytes: &[u8]) -> bool {
    let Some((&first, rest)) = bytes.split_first() else {
        return false;
    };
    rest.iter()
        .try_fold(Number::start(first), |number, &byte| {
            Some(number.and_then(|number| number.next(byte)))
        })
        .flatten()
        .is_some_and(Number::is_whole)
}

#[cfg(test)]
mod tests {
    use super::is_number;

    #[test]
    fn takes_what_the_grammar_takes() {
        for good in [
            "0",
            "-0",
            "10",
            "1.5",
            "-0.0",
            "1e400",
            "1.0E+2",
            "2e-7",
            "123456789012345678901234567890",
        ] {
            assert!(is_number(good.as_bytes()), "{good}");
        }
        for bad in [
            "", "-", "00", "01", "-01", "1.", ".5", "1e", "1e+", "+1", "0x1", "1a", "NaN", "--1",
            "1.e1",
        ] {
            assert!(!is_number(bad.as_bytes()), "{bad}");
        }
    }
}
