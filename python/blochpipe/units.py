"""Physical units: from atoms in lattices of light, waveguide arrays and electron gases to v_max and back, and from
frequencies of light and sound to hertz and wavelengths.

Everything in Blochpipe is in the lattice constant a and in E0 = hbar^2/(2 m a^2). A `Scale` says what these are in an
experiment; docs/units.md derives the formulas.

    scale = units.optical_lattice("87Rb", wavelength=830e-9)
    v_max = scale.to_e0(5, "E_R")               # peak-to-peak height of the lattice
    record = bp.solve(V, v_max, path="Gamma-K-M-Gamma")
    scale.energies(record, "kHz")
"""

from __future__ import annotations

import dataclasses
import math
from typing import TYPE_CHECKING, Any, Optional, Union

from .errors import BlochpipeError

if TYPE_CHECKING:
    import xarray

    from .record import Record

#: Defining constants of the SI, and CODATA 2018 for masses; SI units.
PLANCK, CHARGE, BOLTZMANN = 6.62607015e-34, 1.602176634e-19, 1.380649e-23
HBAR = PLANCK / (2 * math.pi)
ELECTRON_MASS, ATOMIC_MASS = 9.1093837015e-31, 1.66053906660e-27
#: Masses of neutral atoms in atomic mass units (AME 2020, seven digits).
ATOMS = {
    "6Li": 6.015123, "7Li": 7.016003, "23Na": 22.98977, "39K": 38.96371, "40K": 39.96400, "41K": 40.96183,
    "84Sr": 83.91342, "87Sr": 86.90888, "87Rb": 86.90918, "85Rb": 84.91179, "133Cs": 132.9055, "174Yb": 173.9389,
}
#: Energy units in joules; frequencies are E/h, temperatures E/k_B.
_JOULES = {
    "J": 1.0, "eV": CHARGE, "meV": 1e-3 * CHARGE, "ueV": 1e-6 * CHARGE, "Hz": PLANCK, "kHz": 1e3 * PLANCK,
    "MHz": 1e6 * PLANCK, "K": BOLTZMANN, "uK": 1e-6 * BOLTZMANN, "nK": 1e-9 * BOLTZMANN,
}
#: Of light in vacuum, metres a second.
SPEED_OF_LIGHT = 299792458.0
#: Equations of light.
LIGHT = ("tm", "te")
#: Units of length in metres, and of frequency in hertz.
METRES = {"nm": 1e-9, "um": 1e-6, "\u00b5m": 1e-6, "\u03bcm": 1e-6, "mm": 1e-3, "cm": 1e-2, "m": 1.0}
HERTZ = {"THz": 1e12, "GHz": 1e9, "MHz": 1e6, "kHz": 1e3, "Hz": 1.0}
#: Names elsewhere of the irreps of p6: Mulliken's, and those of Miller and Love, which the Bilbao server uses (space
#: group 168). Pairs joined by time reversal are sums.
IRREP_NAMES = {
    "Gamma": {"s": ("A", "GM1"), "p": ("E1", "GM4+GM6"), "d": ("E2", "GM3+GM5"), "f": ("B", "GM2")},
    "K": {"0": ("A", "K1"), "1": ("E", "K2+K3")},
    "M": {"+": ("A", "M1"), "-": ("B", "M2")},
}


