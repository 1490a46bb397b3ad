"""Two texts compared word by word."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from html.parser import HTMLParser
from itertools import takewhile

SAME, ADDED, REMOVED = "same", "added", "removed"
MOST = 4_000_000  # pairs of words; beyond it a text is shown as a whole that went and a whole that came

_WORDS = re.compile(r"\s+|[^\s]+")


@dataclass(frozen=True)
class Piece:
    """A part of a text that stayed, came or went."""

    kind: str
    text: str


def by_words(before: str, after: str) -> tuple[Piece, ...]:
    """Return what stayed, what went and what came, in reading order; together they are both texts to the letter."""
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    head = sum(1 for _pair in takewhile(lambda pair: pair[0] == pair[1], zip(old, new, strict=False)))
    ends = zip(reversed(old[head:]), reversed(new[head:]), strict=False)
    tail = sum(1 for _pair in takewhile(lambda pair: pair[0] == pair[1], ends))
    middle = _middle(old[head : len(old) - tail], new[head : len(new) - tail])
    pieces = [Piece(SAME, "".join(new[:head])), *middle, Piece(SAME, "".join(new[len(new) - tail :]))]
    return tuple(piece for piece in pieces if piece.text)


def _middle(old: Sequence[str], new: Sequence[str]) -> Iterator[Piece]:
    if len(old) * len(new) > MOST:
        yield Piece(REMOVED, "".join(old))
        yield Piece(ADDED, "".join(new))
        return
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for tag, old_from, old_to, new_from, new_to in matcher.get_opcodes():
        if tag == "equal":
            yield Piece(SAME, "".join(old[old_from:old_to]))
            continue
        yield Piece(REMOVED, "".join(old[old_from:old_to]))
        yield Piece(ADDED, "".join(new[new_from:new_to]))


class _Reader(HTMLParser):
    """Reads the clean HTML of a section as plain lines."""

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []
        self._addresses: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A new line for each block, and a dash for each entry of a list."""
        if tag in {"p", "h3", "h4", "li", "br", "ul", "ol"}:
            self.parts.append("\n- " if tag == "li" else "\n")
        if tag == "img":
            self.parts.append(f"(Plaatje: {dict(attrs).get('alt') or ''})")
        if tag == "a":
            self._addresses.append(dict(attrs).get("href") or "")

    def handle_endtag(self, tag: str) -> None:
        """The address behind the words of a link."""
        if tag == "a" and self._addresses:
            self.parts.append(f" ({self._addresses.pop()})")

    def handle_data(self, data: str) -> None:
        """Keep the words between the tags."""
        self.parts.append(data)


def plain(html: str) -> str:
    """The words of a text with headings, lists and links, each block on a line of its own."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return "\n".join(line.strip() for line in "".join(reader.parts).split("\n") if line.strip())
