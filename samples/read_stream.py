#!/usr/bin/env python3
"""Reads a record stream by the schema it carries. Example: read_stream.py survey.rec.zst"""
import hashlib, math, sys
import numpy, zstandard
from google.protobuf import descriptor_pb2, descriptor_pool, message_factory
from google.protobuf.internal.decoder import _DecodeVarint as varint

def array(message):  # an Array message as a numpy array of its shape
    flat = numpy.frombuffer(message.data, ["<f8", "<f4", "u1"][message.type])
    if message.type == 2:
        flat = numpy.unpackbits(flat, bitorder="little")[:math.prod(message.shape)]
    return flat.reshape(message.shape)

def items(content):  # (tag, message, message with its length in front) of every item of a frame
    at = 0
    while at < len(content):
        start = varint(content, at)[1] + 1
        size, body = varint(content, start)
        at = body + size
        yield content[start - 1], content[body:at], content[start:at]

def schema(header):  # field 4 of the header, by its wire format; then classes for all messages
    at, pool = 0, descriptor_pool.DescriptorPool()
    while at < len(header):
        key, at = varint(header, at)
        size, at = varint(header, at)
        if key == 4 << 3 | 2:
            for file in descriptor_pb2.FileDescriptorSet.FromString(header[at:at + size]).file:
                pool.Add(file)
        at += size if key & 7 == 2 else 0
    make = getattr(message_factory, "GetMessageClass", None)  # protobuf before 4.22 has the other
    make = make or message_factory.MessageFactory(pool).GetPrototype
    return lambda name: make(pool.FindMessageTypeByName("blochpipe.v1." + name))

def read(path):  # yields every record; ValueError when the stream is damaged
    data, whole, first = open(path, "rb").read(), True, True
    while data or first or not whole:
        if whole:
            if data[:18] != b"\x5b\x2a\x4d\x18\x0a\0\0\0BLOCHPIPE\1":
                raise ValueError("not a blochpipe stream of format 1")
            data, whole, first, count, digest = data[18:], False, False, 0, hashlib.sha256()
        frame = zstandard.ZstdDecompressor().decompressobj()
        content, data = frame.decompress(data), frame.unused_data
        if not content or not frame.eof:
            raise ValueError("the stream is truncated")
        for tag, body, framed in items(content):
            if tag == 0x0A:
                message = schema(body)
            elif tag == 0x12:
                count += 1
                digest.update(framed)
                yield message("Record").FromString(body)
            else:
                end, whole = message("Trailer").FromString(body), True
                if (end.record_count, end.digest) != (count, digest.digest()):
                    raise ValueError("count or digest does not match the trailer")

if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("read_stream.py: name a stream")
    for record in read(sys.argv[1]):  # what a record lacks is None
        bands = array(record.bands.energies).shape if record.HasField("bands") else None
        pixels = array(record.geometry.potential).shape if record.geometry.HasField("potential") else None
        print(record.key.index, pixels, bands, sep="\t")
