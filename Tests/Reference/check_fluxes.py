#!/usr/bin/python3
"""Berry fluxes and valley Chern numbers of berryflux against those of a finer solution: check_fluxes.py [CELLS [GROUP...]].

Random cells of the seven groups without C2, three depths and odd lattices, solved at two tolerances and at one of 2e-5 (4e-5 for deep
cells). The difference of a flux must be within both error bars. Exit 1 where one is not.
"""
import json
import subprocess
import sys

CELLS = int(sys.argv[1]) if len(sys.argv) > 1 else 8
DEPTHS = ("--vmax 100 --beta 3", "--vmax 600 --alpha 0.5", "--vmax 10")
KINDS = [f"{group} {depth}" for group in ("p3", "p3m1", "p31m", "p1", "cm", "pm", "pg") for depth in DEPTHS]
KINDS += ["p1 --ratio 2.5 --angle 50 --vmax 60", "cm --angle 40 --vmax 80", "pm --ratio 3 --vmax 40", "pg --ratio 0.4 --vmax 300"]
KINDS = [kind for kind in KINDS if len(sys.argv) < 3 or kind.split()[0] in sys.argv[2:]]


def tool(command, data=None):
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, input=data).stdout


def fluxes(cells, tolerance):
    """{(record, first band, last band, name): (value, error)}; nothing of cells that the tolerance is out of reach for."""
    stream = tool(["solve-seq", "--keep-model", "--bands", "5", "--tolerance", str(tolerance)], cells)
    found = {}
    for at, line in enumerate(tool(["rec-view"], tool(["berryflux", "--wilson"], stream)).decode().splitlines()):
        for winding in json.loads(line).get("connectivity", {}).get("windings", []):
            for name in {"flux", "valley"} & winding.keys():
                found[at, winding["first_band"], winding["last_band"], name] = winding[name], winding["flux_error"]
    return found


compared, outside = 0, 0
for kind in KINDS:
    cells = tool(["genpot", "random", "-n", str(CELLS), "--seed", "11", "--pixels", "60", "--group", *kind.split()])
    fine = fluxes(cells, 4e-5 if "600" in kind else 2e-5)
    for tolerance in (1e-3, 2e-4):
        own = fluxes(cells, tolerance)
        ratios = [abs(own[key][0] - fine[key][0]) / (own[key][1] + fine[key][1]) for key in own.keys() & fine.keys()]
        compared, outside = compared + len(ratios), outside + sum(ratio > 1 for ratio in ratios)
        print(f"{kind:36} {tolerance:6} {len(ratios):4} fluxes, largest difference over both bars {max(ratios, default=0):.2f}", flush=True)
print(f"{compared} fluxes, {outside} outside")
sys.exit(bool(outside) or compared == 0)
