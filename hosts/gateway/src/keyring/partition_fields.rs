//! What the proxy asks of the keys, answered by the keyring: values with their kind become plaintexts, and back.

use std::{collections::BTreeMap, fmt::Write, sync::Arc};

use fieldgate_core::{
    field::{self, FieldType},
    slot::SlotState,
};

use super::{Keyring, NotOpened, NotSealed};
use crate::fields::{FieldId, Fields, OpenError, ScalarKind, SealError};

/// The fields of a partition, sealed and opened with its keyring.
#[derive(Clone)]
pub struct PartitionFields(Arc<Keyring>);

impl PartitionFields {
    /// The fields of `keyring`.
    #[must_use]
    pub fn new(keyring: Arc<Keyring>) -> Self {
        Self(keyring)
    }
}

/// The first byte of a plaintext of type `scalar`. The numbers are part of the sealed form and never change.
const fn kind_byte(kind: ScalarKind) -> u8 {
    match kind {
        ScalarKind::Text => 0,
        ScalarKind::Number => 1,
        ScalarKind::Boolean => 2,
    }
}

const fn kind_of(byte: u8) -> Option<ScalarKind> {
    match byte {
        0 => Some(ScalarKind::Text),
        1 => Some(ScalarKind::Number),
        2 => Some(ScalarKind::Boolean),
        _ => None,
    }
}

impl Fields for PartitionFields {
    async fn seal(
        &self,
        field: FieldId,
        kind: ScalarKind,
        value: &[u8],
        out: &mut Vec<u8>,
    ) -> Result<(), SealError> {
        let sealed = match self.0.field_type(field.index()) {
            Some(FieldType::Text) if kind == ScalarKind::Text => {
                self.0.seal(field.index(), value, out).await
            }
            Some(FieldType::Scalar) => {
                let mut plaintext = Vec::with_capacity(1 + value.len());
                plaintext.push(kind_byte(kind));
                plaintext.extend_from_slice(value);
                self.0.seal(field.index(), &plaintext, out).await
            }
            _ => return Err(SealError::WrongType),
        };
        sealed.map_err(|why| match why {
            NotSealed::KeyUnavailable(why) => SealError::KeyUnavailable(why),
            NotSealed::Cipher(field::SealError::RandomFailed) => SealError::Random,
            NotSealed::Cipher(_) => SealError::TooLong,
            NotSealed::NoSuchField => SealError::WrongType,
        })
    }

    async fn open(&self, sealed: &[u8], out: &mut Vec<u8>) -> Result<ScalarKind, OpenError> {
        let start = out.len();
        let field = self.0.open(sealed, out).await.map_err(|why| match why {
            NotOpened::NotAFrame => OpenError::NotAFrame,
            NotOpened::Unopenable => OpenError::Unopenable,
            NotOpened::KeyUnavailable(why) => OpenError::KeyUnavailable(why),
        })?;
        if self.0.field_type(field) == Some(FieldType::Text) {
            return Ok(ScalarKind::Text);
        }
        match out.get(start).copied().and_then(kind_of) {
            Some(kind) => {
                out.remove(start);
                Ok(kind)
            }
            None => {
                out.truncate(start);
                Err(OpenError::Unopenable)
            }
        }
    }

    fn missing_keys(&self) -> Vec<String> {
        let missing = |key: &super::KeyStatus| !key.held && key.last_failure.is_some();
        self.0
            .status()
            .into_iter()
            .filter(missing)
            .map(|key| key.name)
            .collect()
    }

    fn write_metrics(&self, text: &mut String) {
        let status = self.0.status();
        let gets: BTreeMap<_, _> = status
            .iter()
            .filter_map(|key| key.kmip_gets.clone())
            .collect();
        text.push_str(METRICS_HELP);
        // Writing to a String never fails.
        let mut line = |name: &str, label: &str, value: &str, number: u64| {
            let _ = writeln!(text, "{name}{{{label}=\"{}\"}} {number}", escaped(value));
        };
        for (server, count) in &gets {
            line("fieldgate_kmip_gets_total", "server", server, *count);
        }
        for key in &status {
            line("fieldgate_key_held", "key", &key.name, u64::from(key.held));
        }
        for key in &status {
            if let Some(ms) = key.expires_in_ms {
                line(
                    "fieldgate_key_expires_in_seconds",
                    "key",
                    &key.name,
                    ms / 1000,
                );
            }
        }
        for key in &status {
            if let Some(ms) = key.retry_in_ms {
                line(
                    "fieldgate_key_retry_in_seconds",
                    "key",
                    &key.name,
                    ms.div_ceil(1000),
                );
            }
        }
        for key in &status {
            for state in SlotState::NAMES {
                let _ = writeln!(
                    text,
                    "fieldgate_key_state{{key=\"{}\",state=\"{state}\"}} {}",
                    escaped(&key.name),
                    u64::from(key.state == state)
                );
            }
        }
    }
}

/// What the metrics of the keys are.
const METRICS_HELP: &str = "\
# HELP fieldgate_kmip_gets_total Keys got from a KMIP server.
# TYPE fieldgate_kmip_gets_total counter
# HELP fieldgate_key_held Whether a key is in memory.
# TYPE fieldgate_key_held gauge
# HELP fieldgate_key_expires_in_seconds Seconds until a key in memory is wiped.
# TYPE fieldgate_key_expires_in_seconds gauge
# HELP fieldgate_key_retry_in_seconds Seconds until a key whose fetch failed may be fetched again.
# TYPE fieldgate_key_retry_in_seconds gauge
# HELP fieldgate_key_state What a key's slot holds: 1 for its state, 0 for the others.
# TYPE fieldgate_key_state gauge
";

/// A label's value in the Prometheus text format.
fn escaped(value: &str) -> String {
    value
        .replace('\\', "\\\\")
        .replace('"', "\\\"")
        .replace('\n', "\\n")
}
