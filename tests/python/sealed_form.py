"""The sealed form, written a second time over the `cryptography` package: opens what fieldgate sealed.

Reads lines `root-key-hex kind tenant partition object field epoch sealed-text`, prints the plaintext in hex, one line each.
"""
import base64
import struct
import sys

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM, AESSIV
from cryptography.hazmat.primitives.cmac import CMAC

SCHEMES = {1: "random", 2: "equal"}


def derive(root, label, context, length):
    output = b""
    for counter in range(1, -(-length // 16) + 1):
        mac = CMAC(algorithms.AES(root))
        mac.update(struct.pack(">I", counter) + label.encode() + b"\0" + context + struct.pack(">I", length * 8))
        output += mac.finalize()
    return output[:length]


def open_sealed(root, context, text):
    assert text[:4] in ("fg1.", "fg1_") and text.endswith(".")
    inner, bound = text[4:-1], []
    if text[3] == "_":
        limbs, rest = inner.split("~")
        inner, _, tokens = rest.partition(" ")
        mac = CMAC(algorithms.AES(derive(root, "fieldgate/1 composed", context, 32)))
        mac.update(struct.pack(">I", len(limbs)) + limbs.encode() + tokens.removesuffix(" ").encode())
        bound = [mac.finalize()]
    raw = base64.urlsafe_b64decode(inner + "=" * (-len(inner) % 4))
    header, body = raw[:6], raw[6:]
    assert header[0] >> 4 == 1
    scheme = SCHEMES[header[0] & 15]
    assert header[1:5] == derive(root, "fieldgate/1 key id", b"", 4)
    assert header[5:6] == derive(root, f"fieldgate/1 {scheme} tag", context, 1)
    if scheme == "random":
        key = derive(root, "fieldgate/1 random", context, 32)
        nonce, commitment, sealed = body[:12], body[12:28], body[28:]
        block = Cipher(algorithms.AES(key), modes.ECB()).encryptor().update(nonce + b"\xff" * 4)
        assert commitment == block
        return AESGCM(key).decrypt(nonce, sealed, header + b"".join(bound))
    key = derive(root, "fieldgate/1 equal S2V", context, 32) + derive(root, "fieldgate/1 equal CTR", context, 32)
    return AESSIV(key).decrypt(body, [header, *bound])


def main():
    for line in sys.stdin:
        root, kind, tenant, partition, thing, field, epoch, text = line.rstrip("\n").split(" ", 7)
        names = b"".join(bytes([len(name)]) + name.encode() for name in (tenant, partition, thing, field))
        context = names + struct.pack(">BI", int(kind), int(epoch))
        print(open_sealed(bytes.fromhex(root), context, text).hex())


main()
