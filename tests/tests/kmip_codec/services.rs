//! Key pairs, derivation, and what a server does with its keys: our requests, and what we read in the responses, under the names and with the
//! parameters of `tests/python/kmip_messages.py`.

use fieldgate_core::kmip::enumerations::usage;
use fieldgate_core::kmip::op::{
    CreateKeyPair, Decrypt, DeriveKey, Encrypt, KeyPairAttributes, KeyPairIdentifiers, Mac, Part,
    ReKeyKeyPair, Sign, SignatureVerify,
};
use fieldgate_core::kmip::{
    Attribute, BlockCipherMode, CryptographicAlgorithm, CryptographicParameters, DerivationMethod,
    DigitalSignatureAlgorithm, HashingAlgorithm, ObjectType, PaddingMethod, ProtocolVersion,
};

use crate::requests::{ID, KEY, NAME, NamedRequest, Otherwise, TEMPLATE, Written, write};
use crate::responses::{NamedResponse, read};

const DATA: &[u8] = b"a text of some bytes";
const IV: &[u8] = &[0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15];
const ASIDE: &[u8] = b"beside it";

const CBC: CryptographicParameters<'_> = CryptographicParameters {
    block_cipher_mode: Some(BlockCipherMode::CBC),
    padding_method: Some(PaddingMethod::PKCS5),
    ..CryptographicParameters::NONE
};
const GCM: CryptographicParameters<'_> = CryptographicParameters {
    block_cipher_mode: Some(BlockCipherMode::GCM),
    cryptographic_algorithm: Some(CryptographicAlgorithm::AES),
    random_iv: Some(true),
    iv_length_bits: Some(96),
    tag_length_bytes: Some(16),
    fixed_field_length_bits: Some(32),
    invocation_field_length_bits: Some(64),
    counter_length_bits: Some(32),
    initial_counter_value: Some(1),
    ..CryptographicParameters::NONE
};
const HMAC: CryptographicParameters<'_> = CryptographicParameters {
    cryptographic_algorithm: Some(CryptographicAlgorithm::HMAC_SHA256),
    ..CryptographicParameters::NONE
};
const SHA256: CryptographicParameters<'_> = CryptographicParameters {
    hashing_algorithm: Some(HashingAlgorithm::SHA_256),
    ..CryptographicParameters::NONE
};
const RSA: CryptographicParameters<'_> = CryptographicParameters {
    padding_method: Some(PaddingMethod::PKCS1_V1_5),
    digital_signature_algorithm: Some(DigitalSignatureAlgorithm::SHA_256_WITH_RSA_ENCRYPTION),
    ..CryptographicParameters::NONE
};

