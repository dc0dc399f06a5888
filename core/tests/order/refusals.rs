//! What must not be encrypted, decrypted or compared, and what must not be alike.

use std::collections::HashSet;

use fieldgate_core::field::{
    Context, ContextError, DeriveError, Scheme,
    leakage::{Admitted, Domain, TinyDomain},
    order::{
        OrderCipher, OrderColumn, OrderError, OrderNumberCipher, OrderParameters,
        OrderRevealCipher, OrderTextCipher, compare,
    },
};

use crate::{CONTEXT, Numbers, ORDER, ORDER_REVEAL, root, subject::Subject};

#[test]
fn random_bytes_are_refused() {
    let mut numbers = Numbers(3);
    for bytes in [4, 8] {
        for subject in Subject::all(&root(), &CONTEXT, bytes) {
            // Expected to pass: 10⁴ · 2⁻³² of d8w16, order-reveal and the integer column.
            for _ in 0..10_000 {
                let garbage: Vec<u8> = (0..8).flat_map(|_| numbers.next().to_be_bytes()).collect();
                let garbage = &garbage[..subject.ciphertext_bytes()];
                assert_eq!(
                    subject.decrypt(garbage),
                    Err(OrderError::Invalid),
                    "{}",
                    subject.name()
                );
            }
        }
    }
}

#[test]
fn ciphertexts_of_another_key_field_or_setting_are_refused() {
    let others = [
        Context {
            field: "month",
            ..CONTEXT
        },
        Context {
            tenant: "demo2",
            ..CONTEXT
        },
        Context {
            epoch: 1,
            ..CONTEXT
        },
    ];
    for (own, value) in Subject::all(&root(), &CONTEXT, 8).iter().zip(1_u64..) {
        let ciphertext = own.encrypt(&own.encoded(value << 50));
        for other in &others {
            for other in Subject::all(&root(), other, 8) {
                if other.ciphertext_bytes() == own.ciphertext_bytes() {
                    assert_eq!(other.decrypt(&ciphertext), Err(OrderError::Invalid));
                }
            }
        }
    }
}

/// No two settings share a key: the same value has another ciphertext in each, from the first limb on.
#[test]
fn settings_share_no_key() {
    let mut seen = HashSet::new();
    let mut count = 0;
    for bytes in 1..=8 {
        for subject in Subject::all(&root(), &CONTEXT, bytes) {
            // The first limbs of many values, as a mark of the key.
            let mark: Vec<u8> = (0..64_u64)
                .flat_map(|value| {
                    subject.encrypt(&subject.encoded(value.wrapping_mul(0x0404_0404_0404_0404)))
                })
                .collect();
            assert!(
                seen.insert(mark[..64].to_vec()),
                "{}, {bytes} bytes",
                subject.name()
            );
            count += 1;
        }
    }
    assert_eq!(seen.len(), count);
}

#[test]
fn a_limb_out_of_place_is_refused() {
    let subjects = Subject::all(&root(), &CONTEXT, 8);
    for subject in &subjects {
        let ciphertext = subject.encrypt(&subject.encoded(0x0123_4567_89ab_cdef));
        let mut refused = 0;
        for bit in 0..ciphertext.len() * 8 {
            let mut changed = ciphertext.clone();
            changed[bit / 8] ^= 0x80 >> (bit % 8);
            match subject.decrypt(&changed) {
                Err(error) => {
                    assert_eq!(error, OrderError::Invalid);
                    refused += 1;
                }
                // It is no authentication; but it is another value.
                Ok(value) => assert_ne!(value, subject.encoded(0x0123_4567_89ab_cdef)),
            }
        }
        assert!(
            refused > ciphertext.len(),
            "{}: {refused} refused",
            subject.name()
        );
    }
}

#[test]
fn numbers_beyond_the_column_are_refused() {
    for column in OrderColumn::ALL {
        let cipher = OrderNumberCipher::derive(&root(), &CONTEXT, ORDER, column).unwrap();
        let encoded = [0xff; 4];
        let encoded = &encoded[..column.value_bytes()];
        let number = cipher.encrypt_number(encoded).unwrap();
        assert!(number >> column.ciphertext_bits() == 0);
        let mut output = [0; 8];
        assert_eq!(cipher.decrypt_number(number, &mut output).unwrap(), encoded);
        for bit in column.ciphertext_bits()..64 {
            let beyond = number | 1 << bit;
            assert_eq!(
                cipher.decrypt_number(beyond, &mut output),
                Err(OrderError::Invalid)
            );
        }
        assert_eq!(
            cipher.encrypt_number(&encoded[1..]),
            Err(OrderError::ValueBytes)
        );
        assert_eq!(
            cipher.encrypt_numbers(encoded, &mut [0; 2]),
            Err(OrderError::ValueBytes)
        );
        let short = &mut output[..column.value_bytes() - 1];
        assert_eq!(
            cipher.decrypt_number(number, short),
            Err(OrderError::NoRoom)
        );
    }
    assert_eq!(OrderColumn::Integer64.ciphertext_bits(), 60);
    assert_eq!(OrderColumn::Double.ciphertext_bits(), 52);
}

