//! Search tokens: what they are, how they stand in text, and how sets of them are made.

use std::collections::BTreeSet;

use fieldgate_core::{
    cipher::{Aes256, BlockCipher128, cmac::CmacKey, kdf},
    field::{
        Context, ContextError, DeriveError, FieldType, PLAINTEXT_BYTES_MAX, RootKey, Scheme,
        leakage::Admitted,
        token::{
            BlindBits, GRAM_BYTES_MAX, Inserted, NotAToken, PAD_TO_MAX, SALT_BYTES_MAX, TOKENS_MAX,
            Token, TokenCipher, TokenError, TokenKind, TokenSet, WORD_BYTES_MAX, tokens_in,
        },
    },
    secret::Secret,
};
use proptest::prelude::*;

const CONTEXT: Context<'static> = Context {
    tenant: "demo",
    partition: "partition",
    object: "film",
    field: "Title",
    kind: FieldType::Text,
    epoch: 0,
};

const ENGLISH: TokenKind<'static> = TokenKind::Words { language: "en" };

fn key() -> [u8; 32] {
    core::array::from_fn(|i| i as u8)
}

fn derive(
    root: &RootKey,
    context: &Context<'_>,
    kind: TokenKind<'_>,
) -> Result<TokenCipher, TokenError> {
    TokenCipher::derive(
        root,
        context,
        Admitted::danger_tiny_domain(kind.scheme()),
        kind,
    )
}

fn cipher(kind: TokenKind<'_>) -> TokenCipher {
    let root = RootKey::new(&Secret::copied_from(&key()).unwrap());
    derive(&root, &CONTEXT, kind).unwrap()
}

fn text(kind: TokenKind<'_>, input: &str) -> String {
    cipher(kind).token(input.as_bytes()).unwrap().to_string()
}

fn written<const N: usize>(set: &TokenSet<N>) -> String {
    let mut output = vec![0; set.text_bytes()];
    set.write(&mut output).unwrap().to_owned()
}

/// Computed with Python and its package `cryptography`, from the documented construction alone.
#[test]
fn tokens_are_what_they_always_were() {
    let blind = |bits| TokenKind::Blind(bits);
    let any = TokenKind::Words { language: "" };
    for (kind, input, token) in [
        (
            blind(BlindBits::FULL),
            "Agnes Varda",
            "x0493933741508882683100061",
        ),
        (blind(BlindBits::FULL), "", "x0737016207369885995212532"),
        (
            blind(BlindBits::new(64).unwrap()),
            "Agnes Varda",
            "x0000015198222169621241702",
        ),
        (
            blind(BlindBits::bucket(12).unwrap()),
            "Agnes Varda",
            "x0000000000000000000002926",
        ),
        (ENGLISH, "gleaners", "x0266689791933545654670010"),
        (any, "gleaners", "x0796327501497511712613233"),
        (ENGLISH, "0123456789abcdef", "x0362533136747839987379953"),
        (ENGLISH, "0123456789abcdef0", "x0989242287683813791210483"),
        (TokenKind::Prefix, "gle", "x1182454418531553363569640"),
        (TokenKind::Substring, "gle", "x0130125788687711263637677"),
    ] {
        assert_eq!(text(kind, input), token, "{kind:?} {input}");
    }
}

/// As above: 4 words and 4 dummies; and no word, 2 dummies.
#[test]
fn sets_are_what_they_always_were() {
    let words = cipher(ENGLISH);
    let mut set = TokenSet::<8>::new();
    set.insert_all(&words, &[b"the", b"gleaners", b"and", b"i", b"the"])
        .unwrap();
    set.pad(&words, 8, b"").unwrap();
    assert_eq!(
        written(&set),
        "x0069270449680602239520782 x0266689791933545654670010 x0454131662686455386261460 \
         x0620574003292275308216929 x0851144781523886974933909 x0870720285637644638658543 \
         x0957200240583760998944755 x1001383379137067392579740"
    );
    let mut empty = TokenSet::<8>::new();
    empty.pad(&words, 2, b"").unwrap();
    assert_eq!(
        written(&empty),
        "x0044167779338398392077408 x0953641375024218507028111"
    );
    let salt: [u8; 16] = core::array::from_fn(|i| i as u8);
    let mut salted = TokenSet::<8>::new();
    salted.pad(&words, 2, &salt).unwrap();
    assert_eq!(
        written(&salted),
        "x0358959198167964632260774 x0743650836080000832444103"
    );
}

