"""What the API tells: worked examples, the same figures as the pages, page by page."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from finance.liquidity.models import ExpectedReceipt
from finance.position.money_position import position
from pillars.progress.deal_progress import deal_progress
from regiodeal.deals.models import Deal, User
from reporting.reports.models import ReportFile
from tests.plugins import amending
from tests.plugins.deal import at
from tests.plugins.figures import indicator_of, measure
from tests.plugins.money import Book
from tests.plugins.reports import print_of, shared
from tests.reporting.api.clients import Reading

pytestmark = pytest.mark.django_db


def test_results_and_targets_stand_as_the_pages_say(api: Reading, deal: Deal, bureau: User, reviewer: User) -> None:
    measure(deal, indicator_of(deal, "1.1.1.g-1"), 84, "2025-12-31", by=bureau, year=2025, approved_by=reviewer)
    on = date(2026, 6, 14)
    progress = deal_progress(deal, on=on)
    told = api.json(f"/deals/{deal.slug}/results", on="2026-06-14", pageSize=500)["items"]
    assert [(row["code"], row["status"]) for row in told] == [(r.result.code, r.status) for r in progress.results]
    target = api.json(f"/deals/{deal.slug}/targets/1.1.1.g-1", on="2026-06-14")
    assert (target["value"], target["minimum"]) == ("84.00", "100.00")
    assert (target["result"], target["on"]) == ("1.1.1.g", "2026-06-14")
    assert api.json(f"/deals/{deal.slug}/targets/1.1.1.g-1", on="2025-12-30")["value"] is None


def test_money_is_exact_and_says_its_currency(api: Reading, deal: Deal, book: Book) -> None:
    book("expenditure", "A-rijk", "1234.56")
    line = api.json(f"/deals/{deal.slug}/budget-lines/A-rijk", on="2026-06-14")
    assert (line["spent"], line["currency"]) == ("1234.56", "EUR")
    assert line["agreed"] == "5600000.00"
    assert Decimal(line["spent"]) == position(deal, on=date(2026, 6, 14)).of_line("A-rijk").amounts.spent
    (booking,) = api.json(f"/deals/{deal.slug}/expenditures", on="2026-06-14")["items"]
    assert (booking["amount"], booking["currency"], booking["budgetLine"]) == ("1234.56", "EUR", "A-rijk")


def test_what_is_agreed_follows_the_versions_of_the_covenant(api: Reading, deal: Deal, bureau: User) -> None:
    amending.adopted(deal, bureau)  # 1.2 million from B to A, from 1 August 2026
    path = f"/deals/{deal.slug}/budget-lines/A-regio"
    assert api.json(path, on="2026-07-31")["agreed"] == "16500000.00"
    assert api.json(path, on="2026-08-01")["agreed"] == "17700000.00"
    assert [c["kind"] for c in api.json(f"/deals/{deal.slug}/changes")["items"]] == ["deals"]


def test_pages_follow_each_other_without_a_gap_or_an_overlap(
    api: Reading, deal: Deal, bureau: User, reviewer: User
) -> None:
    indicator = indicator_of(deal, "1.1.1.g-1")
    for day in range(1, 8):
        measure(deal, indicator, day, f"2026-03-0{day}", by=bureau, approved_by=reviewer)
    seen: list[str] = []
    address = f"/deals/{deal.slug}/measurements?pageSize=3"
    pages = 0
    while address:
        told = api.json(address)
        seen += [row["value"] for row in told["items"]]
        address = (told["links"]["next"] or "").partition("/api/v1")[2]
        pages += 1
    assert (seen, pages) == ([f"{day}.00" for day in range(1, 8)], 3)
    measures = api.json(f"/deals/{deal.slug}/measures", pageSize=15)
    rest = api.json(measures["links"]["next"].partition("/api/v1")[2])
    assert len(measures["items"] + rest["items"]) == deal.measure_set.count()
    assert rest["links"]["next"] is None


@pytest.mark.parametrize(
    "query", ["?pageSize=0", "?pageSize=501", "?cursor=x", "?on=14-06-2026", "?on=2026-02-30", "?op=1"]
)
def test_what_cannot_be_read_is_named_and_answers_nothing(api: Reading, deal: Deal, query: str) -> None:
    answer = api.get(f"/deals/{deal.slug}/measures{query}")
    assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json")
    told = answer.json()
    assert (told["status"], told["errors"][0]["in"]) == (400, "query")
    assert told["errors"][0]["name"] == query[1:].partition("=")[0]
    assert told["errors"][0]["detail"] != "Deze waarde klopt niet."


@pytest.mark.parametrize("path", ["/deals", "/deals/{deal}/measures", "/nergens", "/deals/{deal}/reports/1/files/pdf"])
@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options"])
def test_only_reading_is_allowed(api: Reading, deal: Deal, path: str, method: str) -> None:
    answer = api.get(path.format(deal=deal.slug), method)
    assert (answer.status_code, answer["Allow"]) == (405, "GET, HEAD")
    assert (answer["Content-Type"], answer["API-Version"]) == ("application/problem+json", "1.2.0")


def test_the_head_of_an_answer_is_the_answer_without_its_body(api: Reading, deal: Deal) -> None:
    path = f"/deals/{deal.slug}/parties"
    whole, head = api.get(path), api.get(path, "head")
    assert (head.status_code, head.content) == (200, b"")
    assert {k: head[k] for k in ("ETag", "Content-Length", "Content-Type", "API-Version")} == {
        k: whole[k] for k in ("ETag", "Content-Length", "Content-Type", "API-Version")
    }


def test_what_one_has_is_not_sent_again_until_it_changes(
    api: Reading, deal: Deal, bureau: User, reviewer: User, django_assert_max_num_queries: Any
) -> None:
    path = f"/deals/{deal.slug}/measurements"
    etag = api.get(path)["ETag"]
    with django_assert_max_num_queries(5):  # the token, its client, the deal with its data version
        same = api.get(path, headers={"if-none-match": etag})
    assert (same.status_code, same.content, same["API-Version"]) == (304, b"", "1.2.0")
    assert api.get(f"{path}?pageSize=1", headers={"if-none-match": etag}).status_code == 200
    measure(deal, indicator_of(deal, "1.1.1.g-1"), 40, "2026-03-01", by=bureau, year=2026, approved_by=reviewer)
    assert api.get(path, headers={"if-none-match": etag}).status_code == 200


def test_no_address_ends_in_a_slash_and_what_is_not_there_is_told_as_json(api: Reading, deal: Deal) -> None:
    for path in ("/deals/", f"/deals/{deal.slug}/measures/", f"/deals/{deal.slug}/measures/9.9.9", "/x\n"):
        answer = api.get(path)
        assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json")


def test_a_report_is_told_once_it_was_shared_and_downloaded_as_it_was_kept(
    api: Reading, deal: Deal, bureau: User, settings: Any, tmp_path: Any
) -> None:
    settings.MEDIA_ROOT = tmp_path
    path = f"/deals/{deal.slug}/reports"
    print_of(deal, by=bureau)
    assert api.json(path)["items"] == []
    shared(deal, by=bureau)
    (row,) = api.json(path)["items"]
    assert (row["stage"], row["number"]) == ("concept", 1)
    file = row["files"][0]
    answer = api.get(file["address"].partition("/api/v1")[2])
    assert (len(answer.told), answer["Content-Type"]) == (file["size"], "application/pdf")
    assert answer["ETag"] == f'"{file["sha256"]}"'
    ReportFile.objects.get(sha256=file["sha256"]).remove()
    assert api.get(f"{path}/{row['id']}/files/pdf").status_code == 404
    assert api.get(f"{path}/{row['id']}/files/exe").status_code == 404
    assert ("reports", str(row["id"])) in {
        (change["kind"], change["key"]) for change in api.json(f"/deals/{deal.slug}/changes")["items"]
    }


@pytest.mark.parametrize(
    ("path", "queries"),
    [
        ("/deals", 2),
        ("/deals/{deal}", 4),
        ("/deals/{deal}/parties", 5),
        ("/deals/{deal}/measures", 6),
        ("/deals/{deal}/results", 11),
        ("/deals/{deal}/targets", 11),
        ("/deals/{deal}/measurements", 4),
        ("/deals/{deal}/budget-lines", 10),
        ("/deals/{deal}/receipts", 4),
        ("/deals/{deal}/expected-receipts", 4),
        ("/deals/{deal}/expenditures", 4),
        ("/deals/{deal}/reports", 4),
        ("/deals/{deal}/changes", 20),
    ],
)
def test_the_number_of_queries_does_not_grow_with_the_rows(  # noqa: PLR0917
    api: Reading,
    deal: Deal,
    bureau: User,
    reviewer: User,
    book: Book,
    django_assert_num_queries: Any,
    path: str,
    queries: int,
) -> None:
    address = path.format(deal=deal.slug)
    api.json(address)  # the first of the day keeps that the token was used
    for number in range(2):
        with django_assert_num_queries(queries):
            api.json(address)
        measure(deal, indicator_of(deal, "1.1.1.g-1"), 40, f"2026-03-0{number + 1}", by=bureau, approved_by=reviewer)
        for kind in ("receipt", "expenditure"):
            book(kind, "A-rijk", "10.00")


def test_instalments_are_told_as_they_stood(api: Reading, deal: Deal, bureau: User, book: Book) -> None:
    """Of 50.000,00 came 48.000,00 on 5 March; the day before, the whole was late."""
    row = ExpectedReceipt(deal=deal)
    content = {"contributor": deal.source_set.get(code="national"), "title": "Termijn 1", "amount": "50000.00"}
    row.enter(by=bureau, at=at("2026-01-02"), values=content | {"expected_on": "2026-03-01"})
    receipt = book("receipt", None, "48000.00", on="2026-03-05")
    row.revise(by=bureau, at=at("2026-03-05"), values={"receipt": receipt}, version=row.version)
    path = f"/deals/{deal.slug}/expected-receipts"
    (each,) = api.json(path, on="2026-06-14")["items"]
    names = ("title", "contributor", "expectedOn", "amount", "received", "isLate")
    assert [each[name] for name in names] == [
        *("Termijn 1", "national", "2026-03-01", "50000.00", "48000.00", False),
    ]
    (before,) = api.json(path, on="2026-03-04")["items"]
    assert (before["received"], before["isLate"]) == (None, True)
