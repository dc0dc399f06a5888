//! Many values at once: the same bytes as one by one, and each its own result.

use fieldgate_core::{
    field::{
        Context, FieldCipher, FieldType, OpenError, Opening, PLAINTEXT_BYTES_MAX, Payload,
        RandomFailed, RootKey, SealError, Sealing,
        frame::{Frame, HEADER_BYTES},
        leakage::Domain,
    },
    secret::Secret,
};
use proptest::prelude::*;

fn cipher(payload: Payload) -> FieldCipher {
    let root = RootKey::new(&Secret::copied_from(&[1; 32]).unwrap());
    let context = Context {
        tenant: "demo",
        partition: "films",
        object: "film",
        field: "director",
        kind: FieldType::Text,
        epoch: 0,
    };
    FieldCipher::derive(&root, &context, payload.admit(Domain::Unstated).unwrap()).unwrap()
}

/// Bytes that come in the same order, however many are asked for at once.
fn source() -> impl FnMut(&mut [u8]) -> Result<(), RandomFailed> {
    let mut next = 0_u32;
    move |bytes| {
        for byte in bytes {
            next = next.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            *byte = (next >> 24) as u8;
        }
        Ok(())
    }
}

fn one_by_one(cipher: &FieldCipher, plaintexts: &[Vec<u8>]) -> Vec<Vec<u8>> {
    let mut random = source();
    let seal = |plaintext: &Vec<u8>| {
        let mut output = vec![0; cipher.sealed_bytes(plaintext.len())];
        let sealed = cipher.seal(plaintext, |nonce| random(nonce), &mut output);
        assert_eq!(
            sealed.unwrap().len(),
            plaintext.len() + cipher.sealed_bytes(0)
        );
        output
    };
    plaintexts.iter().map(seal).collect()
}

fn sealed(cipher: &FieldCipher, plaintexts: &[Vec<u8>]) -> Vec<Vec<u8>> {
    let mut outputs: Vec<_> = plaintexts
        .iter()
        .map(|plaintext| vec![0xee; cipher.sealed_bytes(plaintext.len()) + 3])
        .collect();
    let mut values: Vec<_> = plaintexts
        .iter()
        .zip(&mut outputs)
        .map(|(plaintext, output)| Sealing::new(plaintext, output))
        .collect();
    cipher.seal_many(&mut values, source());
    let sealed = values.iter().map(|value| value.sealed().unwrap().to_vec());
    sealed.collect()
}

fn opened(cipher: &FieldCipher, sealed: &[Vec<u8>]) -> Vec<Result<Vec<u8>, OpenError>> {
    let mut outputs: Vec<_> = sealed.iter().map(|sealed| vec![0; sealed.len()]).collect();
    let mut values: Vec<_> = sealed
        .iter()
        .zip(&mut outputs)
        .map(|(sealed, output)| Opening::new(Frame::parse(sealed).unwrap(), output))
        .collect();
    cipher.open_many(&mut values);
    let opened: Vec<_> = values
        .iter()
        .map(|value| value.plaintext().map(<[u8]>::to_vec))
        .collect();
    for (opened, output) in opened.iter().zip(&outputs) {
        let plaintext = opened.as_ref().map_or(0, Vec::len);
        let rest = &output[plaintext..];
        assert!(rest.iter().all(|byte| *byte == 0), "something is left");
    }
    opened
}

