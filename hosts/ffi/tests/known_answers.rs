//! The values that the C programs compare with are those that core gives.

use fieldgate_core::{
    field::{Context, FieldCipher, FieldType, RootKey, Scheme, text},
    secret::Secret,
};

const HEADER: &str = include_str!("c/known_answers.h");

/// The text of a `#define` in the header.
fn known(name: &str) -> &'static str {
    let define = format!("#define {name} \"");
    let line = HEADER.lines().find_map(|line| line.strip_prefix(&define));
    line.and_then(|line| line.strip_suffix('"')).unwrap()
}

#[test]
fn core_gives_the_answers_that_c_knows() {
    let context = Context {
        tenant: "demo",
        partition: "films",
        object: "film",
        field: "director",
        kind: FieldType::Text,
        epoch: 0,
    };
    let root = RootKey::new(&Secret::copied_from(&[1; 32]).unwrap());
    for (scheme, expected) in [
        (Scheme::Equal, known("KNOWN_EQUAL")),
        (Scheme::Random, known("KNOWN_RANDOM")),
    ] {
        let cipher = FieldCipher::derive(&root, &context, scheme).unwrap();
        let fill = |nonce: &mut [u8; 12]| {
            *nonce = [5; 12];
            Ok(())
        };
        let (mut raw, mut line) = ([0; 128], [0; 256]);
        let raw = cipher
            .seal(known("KNOWN_PLAINTEXT").as_bytes(), fill, &mut raw)
            .unwrap();
        assert_eq!(text::encode(raw, &mut line).unwrap(), expected);
    }
}
