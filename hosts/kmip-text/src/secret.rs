//! Which items are secrets.
//!
//! Tags that hold secrets wherever they stand; of the Key Material of a transparent key all but the public parts; of a
//! Credential Value all that isn't known; and texts and bytes of what the standard doesn't define, since vendors may keep
//! keys there: tags of their own, Vendor Extensions, and custom attributes. Public keys are shown, and so is what the
//! registry knows as harmless.

use fieldgate_core::{
    kmip::{registry, tags},
    ttlv::{ItemType, Tag},
};

use crate::{
    names,
    node::{Content, Node},
    scope,
};

/// Whether secrets are written as they are.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Secrets {
    /// In their place stands how long they are.
    #[default]
    Masked,
    /// As they are.
    Shown,
}

/// Tags of secrets. Data is plaintext in one direction of Encrypt and Decrypt, and random bytes of RNG Retrieve.
const SECRET: &[Tag] = &[
    tags::KEY_MATERIAL,
    tags::KEY_VALUE,
    tags::KEY,
    tags::D,
    tags::X,
    tags::PRIVATE_EXPONENT,
    tags::PRIME_EXPONENT_P,
    tags::PRIME_EXPONENT_Q,
    tags::CRT_COEFFICIENT,
    tags::OPAQUE_DATA_VALUE,
    tags::PASSWORD,
    tags::ONE_TIME_PASSWORD,
    tags::HASHED_PASSWORD,
    tags::SERVER_HASHED_PASSWORD,
    tags::TICKET_VALUE,
    tags::DATA,
    tags::DERIVATION_DATA,
    tags::PKCS_11_INPUT_PARAMETERS,
    tags::PKCS_11_OUTPUT_PARAMETERS,
];

/// The public parts of transparent keys (KMIP 2.1 section 3.2.5); P and Q are only in some of them.
const PUBLIC_PARTS: &[Tag] = &[
    tags::MODULUS,
    tags::PUBLIC_EXPONENT,
    tags::G,
    tags::J,
    tags::Y,
    tags::Q_STRING,
    tags::RECOMMENDED_CURVE,
];

/// Whether a tag's values are secrets, as far as the tag alone tells.
pub(crate) fn is_named_so(tag: Tag) -> bool {
    SECRET.contains(&tag) || matches!(tag, tags::P | tags::Q)
}

/// What is known of the place where an item stands.
#[derive(Clone, Copy)]
pub(crate) struct Guard {
    secrets: Secrets,
    around: Around,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Around {
    Anything,
    PublicKey,
    Credential,
    /// An attribute that the standard doesn't define (KMIP 1.4 section 3.45, KMIP 2.1 section 4.1).
    CustomAttribute,
    /// Of a vendor's own making.
    Vendor,
    /// The parts of a transparent key; with a group, P and Q are the group's, and public.
    KeyMaterial {
        group: bool,
    },
}

impl Guard {
    pub(crate) const fn new(secrets: Secrets) -> Self {
        Self {
            secrets,
            around: Around::Anything,
        }
    }

    /// The guard of the items of a structure.
    pub(crate) fn within(self, structure: &Node) -> Self {
        let around = match structure.tag {
            tags::PUBLIC_KEY => Around::PublicKey,
            tags::CREDENTIAL_VALUE => Around::Credential,
            tags::KEY_MATERIAL => Around::KeyMaterial {
                group: structure
                    .content
                    .items()
                    .iter()
                    .any(|part| part.tag == tags::G),
            },
            // Stricter than what is around a vendor's items.
            _ if matches!(self.around, Around::KeyMaterial { .. } | Around::Credential) => {
                self.around
            }
            tags::VENDOR_EXTENSION => Around::Vendor,
            tag if names::tag_name(tag).is_none() => Around::Vendor,
            tags::ATTRIBUTE_VALUE if self.around == Around::CustomAttribute => Around::Vendor,
            _ if is_custom_attribute(structure.content.items()) => Around::CustomAttribute,
            _ => self.around,
        };
        Self { around, ..self }
    }

    /// Whether the value of an item must not be shown.
    pub(crate) fn hides(self, node: &Node) -> bool {
        if self.secrets == Secrets::Shown
            || matches!(
                node.content.kind(),
                ItemType::Structure | ItemType::Enumeration
            )
        {
            return false;
        }
        match self.around {
            Around::KeyMaterial { group } => {
                let public = PUBLIC_PARTS.contains(&node.tag)
                    || (group && matches!(node.tag, tags::P | tags::Q));
                !public
            }
            Around::PublicKey if matches!(node.tag, tags::KEY_MATERIAL | tags::KEY_VALUE) => false,
            Around::Credential if names::tag_name(node.tag).is_none() => true,
            _ if SECRET.contains(&node.tag) || node.tag == tags::CREDENTIAL_VALUE => true,
            Around::Vendor => may_hold_a_key(&node.content),
            Around::CustomAttribute if node.tag == tags::ATTRIBUTE_VALUE => {
                may_hold_a_key(&node.content)
            }
            _ => names::tag_name(node.tag).is_none() && may_hold_a_key(&node.content),
        }
    }
}

/// Whether these are the items of an attribute with a value that the standard doesn't define.
fn is_custom_attribute(items: &[Node]) -> bool {
    let has = |tag| items.iter().any(|item| item.tag == tag);
    let is_known = items.iter().any(|item| match &item.content {
        Content::TextString(name) => {
            item.tag == tags::ATTRIBUTE_NAME && registry::attribute_tag(name).is_some()
        }
        _ => false,
    });
    has(tags::ATTRIBUTE_VALUE) && (!is_known || has(tags::VENDOR_IDENTIFICATION))
}

/// Whether keys and passwords are kept in this type.
const fn may_hold_a_key(content: &Content) -> bool {
    matches!(
        content.kind(),
        ItemType::ByteString | ItemType::TextString | ItemType::BigInteger
    )
}

/// What stands in the place of a value.
pub(crate) fn mask(content: &Content) -> String {
    format!(
        "{} bytes, masked; --show-secrets shows them",
        content.value_bytes()
    )
}

/// The path to the first secret of a message, if it has any.
#[must_use]
pub fn first_secret(message: &Node) -> Option<String> {
    let mut steps = find(message, Guard::new(Secrets::Masked))?;
    steps.push(scope::step(message.tag, 0));
    steps.reverse();
    Some(steps.join("/"))
}

/// The steps from a secret up to this node, without the node's own.
fn find(node: &Node, guard: Guard) -> Option<Vec<String>> {
    if guard.hides(node) {
        return Some(Vec::new());
    }
    let guard = guard.within(node);
    let items = node.content.items();
    let (at, mut steps) = items
        .iter()
        .enumerate()
        .find_map(|(at, item)| Some((at, find(item, guard)?)))?;
    let (earlier, item) = (items.get(..at)?, items.get(at)?);
    let before = earlier.iter().filter(|other| other.tag == item.tag).count();
    steps.push(scope::step(item.tag, before));
    Some(steps)
}
