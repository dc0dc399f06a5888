//! `fieldgate kmip activate|revoke|destroy|lease|rekey`: the steps of a key's life, one call each.

use std::{
    io::{self, BufRead, IsTerminal, Write},
    time::{Duration, SystemTime},
};

use clap::{Args, ValueEnum};
use fieldgate_core::kmip::{Operation, State};
use fieldgate_kmip_client::{KeyAttributes, Revocation, Settlement, UniqueIdentifier};
use serde_json::json;

use super::{
    object::ObjectArguments,
    session::{Common, Session, described},
    status::{failed, refused_here},
    usage::usage,
};
use crate::outcome::Outcome;

/// The longest answer to a question that is read.
const ANSWER_BYTES_MAX: u64 = 64;

#[derive(Args)]
pub(crate) struct Activate {
    #[command(flatten)]
    object: ObjectArguments,
    #[command(flatten)]
    common: Common,
}

#[derive(Args)]
pub(crate) struct Revoke {
    #[command(flatten)]
    object: ObjectArguments,
    #[command(flatten)]
    common: Common,
    /// Why. After key-compromise the key is Compromised and of no use any more, else Deactivated: it opens, and seals no more.
    #[arg(long, value_enum, default_value_t = Reason::CessationOfOperation)]
    reason: Reason,
}

#[derive(Args)]
pub(crate) struct Destroy {
    #[command(flatten)]
    object: ObjectArguments,
    #[command(flatten)]
    common: Common,
    /// Don't ask.
    #[arg(long)]
    yes: bool,
}

#[derive(Args)]
pub(crate) struct Lease {
    #[command(flatten)]
    object: ObjectArguments,
    #[command(flatten)]
    common: Common,
}

#[derive(Args)]
pub(crate) struct Rekey {
    #[command(flatten)]
    object: ObjectArguments,
    #[command(flatten)]
    common: Common,
    /// The new key becomes Active so many seconds after it is made.
    #[arg(long, value_name = "SECONDS")]
    offset: Option<u32>,
}

#[derive(Clone, Copy, ValueEnum)]
enum Reason {
    CessationOfOperation,
    Superseded,
    KeyCompromise,
}

pub(super) async fn activate(arguments: &Activate) -> Outcome {
    let session = arguments.common.open()?;
    let id = arguments.object.find(&session).await?;
    let settled = session.client.activate(&id).await;
    done(
        &session,
        &id,
        "Active",
        settled.map_err(|error| failed(&error))?,
    )
}

pub(super) async fn revoke(arguments: &Revoke) -> Outcome {
    let session = arguments.common.open()?;
    let id = arguments.object.find(&session).await?;
    let (why, state) = match arguments.reason {
        Reason::CessationOfOperation => (Revocation::CessationOfOperation, "Deactivated"),
        Reason::Superseded => (Revocation::Superseded, "Deactivated"),
        Reason::KeyCompromise => {
            let since = SystemTime::now();
            (Revocation::KeyCompromise { since }, "Compromised")
        }
    };
    let settled = session.client.revoke_for(&id, why).await;
    done(
        &session,
        &id,
        state,
        settled.map_err(|error| failed(&error))?,
    )
}

pub(super) async fn destroy(arguments: &Destroy) -> Outcome {
    let session = arguments.common.open()?;
    let id = arguments.object.find(&session).await?;
    let attributes = session
        .client
        .get_attributes(&id)
        .await
        .map_err(|error| failed(&error))?;
    if attributes.state == Some(State::ACTIVE) {
        return Err(refused_here(format!(
            "the key with Unique Identifier {id} is Active, and may be in use: revoke it first, with fieldgate kmip revoke"
        ))
        .into());
    }
    if !arguments.yes {
        confirm(&id, &attributes)?;
    }
    let settled = session.client.destroy(&id).await;
    done(
        &session,
        &id,
        "Destroyed",
        settled.map_err(|error| failed(&error))?,
    )
}

pub(super) async fn lease(arguments: &Lease) -> Outcome {
    let session = arguments.common.open()?;
    let id = arguments.object.find(&session).await?;
    session
        .client
        .demand(Operation::OBTAIN_LEASE)
        .await
        .map_err(|error| failed(&error))?;
    let lease = session.client.obtain_lease(&id).await;
    let lease = lease.map_err(|error| failed(&error))?;
    let seconds = lease.time.as_secs();
    session.print(
        &format!("the key with Unique Identifier {id} may be used for {seconds} s from now on"),
        &json!({
            "unique_identifier": id.as_str(),
            "lease_s": seconds,
            "last_change_s": lease.last_change_s,
        }),
    )
}

pub(super) async fn rekey(arguments: &Rekey) -> Outcome {
    let session = arguments.common.open()?;
    // Before the key is looked for: whatever it is called, it won't be replaced here.
    session
        .client
        .demand(Operation::RE_KEY)
        .await
        .map_err(|error| failed(&error))?;
    let id = arguments.object.find(&session).await?;
    let offset = arguments
        .offset
        .map(|seconds| Duration::from_secs(seconds.into()));
    let made = session.client.rekey(&id, offset).await;
    let made = made.map_err(|error| failed(&error))?;
    let new = &made.unique_identifier;
    session.print(
        &format!(
            "the key with Unique Identifier {id} is replaced by one with Unique Identifier {new}, which has its name now"
        ),
        &json!({ "unique_identifier": new.as_str(), "replaced": id.as_str() }),
    )
}

fn done(session: &Session, id: &UniqueIdentifier, state: &str, settlement: Settlement) -> Outcome {
    let found = if settlement == Settlement::FoundDone {
        " (the answer was lost; looking at the key showed it)"
    } else {
        ""
    };
    session.print(
        &format!("the key with Unique Identifier {id} is {state} now{found}"),
        &json!({ "unique_identifier": id.as_str(), "state": state }),
    )
}

/// Asks at the terminal.
fn confirm(id: &UniqueIdentifier, attributes: &KeyAttributes) -> Outcome {
    if !io::stdin().is_terminal() {
        return Err(usage(
            "a destroyed key is gone for ever, with all that it sealed: say --yes to destroy it without being asked",
        )
        .into());
    }
    eprint!(
        "destroy {} with Unique Identifier {id} for ever, and with it all that it sealed? Type yes: ",
        described(attributes)
    );
    io::stderr().flush()?;
    let mut answer = String::new();
    io::Read::take(io::stdin().lock(), ANSWER_BYTES_MAX).read_line(&mut answer)?;
    if answer.trim() == "yes" {
        Ok(())
    } else {
        Err(refused_here("nothing was destroyed").into())
    }
}
