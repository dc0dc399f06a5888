"""KMIP messages as PyKMIP's own classes write them: kmip_messages.py

Prints a line `VERSION KIND NAME HEX` for each message at each version that PyKMIP speaks, KIND being `request` or `response`. A message that PyKMIP
can't write at a version gets `- REASON` in place of HEX. The parameters are those of tests/tests/kmip_codec.rs.
"""

from kmip.core import attributes, enums, exceptions, misc, objects, primitives, secrets, utils
from kmip.core.factories.attributes import AttributeFactory
from kmip.core.messages import contents, messages, payloads

VERSIONS = {(1, 0): "1.0", (1, 1): "1.1", (1, 2): "1.2", (1, 3): "1.3", (1, 4): "1.4", (2, 0): "2.0"}
ID = "object-7"
KEY = bytes(range(1, 33))
WHEN = 1_700_000_000
MAXIMUM_RESPONSE_BYTES = 2048
TEXT = "a text of some bytes"
MASKS = [enums.CryptographicUsageMask.ENCRYPT, enums.CryptographicUsageMask.DECRYPT]
O = enums.Operation
A = enums.AttributeType


def attribute(kind, value):
    return AttributeFactory().create_attribute(kind, value)


def name():
    return attribute(A.NAME, attributes.Name.create("films", enums.NameType.UNINTERPRETED_TEXT_STRING))


def template(*more):
    made = [
        attribute(A.CRYPTOGRAPHIC_ALGORITHM, enums.CryptographicAlgorithm.AES),
        attribute(A.CRYPTOGRAPHIC_LENGTH, 256),
        attribute(A.CRYPTOGRAPHIC_USAGE_MASK, MASKS),
        name(),
    ]
    return objects.TemplateAttribute(attributes=[*made, *more])


def key(wrapping=None, material=KEY):
    return secrets.SymmetricKey(
        objects.KeyBlock(
            key_format_type=misc.KeyFormatType(enums.KeyFormatType.RAW),
            key_compression_type=None,
            key_value=objects.KeyValue(objects.KeyMaterial(material)),
            cryptographic_algorithm=attributes.CryptographicAlgorithm(enums.CryptographicAlgorithm.AES),
            cryptographic_length=attributes.CryptographicLength(256),
            key_wrapping_data=wrapping,
        )
    )


def key_information(kind):
    parameters = attributes.CryptographicParameters(block_cipher_mode=enums.BlockCipherMode.NIST_KEY_WRAP)
    return kind(unique_identifier="object-1", cryptographic_parameters=parameters)


def wrapping(kind, encoding=True):
    return kind(
        wrapping_method=enums.WrappingMethod.ENCRYPT,
        encryption_key_information=key_information(objects.EncryptionKeyInformation),
        encoding_option=enums.EncodingOption.NO_ENCODING if encoding else None,
    )


def identifier():
    return attributes.UniqueIdentifier(ID)


def revoke(code, when=None):
    date = when and primitives.DateTime(tag=enums.Tags.COMPROMISE_OCCURRENCE_DATE, value=when)
    return payloads.RevokeRequestPayload(identifier(), objects.RevocationReason(code=code), date)


def since(least, version, payload):
    if version < least:
        raise exceptions.VersionNotSupported(f"came with KMIP {VERSIONS[least]}")
    return payload


def pair(common, private, public):
    """The attributes of a key pair, under the names of PyKMIP's arguments."""
    parts = {
        "common_template_attribute": (objects.CommonTemplateAttribute, common),
        "private_key_template_attribute": (objects.PrivateKeyTemplateAttribute, private),
        "public_key_template_attribute": (objects.PublicKeyTemplateAttribute, public),
    }
    return {part: made(attributes=found) for part, (made, found) in parts.items() if found}


def usage(*masks):
    return attribute(A.CRYPTOGRAPHIC_USAGE_MASK, list(masks))


def derived(method, **parameters):
    return payloads.DeriveKeyRequestPayload(
        enums.ObjectType.SYMMETRIC_KEY,
        [ID, "object-8"],
        method,
        attributes.DerivationParameters(**parameters),
        template(),
    )


