#!/usr/bin/env python3
"""Fails the first, second, ... call of every function that touches files, in runs of the tools, and kills the tools
between any two of them.

    faults.py [--all] [SCENARIO ...]
    faults.py --list

Of each run one of these must hold: exit 0 and every file as without the fault (only where the fault can be survived);
or another exit status, one line on standard error that begins with the tool's name, and either the old output file
or the new one, whole. Standard output and the learning curve hold a beginning. Nothing else may be left; a kill may leave hidden files, which
must not disturb the next run. In the scenario "containers" two processes with one number write one file, the second
between any two calls of the first. Prints a line for each scenario and function; exit 1 tells that a
promise was broken. --all tries every errno instead of one for each function. Tools are taken from PATH, Python's from this
checkout."""
import importlib.util
import os
import shlex
import shutil
import signal
import subprocess
import sys
import tempfile
import time

REPOSITORY = os.path.realpath(os.path.join(os.path.dirname(os.path.abspath(__file__)), "../.."))
os.environ["PATH"] = f"{REPOSITORY}/python/bin:{os.environ['PATH']}"
os.environ["PYTHONPATH"] = f"{REPOSITORY}/python:{REPOSITORY}/.build/python"
os.environ["PYTHONDONTWRITEBYTECODE"] = "1"
sys.path += os.environ["PYTHONPATH"].split(":")

HARD = {"open": ["EIO", "EMFILE"], "read": ["EIO"], "write": ["ENOSPC", "EIO", "EDQUOT"],
        "fsync": ["EIO", "ENOSPC"], "rename": ["EIO", "ENOSPC", "EACCES"], "close": ["EIO", "ENOSPC"],
        "fwrite": ["ENOSPC", "EIO"], "fread": ["EIO"], "fseek": ["ENOSPC", "EIO"]}
# Before which call a tool is killed.
KILLS = {"any": ["KILL"]}
# What a tool must get over, with the same result.
SOFT = {"open": ["EINTR"], "read": ["EINTR", "SHORT"], "write": ["EINTR", "SHORT"], "fsync": ["EINTR"],
        "close": ["EINTR"]}
# Nothing is lost when a file that was read does not close, or the folder of an output does not open for fsync.
HARMLESS = {"open", "close"}
CODES = {"open": {66, 73}}
TIME_LIMIT = 50

SETUP = """
genpot random -n 3 --seed 7 --alpha 0.5 --pixels 24 -o cells
genpot random -n 2 --seed 8 --pixels 24 -o others
genpot random -n 40 --seed 9 --pixels 24 | solve-seq --grid 6 -o data
solve-seq --grid 6 cells -o solved
solve-seq --path Gamma-K cells -o bands
rec-view --pgm 0 cells -o cell.pgm
train-tbnn data --epochs 1 --batch 16 --width 16 --blocks 0 --held-out 0.2 -o network
genpot random -n 90 --seed 9 --pixels 24 | solve-seq --grid 6 -o many
"""
TRAIN = ("train-tbnn data --epochs 3 --batch 16 --width 16 --blocks 0 --held-out 0.2 -o out --curve curve "
         "--no-progress --threads 1")
SEARCH = "invdesign search --network network --network-only --starts 1 --steps 1 --pixels 24 --bands 1-3"

# The files that a scenario needs, and its command.
SCENARIOS = {
    "genpot": ("", "genpot random -n 3 --seed 1 --pixels 24 -o out"),
    "pipe": ("cells", "rec-cat cells"),
    "image": ("cell.pgm", "genpot image cell.pgm -o out"),
    "wallpaper": ("cell.pgm", "wallpaper find cell.pgm"),
    "solve-seq": ("cells", "solve-seq cells -o out"),
    "predict": ("cells network", "predict --network network cells -o out"),
    "train-tbnn": ("data", TRAIN),
    "calibrate-tbnn": ("many network", "calibrate-tbnn --network network many -o out"),
    "rec-cat": ("cells others", "rec-cat cells others -o out"),
    "rec-view": ("cells", "rec-view --tsv key.index,geometry.fill_fraction cells -o out"),
    "rec-check": ("cells", "rec-check --full cells"),
    "rec-export": ("solved", "rec-export npz --fields index,geometry.potential,bands.energies solved -o out"),
    "invdesign": ("solved network", SEARCH + " solved -o out"),
    "domainwall": ("cells others", "domainwall --cells 2,2,2,2,2 --points 2 cells others -o out"),
    "rec-plot": ("bands", "rec-plot bands bands -o out --format svg"),
    # Stopped in the second epoch, after it was stopped in the first; then it goes on.
    "checkpoint": ("data", TRAIN + " --resume"),
}
if importlib.util.find_spec("gdstk"):
    SETUP += "rec-layout write --a 1 cells -o layout > /dev/null\n"
    SCENARIOS["rec-layout write"] = ("cells", "rec-layout write --a 1 cells -o out")
    SCENARIOS["rec-layout read"] = ("layout", "rec-layout read --a 1 --cell CELL0 --shapes layout -o out")
