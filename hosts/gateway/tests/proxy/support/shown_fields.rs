//! Fields that hide nothing: hexadecimal digits within a frame of the right shape.

use std::{
    sync::atomic::{AtomicBool, Ordering::Relaxed},
    time::Duration,
};

use fieldgate_gateway::fields::{
    FieldId, Fields, KeyUnavailable, OpenError, ScalarKind, SealError,
};

/// Reversible, for tests only. Field 0 takes scalars, others take text.
#[derive(Default)]
pub(crate) struct ShownFields {
    pub(crate) is_key_lost: AtomicBool,
}

impl ShownFields {
    fn check(&self) -> Result<(), KeyUnavailable> {
        if !self.is_key_lost.load(Relaxed) {
            return Ok(());
        }
        let (key, cause) = ("films".to_owned(), "head-office does not answer".to_owned());
        Err(KeyUnavailable {
            key,
            cause,
            retry_after: Duration::from_secs(7),
        })
    }
}

/// The sealed text of `value`.
pub(crate) fn sealed(field: usize, kind: ScalarKind, value: &[u8]) -> String {
    let kind = match kind {
        ScalarKind::Text => 't',
        ScalarKind::Number => 'n',
        ScalarKind::Boolean => 'b',
    };
    let hex: String = value.iter().map(|byte| format!("{byte:02x}")).collect();
    format!("fg1.{kind}{field}{hex}{}.", "_".repeat(30))
}

impl Fields for ShownFields {
    async fn seal(
        &self,
        field: FieldId,
        kind: ScalarKind,
        value: &[u8],
        out: &mut Vec<u8>,
    ) -> Result<(), SealError> {
        self.check()?;
        if field.index() > 0 && kind != ScalarKind::Text {
            return Err(SealError::WrongType);
        }
        out.extend_from_slice(sealed(field.index(), kind, value).as_bytes());
        Ok(())
    }

    async fn open(&self, sealed: &[u8], out: &mut Vec<u8>) -> Result<ScalarKind, OpenError> {
        self.check()?;
        let inner = &sealed[4..sealed.len() - 1];
        let kind = match inner[0] {
            b't' => ScalarKind::Text,
            b'n' => ScalarKind::Number,
            b'b' => ScalarKind::Boolean,
            b'U' => return Err(OpenError::Unopenable),
            _ => return Err(OpenError::NotAFrame),
        };
        let hex = str::from_utf8(&inner[2..]).unwrap().trim_end_matches('_');
        for at in (0..hex.len()).step_by(2) {
            out.push(u8::from_str_radix(&hex[at..at + 2], 16).map_err(|_| OpenError::NotAFrame)?);
        }
        Ok(kind)
    }

    fn missing_keys(&self) -> Vec<String> {
        self.check()
            .err()
            .map(|error| error.key)
            .into_iter()
            .collect()
    }

    fn write_metrics(&self, text: &mut String) {
        text.push_str("fieldgate_key_held{key=\"films\"} 1\n");
    }
}
