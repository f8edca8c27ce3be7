import os, resource, shutil, signal, subprocess, time

resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
names = "HUP INT QUIT ILL TRAP ABRT BUS FPE USR1 SEGV USR2 PIPE ALRM TERM XCPU VTALRM PROF IO PWR SYS RTMIN".split()
faults = ("ILL", "TRAP", "BUS", "FPE", "SEGV")
os.mkdir("out")
command = "genpot random -n 100000000 --threads 2 -o out/f".split()
container = next((p for p in (["unshare", "-pf"], ["unshare", "-Urpf"]) if shutil.which(p[0])
                  and subprocess.run(p + ["true"], stderr=subprocess.DEVNULL).returncode == 0), None)


def children(pid):
    with open(f"/proc/{pid}/task/{pid}/children") as file:
        return [int(word) for word in file.read().split()]


def attempt(name, prefix, wanted, before=None):
    number = getattr(signal, "SIG" + name)
    tool = subprocess.Popen(prefix + command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, preexec_fn=before)
    for _ in range(5000):
        if os.listdir("out"):
            break
        time.sleep(0.002)
    process = children(tool.pid)[0] if prefix else tool.pid
    os.kill(process, number)
    try:
        output, told = tool.communicate(timeout=20)
    except subprocess.TimeoutExpired:
        print(name, prefix, "goes on")
        os.kill(process, signal.SIGKILL)
        output, told = tool.communicate()
    lines = told.decode().splitlines()
    fine = len(lines) == (1 if name in faults else 0) and all(line.startswith("genpot: ") for line in lines)
    if tool.returncode != wanted(number) or output or not fine or os.listdir("out"):
        print(name, prefix, tool.returncode, lines, os.listdir("out"))
    for left in os.listdir("out"):
        os.remove("out/" + left)


for name in names:
    attempt(name, [], lambda number: -number)
    if container:
        attempt(name, container, lambda number: 128 + number)
# What the parent ignores stays ignored: the next signal ends it.
for name in ("HUP", "INT", "QUIT"):
    tool = subprocess.Popen(command, preexec_fn=lambda: signal.signal(getattr(signal, "SIG" + name), signal.SIG_IGN))
    while not os.listdir("out"):
        time.sleep(0.002)
    tool.send_signal(getattr(signal, "SIG" + name))
    time.sleep(0.1)
    if tool.poll() is not None:
        print(name, "is not ignored")
    tool.terminate()
    if tool.wait() != -signal.SIGTERM or os.listdir("out"):
        print(name, "and SIGTERM", tool.returncode, os.listdir("out"))
# Messages that nobody reads end nothing.
read, write = os.pipe()
os.close(read)
done = subprocess.run("genpot random -n 20 --pixels 24 --progress -o out/f".split(), stderr=write)
print(done.returncode, os.listdir("out"))