# Python takes most of a second to start: without --all only what is written fails.
SLOW = {name for name in SCENARIOS if name.startswith(("rec-plot", "rec-layout"))}
WRITES = {"write", "fsync", "rename", "any"}


class Sandbox:
    def __init__(self, scratch):
        self.scratch = scratch
        self.library = os.path.join(scratch, "faults.so")
        self.log = os.path.join(scratch, "log")
        source = os.path.join(os.path.dirname(os.path.abspath(__file__)), "faults.c")
        compiler = next(c for c in ("cc", "clang", "gcc") if shutil.which(c))
        subprocess.run([compiler, "-O1", "-shared", "-fPIC", "-o", self.library, source, "-ldl"], check=True)
        self.inputs = os.path.join(scratch, "inputs")
        os.mkdir(self.inputs)
        subprocess.run(["sh", "-eu", "-c", SETUP], cwd=self.inputs, check=True)

    def folder(self, files, source=None):
        """A fresh folder with some files, and an old output."""
        root = os.path.join(self.scratch, "work")
        shutil.rmtree(root, ignore_errors=True)
        os.mkdir(root)
        os.mkdir(os.path.join(root, "tmp"))
        for name in files:
            shutil.copy(os.path.join(source or self.inputs, name), root)
        return root

    def environment(self, root, faults, **others):
        for end in ("", ".waits", ".go"):
            if os.path.exists(self.log + end):
                os.remove(self.log + end)
        return dict(os.environ, FAULT_ROOT=root, FAULT_LOG=self.log, FAULTS=faults,
                    TMPDIR=os.path.join(root, "tmp"), LLVM_PROFILE_FILE="/dev/null",
                    LD_PRELOAD=self.library, **others)

    def run(self, root, command, faults=""):
        """Exit status (negative: signal), standard error, how many faults there were."""
        environment = self.environment(root, faults)
        with open(os.path.join(root, "stdout"), "wb") as output:
            done = subprocess.run(shlex.split(command), cwd=root, env=environment, timeout=TIME_LIMIT,
                                  stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.PIPE)
        met = 0
        if os.path.exists(self.log):
            with open(self.log) as file:
                met = len(file.readlines())
        return done.returncode, done.stderr.decode(), met


def contents(root):
    """Every file below a folder, by name."""
    found = {}
    for folder, _, names in os.walk(root):
        for name in names:
            path = os.path.join(folder, name)
            with open(path, "rb") as file:
                found[os.path.relpath(path, root)] = file.read()
    return found


def is_temporary(name):
    base = os.path.basename(name)
    return base.startswith(".") and base.endswith(".tmp")


def one_line(tool, text):
    return text.startswith(tool + ": ") and text.endswith("\n") and text.count("\n") == 1


def sweep(function, whats, attempt):
    """Calls attempt(n, what) for n = 1, 2, ... until there is no n-th call; returns runs and complaints."""
    runs, complaints = 0, []
    for what in whats:
        n = 1
        while True:
            met, complaint = attempt(function, n, what)
            if not met:
                break
            runs += 1
            if complaint:
                complaints.append(f"{function} {n} {what}: {complaint}")
            n += 1
    return runs, complaints


