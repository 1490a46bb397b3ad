"""The words and articles of the deal that is spoken of, taken up the way a language is (django.utils.translation).

A deal says how it calls its areas, its meeting, its treasurer, and which of its articles governs what. Texts name such
a word by a key between braces and are filled in when they are shown: `deal_text("Kies {an_area}{art_areas}.")`. Which
deal is spoken of follows from `speaking`, which a page of a deal, a mail and a report each enter once; outside them the
plain words below apply, and no article is quoted. A key that begins with a capital gives a capital: `{Area}`.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar, Token
from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import lazy

from regiodeal.base.dutch import capital
from regiodeal.base.values import Values


class Provision(StrEnum):
    """What an article of a covenant can govern. A deal names its own article for each, or none."""

    REGIONAL_FINANCING = "regional_financing"
    OUTCOMES = "outcomes"
    MEASURES = "measures"
    ADJUSTMENT = "adjustment"
    RESULTS = "results"
    MONEY = "money"
    REGIONAL_SHARE = "regional_share"
    DIVISION = "division"
    CAP = "cap"
    ALSO_SERVES = "also_serves"
    STRUCTURAL_USE = "structural_use"
    TREASURER = "treasurer"
    OVERLEG = "overleg"
    REPORT_MEETING = "report_meeting"
    SEATS = "seats"
    BUREAU = "bureau"
    REPORT = "report"
    REPORT_DONE = "report_done"
    REPORT_SCHEDULE = "report_schedule"
    REPORT_OUTLOOK = "report_outlook"
    REPORT_DAYS = "report_days"
    COMMUNICATION = "communication"
    COMMUNICATION_PLAN = "communication_plan"
    ACKNOWLEDGEMENT = "acknowledgement"
    LEGAL_CHECKS = "legal_checks"
    OPENNESS = "openness"
    AMENDMENT = "amendment"
    AMENDMENT_REQUEST = "amendment_request"
    CONSULTATION = "consultation"
    CONSENT = "consent"
    CONSENT_MINUTES = "consent_minutes"
    ADDENDUM = "addendum"
    PUBLICATION = "publication"
    WITHDRAWAL = "withdrawal"
    ACCESSION = "accession"
    ACCESSION_REQUEST = "accession_request"
    ACCESSION_CONSENT = "accession_consent"
    ACCESSION_ANNEX = "accession_annex"
    NO_DEFAULT = "no_default"
    DURATION = "duration"
    EXTENSION = "extension"
    DEAL_PUBLICATION = "deal_publication"
    REGIONAL_PARTNERS = "regional_partners"


@dataclass(frozen=True)
class Word:
    """A noun as a deal calls it: one, more than one, and its article (de or het)."""

    singular: str
    plural: str
    article: str = "de"


WORDS: Mapping[str, Word] = {
    "pillar": Word("pijler", "pijlers"),
    "area": Word("gebied", "gebieden", "het"),
    "overleg": Word("bestuurlijk overleg", "bestuurlijke overleggen", "het"),
    "treasurer": Word("regiokassier", "regiokassiers"),
    "bureau": Word("programmabureau", "programmabureaus", "het"),
    "execution_costs": Word("uitvoeringskosten", "uitvoeringskosten"),
    "minister": Word("minister", "ministers"),
    "programme_team": Word("programmateam van het Rijk", "programmateams van het Rijk", "het"),
}

PLURALS = {
    "pillar": "pillars",
    "area": "areas",
    "overleg": "overleggen",
    "treasurer": "treasurers",
    "bureau": "bureaus",
    "execution_costs": "all_execution_costs",
    "minister": "ministers",
    "programme_team": "programme_teams",
}


@dataclass(frozen=True)
class DealWords:
    """How one deal speaks: its own nouns by their key in WORDS, and its article by provision."""

    own: Mapping[str, Word]
    articles: Mapping[str, str]

    def word(self, name: str) -> Word:
        """The noun of that name: the deal's own, or the plain one. Raises KeyError for a name that is no word."""
        return self.own.get(name) or WORDS[name]

    def article(self, provision: str) -> str:
        """The article that governs it, such as '12 lid 2'; empty where the deal names none. Raises ValueError."""
        return self.articles.get(Provision(provision), "")


