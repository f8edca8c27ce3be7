#!/usr/bin/env python3
"""Writes fields of a record stream as a Parquet table, one row a record. It needs pyarrow.

Example: to_parquet.py survey.rec.zst survey.parquet key.index geometry.fill_fraction bands.energies

Fields are paths as in rec-view --tsv. Arrays become nested lists; what a record lacks is null. The table is made
in memory.
"""
import os, re, sys
import pyarrow, pyarrow.parquet
import read_stream

def value(message, path):  # None where the message has nothing there
    for step in path.split("."):
        name, *places = re.findall(r"\w+", step)
        field = message.DESCRIPTOR.fields_by_name.get(name)
        if field is None:
            names = ", ".join(sorted(message.DESCRIPTOR.fields_by_name))
            sys.exit(f"to_parquet.py: no field '{path}'; {message.DESCRIPTOR.name} has {names}")
        repeated = getattr(field, "is_repeated", None)  # protobuf before 6.31 has the other
        if repeated is None:
            repeated = field.label == field.LABEL_REPEATED
        if field.has_presence and not message.HasField(name):
            return None
        message = getattr(message, name)
        if field.message_type and field.message_type.name == "Array":
            message = read_stream.array(message)
        elif field.enum_type:
            text = lambda number: field.enum_type.values_by_number[number].name
            message = [text(number) for number in message] if repeated else text(message)
        elif repeated:
            message = list(message)
        for place in map(int, places):
            if place >= len(message):
                return None
            message = message[place]
    return message.tolist() if hasattr(message, "tolist") else message

if __name__ == "__main__":
    if len(sys.argv) < 4:
        sys.exit("to_parquet.py: name a stream, the table to write and at least one field")
    stream, target, *fields = sys.argv[1:]
    columns = {field: [] for field in fields}
    for record in read_stream.read(stream):
        for field, column in columns.items():
            column.append(value(record, field))
    temporary = f"{target}.{os.getpid()}.tmp"
    try:
        pyarrow.parquet.write_table(pyarrow.table(columns), temporary)
        os.replace(temporary, target)
    finally:
        if os.path.exists(temporary):
            os.remove(temporary)
