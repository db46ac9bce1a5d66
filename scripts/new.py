"""Take a new interview in: copy its text into `source/` and write a sidecar beside it, ready to edit.

    make new TEXT=path          say what was found, write source/<id>.txt and source/<id>.yml
    make new TEXT=path ID=id    under an id of your own, the last part of its address

Without `ID`, the id is made of the file's name. Nothing that is there already is ever overwritten. The option `--json`
writes nothing, and prints what was found as JSON.
"""

import argparse
import json
import sys
from pathlib import Path

from interviews.faults import Faults, run_command
from interviews.interview import Doubt, Reading, describe, make_slug, read_interview, tell, write_sidecar
from interviews.run import VOCABULARY
from interviews.sidecar import SLUG
from interviews.text import Transcript, decode_source

USAGE = "make new TEXT=path [ID=id]"


def main(arguments: list[str] | None = None) -> int:
    """Run the command; return its exit status."""
    parser = argparse.ArgumentParser(usage=USAGE, description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("path", type=Path, help="the text of the interview")
    parser.add_argument("--id", help="the last part of its address (default: made of the file's name)")
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
        reading = read_interview(decode_source(data, str(path)), str(path))
    except Faults as error:
        faults = tuple(Doubt(line=one.line, message=one.message) for one in error.faults)
        reading = Reading(text="", transcript=None, doubts=faults)
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
        is_there = path.resolve() == (options.root / "source" / f"{id_}.txt").resolve()
        copy = "" if is_there else f"copy the text to source/{id_}.txt, "
        way = f"{copy}write source/{id_}.yml beside it, then: make split"
        print(f"nothing was written; mend the text or, where a sidecar settles it, {way}", file=sys.stderr)
        return 1
    if path.resolve().parent == (options.root / "source").resolve() and path.stem != id_:
        message = f"the name of a text in source/ is its address; rename it to source/{id_}.txt and take it in there"
        print(f"{path}:1: {message}", file=sys.stderr)
        return 1
    return take_in(options.root, id_, data, reading, reading.transcript)


def take_in(root: Path, id_: str, data: bytes, reading: Reading, transcript: Transcript) -> int:
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
    sidecar = write_sidecar(transcript)
    for target, content in zip(targets, (data, sidecar.encode()), strict=True):
        if not target.exists():
            with target.open("xb") as file:
                file.write(content)
    print(*tell(id_, reading, transcript, sidecar), sep="\n")
    return 0


if __name__ == "__main__":
    run_command(main)
