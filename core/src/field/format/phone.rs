//! Phone numbers: a plus sign and separators keep their places, as may the first digits.

use super::{FormatError, alphabet::digit, layout::Layout};

pub(super) fn lay_out(
    value: &str,
    clear_digits: u8,
    layout: &mut Layout,
) -> Result<(), FormatError> {
    let mut clear_left = clear_digits;
    for (at, character) in value.char_indices() {
        let numeral = digit(character);
        if numeral <= 9 {
            if clear_left > 0 {
                clear_left -= 1;
            } else {
                layout.seal(at, numeral)?;
            }
        } else if !(matches!(character, ' ' | '-' | '.' | '/' | '(' | ')')
            || character == '+' && at == 0)
        {
            return Err(FormatError::NotInFormat { at });
        }
    }
    Ok(())
}