def plain(box, name):
    """A tool with an output file, or none."""
    files, command = SCENARIOS[name]
    tool = command.split()[0]

    def fresh():
        root = box.folder(files.split())
        if " -o out" in command:
            with open(os.path.join(root, "out"), "w") as file:
                file.write("old\n")
        return root

    root = fresh()
    before = contents(root)
    code, told, _ = box.run(root, command)
    after = contents(root)
    if code != 0:
        raise SystemExit(f"{name} fails by itself: {told}")

    def attempt(function, n, what):
        root = fresh()
        code, error, met = box.run(root, command, f"{function}:{n}:{what}")
        return met, judge(function, what, code, error, contents(root))

    def killed(root, code, error, found):
        if code != -signal.SIGKILL or error:
            return f"exit {code}: {error!r}"
        hidden = [name for name in found if is_temporary(name)]
        for name in hidden:
            del found[name]
        complaint = judge_files("rename", found)
        if not complaint and hidden:
            code, error, _ = box.run(root, command)
            found = {name: data for name, data in contents(root).items() if name not in hidden}
            if code != 0 or found != after:
                complaint = f"the next run ends otherwise: {code} {error!r}"
        return complaint

    def judge(function, what, code, error, found):
        if what == "KILL":
            return killed(root, code, error, found)
        if code == 0:
            if what not in SOFT.get(function, []) and function not in HARMLESS:
                return "the failure goes unnoticed"
            if found != after:
                return f"exit 0, but other files: {sorted(found)}"
            return None if error == told else f"exit 0, but says {error!r}"
        if what in SOFT.get(function, []):
            return f"exit {code} where it could go on: {error!r}"
        if code not in CODES.get(function, {74}):
            return f"exit {code}: {error!r}"
        if not one_line(tool, error):
            return f"not one line: {error!r}"
        return judge_files(function, found)

    def judge_files(function, found):
        for name in ("curve", "stdout"):
            if not after.get(name, b"").startswith(found.pop(name, b"")):
                return f"{name} is no beginning of the whole"
        found_out = found.pop("out", None)
        # What comes behind the rename finds the new file in place.
        if found_out != before.get("out") and not (function in ("fsync", "rename") and found_out == after.get("out")):
            return "the output file is neither the old one nor the new one"
        rest = {name: data for name, data in before.items() if name != "out"}
        return None if found == rest else f"left behind: {sorted(set(found) ^ set(rest))}"

    return attempt


def checkpoint(box):
    """Whatever befalls a run that goes on from a checkpoint, the next one goes on and ends as if nothing had."""
    files, command = SCENARIOS["checkpoint"]
    root = box.folder(files.split())
    if box.run(root, command)[0] != 0:
        raise SystemExit("training fails by itself")
    whole = contents(root)
    # The curve's writes: its header, then a line for each epoch.
    root = box.folder(files.split())
    code, error, _ = box.run(root, command, "write:2:TERM")
    if code != -signal.SIGTERM or not one_line("train-tbnn", error):
        raise SystemExit(f"training does not stop at SIGTERM: {code} {error!r}")
    stopped = os.path.join(box.scratch, "stopped")
    shutil.copytree(root, stopped)
    if sorted(contents(stopped)) != ["curve", "data", "out.checkpoint", "stdout"]:
        raise SystemExit(f"stopped training leaves {sorted(contents(stopped))}")
    names = list(contents(stopped))

    def attempt(function, n, what):
        root = box.folder(names, stopped)
        code, error, met = box.run(root, command, f"write:2:TERM,{function}:{n}:{what}")
        found = contents(root)
        if what == "KILL" and met:
            left = sorted(name for name in found if not is_temporary(name))
            if left not in (sorted(names), sorted(set(names) - {"out"})):
                return met, f"left behind: {left}"
            code, error, _ = box.run(root, command)
            found = {name: data for name, data in contents(root).items() if not is_temporary(name)}
            return met, None if code == 0 and found == whole else f"it ends otherwise than without a kill: {code} {error!r}"
        if code == 0:
            return met, "it is not stopped"
        survived = code == -signal.SIGTERM
        if what in SOFT.get(function, []) and not survived:
            return met, f"exit {code} where it could go on: {error!r}"
        if not survived and code not in CODES.get(function, {74}):
            return met, f"exit {code}: {error!r}"
        if not one_line("train-tbnn", error):
            return met, f"not one line: {error!r}"
        if sorted(found) != sorted(names):
            return met, f"left behind: {sorted(set(found) ^ set(names))}"
        code, error, _ = box.run(root, command)
        if code != 0:
            return met, f"it does not go on: {error!r}"
        return met, None if contents(root) == whole else "it ends otherwise than without a stop"

    return attempt


