//! Lines of standard input, up to a length.

use std::io::{self, BufRead, Read};

/// Lines, each without its end, which is LF or CRLF.
pub(super) struct Lines {
    input: io::StdinLock<'static>,
    line: Vec<u8>,
    bytes_max: usize,
    number: u64,
}

impl Lines {
    /// Lines of up to `bytes_max` bytes. Of a longer one its beginning is given, which is longer than that too.
    pub(super) fn new(bytes_max: usize) -> Self {
        Self {
            input: io::stdin().lock(),
            line: Vec::new(),
            bytes_max,
            number: 0,
        }
    }

    /// The next line and its number from 1; `None` after the last.
    pub(super) fn next(&mut self) -> Result<Option<(u64, &[u8])>, String> {
        // The end has up to two bytes; one more tells that the line is too long.
        let read_max = self.bytes_max as u64 + 3;
        self.line.clear();
        let read = Read::by_ref(&mut self.input)
            .take(read_max)
            .read_until(b'\n', &mut self.line)
            .map_err(|error| format!("cannot read standard input: {error}"))?;
        if read == 0 {
            return Ok(None);
        }
        self.number += 1;
        let line = self.line.strip_suffix(b"\n").unwrap_or(&self.line);
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        Ok(Some((self.number, line)))
    }
}
