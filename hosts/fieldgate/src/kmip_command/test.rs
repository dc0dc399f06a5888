//! `fieldgate kmip test`.

mod json;

use clap::Args;
use fieldgate_kmip_client::{Event, ProbeOptions, probe_with};

use super::input::print;
use super::server::ServerArguments;
use super::status::of_stage;
use super::trace::TraceArguments;
use crate::outcome::{Outcome, WithStatus};

/// Shown after the options.
pub(super) const AFTER_HELP: &str = "\
Stages: resolve, connect, TLS, version, authentication, operations; with --probe-key also a key that is registered, \
activated, fetched, compared, revoked and destroyed. Without --probe-key nothing on the server changes.

Exit status: 0 all passed; the stage that failed: 10 resolve, 11 connect, 12 TLS, 13 version, 14 authentication, \
15 operations, 16 probe key; 2 wrong use; 1 anything else, such as a file that cannot be read.

Examples:
  fieldgate kmip test --config fieldgate.toml
  fieldgate kmip test head-office --config fieldgate.toml --probe-key --json
  fieldgate kmip test --host kmip.example --certificate-authority ca.pem --certificate client.pem --private-key client.key";

#[derive(Args)]
pub(crate) struct Arguments {
    /// Which KMIP server of the configuration; the only one, if no name is given.
    name: Option<String>,
    #[command(flatten)]
    server: ServerArguments,
    #[command(flatten)]
    trace: TraceArguments,
    /// Also make a key on the server, take it through its life, and destroy it.
    #[arg(long)]
    probe_key: bool,
    /// Print the verdict as one JSON object.
    #[arg(long)]
    json: bool,
    /// Print each stage as a line of JSON as soon as it has ended.
    #[arg(long, conflicts_with = "json")]
    json_lines: bool,
}

pub(super) async fn run(arguments: &Arguments) -> Outcome {
    let server = arguments.server.choose(arguments.name.as_deref())?;
    let options = ProbeOptions {
        probe_key: arguments.probe_key,
    };
    let text = !(arguments.json || arguments.json_lines);
    let mut at = String::new();
    // Who read it may be gone. The test goes on, so that no key of it stays on the server.
    let mut unprinted = None;
    let mut say = |line: String| {
        if unprinted.is_none() {
            let printed = print(format!("{line}\n").as_bytes());
            unprinted = printed.err().map(|error| error.to_string());
        }
    };
    let mut observe = |event: Event<'_>| match event {
        Event::Address { host, port } => {
            at = format!("{host}:{port}");
            if text {
                say(format!("KMIP server {} at {at}", server.name));
            }
        }
        Event::Stage(report) if text => say(report.to_string()),
        Event::Stage(report) if arguments.json_lines => {
            say(json::line(&server.name, &at, report).to_string());
        }
        _ => {}
    };
    let config = arguments.trace.apply(server.config);
    let verdict = probe_with(&config, options, &mut observe).await;
    if arguments.json {
        say(format!("{:#}", json::object(&server.name, &verdict)));
    }
    match verdict.failure() {
        Some((stage, cause)) => {
            let message = if text {
                format!(
                    "the test of KMIP server {} failed at stage {stage}",
                    server.name
                )
            } else {
                format!("stage {stage} failed: {}", cause.what)
            };
            Err(WithStatus {
                status: of_stage(stage),
                message,
            }
            .into())
        }
        None => {
            if text {
                say(format!("the test of KMIP server {} passed", server.name));
            }
            unprinted.map_or(Ok(()), |why| Err(why.into()))
        }
    }
}
