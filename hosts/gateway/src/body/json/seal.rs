//! Requests: all of the grammar is checked, and the values of covered fields are handed out to be sealed.

mod tokens;

use std::{mem, sync::Arc};

use bytes::Bytes;
use fieldgate_core::field::PLAINTEXT_BYTES_MAX;
use zeroize::Zeroizing;

use super::{
    JsonError, JsonProblem,
    nesting::{Nesting, TooDeep},
    number::Number,
    plan::Plan,
    scan::{is_white, white_bytes},
    string::Escapes,
    utf8::Utf8,
    watch::Watch,
};
use crate::fields::{FieldId, ScalarKind};

/// Most bytes that a [`Sealer`] holds of a body, besides the chunk it was given: one value, in a buffer that grew by doubling.
pub const HELD_BYTES_MAX: usize = 2 * PLAINTEXT_BYTES_MAX;
/// A buffer that grew beyond this is given back after its value, as wiping all of it each time would cost more.
const KEPT_BYTES_MAX: usize = 4096;

/// What a [`Sealer`] needs next.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[must_use]
pub enum SealStep {
    /// The next chunk, or the end: [`Sealer::push`] or [`Sealer::finish`].
    NeedInput,
    /// The sealed text of [`Sealer::value`], appended to the output before the next step.
    Field {
        /// The field it belongs to.
        field: FieldId,
        /// What it was in the body.
        kind: ScalarKind,
    },
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Value,
    FirstElement,
    FirstName,
    Name,
    Colon,
    AfterValue,
    End,
    String,
    Number(Number),
    Literal { text: &'static [u8], seen: usize },
}

/// What is kept of the token being read.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Capture {
    Nothing,
    /// A name that no path needs.
    Name,
    /// A name that a path may go through.
    FollowedName,
    /// The value at the end of this path.
    Value(usize),
}

/// Rewrites one request body.
pub struct Sealer {
    plan: Arc<Plan>,
    chunk: Bytes,
    /// Where the chunk starts in the body.
    chunk_offset: u64,
    /// The next byte of the chunk to look at.
    at: usize,
    /// The chunk's bytes before this one are written, or replaced.
    copied: usize,
    /// No marker starts in the chunk before this.
    marker: usize,
    utf8: Utf8,
    state: State,
    capture: Capture,
    nesting: Nesting,
    escapes: Escapes,
    watch: Watch,
    held: Zeroizing<Vec<u8>>,
    /// A field was handed out, and its closing quote is still to come.
    is_handed_out: bool,
}

impl Sealer {
    /// Stands at the start of a body.
    #[must_use]
    pub fn new(plan: Arc<Plan>) -> Self {
        Self {
            nesting: Nesting::new(&plan),
            plan,
            chunk: Bytes::new(),
            chunk_offset: 0,
            at: 0,
            copied: 0,
            marker: 0,
            utf8: Utf8::default(),
            state: State::Value,
            capture: Capture::Nothing,
            escapes: Escapes::default(),
            watch: Watch::new(),
            held: Zeroizing::default(),
            is_handed_out: false,
        }
    }

    /// Takes the next chunk, when [`Sealer::step`] needs input.
    ///
    /// # Errors
    /// [`JsonProblem::NotUtf8`].
    pub fn push(&mut self, chunk: Bytes) -> Result<(), JsonError> {
        self.chunk_offset += self.chunk.len() as u64;
        let checked = self.utf8.push(&chunk);
        (self.chunk, self.at, self.copied, self.marker) = (chunk, 0, 0, 0);
        checked.map_err(|at| JsonError {
            problem: JsonProblem::NotUtf8,
            offset: self.chunk_offset + at as u64,
            path: None,
        })
    }

