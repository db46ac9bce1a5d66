"""Say whether quoted words stand in an interview.

    make verify WORDS="words …"               find the words in all interviews
    make verify AT=address                    show the words that stand at an address
    make verify AT=address WORDS="words …"    say whether the words begin in that very place

To make, every sign of the words is a character; to a shell it is within `'…'`. The exit status is 0 if the words stand
there, 1 if they don't, 2 for an address that isn't there. White space, kinds of quotation marks and dashes, and the
encoding of letters make no difference. An ellipsis stands for words left out; a first letter in brackets, “[t]he”, may
have been a capital one.
"""

import argparse
import re
import sys
from pathlib import Path

from interviews.faults import Faults, run_command
from interviews.interview import check_quotation, find_marked, find_place, find_sections, show_passage
from interviews.run import read_interviews
from interviews.text import find_tokens, list_words

ADDED = re.compile(r"\s*\[sic\]|\n+—\s.*", re.DOTALL)
"""What whoever quotes adds: “[sic]”, and the line that says who said it, as the site copies it."""
USAGE = 'make verify WORDS="words …" [AT=address]'


def main(arguments: list[str] | None = None) -> int:
    """Run the command; return its exit status."""
    parser = argparse.ArgumentParser(usage=USAGE, description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("words", metavar="ADDRESS_OR_QUOTATION", help="such as ruiz-2020/bread#p1, or “words …”")
    parser.add_argument("quotation", metavar="QUOTATION", nargs="?", help="words to compare with those at the address")
    root = Path(__file__).parent.parent
    parser.add_argument("--root", type=Path, default=root, help="the project's folder (default: this one)")
    options = parser.parse_args(arguments)
    try:
        interviews, _ = read_interviews(options.root)
        place = find_place(options.words, interviews)
    except (Faults, LookupError) as error:
        print(error, file=sys.stderr)
        return 2
    if place is None and options.quotation is not None:
        parser.error("the first of two must be an address, such as ruiz-2020/bread#p1")
    reports = [(True, show_passage(passage)) for passage in place or () if options.quotation is None]
    quotations = [options.words] if place is None else find_marked(options.words)
    if options.quotation is not None:
        quotations = [options.quotation]
    quotations = [ADDED.sub("", quotation) for quotation in quotations]
    if not all(list_words(find_tokens(quotation)) for quotation in quotations):
        parser.error("there are no words in the quotation")
    sections = [section for interview in interviews for section in find_sections(interview)]
    reports += [check_quotation(quotation, sections, place) for quotation in quotations]
    print("\n\n".join(report for _, report in reports))
    return 0 if all(stands for stands, _ in reports) else 1


if __name__ == "__main__":
    run_command(main)
