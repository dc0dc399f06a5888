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
    /// The type of its value. A Unique Identifier may be an Enumeration or an Integer too (KMIP 2.0 and later).
    pub kind: ItemType,
    /// The version from which it is an attribute.
    pub since: ProtocolVersion,
    /// The version after which it is none any more.
    pub until: Option<ProtocolVersion>,
    /// Where the standard describes it.
    pub section: &'static str,
}

impl AttributeForm {
    /// Whether it is an attribute in this version.
    #[must_use]
    pub fn is_in(&self, version: ProtocolVersion) -> bool {
        version >= self.since && self.until.is_none_or(|until| version <= until)
    }
}

macro_rules! attributes {
    (@until) => { None };
    (@until $until:ident) => { Some(ProtocolVersion::$until) };
    ($($name:literal, $tag:ident, $kind:ident, $section:literal, $since:ident $(to $until:ident)?;)+) => {
        /// All attributes but custom ones (Vendor Attributes), those of KMIP 1.x in the order of its section 3, then those
        /// that KMIP 2.0 and 2.1 added.
        pub static ATTRIBUTES: &[AttributeForm] = &[
            $(AttributeForm {
                name: $name,
                tag: tags::$tag,
                kind: ItemType::$kind,
                since: ProtocolVersion::$since,
                until: attributes!(@until $($until)?),
                section: $section,
            },)+
        ];
    };
}

