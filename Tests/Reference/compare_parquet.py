#!/usr/bin/python3
"""A Parquet table of samples/to_parquet.py, read by pyarrow, against what rec-view --tsv prints of the same fields.

  compare_parquet.py TABLE < OUTPUT_OF_REC_VIEW
"""

import json
import sys

import pyarrow.parquet

table = pyarrow.parquet.read_table(sys.argv[1])
names, *rows = (line.rstrip("\n").split("\t") for line in sys.stdin)
assert table.column_names == names and table.num_rows == len(rows), (table.column_names, names)
for name, column in zip(names, zip(*rows)):
    for found, text in zip(table[name].to_pylist(), column):
        try:
            expected = json.loads(text) if text else None
        except json.JSONDecodeError:
            expected = text
        if isinstance(expected, list) and isinstance(found, list) and "energies" in name:
            # Single precision is printed with fewer digits.
            a, b = ([x for row in list_ for x in row] for list_ in (expected, found))
            assert len(a) == len(b) and max(abs(x - y) for x, y in zip(a, b)) < 1e-6, name
        else:
            assert found == expected, (name, found, expected)
print(len(names), "columns and", len(rows), "rows agree")
