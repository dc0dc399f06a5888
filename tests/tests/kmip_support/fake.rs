//! A KMIP server that answers as a test wants: for what no good server does.
//!
//! - [`server`]: TLS on a port, under conditions, with a door that may shut
//! - [`script`]: what was asked, and what is done with it
//! - [`answers`]: responses, good ones and bad ones
//! - [`vault`]: the state of a good server, so that what a fault leaves behind can be counted
//! - [`raw`]: TTLV without rules, read and written independently of our own codec

// Each test file uses its own part of this.
#![allow(unused_imports)]

pub(crate) mod answers;
pub(crate) mod raw;
pub(crate) mod script;
pub(crate) mod server;
pub(crate) mod vault;

use fieldgate_tests::pki::Pki;

pub(crate) use answers::{Payload, offer, refusal, success};
pub(crate) use script::{Asked, Step, Turn};
pub(crate) use server::{CertificateWanted, Conditions, Door, ScriptedServer};
pub(crate) use vault::Vault;

/// Serves TLS until the test ends, and gives the port.
pub(crate) fn serve(pki: &Pki, turn: impl FnMut(&Asked) -> Turn + Send + 'static) -> u16 {
    let server = ScriptedServer::start(pki, &Conditions::default(), turn);
    let port = server.port();
    // It is never ended: its threads end with the process.
    std::mem::forget(server);
    port
}

/// Serves the same answer to whatever is asked.
pub(crate) fn serve_always(pki: &Pki, turn: impl Fn() -> Turn + Send + 'static) -> u16 {
    serve(pki, move |_| turn())
}
