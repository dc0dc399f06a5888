//! Which KMIP version to speak (KMIP 1.4 section 4.26).
//!
//! Discover Versions exists since 1.1, and some servers refuse a header with a version that they don't know. So it is
//! asked in 1.4 first, then in older ones, each on the same connection; a server that knows none of it speaks 1.0, which
//! Query then shows, or nothing but 2.x.

use fieldgate_core::kmip::op::{DiscoverVersions, Query};
use fieldgate_core::kmip::{ProtocolVersion, QueryFunction, ResultReason};

use crate::address::Peer;
use crate::config::VersionChoice;
use crate::connection::Connection;
use crate::error::{Error, Stage};

/// The headers in which versions are asked for.
const ASKED_IN: [ProtocolVersion; 7] = [
    ProtocolVersion::V1_4,
    ProtocolVersion::V1_3,
    ProtocolVersion::V1_2,
    ProtocolVersion::V1_1,
    ProtocolVersion::V1_0,
    ProtocolVersion::V2_1,
    ProtocolVersion::V2_0,
];

/// How many of a server's versions are read.
const OFFERED_VERSIONS_MAX: usize = 32;

/// The version to speak on this connection; none of `refused`, which the server offered and then refused.
pub(crate) async fn negotiate_without(
    peer: &Peer,
    connection: &mut Connection,
    refused: &[ProtocolVersion],
) -> Result<ProtocolVersion, Error> {
    let newest = match peer.versions {
        VersionChoice::Only(version) => return Ok(version),
        VersionChoice::UpTo(version) => version,
    };
    let mut first_error = None;
    for version in ASKED_IN.into_iter().filter(|version| *version <= newest) {
        let answer = if version == ProtocolVersion::V1_0 {
            let query = Query {
                functions: &[QueryFunction::OPERATIONS],
            };
            connection
                .call(peer, Stage::Version, version, &query, |_| Ok(Vec::new()))
                .await
        } else {
            discover(peer, connection, version).await
        };
        match answer {
            // Who answers in a version speaks it, whatever it says or doesn't say about versions.
            Ok(offered) if offered.is_empty() => return Ok(version),
            Ok(mut offered) => {
                // Who has refused all that it offers is believed anew.
                if !offered.iter().all(|version| refused.contains(version)) {
                    offered.retain(|version| !refused.contains(version));
                }
                return choose(&offered, newest);
            }
            Err(error) if means_unknown_version(&error) => {
                tracing::debug!(address = %peer.address, %version, %error, "no version negotiation in this version");
                first_error.get_or_insert(error);
            }
            Err(error) => return Err(error),
        }
    }
    Err(first_error.unwrap_or_else(|| Error::NoCommonVersion {
        offered: String::new(),
    }))
}

/// [`negotiate_without`], of a server that hasn't refused any.
pub(crate) async fn negotiate(
    peer: &Peer,
    connection: &mut Connection,
) -> Result<ProtocolVersion, Error> {
    negotiate_without(peer, connection, &[]).await
}

async fn discover(
    config: &Peer,
    connection: &mut Connection,
    version: ProtocolVersion,
) -> Result<Vec<ProtocolVersion>, Error> {
    connection
        .call(
            config,
            Stage::Version,
            version,
            &DiscoverVersions,
            |offered| {
                offered
                    .take(OFFERED_VERSIONS_MAX)
                    .collect::<Result<_, _>>()
                    .map_err(|source| Error::BadResponse {
                        operation: fieldgate_core::kmip::Operation::DISCOVER_VERSIONS,
                        source,
                    })
            },
        )
        .await
}

pub(crate) fn choose(
    offered: &[ProtocolVersion],
    newest: ProtocolVersion,
) -> Result<ProtocolVersion, Error> {
    ProtocolVersion::SPOKEN
        .into_iter()
        .find(|version| *version <= newest && offered.contains(version))
        .ok_or_else(|| Error::NoCommonVersion {
            offered: offered
                .iter()
                .map(ToString::to_string)
                .collect::<Vec<_>>()
                .join(", "),
        })
}

/// Whether a refusal may come from a version or an operation that the server doesn't know, rather than from us.
pub(crate) fn means_unknown_version(error: &Error) -> bool {
    let Error::Refused { failure, .. } = error else {
        return false;
    };
    matches!(
        failure.reason,
        None | Some(
            ResultReason::INVALID_MESSAGE
                | ResultReason::OPERATION_NOT_SUPPORTED
                | ResultReason::FEATURE_NOT_SUPPORTED
                | ResultReason::INVALID_FIELD
                | ResultReason::UNSUPPORTED_PROTOCOL_VERSION
        )
    )
}
