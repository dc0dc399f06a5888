//! Order of texts, and of the text form of ciphertexts.

use fieldgate_core::field::order::{
    OrderError, OrderTextCipher, TEXT_BYTES_MAX, TextFit, limb_text,
};
use proptest::prelude::*;

use crate::{CONTEXT, ORDER, root};

fn cipher(text_bytes: usize) -> OrderTextCipher {
    OrderTextCipher::derive(&root(), &CONTEXT, ORDER, text_bytes).unwrap()
}

fn encrypt(cipher: &OrderTextCipher, text: &[u8]) -> (Vec<u8>, TextFit) {
    let mut output = [0; TEXT_BYTES_MAX * 2];
    let (ciphertext, fit) = cipher.encrypt(text, &mut output).unwrap();
    assert_eq!(ciphertext.len(), cipher.ciphertext_bytes());
    (ciphertext.to_vec(), fit)
}

fn check(cipher: &OrderTextCipher, a: &[u8], b: &[u8]) {
    let cut = |text: &[u8]| text[..text.len().min(cipher.text_bytes())].to_vec();
    let ((c, c_fit), (d, _)) = (encrypt(cipher, a), encrypt(cipher, b));
    assert_eq!(c.cmp(&d), cut(a).cmp(&cut(b)), "{a:?} and {b:?}");
    assert_eq!(c_fit == TextFit::Cut, a.len() > cipher.text_bytes());
    let mut output = [0x5a; TEXT_BYTES_MAX];
    assert_eq!(cipher.decrypt(&c, &mut output).unwrap(), cut(a));
}

/// Few different bytes, so that prefixes are shared.
fn texts() -> impl Strategy<Value = Vec<u8>> {
    let byte = prop_oneof![
        Just(0_u8),
        Just(1),
        Just(254),
        Just(255),
        Just(b'a'),
        any::<u8>()
    ];
    proptest::collection::vec(byte, 0..40)
}

proptest! {
    #[test]
    fn texts_sort_as_their_first_bytes(a in texts(), b in texts(), shared in 0_usize..40, text_bytes in 1..=TEXT_BYTES_MAX) {
        let cipher = cipher(text_bytes);
        check(&cipher, &a, &b);
        let mut c = a[..shared.min(a.len())].to_vec();
        c.extend(&b);
        check(&cipher, &a, &c);
        check(&cipher, &c, &a);
    }

    #[test]
    fn limb_text_keeps_the_order(a in proptest::collection::vec(any::<u8>(), 0..70), b in proptest::collection::vec(any::<u8>(), 0..70)) {
        let encode = |raw: &[u8]| {
            let mut text = [0; 140];
            limb_text::encode(raw, &mut text).unwrap().to_owned()
        };
        let length = a.len().min(b.len());
        let (a, b) = (&a[..length], &b[..length]);
        prop_assert_eq!(encode(a).cmp(&encode(b)), a.cmp(b));
        let mut raw = [0; 70];
        prop_assert_eq!(&*limb_text::decode(encode(a).as_bytes(), &mut raw).unwrap(), a);
    }

    #[test]
    fn limb_text_has_one_spelling(text in "[0-9bjkqtv]{0,24}[0-9a-zA-Z=./-]{0,2}") {
        let mut raw = [0; 16];
        if let Ok(raw) = limb_text::decode(text.as_bytes(), &mut raw) {
            let mut again = [0; 26];
            prop_assert_eq!(limb_text::encode(raw, &mut again).unwrap(), text);
        }
    }
}

#[test]
fn short_and_odd_texts_sort() {
    let texts: [&[u8]; 13] = [
        b"",
        b"\0",
        b"\0\0",
        b"\0a",
        b"\x01",
        b"a",
        b"a\0",
        b"aa",
        b"ab",
        b"b",
        b"\xff",
        b"\xff\0",
        b"\xff\xff",
    ];
    for text_bytes in [1, 2, 3, TEXT_BYTES_MAX] {
        let cipher = cipher(text_bytes);
        for a in texts {
            for b in texts {
                check(&cipher, a, b);
            }
        }
        // All equal, as far as it is kept.
        let equal = vec![b'z'; text_bytes];
        let longer = vec![b'z'; text_bytes + 1];
        assert_eq!(
            encrypt(&cipher, &equal),
            (encrypt(&cipher, &longer).0, TextFit::Whole)
        );
        assert_eq!(encrypt(&cipher, &longer).1, TextFit::Cut);
    }
}

#[test]
fn all_bytes_sort_at_every_place() {
    let cipher = cipher(TEXT_BYTES_MAX);
    for place in 0..TEXT_BYTES_MAX {
        let mut text = [b'm'; TEXT_BYTES_MAX];
        let mut before = encrypt(&cipher, &text[..place]).0;
        for byte in 0..=255 {
            text[place] = byte;
            let this = encrypt(&cipher, &text[..=place]).0;
            assert!(before < this, "byte {byte} at {place}");
            before = this;
        }
    }
}

#[test]
fn wrong_lengths_and_garbage_are_refused() {
    for text_bytes in [0, TEXT_BYTES_MAX + 1] {
        let refused = OrderTextCipher::derive(&root(), &CONTEXT, ORDER, text_bytes).err();
        assert_eq!(refused, Some(OrderError::ValueBytes));
    }
    let cipher = cipher(8);
    let (ciphertext, _) = encrypt(&cipher, b"varda");
    let mut output = [0x5a; 16];
    assert_eq!(
        cipher.encrypt(b"varda", &mut output[..15]),
        Err(OrderError::NoRoom)
    );
    assert_eq!(
        cipher.decrypt(&ciphertext[2..], &mut output),
        Err(OrderError::CiphertextBytes)
    );
    assert_eq!(
        cipher.decrypt(&ciphertext, &mut output[..7]),
        Err(OrderError::NoRoom)
    );
    assert_eq!(output, [0x5a; 16]);
    for limb in 0..8 {
        for change in [1_u16, 0x4000, 0x8000] {
            let mut changed = ciphertext.clone();
            let value = u16::from_be_bytes([changed[2 * limb], changed[2 * limb + 1]]);
            changed[2 * limb..][..2].copy_from_slice(&value.wrapping_add(change).to_be_bytes());
            match cipher.decrypt(&changed, &mut output) {
                Ok(text) => assert_ne!(text, b"varda"),
                Err(error) => {
                    assert_eq!(error, OrderError::Invalid);
                    assert_eq!(
                        output[..8],
                        [0; 8],
                        "a refused text left something decrypted"
                    );
                }
            }
            // Behind the end there is but one digit.
            if limb > 5 || change > 1 {
                assert_eq!(
                    cipher.decrypt(&changed, &mut output),
                    Err(OrderError::Invalid)
                );
            }
        }
    }
}

/// Of all limbs only those of the 257 digits are taken.
#[test]
fn every_other_limb_is_refused() {
    let cipher = cipher(1);
    let mut taken = Vec::new();
    for limb in 0..=u16::MAX {
        let mut output = [0; 1];
        if let Ok(text) = cipher.decrypt(&limb.to_be_bytes(), &mut output) {
            taken.push(text.to_vec());
        }
    }
    let mut expected = vec![vec![]];
    expected.extend((0..=255).map(|byte| vec![byte]));
    assert_eq!(taken, expected);
}
