//! What is kept of responses: attributes of any name, all that Query tells, objects of any kind, items without a type.

use super::super::op::{
    AttributeInstance, DeleteAttribute, Export, GetAttributeList, GetAttributes, GetObject, Query,
};
use super::super::registry::ATTRIBUTES;
use super::super::server_message::{ServerItem, ServerMessage, write_acknowledgement};
use super::hostile::{abilities, told};
use super::operations::shown;
use super::*;
use crate::ttlv::{Items, Value};

fn got<'a, R: Request>(message: &'a [u8]) -> R::Response<'a> {
    match read_message::<R>(message).unwrap() {
        Answer::Success(response) => response,
        _ => panic!("a success"),
    }
}

#[test]
fn attributes_without_a_type_here_are_kept_in_both_forms() {
    let first = response(|w| {
        success(w, Operation::GET_ATTRIBUTES, |w| {
            for (name, index) in [("Comment", 0), ("x-shelf", 1), ("Unheard Of", 0)] {
                w.structure(tags::ATTRIBUTE, |w| {
                    w.text_string(tags::ATTRIBUTE_NAME, name)?;
                    w.integer(tags::ATTRIBUTE_INDEX, index)?;
                    w.text_string(tags::ATTRIBUTE_VALUE, "top")
                })?;
            }
            Ok(())
        })
    });
    let found: Vec<_> = got::<GetAttributes<'_>>(&first)
        .attributes
        .with_indexes()
        .map(Result::unwrap)
        .collect();
    let other = |name| Attribute::Other {
        name: AttributeName::Text(name),
        value: Value::TextString("top"),
    };
    assert_eq!(
        found,
        [
            (0, other("Comment")),
            (1, other("x-shelf")),
            (0, other("Unheard Of"))
        ]
    );
    let second = response(|w| {
        success(w, Operation::GET_ATTRIBUTES, |w| {
            w.structure(tags::ATTRIBUTES, |w| {
                w.boolean(tags::SENSITIVE, true)?;
                w.integer(Tag::extension(7), 7)?;
                w.structure(tags::ATTRIBUTE, |w| {
                    w.text_string(tags::VENDOR_IDENTIFICATION, "ACME")?;
                    w.text_string(tags::ATTRIBUTE_NAME, "shelf")?;
                    w.text_string(tags::ATTRIBUTE_VALUE, "top")
                })
            })
        })
    });
    let found: Vec<_> = got::<GetAttributes<'_>>(&second)
        .attributes
        .map(Result::unwrap)
        .collect();
    let tagged = |tag, value| Attribute::Other {
        name: AttributeName::Tag(tag),
        value,
    };
    let vendors = Attribute::Other {
        name: AttributeName::Vendor {
            vendor: "ACME",
            name: "shelf",
        },
        value: Value::TextString("top"),
    };
    assert_eq!(
        found,
        [
            tagged(tags::SENSITIVE, Value::Boolean(true)),
            tagged(Tag::extension(7), Value::Integer(7)),
            vendors
        ]
    );
    // A value may be a secret's comment: Debug shows neither text nor bytes.
    assert!(!std::format!("{vendors:?}").contains("top"));
}

#[test]
fn every_attribute_of_the_registry_is_written_where_its_version_has_it() {
    let delete = |form| DeleteAttribute {
        target: "1".into(),
        kind: AttributeKind::standard(form),
        instance: AttributeInstance::Only,
    };
    for form in ATTRIBUTES {
        for version in ProtocolVersion::SPOKEN {
            let mut buffer = [0; 512];
            let written = write_message(&mut buffer, &header(version), &delete(form));
            let fits = if version >= ProtocolVersion::V2_0 {
                form.section.contains("KMIP 2.1") && version >= form.since
            } else {
                version >= form.since
            };
            assert_eq!(written.is_ok(), fits, "{} at {version}", form.name);
            let Ok(length) = written else { continue };
            let text = shown(Items::of_message(&buffer[..length]));
            let named = if version >= ProtocolVersion::V2_0 {
                std::format!("013b#{:x}", form.tag.number())
            } else {
                std::format!("000a'{}'", form.name)
            };
            assert!(text.contains(&named), "{text}");
        }
    }
}

