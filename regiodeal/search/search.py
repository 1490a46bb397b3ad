"""Searching the whole deal: every app names what can be found in it, already cut to what the searcher may see.

What is typed is found without accents, with and without a hyphen, in the singular and the plural, and as a code in any
spelling (base/question.py). When nothing is found, a second look finds what is a typo away. PostgreSQL and SQLite each
have their own engine (postgresql.py, fts5.py), with the same tests.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection, models
from django.utils.safestring import SafeString

from regiodeal.base.excerpt import excerpt
from regiodeal.base.question import Question, is_near, parts_of, squeezed, words_of
from regiodeal.deals.contributions import in_place
from regiodeal.deals.in_force import Terms, terms
from regiodeal.deals.models import AgreedRow, Deal, Membership
from regiodeal.deals.roles import Reader, Right
from regiodeal.search import fts5, postgresql

MOST_OF_A_KIND = 25
MOST_LOOKED_AT = 100  # rows that share letters with a word, of which the distance is measured


@dataclass(frozen=True)
class Searcher:
    """Holds who searches, in which deal, as of which date: what every source needs to cut its rows."""

    deal: Deal
    rights: frozenset[Right]
    memberships: tuple[Membership, ...]
    on: date

    @property
    def parties(self) -> list[int]:
        """The keys of the Parties that the searcher represents."""
        return [row.party_id for row in self.memberships if row.party_id]

    @property
    def sees_unapproved(self) -> bool:
        """Tell whether figures and stories that nobody approved yet may be found."""
        return Right.SEE_UNAPPROVED in self.rights

    @property
    def reader(self) -> Reader:
        """Return who reads, as `visible_to` of records with an openness asks it (art. 11)."""
        return {"rights": self.rights, "parties": frozenset(self.parties)}


def _no_state(_row: Any) -> str:
    return ""


def _no_day(_row: Any) -> date | None:
    return None


def _counts(_row: Any) -> bool:
    return True


@dataclass(frozen=True)
class SearchSource:
    """One kind of thing that can be found: its name, its rows for a searcher, and what is searched and shown.

    `fields` are searched, the first of them weighs most; `code` names the field with its code, which is found in any
    spelling. `title` and `address` make a row a line in the list, `state` and `day` stand beside it, and a row that
    `counts` comes before one that does not. `shown` are the fields of the excerpt, where those are not `fields`.
    """

    kind: str
    rows: Callable[[Searcher], models.QuerySet[Any]]
    fields: tuple[str, ...]
    title: Callable[[Any], str]
    address: Callable[[Any, Deal], str]
    code: str = ""
    state: Callable[[Any], str] = _no_state
    day: Callable[[Any], date | None] = _no_day
    counts: Callable[[Any], bool] = _counts
    shown: tuple[str, ...] = ()


@dataclass(frozen=True)
class Hit:
    """One thing that was found. `is_meant`: its code or its whole title was typed."""

    title: str
    url: str
    excerpt: SafeString
    state: str
    day: date | None
    is_meant: bool


@dataclass(frozen=True)
class Found:
    """Holds what was found of one kind; `is_cut` when there is more than is shown."""

    kind: str
    hits: list[Hit]
    is_cut: bool

    @property
    def is_meant(self) -> bool:
        """Tell whether what was typed is the code or the title of one of them."""
        return any(hit.is_meant for hit in self.hits)


@dataclass(frozen=True)
class SearchAnswer:
    """Holds what was found, by kind; `is_near` when nothing held the words, and this is what is a typo away."""

    found: list[Found]
    is_near: bool = False

    @property
    def count(self) -> int:
        """Return how many things are shown."""
        return sum(len(kind.hits) for kind in self.found)


def search(searcher: Searcher, text: str) -> SearchAnswer:
    """Everything that the searcher may see and that holds the words; what is a typo away when there is no such thing.

    It asks the database at most twice for each kind. A kind of which the code or the title was typed comes first.
    """
    question = Question(tuple(words_of(text)))
    if not question.wanted and not question.codes:
        return SearchAnswer([])
    agreed = terms(searcher.deal, on=searcher.on)
    found = [kind for source in sources() if (kind := _found(source, searcher, question, agreed, _matching))]
    if found or not question.doubtful:
        return SearchAnswer(sorted(found, key=lambda kind: not kind.is_meant))
    near = [kind for source in sources() if (kind := _found(source, searcher, question, agreed, _near))]
    return SearchAnswer(near, is_near=True)


def sources() -> Iterator[SearchSource]:
    """The kinds of things that the apps give, in the order of the page."""
    for given in in_place(lambda app: app.search):
        yield from given


def _found(
    source: SearchSource,
    searcher: Searcher,
    question: Question,
    agreed: Terms,
    look: Callable[[SearchSource, Searcher, Question], list[Any]],
) -> Found | None:
    rows = look(source, searcher, question)
    if rows and isinstance(rows[0], AgreedRow):
        rows = agreed.apply(rows)  # what has lapsed by then has no page
    hits = [_hit(source, row, searcher.deal, question) for row in rows[:MOST_OF_A_KIND]]
    order = {id(hit): (not hit.is_meant, not source.counts(row)) for hit, row in zip(hits, rows, strict=False)}
    hits.sort(key=lambda hit: order[id(hit)])
    return Found(source.kind, hits, is_cut=len(rows) > MOST_OF_A_KIND) if hits else None


def _matching(source: SearchSource, searcher: Searcher, question: Question) -> list[Any]:
    rows = source.rows(searcher)
    if connection.vendor == "postgresql":
        return list(postgresql.matching(rows, source.fields, source.code, question)[: MOST_OF_A_KIND + 1])
    return _in_order(rows, fts5.matching(rows, source.fields, source.code, question)[: MOST_OF_A_KIND + 1])


def _near(source: SearchSource, searcher: Searcher, question: Question) -> list[Any]:
    rows = source.rows(searcher)
    if connection.vendor != "postgresql":
        return _in_order(rows, fts5.near(rows, source.fields, question)[: MOST_OF_A_KIND + 1])
    candidates = list(postgresql.near(rows, source.fields, question)[:MOST_LOOKED_AT])
    return [row for row in candidates if _is_near(source, row, question)][: MOST_OF_A_KIND + 1]


def _in_order(rows: models.QuerySet[Any], keys: list[int]) -> list[Any]:
    by_key = {row.pk: row for row in rows.filter(pk__in=keys)} if keys else {}
    return [by_key[key] for key in keys if key in by_key]


def _is_near(source: SearchSource, row: object, question: Question) -> bool:
    known = parts_of(" ".join(_value(row, field) for field in source.fields))
    return all(any(is_near(word, other) for other in known) for word in question.doubtful)


def _hit(source: SearchSource, row: object, deal: Deal, question: Question) -> Hit:
    texts = [_value(row, field) for field in source.shown or source.fields]
    title = source.title(row)
    whole = squeezed(" ".join(question.typed))
    codes = {squeezed(_value(row, source.code))} & set(question.codes) if source.code else set[str]()
    return Hit(
        title=title,
        url=source.address(row, deal),
        excerpt=excerpt(texts, question),
        state=source.state(row),
        day=source.day(row),
        is_meant=bool(codes) or whole in {squeezed(title), squeezed(_value(row, source.fields[0]))},
    )


def _value(row: object, path: str) -> str:
    for name in path.split("__"):
        row = getattr(row, name, None)
    return "" if row is None else str(row)
