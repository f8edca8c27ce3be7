"""Writes variants of model.safetensors: most with a digest that is right, as docs/record-format.md says."""
import hashlib
import json
import struct

data = open("model.safetensors", "rb").read()
n = struct.unpack("<Q", data[:8])[0]
tensors = data[8 + n:]


def file(header, tail):
    text = json.dumps(header, separators=(",", ":")).encode()
    return struct.pack("<Q", len(text)) + text + tail


def signed(header, tail):
    if "__metadata__" not in header:
        return file(header, tail)
    header["__metadata__"]["sha256.file"] = "0" * 64
    digest = hashlib.sha256(file(header, tail)).hexdigest()
    header["__metadata__"]["sha256.file"] = digest
    return file(header, tail)


def write(name, change=lambda m: None, tail=tensors, encode=signed):
    header = json.loads(data[8:8 + n])
    change(header["__metadata__"])
    with open(name + ".safetensors", "wb") as out:
        out.write(encode(header, tail))


write("other", lambda m: m.update(architecture="transformer"))
write("orbitals", lambda m: m.update(orbitals="3s"))
write("huge", lambda m: m.update(architecture="fourier width=8192 blocks=64"))
write("nan", tail=tensors[:-4] + b"\xff\xff\xff\xff")
write("foreign", encode=lambda header, tail: file({k: v for k, v in header.items() if k != "__metadata__"}, tail))
# Changed without a new digest: a weight, metadata, an array's name.
write("flipped", tail=tensors[:-1] + bytes([tensors[-1] ^ 1]), encode=file)
write("bands", lambda m: m.update(bands="5"), encode=file)
write("renamed", encode=lambda header, tail: file(header, tail).replace(b'"input.low"', b'"input.LOW"'))
write("unsigned", lambda m: m.pop("sha256.file"), encode=file)


def old(metadata):
    del metadata["sha256.file"]
    metadata["sha256"] = hashlib.sha256(tensors).hexdigest()


write("old", old, encode=file)
