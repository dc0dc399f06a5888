//! Card numbers: all digits but the last are enciphered, and the last is their Luhn digit (ISO/IEC 7812-1 annex B).

use super::{FormatError, alphabet::digit, layout::Layout};

/// Lays out all digits, the check digit too: it is the last.
pub(super) fn lay_out(value: &str, layout: &mut Layout) -> Result<(), FormatError> {
    for (at, character) in value.char_indices() {
        let numeral = digit(character);
        if numeral <= 9 {
            layout.seal(at, numeral)?;
        } else if !matches!(character, ' ' | '-') {
            return Err(FormatError::NotInFormat { at });
        }
    }
    Ok(())
}

/// Whether `check` is the check digit of `digits`.
pub(super) fn check(digits: &[u16], check: u16) -> Result<(), FormatError> {
    if check_digit(digits) == check {
        Ok(())
    } else {
        Err(FormatError::CheckDigit)
    }
}

/// The digit that makes the sum of all a multiple of ten, when every second one from the last of `digits` on is doubled and
/// the digits of the double are added.
pub(super) fn check_digit(digits: &[u16]) -> u16 {
    let mut sum = 0;
    let mut doubles = true;
    for digit in digits.iter().rev() {
        let addend = if doubles {
            // The sum of the two digits of a double is nine less than the double.
            less_if_not_below(2 * digit, 10, 9)
        } else {
            *digit
        };
        sum = less_if_not_below(sum + addend, 10, 10);
        doubles = !doubles;
    }
    less_if_not_below(10 - sum, 10, 10)
}

/// `value` less `amount` when it isn't below `limit`, without a branch; for small numbers.
const fn less_if_not_below(value: u16, limit: u16, amount: u16) -> u16 {
    let below = 0_u16.wrapping_sub(value.wrapping_sub(limit) >> 15);
    value - (amount & !below)
}

#[cfg(test)]
mod tests {
    use super::check_digit;

    #[test]
    fn published_numbers_have_right_check_digits() {
        // The example of ISO/IEC 7812-1, and test numbers of card networks.
        for number in [
            "79927398713",
            "4111111111111111",
            "5555555555554444",
            "378282246310005",
            "30569309025904",
            "6011111111111117",
        ] {
            let mut digits = [0; 16];
            for (to, digit) in digits.iter_mut().zip(number.bytes()) {
                *to = u16::from(digit - b'0');
            }
            let (check, digits) = digits[..number.len()].split_last().unwrap();
            assert_eq!(check_digit(digits), *check, "{number}");
        }
    }
}