@dataclasses.dataclass(frozen=True)
class Scale:
    """What a and E0 are in an experiment with matter waves.

    Attributes:
        a: lattice constant in metres.
        e0: hbar^2/(2 m a^2) in joules.
        recoil: E_R = h^2/(2 m lambda^2) in joules, in optical lattices.
    """

    a: float
    e0: float
    recoil: Optional[float] = None

    def unit(self, name: str) -> float:
        """A unit of energy in E0: "E0", "E_R", "J", "eV", "meV", "ueV", "Hz", "kHz", "MHz" (E/h), "K", "uK", "nK" (E/k_B).

        Raises:
            BlochpipeError: for another unit, or E_R without light.
        """
        if name == "E0":
            return 1.0
        if name == "E_R" and self.recoil is not None:
            return self.recoil / self.e0
        if name not in _JOULES:
            raise BlochpipeError(
                "recoil energies need a wavelength: make the scale with optical_lattice" if name == "E_R"
                else f"no unit of energy '{name}'; there are E0, E_R, {', '.join(_JOULES)}")
        return _JOULES[name] / self.e0

    def to_e0(self, value: Any, unit: str) -> Any:
        """Energies, numbers or arrays, from a unit to E0; of a potential's height this is v_max."""
        return value * self.unit(unit)

    def from_e0(self, value: Any, unit: str) -> Any:
        """Energies, numbers or arrays, from E0 to a unit."""
        return value / self.unit(unit)

    def energies(self, record: "Record", unit: str) -> "xarray.DataArray":
        """`record.bands` in a unit of energy, counted from the lowest value of the potential's range, V = 0."""
        bands: "xarray.DataArray" = record.bands * (record.v_max / self.unit(unit))
        bands.attrs = {**record.bands.attrs, "units": unit}
        bands.attrs["error_estimate"] *= record.v_max / self.unit(unit)
        return bands

    def wave_vectors(self, k: Any) -> Any:
        """Wave vectors from 1/a to 1/m."""
        return k / self.a


def particles(mass: float, a: float) -> Scale:
    """Any particles in a lattice: E0 = hbar^2/(2 m a^2).

    Args:
        mass: in kilogrammes.
        a: lattice constant in metres.
    """
    _positive(mass=mass, a=a)
    return Scale(a, HBAR**2 / (2 * mass * a**2))


def optical_lattice(atom: Union[str, float], wavelength: float, beams: str = "interfering") -> Scale:
    """Atoms in light of three directions 120 degrees apart in the plane.

    E_R = h^2/(2 m lambda^2), so that E_R/E0 = (2 pi a/lambda)^2.

    Args:
        atom: "87Rb", ..., or a mass in atomic mass units.
        wavelength: in metres.
        beams: "interfering" three beams make a = 2 lambda/3 and E_R = 17.546 E0; "standing" waves, three that do not
            interfere with each other, make a = lambda/sqrt 3 and E_R = 13.159 E0.
    """
    if isinstance(atom, str) and atom not in ATOMS:
        raise BlochpipeError(f"no mass of '{atom}' here; there are {', '.join(ATOMS)}, or give it in atomic mass units")
    if beams not in ("interfering", "standing"):
        raise BlochpipeError(f"beams are 'interfering' or 'standing', not '{beams}'")
    mass = (ATOMS[atom] if isinstance(atom, str) else atom) * ATOMIC_MASS
    _positive(atom=mass, wavelength=wavelength)
    scale = particles(mass, wavelength * (2 / 3 if beams == "interfering" else 1 / math.sqrt(3)))
    return dataclasses.replace(scale, recoil=PLANCK**2 / (2 * mass * wavelength**2))


def light_potential(pixels: int = 64, kind: str = "honeycomb") -> Any:
    """V/v_max [N x N] of the lattice of light: wells "honeycomb" on 2b, or "triangular" on 1a.

    With S = cos 2 pi r1 + cos 2 pi r2 + cos 2 pi (r1 + r2) the intensity is (3 + 2 S)/9 of its maximum, and its lowest
    value 0; light to the blue of the resonance repels (honeycomb), light to the red attracts (triangular).
    """
    import numpy

    if kind not in ("honeycomb", "triangular"):
        raise BlochpipeError(f"lattices of three beams are 'honeycomb' or 'triangular', not '{kind}'")
    r = 2 * numpy.pi * numpy.arange(pixels) / pixels
    r1, r2 = r[:, None], r[None, :]
    intensity = numpy.clip((3 + 2 * (numpy.cos(r1) + numpy.cos(r2) + numpy.cos(r1 + r2))) / 9, 0, 1)
    return intensity if kind == "honeycomb" else 1 - intensity


def electrons(a: float, effective_mass: float = 1.0) -> Scale:
    """A two-dimensional electron gas: E0 = 38.0998 meV nm^2/(m a^2), m in electron masses.

    Args:
        a: lattice constant in metres.
        effective_mass: in electron masses; 0.067 in GaAs.
    """
    return particles(effective_mass * ELECTRON_MASS, a)


