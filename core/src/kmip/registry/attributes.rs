//! The attributes of Managed Objects: their names in KMIP 1.x, their tags in KMIP 2.x, and the types of their values.

use super::super::{ProtocolVersion, tags};
use crate::ttlv::{ItemType, Tag};

/// How an attribute is sent.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct AttributeForm {
    /// The Attribute Name, as KMIP 1.x sends it.
    pub name: &'static str,
    /// The tag of its value, as KMIP 2.x sends it. KMIP 1.x sends the value as Attribute Value.
    pub tag: Tag,
    /// The type of its value.
    pub kind: ItemType,
    /// The version from which it is an attribute.
    pub since: ProtocolVersion,
    /// Where the standard describes it.
    pub section: &'static str,
}

macro_rules! attributes {
    ($($version:literal { $($name:literal, $tag:ident, $kind:ident, $section:literal, $since:ident;)+ })+) => {
        /// All attributes but custom ones, those of 1.x in the order of the standard.
        pub static ATTRIBUTES: &[AttributeForm] = &[
            $($(AttributeForm {
                name: $name,
                tag: tags::$tag,
                kind: ItemType::$kind,
                since: ProtocolVersion::$since,
                section: concat!("KMIP ", $version, " section ", $section),
            },)+)+
        ];
    };
}

