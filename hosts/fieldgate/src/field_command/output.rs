//! Standard output, without a panic when nobody reads it any more.

use std::{
    error::Error,
    io::{self, BufWriter, IsTerminal, Write},
};

use crate::outcome::Outcome;

/// Standard output; at a terminal, each result is shown at once.
pub(super) struct Output {
    inner: BufWriter<io::StdoutLock<'static>>,
    at_once: bool,
}

impl Output {
    pub(super) fn new() -> Self {
        let stdout = io::stdout();
        let at_once = stdout.is_terminal();
        Self {
            inner: BufWriter::new(stdout.lock()),
            at_once,
        }
    }
}

impl Write for Output {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.inner.write(bytes)?;
        if self.at_once {
            self.inner.flush()?;
        }
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}

/// Says that standard output takes nothing.
pub(super) fn unwritable(error: impl Error) -> Box<dyn Error> {
    format!("cannot write to standard output: {error}").into()
}

/// Prints a text, which ends with a line end.
pub(super) fn print(text: &str) -> Outcome {
    let mut output = Output::new();
    output.write_all(text.as_bytes()).map_err(unwritable)?;
    output.flush().map_err(unwritable)
}