def containers(box):
    """Two processes with one number, each in a container where the machine allows that, share a folder."""
    prefix, number = [], "4711"
    for words in (["unshare", "-pf"], ["unshare", "-Urpf"]):
        if shutil.which(words[0]) and subprocess.run(words + ["true"], stderr=subprocess.DEVNULL).returncode == 0:
            prefix, number = words, None
            break
    others = {"FAULT_PID": number} if number else {}
    print("containers: " + (" ".join(prefix) if prefix else "getpid of both says " + number), flush=True)
    commands = [f"genpot random -n 3 --seed {seed} --pixels 24 -o out" for seed in (1, 2)]
    wholes = []
    for command in commands:
        root = box.folder([])
        if box.run(root, command)[0] != 0:
            raise SystemExit("genpot fails by itself")
        wholes.append(contents(root)["out"])

    def start(root, command, faults):
        return subprocess.Popen(prefix + shlex.split(command), cwd=root, stdin=subprocess.DEVNULL,
                                stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                                env=box.environment(root, faults, **others))

    def end(process):
        told, _ = process.communicate(timeout=TIME_LIMIT)
        return process.returncode, told

    def attempt(_, n, what):
        root = box.folder([])
        first = start(root, commands[0], f"any:{n}:{what}")
        while not os.path.exists(box.log + ".waits") and first.poll() is None:
            time.sleep(0.001)
        if not os.path.exists(box.log + ".waits"):
            end(first)
            return 0, None
        had = contents(root).get("out")
        environment = dict(os.environ, LD_PRELOAD=box.library, FAULT_ROOT=root, LLVM_PROFILE_FILE="/dev/null", **others)
        second = subprocess.run(prefix + shlex.split(commands[1]), cwd=root, env=environment,
                                stdin=subprocess.DEVNULL, capture_output=True, timeout=TIME_LIMIT)
        between = contents(root).get("out")
        with open(box.log + ".go", "w"):
            pass
        code, told = end(first)
        found = contents(root)
        if (second.returncode, second.stderr, code, told) != (0, b"", 0, b""):
            return 1, f"exit {second.returncode} and {code}: {second.stderr!r} {told!r}"
        if had not in (None, wholes[0]) or between != wholes[1]:
            return 1, "the second finds or leaves half a file"
        # Whoever renames last has the name.
        if found != {"out": wholes[0] if had is None else wholes[1]}:
            return 1, f"in the end there are {sorted(found)}, and not the first one's output"
        return 1, None

    return attempt


def main():
    arguments = sys.argv[1:]
    if arguments == ["--list"]:
        print("\n".join([name for name in SCENARIOS if name != "rec-layout write"] + ["containers"]))
        return
    everything = "--all" in arguments
    names = [name for name in arguments if name != "--all"] or [*SCENARIOS, "containers"]
    failed, total = False, 0
    with tempfile.TemporaryDirectory(prefix="blochpipe-faults.") as scratch:
        box = Sandbox(os.path.realpath(scratch))
        for name in names:
            special = {"checkpoint": checkpoint, "containers": containers}
            attempt = special[name](box) if name in special else plain(box, name)
            counts = []
            faults = {"any": ["WAIT"]} if name == "containers" else HARD | KILLS
            if name in SLOW and not everything:
                faults = {function: faults[function] for function in faults if function in WRITES}
            for function, whats in faults.items():
                chosen = (whats if everything else whats[:1]) + SOFT.get(function, [])
                runs, complaints = sweep(function, chosen, attempt)
                total += runs
                if runs:
                    label = "wait" if name == "containers" else "kill"
                    counts.append(f"{label if function == 'any' else function} {runs}")
                for complaint in complaints:
                    failed = True
                    print(f"{name}: {complaint}", flush=True)
            print(f"{name}: {', '.join(counts)} faults", flush=True)
    print(f"{total} faults in {len(names)} scenarios")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
