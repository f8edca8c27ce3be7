"""Streams: every golden one is read, what is written is accepted by the tools, damage is found, memory stays small."""

import io
import json
import os
import pathlib
import random
import signal
import subprocess
import sys
import tempfile
import unittest

import numpy
import zstandard

import blochpipe as bp
from blochpipe import frames, stream, wire

GOLDEN = pathlib.Path(__file__).resolve().parents[2] / "Tests/Golden/1.0"


class Golden(unittest.TestCase):
    def test_every_stream_reads_as_it_was_written(self):
        files = sorted(GOLDEN.parent.glob("*/*.rec.zst"))
        self.assertGreater(len(files), 20)
        for file in files:
            with self.subTest(file.name):
                wanted = [json.loads(line) for line in file.with_name(file.name[:-8] + ".json").read_text().splitlines()
                          if line.startswith("{")]
                records = bp.read(file)
                self.assertEqual(len(records), len(wanted))
                for record, entry in zip(records, wanted):
                    self.assertEqual({f.name for f, _ in record.message.ListFields()} & {"bands", "irreps", "topology", "model"},
                                     entry.keys() & {"bands", "irreps", "topology", "model"})
                    if record.has("bands"):
                        listed = [row if isinstance(row, list) else [row] for row in entry["bands"]["energies"]]
                        # The shortest digits of single precision are other ones than those of double.
                        numpy.testing.assert_allclose(record.bands.values, listed, rtol=1e-7)
                self.assertIn(b"ok", bp.run("rec-check --full", input=bp.encode(records)))

    def test_a_copy_is_the_same_records(self):
        for name in ("predicted", "grid", "design", "segments"):
            with tempfile.TemporaryDirectory() as folder:
                copy = pathlib.Path(folder, "copy.rec.zst")
                records = bp.read(GOLDEN / f"{name}.rec.zst")
                self.assertEqual(bp.write(copy, records), len(records))
                bp.run(["rec-diff", GOLDEN / f"{name}.rec.zst", copy])
                self.assertEqual([p.name for p in pathlib.Path(folder).iterdir()], ["copy.rec.zst"])


