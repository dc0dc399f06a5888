//! KMIP's enumerations (section 9.1.3.2).
//!
//! Each is a number with names for the values that are known: a server may send others, and they are handed on.

use core::fmt;

macro_rules! enumeration {
    ($(#[$meta:meta])* $name:ident { $($(#[$value_meta:meta])* $value:ident = $number:literal, $text:literal;)+ }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
        #[cfg_attr(feature = "defmt", derive(defmt::Format))]
        pub struct $name(pub u32);

        impl $name {
            $($(#[$value_meta])* #[doc = concat!($text, ".")] pub const $value: Self = Self($number);)+

            /// The standard's name of the value, if it is known here.
            #[must_use]
            pub const fn name(self) -> Option<&'static str> {
                match self.0 {
                    $($number => Some($text),)+
                    _ => None,
                }
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                match self.name() {
                    Some(name) => f.write_str(name),
                    None => write!(f, "{:#010x}", self.0),
                }
            }
        }
    };
}

enumeration! {
    /// What is asked for (section 9.1.3.2.27).
    Operation {
        CREATE = 0x01, "Create";
        CREATE_KEY_PAIR = 0x02, "Create Key Pair";
        REGISTER = 0x03, "Register";
        RE_KEY = 0x04, "Re-key";
        DERIVE_KEY = 0x05, "Derive Key";
        CERTIFY = 0x06, "Certify";
        RE_CERTIFY = 0x07, "Re-certify";
        LOCATE = 0x08, "Locate";
        CHECK = 0x09, "Check";
        GET = 0x0a, "Get";
        GET_ATTRIBUTES = 0x0b, "Get Attributes";
        GET_ATTRIBUTE_LIST = 0x0c, "Get Attribute List";
        ADD_ATTRIBUTE = 0x0d, "Add Attribute";
        MODIFY_ATTRIBUTE = 0x0e, "Modify Attribute";
        DELETE_ATTRIBUTE = 0x0f, "Delete Attribute";
        OBTAIN_LEASE = 0x10, "Obtain Lease";
        GET_USAGE_ALLOCATION = 0x11, "Get Usage Allocation";
        ACTIVATE = 0x12, "Activate";
        REVOKE = 0x13, "Revoke";
        DESTROY = 0x14, "Destroy";
        ARCHIVE = 0x15, "Archive";
        RECOVER = 0x16, "Recover";
        VALIDATE = 0x17, "Validate";
        QUERY = 0x18, "Query";
        CANCEL = 0x19, "Cancel";
        POLL = 0x1a, "Poll";
        NOTIFY = 0x1b, "Notify";
        PUT = 0x1c, "Put";
        RE_KEY_KEY_PAIR = 0x1d, "Re-key Key Pair";
        DISCOVER_VERSIONS = 0x1e, "Discover Versions";
        ENCRYPT = 0x1f, "Encrypt";
        DECRYPT = 0x20, "Decrypt";
        SIGN = 0x21, "Sign";
        SIGNATURE_VERIFY = 0x22, "Signature Verify";
        MAC = 0x23, "MAC";
        MAC_VERIFY = 0x24, "MAC Verify";
        RNG_RETRIEVE = 0x25, "RNG Retrieve";
        RNG_SEED = 0x26, "RNG Seed";
        HASH = 0x27, "Hash";
        CREATE_SPLIT_KEY = 0x28, "Create Split Key";
        JOIN_SPLIT_KEY = 0x29, "Join Split Key";
        IMPORT = 0x2a, "Import";
        EXPORT = 0x2b, "Export";
        LOG = 0x2c, "Log";
        LOGIN = 0x2d, "Login";
        LOGOUT = 0x2e, "Logout";
        DELEGATED_LOGIN = 0x2f, "Delegated Login";
        ADJUST_ATTRIBUTE = 0x30, "Adjust Attribute";
        SET_ATTRIBUTE = 0x31, "Set Attribute";
        SET_ENDPOINT_ROLE = 0x32, "Set Endpoint Role";
        PKCS_11 = 0x33, "PKCS#11";
        INTEROP = 0x34, "Interop";
        RE_PROVISION = 0x35, "Re-Provision";
        SET_DEFAULTS = 0x36, "Set Defaults";
        SET_CONSTRAINTS = 0x37, "Set Constraints";
        GET_CONSTRAINTS = 0x38, "Get Constraints";
        QUERY_ASYNCHRONOUS_REQUESTS = 0x39, "Query Asynchronous Requests";
        PROCESS = 0x3a, "Process";
        PING = 0x3b, "Ping";
    }
}

impl Operation {
    /// Whether it changes what the server holds, so that doing it twice could do harm. Also said of operations that
    /// aren't known here. What only reads, or computes with a key, doesn't.
    #[must_use]
    pub const fn changes_state(self) -> bool {
        !matches!(
            self,
            Self::LOCATE
                | Self::CHECK
                | Self::GET
                | Self::GET_ATTRIBUTES
                | Self::GET_ATTRIBUTE_LIST
                | Self::OBTAIN_LEASE
                | Self::VALIDATE
                | Self::QUERY
                | Self::POLL
                | Self::DISCOVER_VERSIONS
                | Self::ENCRYPT
                | Self::DECRYPT
                | Self::SIGN
                | Self::SIGNATURE_VERIFY
                | Self::MAC
                | Self::MAC_VERIFY
                | Self::RNG_RETRIEVE
                | Self::HASH
                | Self::EXPORT
                | Self::GET_CONSTRAINTS
                | Self::QUERY_ASYNCHRONOUS_REQUESTS
                | Self::PING
        )
    }
}

enumeration! {
    /// What kind of Managed Object it is (section 9.1.3.2.12).
    ObjectType {
        CERTIFICATE = 0x01, "Certificate";
        SYMMETRIC_KEY = 0x02, "Symmetric Key";
        PUBLIC_KEY = 0x03, "Public Key";
        PRIVATE_KEY = 0x04, "Private Key";
        SPLIT_KEY = 0x05, "Split Key";
        TEMPLATE = 0x06, "Template";
        SECRET_DATA = 0x07, "Secret Data";
        OPAQUE_OBJECT = 0x08, "Opaque Object";
        PGP_KEY = 0x09, "PGP Key";
    }
}

enumeration! {
    /// The algorithm a key is for (section 9.1.3.2.13).
    CryptographicAlgorithm {
        DES = 0x01, "DES";
        TRIPLE_DES = 0x02, "3DES";
        AES = 0x03, "AES";
        RSA = 0x04, "RSA";
        HMAC_SHA256 = 0x09, "HMAC-SHA256";
        CHACHA20 = 0x1c, "ChaCha20";
    }
}

enumeration! {
    /// How key material is laid out (section 9.1.3.2.3).
    KeyFormatType {
        RAW = 0x01, "Raw";
        OPAQUE = 0x02, "Opaque";
        PKCS_1 = 0x03, "PKCS#1";
        PKCS_8 = 0x04, "PKCS#8";
        TRANSPARENT_SYMMETRIC_KEY = 0x07, "Transparent Symmetric Key";
    }
}

enumeration! {
    /// How a block cipher is used (section 9.1.3.2.14).
    BlockCipherMode {
        CBC = 0x01, "CBC";
        GCM = 0x09, "GCM";
        AES_KEY_WRAP_PADDING = 0x0c, "AESKeyWrapPadding";
        NIST_KEY_WRAP = 0x0d, "NISTKeyWrap";
    }
}

enumeration! {
    /// How a key is wrapped (section 9.1.3.2.4).
    WrappingMethod {
        ENCRYPT = 0x01, "Encrypt";
        MAC_SIGN = 0x02, "MAC/sign";
        ENCRYPT_THEN_MAC_SIGN = 0x03, "Encrypt then MAC/sign";
        MAC_SIGN_THEN_ENCRYPT = 0x04, "MAC/sign then encrypt";
        TR_31 = 0x05, "TR-31";
    }
}

enumeration! {
    /// What of a key is wrapped (section 9.1.3.2.32).
    EncodingOption {
        NO_ENCODING = 0x01, "No Encoding";
        TTLV_ENCODING = 0x02, "TTLV Encoding";
    }
}

enumeration! {
    /// The states of a key's life (section 9.1.3.2.18, section 3.22).
    State {
        PRE_ACTIVE = 0x01, "Pre-Active";
        ACTIVE = 0x02, "Active";
        DEACTIVATED = 0x03, "Deactivated";
        COMPROMISED = 0x04, "Compromised";
        DESTROYED = 0x05, "Destroyed";
        DESTROYED_COMPROMISED = 0x06, "Destroyed Compromised";
    }
}

enumeration! {
    /// How objects have to do with one another (section 9.1.3.2.20).
    LinkType {
        REPLACEMENT_OBJECT_LINK = 0x106, "Replacement Object Link";
        REPLACED_OBJECT_LINK = 0x107, "Replaced Object Link";
    }
}

enumeration! {
    /// Why a key is revoked (section 9.1.3.2.19).
    RevocationReasonCode {
        UNSPECIFIED = 0x01, "Unspecified";
        KEY_COMPROMISE = 0x02, "Key Compromise";
        CA_COMPROMISE = 0x03, "CA Compromise";
        AFFILIATION_CHANGED = 0x04, "Affiliation Changed";
        SUPERSEDED = 0x05, "Superseded";
        CESSATION_OF_OPERATION = 0x06, "Cessation of Operation";
        PRIVILEGE_WITHDRAWN = 0x07, "Privilege Withdrawn";
    }
}

enumeration! {
    /// What Query asks for (section 9.1.3.2.24).
    QueryFunction {
        OPERATIONS = 0x01, "Query Operations";
        OBJECTS = 0x02, "Query Objects";
        SERVER_INFORMATION = 0x03, "Query Server Information";
    }
}

enumeration! {
    /// How an operation ended (section 9.1.3.2.28).
    ResultStatus {
        SUCCESS = 0x00, "Success";
        OPERATION_FAILED = 0x01, "Operation Failed";
        OPERATION_PENDING = 0x02, "Operation Pending";
        OPERATION_UNDONE = 0x03, "Operation Undone";
    }
}

enumeration! {
    /// Why an operation failed (section 9.1.3.2.29; those from 19 to 47, hexadecimal, are of KMIP 2.0).
    ResultReason {
        ITEM_NOT_FOUND = 0x01, "Item Not Found";
        RESPONSE_TOO_LARGE = 0x02, "Response Too Large";
        AUTHENTICATION_NOT_SUCCESSFUL = 0x03, "Authentication Not Successful";
        INVALID_MESSAGE = 0x04, "Invalid Message";
        OPERATION_NOT_SUPPORTED = 0x05, "Operation Not Supported";
        MISSING_DATA = 0x06, "Missing Data";
        INVALID_FIELD = 0x07, "Invalid Field";
        FEATURE_NOT_SUPPORTED = 0x08, "Feature Not Supported";
        OPERATION_CANCELED_BY_REQUESTER = 0x09, "Operation Canceled By Requester";
        CRYPTOGRAPHIC_FAILURE = 0x0a, "Cryptographic Failure";
        ILLEGAL_OPERATION = 0x0b, "Illegal Operation";
        PERMISSION_DENIED = 0x0c, "Permission Denied";
        OBJECT_ARCHIVED = 0x0d, "Object Archived";
        INDEX_OUT_OF_BOUNDS = 0x0e, "Index Out of Bounds";
        APPLICATION_NAMESPACE_NOT_SUPPORTED = 0x0f, "Application Namespace Not Supported";
        KEY_FORMAT_TYPE_NOT_SUPPORTED = 0x10, "Key Format Type Not Supported";
        KEY_COMPRESSION_TYPE_NOT_SUPPORTED = 0x11, "Key Compression Type Not Supported";
        ENCODING_OPTION_ERROR = 0x12, "Encoding Option Error";
        KEY_VALUE_NOT_PRESENT = 0x13, "Key Value Not Present";
        ATTESTATION_REQUIRED = 0x14, "Attestation Required";
        ATTESTATION_FAILED = 0x15, "Attestation Failed";
        SENSITIVE = 0x16, "Sensitive";
        NOT_EXTRACTABLE = 0x17, "Not Extractable";
        OBJECT_ALREADY_EXISTS = 0x18, "Object Already Exists";
        BAD_PASSWORD = 0x25, "Bad Password";
        NON_UNIQUE_NAME_ATTRIBUTE = 0x35, "Non Unique Name Attribute";
        OBJECT_DESTROYED = 0x36, "Object Destroyed";
        OBJECT_NOT_FOUND = 0x37, "Object Not Found";
        NOT_AUTHORISED = 0x39, "Not Authorised";
        UNSUPPORTED_PROTOCOL_VERSION = 0x3f, "Unsupported Protocol Version";
        WRONG_KEY_LIFECYCLE_STATE = 0x43, "Wrong Key Lifecycle State";
        GENERAL_FAILURE = 0x100, "General Failure";
    }
}

enumeration! {
    /// What came of a Cancel (section 9.1.3.2.25).
    CancellationResult {
        CANCELED = 0x01, "Canceled";
        UNABLE_TO_CANCEL = 0x02, "Unable to Cancel";
        COMPLETED = 0x03, "Completed";
        FAILED = 0x04, "Failed";
        UNAVAILABLE = 0x05, "Unavailable";
    }
}

/// What a key may be used for: bits of the Cryptographic Usage Mask (section 9.1.3.3.1).
pub mod usage {
    /// Encrypt.
    pub const ENCRYPT: i32 = 0x04;
    /// Decrypt.
    pub const DECRYPT: i32 = 0x08;
    /// Wrap Key.
    pub const WRAP_KEY: i32 = 0x10;
    /// Unwrap Key.
    pub const UNWRAP_KEY: i32 = 0x20;
}

/// Name Type: Uninterpreted Text String (section 9.1.3.2.11).
pub(super) const NAME_TYPE_UNINTERPRETED_TEXT_STRING: u32 = 0x01;
/// Credential Type: Username and Password (section 9.1.3.2.1).
pub(super) const CREDENTIAL_TYPE_USERNAME_AND_PASSWORD: u32 = 0x01;
