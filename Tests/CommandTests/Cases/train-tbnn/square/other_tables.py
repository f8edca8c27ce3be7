"""Writes `other`: the network `p4` as one that was trained with other tables, with a digest that is right."""
import hashlib
import json
import struct

data = open("p4", "rb").read()
n = struct.unpack("<Q", data[:8])[0]
header = json.loads(data[8:8 + n])


def file():
    text = json.dumps(header, separators=(",", ":")).encode()
    return struct.pack("<Q", len(text)) + text + data[8 + n:]


header["__metadata__"].update({"tables": "0123456789abcdef", "sha256.file": "0" * 64})
header["__metadata__"]["sha256.file"] = hashlib.sha256(file()).hexdigest()
open("other", "wb").write(file())
