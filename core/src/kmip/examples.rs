//! One example request of each kind: for tests, peers and fuzzing (feature `_examples`).

use super::enumerations::{
    BlockCipherMode, CertificateRequestType, DerivationMethod, HashingAlgorithm, SplitKeyMethod,
    usage,
};
use super::op::{
    Activate, AddAttribute, AdjustAttribute, Archive, AttributeInstance, Cancel,
    CertificateRequest, Certify, Check, Create, CreateKeyPair, CreateSplitKey, Decrypt,
    DeleteAttribute, DeriveKey, Destroy, DiscoverVersions, Encrypt, Export, Get, GetAttributeList,
    GetAttributes, GetObject, GetUsageAllocation, GetWrapped, Hash, Import, JoinSplitKey,
    KeyPairAttributes, Locate, LocatePage, Mac, MacVerify, ModifyAttribute, ObjectForm,
    ObtainLease, Part, Poll, Query, ReCertify, ReKey, ReKeyKeyPair, Recover, Register, Revoke,
    RngRetrieve, RngSeed, SetAttribute, Sign, SignatureVerify,
};
use super::{
    AdjustmentType, Attribute, AttributeKind, AttributeName, BatchItem, CryptographicAlgorithm,
    CryptographicParameters, KeyFormatType, KeyWrapType, KeyWrappingSpecification, Object,
    ObjectType, ProtocolVersion, QueryFunction, RevocationReasonCode, SecretDataType, Target,
};
use crate::ttlv::Value;

/// The key in the examples: it is no secret.
pub const KEY: [u8; 16] = [0x5a; 16];

const ONE: Target<'static> = Target::UniqueIdentifier("1");
const AES: CryptographicAlgorithm = CryptographicAlgorithm::AES;
const NEW_KEY: [Attribute<'static>; 5] = [
    Attribute::CryptographicAlgorithm(AES),
    Attribute::CryptographicLength(128),
    Attribute::CryptographicUsageMask(usage::ENCRYPT | usage::DECRYPT),
    Attribute::Name("films"),
    Attribute::ActivationDate(7),
];
const NAMED: [Attribute<'static>; 1] = [Attribute::Name("films")];
const VENDORS: Attribute<'static> = Attribute::Other {
    name: AttributeName::Text("x-shelf"),
    value: Value::TextString("top"),
};
const GCM: CryptographicParameters<'static> = CryptographicParameters {
    block_cipher_mode: Some(BlockCipherMode::GCM),
    ..CryptographicParameters::NONE
};
const SHA_256: CryptographicParameters<'static> = CryptographicParameters {
    hashing_algorithm: Some(HashingAlgorithm::SHA_256),
    ..CryptographicParameters::NONE
};