@dataclasses.dataclass(frozen=True)
class Waveguides:
    """An array of waveguides along z in the paraxial approximation.

    The envelope obeys i d psi/dz = -1/(2 k0 n0) laplace psi - k0 (n - n0) psi with k0 = 2 pi/wavelength, the Schroedinger
    equation with z for time. Where the index is highest, n0 + contrast, V = 0; where it is n0, V = v_max.

    Attributes:
        wavelength: in vacuum, metres.
        n0: index around the waveguides.
        contrast: index of the waveguides less n0, above 0.
        a: lattice constant in metres.
    """

    wavelength: float
    n0: float
    contrast: float
    a: float

    def __post_init__(self) -> None:
        _positive(wavelength=self.wavelength, n0=self.n0, contrast=self.contrast, a=self.a)

    @property
    def k0(self) -> float:
        """2 pi/wavelength, 1/m."""
        return 2 * math.pi / self.wavelength

    @property
    def v_max(self) -> float:
        """2 k0^2 a^2 n0 contrast."""
        return 2 * (self.k0 * self.a) ** 2 * self.n0 * self.contrast

    def propagation(self, energy: Any) -> Any:
        """Propagation constants beta in 1/m of energies in v_max: the lowest band has the largest.

        beta = k0 (n0 + contrast (1 - energy)); what is bound to the waveguides has 0 < energy < 1.
        """
        return self.k0 * (self.n0 + self.contrast * (1 - energy))

    def energy(self, beta: Any) -> Any:
        """Energies in v_max of propagation constants in 1/m."""
        return 1 - (beta / self.k0 - self.n0) / self.contrast

    def length(self, width: float) -> float:
        """The length in metres over which modes whose energies differ by `width` v_max get out of phase by 2 pi."""
        return 2 * math.pi / (self.k0 * self.contrast * width)

    @classmethod
    def with_v_max(cls, v_max: float, wavelength: float, n0: float, a: float) -> "Waveguides":
        """The array that has a v_max: contrast = v_max/(2 k0^2 a^2 n0)."""
        _positive(v_max=v_max, wavelength=wavelength, n0=n0, a=a)
        return cls(wavelength, n0, v_max / (2 * (2 * math.pi / wavelength * a) ** 2 * n0), a)


@dataclasses.dataclass(frozen=True)
class Waves:
    """What omega a/(2 pi c) is in an experiment with light, sound or elastic waves: the frequency in units of c/a.

    Attributes:
        a: lattice constant in metres.
        speed: c in metres a second: of light in vacuum, of sound and elastic waves in the first material.
    """

    a: float
    speed: float = SPEED_OF_LIGHT

    def __post_init__(self) -> None:
        _positive(a=self.a, speed=self.speed)

    def frequency(self, reduced: Any, unit: str = "Hz") -> Any:
        """Frequencies omega/(2 pi), numbers or arrays, from omega a/(2 pi c) to "Hz", "kHz", "MHz", "GHz" or "THz"."""
        if unit not in HERTZ:
            raise BlochpipeError(f"no unit of frequency '{unit}'; there are {', '.join(HERTZ)}")
        return reduced * (self.speed / self.a / HERTZ[unit])

    def wavelength(self, reduced: Any) -> Any:
        """Wavelengths 2 pi c/omega in metres, of light in vacuum, of omega a/(2 pi c)."""
        return self.a / reduced

    def frequencies(self, record: "Record", unit: str) -> "xarray.DataArray":
        """`record.frequencies` in a unit of frequency."""
        found: "xarray.DataArray" = record.frequencies
        attributes = {**found.attrs, "units": unit}
        found = self.frequency(found, unit)
        found.attrs = attributes
        found.attrs["error"] = self.frequency(attributes["error"], unit)
        return found

    @property
    def usual_unit(self) -> tuple[str, float]:
        """The unit of frequency that c/a has one digit or more of, and c/a in it."""
        size = self.speed / self.a
        name = next((name for name, hertz in HERTZ.items() if size >= hertz), "Hz")
        return name, size / HERTZ[name]


def _positive(**values: float) -> None:
    for name, value in values.items():
        if not (isinstance(value, (int, float)) and math.isfinite(value) and value > 0):
            raise BlochpipeError(f"{name} is a number above 0, not {value}")
