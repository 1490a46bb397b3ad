"""The piece of a text in which what was asked for stands, with the words marked: for lists of what was found."""

import re
from collections.abc import Callable, Iterable

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from regiodeal.base.question import SHORT, Question, is_near, parts_of, stem

AROUND = 90  # characters shown on each side of the first word that was found


def excerpt(texts: Iterable[str], question: Question) -> SafeString:
    """The surroundings of the first word that stands in one of the texts, with every word marked, safe for a page."""
    lines = [" ".join(text.split()) for text in texts]
    looks = ((line, is_meant) for is_meant in (_is_meant, _is_doubtful) for line in reversed(lines))
    found = next(((line, places) for line, is_meant in looks if (places := _places(line, question, is_meant))), None)
    line, places = found or (next((line for line in reversed(lines) if line), ""), [])
    start = max(places[0][0] - AROUND, 0) if places else 0
    end = min(start + 2 * AROUND, len(line))
    parts: list[tuple[str, str]] = []
    place = start
    for first, last in places:
        if first >= start and last <= end:
            parts.append((line[place:first], line[first:last]))
            place = last
    marked = format_html_join("", "{}<mark>{}</mark>", parts)
    before, after = ("… " if start else ""), (" …" if end < len(line) else "")
    return format_html("{}{}{}{}", before, marked, line[place:end], after)


def _places(line: str, question: Question, is_meant: Callable[[set[str], Question], bool]) -> list[tuple[int, int]]:
    """Where the words stand in a text, from and to."""
    return [
        (match.start(), match.end())
        for match in re.finditer(r"\w+(?:-\w+)*", line)
        if is_meant({*parts_of(match.group()), *parts_of(match.group().replace("-", ""))}, question)
    ]


def _is_meant(plain: set[str], question: Question) -> bool:
    stems = {stem(part) for part in plain}
    return any(
        found == mark or (len(mark) > SHORT and found.startswith(mark)) for found in stems for mark in question.marks
    )


def _is_doubtful(plain: set[str], question: Question) -> bool:
    return any(is_near(doubt, part) for doubt in question.doubtful for part in plain)
