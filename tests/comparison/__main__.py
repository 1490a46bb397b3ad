"""Record all that a user sees of the example portal, or tell what differs between two recordings.

`python -m tests.comparison record FOLDER` in the root of a tree, before and after a change;
`python -m tests.comparison differ [--loose] FOLDER FOLDER` tells what differs, and fails when anything does.
"""

import argparse
import sys
from pathlib import Path

from tests.comparison.differing import differences
from tests.comparison.recording import ACCOUNTS, record


def main() -> int:
    """Do what the command line asks; 1 when two recordings differ."""
    parser = argparse.ArgumentParser(prog="python -m tests.comparison", description=__doc__)
    verbs = parser.add_subparsers(dest="verb", required=True)
    recorder = verbs.add_parser("record", help="record the tree that is the current folder")
    recorder.add_argument("folder", type=Path)
    recorder.add_argument("--most", type=int, default=8, help="pages that are alike but for numbers, an account (8)")
    recorder.add_argument(
        "--account", action="append", help="only the pages of this account; '' is who is not signed in"
    )
    differ = verbs.add_parser("differ", help="tell what differs between two recordings")
    differ.add_argument("before", type=Path)
    differ.add_argument("after", type=Path)
    differ.add_argument(
        "--loose", action="store_true", help="pages as a browser shows them: order of attributes is none"
    )
    differ.add_argument("--lines", type=int, default=12, help="how many lines of each difference to show")
    differ.add_argument("--skip", action="append", default=[], metavar="WILDCARD", help="entries to leave out")
    given = parser.parse_args()
    if given.verb == "record":
        record(given.folder, most=given.most, accounts=given.account or ACCOUNTS)
        return 0
    found = 0
    for text in differences(given.before, given.after, loose=given.loose, lines=given.lines, skip=given.skip):
        found += 1
        print(text)
    print(f"{found} entries differ" if found else "Nothing differs")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