#[test]
fn a_salt_makes_other_dummies_and_leaves_the_tokens() {
    let words = cipher(ENGLISH);
    let real: BTreeSet<Token> = [b"film", b"noir"]
        .map(|word| words.token(word).unwrap())
        .into();
    let salts: [&[u8]; 6] = [b"", b"\0", b"\0\0", b"\x01", &[0; 16], &[1; 16]];
    let mut seen = BTreeSet::new();
    for salt in salts {
        let set = |inputs: &[&[u8]]| {
            let mut set = TokenSet::<8>::new();
            set.insert_all(&words, inputs).unwrap();
            set.pad(&words, 8, salt).unwrap();
            BTreeSet::from_iter(set.as_slice().iter().copied())
        };
        let (padded, empty) = (set(&[b"film", b"noir"]), set(&[]));
        assert!(real.is_subset(&padded));
        // No dummy is ever shared by two sets, be it for their tokens or for their salts.
        for dummy in padded.difference(&real).chain(&empty) {
            assert!(seen.insert(*dummy), "{salt:?}");
        }
        assert_eq!(set(&[b"noir", b"film"]), padded, "the same again");
    }
    assert_eq!(seen.len(), salts.len() * (6 + 8));
    let mut set = TokenSet::<8>::new();
    assert_eq!(
        set.pad(&words, 8, &[0; SALT_BYTES_MAX + 1]),
        Err(TokenError::SaltTooLong)
    );
    assert!(set.as_slice().is_empty());
}

/// A word of up to 15 bytes takes one block: CMAC by hand, from the block cipher up.
#[test]
fn a_token_is_the_start_of_a_cmac() {
    let mut word_key = [0; 32];
    let context = b"\x04demo\x09partition\x04film\x05Title\x01\0\0\0\0\x02en";
    kdf::derive(
        &CmacKey::<Aes256>::from_slice(&key()).unwrap(),
        b"fieldgate/1 words",
        &[context],
        &mut word_key,
    );
    let aes = <Aes256 as aes::cipher::KeyInit>::new(&word_key.into());
    let mut zero = [0; 16];
    aes.encrypt(&mut zero);
    let double = |n: u128| n << 1 ^ if n >> 127 == 1 { 0x87 } else { 0 };
    let k2 = double(double(u128::from_be_bytes(zero)));
    let mut block = *b"gleaners\x80\0\0\0\0\0\0\0";
    block = (u128::from_be_bytes(block) ^ k2).to_be_bytes();
    aes.encrypt(&mut block);
    assert_eq!(
        cipher(ENGLISH).token(b"gleaners").unwrap().to_bytes(),
        block[..10]
    );
}

