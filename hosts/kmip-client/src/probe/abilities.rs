//! Which operations a server offers, and what can't be done with it for want of others.

use fieldgate_core::kmip::{Operation, ProtocolVersion};

use super::finding::{AbilityFinding, Finding, OperationsFinding, list};
use super::stages::Failed;
use crate::address::Peer;
use crate::client::{QUERY, abilities};
use crate::connection::Connection;
use crate::error::{Error, Stage, server_text};

/// What is done with a server, the operations for it, and what can't be done without them. The first has to be there.
const ABILITIES: [(&str, &[Operation], &str); 7] = [
    (
        "fetch",
        &[Operation::LOCATE, Operation::GET, Operation::GET_ATTRIBUTES],
        "no key can be used",
    ),
    (
        "upload",
        &[Operation::REGISTER, Operation::ACTIVATE],
        "keys cannot be made here and uploaded (fieldgate key create, kmip register)",
    ),
    (
        "create",
        &[Operation::CREATE, Operation::ACTIVATE],
        "the server makes no keys for us (kmip create)",
    ),
    (
        "lease",
        &[Operation::OBTAIN_LEASE],
        "keys have no leases, and are kept as long as the configuration says",
    ),
    (
        "wrapped-get",
        &[Operation::REGISTER, Operation::GET],
        "keys cannot be fetched wrapped under a key of ours, and TLS alone protects them on their way",
    ),
    (
        "rotate",
        &[Operation::RE_KEY],
        "keys are rotated by making new ones, not on the server (kmip rekey)",
    ),
    (
        "retire",
        &[Operation::REVOKE, Operation::DESTROY],
        "keys cannot be revoked and destroyed from here",
    ),
];

/// Asks the server. What fetching a key needs has to be there.
pub(super) async fn ask(
    config: &Peer,
    connection: &mut Connection,
    version: ProtocolVersion,
) -> Result<OperationsFinding, Failed> {
    let offered = connection
        .call(config, Stage::Operations, version, &QUERY, |response| {
            Ok(abilities(&response))
        })
        .await?;
    let abilities: Vec<_> = ABILITIES
        .into_iter()
        .map(|(name, needs, without)| AbilityFinding {
            name,
            lacking: needs
                .iter()
                .copied()
                .filter(|operation| !offered.operations.contains(operation))
                .collect(),
            without,
        })
        .collect();
    let finding = OperationsFinding {
        vendor: offered.vendor.as_deref().map(server_text),
        offered: offered.operations,
        abilities,
    };
    let needed = finding.abilities.first();
    match needed.filter(|fetch| !fetch.lacking.is_empty()) {
        None => Ok(finding),
        Some(fetch) => Err(Failed {
            error: Error::OperationsMissing {
                operations: list(fetch.lacking.iter()),
            },
            at: None,
            finding: Some(Finding::Operations(finding)),
        }),
    }
}