/// The requests that both sides write.
pub(crate) const REQUESTS: &[NamedRequest] = &[
    ("create-key-pair", |v| {
        let attributes = KeyPairAttributes {
            common: &[
                Attribute::CryptographicAlgorithm(CryptographicAlgorithm::RSA),
                Attribute::CryptographicLength(2048),
            ],
            private: &[NAME, Attribute::CryptographicUsageMask(usage::SIGN)],
            public: &[Attribute::CryptographicUsageMask(usage::VERIFY)],
        };
        write(v, &CreateKeyPair { attributes })
    }),
    ("re-key-key-pair", |v| {
        let rekey = ReKeyKeyPair {
            private_key: ID,
            offset_s: Some(60),
            attributes: KeyPairAttributes::default(),
        };
        write(v, &rekey)
    }),
    ("re-key-key-pair-attributes", |v| {
        let rekey = ReKeyKeyPair {
            private_key: ID,
            offset_s: None,
            attributes: KeyPairAttributes {
                common: &[Attribute::CryptographicLength(4096)],
                private: &[],
                public: &[NAME],
            },
        };
        write(v, &rekey)
    }),
    ("derive-key-encrypt", |v| {
        let derive = DeriveKey {
            initialization_vector: Some(IV),
            derivation_data: Some(DATA),
            ..derivation(DerivationMethod::ENCRYPT, CBC)
        };
        write(v, &derive)
    }),
    ("derive-key-pbkdf2", |v| {
        let derive = DeriveKey {
            salt: Some(IV),
            iteration_count: Some(10_000),
            ..derivation(DerivationMethod::PBKDF2, SHA256)
        };
        write(v, &derive)
    }),
    ("encrypt", |v| encrypt(v, CBC, Some(IV), None)),
    ("encrypt-authenticated", |v| {
        encrypt(v, GCM, None, Some(ASIDE))
    }),
    ("decrypt", |v| decrypt(v, CBC, IV, None)),
    ("decrypt-authenticated", |v| {
        decrypt(v, GCM, &IV[..12], Some((ASIDE, IV)))
    }),
    ("mac", |v| {
        let mac = Mac {
            target: ID,
            parameters: HMAC,
            data: DATA,
            part: Part::Whole,
        };
        write(v, &mac)
    }),
    ("sign", |v| {
        let sign = Sign {
            target: ID,
            parameters: RSA,
            data: Some(DATA),
            digest: None,
            part: Part::Whole,
        };
        write(v, &sign)
    }),
    ("signature-verify", |v| {
        let verify = SignatureVerify {
            data: Some(DATA),
            signature: Some(&KEY),
            ..VERIFICATION
        };
        write(v, &verify)
    }),
    ("signature-verify-digest", |v| {
        let verify = SignatureVerify {
            digest: Some(&KEY),
            signature: Some(&KEY),
            ..VERIFICATION
        };
        write(v, &verify)
    }),
    ("signature-verify-first", |v| {
        let verify = SignatureVerify {
            data: Some(DATA),
            part: Part::First,
            ..VERIFICATION
        };
        write(v, &verify)
    }),
    ("signature-verify-last", |v| {
        let verify = SignatureVerify {
            data: Some(DATA),
            signature: Some(&KEY),
            part: Part::Last(b"part"),
            ..VERIFICATION
        };
        write(v, &verify)
    }),
];

const SINCE_1_2: &[&str] = &["1.0", "1.1"];

/// What each side writes its own way.
pub(crate) const OTHERWISE: &[Otherwise] = &[
    (
        "re-key-key-pair",
        &["1.0"],
        "PyKMIP writes it in any version; it came with 1.1 (KMIP 1.1 section 4.5)",
    ),
    (
        "re-key-key-pair-attributes",
        &["1.0"],
        "PyKMIP writes it in any version; it came with 1.1 (KMIP 1.1 section 4.5)",
    ),
    (
        "re-key-key-pair-attributes",
        &["2.0"],
        "PyKMIP keeps the Template-Attributes of KMIP 1.x, which 2.0 replaced by Attributes (KMIP 2.0 section 6.1, Re-key Key Pair)",
    ),
    (
        "encrypt",
        SINCE_1_2,
        "PyKMIP writes it in any version; it came with 1.2 (KMIP 1.2 section 4.29)",
    ),
    (
        "encrypt-authenticated",
        &["1.0", "1.1", "1.2", "1.3"],
        "PyKMIP leaves out Authenticated Encryption Additional Data, which came with 1.4 (KMIP 1.4 section 4.29), and \
         we refuse rather than encrypt without it",
    ),
    (
        "decrypt",
        SINCE_1_2,
        "PyKMIP writes it in any version; it came with 1.2 (KMIP 1.2 section 4.30)",
    ),
    (
        "decrypt-authenticated",
        &["1.0", "1.1", "1.2", "1.3"],
        "PyKMIP leaves out the data beside and the tag, which came with 1.4 (KMIP 1.4 section 4.30), and we refuse \
         rather than decrypt unauthenticated",
    ),
    (
        "mac",
        SINCE_1_2,
        "PyKMIP writes it in any version; it came with 1.2 (KMIP 1.2 section 4.33)",
    ),
    (
        "sign",
        SINCE_1_2,
        "PyKMIP writes it in any version; it came with 1.2 (KMIP 1.2 section 4.31)",
    ),
    (
        "signature-verify",
        SINCE_1_2,
        "PyKMIP writes it in any version; it came with 1.2 (KMIP 1.2 section 4.32)",
    ),
    (
        "signature-verify-digest",
        &["1.0", "1.1", "1.2", "1.3"],
        "PyKMIP writes Digested Data in any version; it came with 1.4 (KMIP 1.4 section 4.32)",
    ),
    (
        "signature-verify-first",
        &["1.0", "1.1", "1.2"],
        "PyKMIP writes Init Indicator in any version; it came with 1.3 (KMIP 1.3 section 4.32)",
    ),
    (
        "signature-verify-last",
        &["1.0", "1.1", "1.2"],
        "PyKMIP writes Correlation Value in any version; it came with 1.3 (KMIP 1.3 section 4.32)",
    ),
];

