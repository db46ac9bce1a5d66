"""How the time and the memory of a build grow with the archive, measured on this machine: a part of `make bench`.

    PYTHONPATH=scripts:tests python tests/scale.py [answers …]

For each size an archive is invented (see invented.py) in a fresh folder, and every step of a build is run there as a
process of its own. It fails if a step grows faster than the archive, if all takes long beside a plain set-up, if one changed
word keeps an editor waiting, or if texts are read slowly.
"""

import argparse
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

# Nothing else is imported here, and the archive is invented elsewhere: the memory that Linux notes for a process is at
# least what its parent had when it was started.
ROOT = Path(__file__).parent.parent
SIZES = (100, 1_000, 10_000)
"""Answers in the archive."""
GROWTH = 1.2
"""How much faster than the archive a step may grow: 12 times for ten times the answers."""
TIMES = 2
"""How many times a plain set-up's time a whole build may take."""
SHARE = 15
"""How many times quicker than a whole build one is after a word was changed, at least."""
MKDOCS = ("-m", "mkdocs", "build", "--strict", "--quiet")
INVENT = "import invented, pathlib, sys; invented.start_project(int(sys.argv[1]), pathlib.Path())"
PLAIN = "import invented, pathlib; invented.write_plain(pathlib.Path(), pathlib.Path('plain'))"
CHANGED = "split, changed"
STEPS = {
    "split": (".", str(ROOT / "scripts" / "split.py"), "--root", "."),
    "build": (".", *MKDOCS, "--dirty"),
    "plain MkDocs": ("plain", *MKDOCS),
    "plain Pagefind": ("plain", "-m", "pagefind", "--quiet", "--site", "site"),
    CHANGED: (".", str(ROOT / "scripts" / "split.py"), "--root", "."),
    "build, changed": (".", *MKDOCS, "--dirty"),
    "split --check": (".", str(ROOT / "scripts" / "split.py"), "--root", ".", "--check"),
}
"""The folder and the arguments of Python for each step, in the order in which they are run."""
READ = """
import pathlib, time
from interviews.text.labels import NO_GUIDE
from interviews.text.transcript import parse_transcript
texts = [path.read_text("utf-8") for path in sorted(pathlib.Path("source").glob("*.txt"))]
for name, wanted in (("one by one", texts), ("as three long ones", [text * (len(texts) // 3) for text in texts[:3]])):
    started = time.process_time()
    for text in wanted:
        parse_transcript(text, "x", NO_GUIDE)
    print(sum(len(text.encode()) for text in wanted) / 1e6 / (time.process_time() - started), "MB/s", name)
"""
"""Prints how fast texts are read: each interview, and one of each form as often as if it were all of them."""
READING = 10
"""MB a second on one core."""
CAPTION = """\
Seconds, seconds of all cores together, and MB of each step; “changed” is after a word of one interview was changed, a build is with its index. Plain is
MkDocs with Material and Pagefind as they are, for the same words, a page an answer, none of them in the navigation (which
would hold all pages, on each). The memory is ru_maxrss of wait4: that of the largest process, the step's own or one that it waited for (Pagefind).
"""


@dataclass(frozen=True)
class Cost:
    """What a process took."""

    seconds: float
    processor: float
    """Seconds of all cores together."""
    megabytes: float


def set_up() -> dict[str, str]:
    """Return the environment in which all is run."""
    paths = os.pathsep.join((str(ROOT / "scripts"), str(ROOT / "tests")))
    settings = {"PYTHONPATH": paths, "NO_MKDOCS_2_WARNING": "1", "SITE_URL": "", "OFFLINE": "false", "COMPARE": "false"}
    return os.environ | settings


