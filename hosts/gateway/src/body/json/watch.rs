//! Watches a string for a sealed value, be it cut off at its end: an application may put a full stop after what it shows.

use std::sync::LazyLock;

use fieldgate_core::field::{
    Payload,
    text::{MARKER, TERMINATOR, is_inner, text_bytes},
};
use memchr::memmem::Finder;

/// Shortest sealed text there is, of an empty value in the shorter scheme: less between marker and terminator is no
/// sealed value.
pub(super) const TEXT_BYTES_MIN: usize = text_bytes(Payload::Equal.growth_bytes());
const INNER_BYTES_MIN: usize = TEXT_BYTES_MIN - MARKER.len() - 1;

/// Finds the marker.
pub(super) static MARKERS: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new(MARKER));

#[derive(Clone, Copy)]
enum State {
    /// So many bytes of the marker were seen.
    Before(usize),
    /// Between marker and terminator; the last bytes may be the start of another marker.
    Inside {
        inner_bytes: usize,
        marker_bytes: usize,
    },
}

/// Looks at the unescaped text of one string, in pieces.
pub(super) struct Watch(State);

impl Watch {
    /// A string begins.
    pub(super) const fn new() -> Self {
        Self(State::Before(0))
    }

    /// Whether what was seen so far doesn't matter to what follows.
    pub(super) const fn is_idle(&self) -> bool {
        matches!(self.0, State::Before(0))
    }

    /// Looks at the next piece; true once there is so much of a sealed value that a terminator would make it one.
    pub(super) fn push(&mut self, mut text: &[u8]) -> bool {
        while let Some((&byte, rest)) = text.split_first() {
            if self.is_idle() {
                // A marker that is cut off by the end of the piece is at most 3 bytes of it.
                let at = MARKERS
                    .find(text)
                    .unwrap_or(text.len().saturating_sub(MARKER.len() - 1));
                if at > 0 {
                    text = &text[at..];
                    continue;
                }
            }
            if self.byte(byte) {
                return true;
            }
            text = rest;
        }
        false
    }

    fn byte(&mut self, byte: u8) -> bool {
        self.0 = match self.0 {
            State::Before(seen) => match marker_bytes(seen, byte) {
                4 => State::Inside {
                    inner_bytes: 0,
                    marker_bytes: 0,
                },
                seen => State::Before(seen),
            },
            State::Inside { inner_bytes, .. }
                if is_inner(byte) && inner_bytes + 1 >= INNER_BYTES_MIN =>
            {
                return true;
            }
            State::Inside {
                marker_bytes: 3, ..
            } if byte == TERMINATOR => State::Inside {
                inner_bytes: 0,
                marker_bytes: 0,
            },
            State::Inside {
                inner_bytes,
                marker_bytes: seen,
            } if is_inner(byte) => State::Inside {
                inner_bytes: inner_bytes + 1,
                marker_bytes: marker_bytes(seen, byte),
            },
            State::Inside { .. } => State::Before(0),
        };
        false
    }
}

/// Whether a sealed value stands in `text`.
pub(crate) fn has_sealed(text: &[u8]) -> bool {
    MARKERS.find(text).is_some() && Watch::new().push(text)
}

/// How many bytes of the marker the text ends with, after `seen` of them and then `byte`.
const fn marker_bytes(seen: usize, byte: u8) -> usize {
    let marker = MARKER.as_bytes();
    if seen < marker.len() && byte == marker[seen] {
        seen + 1
    } else if byte == marker[0] {
        1
    } else {
        0
    }
}

#[cfg(test)]
mod tests {
    use super::{INNER_BYTES_MIN, Watch};

    fn seen(text: &str) -> bool {
        let whole = Watch::new().push(text.as_bytes());
        for cut in 0..=text.len() {
            let mut watch = Watch::new();
            assert_eq!(
                watch.push(&text.as_bytes()[..cut]) || watch.push(&text.as_bytes()[cut..]),
                whole,
                "{text} {cut}"
            );
        }
        let mut watch = Watch::new();
        assert_eq!(
            text.bytes().any(|byte| watch.push(&[byte])),
            whole,
            "{text} byte by byte"
        );
        whole
    }

    #[test]
    fn sees_sealed_values_only() {
        let inner = "A".repeat(INNER_BYTES_MIN);
        for text in [
            format!("fg1.{inner}."),
            format!("see fg1.{inner}."),
            format!("ffg1.{inner}. and"),
            format!("fg1.fg1.{inner}."),
            format!("fg1.AAfg1.{inner}."),
            format!("fgfg1.{inner}-_."),
            format!("fg1.{inner}"),
            format!("fg1.{inner}!."),
        ] {
            assert!(seen(&text), "{text}");
        }
        for text in [
            format!("fg1.{}", &inner[1..]),
            format!("fg1.{}.", &inner[1..]),
            format!("fg2.{inner}."),
            format!("fg1 {inner}."),
            "config1. fg1.com. fg".to_owned(),
        ] {
            assert!(!seen(&text), "{text}");
        }
    }
}
