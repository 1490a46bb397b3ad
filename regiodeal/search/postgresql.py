"""Searching in PostgreSQL: full text without accents (unaccent), by word stems and ranked; trigrams for a typo."""

from typing import Any

from django.contrib.postgres.search import SearchQuery, SearchRank, SearchVector, TrigramWordSimilarity
from django.db.models import Case, CharField, F, Func, IntegerField, Model, Q, QuerySet, TextField, Value, When
from django.db.models.functions import Cast, Coalesce, Concat, Greatest

from regiodeal.base.question import MAY_HAVE_TWO, SHORT, Question, spellings
from regiodeal.search.extensions import there

EMPTY = Value("", output_field=TextField())
NEAR_ENOUGH = 0.4  # the trigrams that a word with a typo shares at the least; its distance decides (question.is_near)
_ACCENTED = "àáâãäåçèéêëìíîïñòóôõöøùúûüýÿłđčćşšžğ"
_PLAIN = "aaaaaaceeeeiiiinooooooouuuuyyldccsszg"

type Rows = QuerySet[Model]


class _Folded(Func):
    """A text without accents and capitals, by unaccent or, in a database without it, by a list of letters."""

    output_field = TextField()

    def as_postgresql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        text = "lower(normalize(%(expressions)s, NFC))"
        if "unaccent" in there(connection.alias):
            return self.as_sql(compiler, connection, template=f"unaccent({text})")
        return self.as_sql(compiler, connection, template=f"translate({text}, '{_ACCENTED}', '{_PLAIN}')")


class _WordsOnly(Func):
    """A text of which only the words are left, a space between them."""

    template = "regexp_replace(%(expressions)s, '[^[:alnum:]]+', ' ', 'g')"
    output_field = TextField()


class _Joined(Func):
    """A text without its hyphens."""

    template = "replace(%(expressions)s, '-', '')"
    output_field = TextField()


class _Squeezed(Func):
    """A code without its signs and capitals."""

    template = "regexp_replace(lower(%(expressions)s), '[^[:alnum:]]+', '', 'g')"
    output_field = CharField()


def matching(rows: Rows, fields: tuple[str, ...], code: str, question: Question) -> Rows:
    """The rows in which all words stand, or whose code is asked for; the best first."""
    title, *others = (_text(field) for field in fields)
    vector: Any = SearchVector(_WordsOnly(title), weight="A", config="dutch")
    vector = vector + SearchVector(_WordsOnly(_Joined(title)), weight="A", config="dutch")
    for text in others:
        vector = vector + SearchVector(_WordsOnly(text), weight="C", config="dutch")
        vector = vector + SearchVector(_WordsOnly(_Joined(text)), weight="C", config="dutch")
    found, rank = Q(pk__in=[]), Value(0.0)
    ranked: Any = rows.annotate(search_vector=vector)
    if question.wanted:
        query = SearchQuery(_query(question), config="simple", search_type="raw")
        found, rank = Q(search_vector=query), SearchRank("search_vector", query)  # type: ignore[assignment]
    first: Any = Value(1)
    if code and question.codes:
        ranked = ranked.annotate(search_code=_Squeezed(F(code)))
        found |= Q(search_code__in=question.codes)
        if question.whole_code:
            found |= Q(search_code__startswith=question.whole_code)
        first = Case(When(search_code__in=question.codes, then=0), default=1, output_field=IntegerField())
    result: Rows = ranked.annotate(search_rank=rank, search_first=first).filter(found)
    return result.order_by("search_first", "-search_rank", "pk")


def near(rows: Rows, fields: tuple[str, ...], question: Question) -> Rows:
    """The rows that share most letters with each word; whether it is a typo away, is for who reads them to say.

    None in a database without pg_trgm, and for words that are too short.
    """
    if not question.doubtful or "pg_trgm" not in there(rows.db):
        return rows.none()
    text = _text(fields[0]) if len(fields) == 1 else _Folded(Concat(*_spaced(fields), output_field=TextField()))
    found: Any = rows
    names = [f"search_near_{place}" for place in range(len(question.doubtful))]
    for name, word in zip(names, question.doubtful, strict=True):
        enough = NEAR_ENOUGH if len(word) >= MAY_HAVE_TWO else NEAR_ENOUGH - 0.1
        found = found.annotate(**{name: TrigramWordSimilarity(word, text)}).filter(**{f"{name}__gte": enough})
    best: Any = Greatest(*names) if len(names) > 1 else F(names[0])
    result: Rows = found.annotate(search_rank=best).order_by("-search_rank", "pk")
    return result


def _text(field: str) -> Any:
    return _Folded(Coalesce(Cast(F(field), TextField()), EMPTY))


def _spaced(fields: tuple[str, ...]) -> list[Any]:
    parts: list[Any] = []
    for field in fields:
        parts += [Coalesce(Cast(F(field), TextField()), EMPTY), Value(" ", output_field=TextField())]
    return parts


def _query(question: Question) -> str:
    """The question as PostgreSQL reads it. Plain words hold letters and digits only, so nothing needs quoting."""
    return " & ".join(f"({' | '.join(sorted({_phrase(way) for way in ways}))})" for ways in question.wanted)


def _phrase(way: list[str]) -> str:
    *before, last = way
    lasts = [last] if last.isdigit() else [word + ("" if len(last) <= SHORT else ":*") for word in spellings(last)]
    begin = "".join(f"({' | '.join(spellings(word))}) <-> " for word in before)
    return f"{begin}({' | '.join(lasts)})"