#[test]
fn names_that_a_version_cannot_write_are_refused() {
    let written = |version, name| {
        let request = DeleteAttribute {
            target: "1".into(),
            kind: AttributeKind::Other(name),
            instance: AttributeInstance::Only,
        };
        let mut buffer = [0; 512];
        write_message(&mut buffer, &header(version), &request)
            .map(|length| shown(Items::of_message(&buffer[..length])))
    };
    let (first, second) = (ProtocolVersion::V1_4, ProtocolVersion::V2_1);
    let vendor = |vendor| AttributeName::Vendor {
        vendor,
        name: "shelf",
    };
    assert!(
        written(first, vendor("x"))
            .unwrap()
            .contains("000a'x-shelf'")
    );
    assert!(
        written(first, vendor("y"))
            .unwrap()
            .contains("000a'y-shelf'")
    );
    assert!(written(first, vendor("ACME")).is_err());
    assert!(
        written(second, vendor("ACME"))
            .unwrap()
            .contains("013b(009d'ACME' 000a'shelf')")
    );
    assert!(
        written(second, AttributeName::Text("y-shelf"))
            .unwrap()
            .contains("013b(009d'y' 000a'shelf')")
    );
    assert!(written(second, AttributeName::Text("Unheard Of")).is_err());
    assert!(written(first, AttributeName::Tag(tags::COMMENT)).is_err());
}

#[test]
fn attribute_lists_are_read_in_all_forms() {
    let message = response(|w| {
        success(w, Operation::GET_ATTRIBUTE_LIST, |w| {
            w.text_string(tags::UNIQUE_IDENTIFIER, "1")?;
            w.text_string(tags::ATTRIBUTE_NAME, "Name")?;
            w.enumeration(tags::ATTRIBUTE_REFERENCE, tags::STATE.number())?;
            w.structure(tags::ATTRIBUTE_REFERENCE, |w| {
                w.text_string(tags::VENDOR_IDENTIFICATION, "ACME")?;
                w.text_string(tags::ATTRIBUTE_NAME, "shelf")
            })
        })
    });
    let found: Vec<_> = got::<GetAttributeList<'_>>(&message)
        .kinds
        .map(Result::unwrap)
        .collect();
    let vendors = AttributeKind::Other(AttributeName::Vendor {
        vendor: "ACME",
        name: "shelf",
    });
    assert_eq!(found, [AttributeKind::Name, AttributeKind::State, vendors]);
}

#[test]
fn all_that_a_server_tells_of_itself_is_there() {
    let message = response(|w| success(w, Operation::QUERY, abilities));
    let told = got::<Query<'_>>(&message);
    assert_eq!(told.vendor, Some("ACME"));
    assert!(told.operations().eq([Operation::GET]));
    assert!(told.object_types().eq([ObjectType::SYMMETRIC_KEY]));
    assert!(told.application_namespaces().eq(["ssl"]));
    assert_eq!(
        shown(told.server_information().unwrap().unwrap()),
        "012d'one'"
    );
    let extension = told.extensions().next().unwrap().unwrap();
    assert_eq!(
        (extension.name, extension.tag),
        ("ACME ITEM", Some(0x54_00_01))
    );
    let profile = told.profiles().next().unwrap().unwrap();
    assert_eq!((profile.name.0, profile.server_port), (1, Some(5696)));
    let capability = told.capabilities().next().unwrap().unwrap();
    assert_eq!(capability.streaming(), Ok(Some(true)));
    assert_eq!(capability.asynchronous(), Ok(Some(false)));
    assert_eq!(capability.batch_undo(), Ok(None));
    assert_eq!(told.attestation_types().count(), 1);
    assert_eq!(told.client_registration_methods().count(), 1);
    assert_eq!(told.items().count(), 10);
}

