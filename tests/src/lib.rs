//! Support for tests on real peers: certificates made at run time, and real servers that end with the test.
//!
//! | module | what it gives |
//! |---|---|
//! | [`workspace`] | the project's folders, and what `cargo xtask test` puts there |
//! | [`pki`] | authorities and certificates, good and bad ones |
//! | [`process`] | child processes that end with their owner |
//! | [`python`] | the project's own Python, with the peers' packages |
//! | [`pykmip`] | a PyKMIP server, as it is or strict |
//! | [`pykmip_strict`] | what a strict one insists on: passwords, leases |
//! | [`kmip_line`] | a serial line to a KMIP server: plain messages before, TLS behind |
//! | [`kinto`] | a Kinto server |
//! | [`fieldgate`] | the built `fieldgate` binary: configured, started, measured |
//! | [`films`] | the film records of the demo and the tests, and the rules that seal them |
//! | [`http`] | one plain HTTP request, for the peers' status pages |
//! | [`https`] | the same over TLS, and bodies of any size |
//! | [`c_program`] | C programs over the C interface |
//! | [`memory`] | searches the memory of a running process |

pub mod c_program;
pub mod error;
pub mod fieldgate;
pub mod films;
pub mod guide;
pub mod http;
pub mod https;
pub mod kinto;
pub mod kmip_line;
pub mod memory;
pub mod pki;
pub mod process;
pub mod pykmip;
pub mod pykmip_strict;
pub mod python;
pub mod workspace;

pub use error::SupportError;
