"""rec-layout: GDSII files from records and records from GDSII files."""

from __future__ import annotations

import argparse
import re
import sys
from typing import NoReturn, Optional, Sequence

from ..errors import BlochpipeError
from ..version import __version__
from . import output

TOOL = "rec-layout"
HELP = """\
OVERVIEW: Write designs as GDSII polygons, and read a layout as a cell.

Example: genpot holes --radius 0.1 | rec-layout write --a 0.5 -o holes.gds

rec-layout write: outlines of records (discs as circles, other cells by the
contour at V/Vmax = 1/2 of their smooth field, or of the pixels' interpolant),
a cell of the file each. Prints for each its polygons, smallest feature and
smallest gap.

rec-layout read: the polygons of a layer, completed by the rotations about the
origin or by the operations of a group, as a record (genpot shapes).

Lengths are micrometres. gdstk does the reading and writing: pip install gdstk.

USAGE: rec-layout write --a <length> -o <file> [<options>] [<streams> ...]
       rec-layout read --a <length> [-o <stream>] [<options>] <file>

OPTIONS:
  --a <length>            Lattice constant |a1|.
  -o, --output <file>     write: the GDSII file; read: the stream, by default on
                          standard output.
  --layer <n>, --datatype <n>
                          Of the polygons. (default: 0)
  --kind <kind>           What polygons are: wells (V = 0) or barriers.
                          (default: wells)
  --cells <m,n>           write: repeat the unit cell m times along a1 and n
                          times along a2. (default: 1,1)
  --cell <name>           read: which cell of the file. (default: the only one
                          that no other contains)
  --group <name>          read: wallpaper group. (default: p6)
  --lattice <kind>, --ratio <number>, --angle <degrees>
                          read: lattice of the group, as of genpot.
  --origin <x,y>          read: the centre of the six-fold rotation, the origin
                          of the group. (default: 0,0)
  --turn <degrees>        read: direction of a1, from x. (default: 0)
  --vmax <vmax>           read: height in E0 = hbar^2/(2 m a^2). (default: 256)
  --shapes                read: print the shapes for genpot shapes instead.
  --version               Show the version.
  -h, --help              Show help information.
"""


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        output.fail(TOOL, output.USAGE, f"{message[:1].lower() + message[1:]}; see '{TOOL} --help'")


def _length(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = 0.0
    if not 0 < value < 1e9:
        raise argparse.ArgumentTypeError(f"'{text}' is not a number above 0")
    return value


def _pair(text: str) -> tuple[float, float]:
    if not re.fullmatch(r"[-+0-9.eE]+,[-+0-9.eE]+", text):
        raise argparse.ArgumentTypeError(f"'{text}' is not two numbers with a comma between them")
    try:
        x, y = map(float, text.split(","))
    except ValueError:
        raise argparse.ArgumentTypeError(f"'{text}' is not two numbers with a comma between them") from None
    return x, y


def _counts(text: str) -> tuple[int, int]:
    if not re.fullmatch("[1-9][0-9]{0,4},[1-9][0-9]{0,4}", text):
        raise argparse.ArgumentTypeError(f"'{text}' is not two whole numbers from 1, such as 10,10")
    m, n = map(int, text.split(","))
    return m, n


def _parse(words: Sequence[str]) -> argparse.Namespace:
    parser = _Parser(prog=TOOL, add_help=False, allow_abbrev=False)
    parser.add_argument("action", choices=("write", "read"))
    parser.add_argument("files", nargs="*")
    parser.add_argument("--a", type=_length, required=True)
    parser.add_argument("-o", "--output")
    parser.add_argument("--layer", type=int, default=0)
    parser.add_argument("--datatype", type=int, default=0)
    parser.add_argument("--kind", choices=("wells", "barriers"), default="wells")
    parser.add_argument("--cells", type=_counts, default=(1, 1))
    parser.add_argument("--cell")
    parser.add_argument("--group")
    parser.add_argument("--lattice")
    parser.add_argument("--ratio", type=float)
    parser.add_argument("--angle", type=float)
    parser.add_argument("--origin", type=_pair, default=(0.0, 0.0))
    parser.add_argument("--turn", type=float, default=0.0)
    parser.add_argument("--vmax", type=_length, default=256.0)
    parser.add_argument("--shapes", action="store_true")
    chosen = parser.parse_intermixed_args(list(words))
    if chosen.action == "write" and chosen.output is None:
        parser.error("write needs -o FILE")
    if chosen.action == "read" and len(chosen.files) != 1:
        parser.error("read needs one GDSII file")
    return chosen


def main(words: Optional[Sequence[str]] = None) -> None:
    """The program."""
    output.handle_signals()
    given = list(sys.argv[1:] if words is None else words)
    if "-h" in given or "--help" in given:
        output.write_standard(TOOL, HELP.encode(), "text")
        return
    if "--version" in given:
        output.write_standard(TOOL, (__version__ + "\n").encode(), "text")
        return
    chosen = _parse(given)
    try:
        _write(chosen) if chosen.action == "write" else _read(chosen)
    except BlochpipeError as error:
        output.fail(TOOL, error.exit_code if error.exit_code != 64 else output.DATA, str(error))
    except MemoryError:
        output.fail(TOOL, output.SOFTWARE, "there is not enough memory for this layout")


def _write(chosen: argparse.Namespace) -> None:
    from ..layout import gds

    records = [record for record in output.read_records(TOOL, chosen.files) if not record.failed]
    content, outlines = gds(records, chosen.a, chosen.cells, chosen.layer, chosen.datatype, chosen.kind)
    lines = ["cell\tpolygons\tsmallest_feature_um\tsmallest_gap_um"]
    lines += [f"{one.name}\t{one.polygons}\t{one.smallest_feature:.4g}\t{one.smallest_gap:.4g}" for one in outlines]
    output.write_standard(TOOL, ("\n".join(lines) + "\n").encode(), "text")
    output.write_file(TOOL, chosen.output, content)


def _read(chosen: argparse.Namespace) -> None:
    from .. import groups
    from ..layout import read_gds, shapes_text
    from ..stream import encode

    place = (output.read_bytes(TOOL, chosen.files[0]), chosen.a, chosen.cell, chosen.layer, chosen.datatype, chosen.origin, chosen.turn)
    crystal = {"lattice": chosen.lattice, "ratio": chosen.ratio, "angle": chosen.angle}
    if chosen.shapes:
        vectors = groups.vectors(chosen.group or "p6", **crystal)
        content, what = shapes_text(*place, vectors=vectors).encode(), "text"
    else:
        content, what = encode([read_gds(*place, kind=chosen.kind, v_max=chosen.vmax, group=chosen.group, **crystal)]), "a stream"
    if chosen.output is None:
        output.write_standard(TOOL, content, what)
    else:
        output.write_file(TOOL, chosen.output, content)