#[test]
fn objects_of_each_kind_come_back_as_they_were_written() {
    let raw = || KeyBlock::new(KeyFormatType::RAW, KeyValue::Material(&KEY));
    let split = Split {
        parts: 3,
        part: 1,
        threshold: 2,
        method: SplitKeyMethod::XOR,
        prime_field_size: None,
    };
    let objects = [
        Object::symmetric_key(CryptographicAlgorithm::AES, &KEY),
        Object::wrapped_symmetric_key(CryptographicAlgorithm::AES, 256, &[7; 40], "2"),
        Object::secret_data(SecretDataType::PASSWORD, b"open"),
        Object::OpaqueObject {
            kind: enumerations::OpaqueDataType(0x8000_0000),
            value: b"any",
        },
        Object::Certificate {
            kind: enumerations::CertificateType::X_509,
            value: b"\x30\x00",
        },
        Object::CertificateRequest {
            kind: enumerations::CertificateRequestType::PKCS_10,
            value: b"\x30\x00",
        },
        Object::PublicKey(raw()),
        Object::PrivateKey(KeyBlock::new(
            KeyFormatType::PKCS_8,
            KeyValue::Wrapped(&[7; 48]),
        )),
        Object::SplitKey {
            split,
            block: raw(),
        },
        Object::PgpKey {
            version: 4,
            block: raw(),
        },
        Object::SymmetricKey(KeyBlock::new(KeyFormatType::RAW, KeyValue::Absent)),
    ];
    for object in objects {
        let kind = object.kind();
        let message = response(|w| {
            success(w, Operation::EXPORT, |w| {
                w.enumeration(tags::OBJECT_TYPE, kind.0)?;
                w.text_string(tags::UNIQUE_IDENTIFIER, "1")?;
                w.structure(tags::ATTRIBUTE, |w| {
                    w.text_string(tags::ATTRIBUTE_NAME, "State")?;
                    w.enumeration(tags::ATTRIBUTE_VALUE, 2)
                })?;
                object.write(w)
            })
        });
        let exported = got::<Export<'_>>(&message);
        assert_eq!(exported.unique_identifier, "1");
        assert_eq!(exported.attributes.state(), Ok(Some(State::ACTIVE)));
        assert_eq!(exported.attributes.count(), 1);
        let written = |object: &Object<'_>| {
            let mut buffer = vec![0; 1024];
            let mut writer = Writer::new(&mut buffer);
            object.write(&mut writer).unwrap();
            let length = writer.length_bytes();
            buffer.truncate(length);
            buffer
        };
        assert!(exported.object.kind() == kind && written(&exported.object) == written(&object));
    }
}

#[test]
fn an_object_of_an_unknown_kind_is_kept() {
    let message = response(|w| {
        success(w, Operation::GET, |w| {
            w.enumeration(tags::OBJECT_TYPE, ObjectType::TEMPLATE.0)?;
            w.text_string(tags::UNIQUE_IDENTIFIER, "1")?;
            w.structure(tags::TEMPLATE, |w| w.integer(tags::KEY, 7))
        })
    });
    let got = got::<GetObject<'_>>(&message);
    assert!(matches!(
        got.object,
        Object::Other { kind: ObjectType::TEMPLATE, tag: tags::TEMPLATE, items } if items.count() == 1
    ));
}

#[test]
fn a_servers_own_messages_are_read_and_acknowledged() {
    let message = told();
    let told = ServerMessage::read(&message).unwrap();
    assert_eq!(told.version, ProtocolVersion::V1_4);
    let mut items = told.items().map(Result::unwrap);
    let Some(ServerItem::Notify(notify)) = items.next() else {
        panic!("Notify comes first");
    };
    assert_eq!(notify.unique_identifier, "1");
    assert_eq!(notify.attributes.has_name("films"), Ok(true));
    let deleted: Vec<_> = notify.deleted().map(Result::unwrap).collect();
    assert_eq!(deleted, [AttributeKind::DeactivationDate]);
    let Some(ServerItem::Put(put)) = items.next() else {
        panic!("Put comes second");
    };
    assert_eq!((put.replaced, put.function.0), (Some("0"), 2));
    assert!(put.object.kind() == ObjectType::SYMMETRIC_KEY && put.attributes.count() == 2);
    assert!(items.next().is_none());

    let mut buffer = [0; 512];
    let length = write_acknowledgement(&mut buffer, &told, 7).unwrap();
    assert_eq!(
        shown(Items::of_message(&buffer[..length])),
        "007b(007a(0069(006a=1 006b=4) 0092@7 000d=2) 000f(005c#1b 0093<01> 007f#0) 000f(005c#1c 0093<02> 007f#0))"
    );
}
