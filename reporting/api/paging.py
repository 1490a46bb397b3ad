"""Pages of a list: so many at a time, and where the next ones begin. Memory holds one page, however long the list."""

import binascii
import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from http import HTTPStatus
from typing import Annotated
from urllib.parse import urlencode

from django.conf import settings
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema
from pydantic.alias_generators import to_camel

from regiodeal.base.dates import FIRST, LAST
from regiodeal.base.forms import LARGEST_KEY
from reporting.api.problems import ProblemError

LARGEST_PAGE = 500

# The days between days.FIRST and days.LAST; the document of the API has no other way to say so.
DAY = r"^20[0-9]{2}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$"
CODE = r"^[A-Za-z0-9._-]{1,60}$"


def matching(pattern: str, **schema: str) -> tuple[BeforeValidator, WithJsonSchema]:
    """Text of that shape and nothing else: pydantic by itself also reads a number as a day.

    The document says the shape too, since JSON Schema has no other way to say between which days.
    """

    def check(value: object) -> object:
        if isinstance(value, str) and not re.fullmatch(pattern, value):
            raise ValueError(f"Geef een waarde van deze vorm: {pattern}")
        return value

    return BeforeValidator(check), WithJsonSchema({"type": "string", "pattern": pattern, **schema})


_day = matching(DAY, format="date")
_cursor = matching(r"^[A-Za-z0-9_-]{1,200}$")


class Asked(BaseModel):
    """What stands behind the question mark, in camelCase. What does not exist is refused."""

    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True, extra="forbid")


class OnDay(Asked):
    """As of which day."""

    on: Annotated[date | None, *_day] = Field(
        None, description=f"Stand op deze dag ({FIRST.year} tot en met {LAST.year}); anders vandaag."
    )

    @property
    def day(self) -> date:
        """The day that is asked for."""
        return self.on or timezone.localdate()


class ListPart(Asked):
    """Which part of a list."""

    page_size: int = Field(100, ge=1, le=LARGEST_PAGE, description="Hoeveel er op een bladzijde staan.")
    cursor: Annotated[str | None, *_cursor] = Field(None, description="Waar de bladzijde begint: uit `links.next`.")


class ListPartOnDay(ListPart, OnDay):
    """Which part of a list, as of which day."""


def cursor_of(key: object) -> str:
    """A cursor that begins after the row with this key. Its form may change: nobody should read or make one."""
    return urlsafe_b64encode(str(key).encode()).decode().rstrip("=")


def key_of(cursor: str) -> str:
    """The key in a cursor. Raises ProblemError for what is none."""
    try:
        return urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode()
    except (binascii.Error, UnicodeDecodeError):
        raise wrong_cursor() from None


def wrong_cursor() -> ProblemError:
    """Nothing begins there."""
    detail = "Deze cursor geldt hier niet (meer). Begin zonder cursor opnieuw."
    return ProblemError(HTTPStatus.BAD_REQUEST, detail, errors=[{"in": "query", "name": "cursor", "detail": detail}])


def rows_page[Row: Model](
    request: HttpRequest, rows: QuerySet[Row], asked: ListPart, make: Callable[[Row], object]
) -> dict[str, object]:
    """The page of a list in the database, in one query, by primary key: what is added meanwhile comes at the end.

    The database first orders keys alone: of a list of thousands it need not carry the other columns along.
    """
    if asked.cursor:
        key = key_of(asked.cursor)
        if not key.isascii() or not key.isdigit() or int(key) > LARGEST_KEY:
            raise wrong_cursor()
        rows = rows.filter(pk__gt=int(key))
    keys = rows.order_by("pk").values("pk")[: asked.page_size + 1]
    found = list(rows.filter(pk__in=keys).order_by("pk"))
    following = found[asked.page_size - 1].pk if len(found) > asked.page_size else None
    return page(request, [make(row) for row in found[: asked.page_size]], asked, following)


def list_page[Item: BaseModel](
    request: HttpRequest, items: Sequence[Item], asked: ListPart, key: Callable[[Item], str]
) -> dict[str, object]:
    """The page of a short list that is there already, in its own order, by the key of each."""
    start = 0
    if asked.cursor:
        keys = [key(item) for item in items]
        after = key_of(asked.cursor)
        if after not in keys:
            raise wrong_cursor()
        start = keys.index(after) + 1
    found = items[start : start + asked.page_size]
    following = key(found[-1]) if start + asked.page_size < len(items) else None
    return page(request, found, asked, following)


def page(request: HttpRequest, items: Sequence[object], asked: ListPart, following: object = None) -> dict[str, object]:
    """What every list answers: its items, and the addresses of this page, the first and the next."""
    rest: dict[str, object] = {k: v for k, v in request.GET.items() if k != "cursor"}
    here: dict[str, object] = {"cursor": asked.cursor} if asked.cursor else {}
    links = {
        "self": address(request, rest | here),
        "first": address(request, rest),
        "next": None if following is None else address(request, rest | {"cursor": cursor_of(following)}),
    }
    return {"items": items, "links": links}


def address(request: HttpRequest, query: Mapping[str, object]) -> str:
    """The whole address of this list with that query."""
    return f"{settings.PORTAL_URL}{request.path}" + (f"?{urlencode(query)}" if query else "")