CBC = attributes.CryptographicParameters(
    block_cipher_mode=enums.BlockCipherMode.CBC, padding_method=enums.PaddingMethod.PKCS5
)
GCM = attributes.CryptographicParameters(
    block_cipher_mode=enums.BlockCipherMode.GCM,
    cryptographic_algorithm=enums.CryptographicAlgorithm.AES,
    random_iv=True,
    iv_length=96,
    tag_length=16,
    fixed_field_length=32,
    invocation_field_length=64,
    counter_length=32,
    initial_counter_value=1,
)
HMAC = attributes.CryptographicParameters(cryptographic_algorithm=enums.CryptographicAlgorithm.HMAC_SHA256)
SHA256 = attributes.CryptographicParameters(hashing_algorithm=enums.HashingAlgorithm.SHA_256)
RSA = attributes.CryptographicParameters(
    padding_method=enums.PaddingMethod.PKCS1v15,
    digital_signature_algorithm=enums.DigitalSignatureAlgorithm.SHA256_WITH_RSA_ENCRYPTION,
)
IV = bytes(range(16))
DATA = TEXT.encode()


def verification(**arguments):
    return payloads.SignatureVerifyRequestPayload(ID, RSA, **arguments)


# Each gives an operation and its request payload, at a version.
REQUESTS = {
    "create": lambda v: (O.CREATE, payloads.CreateRequestPayload(enums.ObjectType.SYMMETRIC_KEY, template())),
    "register": lambda v: (
        O.REGISTER,
        payloads.RegisterRequestPayload(enums.ObjectType.SYMMETRIC_KEY, objects.TemplateAttribute(attributes=[name()]), key()),
    ),
    "locate": lambda v: (
        O.LOCATE,
        payloads.LocateRequestPayload(
            maximum_items=2, attributes=[name(), attribute(A.OBJECT_TYPE, enums.ObjectType.SYMMETRIC_KEY)]
        ),
    ),
    "get": lambda v: (O.GET, payloads.GetRequestPayload(ID, enums.KeyFormatType.RAW)),
    "get-wrapped": lambda v: (
        O.GET,
        payloads.GetRequestPayload(
            ID,
            enums.KeyFormatType.RAW,
            key_wrapping_specification=wrapping(objects.KeyWrappingSpecification, encoding=v > (1, 0)),
        ),
    ),
    "get-attributes": lambda v: (
        O.GET_ATTRIBUTES,
        payloads.GetAttributesRequestPayload(
            ID, ["Name", "Cryptographic Algorithm", "Cryptographic Length", "State", "Deactivation Date"]
        ),
    ),
    "get-attributes-all": lambda v: (O.GET_ATTRIBUTES, payloads.GetAttributesRequestPayload(ID)),
    "get-attribute-list": lambda v: (O.GET_ATTRIBUTE_LIST, payloads.GetAttributeListRequestPayload(ID)),
    "activate": lambda v: (O.ACTIVATE, payloads.ActivateRequestPayload(identifier())),
    "revoke": lambda v: (O.REVOKE, revoke(enums.RevocationReasonCode.CESSATION_OF_OPERATION)),
    "revoke-compromised": lambda v: (O.REVOKE, revoke(enums.RevocationReasonCode.KEY_COMPROMISE, WHEN)),
    "destroy": lambda v: (O.DESTROY, payloads.DestroyRequestPayload(identifier())),
    "query": lambda v: (
        O.QUERY,
        payloads.QueryRequestPayload(
            [enums.QueryFunction.QUERY_OPERATIONS, enums.QueryFunction.QUERY_SERVER_INFORMATION]
        ),
    ),
    "discover-versions": lambda v: (O.DISCOVER_VERSIONS, payloads.DiscoverVersionsRequestPayload()),
    "obtain-lease": lambda v: (O.OBTAIN_LEASE, payloads.ObtainLeaseRequestPayload(ID)),
    "re-key": lambda v: (O.REKEY, payloads.RekeyRequestPayload(ID)),
    "re-key-offset": lambda v: (
        O.REKEY,
        payloads.RekeyRequestPayload(ID, 60, objects.TemplateAttribute(attributes=[attribute(A.CRYPTOGRAPHIC_LENGTH, 256)])),
    ),
    "check": lambda v: (O.CHECK, payloads.CheckRequestPayload(ID, 500, 0xC, 3600)),
    "poll": lambda v: (O.POLL, payloads.PollRequestPayload(b"later")),
    "cancel": lambda v: (O.CANCEL, payloads.CancelRequestPayload(b"later")),
    "archive": lambda v: (O.ARCHIVE, payloads.ArchiveRequestPayload(ID)),
    "recover": lambda v: (O.RECOVER, payloads.RecoverRequestPayload(ID)),
    "get-usage-allocation": lambda v: (O.GET_USAGE_ALLOCATION, payloads.GetUsageAllocationRequestPayload(ID, 500)),
    "modify-attribute": lambda v: (
        O.MODIFY_ATTRIBUTE,
        payloads.ModifyAttributeRequestPayload(ID, attribute=attribute(A.CRYPTOGRAPHIC_LENGTH, 256))
        if v < (2, 0)
        else payloads.ModifyAttributeRequestPayload(
            ID,
            new_attribute=objects.NewAttribute(attribute=attributes.CryptographicLength(256)),
        ),
    ),
    "set-attribute": lambda v: (
        O.SET_ATTRIBUTE,
        payloads.SetAttributeRequestPayload(ID, objects.NewAttribute(attribute=attributes.CryptographicLength(256))),
    ),
    "delete-attribute": lambda v: (
        O.DELETE_ATTRIBUTE,
        payloads.DeleteAttributeRequestPayload(ID, attribute_name="Contact Information")
        if v < (2, 0)
        else payloads.DeleteAttributeRequestPayload(
            ID,
            attribute_reference=objects.AttributeReference(
                vendor_identification="fieldgate", attribute_name="Contact Information"
            ),
        ),
    ),
    "create-key-pair": lambda v: (
        O.CREATE_KEY_PAIR,
        payloads.CreateKeyPairRequestPayload(
            **pair(
                [
                    attribute(A.CRYPTOGRAPHIC_ALGORITHM, enums.CryptographicAlgorithm.RSA),
                    attribute(A.CRYPTOGRAPHIC_LENGTH, 2048),
                ],
                [name(), usage(enums.CryptographicUsageMask.SIGN)],
                [usage(enums.CryptographicUsageMask.VERIFY)],
            )
        ),
    ),
    "re-key-key-pair": lambda v: (
        O.REKEY_KEY_PAIR,
        payloads.RekeyKeyPairRequestPayload(attributes.PrivateKeyUniqueIdentifier(ID), misc.Offset(60)),
    ),
    "re-key-key-pair-attributes": lambda v: (
        O.REKEY_KEY_PAIR,
        payloads.RekeyKeyPairRequestPayload(
            attributes.PrivateKeyUniqueIdentifier(ID), **pair([attribute(A.CRYPTOGRAPHIC_LENGTH, 4096)], [], [name()])
        ),
    ),
    "derive-key-encrypt": lambda v: (
        O.DERIVE_KEY,
        derived(
            enums.DerivationMethod.ENCRYPT, cryptographic_parameters=CBC, initialization_vector=IV, derivation_data=DATA
        ),
    ),
    "derive-key-pbkdf2": lambda v: (
        O.DERIVE_KEY,
        derived(enums.DerivationMethod.PBKDF2, cryptographic_parameters=SHA256, salt=IV, iteration_count=10_000),
    ),
    "encrypt": lambda v: (O.ENCRYPT, payloads.EncryptRequestPayload(ID, CBC, DATA, IV)),
    "encrypt-authenticated": lambda v: (O.ENCRYPT, payloads.EncryptRequestPayload(ID, GCM, DATA, None, b"beside it")),
    "decrypt": lambda v: (O.DECRYPT, payloads.DecryptRequestPayload(ID, CBC, DATA, IV)),
    "decrypt-authenticated": lambda v: (
        O.DECRYPT,
        payloads.DecryptRequestPayload(ID, GCM, DATA, IV[:12], b"beside it", IV),
    ),
    "mac": lambda v: (O.MAC, payloads.MACRequestPayload(identifier(), HMAC, objects.Data(DATA))),
    "sign": lambda v: (O.SIGN, payloads.SignRequestPayload(ID, RSA, DATA)),
    "signature-verify": lambda v: (O.SIGNATURE_VERIFY, verification(data=DATA, signature_data=KEY)),
    "signature-verify-digest": lambda v: (O.SIGNATURE_VERIFY, verification(digested_data=KEY, signature_data=KEY)),
    "signature-verify-first": lambda v: (O.SIGNATURE_VERIFY, verification(data=DATA, init_indicator=True)),
    "signature-verify-last": lambda v: (
        O.SIGNATURE_VERIFY,
        verification(data=DATA, signature_data=KEY, correlation_value=b"part", final_indicator=True),
    ),
}

