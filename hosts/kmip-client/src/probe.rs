//! The verdict of a connection test, stage by stage: what was found, how long it took, or why it failed and what to try.
//!
//! - [`verdict`]: the stages with their outcomes, as types and as text
//! - [`finding`]: what each stage found
//! - [`cause`]: why one failed, in words and as a stable code
//! - `inspect`: a second look at a server whose TLS fails
//! - `stages`, `abilities`, `probe_key`: how it is found out

mod abilities;
pub mod cause;
pub mod finding;
mod inspect;
mod probe_key;
mod stages;
pub mod verdict;

pub use cause::Cause;
pub use finding::{
    AbilityFinding, ClientCertificateUse, Finding, OperationsFinding, ProbeKeyFinding,
    ProbeKeyStep, TlsFinding, VersionFinding,
};
pub use verdict::{AddressVerdict, Outcome, StageReport, Verdict};

use crate::config::ServerConfig;

/// What is tested besides the connection.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct ProbeOptions {
    /// Whether a key is registered, activated, fetched, compared, revoked and destroyed.
    pub probe_key: bool,
}

/// What happens while a server is tested, as it happens.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub enum Event<'e> {
    /// The stages of this address follow.
    Address {
        /// The host, as configured.
        host: &'e str,
        /// Its port.
        port: u16,
    },
    /// A stage has ended, or is known not to be reached.
    Stage(&'e StageReport),
}

/// Who is told of each [`Event`].
pub type Observer<'o> = dyn FnMut(Event<'_>) + Send + 'o;

/// Tests the connection to a server, on a connection of its own. Nothing on the server changes.
///
/// The test can be given up by dropping the future.
pub async fn probe(config: &ServerConfig) -> Verdict {
    probe_with(config, ProbeOptions::default(), &mut |_| {}).await
}

/// As [`probe()`], with what `options` ask for besides; `observer` hears of each stage when it has ended.
///
/// Dropped while a probe key is on the server, the future leaves it there; its name begins with `fieldgate-test-`.
pub async fn probe_with(
    config: &ServerConfig,
    options: ProbeOptions,
    observer: &mut Observer<'_>,
) -> Verdict {
    let mut verdict = Verdict {
        addresses: Vec::new(),
    };
    for index in 0..config.addresses().len() {
        let peer = config.peer(index);
        let address = stages::probe_address(&peer, options, observer).await;
        verdict.addresses.push(address);
    }
    verdict
}
