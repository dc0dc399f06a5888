"""Drives PyKMIP's own client: kmip_client.py PORT CERTIFICATE KEY AUTHORITY OPERATION [ARGUMENT...]

    get ID              prints the key in hex
    register NAME HEX   registers and activates an AES key, prints its Unique Identifier
    locate NAME         prints the Unique Identifiers that carry the name
"""

import sys

from kmip import enums
from kmip.core.factories.attributes import AttributeFactory
from kmip.pie.client import ProxyKmipClient
from kmip.pie.objects import SymmetricKey


def main():
    port, certificate, key, authority, operation, *rest = sys.argv[1:]
    client = ProxyKmipClient(
        hostname="127.0.0.1",
        port=int(port),
        cert=certificate,
        key=key,
        ca=authority,
        ssl_version="PROTOCOL_TLSv1_2",
        kmip_version=enums.KMIPVersion.KMIP_1_2,
        config="unused",
        config_file="/dev/null",
    )
    with client:
        if operation == "get":
            print(client.get(rest[0]).value.hex())
        elif operation == "register":
            value = bytes.fromhex(rest[1])
            masks = [enums.CryptographicUsageMask.ENCRYPT, enums.CryptographicUsageMask.DECRYPT]
            found = SymmetricKey(enums.CryptographicAlgorithm.AES, len(value) * 8, value, masks, name=rest[0])
            identifier = client.register(found)
            client.activate(identifier)
            print(identifier)
        elif operation == "locate":
            name = AttributeFactory().create_attribute(
                enums.AttributeType.NAME, rest[0]
            )
            print("\n".join(client.locate(attributes=[name])))
        else:
            sys.exit(f"unknown operation: {operation}")


main()
