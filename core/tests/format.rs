//! The public surface of scheme `format`: what comes back, what keeps its place, what is refused, and the form itself.

use fieldgate_core::{
    cipher::{
        Aes256,
        cmac::CmacKey,
        ff1::{Domain, Ff1, TWEAK_BYTES_MAX},
        kdf,
    },
    field::{
        Context, ContextError, DeriveError, FieldType, RootKey, Scheme,
        format::{
            EmailDomain, Format, FormatCipher, FormatError, FormatSetupError, Others,
            VALUE_BYTES_MAX,
        },
        leakage::Admitted,
    },
    secret::Secret,
};
use proptest::prelude::*;

const CONTEXT: Context<'_> = Context {
    tenant: "demo",
    partition: "shop",
    object: "order",
    field: "Card",
    kind: FieldType::Text,
    epoch: 0,
};
const ADMITTED: Admitted = Admitted::danger_tiny_domain(Scheme::Format);
const CYRILLIC: &str = "абвгдежзийклмнопрстуфхцчшщъыьэюя";
const FORMATS: [Format<'_>; 9] = [
    Format::Digits,
    Format::Card,
    Format::Phone { clear_digits: 0 },
    Format::Phone { clear_digits: 2 },
    Format::Email {
        domain: EmailDomain::Keep,
    },
    Format::Email {
        domain: EmailDomain::Seal,
    },
    Format::Custom {
        alphabet: "0123456789",
        others: Others::Refuse,
    },
    Format::Custom {
        alphabet: "0123456789",
        others: Others::Keep,
    },
    Format::Custom {
        alphabet: CYRILLIC,
        others: Others::Keep,
    },
];

fn root() -> RootKey {
    RootKey::new(&Secret::copied_from(&[7; 32]).unwrap())
}

fn cipher(format: &Format<'_>) -> FormatCipher {
    FormatCipher::derive(&root(), &CONTEXT, ADMITTED, format).unwrap()
}

fn encrypt(cipher: &FormatCipher, value: &str) -> Result<String, FormatError> {
    let mut output = vec![0; value.len()];
    let output = cipher.encrypt(value, b"", &mut output)?;
    Ok(String::from_utf8(output.to_vec()).unwrap())
}

fn decrypt(cipher: &FormatCipher, value: &str) -> Result<String, FormatError> {
    let mut output = vec![0; value.len()];
    let output = cipher.decrypt(value, b"", &mut output)?;
    Ok(String::from_utf8(output.to_vec()).unwrap())
}

/// Seals, opens again, and gives what was sealed.
fn there_and_back(format: &Format<'_>, value: &str) -> String {
    let cipher = cipher(format);
    let sealed = encrypt(&cipher, value).unwrap();
    assert_eq!(sealed.len(), value.len());
    assert_eq!(decrypt(&cipher, &sealed).unwrap(), value);
    sealed
}

/// The sealed forms of these values never change.
#[test]
fn known_answers() {
    let values = [
        "1234567890123456",
        "4111 1111-1111 1111",
        "+49 (0)89/123-45.67",
        "+49 (0)89/123-45.67",
        "agnes.varda+films@example.org",
        "agnes.varda+films@example.org",
        "1234567890123456",
        "1234567890123456",
        "прозрачное стекло",
    ];
    let sealed: Vec<String> = FORMATS
        .iter()
        .zip(values)
        .map(|(format, value)| there_and_back(format, value))
        .collect();
    let expected = [
        "2638650646833371",
        "8385 3783-7326 4660",
        "+29 (0)00/068-05.31",
        "+49 (2)80/895-71.41",
        "1uor3.a6vna+1be4a@example.org",
        "xhvbc.jitwb+ldday@uhhm642.org",
        "9530067012109147",
        "4752950837888080",
        "ьигилвррэв чъвоэб",
    ];
    assert_eq!(sealed, expected);
}

