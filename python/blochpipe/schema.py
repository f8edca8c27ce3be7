"""Classes for the messages of a record stream, made from the schema that the stream carries."""

from __future__ import annotations

import functools
from importlib import resources
from typing import Any, Callable

from google.protobuf import descriptor_pb2, descriptor_pool, message_factory

Schema = Callable[[str], Any]


@functools.lru_cache(maxsize=8)
def schema(descriptors: bytes) -> Schema:
    """The classes of a serialised FileDescriptorSet, by name: `schema(...)("Record")`."""
    pool = descriptor_pool.DescriptorPool()
    for file in descriptor_pb2.FileDescriptorSet.FromString(descriptors).file:
        pool.Add(file)
    # protobuf before 4.22 has no GetMessageClass.
    make = getattr(message_factory, "GetMessageClass", None) or message_factory.MessageFactory(pool).GetPrototype
    return lambda name: make(pool.FindMessageTypeByName("blochpipe.v1." + name))


@functools.lru_cache(maxsize=1)
def shipped() -> bytes:
    """The schema of this version of the package, for streams that it starts."""
    return resources.files(__package__).joinpath("schema.pb").read_bytes()
