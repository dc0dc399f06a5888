//! The escapes in strings, RFC 8259 section 7, one byte at a time.

/// A backslash is followed by nothing that the grammar knows.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct BadEscape;

#[derive(Clone, Copy, Default)]
enum State {
    #[default]
    Outside,
    Backslash,
    Hex {
        digits: u8,
        unit: u16,
    },
}

/// The escapes of one string.
#[derive(Default)]
pub(super) struct Escapes {
    state: State,
    high: Option<u16>,
    lone: bool,
}

impl Escapes {
    /// A backslash stands in the string: the bytes after it go to [`Escapes::push`].
    pub(super) const fn start(&mut self) {
        self.state = State::Backslash;
    }

    /// Whether the next byte belongs to an escape.
    pub(super) const fn is_inside(&self) -> bool {
        !matches!(self.state, State::Outside)
    }

    /// An unescaped character or the string's end follows: half a pair before it stays alone.
    pub(super) const fn settle(&mut self) {
        if self.high.take().is_some() {
            self.lone = true;
        }
    }

    /// Whether the string has half of a surrogate pair so far, which stands for no character.
    pub(super) const fn has_lone_surrogate(&self) -> bool {
        self.lone
    }

    /// Takes the next byte of an escape; the character when it is whole.
    pub(super) fn push(&mut self, byte: u8) -> Result<Option<char>, BadEscape> {
        match self.state {
            State::Outside => Err(BadEscape),
            State::Backslash if byte == b'u' => {
                self.state = State::Hex { digits: 0, unit: 0 };
                Ok(None)
            }
            State::Backslash => {
                self.state = State::Outside;
                self.settle();
                Ok(Some(match byte {
                    b'"' | b'\\' | b'/' => char::from(byte),
                    b'b' => '\u{8}',
                    b'f' => '\u{c}',
                    b'n' => '\n',
                    b'r' => '\r',
                    b't' => '\t',
                    _ => return Err(BadEscape),
                }))
            }
            State::Hex { digits, unit } => {
                let digit = char::from(byte).to_digit(16).ok_or(BadEscape)?;
                let unit = unit << 4 | u16::try_from(digit).map_err(|_| BadEscape)?;
                if digits < 3 {
                    self.state = State::Hex {
                        digits: digits + 1,
                        unit,
                    };
                    return Ok(None);
                }
                self.state = State::Outside;
                Ok(self.unit(unit))
            }
        }
    }

    fn unit(&mut self, unit: u16) -> Option<char> {
        if let (Some(high), 0xdc00..=0xdfff) = (self.high, unit) {
            self.high = None;
            return char::decode_utf16([high, unit]).next()?.ok();
        }
        self.settle();
        match unit {
            0xd800..=0xdbff => self.high = Some(unit),
            0xdc00..=0xdfff => self.lone = true,
            _ => return char::from_u32(u32::from(unit)),
        }
        None
    }
}
