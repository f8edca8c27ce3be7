import os, signal, subprocess, time

subprocess.run("genpot random -n 40 --seed 9 --pixels 24 | solve-seq --grid 6 -o data", shell=True, check=True)
data = open("data", "rb").read()
options = "train-tbnn --batch 16 --width 16 --blocks 0 --held-out 0.2 --no-progress -o out --curve curve".split()


def show(what, tool):
    start = time.monotonic()
    output, told = tool.communicate(timeout=20)
    late = " late" if time.monotonic() - start > 5 else ""
    print(what, tool.returncode, output, told.decode().split(" after")[0], sorted(os.listdir(".")), late)


def start(more, stdin):
    return subprocess.Popen(options + more, stdin=stdin, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


for given in (0, 1000):
    for name in ("TERM", "INT", "HUP"):
        read, write = os.pipe()
        os.write(write, data[:given])
        tool = start(["--epochs", "1"], read)
        os.close(read)
        while not any(name.startswith(".out") for name in os.listdir(".")):
            time.sleep(0.002)
        time.sleep(0.1)
        tool.send_signal(getattr(signal, "SIG" + name))
        show(name, tool)
        os.close(write)
for name in ("TERM", "INT", "HUP", "USR1", "USR2", "XCPU", "ALRM", "QUIT", "ABRT"):
    tool = start(["--epochs", "100000", "data"], subprocess.DEVNULL)
    while not (os.path.exists("curve") and len(open("curve").readlines()) > 2):
        time.sleep(0.002)
    tool.send_signal(getattr(signal, "SIG" + name))
    show(name, tool)
    for left in os.listdir("."):
        if left != "data":
            os.remove(left)
