//! Whether a place in a JSON text is inside a string, at memory speed: by counting quotes.

use memchr::{memchr, memchr_iter};

/// What the bytes so far mean for the next one.
///
/// In valid JSON a backslash and a quote stand nowhere but in and around strings, so the count of unescaped quotes tells
/// exactly where strings are. What isn't valid JSON up to some place can't be read by a client either.
#[derive(Default)]
pub(super) struct Quotes {
    in_string: bool,
    after_backslash: bool,
    opened: bool,
}

impl Quotes {
    /// Goes over `bytes`.
    pub(super) fn advance(&mut self, bytes: &[u8]) {
        let mut rest = bytes;
        if rest.is_empty() {
            return;
        }
        self.opened = false;
        if self.after_backslash {
            self.after_backslash = false;
            rest = &rest[1..];
        }
        while let Some(at) = memchr(b'\\', rest) {
            self.count(&rest[..at]);
            let Some(after) = rest.get(at + 2..) else {
                self.after_backslash = true;
                return;
            };
            rest = after;
        }
        self.count(rest);
        self.opened = self.in_string && rest.last() == Some(&b'"');
    }

    fn count(&mut self, bytes: &[u8]) {
        self.in_string ^= memchr_iter(b'"', bytes).count() % 2 == 1;
    }

    /// Whether the next byte is inside a string.
    pub(super) const fn is_in_string(&self) -> bool {
        self.in_string
    }

    /// Whether the last byte was the quote that opened the string.
    pub(super) const fn has_just_opened(&self) -> bool {
        self.opened
    }
}