#[test]
fn wrong_lengths_have_their_own_errors() {
    for parameters in OrderParameters::ALL {
        for bytes in [0, 9, 16, usize::MAX] {
            let refused = OrderCipher::derive(&root(), &CONTEXT, ORDER, parameters, bytes).err();
            assert_eq!(refused, Some(OrderError::ValueBytes));
        }
        let unnamed = Context {
            field: "",
            ..CONTEXT
        };
        let refused = OrderCipher::derive(&root(), &unnamed, ORDER, parameters, 4).err();
        assert_eq!(
            refused,
            Some(OrderError::Derive(DeriveError::Context(
                ContextError::Empty
            )))
        );

        let cipher = OrderCipher::derive(&root(), &CONTEXT, ORDER, parameters, 4).unwrap();
        let (mut output, bytes) = ([0; 64], cipher.ciphertext_bytes());
        assert_eq!(
            cipher.encrypt(&[0; 3], &mut output),
            Err(OrderError::ValueBytes)
        );
        assert_eq!(
            cipher.encrypt(&[0; 5], &mut output),
            Err(OrderError::ValueBytes)
        );
        assert_eq!(
            cipher.encrypt(&[0; 4], &mut output[..bytes - 1]),
            Err(OrderError::NoRoom)
        );
        assert_eq!(
            cipher.encrypt_batch(&[0; 7], &mut output),
            Err(OrderError::ValueBytes)
        );
        let short = &mut output[..bytes - 1];
        assert_eq!(
            cipher.encrypt_batch(&[0; 4], short),
            Err(OrderError::NoRoom)
        );
        assert_eq!(output, [0; 64]);
        let ciphertext = cipher.encrypt(&[0; 4], &mut output).unwrap().to_vec();
        let mut value = [0; 4];
        let cut = cipher.decrypt(&ciphertext[1..], &mut value);
        assert_eq!(cut, Err(OrderError::CiphertextBytes));
        assert_eq!(
            cipher.decrypt(&ciphertext, &mut value[..3]),
            Err(OrderError::NoRoom)
        );
    }
    let sizes = OrderParameters::ALL.map(|parameters| {
        (
            parameters.ciphertext_bytes(4),
            parameters.ciphertext_bytes(8),
        )
    });
    assert_eq!(sizes, [(32, 64), (16, 32), (8, 16)]);
    assert_eq!(
        OrderRevealCipher::derive(&root(), &CONTEXT, ORDER_REVEAL, 9).err(),
        Some(OrderError::ValueBytes)
    );
}

#[test]
fn malformed_ciphertexts_are_not_compared() {
    let cipher = OrderRevealCipher::derive(&root(), &CONTEXT, ORDER_REVEAL, 8).unwrap();
    let mut buffer = [0; 16];
    let ciphertext = cipher.encrypt(&[7; 8], &mut buffer).unwrap().to_vec();
    assert_eq!(ciphertext.len(), 16);
    for limb in 0..64 {
        let mut malformed = ciphertext.clone();
        malformed[limb / 4] |= 0xc0 >> (limb % 4 * 2);
        assert_eq!(compare(&malformed, &ciphertext), Err(OrderError::Invalid));
        assert_eq!(compare(&ciphertext, &malformed), Err(OrderError::Invalid));
        assert_eq!(compare(&malformed, &malformed), Err(OrderError::Invalid));
        let mut value = [0; 8];
        assert_eq!(
            cipher.decrypt(&malformed, &mut value),
            Err(OrderError::Invalid)
        );
    }
    assert_eq!(
        compare(&ciphertext, &ciphertext[..15]),
        Err(OrderError::CiphertextBytes)
    );
    assert_eq!(compare(&[], &[]), Err(OrderError::CiphertextBytes));
    assert_eq!(
        compare(&[0; 17], &[0; 17]),
        Err(OrderError::CiphertextBytes)
    );
}

/// Of all ciphertexts of one byte only those of the 256 values are taken.
#[test]
fn every_other_limb_is_refused() {
    for subject in Subject::all(&root(), &CONTEXT, 1) {
        if subject.ciphertext_bytes() != 2 {
            continue;
        }
        let mut taken = 0;
        for ciphertext in 0..=u16::MAX {
            let ciphertext = ciphertext.to_be_bytes();
            if let Ok(value) = subject.decrypt(&ciphertext) {
                assert_eq!(subject.encrypt(&value), ciphertext);
                taken += 1;
            }
        }
        assert_eq!(taken, 256, "{}", subject.name());
    }
}

/// A byte, or a text of one, takes too few values whatever was said of the field; two bytes are enough.
#[test]
fn values_of_one_byte_need_the_override() {
    let tiny = |scheme, values| {
        Err(OrderError::TinyDomain(TinyDomain {
            scheme,
            values,
            values_min: 10_000,
        }))
    };
    for domain in [Domain::Unstated, Domain::Values(u64::MAX)] {
        let order = Scheme::Order.admit(domain).unwrap();
        let reveal = Scheme::OrderReveal.admit(domain).unwrap();
        let parameters = OrderParameters::D8W16;
        let bytes = |admitted, bytes| {
            OrderCipher::derive(&root(), &CONTEXT, admitted, parameters, bytes).map(|_| ())
        };
        let revealed = |admitted, bytes| {
            OrderRevealCipher::derive(&root(), &CONTEXT, admitted, bytes).map(|_| ())
        };
        let text = |admitted: Admitted, bytes| {
            OrderTextCipher::derive(&root(), &CONTEXT, admitted, bytes).map(|_| ())
        };
        assert_eq!(bytes(order, 1), tiny(Scheme::Order, 256));
        assert_eq!(revealed(reveal, 1), tiny(Scheme::OrderReveal, 256));
        assert_eq!(text(order, 1), tiny(Scheme::Order, 257));
        for enough in [2, 8] {
            assert_eq!(bytes(order, enough), Ok(()));
            assert_eq!(revealed(reveal, enough), Ok(()));
            assert_eq!(text(order, enough), Ok(()));
        }
        assert_eq!(text(order, 32), Ok(()));
        assert_eq!(bytes(ORDER, 1), Ok(()));
        assert_eq!(revealed(ORDER_REVEAL, 1), Ok(()));
        assert_eq!(text(ORDER, 1), Ok(()));
    }
}