# Requests with other headers, or of several items: each gives header arguments and (operation, payload) pairs.
OTHER_REQUESTS = {
    "get-with-login": lambda v: ({"authentication": login()}, [REQUESTS["get"](v)]),
    "batch": lambda v: (
        {
            "batch_error_cont_option": contents.BatchErrorContinuationOption(enums.BatchErrorContinuationOption.STOP),
            "batch_order_option": contents.BatchOrderOption(True),
        },
        [REQUESTS["create"](v), (O.ACTIVATE, payloads.ActivateRequestPayload())],
    ),
}

SUCCESS = enums.ResultStatus.SUCCESS

# Each gives an operation and its response payload.
RESPONSES = {
    "create": lambda v: (O.CREATE, payloads.CreateResponsePayload(enums.ObjectType.SYMMETRIC_KEY, ID)),
    "register": lambda v: (O.REGISTER, payloads.RegisterResponsePayload(ID)),
    "locate": lambda v: (O.LOCATE, payloads.LocateResponsePayload(unique_identifiers=[ID, "object-8"])),
    "get": lambda v: (O.GET, payloads.GetResponsePayload(enums.ObjectType.SYMMETRIC_KEY, ID, key())),
    "get-wrapped": lambda v: (
        O.GET,
        payloads.GetResponsePayload(
            enums.ObjectType.SYMMETRIC_KEY, ID, key(wrapping(objects.KeyWrappingData), KEY + bytes(8))
        ),
    ),
    "get-attributes": lambda v: (
        O.GET_ATTRIBUTES,
        payloads.GetAttributesResponsePayload(
            ID,
            [
                name(),
                attribute(A.CRYPTOGRAPHIC_ALGORITHM, enums.CryptographicAlgorithm.AES),
                attribute(A.CRYPTOGRAPHIC_LENGTH, 256),
                attribute(A.STATE, enums.State.ACTIVE),
                attribute(A.DEACTIVATION_DATE, WHEN),
            ],
        ),
    ),
    "get-attribute-list": lambda v: (
        O.GET_ATTRIBUTE_LIST,
        payloads.GetAttributeListResponsePayload(ID, ["Name", "State"]),
    ),
    "activate": lambda v: (O.ACTIVATE, payloads.ActivateResponsePayload(identifier())),
    "revoke": lambda v: (O.REVOKE, payloads.RevokeResponsePayload(identifier())),
    "destroy": lambda v: (O.DESTROY, payloads.DestroyResponsePayload(identifier())),
    "query": lambda v: (
        O.QUERY,
        payloads.QueryResponsePayload(
            operations=[O.CREATE, O.GET],
            object_types=[enums.ObjectType.SYMMETRIC_KEY],
            vendor_identification="a vendor",
        ),
    ),
    "discover-versions": lambda v: (
        O.DISCOVER_VERSIONS,
        payloads.DiscoverVersionsResponsePayload([contents.ProtocolVersion(1, 4), contents.ProtocolVersion(1, 0)]),
    ),
    "obtain-lease": lambda v: (O.OBTAIN_LEASE, payloads.ObtainLeaseResponsePayload(ID, 3600, WHEN)),
    "re-key": lambda v: (O.REKEY, payloads.RekeyResponsePayload(ID)),
    "check": lambda v: (O.CHECK, payloads.CheckResponsePayload(ID, lease_time=3600)),
    "cancel": lambda v: (O.CANCEL, payloads.CancelResponsePayload(b"later", enums.CancellationResult.CANCELED)),
    "archive": lambda v: (O.ARCHIVE, payloads.ArchiveResponsePayload(ID)),
    "recover": lambda v: (O.RECOVER, payloads.RecoverResponsePayload(ID)),
    "get-usage-allocation": lambda v: (O.GET_USAGE_ALLOCATION, payloads.GetUsageAllocationResponsePayload(ID)),
    "modify-attribute": lambda v: (
        O.MODIFY_ATTRIBUTE,
        payloads.ModifyAttributeResponsePayload(ID, attribute(A.CRYPTOGRAPHIC_LENGTH, 256) if v < (2, 0) else None),
    ),
    "set-attribute": lambda v: (O.SET_ATTRIBUTE, payloads.SetAttributeResponsePayload(ID)),
    "delete-attribute": lambda v: (
        O.DELETE_ATTRIBUTE,
        payloads.DeleteAttributeResponsePayload(ID, attribute(A.CRYPTOGRAPHIC_LENGTH, 256) if v < (2, 0) else None),
    ),
    "create-key-pair": lambda v: (
        O.CREATE_KEY_PAIR,
        payloads.CreateKeyPairResponsePayload("object-7-private", "object-7-public"),
    ),
    "re-key-key-pair": lambda v: (
        O.REKEY_KEY_PAIR,
        payloads.RekeyKeyPairResponsePayload("object-8-private", "object-8-public"),
    ),
    "derive-key": lambda v: (O.DERIVE_KEY, payloads.DeriveKeyResponsePayload(ID)),
    "encrypt": lambda v: (O.ENCRYPT, payloads.EncryptResponsePayload(ID, b"a ciphertext", b"an IV")),
    # PyKMIP leaves out the tag in versions that have none.
    "encrypt-authenticated": lambda v: (
        O.ENCRYPT,
        since((1, 4), v, payloads.EncryptResponsePayload(ID, b"a ciphertext", b"an IV", b"a tag")),
    ),
    "decrypt": lambda v: (O.DECRYPT, payloads.DecryptResponsePayload(ID, DATA)),
    "mac": lambda v: (O.MAC, payloads.MACResponsePayload(identifier(), objects.MACData(b"a MAC"))),
    "sign": lambda v: (O.SIGN, payloads.SignResponsePayload(ID, b"a signature")),
    "signature-verify": lambda v: (
        O.SIGNATURE_VERIFY,
        payloads.SignatureVerifyResponsePayload(ID, enums.ValidityIndicator.INVALID, DATA, b"part"),
    ),
}

