//! `fieldgate kmip …`: what can be done with KMIP servers, and with KMIP's messages without one.
//!
//! - [`mod@test`]: the staged verdict
//! - [`query`], [`locate`], [`get`], [`attributes`]: what is on a server
//! - [`create`], [`register`], [`life`]: keys made, taken in, and through their life
//! - [`decode`], [`encode`]: messages, offline
//! - [`server`], [`object`], [`session`], [`make`], [`trace`]: which server, which object, and what the commands have in common
//! - [`secret_file`]: keys and passwords in files
//! - [`status`], [`usage`]: how they end

mod attributes;
mod create;
mod decode;
mod encode;
mod get;
mod input;
mod life;
mod locate;
mod make;
mod object;
mod query;
mod register;
mod secret_file;
mod server;
mod session;
mod status;
mod test;
mod trace;
mod usage;

use clap::Subcommand;

use crate::{outcome::Outcome, runtime::wait_for};

/// What can be done with KMIP.
#[derive(Subcommand)]
pub(crate) enum KmipCommand {
    /// Test a KMIP server, stage by stage: what was found, or what failed, its likely cause and what to try.
    #[command(after_help = test::AFTER_HELP)]
    Test(Box<test::Arguments>),
    /// Show who made a server, and the operations that it offers.
    #[command(after_help = status::STATUSES)]
    Query(Box<query::Arguments>),
    /// List the objects on a server, by name, state and type.
    #[command(after_help = status::STATUSES)]
    Locate(Box<locate::Arguments>),
    /// Fetch a key, and show what it is; the key itself only if asked for.
    #[command(after_help = get::AFTER_HELP)]
    Get(Box<get::Arguments>),
    /// Show all attributes of an object.
    #[command(after_help = status::STATUSES)]
    Attributes(Box<attributes::Arguments>),
    /// Have the server make an AES-256 key.
    #[command(after_help = status::STATUSES)]
    Create(Box<create::Arguments>),
    /// Hand the server an AES key, of a file or made here.
    #[command(after_help = status::STATUSES)]
    Register(Box<register::Arguments>),
    /// Make a key Active: from then on it may be used.
    #[command(after_help = status::STATUSES)]
    Activate(Box<life::Activate>),
    /// Revoke a key: it seals no more.
    #[command(after_help = status::STATUSES)]
    Revoke(Box<life::Revoke>),
    /// Destroy a key for ever. An Active one has to be revoked first.
    #[command(after_help = status::STATUSES)]
    Destroy(Box<life::Destroy>),
    /// Obtain a lease on a key, or renew it.
    #[command(after_help = status::STATUSES)]
    Lease(Box<life::Lease>),
    /// Have the server make a key that replaces another and takes its name.
    #[command(after_help = status::STATUSES)]
    Rekey(Box<life::Rekey>),
    /// Show KMIP messages as a tree, XML or JSON, with secrets masked; offline.
    #[command(after_help = decode::EXAMPLES)]
    Decode(decode::Arguments),
    /// Make KMIP messages of XML or JSON; offline.
    #[command(after_help = encode::EXAMPLES)]
    Encode(encode::Arguments),
}

impl KmipCommand {
    pub(crate) fn run(&self) -> Outcome {
        match self {
            Self::Test(arguments) => wait_for(test::run(arguments)),
            Self::Query(arguments) => wait_for(query::run(arguments)),
            Self::Locate(arguments) => wait_for(locate::run(arguments)),
            Self::Get(arguments) => wait_for(get::run(arguments)),
            Self::Attributes(arguments) => wait_for(attributes::run(arguments)),
            Self::Create(arguments) => wait_for(create::run(arguments)),
            Self::Register(arguments) => wait_for(register::run(arguments)),
            Self::Activate(arguments) => wait_for(life::activate(arguments)),
            Self::Revoke(arguments) => wait_for(life::revoke(arguments)),
            Self::Destroy(arguments) => wait_for(life::destroy(arguments)),
            Self::Lease(arguments) => wait_for(life::lease(arguments)),
            Self::Rekey(arguments) => wait_for(life::rekey(arguments)),
            Self::Decode(arguments) => decode::run(arguments),
            Self::Encode(arguments) => encode::run(arguments),
        }
    }
}
