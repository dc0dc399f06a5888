//! The attributes of Managed Objects: their names in KMIP 1.x, their tags in KMIP 2.x, and the types of their values.

use super::super::tags;
use crate::ttlv::{ItemType, Tag};

/// How an attribute is sent.
#[derive(Clone, Copy, Debug)]
pub struct AttributeForm {
    /// The Attribute Name, as KMIP 1.x sends it.
    pub name: &'static str,
    /// The tag of its value, as KMIP 2.x sends it. KMIP 1.x sends the value as Attribute Value.
    pub tag: Tag,
    /// The type of its value.
    pub kind: ItemType,
    /// Where the standard describes it.
    pub section: &'static str,
}

macro_rules! attributes {
    ($($version:literal { $($name:literal, $tag:ident, $kind:ident, $section:literal;)+ })+) => {
        /// All attributes but custom ones, those of 1.x in the order of the standard.
        pub static ATTRIBUTES: &[AttributeForm] = &[
            $($(AttributeForm {
                name: $name,
                tag: tags::$tag,
                kind: ItemType::$kind,
                section: concat!("KMIP ", $version, " section ", $section),
            },)+)+
        ];
    };
}

attributes! {
    "1.4" {
        "Unique Identifier", UNIQUE_IDENTIFIER, TextString, "3.1";
        "Name", NAME, Structure, "3.2";
        "Object Type", OBJECT_TYPE, Enumeration, "3.3";
        "Cryptographic Algorithm", CRYPTOGRAPHIC_ALGORITHM, Enumeration, "3.4";
        "Cryptographic Length", CRYPTOGRAPHIC_LENGTH, Integer, "3.5";
        "Cryptographic Parameters", CRYPTOGRAPHIC_PARAMETERS, Structure, "3.6";
        "Cryptographic Domain Parameters", CRYPTOGRAPHIC_DOMAIN_PARAMETERS, Structure, "3.7";
        "Certificate Type", CERTIFICATE_TYPE, Enumeration, "3.8";
        "Certificate Length", CERTIFICATE_LENGTH, Integer, "3.9";
        "X.509 Certificate Identifier", X_509_CERTIFICATE_IDENTIFIER, Structure, "3.10";
        "X.509 Certificate Subject", X_509_CERTIFICATE_SUBJECT, Structure, "3.11";
        "X.509 Certificate Issuer", X_509_CERTIFICATE_ISSUER, Structure, "3.12";
        "Certificate Identifier", CERTIFICATE_IDENTIFIER, Structure, "3.13";
        "Certificate Subject", CERTIFICATE_SUBJECT, Structure, "3.14";
        "Certificate Issuer", CERTIFICATE_ISSUER, Structure, "3.15";
        "Digital Signature Algorithm", DIGITAL_SIGNATURE_ALGORITHM, Enumeration, "3.16";
        "Digest", DIGEST, Structure, "3.17";
        "Operation Policy Name", OPERATION_POLICY_NAME, TextString, "3.18";
        "Cryptographic Usage Mask", CRYPTOGRAPHIC_USAGE_MASK, Integer, "3.19";
        "Lease Time", LEASE_TIME, Interval, "3.20";
        "Usage Limits", USAGE_LIMITS, Structure, "3.21";
        "State", STATE, Enumeration, "3.22";
        "Initial Date", INITIAL_DATE, DateTime, "3.23";
        "Activation Date", ACTIVATION_DATE, DateTime, "3.24";
        "Process Start Date", PROCESS_START_DATE, DateTime, "3.25";
        "Protect Stop Date", PROTECT_STOP_DATE, DateTime, "3.26";
        "Deactivation Date", DEACTIVATION_DATE, DateTime, "3.27";
        "Destroy Date", DESTROY_DATE, DateTime, "3.28";
        "Compromise Occurrence Date", COMPROMISE_OCCURRENCE_DATE, DateTime, "3.29";
        "Compromise Date", COMPROMISE_DATE, DateTime, "3.30";
        "Revocation Reason", REVOCATION_REASON, Structure, "3.31";
        "Archive Date", ARCHIVE_DATE, DateTime, "3.32";
        "Object Group", OBJECT_GROUP, TextString, "3.33";
        "Fresh", FRESH, Boolean, "3.34";
        "Link", LINK, Structure, "3.35";
        "Application Specific Information", APPLICATION_SPECIFIC_INFORMATION, Structure, "3.36";
        "Contact Information", CONTACT_INFORMATION, TextString, "3.37";
        "Last Change Date", LAST_CHANGE_DATE, DateTime, "3.38";
        "Alternative Name", ALTERNATIVE_NAME, Structure, "3.40";
        "Key Value Present", KEY_VALUE_PRESENT, Boolean, "3.41";
        "Key Value Location", KEY_VALUE_LOCATION, Structure, "3.42";
        "Original Creation Date", ORIGINAL_CREATION_DATE, DateTime, "3.43";
        "Random Number Generator", RANDOM_NUMBER_GENERATOR, Structure, "3.44";
        "PKCS#12 Friendly Name", PKCS_12_FRIENDLY_NAME, TextString, "3.45";
        "Description", DESCRIPTION, TextString, "3.46";
        "Comment", COMMENT, TextString, "3.47";
        "Sensitive", SENSITIVE, Boolean, "3.48";
        "Always Sensitive", ALWAYS_SENSITIVE, Boolean, "3.49";
        "Extractable", EXTRACTABLE, Boolean, "3.50";
        "Never Extractable", NEVER_EXTRACTABLE, Boolean, "3.51";
    }
    "2.1" {
        "Key Format Type", KEY_FORMAT_TYPE, Enumeration, "4";
        "NIST Key Type", NIST_KEY_TYPE, Enumeration, "4";
        "Opaque Data Type", OPAQUE_DATA_TYPE, Enumeration, "4";
        "Protection Level", PROTECTION_LEVEL, Enumeration, "4";
        "Protection Period", PROTECTION_PERIOD, Interval, "4";
        "Protection Storage Masks", PROTECTION_STORAGE_MASKS, Structure, "4";
        "Quantum Safe", QUANTUM_SAFE, Boolean, "4";
        "Rotate Automatic", ROTATE_AUTOMATIC, Boolean, "4";
        "Rotate Date", ROTATE_DATE, DateTime, "4";
        "Rotate Generation", ROTATE_GENERATION, Integer, "4";
        "Rotate Interval", ROTATE_INTERVAL, Interval, "4";
        "Rotate Latest", ROTATE_LATEST, Boolean, "4";
        "Rotate Name", ROTATE_NAME, Structure, "4";
        "Rotate Offset", ROTATE_OFFSET, Interval, "4";
        "Short Unique Identifier", SHORT_UNIQUE_IDENTIFIER, ByteString, "4";
    }
}
