//! `fieldgate kmip locate`.

use clap::{Args, ValueEnum};
use fieldgate_core::kmip::{ObjectType, State, attribute::Attribute};
use fieldgate_kmip_client::Error;
use serde_json::{Value, json};

use super::{
    session::{Common, as_json, described},
    status::{failed, not_found},
};
use crate::outcome::Outcome;

/// How many are listed unless more are asked for.
const LISTED: u16 = 100;

#[derive(Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    common: Common,
    /// Only objects of this name.
    #[arg(long, value_name = "NAME")]
    name: Option<String>,
    /// Only objects in this state.
    #[arg(long, value_enum, ignore_case = true)]
    state: Option<ChosenState>,
    /// Only objects of this type.
    #[arg(long = "type", value_name = "TYPE", value_enum, ignore_case = true)]
    kind: Option<ChosenType>,
    /// At most so many.
    #[arg(long, value_name = "COUNT", default_value_t = LISTED, value_parser = clap::value_parser!(u16).range(1..))]
    max: u16,
}

#[derive(Clone, Copy, ValueEnum)]
enum ChosenState {
    PreActive,
    Active,
    Deactivated,
    Compromised,
}

impl ChosenState {
    const fn state(self) -> State {
        match self {
            Self::PreActive => State::PRE_ACTIVE,
            Self::Active => State::ACTIVE,
            Self::Deactivated => State::DEACTIVATED,
            Self::Compromised => State::COMPROMISED,
        }
    }
}

#[derive(Clone, Copy, ValueEnum)]
enum ChosenType {
    SymmetricKey,
    PublicKey,
    PrivateKey,
    Certificate,
    SecretData,
    OpaqueObject,
    SplitKey,
}

impl ChosenType {
    const fn kind(self) -> ObjectType {
        match self {
            Self::SymmetricKey => ObjectType::SYMMETRIC_KEY,
            Self::PublicKey => ObjectType::PUBLIC_KEY,
            Self::PrivateKey => ObjectType::PRIVATE_KEY,
            Self::Certificate => ObjectType::CERTIFICATE,
            Self::SecretData => ObjectType::SECRET_DATA,
            Self::OpaqueObject => ObjectType::OPAQUE_OBJECT,
            Self::SplitKey => ObjectType::SPLIT_KEY,
        }
    }
}

pub(super) async fn run(arguments: &Arguments) -> Outcome {
    let session = arguments.common.open()?;
    let name = arguments.name.as_deref().map(Attribute::Name);
    let state = arguments.state.map(|state| Attribute::State(state.state()));
    let kind = arguments
        .kind
        .map(|kind| Attribute::ObjectType(kind.kind()));
    let filter: Vec<_> = name.into_iter().chain(state).chain(kind).collect();
    let client = &session.client;
    let ids = client
        .locate_by(&filter, arguments.max)
        .await
        .map_err(|error| failed(&error))?;
    if ids.is_empty() {
        if session.prints_json() {
            session.print("", &json!([]))?;
        }
        return Err(not_found(format!(
            "KMIP server {} has no such object that we may see",
            session.server
        ))
        .into());
    }
    let mut lines = Vec::new();
    let mut objects: Vec<Value> = Vec::new();
    for id in &ids {
        match client.get_attributes(id).await {
            Ok(attributes) => {
                lines.push(format!("{id}  {}", described(&attributes)));
                objects.push(as_json(id, &attributes));
            }
            // One that we may find, and not look at.
            Err(error @ (Error::Refused { .. } | Error::PermissionDenied { .. })) => {
                lines.push(format!("{id}  {}", error.what()));
                objects.push(json!({ "unique_identifier": id.as_str(), "failure": error.what() }));
            }
            Err(error) => return Err(failed(&error).into()),
        }
    }
    if ids.len() == usize::from(arguments.max) {
        eprintln!("fieldgate: there may be more than {}: see --max", ids.len());
    }
    session.print(&lines.join("\n"), &Value::from(objects))
}
