//! Composed values: what opens, and that no part of one can be exchanged.

use fieldgate_core::{
    field::{
        Context, FieldCipher, FieldType, OpenError, Payload, RootKey, SealError,
        composed::{self, Composed, ComposedCipher, ComposedError, Parts},
        frame::Frame,
        leakage::Domain,
        text,
    },
    secret::Secret,
};
use proptest::prelude::*;

const CONTEXT: Context<'static> = Context {
    tenant: "demo",
    partition: "films",
    object: "film",
    field: "title",
    kind: FieldType::Text,
    epoch: 0,
};
const TWO_TOKENS: &str = "x0000000000000000000000017 x0000000000000000000000042";

fn root() -> RootKey {
    RootKey::new(&Secret::copied_from(&[1; 32]).unwrap())
}

fn cipher(context: &Context<'_>, payload: Payload) -> ComposedCipher {
    let admitted = payload.admit(Domain::Unstated).unwrap();
    ComposedCipher::derive(&root(), context, admitted).unwrap()
}

fn seal(cipher: &ComposedCipher, plaintext: &[u8], parts: &Parts<'_>) -> String {
    let raw_bytes = cipher.raw_bytes(plaintext.len());
    let characters = composed::text_bytes(parts.limbs().len(), raw_bytes, parts.token_count());
    let (mut raw, mut output) = (vec![0; raw_bytes], vec![0; characters]);
    let nonce = |nonce: &mut [u8; 12]| {
        nonce.fill(5);
        Ok(())
    };
    let text = cipher
        .seal(plaintext, parts, nonce, &mut raw, &mut output)
        .unwrap();
    assert_eq!(text.len(), characters);
    text.to_owned()
}

fn open(cipher: &ComposedCipher, text: &str) -> Option<Vec<u8>> {
    let composed = Composed::parse(text.as_bytes()).ok()?;
    let (mut raw, mut output) = (vec![0; composed.raw_bytes_max()], vec![0; text.len()]);
    match cipher.open(&composed, &mut raw, &mut output) {
        Ok(opened) => Some(opened.to_vec()),
        Err(error) => {
            assert_eq!(error, OpenError::NotAuthentic);
            None
        }
    }
}

proptest! {
    #[test]
    fn what_is_composed_opens(
        plaintext in proptest::collection::vec(any::<u8>(), 0..200),
        limbs in "([0-9bjkqtv]{2}){0,20}",
        tokens in proptest::collection::vec("x0[0-9]{24}", 0..6),
    ) {
        let tokens = tokens.join(" ");
        let Ok(parts) = Parts::new(&limbs, &tokens) else {
            prop_assert!(limbs.is_empty() && tokens.is_empty());
            return Ok(());
        };
        for payload in Payload::ALL {
            let cipher = cipher(&CONTEXT, payload);
            let text = seal(&cipher, &plaintext, &parts);
            prop_assert_eq!(Composed::parse(text.as_bytes()).unwrap().parts(), parts);
            prop_assert_eq!(open(&cipher, &text), Some(plaintext.clone()));
        }
    }

    #[test]
    fn no_bytes_make_the_parser_panic(bytes in "fg1_[0-9bjkqtv]{0,4}~?[A-Za-z0-9_-]{0,8}[ x0-9.]{0,60}") {
        if let Ok(composed) = Composed::parse(bytes.as_bytes()) {
            prop_assert!(composed.frame(&mut [0; 64]).is_err());
        }
    }
}

#[test]
fn no_part_can_be_exchanged_changed_or_cut() {
    let parts = Parts::new("019bjv", TWO_TOKENS).unwrap();
    let others = [
        Parts::new("019bjt", TWO_TOKENS).unwrap(),
        Parts::new("", TWO_TOKENS).unwrap(),
        Parts::new("019bjv", "").unwrap(),
        Parts::new("019bjv", "x0000000000000000000000017").unwrap(),
        Parts::new(
            "019bjv",
            "x0000000000000000000000042 x0000000000000000000000017",
        )
        .unwrap(),
    ];
    for payload in Payload::ALL {
        let cipher = cipher(&CONTEXT, payload);
        let text = seal(&cipher, b"Cleo from 5 to 7", &parts);
        let middle = text
            .split('~')
            .nth(1)
            .unwrap()
            .split([' ', '.'])
            .next()
            .unwrap();
        for other in others {
            let tokens = match other.tokens() {
                "" => String::new(),
                tokens => format!(" {tokens} "),
            };
            let moved = format!("fg1_{}~{middle}{tokens}.", other.limbs());
            assert!(Composed::parse(moved.as_bytes()).is_ok(), "{moved}");
            assert_eq!(open(&cipher, &moved), None, "{moved}");
        }
        for place in 0..text.len() {
            let mut changed = text.clone().into_bytes();
            changed[place] = if changed[place] == b'1' { b'2' } else { b'1' };
            let changed = String::from_utf8(changed).unwrap();
            assert_eq!(open(&cipher, &changed), None, "{changed}");
            assert_eq!(open(&cipher, &text[..place]), None, "cut at {place}");
        }
    }
}

