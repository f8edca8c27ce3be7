"""Units that pictures have their energies in, or the frequencies whose squares these are."""

from __future__ import annotations

import dataclasses
import re
from typing import TYPE_CHECKING, Any, Iterable, Optional, Union

import numpy
from numpy.typing import NDArray

from .. import units as physical
from ..errors import BlochpipeError

if TYPE_CHECKING:
    from ..record import Record

_NUMBER = r"([0-9]*\.?[0-9]+(?:[eE][-+]?[0-9]+)?)"


@dataclasses.dataclass(frozen=True)
class Scale:
    """What the energies of a record are drawn as.

    Attributes:
        name: of the unit, plain text, for columns of numbers.
        symbol: for axes.
        factor: what energies in v_max, or frequencies omega a/(2 pi c), are multiplied by.
        is_frequency: whether energies are squares of frequencies.
    """

    name: str
    symbol: str
    factor: float = 1.0
    is_frequency: bool = False

    @property
    def quantity(self) -> str:
        """What is drawn: "energy" or "frequency"."""
        return "frequency" if self.is_frequency else "energy"

    @property
    def label(self) -> str:
        """Of an axis."""
        return f"{self.quantity} {self.symbol}" if self.name == "c_per_a" else f"{self.quantity} / {self.symbol}"

    def values(self, energies: Any) -> NDArray[Any]:
        """Energies of a record as they are drawn; what rounding leaves below 0 has the frequency 0."""
        found: NDArray[Any] = numpy.asarray(energies, dtype=float)
        return self.factor * (numpy.sqrt(numpy.maximum(found, 0)) if self.is_frequency else found)

    def energies(self, values: Any) -> NDArray[Any]:
        """The reverse of `values`."""
        found: NDArray[Any] = numpy.asarray(values, dtype=float) / self.factor
        return found**2 if self.is_frequency else found


@dataclasses.dataclass(frozen=True)
class EnergyUnit:
    """Of potentials vmax, e0, or a unit of the laboratory by what one E0 = hbar^2/(2 m a^2) is in it: "e0=0.57meV". Of
    light hertz by the lattice constant, "a=500nm", of sound with the speed in the first material: "a=1cm,c=1480".

    Attributes:
        per_e0: the size of one E0; None where energies are in v_max, or frequencies are meant.
        name: plain text, for columns of numbers; "" where the records decide.
        symbol: for axes.
        a: lattice constant in metres, where it was given.
        speed: in the first material, in metres a second, where it was given.
    """

    per_e0: Optional[float] = None
    name: str = ""
    symbol: str = ""
    a: Optional[float] = None
    speed: Optional[float] = None

    @staticmethod
    def parse(text: Union[None, str, "EnergyUnit"]) -> "EnergyUnit":
        """Reads "vmax", "e0", "e0=NUMBERUNIT", "a=NUMBERUNIT" or "a=NUMBERUNIT,c=NUMBER"; None is what records have.

        Raises:
            BlochpipeError: when it is none of them.
        """
        if text is None:
            return EnergyUnit()
        if isinstance(text, EnergyUnit):
            return text
        if text == "vmax":
            return EnergyUnit(None, "vmax", r"$V_\mathrm{max}$")
        if text == "e0":
            return EnergyUnit(1.0, "e0", r"$E_0$")
        found = re.fullmatch(rf"e0={_NUMBER} *([^\W\d][^\s,;]*)", text)
        if found and float(found[1]) > 0:
            return EnergyUnit(float(found[1]), found[2], found[2].replace("$", r"\$"))
        found = re.fullmatch(rf"a={_NUMBER} *({'|'.join(physical.METRES)})(?:,c={_NUMBER} *(?:m/s)?)?", text)
        if found and float(found[1]) > 0 and (found[3] is None or float(found[3]) > 0):
            return EnergyUnit(a=float(found[1]) * physical.METRES[found[2]], speed=None if found[3] is None else float(found[3]))
        raise BlochpipeError(
            "units are vmax, e0 or what one E0 is, such as e0=0.57meV, of light the lattice constant, such as a=500nm, "
            f"of sound a=1cm,c=1480, not '{text}'")

    def scale(self, record: "Record") -> Scale:
        """What the energies of a record are drawn as.

        Raises:
            BlochpipeError: when its energies have no such unit.
        """
        equation = record.equation
        if equation == "schroedinger":
            if self.a is not None:
                raise BlochpipeError(f"record {record.index} is of a potential, and a= is for light and sound; use units e0=...")
            if self.per_e0 is None:
                return Scale("vmax", r"$V_\mathrm{max}$")
            return Scale(self.name, self.symbol, record.v_max * self.per_e0)
        if self.name:
            raise BlochpipeError(
                f"record {record.index} is of {equation}, and has frequencies: leave units out, or name the lattice constant, "
                f"as in {'a=500nm' if equation in physical.LIGHT else 'a=1cm,c=1480'}")
        if self.a is None:
            return Scale("c_per_a", r"$\omega a/2\pi c$", 1.0, True)
        if (equation in physical.LIGHT) != (self.speed is None):
            raise BlochpipeError(
                f"record {record.index} is of light, whose speed is known; leave c= out of the units" if self.speed else
                f"record {record.index} is of {equation}: the units need the speed in the first material too, in m/s, as in a=1cm,c=1480")
        unit, size = physical.Waves(self.a, self.speed or physical.SPEED_OF_LIGHT).usual_unit
        return Scale(unit, unit, size, True)


def common_scale(records: Iterable["Record"], unit: EnergyUnit) -> Scale:
    """That of records in one picture, but for its factor.

    Raises:
        BlochpipeError: when energies of potentials and frequencies come together.
    """
    listed = list(records)
    scales = [unit.scale(record) for record in listed]
    for record, scale in zip(listed, scales):
        if scale.is_frequency != scales[0].is_frequency:
            raise BlochpipeError(
                "records of potentials and of light or sound: energies and frequencies do not fit into one picture")
    return scales[0]
