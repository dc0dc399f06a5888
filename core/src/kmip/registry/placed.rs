//! Which tag takes which enumeration or mask.

use super::super::enumerations::*;
use super::super::tags;
use super::Enumeration;
use super::masks::{
    CRYPTOGRAPHIC_USAGE_MASK, OBJECT_CLASS_MASK, PROTECTION_STORAGE_MASK, STORAGE_STATUS_MASK,
};
use crate::ttlv::Tag;

macro_rules! placed {
    ($($enumeration:ident: $($tag:ident),*;)+) => {
        /// All enumerations.
        pub static ENUMERATIONS: &[&Enumeration] = &[$(&$enumeration::TABLE,)+];

        /// The enumeration that a tag takes, when its value is an Enumeration: some tags take a Boolean or text in one
        /// version and an Enumeration in another (Asynchronous Indicator, Unique Identifier).
        #[must_use]
        pub fn enumeration_of(tag: Tag) -> Option<&'static Enumeration> {
            Some(match tag {
                $($(tags::$tag => &$enumeration::TABLE,)*)+
                _ => return None,
            })
        }
    };
}

placed! {
    AdjustmentType: ADJUSTMENT_TYPE;
    AlternativeNameType: ALTERNATIVE_NAME_TYPE;
    AsynchronousIndicator: ASYNCHRONOUS_INDICATOR;
    AttestationType: ATTESTATION_TYPE;
    BatchErrorContinuationOption: BATCH_ERROR_CONTINUATION_OPTION;
    BlockCipherMode: BLOCK_CIPHER_MODE;
    CancellationResult: CANCELLATION_RESULT;
    CertificateRequestType: CERTIFICATE_REQUEST_TYPE;
    CertificateType: CERTIFICATE_TYPE;
    ClientRegistrationMethod: CLIENT_REGISTRATION_METHOD;
    CredentialType: CREDENTIAL_TYPE;
    CryptographicAlgorithm: CRYPTOGRAPHIC_ALGORITHM;
    Data: DATA;
    DeactivationReasonCode: DEACTIVATION_REASON_CODE;
    DerivationMethod: DERIVATION_METHOD;
    DestroyAction: DESTROY_ACTION;
    DigitalSignatureAlgorithm: DIGITAL_SIGNATURE_ALGORITHM;
    DrbgAlgorithm: DRBG_ALGORITHM;
    EncodingOption: ENCODING_OPTION;
    EndpointRole: ENDPOINT_ROLE;
    Ephemeral: EPHEMERAL;
    Fips186Variation: FIPS186_VARIATION;
    HashingAlgorithm: HASHING_ALGORITHM, MASK_GENERATOR_HASHING_ALGORITHM;
    InteropFunction: INTEROP_FUNCTION;
    ItemType: EXTENSION_TYPE;
    KeyCompressionType: KEY_COMPRESSION_TYPE;
    KeyFormatType: KEY_FORMAT_TYPE;
    KeyRoleType: KEY_ROLE_TYPE;
    KeyValueLocationType: KEY_VALUE_LOCATION_TYPE;
    KeyWrapType: KEY_WRAP_TYPE;
    LinkType: LINK_TYPE;
    MaskGenerator: MASK_GENERATOR;
    NameType: NAME_TYPE;
    NistKeyType: NIST_KEY_TYPE;
    ObjectClass: OBJECT_CLASS;
    ObjectGroupMember: OBJECT_GROUP_MEMBER;
    ObjectType: OBJECT_TYPE;
    OpaqueDataType: OPAQUE_DATA_TYPE;
    Operation: OPERATION;
    OtpAlgorithm: OTP_ALGORITHM;
    PaddingMethod: PADDING_METHOD;
    Pkcs11Function: PKCS_11_FUNCTION;
    Pkcs11ReturnCode: PKCS_11_RETURN_CODE;
    ProcessingStage: PROCESSING_STAGE;
    ProfileName: PROFILE_NAME;
    ProtectionLevel: PROTECTION_LEVEL;
    PutFunction: PUT_FUNCTION;
    QueryFunction: QUERY_FUNCTION;
    RecommendedCurve: RECOMMENDED_CURVE;
    ResultReason: RESULT_REASON;
    ResultStatus: RESULT_STATUS;
    RevocationReasonCode: REVOCATION_REASON_CODE;
    RngAlgorithm: RNG_ALGORITHM;
    RngMode: RNG_MODE;
    RotateNameType: ROTATE_NAME_TYPE;
    SecretDataType: SECRET_DATA_TYPE;
    ShreddingAlgorithm: SHREDDING_ALGORITHM;
    SplitKeyMethod: SPLIT_KEY_METHOD;
    SplitKeyPolynomial: SPLIT_KEY_POLYNOMIAL;
    State: STATE;
    TicketType: TICKET_TYPE;
    UniqueIdentifier: UNIQUE_IDENTIFIER, PRIVATE_KEY_UNIQUE_IDENTIFIER, PUBLIC_KEY_UNIQUE_IDENTIFIER,
        REPLACED_UNIQUE_IDENTIFIER, CERTIFICATE_REQUEST_UNIQUE_IDENTIFIER, LINKED_OBJECT_IDENTIFIER;
    UnwrapMode: UNWRAP_MODE;
    UsageLimitsUnit: USAGE_LIMITS_UNIT;
    ValidationAuthorityType: VALIDATION_AUTHORITY_TYPE;
    ValidationType: VALIDATION_TYPE;
    ValidityIndicator: VALIDITY_INDICATOR;
    WrappingMethod: WRAPPING_METHOD;
}

/// The bits of a tag whose value is an Integer mask.
#[must_use]
pub fn mask_of(tag: Tag) -> Option<&'static Enumeration> {
    Some(match tag {
        tags::CRYPTOGRAPHIC_USAGE_MASK => &CRYPTOGRAPHIC_USAGE_MASK,
        tags::STORAGE_STATUS_MASK => &STORAGE_STATUS_MASK,
        tags::PROTECTION_STORAGE_MASK => &PROTECTION_STORAGE_MASK,
        tags::OBJECT_CLASS_MASK => &OBJECT_CLASS_MASK,
        _ => return None,
    })
}