fn texts() -> impl Strategy<Value = Vec<Vec<u8>>> {
    let short = proptest::collection::vec(any::<u8>(), 0..70);
    let long = proptest::collection::vec(any::<u8>(), 900..1200);
    proptest::collection::vec(prop_oneof![9 => short, 1 => long], 0..150)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn many_are_the_same_as_one_by_one(plaintexts in texts()) {
        for payload in Payload::ALL {
            let cipher = cipher(payload);
            let sealed = sealed(&cipher, &plaintexts);
            prop_assert_eq!(&sealed, &one_by_one(&cipher, &plaintexts));
            let opened: Vec<_> = opened(&cipher, &sealed).into_iter().map(Result::unwrap).collect();
            prop_assert_eq!(opened, plaintexts.clone());
        }
    }

    #[test]
    fn a_forged_value_fails_alone(plaintexts in texts(), at: prop::sample::Index, bit: prop::sample::Index) {
        prop_assume!(!plaintexts.is_empty());
        let at = at.index(plaintexts.len());
        for payload in Payload::ALL {
            let cipher = cipher(payload);
            let mut sealed = sealed(&cipher, &plaintexts);
            let bit = bit.index((sealed[at].len() - HEADER_BYTES) * 8);
            sealed[at][HEADER_BYTES + bit / 8] ^= 1 << (bit % 8);
            for (index, opened) in opened(&cipher, &sealed).into_iter().enumerate() {
                let expected = plaintexts[index].clone();
                prop_assert_eq!(opened, if index == at { Err(OpenError::NotAuthentic) } else { Ok(expected) });
            }
        }
    }
}

#[test]
fn each_value_has_its_own_error() {
    for payload in Payload::ALL {
        let cipher = cipher(payload);
        let long = vec![0; PLAINTEXT_BYTES_MAX + 1];
        let mut huge = vec![0; cipher.sealed_bytes(long.len())];
        let (mut one, mut short, mut two) = ([0; 64], [0x55; 20], [0; 64]);
        let mut values = [
            Sealing::new(b"one", &mut one),
            Sealing::new(&long, &mut huge),
            Sealing::new(b"short", &mut short),
            Sealing::new(b"two", &mut two),
        ];
        assert!(values[0].sealed().is_err(), "nothing is sealed yet");
        let mut random = source();
        cipher.seal_many(&mut values, &mut random);
        assert_eq!(values[1].sealed(), Err(SealError::TooLong));
        assert_eq!(values[2].sealed(), Err(SealError::NoRoom));
        let expected = one_by_one(&cipher, &[b"one".to_vec(), b"two".to_vec()]);
        assert_eq!(values[0].sealed().unwrap(), expected[0]);
        assert_eq!(values[3].sealed().unwrap(), expected[1]);
        assert_eq!(short, [0x55; 20], "a refused value's output is left alone");
        assert!(huge.iter().all(|byte| *byte == 0));

        let (mut one, mut short, mut other) = ([0; 3], [0; 2], [0; 3]);
        let mut moved = expected[0].clone();
        moved[5] ^= 1; // the field tag: a value of another field
        let frame = |sealed| Frame::parse(sealed).unwrap();
        let mut values = [
            Opening::new(frame(&expected[0]), &mut one),
            Opening::new(frame(&expected[1]), &mut short),
            Opening::new(frame(&moved), &mut other),
        ];
        assert!(values[0].plaintext().is_err(), "nothing is opened yet");
        cipher.open_many(&mut values);
        assert_eq!(values[0].plaintext(), Ok(&b"one"[..]));
        assert_eq!(values[1].plaintext(), Err(OpenError::NoRoom));
        assert_eq!(values[2].plaintext(), Err(OpenError::NotAuthentic));
    }
}

/// The values before the failure are sealed, none after it, and none of those is in its output.
#[test]
fn without_random_bytes_nothing_more_is_sealed() {
    let cipher = cipher(Payload::Random);
    let mut outputs = [[0; 80]; 100];
    let mut values: Vec<_> = outputs
        .iter_mut()
        .map(|output| Sealing::new(b"sixteen bytes ..", output))
        .collect();
    let (mut random, mut calls) = (source(), 0);
    cipher.seal_many(&mut values, |nonces| {
        calls += 1;
        if calls > 2 {
            return Err(RandomFailed);
        }
        random(nonces)
    });
    let sealed: Vec<_> = values.iter().map(Sealing::sealed).collect();
    let first = sealed.iter().position(Result::is_err).unwrap();
    assert!(first > 0);
    let failed = &sealed[first..];
    assert!(
        failed
            .iter()
            .all(|sealed| *sealed == Err(SealError::RandomFailed))
    );
    assert!(outputs[first..].iter().flatten().all(|byte| *byte == 0));
}
