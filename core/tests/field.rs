//! Sealing and opening: what must open, and what must not.

use fieldgate_core::{
    field::{
        Context, FieldCipher, FieldType, OpenError, Payload, RandomFailed, RootKey, SealError,
        frame::{Frame, HEADER_BYTES, NotAFrame},
        leakage::Domain,
        text::{self, TextError},
    },
    secret::Secret,
};
use proptest::prelude::*;

const CONTEXT: Context<'static> = Context {
    tenant: "demo",
    partition: "films",
    object: "film",
    field: "director",
    kind: FieldType::Text,
    epoch: 0,
};

fn root(fill: u8) -> RootKey {
    RootKey::new(&Secret::copied_from(&[fill; 32]).unwrap())
}

fn cipher(fill: u8, context: &Context<'_>, scheme: Payload) -> FieldCipher {
    let admitted = scheme.admit(Domain::Unstated).unwrap();
    FieldCipher::derive(&root(fill), context, admitted).unwrap()
}

fn seal(cipher: &FieldCipher, plaintext: &[u8], nonce: [u8; 12]) -> Vec<u8> {
    let mut output = vec![0; cipher.sealed_bytes(plaintext.len())];
    let fill = |bytes: &mut [u8; 12]| {
        *bytes = nonce;
        Ok(())
    };
    cipher.seal(plaintext, fill, &mut output).unwrap();
    output
}

fn open(cipher: &FieldCipher, sealed: &[u8]) -> Result<Vec<u8>, OpenError> {
    let frame = Frame::parse(sealed).map_err(|NotAFrame| OpenError::NotAuthentic)?;
    let mut output = vec![0; frame.plaintext_bytes()];
    let result = cipher
        .open(&frame, &mut output)
        .map(|plaintext| plaintext.to_vec());
    if result.is_err() {
        let ciphertext = &sealed[HEADER_BYTES..];
        let untouched = output.iter().all(|&byte| byte == 0);
        let still_sealed = ciphertext
            .windows(output.len().max(1))
            .any(|window| window == output);
        assert!(
            untouched || still_sealed,
            "a refused value left something opened"
        );
    }
    result
}

proptest! {
    #[test]
    fn what_is_sealed_opens(plaintext in proptest::collection::vec(any::<u8>(), 0..300), nonce: [u8; 12]) {
        for scheme in Payload::ALL {
            let cipher = cipher(1, &CONTEXT, scheme);
            let sealed = seal(&cipher, &plaintext, nonce);
            prop_assert_eq!(sealed.len(), plaintext.len() + scheme.growth_bytes());
            prop_assert_eq!(open(&cipher, &sealed).unwrap(), plaintext.clone());

            let mut line = vec![0; text::text_bytes(sealed.len())];
            let line = text::encode(&sealed, &mut line).unwrap();
            prop_assert_eq!(line.len(), text::text_bytes(sealed.len()));
            prop_assert!(line.len() <= text::TEXT_BYTES_MAX);
            prop_assert!(line[4..line.len() - 1].bytes().all(text::is_inner));
            let mut raw = vec![0; text::raw_bytes_max(line.len())];
            prop_assert_eq!(text::decode(line.as_bytes(), &mut raw).unwrap(), &sealed[..]);
        }
    }

    #[test]
    fn no_bytes_make_the_parsers_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        let _ = Frame::parse(&bytes).map(|frame| frame.plaintext_bytes());
        let mut raw = [0; 256];
        let _ = text::decode(&bytes, &mut raw);
        let mut text = b"fg1.".to_vec();
        text.extend(&bytes);
        text.push(b'.');
        let _ = text::decode(&text, &mut raw);
    }
}

#[test]
fn every_changed_bit_and_every_cut_is_refused() {
    for scheme in Payload::ALL {
        let cipher = cipher(1, &CONTEXT, scheme);
        let sealed = seal(&cipher, b"Agnes Varda", [5; 12]);
        for bit in 0..sealed.len() * 8 {
            let mut changed = sealed.clone();
            changed[bit / 8] ^= 1 << (bit % 8);
            assert_eq!(
                open(&cipher, &changed),
                Err(OpenError::NotAuthentic),
                "{scheme}, bit {bit}"
            );
        }
        for length in 0..sealed.len() {
            assert_eq!(
                open(&cipher, &sealed[..length]),
                Err(OpenError::NotAuthentic)
            );
        }
        let mut longer = sealed.clone();
        longer.push(0);
        assert_eq!(open(&cipher, &longer), Err(OpenError::NotAuthentic));
    }
}