/// The form, put together from its parts.
#[test]
fn a_card_number_is_ff1_under_the_derived_key_and_a_check_digit() {
    let mac = CmacKey::<Aes256>::from_slice(&[7; 32]).unwrap();
    let mut key = [0; 32];
    let context: [&[u8]; 10] = [
        &[4],
        b"demo",
        &[4],
        b"shop",
        &[5],
        b"order",
        &[4],
        b"Card",
        &[1, 0, 0, 0, 0],
        // Length of the parameters: there are none.
        &[0, 0],
    ];
    kdf::derive(&mac, b"fieldgate/1 format card", &context, &mut key);
    let ff1 = Ff1::<Aes256>::from_slice(&key).unwrap();
    let mut digits = [4, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1];
    let permutation = ff1.permutation(&Domain::new(10, 15).unwrap(), b"").unwrap();
    permutation.encrypt(&mut digits).unwrap();
    let sealed = there_and_back(&Format::Card, "4111111111111111");
    let front: String = digits.iter().map(ToString::to_string).collect();
    assert_eq!(sealed[..15], front);
    assert!(luhn_is_right(&sealed));
}

/// Another statement of Luhn's rule than the one under test.
fn luhn_is_right(number: &str) -> bool {
    let digits = number.chars().filter_map(|c| c.to_digit(10));
    let digits: Vec<u32> = digits.collect();
    let sum: u32 = digits
        .iter()
        .rev()
        .enumerate()
        .map(|(index, digit)| {
            if index % 2 == 1 {
                digit * 2 / 10 + digit * 2 % 10
            } else {
                *digit
            }
        })
        .sum();
    sum.is_multiple_of(10)
}

#[test]
fn each_format_and_setting_has_its_own_key() {
    let value = "1234567890123452";
    assert!(luhn_is_right(value));
    let others = [Format::Phone { clear_digits: 1 }];
    let mut sealed: Vec<String> = FORMATS
        .iter()
        .chain(&others)
        .filter(|format| !matches!(format, Format::Email { .. }))
        .filter_map(|format| {
            let sealed = encrypt(&cipher(format), value).ok()?;
            // The first digits are clear in some, and the last a check digit.
            Some(sealed[2..15].to_owned())
        })
        .collect();
    assert_eq!(sealed.len(), 7);
    sealed.sort();
    sealed.dedup();
    assert_eq!(sealed.len(), 7);
}

#[test]
fn another_context_tweak_or_key_gives_another_value() {
    let value = "1234567890123456";
    let sealed = there_and_back(&Format::Digits, value);
    let elsewhere = Context {
        field: "Other",
        ..CONTEXT
    };
    let elsewhere = FormatCipher::derive(&root(), &elsewhere, ADMITTED, &Format::Digits).unwrap();
    assert_ne!(encrypt(&elsewhere, value).unwrap(), sealed);
    let other = RootKey::new(&Secret::copied_from(&[8; 32]).unwrap());
    let other = FormatCipher::derive(&other, &CONTEXT, ADMITTED, &Format::Digits).unwrap();
    assert_ne!(encrypt(&other, value).unwrap(), sealed);
    let cipher = cipher(&Format::Digits);
    let (mut tweaked, mut opened) = ([0; 16], [0; 16]);
    let tweaked = cipher.encrypt(value, b"record 7", &mut tweaked).unwrap();
    assert_ne!(tweaked, sealed.as_bytes());
    let tweaked = core::str::from_utf8(tweaked).unwrap();
    let opened = cipher.decrypt(tweaked, b"record 7", &mut opened).unwrap();
    assert_eq!(opened, value.as_bytes());
    assert_ne!(decrypt(&cipher, tweaked).unwrap(), value);
}

