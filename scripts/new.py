"""Take a new interview in: put its text into `source/` and write a sidecar beside it, ready to edit.

    make new TEXT=path          say what was found, write source/<id>.txt and source/<id>.yml
    make new TEXT=path ID=id    under an id of your own, the last part of its address

Without `ID`, the id is made of the file's name. Nothing that is there already is ever overwritten. The option `--json`
writes nothing, and prints what was found as JSON.
"""

import argparse
import datetime
import hashlib
import importlib
import json
import subprocess
import sys
from pathlib import Path

import yaml

from interviews.faults import Fault, Faults, run_command
from interviews.interview import Doubt, Reading, describe, make_slug, read_interview, tell, write_sidecar
from interviews.run import VOCABULARY
from interviews.sidecar import SLUG
from interviews.text import FORMS, Taken, Transcript, take_text

USAGE = "make new TEXT=path [ID=id]"


def main(arguments: list[str] | None = None) -> int:
    """Run the command; return its exit status."""
    parser = argparse.ArgumentParser(usage=USAGE, description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("path", type=Path, help="the text of the interview")
    parser.add_argument("--id", help="the last part of its address (default: made of the file's name)")
    parser.add_argument("--reading", default="", choices=FORMS, help="how the turns are set apart, if it is doubted")
    parser.add_argument("--json", action="store_true", help="write nothing, print what was found")
    parser.add_argument("--root", type=Path, default=Path(__file__).parent.parent, help="the project's folder")
    options = parser.parse_args(arguments)
    path = options.path.expanduser()  # some shells leave the ~ of TEXT=~/talk.txt as it is
    try:
        data = path.read_bytes()
    except OSError as error:
        print(f"{path}:1: {error.strerror}; name the file with the interview's text: {USAGE}", file=sys.stderr)
        return 1
    try:
        taken = read_file(data, str(path))
        reading = read_interview(taken.text, str(path), options.reading)
    except Faults as error:
        faults = tuple(Doubt(line=one.line, message=one.message) for one in error.faults)
        taken, reading = Taken(text="", format=""), Reading(text="", transcript=None, doubts=faults)
    if options.json:
        print(json.dumps(describe(reading), ensure_ascii=False, indent=1))
        return 0
    id_ = options.id or make_slug(path.stem)
    if not SLUG.fullmatch(id_) or id_ == VOCABULARY:
        why = "is the vocabulary’s" if id_ == VOCABULARY else "can’t be an address"
        print(f"“{id_}” {why}; add an ID=… of small letters a-z, digits and hyphens: {USAGE}", file=sys.stderr)
        return 1
    if reading.transcript is None:
        print(*(f"{path}:{doubt.line}: {doubt.message}" for doubt in reading.doubts), sep="\n", file=sys.stderr)
        return refuse(path, id_, taken, options.root)
    if path.resolve().parent == (options.root / "source").resolve() and path.stem != id_:
        message = f"the name of a text in source/ is its address; rename it to source/{id_}.txt and take it in there"
        print(f"{path}:1: {message}", file=sys.stderr)
        return 1
    file = {
        "name": path.name,
        "format": taken.format,
        "sha256": hashlib.sha256(data).hexdigest(),
        "date": datetime.date.today(),
    }
    text = taken.text.encode() if taken.format else data
    sidecar = write_sidecar(reading.transcript, file if taken.format else None, options.reading)
    return take_in(options.root, id_, text, reading, reading.transcript, sidecar)


def read_file(data: bytes, path: str) -> Taken:
    """Return the text of a file; install what reads its format, if that is not there yet. Raises `Faults`."""
    try:
        return take_text(data, path)
    except ImportError:
        print("Installing what reads this format …", file=sys.stderr)
    listed = Path(__file__).parent.parent / "requirements-new.txt"
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--require-hashes", "--requirement", str(listed)]
    said = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 – all of it is ours
    if said.returncode:
        message = "what reads this format could not be installed; connect to the network, and take it in with make new"
        raise Faults([Fault(path=path, line=1, message=message)])
    importlib.invalidate_caches()
    return take_text(data, path)


def refuse(path: Path, id_: str, taken: Taken, root: Path) -> int:
    """Say how a text can be taken in all the same that is not understood; return the exit status."""
    is_there = path.resolve() == (root / "source" / f"{id_}.txt").resolve()
    copy = "" if is_there else f"copy the text to source/{id_}.txt, "
    if taken.format and taken.text:
        copy = f"save the words as plain text in source/{id_}.txt, "
    way = f"{copy}write source/{id_}.yml beside it, then: make split"
    print(f"nothing was written; mend the text or, where a sidecar settles it, {way}", file=sys.stderr)
    return 1


def take_in(root: Path, id_: str, data: bytes, reading: Reading, transcript: Transcript, sidecar: str) -> int:
    """Write the text and its sidecar into `source/`, say what was found, and return the exit status."""
    folder = root / "source"
    targets = [folder / f"{id_}.txt", folder / f"{id_}.yml"]
    for target in targets:
        is_the_text = target.exists() and target == targets[0] and target.read_bytes() == data
        if target.exists() and not is_the_text:
            place = target.relative_to(root).as_posix()
            print(f"{place}:1: is there already and stays; edit it, or add another ID=…: {USAGE}", file=sys.stderr)
            return 1
    folder.mkdir(parents=True, exist_ok=True)
    for target, content in zip(targets, (data, sidecar.encode()), strict=True):
        if not target.exists():
            with target.open("xb") as written:
                written.write(content)
    if file := yaml.safe_load(sidecar).get("file"):
        print(f"{'format':<12} {file['format']}; its text is now source/{id_}.txt")
    print(*tell(id_, reading, transcript, sidecar), sep="\n")
    return 0


if __name__ == "__main__":
    run_command(main)