    /// Goes on until input or a sealed text is needed; writes what is done to `out`.
    ///
    /// # Errors
    /// [`JsonError`]; nothing of this body may be passed on then.
    pub fn step(&mut self, out: &mut Vec<u8>) -> Result<SealStep, JsonError> {
        if mem::take(&mut self.is_handed_out) {
            out.push(b'"');
            self.forget();
            self.value_ended();
        }
        let chunk = mem::take(&mut self.chunk);
        let step = self.run(&chunk, out);
        self.chunk = chunk;
        step
    }

    /// The value of the field that was handed out: unescaped text, or a number, `true` or `false` as it was written.
    #[must_use]
    pub fn value(&self) -> &[u8] {
        &self.held
    }

    /// The error that `problem` is at the current place.
    #[must_use]
    pub fn error(&self, problem: JsonProblem) -> JsonError {
        JsonError {
            problem,
            offset: self.chunk_offset + self.at as u64,
            path: self.path(),
        }
    }

    /// The rule's path of the field being read or handed out.
    #[must_use]
    pub fn path(&self) -> Option<String> {
        match self.capture {
            Capture::Value(path) => Some(self.plan.paths()[path].0.to_string()),
            _ => None,
        }
    }

    /// The body ends here.
    ///
    /// # Errors
    /// When its value isn't whole.
    pub fn finish(&self) -> Result<(), JsonError> {
        let is_whole = match self.state {
            State::End => true,
            State::Number(number) => self.nesting.is_outermost() && number.is_whole(),
            _ => false,
        };
        if !self.utf8.is_whole() {
            return Err(self.error(JsonProblem::NotUtf8));
        }
        if is_whole {
            Ok(())
        } else {
            Err(self.error(JsonProblem::Unfinished))
        }
    }

    /// Bytes held of the body, besides the current chunk; at most [`HELD_BYTES_MAX`].
    #[must_use]
    pub fn held_bytes(&self) -> usize {
        self.held.capacity()
    }

    fn run(&mut self, chunk: &[u8], out: &mut Vec<u8>) -> Result<SealStep, JsonError> {
        while self.at < chunk.len() {
            let ended = match self.state {
                State::String => self.string(chunk)?,
                State::Number(number) => self.number(number, chunk)?,
                State::Literal { text, seen } => self.literal(text, seen, chunk)?,
                _ => self.structure(chunk, out)?,
            };
            if let (Some(kind), Capture::Value(path)) = (ended, self.capture) {
                self.copied = self.at;
                self.is_handed_out = true;
                return Ok(SealStep::Field {
                    field: self.plan.paths()[path].1,
                    kind,
                });
            }
        }
        if !matches!(self.capture, Capture::Value(_)) {
            out.extend_from_slice(&chunk[self.copied..]);
        }
        self.copied = chunk.len();
        Ok(SealStep::NeedInput)
    }

    /// The bytes between values.
    fn structure(
        &mut self,
        chunk: &[u8],
        out: &mut Vec<u8>,
    ) -> Result<Option<ScalarKind>, JsonError> {
        if is_white(chunk[self.at]) {
            self.at += white_bytes(&chunk[self.at..]);
        }
        let Some(&byte) = chunk.get(self.at) else {
            return Ok(None);
        };
        match (self.state, byte) {
            (State::FirstElement, b']') | (State::FirstName, b'}') => self.container_ended(),
            (State::Value | State::FirstElement, _) => {
                return self.value_starts(byte, chunk, out).map(|()| None);
            }
            (State::FirstName | State::Name, b'"') => {
                self.name_starts(chunk);
                return Ok(None);
            }
            (State::Colon, b':') => self.state = State::Value,
            (State::AfterValue, b',') if self.nesting.is_in_object() => self.state = State::Name,
            (State::AfterValue, b',') => {
                self.nesting.element(&self.plan);
                self.state = State::Value;
            }
            (State::AfterValue, b'}') if self.nesting.is_in_object() => self.container_ended(),
            (State::AfterValue, b']') if !self.nesting.is_in_object() => self.container_ended(),
            _ => return Err(self.unexpected()),
        }
        self.at += 1;
        Ok(None)
    }

