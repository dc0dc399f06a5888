//! E-mail addresses: dot-atoms, an `@` and a domain name (RFC 5322 section 3.4.1), in ASCII.

use super::{EmailDomain, FormatError, alphabet::letter_or_digit, layout::Layout};

pub(super) fn lay_out(
    value: &str,
    domain: EmailDomain,
    layout: &mut Layout,
) -> Result<(), FormatError> {
    let missing = FormatError::NotInFormat { at: value.len() };
    // By bytes: core's search for a character in a string can panic, as far as the compiler sees.
    let at = value.bytes().position(|byte| byte == b'@').ok_or(missing)?;
    let (local, rest) = value.split_at_checked(at).ok_or(missing)?;
    let name = rest.get(1..).ok_or(missing)?;
    if local.is_empty() {
        return Err(FormatError::NotInFormat { at: 0 });
    }
    if name.is_empty() {
        return Err(missing);
    }
    let name_at = local.len() + 1;
    let sealed_until = match domain {
        EmailDomain::Keep => local.len(),
        EmailDomain::Seal => {
            let dot = name.bytes().rposition(|byte| byte == b'.');
            dot.map_or(local.len(), |dot| name_at + dot)
        }
    };
    for (at, character) in value.char_indices() {
        let numeral = letter_or_digit(character);
        if numeral < 36 {
            if at < sealed_until {
                layout.seal(at, numeral)?;
            }
        } else if !(at == local.len() || is_kept(character, at < local.len())) {
            return Err(FormatError::NotInFormat { at });
        }
    }
    Ok(())
}

/// Whether a character other than letters and digits may stand there.
fn is_kept(character: char, in_local: bool) -> bool {
    if in_local {
        // `atext` of RFC 5322 section 3.2.3, and the dots between atoms.
        matches!(
            character,
            '!' | '#'
                | '$'
                | '%'
                | '&'
                | '\''
                | '*'
                | '+'
                | '-'
                | '/'
                | '='
                | '?'
                | '^'
                | '_'
                | '`'
                | '{'
                | '|'
                | '}'
                | '~'
                | '.'
        )
    } else {
        matches!(character, '-' | '.')
    }
}
