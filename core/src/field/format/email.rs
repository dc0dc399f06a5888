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
    let name_at = local.len() + 1;
    check_parts(local, 0, |_| true)?;
    check_parts(name, name_at, |label| {
        !label.starts_with(b"-") && !label.ends_with(b"-")
    })?;
    let last_dot = name.bytes().rposition(|byte| byte == b'.');
    let sealed_until = match domain {
        EmailDomain::Keep => local.len(),
        EmailDomain::Seal => name_at + last_dot.unwrap_or(0),
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
    // A name of one label would stay clear as a whole.
    if domain == EmailDomain::Seal && last_dot.is_none() {
        return Err(missing);
    }
    Ok(())
}

/// Atoms and labels, which stand at `at`, are not empty and as `is_good` says.
fn check_parts(
    name: &str,
    mut at: usize,
    is_good: impl Fn(&[u8]) -> bool,
) -> Result<(), FormatError> {
    for part in name.as_bytes().split(|&byte| byte == b'.') {
        if part.is_empty() || !is_good(part) {
            return Err(FormatError::NotInFormat { at });
        }
        at += part.len() + 1;
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
