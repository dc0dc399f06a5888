//! The KMIP client beside its peers and beside the floor, which is an exchange of bytes that were encoded before.
//!
//! Each candidate is a process of its own ([`worker`]; PyKMIP's client: `benches/python/kmip_worker.py`), so that its
//! processor time is its own, too. They are told in turns to make some calls ([`rounds`]). The servers are PyKMIP and
//! [`stub`], one more process, which only serves bytes: it is fast enough that the clients are what is measured.

mod floor_blocking;
mod floor_tokio;
mod kmip_protocol;
mod messages;
mod ours;
mod rounds;
mod stub;
mod tables;
mod tls;
mod worker;

use std::{error::Error, path::PathBuf};

use crate::measure::Effort;

pub(crate) use stub::run as stub;
pub(crate) use worker::run as worker;

/// What ends a process of this bench, in words.
pub(crate) type Fault = Box<dyn Error + Send + Sync>;

/// Connections of a pool, and calls that wait at a time.
const POOL: u32 = 8;

/// What is measured.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Task {
    /// Get, one after the other, over one connection.
    Get,
    /// Get, [`POOL`] at a time, over as many connections.
    Pool,
    /// Create, Activate, Get, Revoke and Destroy of one key, over one connection.
    Life,
    /// A connection, its handshake with both certificates, and Discover Versions.
    Connect,
}

impl Task {
    const ALL: [Self; 4] = [Self::Get, Self::Pool, Self::Life, Self::Connect];

    /// As workers are told.
    const fn word(self) -> &'static str {
        match self {
            Self::Get => "get",
            Self::Pool => "pool",
            Self::Life => "life",
            Self::Connect => "connect",
        }
    }

    /// For the reader.
    const fn title(self) -> &'static str {
        match self {
            Self::Get => "Get over one connection",
            Self::Pool => "Get, 8 at a time, over 8 connections",
            Self::Life => "Create, Activate, Get, Revoke, Destroy",
            Self::Connect => "Connect and negotiate",
        }
    }

    /// What is counted.
    const fn unit(self) -> &'static str {
        match self {
            Self::Get | Self::Pool => "call",
            Self::Life => "key",
            Self::Connect => "connection",
        }
    }
}

/// Who makes the calls.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Who {
    Ours,
    FloorTokio,
    FloorBlocking,
    KmipProtocol,
    PyKmip,
}

impl Who {
    const ALL: [Self; 5] = [
        Self::Ours,
        Self::FloorTokio,
        Self::FloorBlocking,
        Self::KmipProtocol,
        Self::PyKmip,
    ];

    /// As the program is told.
    const fn word(self) -> &'static str {
        match self {
            Self::Ours => "ours",
            Self::FloorTokio => "floor-tokio",
            Self::FloorBlocking => "floor-blocking",
            Self::KmipProtocol => "kmip-protocol",
            Self::PyKmip => "pykmip",
        }
    }

    /// For the reader.
    const fn title(self) -> &'static str {
        match self {
            Self::Ours => "fieldgate",
            Self::FloorTokio => "floor: bytes over rustls and tokio",
            Self::FloorBlocking => "floor: bytes over rustls, blocking",
            Self::KmipProtocol => "kmip-protocol, blocking",
            Self::PyKmip => "PyKMIP's client",
        }
    }
}

/// The peers that `cargo xtask bench kmip` started.
pub(crate) struct Peers {
    /// The certificates: `ca.pem`, `client.pem`, `client.key`, `server.pem`, `server.key`.
    pub(crate) pki: PathBuf,
    /// A PyKMIP server's port on 127.0.0.1.
    pub(crate) pykmip_port: u16,
    /// A key of 32 bytes on it.
    pub(crate) pykmip_id: String,
    /// A Python with PyKMIP.
    pub(crate) python: PathBuf,
    /// The worker for PyKMIP's client.
    pub(crate) script: PathBuf,
}

/// Measures, and gives Markdown and JSON.
pub(crate) fn run(effort: Effort, peers: &Peers) -> Result<(String, serde_json::Value), Fault> {
    let stub = rounds::Stub::start(&peers.pki)?;
    let servers = [
        rounds::Server::stub("the stub, TLS 1.3", stub.port_tls13, "1.3"),
        rounds::Server::stub("the stub, TLS 1.2", stub.port_tls12, "1.2"),
        rounds::Server::pykmip(peers),
    ];
    let mut tables = Vec::new();
    for server in &servers {
        tables.extend(rounds::measure(effort, server, peers)?);
    }
    Ok((tables::markdown(effort, &tables), tables::json(&tables)))
}
