//! Any bytes as ciphertexts that carry no tag, and as their text forms: tokens, order limbs and their texts, formats, wrapped keys.
//! No panic; what decrypts encrypts to the same again.
#![no_main]

use std::sync::LazyLock;

use fieldgate_core::{
    cipher::key_wrap::KeyWrap,
    field::{
        Context, FieldType, RootKey, Scheme,
        format::{Format, FormatCipher},
        leakage::Admitted,
        order::{
            OrderCipher, OrderColumn, OrderNumberCipher, OrderParameters, OrderRevealCipher,
            OrderTextCipher, compare, limb_text,
        },
        token::{Token, tokens_in},
    },
    secret::Secret,
};
use libfuzzer_sys::fuzz_target;

struct Ciphers {
    order: Vec<OrderCipher>,
    columns: [OrderNumberCipher; 2],
    text: OrderTextCipher,
    reveal: OrderRevealCipher,
    formats: [FormatCipher; 3],
    wrap: KeyWrap<aes::Aes256>,
}

const CONTEXT: Context<'static> = Context {
    tenant: "fuzz",
    partition: "fuzz",
    object: "fuzz",
    field: "fuzz",
    kind: FieldType::Text,
    epoch: 0,
};

static CIPHERS: LazyLock<Ciphers> = LazyLock::new(|| {
    let root = RootKey::new(&Secret::copied_from(&[7; 32]).unwrap());
    let admitted = Admitted::danger_tiny_domain;
    let order = |parameters, bytes| {
        OrderCipher::derive(&root, &CONTEXT, admitted(Scheme::Order), parameters, bytes).unwrap()
    };
    let format =
        |format| FormatCipher::derive(&root, &CONTEXT, admitted(Scheme::Format), &format).unwrap();
    Ciphers {
        order: OrderParameters::ALL
            .iter()
            .flat_map(|&set| [1, 4, 8].map(|bytes| order(set, bytes)))
            .collect(),
        columns: OrderColumn::ALL.map(|column| {
            OrderNumberCipher::derive(&root, &CONTEXT, admitted(Scheme::Order), column).unwrap()
        }),
        text: OrderTextCipher::derive(&root, &CONTEXT, admitted(Scheme::Order), 8).unwrap(),
        reveal: OrderRevealCipher::derive(&root, &CONTEXT, admitted(Scheme::OrderReveal), 8)
            .unwrap(),
        formats: [
            Format::Digits,
            Format::Card,
            Format::Phone { clear_digits: 2 },
        ]
        .map(format),
        wrap: KeyWrap::new(&[7; 32].into()),
    }
});

fuzz_target!(|data: &[u8]| {
    let ciphers = &*CIPHERS;
    let (mut value, mut again) = ([0; 64], [0; 512]);
    for cipher in &ciphers.order {
        if let Ok(value) = cipher.decrypt(data, &mut value) {
            assert_eq!(cipher.encrypt(value, &mut again).unwrap(), data);
        }
    }
    if let Some(number) = data
        .first_chunk::<8>()
        .map(|bytes| u64::from_be_bytes(*bytes))
    {
        for cipher in &ciphers.columns {
            if let Ok(value) = cipher.decrypt_number(number, &mut value) {
                assert_eq!(cipher.encrypt_number(value).unwrap(), number);
            }
        }
    }
    let _ = ciphers.text.decrypt(data, &mut value);
    if let Ok(value) = ciphers.reveal.decrypt(data, &mut value) {
        assert_eq!(ciphers.reveal.encrypt(value, &mut again).unwrap(), data);
    }
    let (one, other) = data.split_at(data.len() / 2);
    if let (Ok(forth), Ok(back)) = (compare(one, other), compare(other, one)) {
        // Limbs of no plaintexts need not be a total order, but a comparison and its reverse agree on equality.
        assert_eq!(forth.is_eq(), back.is_eq());
    }
    let mut unwrapped = vec![0; data.len()];
    assert!(data.len() > 4096 || ciphers.wrap.unwrap(data, &mut unwrapped).is_err());
    assert!(unwrapped.iter().all(|&byte| byte == 0));
    assert!(ciphers.wrap.unwrap_padded(data, &mut unwrapped).is_err());

    let mut raw = vec![0; limb_text::raw_bytes(data.len())];
    if let Ok(raw) = limb_text::decode(data, &mut raw) {
        let mut text = vec![0; limb_text::text_bytes(raw.len())];
        assert_eq!(limb_text::encode(raw, &mut text).unwrap().as_bytes(), data);
    }
    let Ok(text) = core::str::from_utf8(data) else {
        return;
    };
    if let Ok(token) = Token::parse(text) {
        assert_eq!(token.to_text().as_str(), text);
    }
    let _ = tokens_in(text).count();
    let mut opened = vec![0; data.len()];
    for cipher in &ciphers.formats {
        if let Ok(opened) = cipher.decrypt(text, b"", &mut opened) {
            let opened = core::str::from_utf8(opened).unwrap().to_owned();
            let mut sealed = vec![0; data.len()];
            assert_eq!(cipher.encrypt(&opened, b"", &mut sealed).unwrap(), data);
        }
    }
});
