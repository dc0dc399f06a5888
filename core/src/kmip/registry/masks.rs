//! The Integers whose bits have names.

use super::{Enumeration, in_order};

macro_rules! mask {
    ($(#[$meta:meta])* $table:ident, $module:ident, $title:literal, $section:literal {
        $($bit:ident = $number:literal, $text:literal;)+
    }) => {
        $(#[$meta])*
        pub mod $module {
            $(#[doc = concat!($text, ".")] pub const $bit: i32 = $number;)+
        }

        pub(super) static $table: Enumeration = Enumeration {
            name: $title,
            section: $section,
            values: &[$(($number, $text),)+],
            other_names: &[],
        };

        const _: () = assert!(in_order(&[$(($number, $text),)+]));
    };
}

mask! {
    /// What a key may be used for: bits of the Cryptographic Usage Mask (section 9.1.3.3.1; those from 10 0000 on,
    /// hexadecimal, are of KMIP 2.0, which reserves those from 4000 to 8 0000).
    CRYPTOGRAPHIC_USAGE_MASK, usage, "Cryptographic Usage Mask", "KMIP 1.4 section 9.1.3.3.1, KMIP 2.1 section 12.1" {
        SIGN = 0x01, "Sign";
        VERIFY = 0x02, "Verify";
        ENCRYPT = 0x04, "Encrypt";
        DECRYPT = 0x08, "Decrypt";
        WRAP_KEY = 0x10, "Wrap Key";
        UNWRAP_KEY = 0x20, "Unwrap Key";
        EXPORT = 0x40, "Export";
        MAC_GENERATE = 0x80, "MAC Generate";
        MAC_VERIFY = 0x0100, "MAC Verify";
        DERIVE_KEY = 0x0200, "Derive Key";
        CONTENT_COMMITMENT = 0x0400, "Content Commitment";
        KEY_AGREEMENT = 0x0800, "Key Agreement";
        CERTIFICATE_SIGN = 0x1000, "Certificate Sign";
        CRL_SIGN = 0x2000, "CRL Sign";
        GENERATE_CRYPTOGRAM = 0x4000, "Generate Cryptogram";
        VALIDATE_CRYPTOGRAM = 0x8000, "Validate Cryptogram";
        TRANSLATE_ENCRYPT = 0x0001_0000, "Translate Encrypt";
        TRANSLATE_DECRYPT = 0x0002_0000, "Translate Decrypt";
        TRANSLATE_WRAP = 0x0004_0000, "Translate Wrap";
        TRANSLATE_UNWRAP = 0x0008_0000, "Translate Unwrap";
        AUTHENTICATE = 0x0010_0000, "Authenticate";
        UNRESTRICTED = 0x0020_0000, "Unrestricted";
        FPE_ENCRYPT = 0x0040_0000, "FPE Encrypt";
        FPE_DECRYPT = 0x0080_0000, "FPE Decrypt";
    }
}

mask! {
    /// Where Locate looks: bits of the Storage Status Mask (section 9.1.3.3.2; Destroyed storage is of KMIP 2.0).
    STORAGE_STATUS_MASK, storage_status, "Storage Status Mask", "KMIP 1.4 section 9.1.3.3.2, KMIP 2.1 section 12.3" {
        ON_LINE_STORAGE = 0x01, "On-line storage";
        ARCHIVAL_STORAGE = 0x02, "Archival storage";
        DESTROYED_STORAGE = 0x04, "Destroyed storage";
    }
}

mask! {
    /// How a key is to be kept: bits of the Protection Storage Mask (KMIP 2.1 section 12.2).
    PROTECTION_STORAGE_MASK, protection_storage, "Protection Storage Mask", "KMIP 2.1 section 12.2" {
        SOFTWARE = 0x01, "Software";
        HARDWARE = 0x02, "Hardware";
        ON_PROCESSOR = 0x04, "On Processor";
        ON_SYSTEM = 0x08, "On System";
        OFF_SYSTEM = 0x10, "Off System";
        HYPERVISOR = 0x20, "Hypervisor";
        OPERATING_SYSTEM = 0x40, "Operating System";
        CONTAINER = 0x80, "Container";
        ON_PREMISES = 0x0100, "On Premises";
        OFF_PREMISES = 0x0200, "Off Premises";
        SELF_MANAGED = 0x0400, "Self Managed";
        OUTSOURCED = 0x0800, "Outsourced";
        VALIDATED = 0x1000, "Validated";
        SAME_JURISDICTION = 0x2000, "Same Jurisdiction";
    }
}

mask! {
    /// Whose objects Locate looks for: bits of the Object Class Mask (KMIP 3.0).
    OBJECT_CLASS_MASK, object_class, "Object Class Mask", "KMIP 3.0 section 12" {
        USER = 0x01, "User";
        SYSTEM = 0x02, "System";
    }
}

/// All masks.
pub static MASKS: &[&Enumeration] = &[
    &CRYPTOGRAPHIC_USAGE_MASK,
    &STORAGE_STATUS_MASK,
    &PROTECTION_STORAGE_MASK,
    &OBJECT_CLASS_MASK,
];