#[test]
fn what_is_kept_stays_where_it_is() {
    let phone = there_and_back(&Format::Phone { clear_digits: 2 }, "+49 (0)89/123-45.67");
    assert!(phone.starts_with("+49 ("));
    let separators = |text: &str| -> String {
        text.chars()
            .map(|c| if c.is_ascii_digit() { '0' } else { c })
            .collect()
    };
    assert_eq!(separators(&phone), "+00 (0)00/000-00.00");

    let card = there_and_back(&Format::Card, "4111 1111-1111 1111");
    assert_eq!(separators(&card), "0000 0000-0000 0000");

    let address = "agnes.varda@films.example.org";
    let kept = there_and_back(
        &Format::Email {
            domain: EmailDomain::Keep,
        },
        address,
    );
    assert!(kept.ends_with("@films.example.org"));
    assert_eq!(&kept[5..6], ".");
    let sealed = there_and_back(
        &Format::Email {
            domain: EmailDomain::Seal,
        },
        address,
    );
    assert!(sealed.ends_with(".org") && !sealed.contains("example") && !sealed.contains("films"));
    let dots: Vec<usize> = sealed.match_indices(['.', '@']).map(|(at, _)| at).collect();
    assert_eq!(dots, [5, 11, 17, 25]);

    let custom = Format::Custom {
        alphabet: CYRILLIC,
        others: Others::Keep,
    };
    let sealed = there_and_back(&custom, "прозрачное стекло, 7 😀");
    assert!(sealed.ends_with(", 7 😀"));
}

#[test]
fn the_case_of_addresses_is_folded() {
    for domain in [EmailDomain::Keep, EmailDomain::Seal] {
        let cipher = cipher(&Format::Email { domain });
        let sealed = encrypt(&cipher, "agnes@example.org").unwrap();
        assert_eq!(encrypt(&cipher, "Agnes@Example.ORG").unwrap(), sealed);
        assert_eq!(decrypt(&cipher, &sealed).unwrap(), "agnes@example.org");
    }
}

#[test]
fn longest_local_part() {
    let keep = Format::Email {
        domain: EmailDomain::Keep,
    };
    there_and_back(&keep, &format!("{}@example.org", "a".repeat(64)));
    there_and_back(&keep, &format!("{}@example.org", "z".repeat(74)));
    let long = format!("{}@example.org", "a".repeat(75));
    assert_eq!(encrypt(&cipher(&keep), &long), Err(FormatError::TooLong));
}

#[test]
fn values_out_of_format_are_refused_with_their_place() {
    let at = |format: &Format<'_>, value: &str| {
        let outcome = encrypt(&cipher(format), value);
        assert_eq!(decrypt(&cipher(format), value), outcome, "{value}");
        match outcome {
            Err(FormatError::NotInFormat { at }) => Some(at),
            _ => None,
        }
    };
    assert_eq!(at(&Format::Digits, "12345a7890"), Some(5));
    assert_eq!(at(&Format::Digits, "1234567890 "), Some(10));
    assert_eq!(at(&Format::Digits, "١٢٣٤٥٦٧٨"), Some(0));
    assert_eq!(at(&Format::Card, "4111.1111"), Some(4));
    assert_eq!(at(&Format::Card, "4111\u{a0}1111"), Some(4));
    let phone = Format::Phone { clear_digits: 0 };
    assert_eq!(at(&phone, "0+1234567"), Some(1));
    assert_eq!(at(&phone, "089 1234567 ext 8"), Some(12));
    for domain in [EmailDomain::Keep, EmailDomain::Seal] {
        let email = Format::Email { domain };
        assert_eq!(at(&email, "agnes.example.org"), Some(17));
        assert_eq!(at(&email, ""), Some(0));
        assert_eq!(at(&email, "@example.org"), Some(0));
        assert_eq!(at(&email, "agnes@"), Some(6));
        assert_eq!(at(&email, "agnes@example@org"), Some(13));
        assert_eq!(at(&email, "agnès@example.org"), Some(3));
        assert_eq!(at(&email, "agnes@exämple.org"), Some(8));
        assert_eq!(at(&email, "agnes@example_.org"), Some(13));
        assert_eq!(at(&email, "\"agnes\"@example.org"), Some(0));
    }
    let custom = Format::Custom {
        alphabet: CYRILLIC,
        others: Others::Refuse,
    };
    assert_eq!(at(&custom, "прозрачное стекло"), Some(20));
    assert_eq!(at(&custom, "Прозрачное"), Some(0));
}

#[test]
fn a_wrong_check_digit_is_refused() {
    let cipher = cipher(&Format::Card);
    for last in 0..10 {
        let number = format!("411111111111111{last}");
        let refused = (last != 1).then_some(FormatError::CheckDigit);
        assert_eq!(encrypt(&cipher, &number).err(), refused);
        assert_eq!(decrypt(&cipher, &number).err(), refused);
    }
}

