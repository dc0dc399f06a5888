//! All that was logged or said, so that it can be searched for secrets.

use std::io::{self, Write};
use std::sync::{Arc, Mutex, PoisonError};

use aho_corasick::AhoCorasick;
use tracing_subscriber::fmt::MakeWriter;

/// Collects what is logged at every level, by whichever crate; copies are the same witness.
#[derive(Clone, Default)]
pub(crate) struct Witness {
    heard: Arc<Mutex<Vec<u8>>>,
}

impl Witness {
    /// Listens to this whole process from now on.
    pub(crate) fn listening() -> Self {
        let witness = Self::default();
        tracing_subscriber::fmt()
            .with_max_level(tracing::Level::TRACE)
            .with_ansi(false)
            .with_writer(witness.clone())
            .init();
        witness
    }

    /// Notes what a person would be shown.
    pub(crate) fn note(&self, text: &str) {
        let mut heard = self.heard.lock().unwrap_or_else(PoisonError::into_inner);
        heard.extend_from_slice(text.as_bytes());
        heard.push(b'\n');
    }

    pub(crate) fn heard_bytes(&self) -> usize {
        self.heard
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .len()
    }

    /// How often a secret was heard, in any of the forms that programs print bytes in.
    pub(crate) fn count(&self, secrets: &[&[u8]]) -> usize {
        let forms: Vec<Vec<u8>> = secrets.iter().flat_map(|secret| forms(secret)).collect();
        let heard = self.heard.lock().unwrap_or_else(PoisonError::into_inner);
        AhoCorasick::new(forms).unwrap().find_iter(&*heard).count()
    }
}

impl Write for Witness {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut heard = self.heard.lock().unwrap_or_else(PoisonError::into_inner);
        heard.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl<'w> MakeWriter<'w> for Witness {
    type Writer = Self;

    fn make_writer(&'w self) -> Self {
        self.clone()
    }
}

/// Raw, hexadecimal, base64 at each of its three alignments, a list of numbers, a byte string of Rust.
fn forms(secret: &[u8]) -> Vec<Vec<u8>> {
    let join = |each: &dyn Fn(&u8) -> String, between: &str| {
        let parts: Vec<_> = secret.iter().map(each).collect();
        parts.join(between).into_bytes()
    };
    let mut forms = vec![
        secret.to_vec(),
        join(&|byte| format!("{byte:02x}"), ""),
        join(&|byte| format!("{byte:02X}"), ""),
        join(&|byte| format!("{byte:02x}"), " "),
        join(&|byte| format!("{byte:02x}"), ":"),
        join(&|byte| byte.to_string(), ", "),
        join(&|byte| byte.to_string(), ","),
        join(&|byte| format!("{byte:#04x}"), ", "),
        secret.escape_ascii().to_string().into_bytes(),
    ];
    for alphabet in [b"+/", b"-_"] {
        for shift in 0..3 {
            forms.push(base64_within(secret, shift, *alphabet));
        }
    }
    forms
}

/// The characters of base64 that are the secret's alone when `shift` bytes stand in front of it.
fn base64_within(secret: &[u8], shift: usize, [plus, slash]: [u8; 2]) -> Vec<u8> {
    let mut bits: Vec<bool> = vec![false; shift * 8];
    bits.extend(
        secret
            .iter()
            .flat_map(|byte| (0..8).rev().map(move |bit| byte >> bit & 1 == 1)),
    );
    let first = (shift * 8).div_ceil(6);
    bits.chunks_exact(6)
        .skip(first)
        .map(|six| six.iter().fold(0, |value, bit| value << 1 | u8::from(*bit)))
        .map(|value| match value {
            0..=25 => b'A' + value,
            26..=51 => b'a' + value - 26,
            52..=61 => b'0' + value - 52,
            62 => plus,
            _ => slash,
        })
        .collect()
}

#[test]
fn a_secret_is_found_in_every_form() {
    let secret = b"a secret of some bytes\xff\x00";
    let count = |text: &str| {
        let witness = Witness::default();
        witness.note(text);
        witness.count(&[secret])
    };
    assert_eq!(count("nothing of it"), 0);
    assert_eq!(count(&format!("{:?}", secret.to_vec())), 1);
    assert_eq!(count(&format!("{:x?}", "another")), 0);
    assert_eq!(count("xYSBzZWNyZXQgb2Ygc29tZSBieXRlc/8A"), 1, "base64");
    assert_eq!(
        count("eGEgc2VjcmV0IG9mIHNvbWUgYnl0ZXP_AA=="),
        1,
        "base64url, one byte on"
    );
    assert_eq!(count("6120736563726574206f6620736f6d65206279746573ff00"), 1);
    assert_eq!(count(&format!("{}", secret.escape_ascii())), 1);
}
