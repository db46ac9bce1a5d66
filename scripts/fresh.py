"""Start an archive of one's own: remove the sample and all that is made of it, and give the site a name and an address.

    make fresh NAME="Harbour Voices" URL=https://voices.example.org/

Nothing is removed unless all of it is committed, so that git can bring everything back. `docs/` is the record of what
was published; the new archive begins a new one.
"""

import argparse
import os
import sys
from pathlib import Path

from interviews.faults import Faults, describe_count, run_command
from interviews.run import Refused, check_name, check_removable, check_url, write_archive
from interviews.sidecar import SETTINGS
from split import main as split

NAME, URL = "NAME", "URL"
"""Where the environment says what the new archive is to have, so that no shell reads it."""
BY_HAND = {
    "README.md": "its first paragraphs, the picture and the licence of the words",
    "docs/assets/site.png": "a picture of the sample",
    "docs/index.md": "the words of the first page",
    SETTINGS: "whose words these are, “copyright”",
    "tests/sample/": "the interview on which the code is tested",
    "LICENSE": "who holds the rights in the code",
}
"""What else speaks of the sample or of its editors, or may."""


def main(arguments: list[str] | None = None) -> int:
    """Run the command; return its exit status."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--root", type=Path, default=Path(__file__).parent.parent, help="the project's folder")
    root = parser.parse_args(arguments).root
    try:
        name, url = check_name(os.environ.get(NAME, "")), check_url(os.environ.get(URL, ""))
        gone = check_removable(root)
        written = write_archive(root, name, url)
    except (Refused, Faults) as error:
        print(f"{error}; nothing was changed" if isinstance(error, Refused) else error, file=sys.stderr)
        return 1
    for path in gone:
        (root / path).unlink()
    for folder in sorted({(root / path).parent for path in gone}, reverse=True):
        if not any(folder.iterdir()):
            folder.rmdir()
    for path, data in written.items():
        (root / path).write_bytes(data)
    texts = [path for path in gone if path.startswith("source/") and path.endswith(".txt")]
    made = [path for path in gone if path.startswith("docs/")]
    print(f"Removed: {describe_count(texts, 'interview')}, and {describe_count(made, 'file')} made of all")
    print(f"Written: {', '.join(written)}, for “{name}” at {url}")
    if status := split(["--root", str(root)]):
        return status
    print("Look at by hand:")
    print(*(f"  {path}: {what}" for path, what in BY_HAND.items() if (root / path).exists()), sep="\n")
    print('Next: git add --all && git commit -m "Start an archive", then: make new TEXT=path/to/the-text.txt')
    print("All that was removed is in git; this brings it back: git restore .")
    return 0


if __name__ == "__main__":
    run_command(main, "interrupted; bring back what was removed with: git restore .")
