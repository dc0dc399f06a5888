//! Credentials: each in its versions, and several at once.

use super::super::credential::{Attestation, Device, HashedPassword, OneTimePassword, Ticket};
use super::super::enumerations::{AttestationType, TicketType};
use super::super::op::Query;
use super::operations::shown;
use super::*;
use crate::ttlv::Items;
use std::string::String;

fn written(version: ProtocolVersion, credentials: &[Credential<'_>]) -> Result<String, Error> {
    let mut header = header(version);
    header.options.credentials = credentials;
    let mut buffer = [0; 1024];
    let length = write_message(&mut buffer, &header, &Query { functions: &[] })?;
    let text = shown(Items::of_message(&buffer[..length]));
    let (_, credentials) = text.split_once("000c(").unwrap();
    let (credentials, _) = credentials.split_once(") 000d=1").unwrap();
    Ok(credentials.into())
}

/// Section 2.1.2; KMIP 2.0 section 8.
#[test]
fn each_credential_is_in_the_standards_order_from_its_version_on() {
    let device = Device {
        serial_number: Some("s"),
        password: Some("p"),
        device_identifier: Some("d"),
        network_identifier: Some("n"),
        machine_identifier: Some("m"),
        media_identifier: Some("e"),
    };
    let attestation = Attestation {
        nonce: Nonce {
            id: b"\x01",
            value: b"\x02",
        },
        kind: AttestationType::TPM_QUOTE,
        measurement: Some(b"\x03"),
        assertion: None,
    };
    let one_time = OneTimePassword {
        user_name: "alice",
        password: None,
        one_time_password: "123",
    };
    let hashed = HashedPassword {
        user_name: "alice",
        time_stamp_us: 7,
        hashing_algorithm: Some(HashingAlgorithm::SHA_256),
        hashed_password: b"\x04",
    };
    let ticket = Ticket {
        kind: TicketType::LOGIN,
        value: b"\x05",
    };
    let all = [
        (
            Credential::Device(device),
            ProtocolVersion::V1_1,
            "0023(0024#2 0025(00b0's' 00a1'p' 00a2'd' 00ab'n' 00a9'm' 00aa'e'))",
        ),
        (
            Credential::Attestation(attestation),
            ProtocolVersion::V1_2,
            "0023(0024#3 0025(00c8(00c9<01> 00ca<02>) 00c7#1 00cb<03>))",
        ),
        (
            Credential::OneTimePassword(one_time),
            ProtocolVersion::V2_0,
            "0023(0024#4 0025(0099'alice' 0156'123'))",
        ),
        (
            Credential::HashedPassword(hashed),
            ProtocolVersion::V2_0,
            "0023(0024#5 0025(0099'alice' 0092^7 0038#6 0157<04>))",
        ),
        (
            Credential::Ticket(ticket),
            ProtocolVersion::V2_0,
            "0023(0024#6 0025(0149(014a#1 014b<05>)))",
        ),
    ];
    for (credential, since, wanted) in all {
        for version in ProtocolVersion::SPOKEN {
            let found = written(version, &[credential]);
            if version >= since {
                assert_eq!(found.as_deref(), Ok(wanted), "{version}");
            } else {
                let field = tags::CREDENTIAL_TYPE;
                assert_eq!(found, Err(Error::FieldNotInVersion { field, version }));
            }
        }
    }
}

#[test]
fn several_credentials_are_of_1_2() {
    let login = Credential::Login(Login {
        user_name: "alice",
        password: Some("secret"),
    });
    let two = [login, login];
    let one = "0023(0024#1 0025(0099'alice' 00a1'secret'))";
    assert_eq!(
        written(ProtocolVersion::V1_2, &two),
        Ok(std::format!("{one} {one}"))
    );
    let (field, version) = (tags::CREDENTIAL, ProtocolVersion::V1_1);
    assert_eq!(
        written(version, &two),
        Err(Error::FieldNotInVersion { field, version })
    );
    assert_eq!(written(version, &[login]).as_deref(), Ok(one));
}