def run(root: Path, *arguments: str) -> Cost:
    """Run Python in a project's folder and return what it took; stop with what it said if it fails."""
    with tempfile.TemporaryFile("w+", encoding="utf-8") as said:
        started = time.perf_counter()
        process = subprocess.Popen(
            [sys.executable, *arguments], cwd=root, env=set_up(), stdout=said, stderr=subprocess.STDOUT
        )
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - started
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            said.seek(0)
            raise SystemExit(f"{' '.join(arguments)}\n{said.read()}")
    processor = usage.ru_utime + usage.ru_stime
    return Cost(seconds=seconds, processor=processor, megabytes=usage.ru_maxrss / 1024)  # kB on Linux


def change_word(root: Path) -> None:
    """Put another word for the last one of an interview."""
    texts = sorted((root / "source").glob("*.txt"))
    path = texts[len(texts) // 2]
    text, count = re.subn(r"\w+\.\n\Z", "otherwise.\n", path.read_text(encoding="utf-8"))
    assert count == 1
    path.write_text(text, encoding="utf-8")


def measure(answers: int, root: Path) -> Iterator[tuple[str, Cost]]:
    """Yield each step with what it takes in a new folder with so many answers."""
    root.mkdir()
    run(root, "-c", INVENT, str(answers))
    run(root, "-c", PLAIN)
    for name, (folder, *arguments) in STEPS.items():
        if name == CHANGED:
            change_word(root)
        yield name, run(root / folder, *arguments)


def read(root: Path) -> Iterator[tuple[bool, str]]:
    """Yield how fast the texts of a project are read, and whether that is fast enough."""
    told = subprocess.check_output([sys.executable, "-c", READ], cwd=root, env=set_up(), text=True)
    for line in told.splitlines():
        speed, unit, way = line.split(maxsplit=2)
        yield float(speed) >= READING, f"texts, {way}: {float(speed):.1f} {unit}; at least {READING}"


def judge(costs: dict[int, dict[str, Cost]]) -> Iterator[tuple[bool, str]]:
    """Yield whether each demand is met by the largest archive, with the words that say so."""
    *others, size = costs
    steps = costs[size]
    for less in others[-1:]:
        limit = GROWTH * size / less
        for name, cost in steps.items():
            ratio = cost.seconds / costs[less][name].seconds
            yield ratio <= limit, f"{name}: {ratio:.1f} times the time of {less:,} answers; at most {limit:.1f}"
    for way in ("seconds", "processor"):
        whole, changed, plain = (
            sum(getattr(cost, way) for name, cost in steps.items() if wanted(name))
            for wanted in (
                ("split", "build").__contains__,
                lambda name: "changed" in name,
                lambda name: "plain" in name,
            )
        )
        times, share = f"{whole / plain:.2f} times the plain set-up", f"1/{whole / changed:.1f} of that"
        yield whole <= TIMES * plain, f"from nothing to the site, by {way}: {times}; at most {TIMES}"
        yield changed * SHARE <= whole, f"one word changed, by {way}: {share}; at most 1/{SHARE}"


def main() -> int:
    """Print the table and whether the demands are met; return the exit status."""
    parser = argparse.ArgumentParser(description="How the time and the memory of a build grow with the archive.")
    parser.add_argument("sizes", nargs="*", type=int, default=SIZES, help="answers in an invented archive")
    sizes = sorted(set(parser.parse_args().sizes))
    print(f"{CAPTION}\n{'answers':>8}" + "".join(f"{name:>20}" for name in STEPS))
    costs: dict[int, dict[str, Cost]] = {}
    with tempfile.TemporaryDirectory() as folder:  # for all: some file systems are slow after a removal
        for size in sizes:
            costs[size] = {}
            print(f"{size:>8,}", end="", flush=True)
            for name, cost in measure(size, Path(folder) / str(size)):
                costs[size][name] = cost
                print(f"{cost.seconds:>9.2f}{cost.processor:>6.1f}{cost.megabytes:>5.0f}", end="", flush=True)
            print()
        verdicts = [*judge(costs), *read(Path(folder) / str(sizes[-1]))]
    print()
    for is_met, words in verdicts:
        print(f"{'met' if is_met else 'NOT MET':<8} {words}")
    return 0 if all(is_met for is_met, _ in verdicts) else 1


if __name__ == "__main__":
    sys.exit(main())
