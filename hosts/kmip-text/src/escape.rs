//! Text as it is shown to people: no control character reaches a terminal.

/// Characters of a value that an error shows.
const SHOWN_CHARACTERS_MAX: usize = 60;

/// The text in quotation marks, with control characters and quotation marks escaped.
pub(crate) fn quoted(out: &mut String, text: &str) {
    out.push('"');
    for character in text.chars() {
        match character {
            '"' | '\\' => {
                out.push('\\');
                out.push(character);
            }
            '\'' => out.push('\''),
            _ => out.extend(character.escape_debug()),
        }
    }
    out.push('"');
}

/// The beginning of a value in quotation marks, for an error.
pub(crate) fn shown(text: &str) -> String {
    let mut out = String::new();
    let cut = text.char_indices().nth(SHOWN_CHARACTERS_MAX);
    match cut {
        Some((at, _)) => {
            quoted(&mut out, text.get(..at).unwrap_or_default());
            out.push('…');
        }
        None => quoted(&mut out, text),
    }
    out
}
