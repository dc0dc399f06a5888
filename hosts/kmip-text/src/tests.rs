//! What is written is read again, whatever it is; what is wrong is told where it is; what is a secret isn't shown.

mod bad_input;
mod documents;
mod random;
mod secrets;

use fieldgate_core::ttlv::Tag;
use zeroize::Zeroizing;

use crate::{
    Placeholders,
    error::Error,
    json,
    node::{Content, Node},
    ttlv, xml,
};

/// The time of the tests.
const NOW_SECONDS: i64 = 1_700_000_000;

fn from_xml(text: &str) -> Result<Vec<Node>, Error> {
    xml::read(text, &mut Placeholders::at(NOW_SECONDS))
}

fn from_json(text: &str) -> Result<Vec<Node>, Error> {
    json::read(text, &mut Placeholders::at(NOW_SECONDS))
}

fn node(tag: Tag, content: Content) -> Node {
    Node { tag, content }
}

fn text(value: &str) -> Content {
    Content::TextString(Zeroizing::new(value.to_owned()))
}

fn bytes(value: &[u8]) -> Content {
    Content::ByteString(Zeroizing::new(value.to_vec()))
}

/// Messages as one stream of TTLV.
fn stream(messages: &[Node]) -> Vec<u8> {
    let parts = messages.iter().map(|message| ttlv::write(message).unwrap());
    parts.flat_map(|part| part.to_vec()).collect()
}
