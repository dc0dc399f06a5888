//! `fieldgate kmip attributes`: all that a server tells of an object, also what has no name here.

use clap::Args;
use fieldgate_core::{
    kmip::{self, Operation, ProtocolVersion, Request, tags},
    ttlv::{self, Items, Writer},
};
use fieldgate_kmip_client::Error;
use fieldgate_kmip_text::{
    json,
    node::{Content, Node},
    tree, ttlv as ttlv_text,
};
use zeroize::Zeroizing;

use super::{input::print, object::ObjectArguments, session::Common, status::failed};
use crate::outcome::Outcome;

/// The longest list of attributes that is shown, in bytes.
const ATTRIBUTES_BYTES_MAX: usize = 64 * 1024;

#[derive(Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    object: ObjectArguments,
    #[command(flatten)]
    common: Common,
}

pub(super) async fn run(arguments: &Arguments) -> Outcome {
    let session = arguments.common.open()?;
    let id = arguments.object.find(&session).await?;
    let request = AllAttributes {
        unique_identifier: id.as_str(),
    };
    let nodes = session
        .client
        .call(&request, nodes)
        .await
        .map_err(|error| failed(&error))?;
    let secrets = arguments.common.trace.secrets();
    let mut text = Zeroizing::new(String::new());
    if session.prints_json() {
        text.push_str(&json::write(&nodes, secrets));
        text.push('\n');
    } else {
        for node in &nodes {
            text.push_str(&tree::write(node, secrets));
        }
    }
    print(text.as_bytes())
}

/// Get Attributes (KMIP 1.4 section 4.12) without naming any, which means all; the payload as it is.
struct AllAttributes<'q> {
    unique_identifier: &'q str,
}

impl Request for AllAttributes<'_> {
    const OPERATION: Operation = Operation::GET_ATTRIBUTES;
    const SINCE: ProtocolVersion = ProtocolVersion::V1_0;
    type Response<'a> = Items<'a>;

    fn write(&self, w: &mut Writer<'_>, _: ProtocolVersion) -> Result<(), ttlv::Error> {
        w.text_string(tags::UNIQUE_IDENTIFIER, self.unique_identifier)
    }

    fn read(payload: Items<'_>) -> Result<Items<'_>, kmip::Error> {
        Ok(payload)
    }
}

/// The payload's items, copied out of the message.
fn nodes(payload: Items<'_>) -> Result<Vec<Node>, Error> {
    let unreadable = |source| Error::BadResponse {
        operation: Operation::GET_ATTRIBUTES,
        source,
    };
    let mut space = Zeroizing::new(vec![0; ATTRIBUTES_BYTES_MAX]);
    let mut writer = Writer::new(&mut space);
    // As one structure: what stands alone is taken for a message.
    writer
        .structure(tags::RESPONSE_PAYLOAD, |w| {
            payload
                .into_iter()
                .try_for_each(|item| w.item_as_it_is(&item?))
        })
        .map_err(|error| unreadable(error.into()))?;
    let length = writer.length_bytes();
    let payload = ttlv_text::read(&space[..length]).messages.pop();
    Ok(match payload.map(|payload| payload.content) {
        Some(Content::Structure(items)) => items,
        _ => Vec::new(),
    })
}