# Responses that are no success: each gives the arguments of the batch item.
FAILURES = {
    "refused": lambda v: {
        "operation": contents.Operation(O.GET),
        "result_status": contents.ResultStatus(enums.ResultStatus.OPERATION_FAILED),
        "result_reason": contents.ResultReason(enums.ResultReason.ITEM_NOT_FOUND),
        "result_message": contents.ResultMessage("no such object"),
    },
    "pending": lambda v: {
        "operation": contents.Operation(O.GET),
        "result_status": contents.ResultStatus(enums.ResultStatus.OPERATION_PENDING),
        "async_correlation_value": contents.AsynchronousCorrelationValue(b"later"),
    },
}


def login():
    value = objects.UsernamePasswordCredential("alice", "open sesame")
    credential = objects.Credential(enums.CredentialType.USERNAME_AND_PASSWORD, value)
    return contents.Authentication([credential])


def request(version, arguments, items):
    header = messages.RequestHeader(
        protocol_version=contents.ProtocolVersion(*version),
        maximum_response_size=contents.MaximumResponseSize(MAXIMUM_RESPONSE_BYTES),
        batch_count=contents.BatchCount(len(items)),
        **arguments,
    )
    # An item of a batch is known by its number.
    numbers = [contents.UniqueBatchItemID(number.to_bytes(4, "big")) for number in range(len(items))]
    made = [
        messages.RequestBatchItem(
            operation=contents.Operation(operation),
            unique_batch_item_id=numbers[number] if len(items) > 1 else None,
            request_payload=payload,
        )
        for number, (operation, payload) in enumerate(items)
    ]
    return messages.RequestMessage(request_header=header, batch_items=made)


