//! Responses: sealed texts inside JSON strings are handed out to be opened; all else is copied.
//!
//! A sealed text has no character that JSON escapes, and the marker stands in valid JSON nowhere but in strings. So the
//! body isn't parsed: the marker is searched for, and quotes are counted to know where strings are. A marker outside a
//! string means that this isn't JSON, and from there on nothing is opened, as the opened text would stand where it could
//! be read as something else.

use fieldgate_core::field::text::{MARKER, TERMINATOR, TEXT_BYTES_MAX, is_inner};
use memchr::memchr2;

use super::{
    escape::escape,
    quotes::Quotes,
    scan::white_bytes,
    watch::{MARKERS, TEXT_BYTES_MIN},
};
use crate::fields::{ScalarKind, UNOPENABLE_TEXT};

/// Most white space after a sealed text that is looked over for a colon; after more, a number stays in quotes.
const WHITE_BYTES_MAX: usize = 256;
/// Most bytes that an [`Opener`] holds of a body, besides the chunk it was given.
pub const HELD_BYTES_MAX: usize = TEXT_BYTES_MAX + WHITE_BYTES_MAX + 2;

/// What an [`Opener`] needs next.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[must_use]
pub enum OpenStep {
    /// The next chunk, or the end: [`Opener::push`] or [`Opener::finish`].
    NeedInput,
    /// What becomes of [`Opener::sealed`]: [`Opener::replace`], [`Opener::leave`] or [`Opener::mark_unopenable`].
    Sealed,
}

/// Something that starts with the marker.
#[derive(Clone, Copy)]
struct Candidate {
    /// Where its marker starts in the buffer.
    start: usize,
    /// One after its terminator.
    end: usize,
    /// Whether the string's opening quote stands before it, not yet written.
    opens_string: bool,
    /// Whether it is all of a string that is a value, not a name.
    is_whole_value: bool,
    /// Whether it is all of a string, value or name.
    is_whole_string: bool,
}

/// Rewrites one response body.
#[derive(Default)]
pub struct Opener {
    buffer: Vec<u8>,
    /// The buffer's bytes before this one are written.
    written: usize,
    quotes: Quotes,
    candidate: Option<Candidate>,
    is_finished: bool,
    is_broken: bool,
}

impl Opener {
    /// Stands at the start of a body.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes the next chunk, when [`Opener::step`] needs input.
    pub fn push(&mut self, chunk: &[u8]) {
        if self.written > 0 {
            self.buffer.drain(..self.written);
            if let Some(candidate) = &mut self.candidate {
                candidate.start -= self.written;
                candidate.end -= self.written;
            }
            self.written = 0;
        }
        self.buffer.extend_from_slice(chunk);
    }

    /// The body ends here; [`Opener::step`] writes the rest.
    pub const fn finish(&mut self) {
        self.is_finished = true;
    }

    /// Whether the body turned out not to be JSON: nothing more of it is opened.
    #[must_use]
    pub const fn is_broken(&self) -> bool {
        self.is_broken
    }

    /// Bytes held of the body; after all steps of a chunk at most [`HELD_BYTES_MAX`].
    #[must_use]
    pub fn held_bytes(&self) -> usize {
        self.buffer.len() - self.written
    }

    /// Goes on until input or an opened value is needed; writes what is done to `out`.
    pub fn step(&mut self, out: &mut Vec<u8>) -> OpenStep {
        loop {
            let found = match self.candidate {
                _ if self.is_broken => Found::Nothing(0),
                Some(candidate) => self.look_on(candidate),
                None => self.look(out),
            };
            match found {
                Found::Nothing(held) => {
                    self.write_to(self.buffer.len() - held, out);
                    return OpenStep::NeedInput;
                }
                Found::Candidate(candidate) => self.candidate = Some(candidate),
                Found::NeedInput(candidate) => {
                    self.candidate = Some(candidate);
                    return OpenStep::NeedInput;
                }
                Found::Sealed(candidate) => {
                    self.candidate = Some(candidate);
                    return OpenStep::Sealed;
                }
                Found::Other => self.leave(out),
            }
        }
    }

    /// The sealed text that was handed out.
    #[must_use]
    pub fn sealed(&self) -> &[u8] {
        self.candidate.map_or(&[], |candidate| {
            &self.buffer[candidate.start..candidate.end]
        })
    }

    /// Whether the value may stand where its sealed text stands. All of a string is a place of its own. In the middle of
    /// one nobody knows what the text around it is: where it is HTML, a URL or JSON again, the application escaped a
    /// sealed text for it, which needs no escaping, and the value might. So only plain words are put there.
    #[must_use]
    pub fn is_fit(&self, value: &[u8]) -> bool {
        let plain = |c: char| c.is_alphanumeric() || matches!(c, ' ' | '.' | ',' | '-' | '_');
        self.candidate
            .is_some_and(|candidate| candidate.is_whole_string)
            || str::from_utf8(value).is_ok_and(|text| text.chars().all(plain))
    }