/// Hands one request of each kind that `version` has to `take`, with its name.
pub fn each_request(version: ProtocolVersion, take: &mut dyn FnMut(&'static str, &dyn BatchItem)) {
    let mut take = |name, item: &dyn BatchItem| {
        if item.is_in(version).is_ok() {
            take(name, item);
        }
    };
    each_of_keys(&mut take);
    each_of_attributes(&mut take);
    each_of_cryptography(&mut take);
    each_of_servers(&mut take);
}

fn each_of_keys(take: &mut dyn FnMut(&'static str, &dyn BatchItem)) {
    let attributes = &NEW_KEY;
    let object = Object::symmetric_key(AES, &KEY);
    let form = ObjectForm {
        format: Some(KeyFormatType::RAW),
        wrapping: Some(KeyWrappingSpecification::nist_key_wrap("2")),
        ..ObjectForm::default()
    };
    take("Create", &Create { attributes });
    let pair = KeyPairAttributes {
        common: &NEW_KEY,
        private: &NAMED,
        public: &NAMED,
    };
    take("Create Key Pair", &CreateKeyPair { attributes: pair });
    take("Register", &Register { attributes, object });
    let wrapped = Object::wrapped_symmetric_key(AES, 128, &[7; 24], "2");
    let register = Register {
        attributes: &NAMED,
        object: wrapped,
    };
    take("Register wrapped", &register);
    let register = Register {
        attributes: &NAMED,
        object: Object::secret_data(SecretDataType::PASSWORD, b"open"),
    };
    take("Register secret data", &register);
    let rekey = ReKey {
        target: ONE,
        offset_s: Some(60),
        attributes: &NAMED,
    };
    take("Re-key", &rekey);
    let rekey = ReKeyKeyPair {
        private_key: ONE,
        offset_s: Some(60),
        attributes: KeyPairAttributes {
            private: &NAMED,
            ..KeyPairAttributes::default()
        },
    };
    take("Re-key Key Pair", &rekey);
    take("Get", &Get { target: ONE });
    let wrapping_key = "2";
    take(
        "Get wrapped",
        &GetWrapped {
            target: ONE,
            wrapping_key,
        },
    );
    take("Get object", &GetObject { target: ONE, form });
    let form = ObjectForm {
        wrap_type: Some(KeyWrapType::AS_REGISTERED),
        ..ObjectForm::default()
    };
    take("Export", &Export { target: ONE, form });
    let import = Import {
        unique_identifier: "1",
        replace_existing: true,
        wrap_type: Some(KeyWrapType::NOT_WRAPPED),
        attributes,
        object,
    };
    take("Import", &import);
    each_of_life(take);
}

fn each_of_life(take: &mut dyn FnMut(&'static str, &dyn BatchItem)) {
    take("Activate", &Activate { target: ONE });
    let placeholder = Activate {
        target: Target::Placeholder,
    };
    take("Activate the ID Placeholder", &placeholder);
    let revoke = Revoke {
        target: ONE,
        reason: RevocationReasonCode::KEY_COMPROMISE,
        compromised_since_s: Some(6),
    };
    take("Revoke", &revoke);
    take("Destroy", &Destroy { target: ONE });
    take("Archive", &Archive { target: ONE });
    take("Recover", &Recover { target: ONE });
    take("Obtain Lease", &ObtainLease { target: ONE });
    let check = Check {
        target: ONE,
        usage_limits_count: Some(500),
        usage_mask: Some(usage::ENCRYPT),
        lease_s: Some(60),
    };
    take("Check", &check);
    let allocation = GetUsageAllocation {
        target: ONE,
        count: 500,
    };
    take("Get Usage Allocation", &allocation);
}

fn each_of_attributes(take: &mut dyn FnMut(&'static str, &dyn BatchItem)) {
    let kinds = &[
        AttributeKind::Name,
        AttributeKind::Other(AttributeName::Text("x-shelf")),
    ];
    take("Get Attributes", &GetAttributes { target: ONE, kinds });
    take("Get Attribute List", &GetAttributeList { target: ONE });
    let add = AddAttribute {
        target: ONE,
        attribute: VENDORS,
    };
    take("Add Attribute", &add);
    for (name, instance) in [
        ("Modify Attribute", AttributeInstance::Only),
        ("Modify Attribute by index", AttributeInstance::Index(1)),
        (
            "Modify Attribute by value",
            AttributeInstance::Value(VENDORS),
        ),
    ] {
        let modify = ModifyAttribute {
            target: ONE,
            instance,
            attribute: Attribute::Name("movies"),
        };
        take(name, &modify);
    }
    for (name, instance) in [
        ("Delete Attribute", AttributeInstance::Only),
        ("Delete Attribute by index", AttributeInstance::Index(1)),
        (
            "Delete Attribute by value",
            AttributeInstance::Value(VENDORS),
        ),
    ] {
        let delete = DeleteAttribute {
            target: ONE,
            kind: AttributeKind::Name,
            instance,
        };
        take(name, &delete);
    }
    let set = SetAttribute {
        target: ONE,
        attribute: Attribute::DeactivationDate(9),
    };
    take("Set Attribute", &set);
    let adjust = AdjustAttribute {
        target: ONE,
        kind: AttributeKind::CryptographicUsageMask,
        adjustment: AdjustmentType::INCREMENT,
        by: Some(Value::Integer(4)),
    };
    take("Adjust Attribute", &adjust);
    let locate = Locate {
        items_max: 2,
        attributes: &NAMED,
    };
    take("Locate", &locate);
    let page = LocatePage {
        locate,
        offset_items: Some(2),
        storage_status: Some(1),
        group_member: None,
    };
    take("Locate a page", &page);
}

fn each_of_cryptography(take: &mut dyn FnMut(&'static str, &dyn BatchItem)) {
    let data = b"\x01\x02".as_slice();
    let (target, parameters, iv, part) = (ONE, GCM, Some([3; 12]), Part::Whole);
    let iv = iv.as_ref().map(<[u8; 12]>::as_slice);
    let plain = Encrypt {
        target,
        parameters,
        data,
        iv,
        aad: None,
        part,
    };
    take("Encrypt", &plain);
    let aad = Some(b"\x04".as_slice());
    take("Encrypt with data", &Encrypt { aad, ..plain });
    let part = Part::Last(b"\x05");
    take("Encrypt the last part", &Encrypt { part, ..plain });
    let tag = Some([6; 16]);
    let tag = tag.as_ref().map(<[u8; 16]>::as_slice);
    let part = Part::Whole;
    let decrypt = Decrypt {
        target,
        parameters,
        data,
        iv,
        aad,
        tag,
        part,
    };
    take("Decrypt", &decrypt);
    let parameters = SHA_256;
    let mac = Mac {
        target,
        parameters,
        data,
        part: Part::First,
    };
    take("MAC", &mac);
    let mac = Some(b"\x07".as_slice());
    take(
        "MAC Verify",
        &MacVerify {
            target,
            parameters,
            data,
            mac,
            part,
        },
    );
    let (data, digest) = (Some(data), None);
    take(
        "Sign",
        &Sign {
            target,
            parameters,
            data,
            digest,
            part,
        },
    );
    let signature = Some(b"\x08".as_slice());
    let verify = SignatureVerify {
        target,
        parameters,
        data,
        digest,
        signature,
        part,
    };
    take("Signature Verify", &verify);
    let data = b"\x01\x02";
    take(
        "Hash",
        &Hash {
            parameters,
            data,
            part,
        },
    );
    take("RNG Retrieve", &RngRetrieve { length_bytes: 32 });
    take("RNG Seed", &RngSeed { data });
    each_of_derivation(take);
}

fn each_of_derivation(take: &mut dyn FnMut(&'static str, &dyn BatchItem)) {
    let attributes = &NAMED;
    let derive = DeriveKey {
        kind: ObjectType::SYMMETRIC_KEY,
        sources: &["1", "2"],
        method: DerivationMethod::HMAC,
        parameters: SHA_256,
        initialization_vector: None,
        derivation_data: Some(b"\x09"),
        salt: None,
        iteration_count: Some(2),
        attributes,
    };
    take("Derive Key", &derive);
    let request = Some(CertificateRequest {
        kind: CertificateRequestType::PKCS_10,
        value: b"\x30\x00",
    });
    let certify = Certify {
        target: ONE,
        request,
        attributes,
    };
    take("Certify", &certify);
    let recertify = ReCertify {
        target: ONE,
        offset_s: Some(60),
        request,
        attributes,
    };
    take("Re-certify", &recertify);
    let split = CreateSplitKey {
        kind: ObjectType::SYMMETRIC_KEY,
        unique_identifier: Some("1"),
        parts: 3,
        threshold: 2,
        method: SplitKeyMethod::POLYNOMIAL_SHARING_PRIME_FIELD,
        prime_field_size: Some(&[0x11]),
        attributes,
    };
    take("Create Split Key", &split);
    let join = JoinSplitKey {
        kind: ObjectType::SECRET_DATA,
        parts: &["1", "2"],
        secret: Some(SecretDataType::PASSWORD),
        attributes,
    };
    take("Join Split Key", &join);
}

fn each_of_servers(take: &mut dyn FnMut(&'static str, &dyn BatchItem)) {
    let functions = &[QueryFunction::OPERATIONS, QueryFunction::OBJECTS];
    take("Query", &Query { functions });
    take("Discover Versions", &DiscoverVersions);
    let correlation = b"\x01\x02";
    take("Poll", &Poll::<Create<'_>>::new(correlation));
    take("Cancel", &Cancel { correlation });
}
