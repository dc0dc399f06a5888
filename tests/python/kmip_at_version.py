"""PyKMIP's own client at a chosen KMIP version: kmip_at_version.py VERSION PORT CERTIFICATE KEY AUTHORITY OPERATION [ARGUMENT...]

    get ID                    prints the key in hex
    register NAME HEX         registers and activates an AES key, prints its Unique Identifier
    register-inactive NAME HEX    the same, but doesn't activate it
    state ID                  prints the state
"""

import sys

from kmip import enums
from kmip.pie.client import ProxyKmipClient
from kmip.pie.objects import SymmetricKey


def register(client, name, value):
    masks = [enums.CryptographicUsageMask.ENCRYPT, enums.CryptographicUsageMask.DECRYPT]
    algorithm = enums.CryptographicAlgorithm.AES
    return client.register(SymmetricKey(algorithm, len(value) * 8, value, masks, name=name))


def main():
    version, port, certificate, key, authority, operation, *rest = sys.argv[1:]
    client = ProxyKmipClient(
        hostname="127.0.0.1",
        port=int(port),
        cert=certificate,
        key=key,
        ca=authority,
        ssl_version="PROTOCOL_TLSv1_2",
        kmip_version=enums.KMIPVersion["KMIP_" + version.replace(".", "_")],
        config="unused",
        config_file="/dev/null",
    )
    with client:
        if operation == "get":
            print(client.get(rest[0]).value.hex())
        elif operation == "register":
            identifier = register(client, rest[0], bytes.fromhex(rest[1]))
            client.activate(identifier)
            print(identifier)
        elif operation == "register-inactive":
            print(register(client, rest[0], bytes.fromhex(rest[1])))
        elif operation == "state":
            _, attributes = client.get_attributes(rest[0], ["State"])
            print(attributes[0].attribute_value.value.name)
        else:
            sys.exit(f"unknown operation: {operation}")


main()
