"""The numbers of a picture."""

from __future__ import annotations

import dataclasses
from typing import Any, Iterable, Sequence, TextIO

import numpy
from numpy.typing import NDArray


@dataclasses.dataclass
class Table:
    """What a picture shows, as rows of numbers and text.

    Attributes:
        columns: names, with the unit of energies where there is one.
        rows: a tuple for each row, as many entries as columns; None is nothing.
    """

    columns: list[str]
    rows: Sequence[tuple[Any, ...]]

    def column(self, name: str) -> NDArray[Any]:
        """[rows] One column as an array."""
        at = self.columns.index(name)
        return numpy.array([row[at] for row in self.rows])

    def where(self, **wanted: Any) -> "Table":
        """The rows that have these values."""
        at = [(self.columns.index(name), value) for name, value in wanted.items()]
        return Table(self.columns, [row for row in self.rows if all(row[i] == value for i, value in at)])

    def write(self, file: TextIO) -> None:
        """Writes it tab-separated, names first; numbers with as many digits as they have."""
        file.write("\t".join(self.columns) + "\n")
        for row in self.rows:
            file.write("\t".join(map(_text, row)) + "\n")


def joined(tables: Iterable[Table]) -> Table:
    """Tables of the same columns, one behind the other."""
    tables = list(tables)
    return Table(tables[0].columns, [row for table in tables for row in table.rows])


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, (float, numpy.floating)):
        return f"{float(value):.10g}"
    return str(value).replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n")
