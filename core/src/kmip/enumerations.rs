//! KMIP's enumerations (KMIP 1.4 section 9.1.3.2, KMIP 2.1 section 11).
//!
//! Each is a number with names for the values that are known: a server may send others, and they are handed on.

use core::fmt;

use super::registry::{Enumeration, in_order, name_in};

pub use super::registry::{object_class, protection_storage, storage_status, usage};

macro_rules! enumeration {
    ($(#[$meta:meta])* $name:ident, $title:literal, $section:literal {
        $($value:ident = $number:literal, $text:literal;)*
    } $(also { $($other_number:literal, $other_text:literal;)* })?) => {
        $(#[$meta])*
        #[doc = ""]
        #[doc = concat!($section, ".")]
        #[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
        #[cfg_attr(feature = "defmt", derive(defmt::Format))]
        pub struct $name(pub u32);

        impl $name {
            $(#[doc = concat!($text, ".")] pub const $value: Self = Self($number);)*

            /// All values with their names.
            pub const TABLE: Enumeration = Enumeration {
                name: $title,
                section: $section,
                values: &[$(($number, $text),)*],
                other_names: &[$($(($other_number, $other_text),)*)?],
            };

            /// The standard's name of the value, if it is known here.
            #[must_use]
            pub fn name(self) -> Option<&'static str> {
                name_in(Self::TABLE.values, self.0)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt_value(f, self.name(), self.0)
            }
        }

        const _: () = assert!(in_order($name::TABLE.values));
    };
}

/// The name, or the number of a value that has none here.
fn fmt_value(f: &mut fmt::Formatter<'_>, name: Option<&str>, number: u32) -> fmt::Result {
    match name {
        Some(name) => f.write_str(name),
        None => write!(f, "{number:#010x}"),
    }
}

enumeration! {
    /// How a client shows who it is.
    CredentialType, "Credential Type", "KMIP 1.4 section 9.1.3.2.1, KMIP 2.1 section 11.11" {
        USERNAME_AND_PASSWORD = 0x01, "Username and Password";
        DEVICE = 0x02, "Device";
        ATTESTATION = 0x03, "Attestation";
        ONE_TIME_PASSWORD = 0x04, "One Time Password";
        HASHED_PASSWORD = 0x05, "Hashed Password";
        TICKET = 0x06, "Ticket";
        PASSWORD = 0x07, "Password";
        CERTIFICATE = 0x08, "Certificate";
    }
}

enumeration! {
    /// How the point of an elliptic curve public key is written.
    KeyCompressionType, "Key Compression Type", "KMIP 1.4 section 9.1.3.2.2, KMIP 2.1 section 11.24" {
        EC_PUBLIC_KEY_TYPE_UNCOMPRESSED = 0x01, "EC Public Key Type Uncompressed";
        EC_PUBLIC_KEY_TYPE_X9_62_COMPRESSED_PRIME = 0x02, "EC Public Key Type X9.62 Compressed Prime";
        EC_PUBLIC_KEY_TYPE_X9_62_COMPRESSED_CHAR2 = 0x03, "EC Public Key Type X9.62 Compressed Char2";
        EC_PUBLIC_KEY_TYPE_X9_62_HYBRID = 0x04, "EC Public Key Type X9.62 Hybrid";
    }
}

enumeration! {
    /// How key material is laid out.
    KeyFormatType, "Key Format Type", "KMIP 1.4 section 9.1.3.2.3, KMIP 2.1 section 11.25" {
        RAW = 0x01, "Raw";
        OPAQUE = 0x02, "Opaque";
        PKCS_1 = 0x03, "PKCS#1";
        PKCS_8 = 0x04, "PKCS#8";
        X_509 = 0x05, "X.509";
        EC_PRIVATE_KEY = 0x06, "ECPrivateKey";
        TRANSPARENT_SYMMETRIC_KEY = 0x07, "Transparent Symmetric Key";
        TRANSPARENT_DSA_PRIVATE_KEY = 0x08, "Transparent DSA Private Key";
        TRANSPARENT_DSA_PUBLIC_KEY = 0x09, "Transparent DSA Public Key";
        TRANSPARENT_RSA_PRIVATE_KEY = 0x0a, "Transparent RSA Private Key";
        TRANSPARENT_RSA_PUBLIC_KEY = 0x0b, "Transparent RSA Public Key";
        TRANSPARENT_DH_PRIVATE_KEY = 0x0c, "Transparent DH Private Key";
        TRANSPARENT_DH_PUBLIC_KEY = 0x0d, "Transparent DH Public Key";
        TRANSPARENT_ECDSA_PRIVATE_KEY = 0x0e, "Transparent ECDSA Private Key";
        TRANSPARENT_ECDSA_PUBLIC_KEY = 0x0f, "Transparent ECDSA Public Key";
        TRANSPARENT_ECDH_PRIVATE_KEY = 0x10, "Transparent ECDH Private Key";
        TRANSPARENT_ECDH_PUBLIC_KEY = 0x11, "Transparent ECDH Public Key";
        TRANSPARENT_ECMQV_PRIVATE_KEY = 0x12, "Transparent ECMQV Private Key";
        TRANSPARENT_ECMQV_PUBLIC_KEY = 0x13, "Transparent ECMQV Public Key";
        TRANSPARENT_EC_PRIVATE_KEY = 0x14, "Transparent EC Private Key";
        TRANSPARENT_EC_PUBLIC_KEY = 0x15, "Transparent EC Public Key";
        PKCS_12 = 0x16, "PKCS#12";
        PKCS_10 = 0x17, "PKCS#10";
    }
}

enumeration! {
    /// How a key is wrapped.
    WrappingMethod, "Wrapping Method", "KMIP 1.4 section 9.1.3.2.4, KMIP 2.1 section 11.62" {
        ENCRYPT = 0x01, "Encrypt";
        MAC_SIGN = 0x02, "MAC/sign";
        ENCRYPT_THEN_MAC_SIGN = 0x03, "Encrypt then MAC/sign";
        MAC_SIGN_THEN_ENCRYPT = 0x04, "MAC/sign then encrypt";
        TR_31 = 0x05, "TR-31";
    }
}

enumeration! {
    /// The elliptic curve of a key.
    RecommendedCurve, "Recommended Curve", "KMIP 1.4 section 9.1.3.2.5, KMIP 2.1 section 11.45" {
        P_192 = 0x01, "P-192";
        K_163 = 0x02, "K-163";
        B_163 = 0x03, "B-163";
        P_224 = 0x04, "P-224";
        K_233 = 0x05, "K-233";
        B_233 = 0x06, "B-233";
        P_256 = 0x07, "P-256";
        K_283 = 0x08, "K-283";
        B_283 = 0x09, "B-283";
        P_384 = 0x0a, "P-384";
        K_409 = 0x0b, "K-409";
        B_409 = 0x0c, "B-409";
        P_521 = 0x0d, "P-521";
        K_571 = 0x0e, "K-571";
        B_571 = 0x0f, "B-571";
        SECP112R1 = 0x10, "SECP112R1";
        SECP112R2 = 0x11, "SECP112R2";
        SECP128R1 = 0x12, "SECP128R1";
        SECP128R2 = 0x13, "SECP128R2";
        SECP160K1 = 0x14, "SECP160K1";
        SECP160R1 = 0x15, "SECP160R1";
        SECP160R2 = 0x16, "SECP160R2";
        SECP192K1 = 0x17, "SECP192K1";
        SECP224K1 = 0x18, "SECP224K1";
        SECP256K1 = 0x19, "SECP256K1";
        SECT113R1 = 0x1a, "SECT113R1";
        SECT113R2 = 0x1b, "SECT113R2";
        SECT131R1 = 0x1c, "SECT131R1";
        SECT131R2 = 0x1d, "SECT131R2";
        SECT163R1 = 0x1e, "SECT163R1";
        SECT193R1 = 0x1f, "SECT193R1";
        SECT193R2 = 0x20, "SECT193R2";
        SECT239K1 = 0x21, "SECT239K1";
        ANSIX9P192V2 = 0x22, "ANSIX9P192V2";
        ANSIX9P192V3 = 0x23, "ANSIX9P192V3";
        ANSIX9P239V1 = 0x24, "ANSIX9P239V1";
        ANSIX9P239V2 = 0x25, "ANSIX9P239V2";
        ANSIX9P239V3 = 0x26, "ANSIX9P239V3";
        ANSIX9C2PNB163V1 = 0x27, "ANSIX9C2PNB163V1";
        ANSIX9C2PNB163V2 = 0x28, "ANSIX9C2PNB163V2";
        ANSIX9C2PNB163V3 = 0x29, "ANSIX9C2PNB163V3";
        ANSIX9C2PNB176V1 = 0x2a, "ANSIX9C2PNB176V1";
        ANSIX9C2TNB191V1 = 0x2b, "ANSIX9C2TNB191V1";
        ANSIX9C2TNB191V2 = 0x2c, "ANSIX9C2TNB191V2";
        ANSIX9C2TNB191V3 = 0x2d, "ANSIX9C2TNB191V3";
        ANSIX9C2PNB208W1 = 0x2e, "ANSIX9C2PNB208W1";
        ANSIX9C2TNB239V1 = 0x2f, "ANSIX9C2TNB239V1";
        ANSIX9C2TNB239V2 = 0x30, "ANSIX9C2TNB239V2";
        ANSIX9C2TNB239V3 = 0x31, "ANSIX9C2TNB239V3";
        ANSIX9C2PNB272W1 = 0x32, "ANSIX9C2PNB272W1";
        ANSIX9C2PNB304W1 = 0x33, "ANSIX9C2PNB304W1";
        ANSIX9C2TNB359V1 = 0x34, "ANSIX9C2TNB359V1";
        ANSIX9C2PNB368W1 = 0x35, "ANSIX9C2PNB368W1";
        ANSIX9C2TNB431R1 = 0x36, "ANSIX9C2TNB431R1";
        BRAINPOOLP160R1 = 0x37, "BRAINPOOLP160R1";
        BRAINPOOLP160T1 = 0x38, "BRAINPOOLP160T1";
        BRAINPOOLP192R1 = 0x39, "BRAINPOOLP192R1";
        BRAINPOOLP192T1 = 0x3a, "BRAINPOOLP192T1";
        BRAINPOOLP224R1 = 0x3b, "BRAINPOOLP224R1";
        BRAINPOOLP224T1 = 0x3c, "BRAINPOOLP224T1";
        BRAINPOOLP256R1 = 0x3d, "BRAINPOOLP256R1";
        BRAINPOOLP256T1 = 0x3e, "BRAINPOOLP256T1";
        BRAINPOOLP320R1 = 0x3f, "BRAINPOOLP320R1";
        BRAINPOOLP320T1 = 0x40, "BRAINPOOLP320T1";
        BRAINPOOLP384R1 = 0x41, "BRAINPOOLP384R1";
        BRAINPOOLP384T1 = 0x42, "BRAINPOOLP384T1";
        BRAINPOOLP512R1 = 0x43, "BRAINPOOLP512R1";
        BRAINPOOLP512T1 = 0x44, "BRAINPOOLP512T1";
        CURVE25519 = 0x45, "CURVE25519";
        CURVE448 = 0x46, "CURVE448";
    }
}

enumeration! {
    /// What kind of certificate it is.
    CertificateType, "Certificate Type", "KMIP 1.4 section 9.1.3.2.6, KMIP 2.1 section 11.9" {
        X_509 = 0x01, "X.509";
        PGP = 0x02, "PGP";
    }
}

enumeration! {
    /// How a signature is made.
    DigitalSignatureAlgorithm, "Digital Signature Algorithm", "KMIP 1.4 section 9.1.3.2.7, KMIP 2.1 section 11.16" {
        MD2_WITH_RSA_ENCRYPTION = 0x01, "MD2 with RSA Encryption";
        MD5_WITH_RSA_ENCRYPTION = 0x02, "MD5 with RSA Encryption";
        SHA_1_WITH_RSA_ENCRYPTION = 0x03, "SHA-1 with RSA Encryption";
        SHA_224_WITH_RSA_ENCRYPTION = 0x04, "SHA-224 with RSA Encryption";
        SHA_256_WITH_RSA_ENCRYPTION = 0x05, "SHA-256 with RSA Encryption";
        SHA_384_WITH_RSA_ENCRYPTION = 0x06, "SHA-384 with RSA Encryption";
        SHA_512_WITH_RSA_ENCRYPTION = 0x07, "SHA-512 with RSA Encryption";
        RSASSA_PSS = 0x08, "RSASSA-PSS";
        DSA_WITH_SHA_1 = 0x09, "DSA with SHA-1";
        DSA_WITH_SHA224 = 0x0a, "DSA with SHA224";
        DSA_WITH_SHA256 = 0x0b, "DSA with SHA256";
        ECDSA_WITH_SHA_1 = 0x0c, "ECDSA with SHA-1";
        ECDSA_WITH_SHA224 = 0x0d, "ECDSA with SHA224";
        ECDSA_WITH_SHA256 = 0x0e, "ECDSA with SHA256";
        ECDSA_WITH_SHA384 = 0x0f, "ECDSA with SHA384";
        ECDSA_WITH_SHA512 = 0x10, "ECDSA with SHA512";
        SHA3_256_WITH_RSA_ENCRYPTION = 0x11, "SHA3-256 with RSA Encryption";
        SHA3_384_WITH_RSA_ENCRYPTION = 0x12, "SHA3-384 with RSA Encryption";
        SHA3_512_WITH_RSA_ENCRYPTION = 0x13, "SHA3-512 with RSA Encryption";
    } also {
        0x01, "MD2 with RSA Encryption (PKCS#1 v1.5)";
        0x02, "MD5 with RSA Encryption (PKCS#1 v1.5)";
        0x03, "SHA-1 with RSA Encryption (PKCS#1 v1.5)";
        0x04, "SHA-224 with RSA Encryption (PKCS#1 v1.5)";
        0x05, "SHA-256 with RSA Encryption (PKCS#1 v1.5)";
        0x06, "SHA-384 with RSA Encryption (PKCS#1 v1.5)";
        0x07, "SHA-512 with RSA Encryption (PKCS#1 v1.5)";
        0x08, "RSASSA-PSS (PKCS#1 v2.1)";
    }
}

enumeration! {
    /// How a key is split.
    SplitKeyMethod, "Split Key Method", "KMIP 1.4 section 9.1.3.2.8, KMIP 2.1 section 11.54" {
        XOR = 0x01, "XOR";
        POLYNOMIAL_SHARING_GF_2_16 = 0x02, "Polynomial Sharing GF (2^16)";
        POLYNOMIAL_SHARING_PRIME_FIELD = 0x03, "Polynomial Sharing Prime Field";
        POLYNOMIAL_SHARING_GF_2_8 = 0x04, "Polynomial Sharing GF (2^8)";
    }
}

enumeration! {
    /// What kind of secret it is.
    SecretDataType, "Secret Data Type", "KMIP 1.4 section 9.1.3.2.9, KMIP 2.1 section 11.52" {
        PASSWORD = 0x01, "Password";
        SEED = 0x02, "Seed";
    }
}

enumeration! {
    /// What kind of Opaque Object it is: the standard names none.
    OpaqueDataType, "Opaque Data Type", "KMIP 1.4 section 9.1.3.2.10, KMIP 2.1 section 11.35" {
    }
}

enumeration! {
    /// What kind of name it is.
    NameType, "Name Type", "KMIP 1.4 section 9.1.3.2.11, KMIP 2.1 section 11.31" {
        UNINTERPRETED_TEXT_STRING = 0x01, "Uninterpreted Text String";
        URI = 0x02, "URI";
    }
}

enumeration! {
    /// What kind of Managed Object it is.
    ObjectType, "Object Type", "KMIP 1.4 section 9.1.3.2.12, KMIP 2.1 section 11.34" {
        CERTIFICATE = 0x01, "Certificate";
        SYMMETRIC_KEY = 0x02, "Symmetric Key";
        PUBLIC_KEY = 0x03, "Public Key";
        PRIVATE_KEY = 0x04, "Private Key";
        SPLIT_KEY = 0x05, "Split Key";
        TEMPLATE = 0x06, "Template";
        SECRET_DATA = 0x07, "Secret Data";
        OPAQUE_OBJECT = 0x08, "Opaque Object";
        PGP_KEY = 0x09, "PGP Key";
        CERTIFICATE_REQUEST = 0x0a, "Certificate Request";
        USER = 0x0b, "User";
        GROUP = 0x0c, "Group";
        PASSWORD_CREDENTIAL = 0x0d, "Password Credential";
        DEVICE_CREDENTIAL = 0x0e, "Device Credential";
        ONE_TIME_PASSWORD_CREDENTIAL = 0x0f, "One Time Password Credential";
        HASHED_PASSWORD_CREDENTIAL = 0x10, "Hashed Password Credential";
    }
}

enumeration! {
    /// The algorithm a key is for.
    CryptographicAlgorithm, "Cryptographic Algorithm", "KMIP 1.4 section 9.1.3.2.13, KMIP 2.1 section 11.12" {
        DES = 0x01, "DES";
        TRIPLE_DES = 0x02, "3DES";
        AES = 0x03, "AES";
        RSA = 0x04, "RSA";
        DSA = 0x05, "DSA";
        ECDSA = 0x06, "ECDSA";
        HMAC_SHA1 = 0x07, "HMAC-SHA1";
        HMAC_SHA224 = 0x08, "HMAC-SHA224";
        HMAC_SHA256 = 0x09, "HMAC-SHA256";
        HMAC_SHA384 = 0x0a, "HMAC-SHA384";
        HMAC_SHA512 = 0x0b, "HMAC-SHA512";
        HMAC_MD5 = 0x0c, "HMAC-MD5";
        DH = 0x0d, "DH";
        ECDH = 0x0e, "ECDH";
        ECMQV = 0x0f, "ECMQV";
        BLOWFISH = 0x10, "Blowfish";
        CAMELLIA = 0x11, "Camellia";
        CAST5 = 0x12, "CAST5";
        IDEA = 0x13, "IDEA";
        MARS = 0x14, "MARS";
        RC2 = 0x15, "RC2";
        RC4 = 0x16, "RC4";
        RC5 = 0x17, "RC5";
        SKIPJACK = 0x18, "SKIPJACK";
        TWOFISH = 0x19, "Twofish";
        EC = 0x1a, "EC";
        ONE_TIME_PAD = 0x1b, "One Time Pad";
        CHACHA20 = 0x1c, "ChaCha20";
        POLY1305 = 0x1d, "Poly1305";
        CHACHA20_POLY1305 = 0x1e, "ChaCha20Poly1305";
        SHA3_224 = 0x1f, "SHA3-224";
        SHA3_256 = 0x20, "SHA3-256";
        SHA3_384 = 0x21, "SHA3-384";
        SHA3_512 = 0x22, "SHA3-512";
        HMAC_SHA3_224 = 0x23, "HMAC-SHA3-224";
        HMAC_SHA3_256 = 0x24, "HMAC-SHA3-256";
        HMAC_SHA3_384 = 0x25, "HMAC-SHA3-384";
        HMAC_SHA3_512 = 0x26, "HMAC-SHA3-512";
        SHAKE_128 = 0x27, "SHAKE-128";
        SHAKE_256 = 0x28, "SHAKE-256";
        ARIA = 0x29, "ARIA";
        SEED = 0x2a, "SEED";
        SM2 = 0x2b, "SM2";
        SM3 = 0x2c, "SM3";
        SM4 = 0x2d, "SM4";
        GOST_R_34_10_2012 = 0x2e, "GOST R 34.10-2012";
        GOST_R_34_11_2012 = 0x2f, "GOST R 34.11-2012";
        GOST_R_34_13_2015 = 0x30, "GOST R 34.13-2015";
        GOST_28147_89 = 0x31, "GOST 28147-89";
        XMSS = 0x32, "XMSS";
        SPHINCS_256 = 0x33, "SPHINCS-256";
        MCELIECE = 0x34, "McEliece";
        MCELIECE_6960119 = 0x35, "McEliece-6960119";
        MCELIECE_8192128 = 0x36, "McEliece-8192128";
        ED25519 = 0x37, "Ed25519";
        ED448 = 0x38, "Ed448";
        ML_KEM_512 = 0x39, "ML-KEM-512";
        ML_KEM_768 = 0x3a, "ML-KEM-768";
        ML_KEM_1024 = 0x3b, "ML-KEM-1024";
        ML_DSA_44 = 0x3c, "ML-DSA-44";
        ML_DSA_65 = 0x3d, "ML-DSA-65";
        ML_DSA_87 = 0x3e, "ML-DSA-87";
        SLH_DSA_SHA2_128S = 0x3f, "SLH-DSA-SHA2-128s";
        SLH_DSA_SHA2_128F = 0x40, "SLH-DSA-SHA2-128f";
        SLH_DSA_SHA2_192S = 0x41, "SLH-DSA-SHA2-192s";
        SLH_DSA_SHA2_192F = 0x42, "SLH-DSA-SHA2-192f";
        SLH_DSA_SHA2_256S = 0x43, "SLH-DSA-SHA2-256s";
        SLH_DSA_SHA2_256F = 0x44, "SLH-DSA-SHA2-256f";
        SLH_DSA_SHAKE_128S = 0x45, "SLH-DSA-SHAKE-128s";
        SLH_DSA_SHAKE_128F = 0x46, "SLH-DSA-SHAKE-128f";
        SLH_DSA_SHAKE_192S = 0x47, "SLH-DSA-SHAKE-192s";
        SLH_DSA_SHAKE_192F = 0x48, "SLH-DSA-SHAKE-192f";
        SLH_DSA_SHAKE_256S = 0x49, "SLH-DSA-SHAKE-256s";
        SLH_DSA_SHAKE_256F = 0x4a, "SLH-DSA-SHAKE-256f";
    }
}

enumeration! {
    /// How a block cipher is used.
    BlockCipherMode, "Block Cipher Mode", "KMIP 1.4 section 9.1.3.2.14, KMIP 2.1 section 11.6" {
        CBC = 0x01, "CBC";
        ECB = 0x02, "ECB";
        PCBC = 0x03, "PCBC";
        CFB = 0x04, "CFB";
        OFB = 0x05, "OFB";
        CTR = 0x06, "CTR";
        CMAC = 0x07, "CMAC";
        CCM = 0x08, "CCM";
        GCM = 0x09, "GCM";
        CBC_MAC = 0x0a, "CBC-MAC";
        XTS = 0x0b, "XTS";
        AES_KEY_WRAP_PADDING = 0x0c, "AESKeyWrapPadding";
        NIST_KEY_WRAP = 0x0d, "NISTKeyWrap";
        X9_102_AESKW = 0x0e, "X9.102 AESKW";
        X9_102_TDKW = 0x0f, "X9.102 TDKW";
        X9_102_AKW1 = 0x10, "X9.102 AKW1";
        X9_102_AKW2 = 0x11, "X9.102 AKW2";
        AEAD = 0x12, "AEAD";
    }
}

enumeration! {
    /// What fills the last block.
    PaddingMethod, "Padding Method", "KMIP 1.4 section 9.1.3.2.15, KMIP 2.1 section 11.37" {
        NONE = 0x01, "None";
        OAEP = 0x02, "OAEP";
        PKCS5 = 0x03, "PKCS5";
        SSL3 = 0x04, "SSL3";
        ZEROS = 0x05, "Zeros";
        ANSI_X9_23 = 0x06, "ANSI X9.23";
        ISO_10126 = 0x07, "ISO 10126";
        PKCS1_V1_5 = 0x08, "PKCS1 v1.5";
        X9_31 = 0x09, "X9.31";
        PSS = 0x0a, "PSS";
    }
}

enumeration! {
    /// How a digest is made.
    HashingAlgorithm, "Hashing Algorithm", "KMIP 1.4 section 9.1.3.2.16, KMIP 2.1 section 11.21" {
        MD2 = 0x01, "MD2";
        MD4 = 0x02, "MD4";
        MD5 = 0x03, "MD5";
        SHA_1 = 0x04, "SHA-1";
        SHA_224 = 0x05, "SHA-224";
        SHA_256 = 0x06, "SHA-256";
        SHA_384 = 0x07, "SHA-384";
        SHA_512 = 0x08, "SHA-512";
        RIPEMD_160 = 0x09, "RIPEMD-160";
        TIGER = 0x0a, "Tiger";
        WHIRLPOOL = 0x0b, "Whirlpool";
        SHA_512_224 = 0x0c, "SHA-512/224";
        SHA_512_256 = 0x0d, "SHA-512/256";
        SHA3_224 = 0x0e, "SHA3-224";
        SHA3_256 = 0x0f, "SHA3-256";
        SHA3_384 = 0x10, "SHA3-384";
        SHA3_512 = 0x11, "SHA3-512";
    } also {
        0x0e, "SHA-3-224";
        0x0f, "SHA-3-256";
        0x10, "SHA-3-384";
        0x11, "SHA-3-512";
    }
}

enumeration! {
    /// What a key does in banking (ANSI X9 TR-31).
    KeyRoleType, "Key Role Type", "KMIP 1.4 section 9.1.3.2.17, KMIP 2.1 section 11.26" {
        BDK = 0x01, "BDK";
        CVK = 0x02, "CVK";
        DEK = 0x03, "DEK";
        MKAC = 0x04, "MKAC";
        MKSMC = 0x05, "MKSMC";
        MKSMI = 0x06, "MKSMI";
        MKDAC = 0x07, "MKDAC";
        MKDN = 0x08, "MKDN";
        MKCP = 0x09, "MKCP";
        MKOTH = 0x0a, "MKOTH";
        KEK = 0x0b, "KEK";
        MAC16609 = 0x0c, "MAC16609";
        MAC97971 = 0x0d, "MAC97971";
        MAC97972 = 0x0e, "MAC97972";
        MAC97973 = 0x0f, "MAC97973";
        MAC97974 = 0x10, "MAC97974";
        MAC97975 = 0x11, "MAC97975";
        ZPK = 0x12, "ZPK";
        PVKIBM = 0x13, "PVKIBM";
        PVKPVV = 0x14, "PVKPVV";
        PVKOTH = 0x15, "PVKOTH";
        DUKPT = 0x16, "DUKPT";
        IV = 0x17, "IV";
        TRKBK = 0x18, "TRKBK";
    }
}

enumeration! {
    /// The states of a key's life (KMIP 1.4 section 3.22).
    State, "State", "KMIP 1.4 section 9.1.3.2.18, KMIP 2.1 section 11.55" {
        PRE_ACTIVE = 0x01, "Pre-Active";
        ACTIVE = 0x02, "Active";
        DEACTIVATED = 0x03, "Deactivated";
        COMPROMISED = 0x04, "Compromised";
        DESTROYED = 0x05, "Destroyed";
        DESTROYED_COMPROMISED = 0x06, "Destroyed Compromised";
    }
}

enumeration! {
    /// Why a key is revoked.
    RevocationReasonCode, "Revocation Reason Code", "KMIP 1.4 section 9.1.3.2.19, KMIP 2.1 section 11.48" {
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
    /// How an object is tied to another.
    LinkType, "Link Type", "KMIP 1.4 section 9.1.3.2.20, KMIP 2.1 section 11.28" {
        CERTIFICATE_LINK = 0x101, "Certificate Link";
        PUBLIC_KEY_LINK = 0x102, "Public Key Link";
        PRIVATE_KEY_LINK = 0x103, "Private Key Link";
        DERIVATION_BASE_OBJECT_LINK = 0x104, "Derivation Base Object Link";
        DERIVED_KEY_LINK = 0x105, "Derived Key Link";
        REPLACEMENT_OBJECT_LINK = 0x106, "Replacement Object Link";
        REPLACED_OBJECT_LINK = 0x107, "Replaced Object Link";
        PARENT_LINK = 0x108, "Parent Link";
        CHILD_LINK = 0x109, "Child Link";
        PREVIOUS_LINK = 0x10a, "Previous Link";
        NEXT_LINK = 0x10b, "Next Link";
        PKCS_12_CERTIFICATE_LINK = 0x10c, "PKCS#12 Certificate Link";
        PKCS_12_PASSWORD_LINK = 0x10d, "PKCS#12 Password Link";
        WRAPPING_KEY_LINK = 0x10e, "Wrapping Key Link";
    }
}

enumeration! {
    /// How a key is derived.
    DerivationMethod, "Derivation Method", "KMIP 1.4 section 9.1.3.2.21, KMIP 2.1 section 11.14" {
        PBKDF2 = 0x01, "PBKDF2";
        HASH = 0x02, "HASH";
        HMAC = 0x03, "HMAC";
        ENCRYPT = 0x04, "ENCRYPT";
        NIST800_108_C = 0x05, "NIST800-108-C";
        NIST800_108_F = 0x06, "NIST800-108-F";
        NIST800_108_DPI = 0x07, "NIST800-108-DPI";
        ASYMMETRIC_KEY = 0x08, "Asymmetric Key";
        AWS_SIGNATURE_VERSION_4 = 0x09, "AWS Signature Version 4";
        HKDF = 0x0a, "HKDF";
    }
}

enumeration! {
    /// What kind of certificate request it is.
    CertificateRequestType, "Certificate Request Type", "KMIP 1.4 section 9.1.3.2.22, KMIP 2.1 section 11.8" {
        CRMF = 0x01, "CRMF";
        PKCS_10 = 0x02, "PKCS#10";
        PEM = 0x03, "PEM";
        PGP = 0x04, "PGP";
    }
}

enumeration! {
    /// Whether a certificate or a signature is valid.
    ValidityIndicator, "Validity Indicator", "KMIP 1.4 section 9.1.3.2.23, KMIP 2.1 section 11.61" {
        VALID = 0x01, "Valid";
        INVALID = 0x02, "Invalid";
        UNKNOWN = 0x03, "Unknown";
    }
}

enumeration! {
    /// What Query asks for.
    QueryFunction, "Query Function", "KMIP 1.4 section 9.1.3.2.24, KMIP 2.1 section 11.44" {
        OPERATIONS = 0x01, "Query Operations";
        OBJECTS = 0x02, "Query Objects";
        SERVER_INFORMATION = 0x03, "Query Server Information";
        APPLICATION_NAMESPACES = 0x04, "Query Application Namespaces";
        EXTENSION_LIST = 0x05, "Query Extension List";
        EXTENSION_MAP = 0x06, "Query Extension Map";
        ATTESTATION_TYPES = 0x07, "Query Attestation Types";
        RNGS = 0x08, "Query RNGs";
        VALIDATIONS = 0x09, "Query Validations";
        PROFILES = 0x0a, "Query Profiles";
        CAPABILITIES = 0x0b, "Query Capabilities";
        CLIENT_REGISTRATION_METHODS = 0x0c, "Query Client Registration Methods";
        DEFAULTS_INFORMATION = 0x0d, "Query Defaults Information";
        STORAGE_PROTECTION_MASKS = 0x0e, "Query Storage Protection Masks";
        CREDENTIAL_INFORMATION = 0x0f, "Query Credential Information";
    }
}

enumeration! {
    /// What became of a request that was canceled.
    CancellationResult, "Cancellation Result", "KMIP 1.4 section 9.1.3.2.25, KMIP 2.1 section 11.7" {
        CANCELED = 0x01, "Canceled";
        UNABLE_TO_CANCEL = 0x02, "Unable to Cancel";
        COMPLETED = 0x03, "Completed";
        FAILED = 0x04, "Failed";
        UNAVAILABLE = 0x05, "Unavailable";
    }
}

enumeration! {
    /// Whether an object that is put is new.
    PutFunction, "Put Function", "KMIP 1.4 section 9.1.3.2.26, KMIP 2.1 section 11.43" {
        NEW = 0x01, "New";
        REPLACE = 0x02, "Replace";
    }
}

enumeration! {
    /// What is asked for.
    Operation, "Operation", "KMIP 1.4 section 9.1.3.2.27, KMIP 2.1 section 11.36" {
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
        CREATE_GROUP = 0x3c, "Create Group";
        OBLITERATE = 0x3d, "Obliterate";
        CREATE_USER = 0x3e, "Create User";
        CREATE_CREDENTIAL = 0x3f, "Create Credential";
        DEACTIVATE = 0x40, "Deactivate";
    }
}

enumeration! {
    /// How an operation ended.
    ResultStatus, "Result Status", "KMIP 1.4 section 9.1.3.2.28, KMIP 2.1 section 11.47" {
        SUCCESS = 0x00, "Success";
        OPERATION_FAILED = 0x01, "Operation Failed";
        OPERATION_PENDING = 0x02, "Operation Pending";
        OPERATION_UNDONE = 0x03, "Operation Undone";
    }
}

enumeration! {
    /// Why an operation failed.
    ResultReason, "Result Reason", "KMIP 1.4 section 9.1.3.2.29, KMIP 2.1 section 11.46" {
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
        INVALID_TICKET = 0x19, "Invalid Ticket";
        USAGE_LIMIT_EXCEEDED = 0x1a, "Usage Limit Exceeded";
        NUMERIC_RANGE = 0x1b, "Numeric Range";
        INVALID_DATA_TYPE = 0x1c, "Invalid Data Type";
        READ_ONLY_ATTRIBUTE = 0x1d, "Read Only Attribute";
        MULTI_VALUED_ATTRIBUTE = 0x1e, "Multi Valued Attribute";
        UNSUPPORTED_ATTRIBUTE = 0x1f, "Unsupported Attribute";
        ATTRIBUTE_INSTANCE_NOT_FOUND = 0x20, "Attribute Instance Not Found";
        ATTRIBUTE_NOT_FOUND = 0x21, "Attribute Not Found";
        ATTRIBUTE_READ_ONLY = 0x22, "Attribute Read Only";
        ATTRIBUTE_SINGLE_VALUED = 0x23, "Attribute Single Valued";
        BAD_CRYPTOGRAPHIC_PARAMETERS = 0x24, "Bad Cryptographic Parameters";
        BAD_PASSWORD = 0x25, "Bad Password";
        CODEC_ERROR = 0x26, "Codec Error";
        ILLEGAL_OBJECT_TYPE = 0x28, "Illegal Object Type";
        INCOMPATIBLE_CRYPTOGRAPHIC_USAGE_MASK = 0x29, "Incompatible Cryptographic Usage Mask";
        INTERNAL_SERVER_ERROR = 0x2a, "Internal Server Error";
        INVALID_ASYNCHRONOUS_CORRELATION_VALUE = 0x2b, "Invalid Asynchronous Correlation Value";
        INVALID_ATTRIBUTE = 0x2c, "Invalid Attribute";
        INVALID_ATTRIBUTE_VALUE = 0x2d, "Invalid Attribute Value";
        INVALID_CORRELATION_VALUE = 0x2e, "Invalid Correlation Value";
        INVALID_CSR = 0x2f, "Invalid CSR";
        INVALID_OBJECT_TYPE = 0x30, "Invalid Object Type";
        KEY_WRAP_TYPE_NOT_SUPPORTED = 0x32, "Key Wrap Type Not Supported";
        MISSING_INITIALIZATION_VECTOR = 0x34, "Missing Initialization Vector";
        NON_UNIQUE_NAME_ATTRIBUTE = 0x35, "Non Unique Name Attribute";
        OBJECT_DESTROYED = 0x36, "Object Destroyed";
        OBJECT_NOT_FOUND = 0x37, "Object Not Found";
        NOT_AUTHORISED = 0x39, "Not Authorised";
        SERVER_LIMIT_EXCEEDED = 0x3a, "Server Limit Exceeded";
        UNKNOWN_ENUMERATION = 0x3b, "Unknown Enumeration";
        UNKNOWN_MESSAGE_EXTENSION = 0x3c, "Unknown Message Extension";
        UNKNOWN_TAG = 0x3d, "Unknown Tag";
        UNSUPPORTED_CRYPTOGRAPHIC_PARAMETERS = 0x3e, "Unsupported Cryptographic Parameters";
        UNSUPPORTED_PROTOCOL_VERSION = 0x3f, "Unsupported Protocol Version";
        WRAPPING_OBJECT_ARCHIVED = 0x40, "Wrapping Object Archived";
        WRAPPING_OBJECT_DESTROYED = 0x41, "Wrapping Object Destroyed";
        WRAPPING_OBJECT_NOT_FOUND = 0x42, "Wrapping Object Not Found";
        WRONG_KEY_LIFECYCLE_STATE = 0x43, "Wrong Key Lifecycle State";
        PROTECTION_STORAGE_UNAVAILABLE = 0x44, "Protection Storage Unavailable";
        PKCS_11_CODEC_ERROR = 0x45, "PKCS#11 Codec Error";
        PKCS_11_INVALID_FUNCTION = 0x46, "PKCS#11 Invalid Function";
        PKCS_11_INVALID_INTERFACE = 0x47, "PKCS#11 Invalid Interface";
        PRIVATE_PROTECTION_STORAGE_UNAVAILABLE = 0x48, "Private Protection Storage Unavailable";
        PUBLIC_PROTECTION_STORAGE_UNAVAILABLE = 0x49, "Public Protection Storage Unavailable";
        UNKNOWN_OBJECT_GROUP = 0x4a, "Unknown Object Group";
        CONSTRAINT_VIOLATION = 0x4b, "Constraint Violation";
        DUPLICATE_PROCESS_REQUEST = 0x4c, "Duplicate Process Request";
        CIRCULAR_LINK_ERROR = 0x4d, "Circular Link Error";
        GENERAL_FAILURE = 0x100, "General Failure";
    } also {
        0x0d, "Object archived";
    }
}

enumeration! {
    /// What happens to the rest of a batch after an error.
    BatchErrorContinuationOption, "Batch Error Continuation Option", "KMIP 1.4 section 9.1.3.2.30, KMIP 2.1 section 11.5" {
        CONTINUE = 0x01, "Continue";
        STOP = 0x02, "Stop";
        UNDO = 0x03, "Undo";
    }
}

enumeration! {
    /// What Usage Limits count.
    UsageLimitsUnit, "Usage Limits Unit", "KMIP 1.4 section 9.1.3.2.31, KMIP 2.1 section 11.60" {
        BYTE = 0x01, "Byte";
        OBJECT = 0x02, "Object";
    }
}

enumeration! {
    /// What of a key is wrapped.
    EncodingOption, "Encoding Option", "KMIP 1.4 section 9.1.3.2.32, KMIP 2.1 section 11.18" {
        NO_ENCODING = 0x01, "No Encoding";
        TTLV_ENCODING = 0x02, "TTLV Encoding";
    }
}

enumeration! {
    /// Which member of a group Locate looks for.
    ObjectGroupMember, "Object Group Member", "KMIP 1.4 section 9.1.3.2.33, KMIP 2.1 section 11.33" {
        GROUP_MEMBER_FRESH = 0x01, "Group Member Fresh";
        GROUP_MEMBER_DEFAULT = 0x02, "Group Member Default";
    }
}

enumeration! {
    /// What kind of alternative name it is.
    AlternativeNameType, "Alternative Name Type", "KMIP 1.4 section 9.1.3.2.34, KMIP 2.1 section 11.2" {
        UNINTERPRETED_TEXT_STRING = 0x01, "Uninterpreted Text String";
        URI = 0x02, "URI";
        OBJECT_SERIAL_NUMBER = 0x03, "Object Serial Number";
        EMAIL_ADDRESS = 0x04, "Email Address";
        DNS_NAME = 0x05, "DNS Name";
        X_500_DISTINGUISHED_NAME = 0x06, "X.500 Distinguished Name";
        IP_ADDRESS = 0x07, "IP Address";
    }
}

enumeration! {
    /// How the place of a key value is written.
    KeyValueLocationType, "Key Value Location Type", "KMIP 1.4 section 9.1.3.2.35, KMIP 2.1 section 11.27" {
        UNINTERPRETED_TEXT_STRING = 0x01, "Uninterpreted Text String";
        URI = 0x02, "URI";
    }
}

enumeration! {
    /// How a client attests its state.
    AttestationType, "Attestation Type", "KMIP 1.4 section 9.1.3.2.36, KMIP 2.1 section 11.4" {
        TPM_QUOTE = 0x01, "TPM Quote";
        TCG_INTEGRITY_REPORT = 0x02, "TCG Integrity Report";
        SAML_ASSERTION = 0x03, "SAML Assertion";
    }
}

enumeration! {
    /// How random numbers are made.
    RngAlgorithm, "RNG Algorithm", "KMIP 1.4 section 9.1.3.2.37, KMIP 2.1 section 11.49" {
        UNSPECIFIED = 0x01, "Unspecified";
        FIPS_186_2 = 0x02, "FIPS 186-2";
        DRBG = 0x03, "DRBG";
        NRBG = 0x04, "NRBG";
        ANSI_X9_31 = 0x05, "ANSI X9.31";
        ANSI_X9_62 = 0x06, "ANSI X9.62";
    }
}

enumeration! {
    /// Which generator of SP 800-90A it is.
    DrbgAlgorithm, "DRBG Algorithm", "KMIP 1.4 section 9.1.3.2.38, KMIP 2.1 section 11.17" {
        UNSPECIFIED = 0x01, "Unspecified";
        DUAL_EC = 0x02, "Dual-EC";
        HASH = 0x03, "Hash";
        HMAC = 0x04, "HMAC";
        CTR = 0x05, "CTR";
    }
}

enumeration! {
    /// Which generator of FIPS 186-2 it is.
    Fips186Variation, "FIPS186 Variation", "KMIP 1.4 section 9.1.3.2.39, KMIP 2.1 section 11.20" {
        UNSPECIFIED = 0x01, "Unspecified";
        GP_X_ORIGINAL = 0x02, "GP x-Original";
        GP_X_CHANGE_NOTICE = 0x03, "GP x-Change Notice";
        X_ORIGINAL = 0x04, "x-Original";
        X_CHANGE_NOTICE = 0x05, "x-Change Notice";
        K_ORIGINAL = 0x06, "k-Original";
        K_CHANGE_NOTICE = 0x07, "k-Change Notice";
    }
}

enumeration! {
    /// Who validated a module.
    ValidationAuthorityType, "Validation Authority Type", "KMIP 1.4 section 9.1.3.2.40, KMIP 2.1 section 11.63" {
        UNSPECIFIED = 0x01, "Unspecified";
        NIST_CMVP = 0x02, "NIST CMVP";
        COMMON_CRITERIA = 0x03, "Common Criteria";
    }
}

enumeration! {
    /// What kind of module was validated.
    ValidationType, "Validation Type", "KMIP 1.4 section 9.1.3.2.41, KMIP 2.1 section 11.64" {
        UNSPECIFIED = 0x01, "Unspecified";
        HARDWARE = 0x02, "Hardware";
        SOFTWARE = 0x03, "Software";
        FIRMWARE = 0x04, "Firmware";
        HYBRID = 0x05, "Hybrid";
    }
}

enumeration! {
    /// A profile of KMIP.
    ProfileName, "Profile Name", "KMIP 1.4 section 9.1.3.2.42, KMIP 2.1 section 11.41" {
        BASELINE_SERVER_BASIC_KMIP_V1_2 = 0x01, "Baseline Server Basic KMIP v1.2";
        BASELINE_SERVER_TLS_V1_2_KMIP_V1_2 = 0x02, "Baseline Server TLS v1.2 KMIP v1.2";
        BASELINE_CLIENT_BASIC_KMIP_V1_2 = 0x03, "Baseline Client Basic KMIP v1.2";
        BASELINE_CLIENT_TLS_V1_2_KMIP_V1_2 = 0x04, "Baseline Client TLS v1.2 KMIP v1.2";
        COMPLETE_SERVER_BASIC_KMIP_V1_2 = 0x05, "Complete Server Basic KMIP v1.2";
        COMPLETE_SERVER_TLS_V1_2_KMIP_V1_2 = 0x06, "Complete Server TLS v1.2 KMIP v1.2";
        TAPE_LIBRARY_CLIENT_KMIP_V1_0 = 0x07, "Tape Library Client KMIP v1.0";
        TAPE_LIBRARY_CLIENT_KMIP_V1_1 = 0x08, "Tape Library Client KMIP v1.1";
        TAPE_LIBRARY_CLIENT_KMIP_V1_2 = 0x09, "Tape Library Client KMIP v1.2";
        TAPE_LIBRARY_SERVER_KMIP_V1_0 = 0x0a, "Tape Library Server KMIP v1.0";
        TAPE_LIBRARY_SERVER_KMIP_V1_1 = 0x0b, "Tape Library Server KMIP v1.1";
        TAPE_LIBRARY_SERVER_KMIP_V1_2 = 0x0c, "Tape Library Server KMIP v1.2";
        SYMMETRIC_KEY_LIFECYCLE_CLIENT_KMIP_V1_0 = 0x0d, "Symmetric Key Lifecycle Client KMIP v1.0";
        SYMMETRIC_KEY_LIFECYCLE_CLIENT_KMIP_V1_1 = 0x0e, "Symmetric Key Lifecycle Client KMIP v1.1";
        SYMMETRIC_KEY_LIFECYCLE_CLIENT_KMIP_V1_2 = 0x0f, "Symmetric Key Lifecycle Client KMIP v1.2";
        SYMMETRIC_KEY_LIFECYCLE_SERVER_KMIP_V1_0 = 0x10, "Symmetric Key Lifecycle Server KMIP v1.0";
        SYMMETRIC_KEY_LIFECYCLE_SERVER_KMIP_V1_1 = 0x11, "Symmetric Key Lifecycle Server KMIP v1.1";
        SYMMETRIC_KEY_LIFECYCLE_SERVER_KMIP_V1_2 = 0x12, "Symmetric Key Lifecycle Server KMIP v1.2";
        ASYMMETRIC_KEY_LIFECYCLE_CLIENT_KMIP_V1_0 = 0x13, "Asymmetric Key Lifecycle Client KMIP v1.0";
        ASYMMETRIC_KEY_LIFECYCLE_CLIENT_KMIP_V1_1 = 0x14, "Asymmetric Key Lifecycle Client KMIP v1.1";
        ASYMMETRIC_KEY_LIFECYCLE_CLIENT_KMIP_V1_2 = 0x15, "Asymmetric Key Lifecycle Client KMIP v1.2";
        ASYMMETRIC_KEY_LIFECYCLE_SERVER_KMIP_V1_0 = 0x16, "Asymmetric Key Lifecycle Server KMIP v1.0";
        ASYMMETRIC_KEY_LIFECYCLE_SERVER_KMIP_V1_1 = 0x17, "Asymmetric Key Lifecycle Server KMIP v1.1";
        ASYMMETRIC_KEY_LIFECYCLE_SERVER_KMIP_V1_2 = 0x18, "Asymmetric Key Lifecycle Server KMIP v1.2";
        BASIC_CRYPTOGRAPHIC_CLIENT_KMIP_V1_2 = 0x19, "Basic Cryptographic Client KMIP v1.2";
        BASIC_CRYPTOGRAPHIC_SERVER_KMIP_V1_2 = 0x1a, "Basic Cryptographic Server KMIP v1.2";
        ADVANCED_CRYPTOGRAPHIC_CLIENT_KMIP_V1_2 = 0x1b, "Advanced Cryptographic Client KMIP v1.2";
        ADVANCED_CRYPTOGRAPHIC_SERVER_KMIP_V1_2 = 0x1c, "Advanced Cryptographic Server KMIP v1.2";
        RNG_CRYPTOGRAPHIC_CLIENT_KMIP_V1_2 = 0x1d, "RNG Cryptographic Client KMIP v1.2";
        RNG_CRYPTOGRAPHIC_SERVER_KMIP_V1_2 = 0x1e, "RNG Cryptographic Server KMIP v1.2";
        BASIC_SYMMETRIC_KEY_FOUNDRY_CLIENT_KMIP_V1_0 = 0x1f, "Basic Symmetric Key Foundry Client KMIP v1.0";
        INTERMEDIATE_SYMMETRIC_KEY_FOUNDRY_CLIENT_KMIP_V1_0 = 0x20, "Intermediate Symmetric Key Foundry Client KMIP v1.0";
        ADVANCED_SYMMETRIC_KEY_FOUNDRY_CLIENT_KMIP_V1_0 = 0x21, "Advanced Symmetric Key Foundry Client KMIP v1.0";
        BASIC_SYMMETRIC_KEY_FOUNDRY_CLIENT_KMIP_V1_1 = 0x22, "Basic Symmetric Key Foundry Client KMIP v1.1";
        INTERMEDIATE_SYMMETRIC_KEY_FOUNDRY_CLIENT_KMIP_V1_1 = 0x23, "Intermediate Symmetric Key Foundry Client KMIP v1.1";
        ADVANCED_SYMMETRIC_KEY_FOUNDRY_CLIENT_KMIP_V1_1 = 0x24, "Advanced Symmetric Key Foundry Client KMIP v1.1";
        BASIC_SYMMETRIC_KEY_FOUNDRY_CLIENT_KMIP_V1_2 = 0x25, "Basic Symmetric Key Foundry Client KMIP v1.2";
        INTERMEDIATE_SYMMETRIC_KEY_FOUNDRY_CLIENT_KMIP_V1_2 = 0x26, "Intermediate Symmetric Key Foundry Client KMIP v1.2";
        ADVANCED_SYMMETRIC_KEY_FOUNDRY_CLIENT_KMIP_V1_2 = 0x27, "Advanced Symmetric Key Foundry Client KMIP v1.2";
        SYMMETRIC_KEY_FOUNDRY_SERVER_KMIP_V1_0 = 0x28, "Symmetric Key Foundry Server KMIP v1.0";
        SYMMETRIC_KEY_FOUNDRY_SERVER_KMIP_V1_1 = 0x29, "Symmetric Key Foundry Server KMIP v1.1";
        SYMMETRIC_KEY_FOUNDRY_SERVER_KMIP_V1_2 = 0x2a, "Symmetric Key Foundry Server KMIP v1.2";
        OPAQUE_MANAGED_OBJECT_STORE_CLIENT_KMIP_V1_0 = 0x2b, "Opaque Managed Object Store Client KMIP v1.0";
        OPAQUE_MANAGED_OBJECT_STORE_CLIENT_KMIP_V1_1 = 0x2c, "Opaque Managed Object Store Client KMIP v1.1";
        OPAQUE_MANAGED_OBJECT_STORE_CLIENT_KMIP_V1_2 = 0x2d, "Opaque Managed Object Store Client KMIP v1.2";
        OPAQUE_MANAGED_OBJECT_STORE_SERVER_KMIP_V1_0 = 0x2e, "Opaque Managed Object Store Server KMIP v1.0";
        OPAQUE_MANAGED_OBJECT_STORE_SERVER_KMIP_V1_1 = 0x2f, "Opaque Managed Object Store Server KMIP v1.1";
        OPAQUE_MANAGED_OBJECT_STORE_SERVER_KMIP_V1_2 = 0x30, "Opaque Managed Object Store Server KMIP v1.2";
        SUITE_B_MINLOS_128_CLIENT_KMIP_V1_0 = 0x31, "Suite B minLOS_128 Client KMIP v1.0";
        SUITE_B_MINLOS_128_CLIENT_KMIP_V1_1 = 0x32, "Suite B minLOS_128 Client KMIP v1.1";
        SUITE_B_MINLOS_128_CLIENT_KMIP_V1_2 = 0x33, "Suite B minLOS_128 Client KMIP v1.2";
        SUITE_B_MINLOS_128_SERVER_KMIP_V1_0 = 0x34, "Suite B minLOS_128 Server KMIP v1.0";
        SUITE_B_MINLOS_128_SERVER_KMIP_V1_1 = 0x35, "Suite B minLOS_128 Server KMIP v1.1";
        SUITE_B_MINLOS_128_SERVER_KMIP_V1_2 = 0x36, "Suite B minLOS_128 Server KMIP v1.2";
        SUITE_B_MINLOS_192_CLIENT_KMIP_V1_0 = 0x37, "Suite B minLOS_192 Client KMIP v1.0";
        SUITE_B_MINLOS_192_CLIENT_KMIP_V1_1 = 0x38, "Suite B minLOS_192 Client KMIP v1.1";
        SUITE_B_MINLOS_192_CLIENT_KMIP_V1_2 = 0x39, "Suite B minLOS_192 Client KMIP v1.2";
        SUITE_B_MINLOS_192_SERVER_KMIP_V1_0 = 0x3a, "Suite B minLOS_192 Server KMIP v1.0";
        SUITE_B_MINLOS_192_SERVER_KMIP_V1_1 = 0x3b, "Suite B minLOS_192 Server KMIP v1.1";
        SUITE_B_MINLOS_192_SERVER_KMIP_V1_2 = 0x3c, "Suite B minLOS_192 Server KMIP v1.2";
        STORAGE_ARRAY_WITH_SELF_ENCRYPTING_DRIVE_CLIENT_KMIP_V1_0 = 0x3d, "Storage Array with Self Encrypting Drive Client KMIP v1.0";
        STORAGE_ARRAY_WITH_SELF_ENCRYPTING_DRIVE_CLIENT_KMIP_V1_1 = 0x3e, "Storage Array with Self Encrypting Drive Client KMIP v1.1";
        STORAGE_ARRAY_WITH_SELF_ENCRYPTING_DRIVE_CLIENT_KMIP_V1_2 = 0x3f, "Storage Array with Self Encrypting Drive Client KMIP v1.2";
        STORAGE_ARRAY_WITH_SELF_ENCRYPTING_DRIVE_SERVER_KMIP_V1_0 = 0x40, "Storage Array with Self Encrypting Drive Server KMIP v1.0";
        STORAGE_ARRAY_WITH_SELF_ENCRYPTING_DRIVE_SERVER_KMIP_V1_1 = 0x41, "Storage Array with Self Encrypting Drive Server KMIP v1.1";
        STORAGE_ARRAY_WITH_SELF_ENCRYPTING_DRIVE_SERVER_KMIP_V1_2 = 0x42, "Storage Array with Self Encrypting Drive Server KMIP v1.2";
        HTTPS_CLIENT_KMIP_V1_0 = 0x43, "HTTPS Client KMIP v1.0";
        HTTPS_CLIENT_KMIP_V1_1 = 0x44, "HTTPS Client KMIP v1.1";
        HTTPS_CLIENT_KMIP_V1_2 = 0x45, "HTTPS Client KMIP v1.2";
        HTTPS_SERVER_KMIP_V1_0 = 0x46, "HTTPS Server KMIP v1.0";
        HTTPS_SERVER_KMIP_V1_1 = 0x47, "HTTPS Server KMIP v1.1";
        HTTPS_SERVER_KMIP_V1_2 = 0x48, "HTTPS Server KMIP v1.2";
        JSON_CLIENT_KMIP_V1_0 = 0x49, "JSON Client KMIP v1.0";
        JSON_CLIENT_KMIP_V1_1 = 0x4a, "JSON Client KMIP v1.1";
        JSON_CLIENT_KMIP_V1_2 = 0x4b, "JSON Client KMIP v1.2";
        JSON_SERVER_KMIP_V1_0 = 0x4c, "JSON Server KMIP v1.0";
        JSON_SERVER_KMIP_V1_1 = 0x4d, "JSON Server KMIP v1.1";
        JSON_SERVER_KMIP_V1_2 = 0x4e, "JSON Server KMIP v1.2";
        XML_CLIENT_KMIP_V1_0 = 0x4f, "XML Client KMIP v1.0";
        XML_CLIENT_KMIP_V1_1 = 0x50, "XML Client KMIP v1.1";
        XML_CLIENT_KMIP_V1_2 = 0x51, "XML Client KMIP v1.2";
        XML_SERVER_KMIP_V1_0 = 0x52, "XML Server KMIP v1.0";
        XML_SERVER_KMIP_V1_1 = 0x53, "XML Server KMIP v1.1";
        XML_SERVER_KMIP_V1_2 = 0x54, "XML Server KMIP v1.2";
        BASELINE_SERVER_BASIC_KMIP_V1_3 = 0x55, "Baseline Server Basic KMIP v1.3";
        BASELINE_SERVER_TLS_V1_2_KMIP_V1_3 = 0x56, "Baseline Server TLS v1.2 KMIP v1.3";
        BASELINE_CLIENT_BASIC_KMIP_V1_3 = 0x57, "Baseline Client Basic KMIP v1.3";
        BASELINE_CLIENT_TLS_V1_2_KMIP_V1_3 = 0x58, "Baseline Client TLS v1.2 KMIP v1.3";
        COMPLETE_SERVER_BASIC_KMIP_V1_3 = 0x59, "Complete Server Basic KMIP v1.3";
        COMPLETE_SERVER_TLS_V1_2_KMIP_V1_3 = 0x5a, "Complete Server TLS v1.2 KMIP v1.3";
        TAPE_LIBRARY_CLIENT_KMIP_V1_3 = 0x5b, "Tape Library Client KMIP v1.3";
        TAPE_LIBRARY_SERVER_KMIP_V1_3 = 0x5c, "Tape Library Server KMIP v1.3";
        SYMMETRIC_KEY_LIFECYCLE_CLIENT_KMIP_V1_3 = 0x5d, "Symmetric Key Lifecycle Client KMIP v1.3";
        SYMMETRIC_KEY_LIFECYCLE_SERVER_KMIP_V1_3 = 0x5e, "Symmetric Key Lifecycle Server KMIP v1.3";
        ASYMMETRIC_KEY_LIFECYCLE_CLIENT_KMIP_V1_3 = 0x5f, "Asymmetric Key Lifecycle Client KMIP v1.3";
        ASYMMETRIC_KEY_LIFECYCLE_SERVER_KMIP_V1_3 = 0x60, "Asymmetric Key Lifecycle Server KMIP v1.3";
        BASIC_CRYPTOGRAPHIC_CLIENT_KMIP_V1_3 = 0x61, "Basic Cryptographic Client KMIP v1.3";
        BASIC_CRYPTOGRAPHIC_SERVER_KMIP_V1_3 = 0x62, "Basic Cryptographic Server KMIP v1.3";
        ADVANCED_CRYPTOGRAPHIC_CLIENT_KMIP_V1_3 = 0x63, "Advanced Cryptographic Client KMIP v1.3";
        ADVANCED_CRYPTOGRAPHIC_SERVER_KMIP_V1_3 = 0x64, "Advanced Cryptographic Server KMIP v1.3";
        RNG_CRYPTOGRAPHIC_CLIENT_KMIP_V1_3 = 0x65, "RNG Cryptographic Client KMIP v1.3";
        RNG_CRYPTOGRAPHIC_SERVER_KMIP_V1_3 = 0x66, "RNG Cryptographic Server KMIP v1.3";
        BASIC_SYMMETRIC_KEY_FOUNDRY_CLIENT_KMIP_V1_3 = 0x67, "Basic Symmetric Key Foundry Client KMIP v1.3";
        INTERMEDIATE_SYMMETRIC_KEY_FOUNDRY_CLIENT_KMIP_V1_3 = 0x68, "Intermediate Symmetric Key Foundry Client KMIP v1.3";
        ADVANCED_SYMMETRIC_KEY_FOUNDRY_CLIENT_KMIP_V1_3 = 0x69, "Advanced Symmetric Key Foundry Client KMIP v1.3";
        SYMMETRIC_KEY_FOUNDRY_SERVER_KMIP_V1_3 = 0x6a, "Symmetric Key Foundry Server KMIP v1.3";
        OPAQUE_MANAGED_OBJECT_STORE_CLIENT_KMIP_V1_3 = 0x6b, "Opaque Managed Object Store Client KMIP v1.3";
        OPAQUE_MANAGED_OBJECT_STORE_SERVER_KMIP_V1_3 = 0x6c, "Opaque Managed Object Store Server KMIP v1.3";
        SUITE_B_MINLOS_128_CLIENT_KMIP_V1_3 = 0x6d, "Suite B minLOS_128 Client KMIP v1.3";
        SUITE_B_MINLOS_128_SERVER_KMIP_V1_3 = 0x6e, "Suite B minLOS_128 Server KMIP v1.3";
        SUITE_B_MINLOS_192_CLIENT_KMIP_V1_3 = 0x6f, "Suite B minLOS_192 Client KMIP v1.3";
        SUITE_B_MINLOS_192_SERVER_KMIP_V1_3 = 0x70, "Suite B minLOS_192 Server KMIP v1.3";
        STORAGE_ARRAY_WITH_SELF_ENCRYPTING_DRIVE_CLIENT_KMIP_V1_3 = 0x71, "Storage Array with Self Encrypting Drive Client KMIP v1.3";
        STORAGE_ARRAY_WITH_SELF_ENCRYPTING_DRIVE_SERVER_KMIP_V1_3 = 0x72, "Storage Array with Self Encrypting Drive Server KMIP v1.3";
        HTTPS_CLIENT_KMIP_V1_3 = 0x73, "HTTPS Client KMIP v1.3";
        HTTPS_SERVER_KMIP_V1_3 = 0x74, "HTTPS Server KMIP v1.3";
        JSON_CLIENT_KMIP_V1_3 = 0x75, "JSON Client KMIP v1.3";
        JSON_SERVER_KMIP_V1_3 = 0x76, "JSON Server KMIP v1.3";
        XML_CLIENT_KMIP_V1_3 = 0x77, "XML Client KMIP v1.3";
        XML_SERVER_KMIP_V1_3 = 0x78, "XML Server KMIP v1.3";
        BASELINE_SERVER_BASIC_KMIP_V1_4 = 0x79, "Baseline Server Basic KMIP v1.4";
        BASELINE_SERVER_TLS_V1_2_KMIP_V1_4 = 0x7a, "Baseline Server TLS v1.2 KMIP v1.4";
        BASELINE_CLIENT_BASIC_KMIP_V1_4 = 0x7b, "Baseline Client Basic KMIP v1.4";
        BASELINE_CLIENT_TLS_V1_2_KMIP_V1_4 = 0x7c, "Baseline Client TLS v1.2 KMIP v1.4";
        COMPLETE_SERVER_BASIC_KMIP_V1_4 = 0x7d, "Complete Server Basic KMIP v1.4";
        COMPLETE_SERVER_TLS_V1_2_KMIP_V1_4 = 0x7e, "Complete Server TLS v1.2 KMIP v1.4";
        TAPE_LIBRARY_CLIENT_KMIP_V1_4 = 0x7f, "Tape Library Client KMIP v1.4";
        TAPE_LIBRARY_SERVER_KMIP_V1_4 = 0x80, "Tape Library Server KMIP v1.4";
        SYMMETRIC_KEY_LIFECYCLE_CLIENT_KMIP_V1_4 = 0x81, "Symmetric Key Lifecycle Client KMIP v1.4";
        SYMMETRIC_KEY_LIFECYCLE_SERVER_KMIP_V1_4 = 0x82, "Symmetric Key Lifecycle Server KMIP v1.4";
        ASYMMETRIC_KEY_LIFECYCLE_CLIENT_KMIP_V1_4 = 0x83, "Asymmetric Key Lifecycle Client KMIP v1.4";
        ASYMMETRIC_KEY_LIFECYCLE_SERVER_KMIP_V1_4 = 0x84, "Asymmetric Key Lifecycle Server KMIP v1.4";
        BASIC_CRYPTOGRAPHIC_CLIENT_KMIP_V1_4 = 0x85, "Basic Cryptographic Client KMIP v1.4";
        BASIC_CRYPTOGRAPHIC_SERVER_KMIP_V1_4 = 0x86, "Basic Cryptographic Server KMIP v1.4";
        ADVANCED_CRYPTOGRAPHIC_CLIENT_KMIP_V1_4 = 0x87, "Advanced Cryptographic Client KMIP v1.4";
        ADVANCED_CRYPTOGRAPHIC_SERVER_KMIP_V1_4 = 0x88, "Advanced Cryptographic Server KMIP v1.4";
        RNG_CRYPTOGRAPHIC_CLIENT_KMIP_V1_4 = 0x89, "RNG Cryptographic Client KMIP v1.4";
        RNG_CRYPTOGRAPHIC_SERVER_KMIP_V1_4 = 0x8a, "RNG Cryptographic Server KMIP v1.4";
        BASIC_SYMMETRIC_KEY_FOUNDRY_CLIENT_KMIP_V1_4 = 0x8b, "Basic Symmetric Key Foundry Client KMIP v1.4";
        INTERMEDIATE_SYMMETRIC_KEY_FOUNDRY_CLIENT_KMIP_V1_4 = 0x8c, "Intermediate Symmetric Key Foundry Client KMIP v1.4";
        ADVANCED_SYMMETRIC_KEY_FOUNDRY_CLIENT_KMIP_V1_4 = 0x8d, "Advanced Symmetric Key Foundry Client KMIP v1.4";
        SYMMETRIC_KEY_FOUNDRY_SERVER_KMIP_V1_4 = 0x8e, "Symmetric Key Foundry Server KMIP v1.4";
        OPAQUE_MANAGED_OBJECT_STORE_CLIENT_KMIP_V1_4 = 0x8f, "Opaque Managed Object Store Client KMIP v1.4";
        OPAQUE_MANAGED_OBJECT_STORE_SERVER_KMIP_V1_4 = 0x90, "Opaque Managed Object Store Server KMIP v1.4";
        SUITE_B_MINLOS_128_CLIENT_KMIP_V1_4 = 0x91, "Suite B minLOS_128 Client KMIP v1.4";
        SUITE_B_MINLOS_128_SERVER_KMIP_V1_4 = 0x92, "Suite B minLOS_128 Server KMIP v1.4";
        SUITE_B_MINLOS_192_CLIENT_KMIP_V1_4 = 0x93, "Suite B minLOS_192 Client KMIP v1.4";
        SUITE_B_MINLOS_192_SERVER_KMIP_V1_4 = 0x94, "Suite B minLOS_192 Server KMIP v1.4";
        STORAGE_ARRAY_WITH_SELF_ENCRYPTING_DRIVE_CLIENT_KMIP_V1_4 = 0x95, "Storage Array with Self Encrypting Drive Client KMIP v1.4";
        STORAGE_ARRAY_WITH_SELF_ENCRYPTING_DRIVE_SERVER_KMIP_V1_4 = 0x96, "Storage Array with Self Encrypting Drive Server KMIP v1.4";
        HTTPS_CLIENT_KMIP_V1_4 = 0x97, "HTTPS Client KMIP v1.4";
        HTTPS_SERVER_KMIP_V1_4 = 0x98, "HTTPS Server KMIP v1.4";
        JSON_CLIENT_KMIP_V1_4 = 0x99, "JSON Client KMIP v1.4";
        JSON_SERVER_KMIP_V1_4 = 0x9a, "JSON Server KMIP v1.4";
        XML_CLIENT_KMIP_V1_4 = 0x9b, "XML Client KMIP v1.4";
        XML_SERVER_KMIP_V1_4 = 0x9c, "XML Server KMIP v1.4";
        COMPLETE_SERVER_BASIC = 0x104, "Complete Server Basic";
        COMPLETE_SERVER_TLS_V1_2 = 0x105, "Complete Server TLS v1.2";
        TAPE_LIBRARY_CLIENT = 0x106, "Tape Library Client";
        TAPE_LIBRARY_SERVER = 0x107, "Tape Library Server";
        SYMMETRIC_KEY_LIFECYCLE_CLIENT = 0x108, "Symmetric Key Lifecycle Client";
        SYMMETRIC_KEY_LIFECYCLE_SERVER = 0x109, "Symmetric Key Lifecycle Server";
        ASYMMETRIC_KEY_LIFECYCLE_CLIENT = 0x10a, "Asymmetric Key Lifecycle Client";
        ASYMMETRIC_KEY_LIFECYCLE_SERVER = 0x10b, "Asymmetric Key Lifecycle Server";
        BASIC_CRYPTOGRAPHIC_CLIENT = 0x10c, "Basic Cryptographic Client";
        BASIC_CRYPTOGRAPHIC_SERVER = 0x10d, "Basic Cryptographic Server";
        ADVANCED_CRYPTOGRAPHIC_CLIENT = 0x10e, "Advanced Cryptographic Client";
        ADVANCED_CRYPTOGRAPHIC_SERVER = 0x10f, "Advanced Cryptographic Server";
        RNG_CRYPTOGRAPHIC_CLIENT = 0x110, "RNG Cryptographic Client";
        RNG_CRYPTOGRAPHIC_SERVER = 0x111, "RNG Cryptographic Server";
        BASIC_SYMMETRIC_KEY_FOUNDRY_CLIENT = 0x112, "Basic Symmetric Key Foundry Client";
        INTERMEDIATE_SYMMETRIC_KEY_FOUNDRY_CLIENT = 0x113, "Intermediate Symmetric Key Foundry Client";
        ADVANCED_SYMMETRIC_KEY_FOUNDRY_CLIENT = 0x114, "Advanced Symmetric Key Foundry Client";
        SYMMETRIC_KEY_FOUNDRY_SERVER = 0x115, "Symmetric Key Foundry Server";
        OPAQUE_MANAGED_OBJECT_STORE_CLIENT = 0x116, "Opaque Managed Object Store Client";
        OPAQUE_MANAGED_OBJECT_STORE_SERVER = 0x117, "Opaque Managed Object Store Server";
        STORAGE_ARRAY_WITH_SELF_ENCRYPTING_DRIVE_CLIENT = 0x11c, "Storage Array with Self Encrypting Drive Client";
        STORAGE_ARRAY_WITH_SELF_ENCRYPTING_DRIVE_SERVER = 0x11d, "Storage Array with Self Encrypting Drive Server";
        HTTPS_CLIENT = 0x11e, "HTTPS Client";
        HTTPS_SERVER = 0x11f, "HTTPS Server";
        JSON_CLIENT = 0x120, "JSON Client";
        JSON_SERVER = 0x121, "JSON Server";
        XML_CLIENT = 0x122, "XML Client";
        XML_SERVER = 0x123, "XML Server";
        AES_XTS_CLIENT = 0x124, "AES XTS Client";
        AES_XTS_SERVER = 0x125, "AES XTS Server";
        QUANTUM_SAFE_CLIENT = 0x126, "Quantum Safe Client";
        QUANTUM_SAFE_SERVER = 0x127, "Quantum Safe Server";
        PKCS_11_CLIENT = 0x128, "PKCS#11 Client";
        PKCS_11_SERVER = 0x129, "PKCS#11 Server";
        BASELINE_CLIENT = 0x12a, "Baseline Client";
        BASELINE_SERVER = 0x12b, "Baseline Server";
        COMPLETE_SERVER = 0x12c, "Complete Server";
    }
}

enumeration! {
    /// How a server treats wrapped keys.
    UnwrapMode, "Unwrap Mode", "KMIP 1.4 section 9.1.3.2.43, KMIP 2.1 section 11.59" {
        UNSPECIFIED = 0x01, "Unspecified";
        PROCESSED = 0x02, "Processed";
        NOT_PROCESSED = 0x03, "Not Processed";
    }
}

enumeration! {
    /// What a server does to a destroyed key.
    DestroyAction, "Destroy Action", "KMIP 1.4 section 9.1.3.2.44, KMIP 2.1 section 11.15" {
        UNSPECIFIED = 0x01, "Unspecified";
        KEY_MATERIAL_DELETED = 0x02, "Key Material Deleted";
        KEY_MATERIAL_SHREDDED = 0x03, "Key Material Shredded";
        META_DATA_DELETED = 0x04, "Meta Data Deleted";
        META_DATA_SHREDDED = 0x05, "Meta Data Shredded";
        DELETED = 0x06, "Deleted";
        SHREDDED = 0x07, "Shredded";
    }
}

enumeration! {
    /// How a server shreds.
    ShreddingAlgorithm, "Shredding Algorithm", "KMIP 1.4 section 9.1.3.2.45, KMIP 2.1 section 11.53" {
        UNSPECIFIED = 0x01, "Unspecified";
        CRYPTOGRAPHIC = 0x02, "Cryptographic";
        UNSUPPORTED = 0x03, "Unsupported";
    }
}

enumeration! {
    /// Whether clients share a server's generator.
    RngMode, "RNG Mode", "KMIP 1.4 section 9.1.3.2.46, KMIP 2.1 section 11.50" {
        UNSPECIFIED = 0x01, "Unspecified";
        SHARED_INSTANTIATION = 0x02, "Shared Instantiation";
        NON_SHARED_INSTANTIATION = 0x03, "Non-Shared Instantiation";
    }
}

enumeration! {
    /// How a client becomes known to a server.
    ClientRegistrationMethod, "Client Registration Method", "KMIP 1.4 section 9.1.3.2.47, KMIP 2.1 section 11.10" {
        UNSPECIFIED = 0x01, "Unspecified";
        SERVER_PRE_GENERATED = 0x02, "Server Pre-Generated";
        SERVER_ON_DEMAND = 0x03, "Server On-Demand";
        CLIENT_GENERATED = 0x04, "Client Generated";
        CLIENT_REGISTERED = 0x05, "Client Registered";
    }
}

enumeration! {
    /// Whether a key is to be sent wrapped.
    KeyWrapType, "Key Wrap Type", "KMIP 1.4 section 9.1.3.2.48, KMIP 2.1 section 11.29" {
        NOT_WRAPPED = 0x01, "Not Wrapped";
        AS_REGISTERED = 0x02, "As Registered";
    }
}

enumeration! {
    /// The mask generation function of OAEP and PSS.
    MaskGenerator, "Mask Generator", "KMIP 1.4 section 9.1.3.2.49, KMIP 2.1 section 11.30" {
        MGF1 = 0x01, "MGF1";
    } also {
        0x01, "MFG1";
    }
}

enumeration! {
    /// How Adjust Attribute changes a value.
    AdjustmentType, "Adjustment Type", "KMIP 2.1 section 11.1" {
        INCREMENT = 0x01, "Increment";
        DECREMENT = 0x02, "Decrement";
        NEGATE = 0x03, "Negate";
    }
}

enumeration! {
    /// Whether an answer may come later.
    AsynchronousIndicator, "Asynchronous Indicator", "KMIP 2.1 section 11.3" {
        MANDATORY = 0x01, "Mandatory";
        OPTIONAL = 0x02, "Optional";
        PROHIBITED = 0x03, "Prohibited";
    }
}

enumeration! {
    /// Whose output is the data, in a batch.
    Data, "Data", "KMIP 2.1 section 11.13" {
        DECRYPT = 0x01, "Decrypt";
        ENCRYPT = 0x02, "Encrypt";
        HASH = 0x03, "Hash";
        MAC_MAC_DATA = 0x04, "MAC MAC Data";
        RNG_RETRIEVE = 0x05, "RNG Retrieve";
        SIGN_SIGNATURE_DATA = 0x06, "Sign Signature Data";
        SIGNATURE_VERIFY = 0x07, "Signature Verify";
    }
}

enumeration! {
    /// Who asks and who answers.
    EndpointRole, "Endpoint Role", "KMIP 2.1 section 11.19" {
        CLIENT = 0x01, "Client";
        SERVER = 0x02, "Server";
    }
}

enumeration! {
    /// What is told to a server under an interoperability test.
    InteropFunction, "Interop Function", "KMIP 2.1 section 11.22" {
        BEGIN = 0x01, "Begin";
        END = 0x02, "End";
        RESET = 0x03, "Reset";
    }
}

enumeration! {
    /// The types of items, as an Extension Type names them.
    ItemType, "Item Type", "KMIP 2.1 section 11.23" {
        STRUCTURE = 0x01, "Structure";
        INTEGER = 0x02, "Integer";
        LONG_INTEGER = 0x03, "Long Integer";
        BIG_INTEGER = 0x04, "Big Integer";
        ENUMERATION = 0x05, "Enumeration";
        BOOLEAN = 0x06, "Boolean";
        TEXT_STRING = 0x07, "Text String";
        BYTE_STRING = 0x08, "Byte String";
        DATE_TIME = 0x09, "Date Time";
        INTERVAL = 0x0a, "Interval";
        DATE_TIME_EXTENDED = 0x0b, "Date Time Extended";
        IDENTIFIER = 0x0c, "Identifier";
        REFERENCE = 0x0d, "Reference";
        NAME_REFERENCE = 0x0e, "Name Reference";
    }
}

enumeration! {
    /// The key types of NIST SP 800-57.
    NistKeyType, "NIST Key Type", "KMIP 2.1 section 11.32" {
        PRIVATE_SIGNATURE_KEY = 0x01, "Private signature key";
        PUBLIC_SIGNATURE_VERIFICATION_KEY = 0x02, "Public signature verification key";
        SYMMETRIC_AUTHENTICATION_KEY = 0x03, "Symmetric authentication key";
        PRIVATE_AUTHENTICATION_KEY = 0x04, "Private authentication key";
        PUBLIC_AUTHENTICATION_KEY = 0x05, "Public authentication key";
        SYMMETRIC_DATA_ENCRYPTION_KEY = 0x06, "Symmetric data encryption key";
        SYMMETRIC_KEY_WRAPPING_KEY = 0x07, "Symmetric key wrapping key";
        SYMMETRIC_RANDOM_NUMBER_GENERATION_KEY = 0x08, "Symmetric random number generation key";
        SYMMETRIC_MASTER_KEY = 0x09, "Symmetric master key";
        PRIVATE_KEY_TRANSPORT_KEY = 0x0a, "Private key transport key";
        PUBLIC_KEY_TRANSPORT_KEY = 0x0b, "Public key transport key";
        SYMMETRIC_KEY_AGREEMENT_KEY = 0x0c, "Symmetric key agreement key";
        PRIVATE_STATIC_KEY_AGREEMENT_KEY = 0x0d, "Private static key agreement key";
        PUBLIC_STATIC_KEY_AGREEMENT_KEY = 0x0e, "Public static key agreement key";
        PRIVATE_EPHEMERAL_KEY_AGREEMENT_KEY = 0x0f, "Private ephemeral key agreement key";
        PUBLIC_EPHEMERAL_KEY_AGREEMENT_KEY = 0x10, "Public ephemeral key agreement key";
        SYMMETRIC_AUTHORIZATION_KEY = 0x11, "Symmetric authorization key";
        PRIVATE_AUTHORIZATION_KEY = 0x12, "Private authorization key";
        PUBLIC_AUTHORIZATION_KEY = 0x13, "Public authorization key";
    }
}

enumeration! {
    /// How far an asynchronous request is.
    ProcessingStage, "Processing Stage", "KMIP 2.1 section 11.40" {
        SUBMITTED = 0x01, "Submitted";
        IN_PROCESS = 0x02, "In Process";
        COMPLETED = 0x03, "Completed";
    }
}

enumeration! {
    /// How well a key is to be protected.
    ProtectionLevel, "Protection Level", "KMIP 2.1 section 11.42" {
        HIGH = 0x01, "High";
        LOW = 0x02, "Low";
    }
}

enumeration! {
    /// What kind of name a rotated key has.
    RotateNameType, "Rotate Name Type", "KMIP 2.1 section 11.51" {
        UNINTERPRETED_TEXT_STRING = 0x01, "Uninterpreted Text String";
        URI = 0x02, "URI";
    }
}

enumeration! {
    /// What kind of ticket it is.
    TicketType, "Ticket Type", "KMIP 2.1 section 11.57" {
        LOGIN = 0x01, "Login";
    }
}

enumeration! {
    /// Which object of the batch is meant.
    UniqueIdentifier, "Unique Identifier", "KMIP 2.1 section 11.58" {
        ID_PLACEHOLDER = 0x01, "ID Placeholder";
        CERTIFY = 0x02, "Certify";
        CREATE = 0x03, "Create";
        CREATE_KEY_PAIR = 0x04, "Create Key Pair";
        CREATE_KEY_PAIR_PRIVATE_KEY = 0x05, "Create Key Pair Private Key";
        CREATE_KEY_PAIR_PUBLIC_KEY = 0x06, "Create Key Pair Public Key";
        CREATE_SPLIT_KEY = 0x07, "Create Split Key";
        DERIVE_KEY = 0x08, "Derive Key";
        IMPORT = 0x09, "Import";
        JOIN_SPLIT_KEY = 0x0a, "Join Split Key";
        LOCATE = 0x0b, "Locate";
        REGISTER = 0x0c, "Register";
        RE_KEY = 0x0d, "Re-key";
        RE_CERTIFY = 0x0e, "Re-certify";
        RE_KEY_KEY_PAIR = 0x0f, "Re-key Key Pair";
        RE_KEY_KEY_PAIR_PRIVATE_KEY = 0x10, "Re-key Key Pair Private Key";
        RE_KEY_KEY_PAIR_PUBLIC_KEY = 0x11, "Re-key Key Pair Public Key";
        RE_PROVISION = 0x12, "Re-Provision";
        CREATE_USER = 0x13, "Create User";
        CREATE_GROUP = 0x14, "Create Group";
        CREATE_CREDENTIAL = 0x15, "Create Credential";
    }
}

enumeration! {
    /// Why an object was deactivated.
    DeactivationReasonCode, "Deactivation Reason Code", "KMIP 3.0 section 11" {
        UNSPECIFIED = 0x01, "Unspecified";
        DEACTIVATION_DATE = 0x02, "Deactivation Date";
        PROTECT_STOP_DATE = 0x03, "Protect Stop Date";
        USAGE_LIMIT = 0x04, "Usage Limit";
    }
}

enumeration! {
    /// What of a response a server keeps no record of.
    Ephemeral, "Ephemeral", "KMIP 3.0 section 11" {
        DATA = 0x01, "Data";
        EMPTY = 0x02, "Empty";
        UNIQUE_IDENTIFIER = 0x03, "Unique Identifier";
    }
}

enumeration! {
    /// Whose object it is.
    ObjectClass, "Object Class", "KMIP 3.0 section 11" {
        USER = 0x01, "User";
        SYSTEM = 0x02, "System";
    }
}

enumeration! {
    /// How one-time passwords are made.
    OtpAlgorithm, "OTP Algorithm", "KMIP 3.0 section 11" {
        HOTP = 0x01, "HOTP";
        TOTP = 0x02, "TOTP";
    }
}

enumeration! {
    /// The polynomial of a split key.
    SplitKeyPolynomial, "Split Key Polynomial", "KMIP 3.0 section 11" {
        POLYNOMIAL_283 = 0x01, "Polynomial-283";
        POLYNOMIAL_285 = 0x02, "Polynomial-285";
    }
}

enumeration! {
    /// Which function of PKCS#11 3.0 is called: its place in the list of functions.
    Pkcs11Function, "PKCS#11 Function", "KMIP 2.1 section 11.38" {
        C_INITIALIZE = 0x01, "C_Initialize";
        C_FINALIZE = 0x02, "C_Finalize";
        C_GETINFO = 0x03, "C_GetInfo";
        C_GETFUNCTIONLIST = 0x04, "C_GetFunctionList";
        C_GETSLOTLIST = 0x05, "C_GetSlotList";
        C_GETSLOTINFO = 0x06, "C_GetSlotInfo";
        C_GETTOKENINFO = 0x07, "C_GetTokenInfo";
        C_GETMECHANISMLIST = 0x08, "C_GetMechanismList";
        C_GETMECHANISMINFO = 0x09, "C_GetMechanismInfo";
        C_INITTOKEN = 0x0a, "C_InitToken";
        C_INITPIN = 0x0b, "C_InitPIN";
        C_SETPIN = 0x0c, "C_SetPIN";
        C_OPENSESSION = 0x0d, "C_OpenSession";
        C_CLOSESESSION = 0x0e, "C_CloseSession";
        C_CLOSEALLSESSIONS = 0x0f, "C_CloseAllSessions";
        C_GETSESSIONINFO = 0x10, "C_GetSessionInfo";
        C_GETOPERATIONSTATE = 0x11, "C_GetOperationState";
        C_SETOPERATIONSTATE = 0x12, "C_SetOperationState";
        C_LOGIN = 0x13, "C_Login";
        C_LOGOUT = 0x14, "C_Logout";
        C_CREATEOBJECT = 0x15, "C_CreateObject";
        C_COPYOBJECT = 0x16, "C_CopyObject";
        C_DESTROYOBJECT = 0x17, "C_DestroyObject";
        C_GETOBJECTSIZE = 0x18, "C_GetObjectSize";
        C_GETATTRIBUTEVALUE = 0x19, "C_GetAttributeValue";
        C_SETATTRIBUTEVALUE = 0x1a, "C_SetAttributeValue";
        C_FINDOBJECTSINIT = 0x1b, "C_FindObjectsInit";
        C_FINDOBJECTS = 0x1c, "C_FindObjects";
        C_FINDOBJECTSFINAL = 0x1d, "C_FindObjectsFinal";
        C_ENCRYPTINIT = 0x1e, "C_EncryptInit";
        C_ENCRYPT = 0x1f, "C_Encrypt";
        C_ENCRYPTUPDATE = 0x20, "C_EncryptUpdate";
        C_ENCRYPTFINAL = 0x21, "C_EncryptFinal";
        C_DECRYPTINIT = 0x22, "C_DecryptInit";
        C_DECRYPT = 0x23, "C_Decrypt";
        C_DECRYPTUPDATE = 0x24, "C_DecryptUpdate";
        C_DECRYPTFINAL = 0x25, "C_DecryptFinal";
        C_DIGESTINIT = 0x26, "C_DigestInit";
        C_DIGEST = 0x27, "C_Digest";
        C_DIGESTUPDATE = 0x28, "C_DigestUpdate";
        C_DIGESTKEY = 0x29, "C_DigestKey";
        C_DIGESTFINAL = 0x2a, "C_DigestFinal";
        C_SIGNINIT = 0x2b, "C_SignInit";
        C_SIGN = 0x2c, "C_Sign";
        C_SIGNUPDATE = 0x2d, "C_SignUpdate";
        C_SIGNFINAL = 0x2e, "C_SignFinal";
        C_SIGNRECOVERINIT = 0x2f, "C_SignRecoverInit";
        C_SIGNRECOVER = 0x30, "C_SignRecover";
        C_VERIFYINIT = 0x31, "C_VerifyInit";
        C_VERIFY = 0x32, "C_Verify";
        C_VERIFYUPDATE = 0x33, "C_VerifyUpdate";
        C_VERIFYFINAL = 0x34, "C_VerifyFinal";
        C_VERIFYRECOVERINIT = 0x35, "C_VerifyRecoverInit";
        C_VERIFYRECOVER = 0x36, "C_VerifyRecover";
        C_DIGESTENCRYPTUPDATE = 0x37, "C_DigestEncryptUpdate";
        C_DECRYPTDIGESTUPDATE = 0x38, "C_DecryptDigestUpdate";
        C_SIGNENCRYPTUPDATE = 0x39, "C_SignEncryptUpdate";
        C_DECRYPTVERIFYUPDATE = 0x3a, "C_DecryptVerifyUpdate";
        C_GENERATEKEY = 0x3b, "C_GenerateKey";
        C_GENERATEKEYPAIR = 0x3c, "C_GenerateKeyPair";
        C_WRAPKEY = 0x3d, "C_WrapKey";
        C_UNWRAPKEY = 0x3e, "C_UnwrapKey";
        C_DERIVEKEY = 0x3f, "C_DeriveKey";
        C_SEEDRANDOM = 0x40, "C_SeedRandom";
        C_GENERATERANDOM = 0x41, "C_GenerateRandom";
        C_GETFUNCTIONSTATUS = 0x42, "C_GetFunctionStatus";
        C_CANCELFUNCTION = 0x43, "C_CancelFunction";
        C_WAITFORSLOTEVENT = 0x44, "C_WaitForSlotEvent";
        C_GETINTERFACELIST = 0x45, "C_GetInterfaceList";
        C_GETINTERFACE = 0x46, "C_GetInterface";
        C_LOGINUSER = 0x47, "C_LoginUser";
        C_SESSIONCANCEL = 0x48, "C_SessionCancel";
        C_MESSAGEENCRYPTINIT = 0x49, "C_MessageEncryptInit";
        C_ENCRYPTMESSAGE = 0x4a, "C_EncryptMessage";
        C_ENCRYPTMESSAGEBEGIN = 0x4b, "C_EncryptMessageBegin";
        C_ENCRYPTMESSAGENEXT = 0x4c, "C_EncryptMessageNext";
        C_MESSAGEENCRYPTFINAL = 0x4d, "C_MessageEncryptFinal";
        C_MESSAGEDECRYPTINIT = 0x4e, "C_MessageDecryptInit";
        C_DECRYPTMESSAGE = 0x4f, "C_DecryptMessage";
        C_DECRYPTMESSAGEBEGIN = 0x50, "C_DecryptMessageBegin";
        C_DECRYPTMESSAGENEXT = 0x51, "C_DecryptMessageNext";
        C_MESSAGEDECRYPTFINAL = 0x52, "C_MessageDecryptFinal";
        C_MESSAGESIGNINIT = 0x53, "C_MessageSignInit";
        C_SIGNMESSAGE = 0x54, "C_SignMessage";
        C_SIGNMESSAGEBEGIN = 0x55, "C_SignMessageBegin";
        C_SIGNMESSAGENEXT = 0x56, "C_SignMessageNext";
        C_MESSAGESIGNFINAL = 0x57, "C_MessageSignFinal";
        C_MESSAGEVERIFYINIT = 0x58, "C_MessageVerifyInit";
        C_VERIFYMESSAGE = 0x59, "C_VerifyMessage";
        C_VERIFYMESSAGEBEGIN = 0x5a, "C_VerifyMessageBegin";
        C_VERIFYMESSAGENEXT = 0x5b, "C_VerifyMessageNext";
        C_MESSAGEVERIFYFINAL = 0x5c, "C_MessageVerifyFinal";
    }
}

enumeration! {
    /// What the function returned: a CK_RV of PKCS#11 3.0.
    Pkcs11ReturnCode, "PKCS#11 Return Code", "KMIP 2.1 section 11.39" {
        OK = 0x00, "OK";
        CANCEL = 0x01, "CANCEL";
        HOST_MEMORY = 0x02, "HOST_MEMORY";
        SLOT_ID_INVALID = 0x03, "SLOT_ID_INVALID";
        GENERAL_ERROR = 0x05, "GENERAL_ERROR";
        FUNCTION_FAILED = 0x06, "FUNCTION_FAILED";
        ARGUMENTS_BAD = 0x07, "ARGUMENTS_BAD";
        NO_EVENT = 0x08, "NO_EVENT";
        NEED_TO_CREATE_THREADS = 0x09, "NEED_TO_CREATE_THREADS";
        CANT_LOCK = 0x0a, "CANT_LOCK";
        ATTRIBUTE_READ_ONLY = 0x10, "ATTRIBUTE_READ_ONLY";
        ATTRIBUTE_SENSITIVE = 0x11, "ATTRIBUTE_SENSITIVE";
        ATTRIBUTE_TYPE_INVALID = 0x12, "ATTRIBUTE_TYPE_INVALID";
        ATTRIBUTE_VALUE_INVALID = 0x13, "ATTRIBUTE_VALUE_INVALID";
        ACTION_PROHIBITED = 0x1b, "ACTION_PROHIBITED";
        DATA_INVALID = 0x20, "DATA_INVALID";
        DATA_LEN_RANGE = 0x21, "DATA_LEN_RANGE";
        DEVICE_ERROR = 0x30, "DEVICE_ERROR";
        DEVICE_MEMORY = 0x31, "DEVICE_MEMORY";
        DEVICE_REMOVED = 0x32, "DEVICE_REMOVED";
        ENCRYPTED_DATA_INVALID = 0x40, "ENCRYPTED_DATA_INVALID";
        ENCRYPTED_DATA_LEN_RANGE = 0x41, "ENCRYPTED_DATA_LEN_RANGE";
        AEAD_DECRYPT_FAILED = 0x42, "AEAD_DECRYPT_FAILED";
        FUNCTION_CANCELED = 0x50, "FUNCTION_CANCELED";
        FUNCTION_NOT_PARALLEL = 0x51, "FUNCTION_NOT_PARALLEL";
        FUNCTION_NOT_SUPPORTED = 0x54, "FUNCTION_NOT_SUPPORTED";
        KEY_HANDLE_INVALID = 0x60, "KEY_HANDLE_INVALID";
        KEY_SIZE_RANGE = 0x62, "KEY_SIZE_RANGE";
        KEY_TYPE_INCONSISTENT = 0x63, "KEY_TYPE_INCONSISTENT";
        KEY_NOT_NEEDED = 0x64, "KEY_NOT_NEEDED";
        KEY_CHANGED = 0x65, "KEY_CHANGED";
        KEY_NEEDED = 0x66, "KEY_NEEDED";
        KEY_INDIGESTIBLE = 0x67, "KEY_INDIGESTIBLE";
        KEY_FUNCTION_NOT_PERMITTED = 0x68, "KEY_FUNCTION_NOT_PERMITTED";
        KEY_NOT_WRAPPABLE = 0x69, "KEY_NOT_WRAPPABLE";
        KEY_UNEXTRACTABLE = 0x6a, "KEY_UNEXTRACTABLE";
        MECHANISM_INVALID = 0x70, "MECHANISM_INVALID";
        MECHANISM_PARAM_INVALID = 0x71, "MECHANISM_PARAM_INVALID";
        OBJECT_HANDLE_INVALID = 0x82, "OBJECT_HANDLE_INVALID";
        OPERATION_ACTIVE = 0x90, "OPERATION_ACTIVE";
        OPERATION_NOT_INITIALIZED = 0x91, "OPERATION_NOT_INITIALIZED";
        PIN_INCORRECT = 0xa0, "PIN_INCORRECT";
        PIN_INVALID = 0xa1, "PIN_INVALID";
        PIN_LEN_RANGE = 0xa2, "PIN_LEN_RANGE";
        PIN_EXPIRED = 0xa3, "PIN_EXPIRED";
        PIN_LOCKED = 0xa4, "PIN_LOCKED";
        SESSION_CLOSED = 0xb0, "SESSION_CLOSED";
        SESSION_COUNT = 0xb1, "SESSION_COUNT";
        SESSION_HANDLE_INVALID = 0xb3, "SESSION_HANDLE_INVALID";
        SESSION_PARALLEL_NOT_SUPPORTED = 0xb4, "SESSION_PARALLEL_NOT_SUPPORTED";
        SESSION_READ_ONLY = 0xb5, "SESSION_READ_ONLY";
        SESSION_EXISTS = 0xb6, "SESSION_EXISTS";
        SESSION_READ_ONLY_EXISTS = 0xb7, "SESSION_READ_ONLY_EXISTS";
        SESSION_READ_WRITE_SO_EXISTS = 0xb8, "SESSION_READ_WRITE_SO_EXISTS";
        SIGNATURE_INVALID = 0xc0, "SIGNATURE_INVALID";
        SIGNATURE_LEN_RANGE = 0xc1, "SIGNATURE_LEN_RANGE";
        TEMPLATE_INCOMPLETE = 0xd0, "TEMPLATE_INCOMPLETE";
        TEMPLATE_INCONSISTENT = 0xd1, "TEMPLATE_INCONSISTENT";
        TOKEN_NOT_PRESENT = 0xe0, "TOKEN_NOT_PRESENT";
        TOKEN_NOT_RECOGNIZED = 0xe1, "TOKEN_NOT_RECOGNIZED";
        TOKEN_WRITE_PROTECTED = 0xe2, "TOKEN_WRITE_PROTECTED";
        UNWRAPPING_KEY_HANDLE_INVALID = 0xf0, "UNWRAPPING_KEY_HANDLE_INVALID";
        UNWRAPPING_KEY_SIZE_RANGE = 0xf1, "UNWRAPPING_KEY_SIZE_RANGE";
        UNWRAPPING_KEY_TYPE_INCONSISTENT = 0xf2, "UNWRAPPING_KEY_TYPE_INCONSISTENT";
        USER_ALREADY_LOGGED_IN = 0x100, "USER_ALREADY_LOGGED_IN";
        USER_NOT_LOGGED_IN = 0x101, "USER_NOT_LOGGED_IN";
        USER_PIN_NOT_INITIALIZED = 0x102, "USER_PIN_NOT_INITIALIZED";
        USER_TYPE_INVALID = 0x103, "USER_TYPE_INVALID";
        USER_ANOTHER_ALREADY_LOGGED_IN = 0x104, "USER_ANOTHER_ALREADY_LOGGED_IN";
        USER_TOO_MANY_TYPES = 0x105, "USER_TOO_MANY_TYPES";
        WRAPPED_KEY_INVALID = 0x110, "WRAPPED_KEY_INVALID";
        WRAPPED_KEY_LEN_RANGE = 0x112, "WRAPPED_KEY_LEN_RANGE";
        WRAPPING_KEY_HANDLE_INVALID = 0x113, "WRAPPING_KEY_HANDLE_INVALID";
        WRAPPING_KEY_SIZE_RANGE = 0x114, "WRAPPING_KEY_SIZE_RANGE";
        WRAPPING_KEY_TYPE_INCONSISTENT = 0x115, "WRAPPING_KEY_TYPE_INCONSISTENT";
        RANDOM_SEED_NOT_SUPPORTED = 0x120, "RANDOM_SEED_NOT_SUPPORTED";
        RANDOM_NO_RNG = 0x121, "RANDOM_NO_RNG";
        DOMAIN_PARAMS_INVALID = 0x130, "DOMAIN_PARAMS_INVALID";
        CURVE_NOT_SUPPORTED = 0x140, "CURVE_NOT_SUPPORTED";
        BUFFER_TOO_SMALL = 0x150, "BUFFER_TOO_SMALL";
        SAVED_STATE_INVALID = 0x160, "SAVED_STATE_INVALID";
        INFORMATION_SENSITIVE = 0x170, "INFORMATION_SENSITIVE";
        STATE_UNSAVEABLE = 0x180, "STATE_UNSAVEABLE";
        CRYPTOKI_NOT_INITIALIZED = 0x190, "CRYPTOKI_NOT_INITIALIZED";
        CRYPTOKI_ALREADY_INITIALIZED = 0x191, "CRYPTOKI_ALREADY_INITIALIZED";
        MUTEX_BAD = 0x1a0, "MUTEX_BAD";
        MUTEX_NOT_LOCKED = 0x1a1, "MUTEX_NOT_LOCKED";
        NEW_PIN_MODE = 0x1b0, "NEW_PIN_MODE";
        NEXT_OTP = 0x1b1, "NEXT_OTP";
        EXCEEDED_MAX_ITERATIONS = 0x1b5, "EXCEEDED_MAX_ITERATIONS";
        FIPS_SELF_TEST_FAILED = 0x1b6, "FIPS_SELF_TEST_FAILED";
        LIBRARY_LOAD_FAILED = 0x1b7, "LIBRARY_LOAD_FAILED";
        PIN_TOO_WEAK = 0x1b8, "PIN_TOO_WEAK";
        PUBLIC_KEY_INVALID = 0x1b9, "PUBLIC_KEY_INVALID";
        FUNCTION_REJECTED = 0x200, "FUNCTION_REJECTED";
        TOKEN_RESOURCE_EXCEEDED = 0x201, "TOKEN_RESOURCE_EXCEEDED";
        OPERATION_CANCEL_FAILED = 0x202, "OPERATION_CANCEL_FAILED";
    }
}