class Damage(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.content = (GOLDEN / "special.rec.zst").read_bytes()
        cls.records = [r.message.SerializeToString(deterministic=True) for r in bp.read(cls.content)]

    def test_every_cut_is_found(self):
        for end in range(0, len(self.content), 7):
            with self.assertRaises(bp.StreamError):
                bp.read(self.content[:end])

    def test_flipped_bits_are_found_or_change_nothing(self):
        random.seed(3)
        found = 0
        for _ in range(1500):
            content = bytearray(self.content)
            content[random.randrange(len(content))] ^= 1 << random.randrange(8)
            try:
                records = [r.message.SerializeToString(deterministic=True) for r in bp.read(bytes(content))]
                self.assertEqual(records, self.records)
            except bp.StreamError:
                found += 1
        self.assertGreater(found, 1400)

    def test_what_is_no_stream_is_said_in_one_line(self):
        magic = len(stream.MAGIC)
        for content, words in [
            (b"", "empty"), (b"P5 3 3 255 ", "not a blochpipe stream"), (self.content[:magic], "truncated"),
            (self.content[:magic - 1] + b"\2", "format 2"), (self.content + b"abc", "follows the trailer"),
            (self.content[:magic] + frames.write_frame(b"\x03\x12\x01\x00"), "header"),
            (self.content[:magic] + frames.write_frame(b"\x09\x0a\x01\x00"), "damaged"),
            (self.content[:magic] + zstandard.ZstdCompressor().compress(b"x"), "checksum"),
        ]:
            with self.assertRaises(bp.StreamError) as caught:
                bp.read(content)
            self.assertIn(words, str(caught.exception))
            self.assertNotIn("\n", str(caught.exception))

    def test_what_came_before_the_damage_may_be_kept(self):
        content = self.content + self.content[:-9]
        kept = []
        with self.assertRaises(bp.StreamError):
            for record in bp.iterate(content):
                kept.append(record)
        self.assertEqual(len(kept), 2 * len(self.records))

    def test_a_frame_that_lies_about_its_size_takes_no_memory(self):
        # 2 GiB in a few bytes: blocks of 128 KiB of one value each.
        blocks = b"".join((1 << 20 | 2).to_bytes(3, "little") + b"\0" for _ in range(3000))
        frame = b"\x28\xb5\x2f\xfd\xa4" + (250 << 20).to_bytes(4, "little") + blocks
        with self.assertRaises(bp.StreamError):
            frames.read_frame(io.BytesIO(frame + (1 << 20 | 3).to_bytes(3, "little") + b"\0" + bytes(4)))
        with self.assertRaisesRegex(bp.StreamError, "limits"):
            frames.read_frame(io.BytesIO(b"\x28\xb5\x2f\xfd\xa4" + (1 << 30).to_bytes(4, "little") + bytes(100)))

    def test_many_empty_messages_are_refused_before_they_are_decoded(self):
        record = bp.read(self.content)[0]
        for field, body in ((13, b"\x0a\x00" * 20000), (12, b"\x0a\x00" * 20000)):
            bomb = wire.varint(field << 3 | 2) + wire.varint(len(body)) + body
            with self.assertRaisesRegex(bp.StreamError, "messages"):
                wire.check_budget(bomb, record.message.DESCRIPTOR, "a record")

    def test_arrays_that_contradict_themselves(self):
        for change in (lambda m: m.bands.kpoints.shape.append(2), lambda m: m.bands.energies.shape.__setitem__(0, 1 << 40),
                       lambda m: setattr(m.bands.energies, "type", 9), lambda m: m.bands.labels.add(index=99, text="X"),
                       lambda m: setattr(m.bands.energies, "data", m.bands.energies.data[:-1])):
            record = bp.read(self.content)[0]
            change(record.message)
            with self.assertRaises(bp.StreamError) as caught:
                record.bands
            self.assertIn("record 0: bands", str(caught.exception))


class Files(unittest.TestCase):
    def test_nothing_is_left_where_writing_fails(self):
        def failing():
            yield from bp.read(GOLDEN / "special.rec.zst")
            raise KeyError("half-way")
        with tempfile.TemporaryDirectory() as folder:
            kept = pathlib.Path(folder, "kept.rec.zst")
            kept.write_text("as before")
            with self.assertRaises(KeyError):
                bp.write(kept, failing())
            self.assertEqual((kept.read_text(), len(os.listdir(folder))), ("as before", 1))

    def test_a_signal_takes_the_unfinished_file_along(self):
        program = (
            "import os, signal\nfrom blochpipe.commands import output\nfrom blochpipe.whole_file import whole_file\n"
            "output.handle_signals()\nwith whole_file('f') as file:\n    file.write(b'half')\n    file.flush()\n"
            "    assert len(os.listdir('.')) == 1\n    os.kill(os.getpid(), signal.SIG{})\n    signal.pause()\n")
        for name in ("INT", "TERM", "HUP"):
            with tempfile.TemporaryDirectory() as folder:
                done = subprocess.run([sys.executable, "-c", program.format(name)], cwd=folder, stderr=subprocess.PIPE, timeout=60)
                self.assertEqual((done.returncode, done.stderr, os.listdir(folder)), (-getattr(signal, "SIG" + name), b"", []))

    def test_a_link_stays_and_modes_are_kept(self):
        records = bp.read(GOLDEN / "special.rec.zst")
        with tempfile.TemporaryDirectory() as folder:
            target, link = pathlib.Path(folder, "target"), pathlib.Path(folder, "link")
            target.write_text("")
            target.chmod(0o640)
            link.symlink_to(target)
            bp.write(link, records)
            self.assertTrue(link.is_symlink())
            self.assertEqual(target.stat().st_mode & 0o777, 0o640)
            self.assertEqual(len(bp.read(target)), len(records))

    def test_no_record_is_a_stream_too(self):
        self.assertEqual(bp.read(bp.encode([])), [])
        self.assertIn(b"0 records", bp.run("rec-check", input=bp.encode([])))

    def test_a_big_stream_takes_little_memory(self):
        program = """if True:
            import resource, sys, blochpipe as bp
            before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
            count = sum(1 for _ in bp.each("genpot random -n 3000 --seed 1 --pixels 200 --beta 4"))
            print(count, (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024)"""
        path = str(pathlib.Path(bp.__file__).parents[1])
        found = subprocess.run([sys.executable, "-c", program], env={**os.environ, "PYTHONPATH": path}, stdout=subprocess.PIPE, check=True)
        count, megabytes = map(int, found.stdout.split())
        self.assertEqual(count, 3000)
        self.assertLess(megabytes, 100)  # the stream holds 480


if __name__ == "__main__":
    unittest.main()
