//! The construction a second time, as the documentation of the module has it and in plain arithmetic.

use aes::{
    Aes256Enc,
    cipher::{BlockCipherEncrypt, KeyInit},
};
use fieldgate_core::{
    cipher::{Aes256, cmac::CmacKey, kdf},
    field::order::{OrderTextCipher, TEXT_BYTES_MAX},
};
use proptest::prelude::*;

use crate::{CONTEXT, ORDER, ROOT, root, subject::Subject};

/// An AES key, derived as documented.
fn key(label: &str, parameters: u8, value_bytes: usize) -> Aes256Enc {
    let mut context = Vec::new();
    for name in [
        CONTEXT.tenant,
        CONTEXT.partition,
        CONTEXT.object,
        CONTEXT.field,
    ] {
        context.push(name.len() as u8);
        context.extend(name.as_bytes());
    }
    context.push(CONTEXT.kind.number());
    context.extend(CONTEXT.epoch.to_be_bytes());
    context.extend([2, parameters, value_bytes as u8]);
    let mut key = [0; 32];
    let root = CmacKey::<Aes256>::new((&ROOT).into());
    kdf::derive(&root, label.as_bytes(), &[&context], &mut key);
    Aes256Enc::new(&key.into())
}

fn aes(key: &Aes256Enc, input: [u8; 16]) -> [u8; 16] {
    let mut block = input.into();
    key.encrypt_block(&mut block);
    block.into()
}

struct Setting {
    scheme: u8,
    parameters: u8,
    digit_bits: u32,
    limb_bits: u32,
}

const D1W8: Setting = Setting {
    scheme: 7,
    parameters: 1,
    digit_bits: 1,
    limb_bits: 8,
};
const D4W16: Setting = Setting {
    scheme: 7,
    parameters: 2,
    digit_bits: 4,
    limb_bits: 16,
};
const D8W16: Setting = Setting {
    scheme: 7,
    parameters: 3,
    digit_bits: 8,
    limb_bits: 16,
};
const INTEGER64: Setting = Setting {
    scheme: 7,
    parameters: 4,
    digit_bits: 8,
    limb_bits: 15,
};
const DOUBLE: Setting = Setting {
    scheme: 7,
    parameters: 5,
    digit_bits: 8,
    limb_bits: 26,
};
const REVEAL: Setting = Setting {
    scheme: 8,
    parameters: 7,
    digit_bits: 1,
    limb_bits: 2,
};

/// The limbs, packed from the highest bit on.
fn encrypt(setting: &Setting, value: &[u8]) -> Vec<u8> {
    let label = if setting.scheme == 7 {
        "fieldgate/1 order limbs"
    } else {
        "fieldgate/1 order-reveal limbs"
    };
    let key = key(label, setting.parameters, value.len());
    let bits: Vec<u8> = value
        .iter()
        .flat_map(|byte| (0..8).rev().map(move |bit| (byte >> bit) & 1))
        .collect();
    let mut output = Vec::new();
    for (i, digit) in bits.chunks(setting.digit_bits as usize).enumerate() {
        let number = |bits: &[u8]| {
            bits.iter()
                .fold(0_u128, |number, bit| number * 2 + u128::from(*bit))
        };
        let x = number(digit);
        let packed = setting.digit_bits == 1;
        let known = if packed { i / 3 * 3 } else { i };
        let mut input = [0; 16];
        input[..6].copy_from_slice(&[
            setting.scheme,
            setting.parameters,
            setting.digit_bits as u8,
            setting.limb_bits as u8,
            value.len() as u8,
            known as u8,
        ]);
        for (place, bit) in bits[..known * setting.digit_bits as usize]
            .iter()
            .enumerate()
        {
            input[8 + place / 8] |= bit << (7 - place % 8);
        }
        let block = aes(&key, input);
        let (fraction, fraction_bits) = if packed {
            let node = match &bits[known..i] {
                [] => 0,
                [0] => 1,
                [0, 0] => 2,
                [0, 1] => 3,
                [1] => 5,
                [1, 0] => 6,
                [1, 1] => 7,
                _ => unreachable!("a path of at most two bits"),
            };
            (
                u128::from(block[2 * node]) << 8 | u128::from(block[2 * node + 1]),
                16,
            )
        } else {
            (u128::from_be_bytes(block) >> 64, 64)
        };
        let limb = if setting.scheme == 8 {
            (((fraction * 3) >> fraction_bits) + x) % 3
        } else {
            let span = (1 << setting.limb_bits) - (1 << setting.digit_bits) + 1;
            ((fraction * span) >> fraction_bits) + x
        };
        output.extend(
            (0..setting.limb_bits)
                .rev()
                .map(|bit| (limb >> bit) as u8 & 1),
        );
    }
    output.resize(output.len().next_multiple_of(8), 0);
    output
        .chunks(8)
        .map(|bits| bits.iter().fold(0, |byte, bit| byte * 2 + bit))
        .collect()
}

/// The setting of a subject, and the bits of a number before the limbs.
fn setting(subject: &Subject) -> (&'static Setting, usize) {
    match subject.name() {
        "d1w8" => (&D1W8, 0),
        "d4w16" => (&D4W16, 0),
        "d8w16" => (&D8W16, 0),
        "integer64" => (&INTEGER64, 4),
        "double" => (&DOUBLE, 12),
        "order-reveal" => (&REVEAL, 0),
        other => panic!("no model of {other}"),
    }
}

fn model(subject: &Subject, value: &[u8]) -> Vec<u8> {
    let (setting, leading) = setting(subject);
    let limbs = encrypt(setting, value);
    if leading == 0 {
        return limbs;
    }
    let mut number = [0; 8];
    number[..limbs.len()].copy_from_slice(&limbs);
    (u64::from_be_bytes(number) >> leading)
        .to_be_bytes()
        .to_vec()
}

fn encrypt_text(text: &[u8], text_bytes: usize) -> Vec<u8> {
    let chain = key("fieldgate/1 order text chain", 6, text_bytes);
    let limbs = key("fieldgate/1 order text limbs", 6, text_bytes);
    let mut state = [0; 16];
    state[..6].copy_from_slice(&[7, 6, 8, 16, text_bytes as u8, 0]);
    let mut output = Vec::new();
    for i in 0..text_bytes {
        let digit = text.get(i).map_or(0, |byte| u128::from(*byte) + 1);
        let fraction = u128::from_be_bytes(aes(&limbs, state)) >> 64;
        let limb = ((fraction * (65536 - 257 + 1)) >> 64) + digit;
        output.extend((limb as u16).to_be_bytes());
        state = aes(&chain, (u128::from_be_bytes(state) ^ digit).to_be_bytes());
    }
    output
}

proptest! {
    #[test]
    fn the_code_is_the_documented_construction(value: [u8; 8], bytes in 1_usize..=8) {
        let value = &value[..bytes];
        for subject in Subject::all(&root(), &CONTEXT, bytes) {
            prop_assert_eq!(subject.encrypt(value), model(&subject, value), "{}", subject.name());
        }
    }

    #[test]
    fn text_is_the_documented_construction(
        text in proptest::collection::vec(any::<u8>(), 0..40),
        text_bytes in 1..=TEXT_BYTES_MAX,
    ) {
        let cipher = OrderTextCipher::derive(&root(), &CONTEXT, ORDER, text_bytes).unwrap();
        let mut output = [0; 64];
        let (ciphertext, _) = cipher.encrypt(&text, &mut output).unwrap();
        prop_assert_eq!(&*ciphertext, encrypt_text(&text, text_bytes));
    }
}
