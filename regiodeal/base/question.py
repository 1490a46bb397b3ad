"""The words of a question as they are compared: without accents and capitals, by their stem, with and without hyphen.

Both engines (postgresql.py, fts5.py) compare the same forms, so that a question finds the same on either database.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import cached_property, lru_cache

import snowballstemmer

LONGEST = 200  # characters that somebody can search for
MOST_WORDS = 10
SHORT = 3  # letters: a word of so few is looked up whole, so that "vat" is not found in "vatbaar"
MAY_HAVE_A_TYPO = 4
MAY_HAVE_TWO = 8

# Letters that no decomposition takes apart.
PLAIN_LETTERS = str.maketrans({"ø": "o", "æ": "ae", "œ": "oe", "ß": "ss", "ł": "l", "đ": "d", "ð": "d", "þ": "th"})

# The words that PostgreSQL leaves out of a Dutch text (its dutch.stop), and that are therefore looked for by nobody.
_STOP_WORDS = """
de en van ik te dat die in een hij het niet zijn is was op aan met als voor had er maar om hem dan zou of wat mijn men
dit zo door over ze zich bij ook tot je mij uit der daar haar naar heb hoe heeft hebben deze u want nog zal me zij nu
ge geen omdat iets worden toch al waren veel meer doen toen moet ben zonder kan hun dus alles onder ja eens hier wie
werd altijd doch wordt wezen kunnen ons zelf tegen na reeds wil kon niets uw iemand geweest andere
"""
STOP_WORDS = frozenset(_STOP_WORDS.split())
SAME = ({"artikel", "artikelen", "art"},)

_stemmer = snowballstemmer.stemmer("dutch_porter")  # the algorithm of the configuration "dutch" of PostgreSQL


def words_of(text: str) -> list[str]:
    """The words to search for: letters, digits and what a code holds (1.1.1.g), at most ten."""
    composed = unicodedata.normalize("NFC", text[:LONGEST].replace("\x00", ""))
    return re.findall(r"\w[\w.\-]*\w|\w", composed)[:MOST_WORDS]


def fold(text: str) -> str:
    """The text without accents and capitals: 'Coördinator' as 'coordinator'."""
    taken_apart = unicodedata.normalize("NFKD", text.lower())
    return "".join(letter for letter in taken_apart if not unicodedata.combining(letter)).translate(PLAIN_LETTERS)


def parts_of(text: str) -> list[str]:
    """The plain words in a text: 'Rijk-Regio' as 'rijk' and 'regio'."""
    return re.findall(r"[a-z0-9]+", fold(text))


@lru_cache(50_000)
def stem(word: str) -> str:
    """The stem of a plain word, the same for 'bedrijf' and 'bedrijven', 'huis' and 'huizen'."""
    found = str(_stemmer.stemWord(word))
    ending = {"v": "f", "z": "s"}.get(found[-1:])
    return found[:-1] + ending if ending else found


def spellings(word: str) -> list[str]:
    """The stems that PostgreSQL may have made of a word: it keeps 'bedrijv' of 'bedrijven' apart from 'bedrijf'."""
    found = stem(word)
    hard = {"f": "v", "s": "z"}.get(found[-1:])
    return [found, found[:-1] + hard] if hard else [found]


def squeezed(text: str) -> str:
    """A code without all that people leave out or put in: '1.1.1 g' and '1.1.1.G' as '111g'."""
    return "".join(parts_of(text))


@dataclass(frozen=True)
class Question:
    """What somebody looks for: the words as they were typed."""

    typed: tuple[str, ...]

    @cached_property
    def wanted(self) -> list[list[list[str]]]:
        """For each word that counts, the ways to find it; each way is a phrase of plain words.

        'rijk-regio' is found as 'rijk regio' and as 'rijkregio'.
        """
        found = []
        for word in self.typed:
            parts = parts_of(word)
            if not parts or (len(parts) == 1 and parts[0] in STOP_WORDS):
                continue
            ways = [parts] if len(parts) == 1 else [[part for part in parts if part not in STOP_WORDS], [*parts]]
            if len(parts) > 1 and "-" in word:
                ways.append(["".join(parts)])
            ways += [[other] for same in SAME if parts[0] in same and len(parts) == 1 for other in sorted(same)]
            found.append([way for way in ways if way])
        return found

    @cached_property
    def codes(self) -> list[str]:
        """The codes that may be meant: each row of words beside each other with a digit in it, without its signs."""
        plain = [squeezed(word) for word in self.typed]
        runs = {"".join(plain[first:last]) for first in range(len(plain)) for last in range(first + 1, len(plain) + 1)}
        return sorted(run for run in runs if re.search(r"\d", run) and len(run) > 1)

    @cached_property
    def whole_code(self) -> str:
        """The whole question as the beginning of a code, such as '1.1.1' of '1.1.1.g'; empty where it is none."""
        whole = squeezed(" ".join(self.typed))
        return whole if re.search(r"\d", whole) and len(whole) > 1 else ""

    @cached_property
    def doubtful(self) -> list[str]:
        """The plain words in which somebody may have made a typo."""
        return [way[0] for ways in self.wanted for way in ways[:1] if len(way) == 1 and may_have_a_typo(way[0])]

    @cached_property
    def marks(self) -> list[str]:
        """The stems by which a word in an excerpt is marked."""
        return sorted({stem(part) for ways in self.wanted for way in ways for part in way})


def may_have_a_typo(word: str) -> bool:
    """Tell whether a word is long enough to know it with a typo, and no number."""
    return len(word) >= MAY_HAVE_A_TYPO and not any(letter.isdigit() for letter in word)


def is_near(word: str, other: str) -> bool:
    """Tell whether a word is a typo away from another one, or from its beginning; two for a long word."""
    most = 2 if len(word) >= MAY_HAVE_TWO else 1
    if word[:1] != other[:1] and word[1:2] != other[1:2]:
        return False
    lengths = range(max(len(word) - most, 1), len(word) + most + 1)
    return any(distance(word, other[:length]) <= most for length in lengths if length <= len(other))


def distance(one: str, other: str) -> int:
    """How many letters were forgotten, added, changed, or swapped with their neighbour."""
    rows = [list(range(len(other) + 1))]
    for i, letter in enumerate(one, start=1):
        row = [i]
        for j, second in enumerate(other, start=1):
            best = min(rows[-1][j] + 1, row[-1] + 1, rows[-1][j - 1] + (letter != second))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == second:
                best = min(best, rows[-2][j - 2] + 1)
            row.append(best)
        rows.append(row)
    return rows[-1][-1]
