"""Units that pictures have their energies in."""

from __future__ import annotations

import dataclasses
import re
from typing import TYPE_CHECKING, Union

from ..errors import BlochpipeError

if TYPE_CHECKING:
    from ..record import Record


@dataclasses.dataclass(frozen=True)
class EnergyUnit:
    """vmax, e0, or a unit of the laboratory by what one E0 = hbar^2/(2 m a^2) is in it: "e0=0.57meV".

    Attributes:
        per_e0: the size of one E0; None where energies are in v_max.
        name: plain text, for columns of numbers.
        symbol: for axes.
    """

    per_e0: Union[float, None]
    name: str
    symbol: str

    @staticmethod
    def parse(text: Union[str, "EnergyUnit"]) -> "EnergyUnit":
        """Reads "vmax", "e0" or "e0=NUMBERUNIT". BlochpipeError when it is none of them."""
        if isinstance(text, EnergyUnit):
            return text
        if text == "vmax":
            return EnergyUnit(None, "vmax", r"$V_\mathrm{max}$")
        if text == "e0":
            return EnergyUnit(1.0, "e0", r"$E_0$")
        found = re.fullmatch(r"e0=([0-9]*\.?[0-9]+(?:[eE][-+]?[0-9]+)?) *([^\W\d][^\s,;]*)", text)
        if not found or float(found[1]) == 0:
            raise BlochpipeError(f"units are vmax, e0 or what one E0 is, such as e0=0.57meV, not '{text}'")
        return EnergyUnit(float(found[1]), found[2], found[2].replace("$", r"\$"))

    def factor(self, record: "Record") -> float:
        """What an energy in v_max of a record is multiplied by."""
        return 1.0 if self.per_e0 is None else record.v_max * self.per_e0
