//! Our requests, under the names and with the parameters of `tests/python/kmip_messages.py`: a line for each.

use fieldgate_core::kmip::attribute::AttributeName;
use fieldgate_core::kmip::enumerations::usage;
use fieldgate_core::kmip::op::{
    Activate, Archive, AttributeInstance, Cancel, Check, Create, DeleteAttribute, Destroy,
    DiscoverVersions, Get, GetAttributeList, GetAttributes, GetUsageAllocation, GetWrapped, Locate,
    ModifyAttribute, ObtainLease, Poll, Query, ReKey, Recover, Register, Revoke, SetAttribute,
};
use fieldgate_core::kmip::{
    Attribute, AttributeKind, BatchOptions, CryptographicAlgorithm, Error, Login, Object,
    ObjectType, Outgoing, ProtocolVersion, QueryFunction, Request, RequestHeader,
    RevocationReasonCode, Target,
};

use crate::MESSAGE_BYTES_MAX;

pub(crate) const ID: Target<'static> = Target::UniqueIdentifier("object-7");
const WHEN: i64 = 1_700_000_000;
pub(crate) const KEY: [u8; 32] = {
    let mut key = [0; 32];
    let mut place = 0;
    while place < 32 {
        key[place] = place as u8 + 1;
        place += 1;
    }
    key
};
pub(crate) const NAME: Attribute<'static> = Attribute::Name("films");
pub(crate) const TEMPLATE: [Attribute<'static>; 4] = [
    Attribute::CryptographicAlgorithm(CryptographicAlgorithm::AES),
    Attribute::CryptographicLength(256),
    Attribute::CryptographicUsageMask(usage::ENCRYPT | usage::DECRYPT),
    NAME,
];
const KINDS: [AttributeKind<'static>; 5] = [
    AttributeKind::Name,
    AttributeKind::CryptographicAlgorithm,
    AttributeKind::CryptographicLength,
    AttributeKind::State,
    AttributeKind::DeactivationDate,
];

pub(crate) type Written = Result<Vec<u8>, Error>;

