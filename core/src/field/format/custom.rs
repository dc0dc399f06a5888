//! Values over the caller's alphabet.

use super::{FormatError, Others, alphabet::Alphabet, layout::Layout};

pub(super) fn lay_out(
    value: &str,
    alphabet: &Alphabet,
    others: Others,
    layout: &mut Layout,
) -> Result<(), FormatError> {
    for (at, character) in value.char_indices() {
        let numeral = alphabet.numeral(character);
        if numeral < alphabet.radix() {
            layout.seal(at, numeral)?;
        } else if others == Others::Refuse {
            return Err(FormatError::NotInFormat { at });
        }
    }
    Ok(())
}