#[test]
fn every_parameter_and_name_gives_other_tokens() {
    let root = RootKey::new(&Secret::copied_from(&key()).unwrap());
    let other_root = RootKey::new(&Secret::copied_from(&[9; 32]).unwrap());
    let kinds = [
        TokenKind::Blind(BlindBits::FULL),
        TokenKind::Blind(BlindBits::new(79).unwrap()),
        TokenKind::Blind(BlindBits::new(64).unwrap()),
        TokenKind::Words { language: "" },
        TokenKind::Words { language: "en" },
        TokenKind::Words { language: "en-gb" },
        TokenKind::Prefix,
        TokenKind::Substring,
    ];
    let contexts = [
        CONTEXT,
        Context {
            tenant: "other",
            ..CONTEXT
        },
        Context {
            partition: "other",
            ..CONTEXT
        },
        Context {
            object: "other",
            ..CONTEXT
        },
        Context {
            field: "other",
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
    ];
    let mut starts = BTreeSet::new();
    for root in [&root, &other_root] {
        for context in &contexts {
            for kind in kinds {
                let token = derive(root, context, kind).unwrap().token(b"film").unwrap();
                // Fewer bits must not be the start of more: compare the first 32 of each.
                let bits = if let TokenKind::Blind(bits) = kind {
                    bits.get()
                } else {
                    80
                };
                let number = u128::from_be_bytes(
                    [[0; 6].as_slice(), &token.to_bytes()]
                        .concat()
                        .try_into()
                        .unwrap(),
                );
                starts.insert(number >> (bits - 32));
            }
        }
    }
    assert_eq!(starts.len(), 2 * contexts.len() * kinds.len());
}

#[test]
fn each_wrong_parameter_has_its_own_error() {
    let root = RootKey::new(&Secret::copied_from(&key()).unwrap());
    let error = |kind| derive(&root, &CONTEXT, kind).err();
    let words = |language| TokenKind::Words { language };
    assert_eq!(error(words("abcdefghijklmnop")), None);
    assert_eq!(
        error(words("abcdefghijklmnopq")),
        Some(TokenError::LanguageTooLong)
    );
    for language in ["EN", "en_gb", "en gb", "é", "en\0"] {
        assert_eq!(
            error(words(language)),
            Some(TokenError::LanguageNotATag),
            "{language}"
        );
    }
    for admitted in Scheme::ALL.map(Admitted::danger_tiny_domain) {
        let other = Some(TokenError::Derive(DeriveError::OtherScheme(
            admitted.scheme(),
        )));
        let expected = if admitted.scheme() == Scheme::Words {
            None
        } else {
            other
        };
        assert_eq!(
            TokenCipher::derive(&root, &CONTEXT, admitted, ENGLISH).err(),
            expected
        );
    }
    let empty = Context {
        field: "",
        ..CONTEXT
    };
    assert_eq!(
        derive(&root, &empty, ENGLISH).err(),
        Some(TokenError::Derive(DeriveError::Context(
            ContextError::Empty
        )))
    );
    for bits in [0, 7, 64, 80, 255] {
        assert_eq!(BlindBits::bucket(bits), Err(TokenError::Bits));
    }
    for bits in [0, 8, 63, 81, 255] {
        assert_eq!(BlindBits::new(bits), Err(TokenError::Bits));
    }
    assert_eq!(BlindBits::default(), BlindBits::new(80).unwrap());
}

#[test]
fn inputs_have_a_least_and_a_greatest_length() {
    let grams = (3, GRAM_BYTES_MAX);
    for (kind, (least, most)) in [
        (TokenKind::Blind(BlindBits::FULL), (0, PLAINTEXT_BYTES_MAX)),
        (ENGLISH, (1, WORD_BYTES_MAX)),
        (TokenKind::Prefix, grams),
        (TokenKind::Substring, grams),
    ] {
        let cipher = cipher(kind);
        let input = vec![b'a'; most + 1];
        assert!(cipher.token(&input[..least]).is_ok());
        assert!(cipher.token(&input[..most]).is_ok());
        assert_eq!(cipher.token(&input), Err(TokenError::InputTooLong));
        let mut tokens = [Token::from_bytes([7; 10]); 2];
        assert_eq!(
            cipher.tokens(&[b"film", &input], &mut tokens),
            Err(TokenError::InputTooLong)
        );
        if least > 0 {
            let short = &input[..least - 1];
            assert_eq!(cipher.token(short), Err(TokenError::InputTooShort));
            assert_eq!(
                cipher.tokens(&[b"film", short], &mut tokens),
                Err(TokenError::InputTooShort)
            );
        }
        assert_eq!(
            cipher.tokens(&[b"film"], &mut tokens),
            Err(TokenError::Lengths)
        );
        assert_eq!(
            tokens,
            [Token::from_bytes([7; 10]); 2],
            "a refused batch wrote tokens"
        );
    }
}

#[test]
fn error_codes_are_distinct_and_stable() {
    use TokenError::*;
    let errors = [
        Derive(DeriveError::OtherScheme(Scheme::Words)),
        LanguageTooLong,
        LanguageNotATag,
        Bits,
        InputTooShort,
        InputTooLong,
        Lengths,
        SetFull,
        Padded,
        PadTo,
        NoSet,
        NoRoom,
    ];
    for (error, code) in errors.into_iter().zip(1..) {
        assert_eq!(error.code(), code, "{error}");
    }
}

#[test]
fn a_text_that_is_no_token_is_refused() {
    let good = "x0266689791933545654670010";
    assert!(Token::parse(good).is_ok());
    for bad in [
        "",
        "x",
        &good[1..],
        &good[..25],
        "x02666897919335456546700100",
        "X0266689791933545654670010",
        " x0266689791933545654670010",
        "x0266689791933545654670010 ",
        "x+266689791933545654670010",
        "x026668979193354565467001a",
        "x٠266689791933545654670010",
        "x1208925819614629174706176",
    ] {
        assert_eq!(Token::parse(bad), Err(NotAToken), "{bad}");
    }
}

#[test]
fn a_text_that_is_no_set_has_tokens_that_are_none() {
    let token = "x0266689791933545654670010";
    let read = |text: &str| {
        tokens_in(text)
            .map(|token| token.is_ok())
            .collect::<Vec<_>>()
    };
    assert_eq!(read(&format!("{token} {token}")), [true, true]);
    assert_eq!(read(&format!("{token} ")), [false]);
    assert_eq!(read(&format!(" {token}")), [false]);
    assert_eq!(read(&format!("{token}\n{token}")), [false, true]);
    assert_eq!(read(&format!("{token}  {token}")), [true, false]);
    assert_eq!(read(&format!("{token} x")), [true, false]);
    assert_eq!(read("é"), [false]);
}

#[test]
fn a_full_set_says_so() {
    let words = cipher(ENGLISH);
    let mut set = TokenSet::<2>::new();
    let token = |word: &[u8]| words.token(word).unwrap();
    assert_eq!(set.insert(token(b"a")), Ok(Inserted::New));
    assert_eq!(set.insert(token(b"b")), Ok(Inserted::New));
    assert_eq!(set.insert(token(b"a")), Ok(Inserted::Known));
    assert_eq!(set.insert(token(b"c")), Err(TokenError::SetFull));
    assert_eq!(
        set.insert_all(&words, &[b"b", b"a", b"c"]),
        Err(TokenError::SetFull)
    );
    assert_eq!(set.as_slice().len(), 2);
    assert_eq!(set.pad(&words, 3, b""), Err(TokenError::SetFull));
    assert_eq!(set.as_slice().len(), 2);
    assert_eq!(set.pad(&words, 2, b""), Ok(()));
}

#[test]
fn a_set_is_padded_once() {
    let words = cipher(ENGLISH);
    let mut set = TokenSet::<{ PAD_TO_MAX as usize }>::new();
    for pad_to in [0, PAD_TO_MAX + 1, 255] {
        assert_eq!(set.pad(&words, pad_to, b""), Err(TokenError::PadTo));
    }
    set.insert_all(&words, &[b"film"]).unwrap();
    set.pad(&words, PAD_TO_MAX, b"").unwrap();
    assert_eq!(set.as_slice().len(), usize::from(PAD_TO_MAX));
    assert_eq!(set.pad(&words, 1, b""), Err(TokenError::Padded));
    assert_eq!(
        set.insert(Token::from_bytes([1; 10])),
        Err(TokenError::Padded)
    );
    assert_eq!(set.insert_all(&words, &[]), Err(TokenError::Padded));
}

#[test]
fn padding_to_one_adds_nothing() {
    let mut set = TokenSet::<4>::new();
    set.pad(&cipher(ENGLISH), 1, b"").unwrap();
    assert_eq!(written(&set), "");
    assert_eq!(tokens_in("").count(), 0);
}

#[test]
fn blind_tokens_make_no_set() {
    let blind = cipher(TokenKind::Blind(BlindBits::FULL));
    let mut set = TokenSet::<4>::new();
    assert_eq!(set.insert_all(&blind, &[b"film"]), Err(TokenError::NoSet));
    assert_eq!(set.pad(&blind, 2, b""), Err(TokenError::NoSet));
}

#[test]
fn a_short_buffer_is_refused() {
    let words = cipher(ENGLISH);
    let mut set = TokenSet::<4>::new();
    set.insert_all(&words, &[b"a", b"b"]).unwrap();
    assert_eq!(set.text_bytes(), 53);
    assert_eq!(set.write(&mut [0; 52]), Err(TokenError::NoRoom));
    assert_eq!(TokenSet::<2>::TEXT_BYTES_MAX, 53);
}

proptest! {
    #[test]
    fn texts_bytes_and_tokens_agree(bytes: [u8; 10], other: [u8; 10]) {
        let token = Token::from_bytes(bytes);
        prop_assert_eq!(token.to_bytes(), bytes);
        let text = token.to_text();
        let number = u128::from_be_bytes([[0; 6].as_slice(), &bytes].concat().try_into().unwrap());
        prop_assert_eq!(text.as_str(), format!("x{number:025}"));
        prop_assert_eq!(Token::parse(text.as_str()), Ok(token));
        prop_assert_eq!(token.to_u64(), u64::try_from(number).ok());
        let other = Token::from_bytes(other);
        prop_assert_eq!(token.cmp(&other), bytes.cmp(&other.to_bytes()));
        prop_assert_eq!(token.cmp(&other), text.as_str().cmp(other.to_text().as_str()));
    }

    #[test]
    fn what_parses_is_what_is_written(text in "x[0-9]{25}") {
        if let Ok(token) = Token::parse(&text) {
            prop_assert_eq!(token.to_string(), text);
        } else {
            prop_assert!(text.as_str() > "x1208925819614629174706175");
        }
    }

    #[test]
    fn a_batch_is_each_alone(words in proptest::collection::vec("[a-zß𝔄]{1,16}", 0..150)) {
        let cipher = cipher(ENGLISH);
        let inputs: Vec<&[u8]> = words.iter().map(String::as_bytes).collect();
        let mut tokens = vec![Token::default(); inputs.len()];
        cipher.tokens(&inputs, &mut tokens).unwrap();
        let alone: Vec<Token> = inputs.iter().map(|input| cipher.token(input).unwrap()).collect();
        prop_assert_eq!(tokens, alone);
    }

    #[test]
    fn a_set_depends_on_which_words_alone(
        mut words in proptest::collection::vec("[a-e]{1,2}", 0..60),
        pad_to in 1..=40_u8,
        at: prop::sample::Index,
    ) {
        let cipher = cipher(ENGLISH);
        let distinct: BTreeSet<Token> = words.iter().map(|word| cipher.token(word.as_bytes()).unwrap()).collect();
        let set = |words: &[String]| {
            let mut set = TokenSet::<TOKENS_MAX>::new();
            set.insert_all(&cipher, &words.iter().map(String::as_bytes).collect::<Vec<_>>()).unwrap();
            set.pad(&cipher, pad_to, b"").unwrap();
            set
        };
        let padded = set(&words);
        if pad_to == 1 {
            prop_assert_eq!(padded.as_slice(), distinct.iter().copied().collect::<Vec<_>>());
        } else {
            let expected = distinct.len().max(1).next_multiple_of(pad_to.into());
            prop_assert_eq!(padded.as_slice().len(), expected);
        }
        prop_assert!(padded.as_slice().is_sorted_by(|a, b| a < b));
        prop_assert!(distinct.iter().all(|token| padded.as_slice().contains(token)));
        let read: Result<Vec<Token>, NotAToken> = tokens_in(&written(&padded)).collect();
        prop_assert_eq!(read.unwrap(), padded.as_slice());

        // The same words in another order, one of them twice.
        if !words.is_empty() {
            let by = at.index(words.len());
            words.rotate_left(by);
            words.push(words[by].clone());
        }
        let again = set(&words);
        prop_assert_eq!(again.as_slice(), padded.as_slice());

        // With another word, none of the dummies is the same.
        words.push("another".to_owned());
        let more = set(&words);
        let shared = more.as_slice().iter().filter(|token| padded.as_slice().contains(token)).count();
        prop_assert_eq!(shared, distinct.len());
    }
}
