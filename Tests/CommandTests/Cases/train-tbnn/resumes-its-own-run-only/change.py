"""Changes a checkpoint: `step` makes it one step further, `old` writes it as version 0.1 did."""
import hashlib
import json
import struct
import sys

path, what = sys.argv[1:]
data = open(path, "rb").read()
n = struct.unpack("<Q", data[:8])[0]
header, tensors = json.loads(data[8:8 + n]), data[8 + n:]
metadata = header["__metadata__"]
if what == "step":
    metadata["step"] = str(int(metadata["step"]) + 1)
else:
    del metadata["sha256.file"]
    metadata["sha256"] = hashlib.sha256(tensors).hexdigest()
text = json.dumps(header, separators=(",", ":")).encode()
open(path, "wb").write(struct.pack("<Q", len(text)) + text + tensors)
