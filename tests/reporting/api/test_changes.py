"""What changed since a moment: a copy elsewhere keeps up by asking again with the cursor it was given."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from regiodeal.api_clients.models import ApiKind
from regiodeal.deals.models import Deal, LoadedChange, User
from reporting.api.paging import cursor_of
from tests.plugins.deal import at
from tests.plugins.figures import indicator_of, measure
from tests.plugins.money import Book
from tests.reporting.api.clients import Reading, token_for

pytestmark = pytest.mark.django_db


def told(answer: dict[str, Any]) -> list[tuple[str, str, str]]:
    return [(row["kind"], row["key"], row["what"]) for row in answer["items"]]


def test_each_change_is_told_once_in_order(api: Reading, deal: Deal, bureau: User, reviewer: User, book: Book) -> None:
    path = f"/deals/{deal.slug}/changes"
    figure = measure(deal, indicator_of(deal, "1.1.1.g-1"), 4, "2026-03-02", by=bureau, approved_by=reviewer)
    spent = book("expenditure", "A-rijk", "10.00", on="2026-03-03")
    LoadedChange.objects.create(deal=deal, at=at("2026-03-04"), list_name="targets", code="1.1.1.a", field="title")
    LoadedChange.objects.create(deal=deal, at=at("2026-03-04"), list_name="readings", code="x", field="title")
    first = api.json(path, since="2026-03-01T00:00:00Z")
    assert told(first) == [
        ("measurements", str(figure.pk), "approved"),
        ("expenditures", str(spent.pk), "approved"),
        ("budget-lines", "A-rijk", "expenditures"),
        ("targets", "1.1.1.a", "changed"),
    ]
    assert told(api.json(path, since="2026-03-03T12:00:00+01:00"))[0][0] == "expenditures"
    assert told(api.json(path, cursor=first["cursor"])) == []
    assert api.json(path, cursor=first["cursor"])["cursor"] == first["cursor"]
    book("receipt", None, "5.00", on="2026-03-05")
    assert [row[:2] for row in told(api.json(path, cursor=first["cursor"]))][1] == ("budget-lines", "onverdeeld")


def test_it_goes_on_page_by_page_where_moments_are_the_same(
    api: Reading, deal: Deal, bureau: User, reviewer: User, book: Book
) -> None:
    for number in range(3):
        measure(deal, indicator_of(deal, "1.1.1.g-1"), number, "2026-03-02", by=bureau, approved_by=reviewer)
        book("expenditure", "A-rijk", "10.00", on="2026-03-02")
    path = f"/deals/{deal.slug}/changes"
    whole = told(api.json(path))
    page = api.json(path, pageSize=2)
    seen = told(page)
    while page["items"]:
        page = api.json(path, pageSize=2, cursor=page["cursor"])
        seen += told(page)
    assert (seen, len(whole)) == (whole, 9)


def test_only_the_kinds_of_the_token_are_told(deal: Deal, administrator: User, book: Book) -> None:
    book("expenditure", "A-rijk", "10.00", on="2026-03-03")
    money = Reading(token_for([deal], administrator, kinds=[ApiKind.MONEY]))
    assert {row[0] for row in told(money.json(f"/deals/{deal.slug}/changes"))} == {"budget-lines"}


def test_what_has_not_settled_waits(api: Reading, deal: Deal) -> None:
    now = timezone.now()
    for moment in (now, now - timedelta(minutes=1)):
        LoadedChange.objects.create(deal=deal, at=moment, list_name="targets", code="1.1.1.a", field="title")
    assert len(api.json(f"/deals/{deal.slug}/changes")["items"]) == 1


@pytest.mark.parametrize(
    "key", ["onzin", "1990-01-01T00:00:00 0 0", "2026-01-01T00:00:00 0 0", "2026-01-01T00:00:00+00:00 0 -1", "a b c"]
)
def test_a_cursor_that_is_none_is_refused(api: Reading, deal: Deal, key: str) -> None:
    assert api.get(f"/deals/{deal.slug}/changes?cursor={cursor_of(key)}").status_code == 400
