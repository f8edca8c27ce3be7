"""Classes for the messages of a record stream, made from the schema that the stream carries."""

from __future__ import annotations

import functools
from importlib import resources
from typing import Any, Callable

from google.protobuf import descriptor_pb2, descriptor_pool, message_factory
from google.protobuf.message import DecodeError

from .errors import StreamError

Schema = Callable[[str], Any]


@functools.lru_cache(maxsize=8)
def schema(descriptors: bytes) -> Schema:
    """The classes of a serialised FileDescriptorSet, by name: `schema(...)("Record")`.

    Raises:
        StreamError: when it is none, or lacks Header, Record or Trailer.
    """
    pool = descriptor_pool.DescriptorPool()
    try:
        for file in descriptor_pb2.FileDescriptorSet.FromString(descriptors).file:
            pool.Add(file)
        found = {name: pool.FindMessageTypeByName("blochpipe.v1." + name) for name in ("Header", "Record", "Trailer")}
    except (DecodeError, TypeError, KeyError) as error:
        raise StreamError(f"the schema of the stream is damaged: {str(error).splitlines()[0]}") from None
    # protobuf before 4.22 has no GetMessageClass.
    make = getattr(message_factory, "GetMessageClass", None) or message_factory.MessageFactory(pool).GetPrototype
    classes = {name: make(descriptor) for name, descriptor in found.items()}
    return lambda name: classes[name]


@functools.lru_cache(maxsize=1)
def shipped() -> bytes:
    """The schema of this version of the package, for streams that it starts."""
    return resources.files("blochpipe").joinpath("schema.pb").read_bytes()
