//! A text that is read from its start.

use super::{VALUE_TEXT_BYTES_MAX, ValueError, ValueFault};

pub(super) struct Cursor<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Cursor<'a> {
    pub(super) const fn new(text: &'a str) -> Result<Self, ValueError> {
        if text.is_empty() {
            return Err(ValueFault::Empty.at(0));
        }
        if text.len() > VALUE_TEXT_BYTES_MAX {
            return Err(ValueFault::TooLong.at(VALUE_TEXT_BYTES_MAX));
        }
        Ok(Self {
            bytes: text.as_bytes(),
            at: 0,
        })
    }

    pub(super) const fn at(&self) -> usize {
        self.at
    }

    pub(super) fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    /// Takes the next byte if it is one of `wanted`.
    pub(super) fn take(&mut self, wanted: &[u8]) -> Option<u8> {
        let byte = self.peek().filter(|byte| wanted.contains(byte))?;
        self.at += 1;
        Some(byte)
    }

    /// Takes the next byte, which has to be one of `wanted`.
    pub(super) fn expect(
        &mut self,
        wanted: &[u8],
        otherwise: ValueFault,
    ) -> Result<u8, ValueError> {
        self.take(wanted).ok_or_else(|| self.fault(otherwise))
    }

    /// Takes the next byte, which has to be a digit.
    pub(super) fn digit(&mut self) -> Result<u8, ValueError> {
        let digit = self.expect(b"0123456789", ValueFault::NotADigit)?;
        Ok(digit - b'0')
    }

    /// Takes the next byte if it is a digit.
    pub(super) fn take_digit(&mut self) -> Option<u8> {
        self.digit().ok()
    }

    /// Takes a number of exactly `digits` digits.
    pub(super) fn fixed(&mut self, digits: usize) -> Result<u32, ValueError> {
        (0..digits).try_fold(0, |number, _| Ok(number * 10 + u32::from(self.digit()?)))
    }

    /// Nothing may follow.
    pub(super) const fn end(&self) -> Result<(), ValueError> {
        if self.at == self.bytes.len() {
            Ok(())
        } else {
            Err(ValueFault::Follows.at(self.at))
        }
    }

    /// `fault` here, or that the text ends here.
    fn fault(&self, fault: ValueFault) -> ValueError {
        if self.peek().is_some() {
            fault
        } else {
            ValueFault::Ends
        }
        .at(self.at)
    }
}
