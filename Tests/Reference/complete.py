#!/usr/bin/python3
"""Types lines into a shell and presses tab: complete.py bash|zsh|fish PREFIX

PREFIX is where `make install` put the completions. Bash and zsh run on a terminal of their own, with functions in place of
the tools that print their arguments; fish is asked by `complete -C`, which does what tab does. Prints the lines whose last
word did not become the file that begins with it, and how many did.
"""
import os, pathlib, pty, re, select, signal, subprocess, sys, tempfile, time

FILES = ["cells.rec.zst", "network.safetensors", "picture.pgm", "model.txt", "with blank.rec.zst"]
LINES = """
genpot random -o ce
genpot image pi
genpot mix ce
solve-seq ce
solve-seq -o ce
solve-seq --output ce
solve-seq --grid 12 ce
predict --network ne
predict --network network.safetensors ce
predict with
train-tbnn ce
train-tbnn --validation ce
train-tbnn --checkpoint ne
train-tbnn --curve ce
train-tbnn cells.rec.zst -o ne
berryflux ce
berryflux --wilson -o ce
fingerprint ce
fingerprint --connectivity both ce
domainwall ce
wallpaper find pi
invdesign target mo
invdesign target model.txt -o ce
invdesign search ce
invdesign search --network ne
rec-view ce
rec-view --tsv index ce
rec-cat ce
rec-cat model.txt ce
rec-cat --head 1 -o ce
rec-check ce
rec-check --full picture.pgm ce
rec-diff ce
rec-diff model.txt ce
rec-export npz ce
rec-export npz cells.rec.zst -o ne
rec-export pythtb ce
rec-export wannier90 ce
rec-export mpb ce
""".split("\n")[1:-1]


def on_terminal(shell, prefix):
    """The arguments that each line has behind tab."""
    tools = sorted({line.split()[0] for line in LINES})
    stand_ins = "".join(f"{tool}() {{ printf '<%s>' \"$@\"; echo '<end>'; }}\n" for tool in tools)
    start = {
        "bash": ". /usr/share/bash-completion/bash_completion\n",
        "zsh": f"fpath=('{prefix}/share/zsh/site-functions' $fpath)\nautoload -Uz compinit\ncompinit -u -D\n"}[shell]
    home = tempfile.mkdtemp(dir="..")
    pathlib.Path(home, ".zshrc").write_text(start + stand_ins)
    pathlib.Path(home, "bashrc").write_text(start + stand_ins)
    command = {"bash": ["bash", "--rcfile", f"{home}/bashrc", "-i"], "zsh": ["zsh", "-d", "-i"]}[shell]
    child, terminal = pty.fork()
    if child == 0:
        os.environ |= {"XDG_DATA_DIRS": f"{prefix}/share", "ZDOTDIR": home, "TERM": "dumb", "HOME": home, "COLUMNS": "500"}
        os.execvp(command[0], command)
    try:
        for line in LINES:
            os.write(terminal, line.encode() + b"\t\n")
            text, deadline = b"", time.time() + 60
            while b"<end>\r" not in text:
                if not select.select([terminal], [], [], max(0, deadline - time.time()))[0]:
                    sys.exit(f"complete.py: {shell} says nothing behind '{line}': {text!r}")
                text += os.read(terminal, 1 << 16)
            row = [row for row in text.decode(errors="replace").split("\n") if "<end>" in row][-1]
            yield re.findall(r"<([^<>]*)>", row)[:-1]
    finally:
        os.kill(child, signal.SIGHUP)
        os.close(terminal)
        os.waitpid(child, 0)


def by_fish(prefix):
    for line in LINES:
        found = subprocess.run(["fish", "-c", 'complete -C "$argv[1]"', line], text=True, stdout=subprocess.PIPE, check=True,
                               env=os.environ | {"XDG_DATA_DIRS": f"{prefix}/share:/usr/share", "HOME": os.getcwd()}).stdout
        words = line.split()[1:-1]
        yield words + ["|".join(row.split("\t")[0].replace("\\ ", " ") for row in found.splitlines())]


shell, prefix = sys.argv[1], os.path.abspath(sys.argv[2])
done = 0
with tempfile.TemporaryDirectory() as folder:
    pathlib.Path(folder, "files").mkdir()
    os.chdir(pathlib.Path(folder, "files"))
    for name in FILES:
        pathlib.Path(name).touch()
    for line, came in zip(LINES, by_fish(prefix) if shell == "fish" else on_terminal(shell, prefix)):
        words = line.split()[1:]
        words[-1] = next(name for name in FILES if name.startswith(words[-1]))
        if came == words:
            done += 1
        else:
            print(f"{line}: {came}")
    os.chdir("/")
print(f"{shell}: {done} of {len(LINES)} lines completed")
