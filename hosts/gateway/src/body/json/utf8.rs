//! UTF-8 validation of a stream, chunk by chunk, at memory speed.

/// What of a character the last chunk left unfinished.
#[derive(Default)]
pub(super) struct Utf8 {
    tail: [u8; 4],
    tail_bytes: usize,
}

impl Utf8 {
    /// Checks the next chunk; the error is the offset in it where the wrong sequence starts, 0 if it began earlier.
    pub(super) fn push(&mut self, chunk: &[u8]) -> Result<(), usize> {
        let mut at = 0;
        while self.tail_bytes > 0 {
            let Some(&byte) = chunk.get(at) else {
                return Ok(());
            };
            self.tail[self.tail_bytes] = byte;
            self.tail_bytes += 1;
            at += 1;
            match std::str::from_utf8(&self.tail[..self.tail_bytes]) {
                Ok(_) => self.tail_bytes = 0,
                // Unfinished is the only error that has no length; a character has 4 bytes at most, so the tail has room.
                Err(error) if error.error_len().is_none() => {}
                Err(_) => return Err(0),
            }
        }
        let rest = &chunk[at..];
        let Err(error) = simdutf8::compat::from_utf8(rest) else {
            return Ok(());
        };
        let tail = &rest[error.valid_up_to()..];
        if error.error_len().is_some() || tail.len() > 3 {
            return Err(at + error.valid_up_to());
        }
        self.tail[..tail.len()].copy_from_slice(tail);
        self.tail_bytes = tail.len();
        Ok(())
    }

    /// Whether the stream can end here.
    pub(super) const fn is_whole(&self) -> bool {
        self.tail_bytes == 0
    }
}

#[cfg(test)]
mod tests {
    use super::Utf8;

    fn check(chunks: &[&[u8]]) -> bool {
        let mut utf8 = Utf8::default();
        chunks.iter().all(|chunk| utf8.push(chunk).is_ok()) && utf8.is_whole()
    }

    #[test]
    fn agrees_with_the_standard_library_at_every_cut() {
        let texts: [&[u8]; 9] = [
            "a\u{e9}\u{20ac}\u{10348}z".as_bytes(),
            b"\xc0\x80",
            b"\xed\xa0\x80",
            b"\xf4\x90\x80\x80",
            b"a\x80",
            b"\xe2\x82",
            b"\xe2\x82a",
            b"\xff",
            b"\xf0\x9f\x98\x80\xf0\x9f\x98",
        ];
        for text in texts {
            let valid = std::str::from_utf8(text).is_ok();
            for first in 0..=text.len() {
                for second in first..=text.len() {
                    let cut = [&text[..first], &text[first..second], &text[second..]];
                    assert_eq!(check(&cut), valid, "{text:x?} cut at {first} and {second}");
                }
            }
        }
    }
}