#[test]
fn values_with_few_siblings_are_refused() {
    for (format, value) in [
        (Format::Digits, "12345"),
        (Format::Digits, ""),
        (Format::Card, ""),
        (Format::Card, "0"),
        (Format::Card, "123455"),
        (Format::Phone { clear_digits: 2 }, "+49 123-45"),
        (Format::Phone { clear_digits: 200 }, "+49 123-456789"),
        (Format::Phone { clear_digits: 0 }, "+ -"),
        (
            Format::Email {
                domain: EmailDomain::Keep,
            },
            "abc@example.org",
        ),
        (
            Format::Email {
                domain: EmailDomain::Keep,
            },
            "_._@example.org",
        ),
        (
            Format::Email {
                domain: EmailDomain::Seal,
            },
            "a@bc.org",
        ),
        (
            Format::Custom {
                alphabet: "01",
                others: Others::Refuse,
            },
            "0101010101010101010",
        ),
        (
            Format::Custom {
                alphabet: CYRILLIC,
                others: Others::Keep,
            },
            "abcdefghijk",
        ),
    ] {
        let cipher = cipher(&format);
        assert_eq!(
            encrypt(&cipher, value),
            Err(FormatError::DomainTooSmall),
            "{value}"
        );
        assert_eq!(
            decrypt(&cipher, value),
            Err(FormatError::DomainTooSmall),
            "{value}"
        );
    }
    there_and_back(&Format::Digits, "123456");
    there_and_back(
        &Format::Email {
            domain: EmailDomain::Keep,
        },
        "abcd@example.org",
    );
    there_and_back(
        &Format::Email {
            domain: EmailDomain::Seal,
        },
        "a@bcd.org",
    );
}

#[test]
fn lengths_are_refused_before_anything_is_written() {
    let cipher = cipher(&Format::Digits);
    let mut output = [0xee; VALUE_BYTES_MAX + 1];
    let long = "1".repeat(VALUE_BYTES_MAX + 1);
    for (value, tweak, room, error) in [
        (
            &long[..],
            &[0; TWEAK_BYTES_MAX][..],
            output.len(),
            FormatError::TooLong,
        ),
        (
            &long[..VALUE_BYTES_MAX],
            &[],
            output.len(),
            FormatError::TooLong,
        ),
        (&long[..115], &[], output.len(), FormatError::TooLong),
        (
            &long[..16],
            &[0; TWEAK_BYTES_MAX + 1],
            output.len(),
            FormatError::TweakTooLong,
        ),
        (&long[..16], &[], 15, FormatError::NoRoom),
    ] {
        let room = &mut output[..room];
        assert_eq!(cipher.encrypt(value, tweak, room), Err(error));
        assert_eq!(cipher.decrypt(value, tweak, room), Err(error));
        assert!(output.iter().all(|byte| *byte == 0xee));
    }
    there_and_back(&Format::Digits, &long[..114]);
}

#[test]
fn alphabets_are_checked() {
    let refused = |alphabet| {
        let format = Format::Custom {
            alphabet,
            others: Others::Keep,
        };
        FormatCipher::derive(&root(), &CONTEXT, ADMITTED, &format).err()
    };
    assert_eq!(refused(""), Some(FormatSetupError::AlphabetTooSmall));
    assert_eq!(refused("a"), Some(FormatSetupError::AlphabetTooSmall));
    assert_eq!(refused("ab"), None);
    assert_eq!(
        refused("abca"),
        Some(FormatSetupError::LetterTwice { at: 3 })
    );
    assert_eq!(
        refused("abcä"),
        Some(FormatSetupError::LetterWidth { at: 3 })
    );
    let many: String = ('一'..).take(129).collect();
    assert_eq!(refused(&many), Some(FormatSetupError::AlphabetTooLarge));
    let most: String = ('一'..).take(128).collect();
    assert_eq!(refused(&most), None);
    let unnamed = Context {
        field: "",
        ..CONTEXT
    };
    assert_eq!(
        FormatCipher::derive(&root(), &unnamed, ADMITTED, &Format::Card).err(),
        Some(FormatSetupError::Derive(DeriveError::Context(
            ContextError::Empty
        )))
    );
    assert_eq!(
        FormatSetupError::Derive(DeriveError::Context(ContextError::Empty)).code(),
        1
    );
    assert_eq!(FormatSetupError::LetterWidth { at: 3 }.code(), 5);
    assert_eq!(FormatError::NotInFormat { at: 3 }.code(), 1);
    assert_eq!(FormatError::NoRoom.code(), 6);
}