def response(version, arguments):
    header = messages.ResponseHeader(
        protocol_version=contents.ProtocolVersion(*version),
        time_stamp=contents.TimeStamp(WHEN),
        batch_count=contents.BatchCount(1),
    )
    return messages.ResponseMessage(response_header=header, batch_items=[messages.ResponseBatchItem(**arguments)])


def succeeded(operation, payload):
    return {
        "operation": contents.Operation(operation),
        "result_status": contents.ResultStatus(SUCCESS),
        "response_payload": payload,
    }


def written(message, version):
    stream = utils.BytearrayStream()
    message.write(stream, kmip_version=contents.protocol_version_to_kmip_version(contents.ProtocolVersion(*version)))
    return bytes(stream.buffer).hex()


def show(version, kind, name_of_it, make):
    try:
        text = written(make(), version)
    except (exceptions.KmipError, exceptions.VersionNotSupported, TypeError, ValueError, AttributeError) as error:
        text = "- " + " ".join(f"{type(error).__name__}: {error}".split())
    print(VERSIONS[version], kind, name_of_it, text)


def main():
    for version in VERSIONS:
        for title, make in REQUESTS.items():
            show(version, "request", title, lambda: request(version, {}, [make(version)]))
        for title, make in OTHER_REQUESTS.items():
            show(version, "request", title, lambda: request(version, *make(version)))
        for title, make in RESPONSES.items():
            show(version, "response", title, lambda: response(version, succeeded(*make(version))))
        for title, make in FAILURES.items():
            show(version, "response", title, lambda: response(version, make(version)))


main()
