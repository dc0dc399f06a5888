//! What the commands that talk to a server have in common: the server, the client, and how they print.

use clap::Args;
use fieldgate_kmip_client::{Client, KeyAttributes, Made, Settlement, UniqueIdentifier};
use serde_json::{Value, json};

use super::{input::print, server::ServerArguments, status::failed_change, trace::TraceArguments};
use crate::outcome::Outcome;

#[derive(Args)]
pub(super) struct Common {
    #[command(flatten)]
    server: ServerArguments,
    #[command(flatten)]
    pub(super) trace: TraceArguments,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

/// A server that a command talks to.
pub(super) struct Session {
    pub(super) client: Client,
    /// What to call the server in messages.
    pub(super) server: String,
    json: bool,
}

impl Common {
    /// A client of the server; it isn't connected yet.
    pub(super) fn open(&self) -> Result<Session, Box<dyn std::error::Error>> {
        let chosen = self.server.choose(None)?;
        Ok(Session {
            client: Client::new(self.trace.apply(chosen.config)),
            server: chosen.name,
            json: self.json,
        })
    }
}

impl Session {
    pub(super) const fn prints_json(&self) -> bool {
        self.json
    }

    /// Prints the result, as text or as JSON.
    pub(super) fn print(&self, text: &str, json: &Value) -> Outcome {
        let shown = if self.json {
            format!("{json:#}\n")
        } else {
            format!("{text}\n")
        };
        print(shown.as_bytes())
    }

    /// Makes a new key Active, if that is wanted, and says what became of it.
    pub(super) async fn finish(
        &self,
        what: &str,
        name: &str,
        made: &Made,
        activate: bool,
    ) -> Outcome {
        let id = &made.unique_identifier;
        if activate {
            self.client.activate(id).await.map_err(|error| {
                let mut error = failed_change(&error);
                error.message = format!(
                    "the key is on the server as Unique Identifier {id}, Pre-Active, and could not be activated: {}",
                    error.message
                );
                error
            })?;
        }
        let state = if activate { "Active" } else { "Pre-Active" };
        let found = if made.settlement == Settlement::FoundDone {
            " (its answer was lost; the key was found by looking)"
        } else {
            ""
        };
        let advice = if activate {
            ""
        } else {
            "\nit can be used once it is activated: fieldgate kmip activate"
        };
        self.print(
            &format!("{what} key {name}: Unique Identifier {id}, {state}{found}{advice}"),
            &json!({ "unique_identifier": id.as_str(), "name": name, "state": state }),
        )
    }
}

/// A key's attributes in a line.
pub(super) fn described(attributes: &KeyAttributes) -> String {
    let mut parts = Vec::new();
    match (attributes.algorithm, attributes.length_bits) {
        (Some(algorithm), Some(bits)) => parts.push(format!("{algorithm}, {bits} bits")),
        (Some(algorithm), None) => parts.push(algorithm.to_string()),
        (None, Some(bits)) => parts.push(format!("{bits} bits")),
        (None, None) => {}
    }
    parts.extend(attributes.state.map(|state| state.to_string()));
    let names: Vec<_> = attributes
        .names
        .iter()
        .map(|name| format!("\"{}\"", name.escape_debug()))
        .collect();
    if !names.is_empty() {
        parts.push(format!("named {}", names.join(" and ")));
    }
    parts.join(", ")
}

/// A key's attributes for programs.
pub(super) fn as_json(id: &UniqueIdentifier, attributes: &KeyAttributes) -> Value {
    json!({
        "unique_identifier": id.as_str(),
        "names": attributes.names,
        "algorithm": attributes.algorithm.map(|algorithm| algorithm.to_string()),
        "length_bits": attributes.length_bits,
        "state": attributes.state.map(|state| state.to_string()),
        "deactivation_date": attributes.deactivation_date,
    })
}