attributes! {
    "1.4" {
        "Unique Identifier", UNIQUE_IDENTIFIER, TextString, "3.1", V1_0;
        "Name", NAME, Structure, "3.2", V1_0;
        "Object Type", OBJECT_TYPE, Enumeration, "3.3", V1_0;
        "Cryptographic Algorithm", CRYPTOGRAPHIC_ALGORITHM, Enumeration, "3.4", V1_0;
        "Cryptographic Length", CRYPTOGRAPHIC_LENGTH, Integer, "3.5", V1_0;
        "Cryptographic Parameters", CRYPTOGRAPHIC_PARAMETERS, Structure, "3.6", V1_0;
        "Cryptographic Domain Parameters", CRYPTOGRAPHIC_DOMAIN_PARAMETERS, Structure, "3.7", V1_0;
        "Certificate Type", CERTIFICATE_TYPE, Enumeration, "3.8", V1_0;
        "Certificate Length", CERTIFICATE_LENGTH, Integer, "3.9", V1_1;
        "X.509 Certificate Identifier", X_509_CERTIFICATE_IDENTIFIER, Structure, "3.10", V1_1;
        "X.509 Certificate Subject", X_509_CERTIFICATE_SUBJECT, Structure, "3.11", V1_1;
        "X.509 Certificate Issuer", X_509_CERTIFICATE_ISSUER, Structure, "3.12", V1_1;
        "Certificate Identifier", CERTIFICATE_IDENTIFIER, Structure, "3.13", V1_0;
        "Certificate Subject", CERTIFICATE_SUBJECT, Structure, "3.14", V1_0;
        "Certificate Issuer", CERTIFICATE_ISSUER, Structure, "3.15", V1_0;
        "Digital Signature Algorithm", DIGITAL_SIGNATURE_ALGORITHM, Enumeration, "3.16", V1_1;
        "Digest", DIGEST, Structure, "3.17", V1_0;
        "Operation Policy Name", OPERATION_POLICY_NAME, TextString, "3.18", V1_0;
        "Cryptographic Usage Mask", CRYPTOGRAPHIC_USAGE_MASK, Integer, "3.19", V1_0;
        "Lease Time", LEASE_TIME, Interval, "3.20", V1_0;
        "Usage Limits", USAGE_LIMITS, Structure, "3.21", V1_0;
        "State", STATE, Enumeration, "3.22", V1_0;
        "Initial Date", INITIAL_DATE, DateTime, "3.23", V1_0;
        "Activation Date", ACTIVATION_DATE, DateTime, "3.24", V1_0;
        "Process Start Date", PROCESS_START_DATE, DateTime, "3.25", V1_0;
        "Protect Stop Date", PROTECT_STOP_DATE, DateTime, "3.26", V1_0;
        "Deactivation Date", DEACTIVATION_DATE, DateTime, "3.27", V1_0;
        "Destroy Date", DESTROY_DATE, DateTime, "3.28", V1_0;
        "Compromise Occurrence Date", COMPROMISE_OCCURRENCE_DATE, DateTime, "3.29", V1_0;
        "Compromise Date", COMPROMISE_DATE, DateTime, "3.30", V1_0;
        "Revocation Reason", REVOCATION_REASON, Structure, "3.31", V1_0;
        "Archive Date", ARCHIVE_DATE, DateTime, "3.32", V1_0;
        "Object Group", OBJECT_GROUP, TextString, "3.33", V1_0;
        "Fresh", FRESH, Boolean, "3.34", V1_1;
        "Link", LINK, Structure, "3.35", V1_0;
        "Application Specific Information", APPLICATION_SPECIFIC_INFORMATION, Structure, "3.36", V1_0;
        "Contact Information", CONTACT_INFORMATION, TextString, "3.37", V1_0;
        "Last Change Date", LAST_CHANGE_DATE, DateTime, "3.38", V1_0;
        "Alternative Name", ALTERNATIVE_NAME, Structure, "3.40", V1_2;
        "Key Value Present", KEY_VALUE_PRESENT, Boolean, "3.41", V1_2;
        "Key Value Location", KEY_VALUE_LOCATION, Structure, "3.42", V1_2;
        "Original Creation Date", ORIGINAL_CREATION_DATE, DateTime, "3.43", V1_2;
        "Random Number Generator", RANDOM_NUMBER_GENERATOR, Structure, "3.44", V1_3;
        "PKCS#12 Friendly Name", PKCS_12_FRIENDLY_NAME, TextString, "3.45", V1_4;
        "Description", DESCRIPTION, TextString, "3.46", V1_4;
        "Comment", COMMENT, TextString, "3.47", V1_4;
        "Sensitive", SENSITIVE, Boolean, "3.48", V1_4;
        "Always Sensitive", ALWAYS_SENSITIVE, Boolean, "3.49", V1_4;
        "Extractable", EXTRACTABLE, Boolean, "3.50", V1_4;
        "Never Extractable", NEVER_EXTRACTABLE, Boolean, "3.51", V1_4;
    }
    "2.1" {
        "Key Format Type", KEY_FORMAT_TYPE, Enumeration, "4", V2_0;
        "NIST Key Type", NIST_KEY_TYPE, Enumeration, "4", V2_0;
        "Opaque Data Type", OPAQUE_DATA_TYPE, Enumeration, "4", V2_0;
        "Protection Level", PROTECTION_LEVEL, Enumeration, "4", V2_0;
        "Protection Period", PROTECTION_PERIOD, Interval, "4", V2_0;
        "Protection Storage Masks", PROTECTION_STORAGE_MASKS, Structure, "4", V2_0;
        "Quantum Safe", QUANTUM_SAFE, Boolean, "4", V2_0;
        "Rotate Automatic", ROTATE_AUTOMATIC, Boolean, "4", V2_1;
        "Rotate Date", ROTATE_DATE, DateTime, "4", V2_1;
        "Rotate Generation", ROTATE_GENERATION, Integer, "4", V2_1;
        "Rotate Interval", ROTATE_INTERVAL, Interval, "4", V2_1;
        "Rotate Latest", ROTATE_LATEST, Boolean, "4", V2_1;
        "Rotate Name", ROTATE_NAME, Structure, "4", V2_1;
        "Rotate Offset", ROTATE_OFFSET, Interval, "4", V2_1;
        "Short Unique Identifier", SHORT_UNIQUE_IDENTIFIER, ByteString, "4", V2_0;
    }
}