    fn unexpected(&self) -> JsonError {
        self.error(JsonProblem::Expected(match self.state {
            State::FirstElement => "a value or ]",
            State::FirstName => "a member name or }",
            State::Name => "a member name",
            State::Colon => "a colon",
            State::AfterValue if self.nesting.is_in_object() => "a comma or }",
            State::AfterValue => "a comma or ]",
            State::End => "the end of the body",
            State::Number(_) => "a digit",
            State::Value | State::String | State::Literal { .. } => "a value",
        }))
    }

    fn name_starts(&mut self, chunk: &[u8]) {
        let is_followed = self.nesting.is_followed();
        if let Some(end) = self.simple_string(chunk) {
            let name = &chunk[self.at + 1..end];
            if is_followed {
                self.nesting.member(name, &self.plan);
            } else {
                self.nesting.unknown_member();
            }
            self.at = end + 1;
            self.state = State::Colon;
            return;
        }
        self.capture = if is_followed {
            Capture::FollowedName
        } else {
            Capture::Name
        };
        self.string_starts();
        self.at += 1;
    }

    fn string_starts(&mut self) {
        self.state = State::String;
        self.watch = Watch::new();
        self.escapes = Escapes::default();
    }

    fn value_starts(&mut self, byte: u8, chunk: &[u8], out: &mut Vec<u8>) -> Result<(), JsonError> {
        let covered = self.nesting.covered(&self.plan);
        self.capture = covered.map_or(Capture::Nothing, Capture::Value);
        match byte {
            b'{' | b'[' if covered.is_some() => return Err(self.error(JsonProblem::NotAScalar)),
            b'{' | b'[' => {
                let is_object = byte == b'{';
                self.nesting
                    .enter(is_object, &self.plan)
                    .map_err(|TooDeep| self.error(JsonProblem::TooDeep))?;
                self.state = if is_object {
                    State::FirstName
                } else {
                    State::FirstElement
                };
            }
            b'"' => {
                if covered.is_none()
                    && let Some(end) = self.simple_string(chunk)
                {
                    self.at = end + 1;
                    self.value_ended();
                    return Ok(());
                }
                self.string_starts();
            }
            b't' => {
                self.state = State::Literal {
                    text: b"true",
                    seen: 1,
                }
            }
            b'f' => {
                self.state = State::Literal {
                    text: b"false",
                    seen: 1,
                }
            }
            b'n' => {
                // null says that there is no value, and stays readable.
                self.capture = Capture::Nothing;
                self.state = State::Literal {
                    text: b"null",
                    seen: 1,
                };
            }
            0xef if self.chunk_offset + self.at as u64 == 0 => {
                return Err(self.error(JsonProblem::ByteOrderMark));
            }
            _ => self.state = State::Number(Number::start(byte).ok_or_else(|| self.unexpected())?),
        }
        if let Capture::Value(_) = self.capture {
            out.extend_from_slice(&chunk[self.copied..self.at]);
            out.push(b'"');
            if byte != b'"' {
                self.held.push(byte);
            }
        }
        self.at += 1;
        Ok(())
    }

    fn value_ended(&mut self) {
        self.capture = Capture::Nothing;
        self.state = if self.nesting.is_outermost() {
            State::End
        } else {
            State::AfterValue
        };
    }

    fn container_ended(&mut self) {
        self.nesting.leave();
        self.value_ended();
    }

    /// What a value that ended at the current place is handed out as, if a path covers it.
    fn scalar_ended(&mut self, kind: ScalarKind) -> Option<ScalarKind> {
        if let Capture::Value(_) = self.capture {
            return Some(kind);
        }
        self.value_ended();
        None
    }

    fn forget(&mut self) {
        use zeroize::Zeroize;
        self.held.zeroize();
        if self.held.capacity() > KEPT_BYTES_MAX {
            self.held = Zeroizing::default();
        }
    }
}

#[cfg(test)]
mod tests;