PLAIN = DealWords({}, {})
_spoken: ContextVar[DealWords] = ContextVar("spoken", default=PLAIN)


def words_from(own: Mapping[str, Values] | None, articles: Mapping[str, str] | None) -> DealWords:
    """How a deal speaks, from its two fields as the deal file and a snapshot hold them."""
    known = {name: Word(**row) for name, row in (own or {}).items() if name in WORDS}
    return DealWords(known, {name: text for name, text in (articles or {}).items() if text})


def speak(words: DealWords) -> Token[DealWords]:
    """From here on texts are filled in with these words; `unspeak` with what this returns ends it."""
    return _spoken.set(words)


def unspeak(token: Token[DealWords]) -> None:
    """Return to the words that were spoken before."""
    _spoken.reset(token)


@contextmanager
def speaking(words: DealWords) -> Iterator[None]:
    """Fill in texts with these words inside the block."""
    token = speak(words)
    try:
        yield
    finally:
        unspeak(token)


def word(key: str) -> str:
    """The word or quotation for a key, in the words of the deal that is spoken of.

    `area`, `areas`, `the_area` (het gebied), `an_area` (een gebied), each with a capital on request (`The_area`);
    `art_amendment` is ' (art. 12)' with its space, `article_amendment` is 'artikel 12'; both are empty where the deal
    names no article. Raises KeyError for a key that is none of these.
    """
    if key[:1].isupper():
        found = word(key[0].lower() + key[1:])
        return capital(found)
    form, _, name = key.partition("_")
    if name and form in _FORMS:
        return _FORMS[form](name)
    spoken = _spoken.get()
    singular = next((singular for singular, plural in PLURALS.items() if plural == key), "")
    return spoken.word(singular).plural if singular else spoken.word(key).singular


def _the(name: str) -> str:
    noun = _spoken.get().word(name)
    return f"{noun.article} {noun.singular}"


def _article(provision: str) -> str:
    return cited(article_of(provision), word="artikel")


def quote(provision: str) -> str:
    """' (art. 12 lid 2)', with the space before it, to follow a sentence; empty where the deal names no article.

    A reference that is no number, such as 'algemene overweging 4', stands as it is. Raises ValueError for what is no
    provision.
    """
    return quoted(_spoken.get().article(provision))


def quoted(article: str) -> str:
    """An article of a row as it follows a sentence: ' (art. 12 lid 2)' with the space; empty for an empty one."""
    return f" ({cited(article)})" if article else ""


def article_of(provision: str) -> str:
    """The bare article that governs it in the deal that is spoken of, such as '12 lid 2'; empty where there is none."""
    return _spoken.get().article(provision)


_FORMS: Mapping[str, Callable[[str], str]] = {
    "art": quote,
    "article": _article,
    "the": _the,
    "an": lambda name: f"een {_spoken.get().word(name).singular}",
}


class _Keys(dict[str, object]):
    def __missing__(self, key: str) -> str:
        return word(key)


def fill_in(text: str, **data: object) -> str:
    """The text with each key between braces filled in now, for a text that is told at once.

    `data` goes in as it is, for what somebody typed: its own braces are no keys.
    """
    return text.format_map(_Keys(data))


def under(provision: str, text: str, **data: object) -> str:
    """A refusal with its article before it: 'Artikel 12 lid 2: kies het overleg.' Without an article: 'Kies het …'.

    `text` begins with a small letter, and is filled in as by `fill_in`. Raises ValueError for what is no provision.
    """
    told, place = fill_in(text, **data), cited(article_of(provision), word="Artikel")
    if place:
        return f"{capital(place)}: {told}"
    return told if text.startswith("{") else capital(told)


def cited(article: str, *, word: str = "art.") -> str:
    """'art. 12 lid 2' of what a row of the deal gives as its article; 'algemene overweging 4' stands as it is."""
    return f"{word} {article}" if article[:1].isdigit() else article


_lazily = lazy(fill_in, str)


def deal_text(text: str) -> str:
    """The text, filled in each time it is shown: for a title, a label or a choice that stands in a class."""
    return _lazily(text)
