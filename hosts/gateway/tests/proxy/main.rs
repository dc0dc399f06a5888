//! The proxy on real sockets: one binary, as linking it takes longer than running it.

mod dodges;
mod lifecycle;
mod refusals;
mod rewriting;
mod support;
mod upstream;