#[test]
fn a_payload_is_of_one_scheme_or_composed_never_both() {
    let parts = Parts::new("019bjv", "").unwrap();
    for payload in Payload::ALL {
        let composed = cipher(&CONTEXT, payload);
        let admitted = payload.admit(Domain::Unstated).unwrap();
        let simple = FieldCipher::derive(&root(), &CONTEXT, admitted).unwrap();
        let text = seal(&composed, b"Cleo", &parts);
        let middle = text.split('~').nth(1).unwrap().trim_end_matches('.');

        let (mut raw, mut output) = ([0; 128], [0; 128]);
        let raw = text::decode(format!("fg1.{middle}.").as_bytes(), &mut raw)
            .unwrap()
            .to_vec();
        let opened = simple.open(&Frame::parse(&raw).unwrap(), &mut output);
        assert_eq!(opened.err(), Some(OpenError::NotAuthentic));

        let mut sealed = [0; 128];
        let sealed = simple.seal(b"Cleo", |_| Ok(()), &mut sealed).unwrap();
        let mut line = [0; 256];
        let line = text::encode(sealed, &mut line).unwrap();
        let moved = format!("fg1_019bjv~{}", &line[4..]);
        assert_eq!(open(&composed, &moved), None);
    }
}

#[test]
fn a_composed_value_opens_only_where_it_belongs() {
    let parts = Parts::new("019bjv", TWO_TOKENS).unwrap();
    for payload in Payload::ALL {
        let text = seal(&cipher(&CONTEXT, payload), b"Cleo", &parts);
        let other = Context {
            field: "director",
            ..CONTEXT
        };
        assert_eq!(open(&cipher(&other, payload), &text), None);
    }
}

#[test]
fn equal_values_with_equal_parts_are_equal_texts() {
    let parts = Parts::new("019bjv", TWO_TOKENS).unwrap();
    let equal = cipher(&CONTEXT, Payload::Equal);
    assert_eq!(seal(&equal, b"Cleo", &parts), seal(&equal, b"Cleo", &parts));
}

#[test]
fn parts_and_texts_have_one_form() {
    for (limbs, tokens, error) in [
        ("", "", ComposedError::NothingBeside),
        ("0B", "", ComposedError::Limbs),
        ("0a", "", ComposedError::Limbs),
        ("bjk", "", ComposedError::Limbs),
        ("0.", "", ComposedError::Limbs),
        ("", "x17", ComposedError::Tokens),
        // 2⁸⁰: no token is as large.
        ("", "x1208925819614629174706176", ComposedError::Tokens),
        ("", "y0000000000000000000000017", ComposedError::Tokens),
        ("", "x0000000000000000000000017 ", ComposedError::Tokens),
        ("", " x0000000000000000000000017", ComposedError::Tokens),
        (
            "",
            "x0000000000000000000000017  x0000000000000000000000042",
            ComposedError::Tokens,
        ),
        (
            "",
            "x000000000000000000000001\u{661}",
            ComposedError::Tokens,
        ),
    ] {
        assert_eq!(
            Parts::new(limbs, tokens),
            Err(error),
            "{limbs:?} {tokens:?}"
        );
    }
    assert_eq!(
        Parts::new(&"0".repeat(1026), "").err(),
        Some(ComposedError::Limbs)
    );
    let many = vec!["x0000000000000000000000017"; 1025].join(" ");
    assert_eq!(Parts::new("", &many).err(), Some(ComposedError::Tokens));
    for text in [
        "",
        "fg1_",
        "fg1_~.",
        "fg1_~~.",
        "fg1_0b~AAAA",
        "fg1.0b~AAAA.",
        "fg1_0b~AAAA .",
        "fg1_0b~AAAA  .",
        "fg1_0b~AA+A.",
    ] {
        let parsed = Composed::parse(text.as_bytes()).err();
        assert_eq!(parsed, Some(ComposedError::NotComposed), "{text}");
    }
}

#[test]
fn short_buffers_are_refused() {
    let parts = Parts::new("019bjv", TWO_TOKENS).unwrap();
    let cipher = cipher(&CONTEXT, Payload::Random);
    let text = seal(&cipher, b"secret", &parts);
    let nonce = |_: &mut [u8; 12]| Ok(());
    let (mut raw, mut output) = ([0; 56], [0; 256]);
    for (raw_bytes, characters) in [(55, 256), (56, text.len() - 1)] {
        let sealed = cipher.seal(
            b"secret",
            &parts,
            nonce,
            &mut raw[..raw_bytes],
            &mut output[..characters],
        );
        assert_eq!(sealed.err(), Some(SealError::NoRoom));
    }
    let composed = Composed::parse(text.as_bytes()).unwrap();
    let mut raw = vec![0; composed.raw_bytes_max()];
    assert_eq!(
        cipher.open(&composed, &mut raw, &mut [0; 5]).err(),
        Some(OpenError::NoRoom)
    );
    raw.pop();
    assert_eq!(
        cipher.open(&composed, &mut raw, &mut [0; 6]).err(),
        Some(OpenError::NoRoom)
    );
}

/// The composed form is a promise, as that of one scheme is.
#[test]
fn the_form_does_not_change() {
    let parts = Parts::new("019bjv", TWO_TOKENS).unwrap();
    let equal = seal(&cipher(&CONTEXT, Payload::Equal), b"Agnes Varda", &parts);
    let random = seal(&cipher(&CONTEXT, Payload::Random), b"Agnes Varda", &parts);
    assert_eq!(
        equal,
        "fg1_019bjv~EvlarsNFuaZhspC4fnRuxBNow6AKTBjFy3WyXcJveMsu x0000000000000000000000017 x0000000000000000000000042 ."
    );
    assert_eq!(
        random,
        "fg1_019bjv~EflarsMmBQUFBQUFBQUFBQUFh__T8uMVVqG-krtwpw5FgSLy0i2uMRE1ESBZvrbnvYl4LBPr8MzeJos--g x0000000000000000000000017 x0000000000000000000000042 ."
    );
}
