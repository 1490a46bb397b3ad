"""Searching the whole deal: every app names what can be found in it, already cut to what the searcher may see.

PostgreSQL searches by Dutch word stems ("vrijwilligers" finds "vrijwilliger") and ranks; SQLite, for a first look,
finds what holds every word as it was typed.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.postgres.search import SearchQuery, SearchRank, SearchVector
from django.db import connection, models
from django.db.models import F, Q, Value
from django.db.models.functions import Coalesce
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from regiodeal.deals.contributions import in_place
from regiodeal.deals.in_force import terms
from regiodeal.deals.models import AgreedRow, Deal, Membership
from regiodeal.deals.roles import Reader, Right

LONGEST = 200  # characters that somebody can search for
MOST_OF_A_KIND = 25
AROUND = 90  # characters shown on each side of the first word that was found


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


@dataclass(frozen=True)
class SearchSource:
    """One kind of thing that can be found: its name, its rows for a searcher, and what is searched and shown.

    `fields` are searched, the first of them weighs most; `title` and `address` make a row a line in the list.
    """

    kind: str
    rows: Callable[[Searcher], models.QuerySet[models.Model]]
    fields: tuple[str, ...]
    title: Callable[[Any], str]
    address: Callable[[Any, Deal], str]


@dataclass(frozen=True)
class Hit:
    """One thing that was found."""

    title: str
    url: str
    excerpt: SafeString


@dataclass(frozen=True)
class Found:
    """Holds what was found of one kind; `is_cut` when there is more than is shown."""

    kind: str
    hits: list[Hit]
    is_cut: bool


def search(searcher: Searcher, text: str) -> list[Found]:
    """Everything that the searcher may see and that holds the words, by kind; nothing for no words."""
    words = words_of(text)
    if not words:
        return []
    found = []
    agreed = terms(searcher.deal, on=searcher.on)
    for source in sources():
        rows: list[Any] = list(_matching(source.rows(searcher), source.fields, words)[: MOST_OF_A_KIND + 1])
        if rows and isinstance(rows[0], AgreedRow):
            rows = agreed.apply(rows)  # what has lapsed by then has no page
        hits = [_hit(source, row, searcher.deal, words) for row in rows[:MOST_OF_A_KIND]]
        if hits:
            found.append(Found(source.kind, hits, is_cut=len(rows) > MOST_OF_A_KIND))
    return found


def sources() -> Iterator[SearchSource]:
    """The kinds of things that the apps give, in the order of the page."""
    for given in in_place(lambda app: app.search):
        yield from given


def words_of(text: str) -> list[str]:
    """The words to search for: letters, digits and what a code holds (1.1.1.g), at most ten."""
    return re.findall(r"\w[\w.\-]*\w|\w", text[:LONGEST].replace("\x00", ""))[:10]


def _matching(
    rows: models.QuerySet[models.Model], fields: tuple[str, ...], words: list[str]
) -> models.QuerySet[models.Model]:
    literal = Q()
    for word in words:
        literal &= Q(*((f"{field}__icontains", word) for field in fields), _connector=Q.OR)
    if connection.vendor != "postgresql":
        return rows.filter(literal).distinct()
    text = [Coalesce(F(field), Value(""), output_field=models.TextField()) for field in fields]
    vector: Any = SearchVector(text[0], weight="A", config="dutch")
    for each in text[1:]:
        vector = vector + SearchVector(each, weight="C", config="dutch")
    query = SearchQuery(" ".join(words), config="dutch", search_type="websearch")
    ranked: models.QuerySet[models.Model] = rows.annotate(search_vector=vector, search_rank=SearchRank(vector, query))
    return ranked.filter(Q(search_vector=query) | literal).order_by("-search_rank", "pk")


def _hit(source: SearchSource, row: object, deal: Deal, words: list[str]) -> Hit:
    texts = [_value(row, field) for field in source.fields]
    return Hit(source.title(row), source.address(row, deal), excerpt(texts, words))


def _value(row: object, path: str) -> str:
    for name in path.split("__"):
        row = getattr(row, name, None)
    return "" if row is None else str(row)


def excerpt(texts: Iterable[str], words: list[str]) -> SafeString:
    """The surroundings of the first word that stands in one of the texts, with every word marked, safe for a page."""
    pattern = re.compile("|".join(re.escape(word) for word in words), re.IGNORECASE)
    lines = [" ".join(text.split()) for text in texts]
    found = next(((line, match) for line in reversed(lines) if (match := pattern.search(line))), None)
    line, start = (found[0], max(found[1].start() - AROUND, 0)) if found else (lines[-1] if lines else "", 0)
    end = min(start + 2 * AROUND, len(line))
    parts: list[tuple[str, str]] = []
    place = start
    for match in pattern.finditer(line, start, end):
        parts.append((line[place : match.start()], match.group()))
        place = match.end()
    marked = format_html_join("", "{}<mark>{}</mark>", parts)
    before, after = ("… " if start else ""), (" …" if end < len(line) else "")
    return format_html("{}{}{}{}", before, marked, line[place:end], after)