    /// Puts the opened value in place of the sealed text.
    pub fn replace(&mut self, kind: ScalarKind, value: &[u8], out: &mut Vec<u8>) {
        let Some(candidate) = self.candidate.take() else {
            return;
        };
        let mut end = candidate.end;
        if kind != ScalarKind::Text && candidate.is_whole_value {
            out.extend_from_slice(value);
            end += 1;
        } else {
            if candidate.opens_string {
                out.push(b'"');
            }
            escape(value, out);
        }
        self.quotes.advance(&self.buffer[candidate.start..end]);
        self.written = end;
    }

    /// Puts [`UNOPENABLE_TEXT`] in place of the sealed text.
    pub fn mark_unopenable(&mut self, out: &mut Vec<u8>) {
        self.replace(ScalarKind::Text, UNOPENABLE_TEXT.as_bytes(), out);
    }

    /// Leaves the text as it is, as it is no sealed value.
    pub fn leave(&mut self, out: &mut Vec<u8>) {
        let Some(candidate) = self.candidate.take() else {
            return;
        };
        // A sealed value may start within it, but not before the end of this marker.
        let end = candidate.start + MARKER.len();
        out.extend_from_slice(&self.buffer[self.written..end]);
        self.quotes.advance(&self.buffer[candidate.start..end]);
        self.written = end;
    }

    fn write_to(&mut self, end: usize, out: &mut Vec<u8>) {
        let bytes = &self.buffer[self.written..end];
        self.quotes.advance(bytes);
        out.extend_from_slice(bytes);
        self.written = end;
    }

    /// Looks for the next marker.
    fn look(&mut self, out: &mut Vec<u8>) -> Found {
        let rest = &self.buffer[self.written..];
        let Some(at) = MARKERS.find(rest) else {
            return Found::Nothing(if self.is_finished {
                0
            } else {
                marker_start_bytes(rest)
            });
        };
        let start = self.written + at;
        self.quotes.advance(&rest[..at]);
        if !self.quotes.is_in_string() {
            out.extend_from_slice(&rest[..at]);
            self.written = start;
            self.is_broken = true;
            return Found::Nothing(0);
        }
        let opens_string = self.quotes.has_just_opened() && at > 0;
        let end = start - usize::from(opens_string);
        out.extend_from_slice(&self.buffer[self.written..end]);
        self.written = end;
        Found::Candidate(Candidate {
            start,
            end: start + MARKER.len(),
            opens_string,
            is_whole_value: false,
            is_whole_string: false,
        })
    }

    /// Looks whether a candidate is a sealed text, and what stands after it.
    fn look_on(&self, mut candidate: Candidate) -> Found {
        let is_terminated = candidate.end - candidate.start > MARKER.len()
            && self.buffer[candidate.end - 1] == TERMINATOR;
        if !is_terminated {
            let rest = &self.buffer[candidate.end..];
            let stop = memchr2(TERMINATOR, b'"', rest);
            let inner = &rest[..stop.unwrap_or(rest.len())];
            let bytes = candidate.end - candidate.start + inner.len() + 1;
            if !inner.iter().fold(true, |all, &byte| all & is_inner(byte)) || bytes > TEXT_BYTES_MAX
            {
                return Found::Other;
            }
            candidate.end += inner.len();
            match stop {
                None if self.is_finished => return Found::Other,
                None => return Found::NeedInput(candidate),
                Some(stop) if rest[stop] != TERMINATOR || bytes < TEXT_BYTES_MIN => {
                    return Found::Other;
                }
                Some(_) => candidate.end += 1,
            }
        }
        if !candidate.opens_string {
            return Found::Sealed(candidate);
        }
        let after = &self.buffer[candidate.end..];
        let Some((&quote, after)) = after.split_first() else {
            return if self.is_finished {
                Found::Sealed(candidate)
            } else {
                Found::NeedInput(candidate)
            };
        };
        if quote == b'"' {
            candidate.is_whole_string = true;
            let white = white_bytes(after);
            match after.get(white) {
                None if !self.is_finished && white <= WHITE_BYTES_MAX => {
                    return Found::NeedInput(candidate);
                }
                next => candidate.is_whole_value = next != Some(&b':') && white <= WHITE_BYTES_MAX,
            }
        }
        Found::Sealed(candidate)
    }
}

enum Found {
    /// No marker; so many bytes at the end may be the start of one.
    Nothing(usize),
    Candidate(Candidate),
    NeedInput(Candidate),
    Sealed(Candidate),
    /// No sealed text after all.
    Other,
}

/// How many bytes at the end of `bytes` may be a quote and the start of a marker.
fn marker_start_bytes(bytes: &[u8]) -> usize {
    let marker = (1..MARKER.len())
        .rev()
        .find(|&seen| bytes.ends_with(&MARKER.as_bytes()[..seen]))
        .unwrap_or(0);
    let before = &bytes[..bytes.len() - marker];
    marker + usize::from(before.last() == Some(&b'"'))
}

#[cfg(test)]
mod tests;
