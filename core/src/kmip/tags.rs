//! The tags used here, in the order of their numbers (section 9.1.3.1; those from 0125 on are of KMIP 2.0).

use crate::ttlv::Tag;

/// Asynchronous Correlation Value.
pub const ASYNCHRONOUS_CORRELATION_VALUE: Tag = Tag::standard(0x0006);
/// Asynchronous Indicator.
pub const ASYNCHRONOUS_INDICATOR: Tag = Tag::standard(0x0007);
/// Attribute.
pub const ATTRIBUTE: Tag = Tag::standard(0x0008);
/// Attribute Index.
pub const ATTRIBUTE_INDEX: Tag = Tag::standard(0x0009);
/// Attribute Name.
pub const ATTRIBUTE_NAME: Tag = Tag::standard(0x000a);
/// Attribute Value.
pub const ATTRIBUTE_VALUE: Tag = Tag::standard(0x000b);
/// Authentication.
pub const AUTHENTICATION: Tag = Tag::standard(0x000c);
/// Batch Count.
pub const BATCH_COUNT: Tag = Tag::standard(0x000d);
/// Batch Error Continuation Option.
pub const BATCH_ERROR_CONTINUATION_OPTION: Tag = Tag::standard(0x000e);
/// Application Data.
pub const APPLICATION_DATA: Tag = Tag::standard(0x0002);
/// Application Namespace.
pub const APPLICATION_NAMESPACE: Tag = Tag::standard(0x0003);
/// Application Specific Information.
pub const APPLICATION_SPECIFIC_INFORMATION: Tag = Tag::standard(0x0004);
/// Link.
pub const LINK: Tag = Tag::standard(0x004a);
/// Link Type.
pub const LINK_TYPE: Tag = Tag::standard(0x004b);
/// Linked Object Identifier.
pub const LINKED_OBJECT_IDENTIFIER: Tag = Tag::standard(0x004c);
/// Object Group.
pub const OBJECT_GROUP: Tag = Tag::standard(0x0056);
/// Batch Item.
pub const BATCH_ITEM: Tag = Tag::standard(0x000f);
/// Batch Order Option.
pub const BATCH_ORDER_OPTION: Tag = Tag::standard(0x0010);
/// Block Cipher Mode.
pub const BLOCK_CIPHER_MODE: Tag = Tag::standard(0x0011);
/// Cancellation Result.
pub const CANCELLATION_RESULT: Tag = Tag::standard(0x0012);
/// Compromise Occurrence Date.
pub const COMPROMISE_OCCURRENCE_DATE: Tag = Tag::standard(0x0021);
/// Credential.
pub const CREDENTIAL: Tag = Tag::standard(0x0023);
/// Credential Type.
pub const CREDENTIAL_TYPE: Tag = Tag::standard(0x0024);
/// Credential Value.
pub const CREDENTIAL_VALUE: Tag = Tag::standard(0x0025);
/// Cryptographic Algorithm.
pub const CRYPTOGRAPHIC_ALGORITHM: Tag = Tag::standard(0x0028);
/// Cryptographic Length.
pub const CRYPTOGRAPHIC_LENGTH: Tag = Tag::standard(0x002a);
/// Cryptographic Parameters.
pub const CRYPTOGRAPHIC_PARAMETERS: Tag = Tag::standard(0x002b);
/// Cryptographic Usage Mask.
pub const CRYPTOGRAPHIC_USAGE_MASK: Tag = Tag::standard(0x002c);
/// Deactivation Date.
pub const DEACTIVATION_DATE: Tag = Tag::standard(0x002f);
/// Encryption Key Information.
pub const ENCRYPTION_KEY_INFORMATION: Tag = Tag::standard(0x0036);
/// Key.
pub const KEY: Tag = Tag::standard(0x003f);
/// Key Block.
pub const KEY_BLOCK: Tag = Tag::standard(0x0040);
/// Key Format Type.
pub const KEY_FORMAT_TYPE: Tag = Tag::standard(0x0042);
/// Key Material.
pub const KEY_MATERIAL: Tag = Tag::standard(0x0043);
/// Key Value.
pub const KEY_VALUE: Tag = Tag::standard(0x0045);
/// Key Wrapping Data.
pub const KEY_WRAPPING_DATA: Tag = Tag::standard(0x0046);
/// Key Wrapping Specification.
pub const KEY_WRAPPING_SPECIFICATION: Tag = Tag::standard(0x0047);
/// Last Change Date.
pub const LAST_CHANGE_DATE: Tag = Tag::standard(0x0048);
/// Lease Time.
pub const LEASE_TIME: Tag = Tag::standard(0x0049);
/// Maximum Items.
pub const MAXIMUM_ITEMS: Tag = Tag::standard(0x004f);
/// Maximum Response Size.
pub const MAXIMUM_RESPONSE_SIZE: Tag = Tag::standard(0x0050);
/// Name.
pub const NAME: Tag = Tag::standard(0x0053);
/// Name Type.
pub const NAME_TYPE: Tag = Tag::standard(0x0054);
/// Name Value.
pub const NAME_VALUE: Tag = Tag::standard(0x0055);
/// Object Type.
pub const OBJECT_TYPE: Tag = Tag::standard(0x0057);
/// Offset.
pub const OFFSET: Tag = Tag::standard(0x0058);
/// Operation.
pub const OPERATION: Tag = Tag::standard(0x005c);
/// Protocol Version.
pub const PROTOCOL_VERSION: Tag = Tag::standard(0x0069);
/// Protocol Version Major.
pub const PROTOCOL_VERSION_MAJOR: Tag = Tag::standard(0x006a);
/// Protocol Version Minor.
pub const PROTOCOL_VERSION_MINOR: Tag = Tag::standard(0x006b);
/// Query Function.
pub const QUERY_FUNCTION: Tag = Tag::standard(0x0074);
/// Request Header.
pub const REQUEST_HEADER: Tag = Tag::standard(0x0077);
/// Request Message.
pub const REQUEST_MESSAGE: Tag = Tag::standard(0x0078);
/// Request Payload.
pub const REQUEST_PAYLOAD: Tag = Tag::standard(0x0079);
/// Response Header.
pub const RESPONSE_HEADER: Tag = Tag::standard(0x007a);
/// Response Message.
pub const RESPONSE_MESSAGE: Tag = Tag::standard(0x007b);
/// Response Payload.
pub const RESPONSE_PAYLOAD: Tag = Tag::standard(0x007c);
/// Result Message.
pub const RESULT_MESSAGE: Tag = Tag::standard(0x007d);
/// Result Reason.
pub const RESULT_REASON: Tag = Tag::standard(0x007e);
/// Result Status.
pub const RESULT_STATUS: Tag = Tag::standard(0x007f);
/// Revocation Message.
pub const REVOCATION_MESSAGE: Tag = Tag::standard(0x0080);
/// Revocation Reason.
pub const REVOCATION_REASON: Tag = Tag::standard(0x0081);
/// Revocation Reason Code.
pub const REVOCATION_REASON_CODE: Tag = Tag::standard(0x0082);
/// State.
pub const STATE: Tag = Tag::standard(0x008d);
/// Symmetric Key.
pub const SYMMETRIC_KEY: Tag = Tag::standard(0x008f);
/// Template Attribute.
pub const TEMPLATE_ATTRIBUTE: Tag = Tag::standard(0x0091);
/// Time Stamp.
pub const TIME_STAMP: Tag = Tag::standard(0x0092);
/// Unique Batch Item ID.
pub const UNIQUE_BATCH_ITEM_ID: Tag = Tag::standard(0x0093);
/// Unique Identifier.
pub const UNIQUE_IDENTIFIER: Tag = Tag::standard(0x0094);
/// Username.
pub const USERNAME: Tag = Tag::standard(0x0099);
/// Vendor Identification.
pub const VENDOR_IDENTIFICATION: Tag = Tag::standard(0x009d);
/// Wrapping Method.
pub const WRAPPING_METHOD: Tag = Tag::standard(0x009e);
/// Password.
pub const PASSWORD: Tag = Tag::standard(0x00a1);
/// Encoding Option.
pub const ENCODING_OPTION: Tag = Tag::standard(0x00a3);
/// Client Correlation Value.
pub const CLIENT_CORRELATION_VALUE: Tag = Tag::standard(0x0105);
/// Server Correlation Value.
pub const SERVER_CORRELATION_VALUE: Tag = Tag::standard(0x0106);
/// Attributes.
pub const ATTRIBUTES: Tag = Tag::standard(0x0125);
/// Attribute Reference.
pub const ATTRIBUTE_REFERENCE: Tag = Tag::standard(0x013b);
