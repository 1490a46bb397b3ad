"""The words of the trade, explained in the words of the deal that is spoken of."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from ruamel.yaml import YAML

from regiodeal.base.dutch import capital
from regiodeal.base.question import Question, is_near, parts_of, stem
from regiodeal.deals.words import fill_in

FILE = Path(__file__).with_name("terms.yaml")


@dataclass(frozen=True)
class GlossaryTerm:
    """A word of the trade: how it is shown, and what it means."""

    key: str
    word: str
    meaning: str


@cache
def _known() -> dict[str, tuple[str, str]]:
    rows: dict[str, list[str]] = YAML(typ="safe").load(FILE.read_text())
    return {key: (shown, meaning) for key, (shown, meaning) in rows.items()}


def term_of(key: str) -> GlossaryTerm:
    """The word of that key. Raises KeyError for one that is not explained."""
    shown, meaning = _known()[key]
    return GlossaryTerm(key, fill_in(shown), capital(fill_in(meaning)))


def terms_about(question: Question) -> list[GlossaryTerm]:
    """The words that are asked for themselves, or are a typo away from what is."""
    wanted = {stem(part) for ways in question.wanted for way in ways[:1] for part in way}
    terms = [(term, parts_of(term.word)) for term in all_terms()]
    found = [term for term, own in terms if wanted & {stem(part) for part in own}]
    if found:
        return found
    return [term for term, own in terms if any(is_near(doubt, part) for doubt in question.doubtful for part in own)]


def all_terms() -> list[GlossaryTerm]:
    """All words that are explained, by the alphabet."""
    return sorted((term_of(key) for key in _known()), key=lambda term: term.word.lower())