proptest! {
    #[test]
    fn digits_come_back(value in "[0-9]{6,114}") {
        there_and_back(&Format::Digits, &value);
    }

    #[test]
    fn cards_come_back(value in "[0-9]{4}[ -]?[0-9]{4}[ -]?[0-9]{3,10}") {
        let right = (0..10).map(|last| format!("{value}{last}")).find(|value| luhn_is_right(value));
        let sealed = there_and_back(&Format::Card, &right.unwrap());
        prop_assert!(luhn_is_right(&sealed));
    }

    #[test]
    fn phones_come_back(value in "[+]?[0-9 ./()-]{0,8}[0-9]{11}[0-9 ./()-]{0,8}", clear_digits in 0..5_u8) {
        there_and_back(&Format::Phone { clear_digits }, &value);
    }

    #[test]
    fn addresses_come_back(value in "([a-z0-9_+{}!-]{1,7}[.]){0,4}[a-z0-9]{4,34}@([a-z0-9]([a-z0-9-]{0,18}[a-z0-9])?[.]){1,2}[a-z]{2,6}") {
        there_and_back(&Format::Email { domain: EmailDomain::Keep }, &value);
        let seal = cipher(&Format::Email { domain: EmailDomain::Seal });
        match encrypt(&seal, &value) {
            Ok(sealed) => prop_assert_eq!(decrypt(&seal, &sealed).unwrap(), value),
            Err(error) => prop_assert_eq!(error, FormatError::TooLong),
        }
    }

    #[test]
    fn letters_of_three_and_four_bytes_come_back(value in "[一-三😀-😏x]{6,30}") {
        for alphabet in ["一丁丂七丄丅丆万丈三", "😀😁😂😃😄😅😆😇😈😉😊😋😌😍😎😏"] {
            let cipher = cipher(&Format::Custom { alphabet, others: Others::Keep });
            match encrypt(&cipher, &value) {
                Ok(sealed) => prop_assert_eq!(decrypt(&cipher, &sealed).unwrap(), &value[..]),
                Err(error) => prop_assert_eq!(error, FormatError::DomainTooSmall),
            }
        }
    }

    #[test]
    fn nothing_panics(value in any::<String>(), tweak in proptest::collection::vec(any::<u8>(), 0..300)) {
        for format in &FORMATS {
            let cipher = cipher(format);
            let mut output = vec![0; value.len()];
            let _ = cipher.encrypt(&value, &tweak, &mut output);
            let _ = cipher.decrypt(&value, &tweak, &mut output);
        }
    }
}

#[test]
fn addresses_are_dot_atoms_and_names_of_labels() {
    let kept = cipher(&Format::Email {
        domain: EmailDomain::Keep,
    });
    let sealed = cipher(&Format::Email {
        domain: EmailDomain::Seal,
    });
    let mut output = [0; 64];
    for (address, at) in [
        ("..janedoe@example.org", 0),
        ("jane..doe@example.org", 5),
        ("janedoe.@example.org", 8),
        ("janedoe@", 8),
        ("janedoe@example..org", 16),
        ("janedoe@-example.org", 8),
        ("janedoe@example.org.", 20),
    ] {
        let refused = kept.encrypt(address, b"", &mut output).err();
        assert_eq!(refused, Some(FormatError::NotInFormat { at }), "{address}");
    }
    // A name of one label would stay clear.
    assert!(kept.encrypt("jane.doe@intranet", b"", &mut output).is_ok());
    assert!(
        sealed
            .encrypt("jane.doe@intranet", b"", &mut output)
            .is_err()
    );
}