/// The responses that PyKMIP writes and we read.
pub(crate) const RESPONSES: &[NamedResponse] = &[
    (
        "create-key-pair",
        |m| read::<CreateKeyPair<'_>>(m, pair),
        "object-7-private object-7-public",
    ),
    (
        "re-key-key-pair",
        |m| read::<ReKeyKeyPair<'_>>(m, pair),
        "object-8-private object-8-public",
    ),
    (
        "derive-key",
        |m| read::<DeriveKey<'_>>(m, str::to_owned),
        "object-7",
    ),
    (
        "encrypt",
        encrypted,
        "object-7: a ciphertext, an IV, no tag",
    ),
    (
        "encrypt-authenticated",
        encrypted,
        "object-7: a ciphertext, an IV, a tag",
    ),
    (
        "decrypt",
        |m| {
            read::<Decrypt<'_>>(m, |made| {
                format!("{}: {}", made.unique_identifier.unwrap(), text(made.data))
            })
        },
        "object-7: a text of some bytes",
    ),
    (
        "mac",
        |m| {
            read::<Mac<'_>>(m, |made| {
                format!("{}: {}", made.unique_identifier.unwrap(), text(made.mac))
            })
        },
        "object-7: a MAC",
    ),
    (
        "sign",
        |m| {
            read::<Sign<'_>>(m, |made| {
                let id = made.unique_identifier.unwrap();
                format!("{id}: {}", text(made.signature))
            })
        },
        "object-7: a signature",
    ),
    (
        "signature-verify",
        |m| {
            read::<SignatureVerify<'_>>(m, |found| {
                let id = found.unique_identifier.unwrap();
                let (data, correlation) = (text(found.data), text(found.correlation));
                format!("{id}: {}, {data}, {correlation}", found.validity)
            })
        },
        "object-7: Invalid, a text of some bytes, part",
    ),
];

const VERIFICATION: SignatureVerify<'_> = SignatureVerify {
    target: ID,
    parameters: RSA,
    data: None,
    digest: None,
    signature: None,
    part: Part::Whole,
};

const fn derivation(
    method: DerivationMethod,
    parameters: CryptographicParameters<'static>,
) -> DeriveKey<'static> {
    DeriveKey {
        kind: ObjectType::SYMMETRIC_KEY,
        sources: &["object-7", "object-8"],
        method,
        parameters,
        initialization_vector: None,
        derivation_data: None,
        salt: None,
        iteration_count: None,
        attributes: &TEMPLATE,
    }
}

fn encrypt(
    v: ProtocolVersion,
    parameters: CryptographicParameters<'_>,
    iv: Option<&[u8]>,
    aad: Option<&[u8]>,
) -> Written {
    let encrypt = Encrypt {
        target: ID,
        parameters,
        data: DATA,
        iv,
        part: Part::Whole,
        aad,
    };
    write(v, &encrypt)
}

fn decrypt(
    v: ProtocolVersion,
    parameters: CryptographicParameters<'_>,
    iv: &[u8],
    authentication: Option<(&[u8], &[u8])>,
) -> Written {
    let decrypt = Decrypt {
        target: ID,
        parameters,
        data: DATA,
        iv: Some(iv),
        part: Part::Whole,
        aad: authentication.map(|(aad, _)| aad),
        tag: authentication.map(|(_, tag)| tag),
    };
    write(v, &decrypt)
}

fn encrypted(message: &[u8]) -> String {
    read::<Encrypt<'_>>(message, |made| {
        let id = made.unique_identifier.unwrap();
        let tag = made.tag.map_or("no tag", |tag| text(Some(tag)));
        format!("{id}: {}, {}, {tag}", text(made.data), text(made.iv))
    })
}

fn pair(keys: KeyPairIdentifiers<'_>) -> String {
    format!("{} {}", keys.private, keys.public)
}

fn text(bytes: Option<&[u8]>) -> &str {
    std::str::from_utf8(bytes.unwrap()).unwrap()
}
