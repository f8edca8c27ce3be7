import fcntl
import os
import pty
import re
import signal
import struct
import subprocess
import termios


def screen(text):
    """What a terminal shows in the end."""
    lines, column = [""], 0
    for sign in re.findall("\x1b\\[K|.", text, re.DOTALL):
        if sign == "\n":
            lines.append("")
            column = 0
        elif sign == "\r":
            column = 0
        elif sign == "\x1b[K":
            lines[-1] = lines[-1][:column]
        else:
            lines[-1] = lines[-1][:column] + sign + lines[-1][column + 1:]
            column += 1
    return lines


def run(title, command, kind="xterm", columns=80, number=None):
    """Runs a command with a terminal as its standard error, and prints what that shows."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    tool = subprocess.Popen(["bash", "-c", "exec " + command], stderr=theirs, env=dict(os.environ, TERM=kind))
    os.close(theirs)
    text, sent = b"", False
    while True:
        try:
            part = os.read(ours, 4096)
        except OSError:  # nobody has the terminal open any more
            break
        if not part:
            break
        text += part
        if number and not sent and b"records" in text:
            tool.send_signal(number)
            sent = True
    os.close(ours)
    code = tool.wait()
    text = text.decode()
    drawn = re.findall("\r([^\r\n]*)\x1b\\[K", text)
    widest = max(map(len, drawn), default=0)
    shown = "" if not drawn else ", too wide" if widest >= columns else ", written over"
    print(f"{title}: exit {code}{shown}")
    for line in screen(text.replace("\r\n", "\n")):
        if line:
            print("  [" + re.sub(r"[0-9.e+-]+(/s|$| v_max| %)", r"N\1", line) + "]")


run("to its end", "genpot random -n 3000 --pixels 24 -o cells")
run("narrow", "genpot random -n 3000 --pixels 24 -o cells", columns=24)
run("dumb", "genpot random -n 3000 --pixels 24 -o cells", kind="dumb")
run("asked for, dumb", "genpot random -n 30 --pixels 24 --threads 2 --progress -o cells", kind="dumb")
subprocess.run("genpot random -n 3000 --pixels 24 -o cells; head -c $(($(stat -c %s cells) / 2)) cells > broken", shell=True, check=True)
run("error", "rec-cat broken > /dev/null")
for name in ("INT", "TERM", "SEGV"):
    run(name, "genpot random -n 100000000 --pixels 24 --threads 1 > /dev/null", number=getattr(signal, "SIG" + name))
run("reader that leaves", "genpot random -n 100000000 --pixels 24 --threads 1 > >(head -c 3000000 > /dev/null)")
subprocess.run("genpot random -n 40 --pixels 24 | solve-seq --grid 6 -o data", shell=True, check=True)
run("training", "train-tbnn data --epochs 3 --batch 16 --width 16 --blocks 0 --held-out 0.2 --threads 1 -o network")