/// A request under its name, and how it is written at a version.
pub(crate) type NamedRequest = (&'static str, fn(ProtocolVersion) -> Written);

/// The requests that both sides write.
pub(crate) const REQUESTS: &[NamedRequest] = &[
    ("create", |v| {
        write(
            v,
            &Create {
                attributes: &TEMPLATE,
            },
        )
    }),
    ("register", |v| {
        let object = Object::symmetric_key(CryptographicAlgorithm::AES, &KEY);
        write(
            v,
            &Register {
                attributes: &[NAME],
                object,
            },
        )
    }),
    ("locate", |v| {
        let attributes = [NAME, Attribute::ObjectType(ObjectType::SYMMETRIC_KEY)];
        write(
            v,
            &Locate {
                items_max: 2,
                attributes: &attributes,
            },
        )
    }),
    ("get", |v| write(v, &Get { target: ID })),
    ("get-wrapped", |v| {
        write(
            v,
            &GetWrapped {
                target: ID,
                wrapping_key: "object-1",
            },
        )
    }),
    ("get-attributes", |v| {
        write(
            v,
            &GetAttributes {
                target: ID,
                kinds: &KINDS,
            },
        )
    }),
    ("get-attributes-all", |v| {
        write(
            v,
            &GetAttributes {
                target: ID,
                kinds: &[],
            },
        )
    }),
    ("activate", |v| write(v, &Activate { target: ID })),
    ("revoke", |v| {
        revoke(v, RevocationReasonCode::CESSATION_OF_OPERATION, None)
    }),
    ("revoke-compromised", |v| {
        revoke(v, RevocationReasonCode::KEY_COMPROMISE, Some(WHEN))
    }),
    ("destroy", |v| write(v, &Destroy { target: ID })),
    ("query", |v| {
        let functions = [QueryFunction::OPERATIONS, QueryFunction::SERVER_INFORMATION];
        write(
            v,
            &Query {
                functions: &functions,
            },
        )
    }),
    ("discover-versions", |v| write(v, &DiscoverVersions)),
    ("obtain-lease", |v| write(v, &ObtainLease { target: ID })),
    ("re-key", |v| {
        write(
            v,
            &ReKey {
                target: ID,
                offset_s: None,
                attributes: &[],
            },
        )
    }),
    ("re-key-offset", |v| {
        let attributes = [Attribute::CryptographicLength(256)];
        write(
            v,
            &ReKey {
                target: ID,
                offset_s: Some(60),
                attributes: &attributes,
            },
        )
    }),
    ("poll", |v| write(v, &Poll::<Get<'_>>::new(b"later"))),
    ("cancel", |v| {
        write(
            v,
            &Cancel {
                correlation: b"later",
            },
        )
    }),
    ("get-attribute-list", |v| {
        write(v, &GetAttributeList { target: ID })
    }),
    ("check", |v| {
        let check = Check {
            target: ID,
            usage_limits_count: Some(500),
            usage_mask: Some(usage::ENCRYPT | usage::DECRYPT),
            lease_s: Some(3600),
        };
        write(v, &check)
    }),
    ("archive", |v| write(v, &Archive { target: ID })),
    ("recover", |v| write(v, &Recover { target: ID })),
    ("get-usage-allocation", |v| {
        write(
            v,
            &GetUsageAllocation {
                target: ID,
                count: 500,
            },
        )
    }),
    ("modify-attribute", |v| {
        let (instance, attribute) = (AttributeInstance::Only, Attribute::CryptographicLength(256));
        write(
            v,
            &ModifyAttribute {
                target: ID,
                instance,
                attribute,
            },
        )
    }),
    ("set-attribute", |v| {
        let attribute = Attribute::CryptographicLength(256);
        write(
            v,
            &SetAttribute {
                target: ID,
                attribute,
            },
        )
    }),
    ("delete-attribute", |v| {
        let name = "Contact Information";
        let name = if v < ProtocolVersion::V2_0 {
            AttributeName::Text(name)
        } else {
            AttributeName::Vendor {
                vendor: "fieldgate",
                name,
            }
        };
        let kind = AttributeKind::Other(name);
        write(
            v,
            &DeleteAttribute {
                target: ID,
                kind,
                instance: AttributeInstance::Only,
            },
        )
    }),
    ("get-with-login", |v| {
        let login = Login {
            user_name: "alice",
            password: Some("open sesame"),
        };
        write_as(RequestHeader::new(v, Some(login)), &Get { target: ID })
    }),
    ("batch", |v| {
        let create = Create {
            attributes: &TEMPLATE,
        };
        let activate = Activate {
            target: Target::Placeholder,
        };
        let mut buffer = [0; MESSAGE_BYTES_MAX];
        let header = RequestHeader::new(v, None);
        let items = [&create as _, &activate as _];
        let outgoing = Outgoing::batch(&mut buffer, &header, &items, BatchOptions::default())?;
        Ok(outgoing.message().to_vec())
    }),
];

/// What PyKMIP writes and we don't.
pub(crate) const NOT_OURS: &[&str] = &[];

/// A request that each side writes its own way: at which versions (none named: all), and why.
pub(crate) type Otherwise = (&'static str, &'static [&'static str], &'static str);

/// What each side writes its own way.
pub(crate) const OTHERWISE: &[Otherwise] = &[
    (
        "discover-versions",
        &["1.0"],
        "PyKMIP writes it in any version; it came with 1.1 (KMIP 1.1 section 4.26)",
    ),
    (
        "re-key-offset",
        &["2.0"],
        "PyKMIP keeps the Template-Attribute of KMIP 1.x, which 2.0 replaced by Attributes (KMIP 2.0 section 6.1, Re-key)",
    ),
];

fn revoke(
    v: ProtocolVersion,
    reason: RevocationReasonCode,
    compromised_since_s: Option<i64>,
) -> Written {
    write(
        v,
        &Revoke {
            target: ID,
            reason,
            compromised_since_s,
        },
    )
}

pub(crate) fn write(version: ProtocolVersion, request: &impl Request) -> Written {
    write_as(RequestHeader::new(version, None), request)
}

fn write_as<R: Request>(header: RequestHeader<'_>, request: &R) -> Written {
    let mut buffer = [0; MESSAGE_BYTES_MAX];
    let outgoing = Outgoing::new(&mut buffer, &header, request)?;
    Ok(outgoing.message().to_vec())
}
