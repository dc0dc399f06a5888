//! How much and how long: every maximum of the proxy, by name.
//!
//! There is no maximum for a body's size: bodies stream in bounded memory, and the application has its own.

use std::time::Duration;

/// Most client connections at once; more wait in the listen queue.
pub(super) const CONNECTIONS_MAX: usize = 4096;
/// Most upstream connections at once, in use or idle.
pub(super) const UPSTREAM_CONNECTIONS_MAX: usize = 512;
/// Most upstream connections kept idle.
pub(super) const UPSTREAM_IDLE_MAX: usize = 64;
/// Most bytes of a request's or response's head.
pub(super) const HEADER_BYTES_MAX: usize = 64 * 1024;
/// Most header fields of a head.
pub(super) const HEADERS_MAX: usize = 128;
/// Most bytes that a connection reads ahead.
pub(super) const READ_BYTES_MAX: usize = 64 * 1024;
/// So much of a rewritten body is collected before it is sent on, so that a refusal costs the other side nothing.
pub const COLLECTED_BYTES_MAX: usize = 256 * 1024;
/// Rewritten bytes are sent on in pieces of about this size.
pub(super) const PIECE_BYTES: usize = 64 * 1024;
/// Most pieces between a rewriter and the socket it writes to.
pub(super) const PIPE_PIECES_MAX: usize = 4;
/// So much of a refused body is read and dropped, so that the client is not cut off before it reads the answer.
pub(super) const DISCARDED_BYTES_MAX: u64 = 1024 * 1024;

/// The deadlines and counts that an operator may change.
#[derive(Clone, Debug)]
pub struct Limits {
    /// Most client connections at once.
    pub connections_max: usize,
    /// For a TLS handshake.
    pub handshake: Duration,
    /// For a request's head, and for an idle connection to send the next one.
    pub header_read: Duration,
    /// Longest pause within a request's body.
    pub request_idle: Duration,
    /// Longest time that a client takes no byte of a response.
    pub client_stall: Duration,
    /// For a connection to the upstream to be made, TLS included, and for one to become free.
    pub connect: Duration,
    /// From the end of a request to the head of its response.
    pub response: Duration,
    /// Longest pause within a response's body, and longest time that the upstream takes no byte of a request.
    pub upstream_idle: Duration,
    /// How long an upstream connection is kept without use.
    pub upstream_kept: Duration,
    /// How long requests under way may take to finish at shutdown.
    pub drain: Duration,
    /// How long a refused body is read and dropped.
    pub discard: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connections_max: CONNECTIONS_MAX,
            handshake: Duration::from_secs(10),
            header_read: Duration::from_secs(30),
            request_idle: Duration::from_secs(60),
            client_stall: Duration::from_secs(60),
            connect: Duration::from_secs(5),
            response: Duration::from_secs(60),
            upstream_idle: Duration::from_secs(60),
            upstream_kept: Duration::from_secs(15),
            drain: Duration::from_secs(30),
            discard: Duration::from_secs(2),
        }
    }
}
