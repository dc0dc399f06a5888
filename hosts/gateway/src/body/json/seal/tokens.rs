//! Strings, numbers and literals, each of which a chunk's end may cut.

use fieldgate_core::field::PLAINTEXT_BYTES_MAX;

use super::{
    super::{JsonError, JsonProblem, number::Number, scan::plain_bytes, watch::MARKERS},
    Capture, Sealer, State,
};
use crate::fields::{ScalarKind, UNOPENABLE_TEXT};

impl Sealer {
    pub(super) fn number(
        &mut self,
        mut number: Number,
        chunk: &[u8],
    ) -> Result<Option<ScalarKind>, JsonError> {
        let start = self.at;
        let ended = loop {
            let Some(&byte) = chunk.get(self.at) else {
                break false;
            };
            match number.next(byte) {
                Some(next) => number = next,
                None => break true,
            }
            self.at += 1;
        };
        self.state = State::Number(number);
        self.hold(&chunk[start..self.at])?;
        if !ended {
            return Ok(None);
        }
        if !number.is_whole() {
            return Err(self.unexpected());
        }
        Ok(self.scalar_ended(ScalarKind::Number))
    }

    pub(super) fn literal(
        &mut self,
        text: &'static [u8],
        seen: usize,
        chunk: &[u8],
    ) -> Result<Option<ScalarKind>, JsonError> {
        let rest = &chunk[self.at..];
        let bytes = rest.len().min(text.len() - seen);
        if rest[..bytes] != text[seen..seen + bytes] {
            return Err(self.unexpected());
        }
        self.hold(&rest[..bytes])?;
        self.at += bytes;
        self.state = State::Literal {
            text,
            seen: seen + bytes,
        };
        Ok(if seen + bytes == text.len() {
            self.scalar_ended(ScalarKind::Boolean)
        } else {
            None
        })
    }

    pub(super) fn string(&mut self, chunk: &[u8]) -> Result<Option<ScalarKind>, JsonError> {
        while let Some(&byte) = chunk.get(self.at) {
            if self.escapes.is_inside() {
                let character = self
                    .escapes
                    .push(byte)
                    .map_err(|_| self.error(JsonProblem::BadEscape))?;
                if let Some(character) = character {
                    self.text(character.encode_utf8(&mut [0; 4]).as_bytes())?;
                }
                self.at += 1;
                continue;
            }
            let end = self.at + plain_bytes(&chunk[self.at..]);
            if end > self.at {
                self.escapes.settle();
                self.plain_text(chunk, end)?;
                self.at = end;
                continue;
            }
            match byte {
                b'"' => {
                    self.at += 1;
                    return self.string_ended();
                }
                b'\\' => self.escapes.start(),
                _ => return Err(self.error(JsonProblem::ControlCharacter)),
            }
            self.at += 1;
        }
        Ok(None)
    }

    fn string_ended(&mut self) -> Result<Option<ScalarKind>, JsonError> {
        self.escapes.settle();
        let followed = matches!(self.capture, Capture::Value(_) | Capture::FollowedName);
        if followed && self.escapes.has_lone_surrogate() {
            return Err(self.error(JsonProblem::LoneSurrogate));
        }
        match self.capture {
            Capture::Nothing => self.value_ended(),
            // A client that writes back what it was shown would overwrite the value that only lacks its key.
            Capture::Value(_) if *self.held == UNOPENABLE_TEXT.as_bytes() => {
                return Err(self.error(JsonProblem::UnopenableWrittenBack));
            }
            Capture::Value(_) => return Ok(Some(ScalarKind::Text)),
            Capture::Name => self.nesting.unknown_member(),
            Capture::FollowedName => {
                self.nesting.member(&self.held, &self.plan);
                self.held.clear();
            }
        }
        if self.state == State::String {
            self.capture = Capture::Nothing;
            self.state = State::Colon;
        }
        Ok(None)
    }

    /// Where the next marker starts at or after the current place, or the chunk's end.
    fn next_marker(&mut self, chunk: &[u8]) -> usize {
        if self.marker < self.at {
            let found = MARKERS.find(&chunk[self.at..]);
            self.marker = found.map_or(chunk.len(), |found| self.at + found);
        }
        self.marker
    }

    /// The closing quote of the string that opens at the current place, if all of it is in the chunk and it has neither an
    /// escape nor a marker: then there is nothing to look at in it.
    pub(super) fn simple_string(&mut self, chunk: &[u8]) -> Option<usize> {
        let start = self.at + 1;
        let end = start + plain_bytes(&chunk[start..]);
        (chunk.get(end) == Some(&b'"') && self.next_marker(chunk) >= end).then_some(end)
    }

    /// Takes the unescaped bytes of a string from the current place to `end`.
    fn plain_text(&mut self, chunk: &[u8], end: usize) -> Result<(), JsonError> {
        let text = &chunk[self.at..end];
        if matches!(self.capture, Capture::Value(_)) || !self.watch.is_idle() {
            return self.text(text);
        }
        let marker = self.next_marker(chunk);
        // Without a marker only the last bytes can matter, and only if the string goes on after them.
        if marker >= end && chunk.get(end) == Some(&b'"') {
            return self.hold(text);
        }
        self.text(text)
    }

    /// Takes unescaped bytes of a string.
    ///
    /// Outside the covered fields a complete sealed value is refused. Responses are opened wherever a sealed value stands,
    /// so whoever may write some field could paste a sealed value that he came by into it, read it back, and have the
    /// gateway open it for him.
    fn text(&mut self, text: &[u8]) -> Result<(), JsonError> {
        if !matches!(self.capture, Capture::Value(_)) && self.watch.push(text) {
            return Err(self.error(JsonProblem::SealedPasted));
        }
        self.hold(text)
    }

    /// Keeps bytes of the token being read, if they are needed.
    fn hold(&mut self, bytes: &[u8]) -> Result<(), JsonError> {
        match self.capture {
            Capture::Nothing | Capture::Name => {}
            // One byte more than any name that is looked for is enough to know that it is another one.
            Capture::FollowedName => {
                let room = (self.plan.name_bytes_max() + 1).saturating_sub(self.held.len());
                self.held.extend_from_slice(&bytes[..room.min(bytes.len())]);
            }
            Capture::Value(_) if self.held.len() + bytes.len() > PLAINTEXT_BYTES_MAX => {
                return Err(self.error(JsonProblem::TooLong));
            }
            Capture::Value(_) => self.held.extend_from_slice(bytes),
        }
        Ok(())
    }
}
