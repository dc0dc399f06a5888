//! The values that the C programs compare with are those that core gives.

use fieldgate_core::{
    field::{
        Context, FieldCipher, FieldType, RootKey, Scheme,
        format::{Format, FormatCipher},
        leakage::Admitted,
        order::{OrderCipher, OrderParameters},
        text,
        token::{BlindBits, TokenCipher, TokenKind, TokenSet},
    },
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
    for (admitted, expected) in [
        (
            Admitted::danger_tiny_domain(Scheme::Equal),
            known("KNOWN_EQUAL"),
        ),
        (Admitted::RANDOM, known("KNOWN_RANDOM")),
    ] {
        let cipher = FieldCipher::derive(&root, &context, admitted).unwrap();
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

    let blind = TokenKind::Blind(BlindBits::FULL);
    let admitted = Admitted::danger_tiny_domain(Scheme::Blind);
    let blind = TokenCipher::derive(&root, &context, admitted, blind).unwrap();
    let token = blind.token(known("KNOWN_PLAINTEXT").as_bytes()).unwrap();
    assert_eq!(token.to_text().as_str(), known("KNOWN_BLIND"));

    let words = TokenKind::Words { language: "en" };
    let admitted = Admitted::danger_tiny_domain(Scheme::Words);
    let words = TokenCipher::derive(&root, &context, admitted, words).unwrap();
    let mut set = TokenSet::<64>::new();
    set.insert_all(&words, &[b"agnes", b"varda"]).unwrap();
    set.pad(&words, 4, b"").unwrap();
    assert_eq!(set.write(&mut [0; 256]).unwrap(), known("KNOWN_WORDS"));

    let admitted = Admitted::danger_tiny_domain(Scheme::Order);
    let year = OrderCipher::derive(&root, &context, admitted, OrderParameters::D8W16, 4).unwrap();
    let mut limbs = [0; 8];
    year.encrypt(&1955_u32.to_be_bytes(), &mut limbs).unwrap();
    let hex: String = limbs.iter().map(|byte| format!("{byte:02x}")).collect();
    assert_eq!(hex, known("KNOWN_ORDER"));

    let admitted = Admitted::danger_tiny_domain(Scheme::Format);
    let card = FormatCipher::derive(&root, &context, admitted, &Format::Card).unwrap();
    let mut number = [0; 19];
    card.encrypt("4111 1111 1111 1111", b"", &mut number)
        .unwrap();
    assert_eq!(str::from_utf8(&number).unwrap(), known("KNOWN_CARD"));
}
