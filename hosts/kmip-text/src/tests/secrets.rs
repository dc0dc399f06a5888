//! What is a secret isn't shown unless it is asked for, and what was masked can't be encoded.

use fieldgate_core::{kmip::tags, ttlv::Tag};

use super::{bytes, from_json, from_xml, node, text};
use crate::{
    Secrets,
    error::Fault,
    first_secret, json,
    node::{Content, Node},
    tree, xml,
};

/// What must not be seen, as text and as hexadecimal.
const SECRET: &str = "hunter2!";
const SECRET_HEX: &str = "68756e7465723221";

fn structure(tag: Tag, items: Vec<Node>) -> Node {
    node(tag, Content::Structure(items))
}

fn big() -> Content {
    Content::BigInteger(SECRET.as_bytes().to_vec().into())
}

fn custom(name: &str, value: Content) -> Node {
    structure(
        tags::ATTRIBUTE,
        vec![
            node(tags::ATTRIBUTE_NAME, text(name)),
            node(tags::ATTRIBUTE_VALUE, value),
        ],
    )
}

/// All that is printed of a message.
fn printed(message: &Node, secrets: Secrets) -> [String; 3] {
    let messages = std::slice::from_ref(message);
    [
        tree::write(message, secrets).to_string(),
        xml::write(messages, secrets).to_string(),
        json::write(messages, secrets).to_string(),
    ]
}

fn shows(text: &str) -> bool {
    text.contains(SECRET) || text.contains(SECRET_HEX)
}

#[test]
fn secrets_are_masked_wherever_they_stand() {
    let material = |part| structure(tags::KEY_MATERIAL, vec![node(part, big())]);
    let messages = [
        node(tags::KEY_MATERIAL, bytes(SECRET.as_bytes())),
        node(tags::KEY_MATERIAL, text(SECRET)),
        node(tags::KEY_VALUE, bytes(SECRET.as_bytes())),
        node(tags::PASSWORD, text(SECRET)),
        node(tags::ONE_TIME_PASSWORD, text(SECRET)),
        node(tags::HASHED_PASSWORD, bytes(SECRET.as_bytes())),
        node(tags::SERVER_HASHED_PASSWORD, bytes(SECRET.as_bytes())),
        node(tags::TICKET_VALUE, bytes(SECRET.as_bytes())),
        node(tags::DATA, bytes(SECRET.as_bytes())),
        node(tags::OPAQUE_DATA_VALUE, bytes(SECRET.as_bytes())),
        material(tags::D),
        material(tags::X),
        material(tags::P),
        material(tags::Q),
        material(tags::KEY),
        material(tags::PRIVATE_EXPONENT),
        material(tags::PRIME_EXPONENT_P),
        material(tags::CRT_COEFFICIENT),
        material(Tag::extension(1)),
        structure(
            tags::CREDENTIAL_VALUE,
            vec![node(Tag::extension(1), text(SECRET))],
        ),
        // A vendor's credential needs not be a structure.
        node(tags::CREDENTIAL_VALUE, text(SECRET)),
        node(tags::CREDENTIAL_VALUE, bytes(SECRET.as_bytes())),
        node(Tag::extension(1), bytes(SECRET.as_bytes())),
        node(Tag::extension(1), text(SECRET)),
        node(Tag::extension(1), big()),
        structure(
            Tag::extension(1),
            vec![node(tags::ATTRIBUTE_VALUE, bytes(SECRET.as_bytes()))],
        ),
        structure(
            tags::MESSAGE_EXTENSION,
            vec![structure(
                tags::VENDOR_EXTENSION,
                vec![node(tags::NAME_VALUE, text(SECRET))],
            )],
        ),
        custom("x-wrapped", text(SECRET)),
        custom("y-wrapped", bytes(SECRET.as_bytes())),
        custom(
            "x-wrapped",
            Content::Structure(vec![node(tags::NAME_VALUE, text(SECRET))]),
        ),
        structure(
            tags::ATTRIBUTE,
            vec![
                node(tags::VENDOR_IDENTIFICATION, text("films")),
                node(tags::ATTRIBUTE_NAME, text("Comment")),
                node(tags::ATTRIBUTE_VALUE, text(SECRET)),
            ],
        ),
        structure(
            tags::ATTRIBUTE,
            vec![node(tags::ATTRIBUTE_VALUE, text(SECRET))],
        ),
        // A private part, however the key around it is called.
        structure(tags::PUBLIC_KEY, vec![material(tags::PRIVATE_EXPONENT)]),
    ];
    for inner in messages {
        let message = structure(tags::REQUEST_MESSAGE, vec![inner]);
        for text in printed(&message, Secrets::Masked) {
            assert!(!shows(&text), "{text}");
            assert!(
                text.contains("8 bytes, masked; --show-secrets shows them"),
                "{text}"
            );
        }
        for text in printed(&message, Secrets::Shown) {
            assert!(shows(&text), "{text}");
        }
        assert!(
            first_secret(&message)
                .unwrap()
                .starts_with("RequestMessage/")
        );
        let messages = [message];
        let error = from_xml(&xml::write(&messages, Secrets::Masked))
            .err()
            .unwrap();
        assert_eq!(error.fault, Fault::Masked);
        let error = from_json(&json::write(&messages, Secrets::Masked))
            .err()
            .unwrap();
        assert_eq!(error.fault, Fault::Masked);
        assert!(error.to_string().contains("--show-secrets"), "{error}");
    }
}

#[test]
fn what_is_public_is_shown() {
    let group = |part| {
        structure(
            tags::KEY_MATERIAL,
            vec![node(part, big()), node(tags::G, big())],
        )
    };
    for message in [
        structure(
            tags::PUBLIC_KEY,
            vec![node(tags::KEY_MATERIAL, bytes(SECRET.as_bytes()))],
        ),
        structure(tags::KEY_MATERIAL, vec![node(tags::MODULUS, big())]),
        group(tags::P),
        group(tags::Q),
        structure(
            tags::CERTIFICATE,
            vec![node(tags::CERTIFICATE_VALUE, bytes(SECRET.as_bytes()))],
        ),
        structure(
            tags::CREDENTIAL_VALUE,
            vec![node(tags::USERNAME, text(SECRET))],
        ),
        custom("Comment", text(SECRET)),
        custom(SECRET, Content::Integer(1)),
        structure(tags::ATTRIBUTES, vec![node(tags::NAME_VALUE, text(SECRET))]),
    ] {
        assert_eq!(first_secret(&message), None);
        for text in printed(&message, Secrets::Masked) {
            assert!(shows(&text), "{text}");
        }
    }
}