#[test]
fn a_value_opens_only_where_it_belongs() {
    let others = [
        Context {
            tenant: "demo2",
            ..CONTEXT
        },
        Context {
            partition: "film",
            ..CONTEXT
        },
        Context {
            object: "films",
            ..CONTEXT
        },
        Context {
            field: "title",
            ..CONTEXT
        },
        Context {
            kind: FieldType::Scalar,
            ..CONTEXT
        },
        Context {
            epoch: 1,
            ..CONTEXT
        },
        // The same characters, divided otherwise between the names.
        Context {
            tenant: "demof",
            partition: "ilms",
            ..CONTEXT
        },
        Context {
            object: "filmd",
            field: "irector",
            ..CONTEXT
        },
    ];
    for scheme in Payload::ALL {
        let own = cipher(1, &CONTEXT, scheme);
        let sealed = seal(&own, b"Agnes Varda", [5; 12]);
        assert!(
            open(&cipher(2, &CONTEXT, scheme), &sealed).is_err(),
            "another key"
        );
        for other in &others {
            let other = cipher(1, other, scheme);
            // Also with the tag rewritten to that field's, so that the tag isn't what refuses it.
            let mut moved = sealed.clone();
            moved[5] = other.header().tag;
            assert!(open(&other, &sealed).is_err());
            assert!(open(&other, &moved).is_err());
        }
    }
}

#[test]
fn equal_is_deterministic_and_random_is_not() {
    let equal = cipher(1, &CONTEXT, Payload::Equal);
    assert_eq!(seal(&equal, b"x", [1; 12]), seal(&equal, b"x", [2; 12]));
    let random = cipher(1, &CONTEXT, Payload::Random);
    assert_ne!(seal(&random, b"x", [1; 12]), seal(&random, b"x", [2; 12]));
}

#[test]
fn failures_leave_nothing_behind() {
    let random = cipher(1, &CONTEXT, Payload::Random);
    let mut output = [0; 100];
    let failed = random.seal(b"secret", |_| Err(RandomFailed), &mut output);
    assert_eq!(failed.err(), Some(SealError::RandomFailed));
    assert!(!output.windows(6).any(|window| window == b"secret"));
    let short = random.seal(b"secret", |_| Ok(()), &mut output[..55]);
    assert_eq!(short.err(), Some(SealError::NoRoom));
    let long = random.seal(&vec![0; 1 << 20], |_| Ok(()), &mut output);
    assert_eq!(long.err(), Some(SealError::TooLong));
}

#[test]
fn there_is_one_spelling_of_a_text_form() {
    let mut line = [0; 64];
    let line = text::encode(&[0x11, 1, 2, 3], &mut line)
        .unwrap()
        .to_owned();
    assert_eq!(line, "fg1.EQECAw.");
    let mut raw = [0; 64];
    for wrong in [
        "fg1.EQECAx.",
        "fg1.EQECAw",
        "fg1.EQECAw==.",
        "fg2.EQECAw.",
        "fg1.EQEC Aw.",
        "fg1.EQECA/.",
    ] {
        assert_eq!(
            text::decode(wrong.as_bytes(), &mut raw),
            Err(TextError::NotAText),
            "{wrong}"
        );
    }
    assert_eq!(
        text::decode(line.as_bytes(), &mut raw[..3]),
        Err(TextError::NoRoom)
    );
}

/// The sealed form is a promise: this value was sealed by the first version and must open in all later ones.
#[test]
fn the_form_does_not_change() {
    let equal = cipher(1, &CONTEXT, Payload::Equal);
    let random = cipher(1, &CONTEXT, Payload::Random);
    let mut line = [0; 256];
    let sealed = seal(&equal, b"Agnes Varda", [0; 12]);
    assert_eq!(
        text::encode(&sealed, &mut line).unwrap(),
        "fg1.EvlarsOfsops4X_kFd0H85LyF4qbk02qK1ho1h0ip3DU."
    );
    let sealed = seal(&random, b"Agnes Varda", [5; 12]);
    assert_eq!(
        text::encode(&sealed, &mut line).unwrap(),
        "fg1.EflarsNfBQUFBQUFBQUFBQUFSdy6CLN31SpgvK_FNFQCgKzQUZ89d0uUQ5HeJjhiFtJ6YZCPHeAo9MFaaA."
    );
}
