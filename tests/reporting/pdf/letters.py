"""Writes which letters the fonts of the report have for the browser: python -m tests.reporting.pdf.letters."""

import json
import os
from collections.abc import Iterable

from tests.portal import ROOT

SCRIPT = ROOT / "static" / "js" / "report-letters.js"
HEAD = "/* Made by python -m tests.reporting.pdf.letters from the fonts of the report: do not change it here. */\n"


def script(letters: Iterable[int], means: dict[str, str]) -> str:
    """The ranges of code points, from first to last, and what stands in the place of some others."""
    ranges: list[list[int]] = []
    for code in sorted(letters):
        if ranges and code == ranges[-1][1] + 1:
            ranges[-1][1] = code
        else:
            ranges.append([code, code])
    told = json.dumps(dict(sorted(means.items())), indent=2)
    return f"{HEAD}export const LETTERS = {json.dumps(ranges)};\n\nexport const MEANS = {told};\n"


def main() -> None:
    """Write the script anew."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "regiodeal.config.settings")
    import django

    django.setup()
    from reporting.pdf.fonts import MEANS, letters

    SCRIPT.write_text(script(letters(), MEANS))


if __name__ == "__main__":
    main()
