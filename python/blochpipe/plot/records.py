"""What all pictures do with records."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Iterable, Optional, Sequence, Union

from ..errors import BlochpipeError

if TYPE_CHECKING:
    from ..record import Record


def listed(records: Union["Record", Iterable["Record"]]) -> list["Record"]:
    """One record or several as a list. BlochpipeError when there is none, or only failed ones."""
    found: list["Record"] = [records] if hasattr(records, "message") else list(records)  # type: ignore[list-item]
    if not found:
        raise BlochpipeError("there are no records to draw")
    sound = [record for record in found if not record.failed]
    if not sound:
        raise BlochpipeError(f"all records have failed: {found[0].reason}")
    return sound


def cell_of(record: "Record") -> tuple[Any, ...]:
    """What the records of one cell share, whichever tool solved it: seed, index, name, parameters, equation, materials."""
    key = record.message.key
    parameters, materials = (record.parameters, record.materials) if record.has("geometry") else ({}, {})
    return (key.seed, key.index, key.name, tuple(parameters.items()), record.equation, tuple(materials.items()))


def equation_name(record: "Record") -> str:
    """The equation as it is printed: TM, TE, SH."""
    return record.equation.upper() if len(record.equation) == 2 else record.equation


def _number(value: float) -> str:
    return "∞" if value == float("inf") else f"{value:.4g}"


#: Of the materials.
_SYMBOLS = {"epsilon": "ε", "rho": "ρ", "bulk": "B", "lambda": "λ", "mu": "μ"}


def material_names(record: "Record") -> Optional[tuple[str, str]]:
    """What 0 and 1 of the pattern are made of, "ε = 1" and "ε = 12"; None of a potential."""
    materials = record.materials.items()
    if not materials:
        return None
    # Lines are not broken at these blanks.
    low, high = (", ".join(f"{_SYMBOLS.get(name, name)}\u00a0=\u00a0{_number(ends[side])}" for name, ends in materials) for side in (0, 1))
    return low, high


def name_of(record: "Record") -> str:
    """A record as it is called in titles and legends: its name, what a design is for, the parameters of a sweep,
    or its number."""
    parameters = record.parameters if record.has("geometry") else {}
    if record.name:
        return record.name
    if record.has("design") and record.message.design.terms:
        return ", ".join(term.name for term in record.message.design.terms)
    if parameters:
        return ", ".join(f"{name} {value:.4g}" for name, value in parameters.items())
    return f"cell {record.index}"


def swept(records: Sequence["Record"]) -> list[str]:
    """The parameters whose values differ between the records."""
    names: dict[str, set[float]] = {}
    for record in records:
        for name, value in record.parameters.items():
            names.setdefault(name, set()).add(value)
    return [name for name, values in names.items() if len(values) > 1]
