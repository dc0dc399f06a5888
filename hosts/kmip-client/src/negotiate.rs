//! Which KMIP version to speak (KMIP 1.4 section 4.26).
//!
//! Discover Versions exists since 1.1, and some servers refuse a header with a version that they don't know. So it is
//! asked in 1.4 first, then in older ones, each on the same connection; a server that knows none of it speaks 1.0, which
//! Query then shows.

use fieldgate_core::kmip::op::{DiscoverVersions, Query};
use fieldgate_core::kmip::{ProtocolVersion, QueryFunction, ResultReason};

use crate::config::{ServerConfig, VersionChoice};
use crate::connection::Connection;
use crate::error::{Error, Stage};

/// The headers in which versions are asked for.
const ASKED_IN: [ProtocolVersion; 4] = [
    ProtocolVersion::V1_4,
    ProtocolVersion::V1_3,
    ProtocolVersion::V1_2,
    ProtocolVersion::V1_1,
];

/// How many of a server's versions are read.
const OFFERED_VERSIONS_MAX: usize = 32;

/// The version to speak on this connection.
pub(crate) async fn negotiate(
    config: &ServerConfig,
    connection: &mut Connection,
) -> Result<ProtocolVersion, Error> {
    let newest = match config.versions {
        VersionChoice::Only(version) => return Ok(version),
        VersionChoice::UpTo(version) => version,
    };
    for version in ASKED_IN.into_iter().filter(|version| *version <= newest) {
        match discover(config, connection, version).await {
            Ok(offered) => return choose(&offered, newest),
            Err(error) if means_unknown_version(&error) => {
                tracing::debug!(host = %config.host, %version, %error, "no version negotiation in this version");
            }
            Err(error) => return Err(error),
        }
    }
    let query = Query {
        functions: &[QueryFunction::OPERATIONS],
    };
    connection
        .call(
            config,
            Stage::Version,
            ProtocolVersion::V1_0,
            &query,
            |_| Ok(()),
        )
        .await?;
    Ok(ProtocolVersion::V1_0)
}

async fn discover(
    config: &ServerConfig,
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
                | ResultReason::GENERAL_FAILURE
        )
    )
}
