//! Digits and nothing else.

use super::{FormatError, alphabet::digit, layout::Layout};

pub(super) fn lay_out(value: &str, layout: &mut Layout) -> Result<(), FormatError> {
    for (at, character) in value.char_indices() {
        let numeral = digit(character);
        if numeral > 9 {
            return Err(FormatError::NotInFormat { at });
        }
        layout.seal(at, numeral)?;
    }
    Ok(())
}