attributes! {
    "Unique Identifier", UNIQUE_IDENTIFIER, TextString, "KMIP 1.4 section 3.1, KMIP 2.1 section 4.58", V1_0;
    "Name", NAME, Structure, "KMIP 1.4 section 3.2, KMIP 2.1 section 4.32", V1_0;
    "Object Type", OBJECT_TYPE, Enumeration, "KMIP 1.4 section 3.3, KMIP 2.1 section 4.36", V1_0;
    "Cryptographic Algorithm", CRYPTOGRAPHIC_ALGORITHM, Enumeration, "KMIP 1.4 section 3.4, KMIP 2.1 section 4.13", V1_0;
    "Cryptographic Length", CRYPTOGRAPHIC_LENGTH, Integer, "KMIP 1.4 section 3.5, KMIP 2.1 section 4.15", V1_0;
    "Cryptographic Parameters", CRYPTOGRAPHIC_PARAMETERS, Structure, "KMIP 1.4 section 3.6, KMIP 2.1 section 4.16", V1_0;
    "Cryptographic Domain Parameters", CRYPTOGRAPHIC_DOMAIN_PARAMETERS, Structure, "KMIP 1.4 section 3.7, KMIP 2.1 section 4.14", V1_0;
    "Certificate Type", CERTIFICATE_TYPE, Enumeration, "KMIP 1.4 section 3.8, KMIP 2.1 section 4.7", V1_0;
    "Certificate Length", CERTIFICATE_LENGTH, Integer, "KMIP 1.4 section 3.9, KMIP 2.1 section 4.8", V1_1;
    "X.509 Certificate Identifier", X_509_CERTIFICATE_IDENTIFIER, Structure, "KMIP 1.4 section 3.10, KMIP 2.1 section 4.61", V1_1;
    "X.509 Certificate Subject", X_509_CERTIFICATE_SUBJECT, Structure, "KMIP 1.4 section 3.11, KMIP 2.1 section 4.63", V1_1;
    "X.509 Certificate Issuer", X_509_CERTIFICATE_ISSUER, Structure, "KMIP 1.4 section 3.12, KMIP 2.1 section 4.62", V1_1;
    "Certificate Identifier", CERTIFICATE_IDENTIFIER, Structure, "KMIP 1.4 section 3.13", V1_0 to V1_4;
    "Certificate Subject", CERTIFICATE_SUBJECT, Structure, "KMIP 1.4 section 3.14", V1_0 to V1_4;
    "Certificate Issuer", CERTIFICATE_ISSUER, Structure, "KMIP 1.4 section 3.15", V1_0 to V1_4;
    "Digital Signature Algorithm", DIGITAL_SIGNATURE_ALGORITHM, Enumeration, "KMIP 1.4 section 3.16, KMIP 2.1 section 4.22", V1_1;
    "Digest", DIGEST, Structure, "KMIP 1.4 section 3.17, KMIP 2.1 section 4.21", V1_0;
    "Operation Policy Name", OPERATION_POLICY_NAME, TextString, "KMIP 1.4 section 3.18", V1_0 to V1_4;
    "Cryptographic Usage Mask", CRYPTOGRAPHIC_USAGE_MASK, Integer, "KMIP 1.4 section 3.19, KMIP 2.1 section 4.17", V1_0;
    "Lease Time", LEASE_TIME, Interval, "KMIP 1.4 section 3.20, KMIP 2.1 section 4.30", V1_0;
    "Usage Limits", USAGE_LIMITS, Structure, "KMIP 1.4 section 3.21, KMIP 2.1 section 4.59", V1_0;
    "State", STATE, Enumeration, "KMIP 1.4 section 3.22, KMIP 2.1 section 4.57", V1_0;
    "Initial Date", INITIAL_DATE, DateTime, "KMIP 1.4 section 3.23, KMIP 2.1 section 4.25", V1_0;
    "Activation Date", ACTIVATION_DATE, DateTime, "KMIP 1.4 section 3.24, KMIP 2.1 section 4.1", V1_0;
    "Process Start Date", PROCESS_START_DATE, DateTime, "KMIP 1.4 section 3.25, KMIP 2.1 section 4.40", V1_0;
    "Protect Stop Date", PROTECT_STOP_DATE, DateTime, "KMIP 1.4 section 3.26, KMIP 2.1 section 4.41", V1_0;
    "Deactivation Date", DEACTIVATION_DATE, DateTime, "KMIP 1.4 section 3.27, KMIP 2.1 section 4.18", V1_0;
    "Destroy Date", DESTROY_DATE, DateTime, "KMIP 1.4 section 3.28, KMIP 2.1 section 4.20", V1_0;
    "Compromise Occurrence Date", COMPROMISE_OCCURRENCE_DATE, DateTime, "KMIP 1.4 section 3.29, KMIP 2.1 section 4.11", V1_0;
    "Compromise Date", COMPROMISE_DATE, DateTime, "KMIP 1.4 section 3.30, KMIP 2.1 section 4.10", V1_0;
    "Revocation Reason", REVOCATION_REASON, Structure, "KMIP 1.4 section 3.31, KMIP 2.1 section 4.47", V1_0;
    "Archive Date", ARCHIVE_DATE, DateTime, "KMIP 1.4 section 3.32, KMIP 2.1 section 4.5", V1_0;
    "Object Group", OBJECT_GROUP, TextString, "KMIP 1.4 section 3.33, KMIP 2.1 section 4.35", V1_0;
    "Fresh", FRESH, Boolean, "KMIP 1.4 section 3.34, KMIP 2.1 section 4.24", V1_1;
    "Link", LINK, Structure, "KMIP 1.4 section 3.35, KMIP 2.1 section 4.31", V1_0;
    "Application Specific Information", APPLICATION_SPECIFIC_INFORMATION, Structure, "KMIP 1.4 section 3.36, KMIP 2.1 section 4.4", V1_0;
    "Contact Information", CONTACT_INFORMATION, TextString, "KMIP 1.4 section 3.37, KMIP 2.1 section 4.12", V1_0;
    "Last Change Date", LAST_CHANGE_DATE, DateTime, "KMIP 1.4 section 3.38, KMIP 2.1 section 4.29", V1_0;
    "Alternative Name", ALTERNATIVE_NAME, Structure, "KMIP 1.4 section 3.40, KMIP 2.1 section 4.2", V1_2;
    "Key Value Present", KEY_VALUE_PRESENT, Boolean, "KMIP 1.4 section 3.41, KMIP 2.1 section 4.28", V1_2;
    "Key Value Location", KEY_VALUE_LOCATION, Structure, "KMIP 1.4 section 3.42, KMIP 2.1 section 4.27", V1_2;
    "Original Creation Date", ORIGINAL_CREATION_DATE, DateTime, "KMIP 1.4 section 3.43, KMIP 2.1 section 4.38", V1_2;
    "Random Number Generator", RANDOM_NUMBER_GENERATOR, Structure, "KMIP 1.4 section 3.44, KMIP 2.1 section 4.46", V1_3;
    "PKCS#12 Friendly Name", PKCS_12_FRIENDLY_NAME, TextString, "KMIP 1.4 section 3.45, KMIP 2.1 section 4.39", V1_4;
    "Description", DESCRIPTION, TextString, "KMIP 1.4 section 3.46, KMIP 2.1 section 4.19", V1_4;
    "Comment", COMMENT, TextString, "KMIP 1.4 section 3.47, KMIP 2.1 section 4.9", V1_4;
    "Sensitive", SENSITIVE, Boolean, "KMIP 1.4 section 3.48, KMIP 2.1 section 4.55", V1_4;
    "Always Sensitive", ALWAYS_SENSITIVE, Boolean, "KMIP 1.4 section 3.49, KMIP 2.1 section 4.3", V1_4;
    "Extractable", EXTRACTABLE, Boolean, "KMIP 1.4 section 3.50, KMIP 2.1 section 4.23", V1_4;
    "Never Extractable", NEVER_EXTRACTABLE, Boolean, "KMIP 1.4 section 3.51, KMIP 2.1 section 4.33", V1_4;
    "Key Format Type", KEY_FORMAT_TYPE, Enumeration, "KMIP 2.1 section 4.26", V2_0;
    "NIST Key Type", NIST_KEY_TYPE, Enumeration, "KMIP 2.1 section 4.34", V2_0;
    "Opaque Data Type", OPAQUE_DATA_TYPE, Enumeration, "KMIP 2.1 section 4.37", V2_0;
    "Protection Level", PROTECTION_LEVEL, Enumeration, "KMIP 2.1 section 4.42", V2_0;
    "Protection Period", PROTECTION_PERIOD, Interval, "KMIP 2.1 section 4.43", V2_0;
    "Protection Storage Mask", PROTECTION_STORAGE_MASK, Integer, "KMIP 2.1 section 4.44", V2_0;
    "Quantum Safe", QUANTUM_SAFE, Boolean, "KMIP 2.1 section 4.45", V2_0;
    "Rotate Automatic", ROTATE_AUTOMATIC, Boolean, "KMIP 2.1 section 4.48", V2_1;
    "Rotate Date", ROTATE_DATE, DateTime, "KMIP 2.1 section 4.49", V2_1;
    "Rotate Generation", ROTATE_GENERATION, Integer, "KMIP 2.1 section 4.50", V2_1;
    "Rotate Interval", ROTATE_INTERVAL, Interval, "KMIP 2.1 section 4.51", V2_1;
    "Rotate Latest", ROTATE_LATEST, Boolean, "KMIP 2.1 section 4.52", V2_1;
    "Rotate Name", ROTATE_NAME, Structure, "KMIP 2.1 section 4.53", V2_1;
    "Rotate Offset", ROTATE_OFFSET, Interval, "KMIP 2.1 section 4.54", V2_1;
    "Short Unique Identifier", SHORT_UNIQUE_IDENTIFIER, ByteString, "KMIP 2.1 section 4.56", V2_0;
    "Certificate Subject CN", CERTIFICATE_SUBJECT_CN, TextString, "KMIP 2.1 section 4.6", V2_0;
    "Certificate Subject O", CERTIFICATE_SUBJECT_O, TextString, "KMIP 2.1 section 4.6", V2_0;
    "Certificate Subject OU", CERTIFICATE_SUBJECT_OU, TextString, "KMIP 2.1 section 4.6", V2_0;
    "Certificate Subject Email", CERTIFICATE_SUBJECT_EMAIL, TextString, "KMIP 2.1 section 4.6", V2_0;
    "Certificate Subject C", CERTIFICATE_SUBJECT_C, TextString, "KMIP 2.1 section 4.6", V2_0;
    "Certificate Subject ST", CERTIFICATE_SUBJECT_ST, TextString, "KMIP 2.1 section 4.6", V2_0;
    "Certificate Subject L", CERTIFICATE_SUBJECT_L, TextString, "KMIP 2.1 section 4.6", V2_0;
    "Certificate Subject UID", CERTIFICATE_SUBJECT_UID, TextString, "KMIP 2.1 section 4.6", V2_0;
    "Certificate Subject Serial Number", CERTIFICATE_SUBJECT_SERIAL_NUMBER, TextString, "KMIP 2.1 section 4.6", V2_0;
    "Certificate Subject Title", CERTIFICATE_SUBJECT_TITLE, TextString, "KMIP 2.1 section 4.6", V2_0;
    "Certificate Subject DC", CERTIFICATE_SUBJECT_DC, TextString, "KMIP 2.1 section 4.6", V2_0;
    "Certificate Subject DN Qualifier", CERTIFICATE_SUBJECT_DN_QUALIFIER, TextString, "KMIP 2.1 section 4.6", V2_0;
    "Certificate Issuer CN", CERTIFICATE_ISSUER_CN, TextString, "KMIP 2.1 section 4.6", V2_0;
    "Certificate Issuer O", CERTIFICATE_ISSUER_O, TextString, "KMIP 2.1 section 4.6", V2_0;
    "Certificate Issuer OU", CERTIFICATE_ISSUER_OU, TextString, "KMIP 2.1 section 4.6", V2_0;
    "Certificate Issuer Email", CERTIFICATE_ISSUER_EMAIL, TextString, "KMIP 2.1 section 4.6", V2_0;
    "Certificate Issuer C", CERTIFICATE_ISSUER_C, TextString, "KMIP 2.1 section 4.6", V2_0;
    "Certificate Issuer ST", CERTIFICATE_ISSUER_ST, TextString, "KMIP 2.1 section 4.6", V2_0;
    "Certificate Issuer L", CERTIFICATE_ISSUER_L, TextString, "KMIP 2.1 section 4.6", V2_0;
    "Certificate Issuer UID", CERTIFICATE_ISSUER_UID, TextString, "KMIP 2.1 section 4.6", V2_0;
    "Certificate Issuer Serial Number", CERTIFICATE_ISSUER_SERIAL_NUMBER, TextString, "KMIP 2.1 section 4.6", V2_0;
    "Certificate Issuer Title", CERTIFICATE_ISSUER_TITLE, TextString, "KMIP 2.1 section 4.6", V2_0;
    "Certificate Issuer DC", CERTIFICATE_ISSUER_DC, TextString, "KMIP 2.1 section 4.6", V2_0;
    "Certificate Issuer DN Qualifier", CERTIFICATE_ISSUER_DN_QUALIFIER, TextString, "KMIP 2.1 section 4.6", V2_0;
}
