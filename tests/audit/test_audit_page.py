"""Looking things up in the audit trail, and taking it out as a file."""

import csv
import io
import tracemalloc
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management.base import CommandError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from finance.ledger_import.tasks import check_ledger
from regiodeal.accounts.models import withdraw_role
from regiodeal.audit.entries import AT_ONCE, as_csv, entries, record
from regiodeal.audit.models import AuditEntry, AuditKind, AuditResult
from regiodeal.deals.models import Deal, Membership, User
from regiodeal.deals.roles import Role
from tests.finance.ledger_import.ledger import mapping_of, uploaded
from tests.plugins.deal import DEAL_FILE, SLUG, Enter, at, person, run


def keep(deal: Deal | None, actor: User | None, action: str, **more: Any) -> AuditEntry:
    values = {"kind": "change", "result": "done", "at": at("2026-11-20"), "deal": deal, "actor": actor}
    entry: AuditEntry = AuditEntry.objects.create(action=action, **values | more)
    return entry


@pytest.fixture
def trail(deal: Deal, veenland: Deal, bureau: User, jenv: User, outsider: User) -> None:
    keep(deal, bureau, "enter-booking", object_key="kind=bestedingen")
    keep(deal, jenv, "document-file", kind="download", at=at("2026-11-22"))
    keep(deal, jenv, "approve-money", result="refused", status=403, at=at("2026-11-23"))
    keep(None, None, "sign-in", kind="sign_in", result="locked", about=bureau, at=at("2026-11-24"))
    keep(veenland, outsider, "elders")
    keep(None, outsider, "sign-out", kind="sign_in")


def actions(deal: Deal, **asked: Any) -> list[str]:
    rows = entries(deal, asked).filter(at__lt=at("2026-11-24", 13)).exclude(actor=None, action="sign-in", about=None)
    return [row.action for row in rows]


@pytest.mark.usefixtures("trail")
def test_it_shows_this_deal_and_how_its_members_signed_in(deal: Deal) -> None:
    assert actions(deal) == ["sign-in", "approve-money", "document-file", "enter-booking"]


@pytest.mark.usefixtures("trail")
def test_each_filter_narrows(deal: Deal, bureau: User) -> None:
    assert actions(deal, person=bureau) == ["sign-in", "enter-booking"]
    assert actions(deal, kind="download") == ["document-file"]
    assert actions(deal, result="refused") == ["approve-money"]
    assert actions(deal, since=at("2026-11-22").date(), until=at("2026-11-22").date()) == ["document-file"]
    assert actions(deal, text="booking") == ["enter-booking"]
    assert actions(deal, text="bestedingen") == ["enter-booking"]


@pytest.mark.usefixtures("trail")
@pytest.mark.parametrize("query", [{"since": "0001-01-01"}, {"until": "9999-12-31"}, {"since": "1999-12-31"}])
def test_a_day_beyond_the_portal_narrows_nothing_and_is_told(
    deal: Deal, administrator: User, enter: Enter, query: dict[str, str]
) -> None:
    client = enter(administrator)
    page = client.get(reverse("audit", args=[deal.slug]), query)
    assert page.status_code == 200
    assert "Kies een dag van 1 januari 2000 tot en met 31 december 2099." in page.content.decode()
    assert "approve-money" in page.content.decode()
    file: Any = client.get(reverse("audit-export", args=[deal.slug]), query)
    assert file.status_code == 200
    assert "approve-money" in b"".join(file.streaming_content).decode()


@pytest.mark.usefixtures("trail")
def test_the_page_and_its_file_say_the_same(deal: Deal, administrator: User, enter: Enter) -> None:
    client = enter(administrator)
    query = {"result": "refused"}
    page = client.get(reverse("audit", args=[deal.slug]), query).content.decode()
    assert "approve-money" in page
    assert "document-file" not in page
    answer: Any = client.get(reverse("audit-export", args=[deal.slug]), query)
    assert answer.streaming
    text = b"".join(answer).decode("utf-8-sig")
    (row,) = csv.DictReader(io.StringIO(text), delimiter=";")
    said = [row[name] for name in ("wie", "handeling", "code", "resultaat", "status")]
    assert said == ["JenV", "Boeking goedkeuren", "approve-money", "geweigerd", "403"]


def told(deal: Deal, **asked: Any) -> list[tuple[str, str, str, str]]:
    """Action, result, who and whom of what the file tells, oldest first."""
    rows = csv.DictReader(io.StringIO("".join(as_csv(entries(deal, asked))).removeprefix("\ufeff")), delimiter=";")
    return [(row["code"], row["resultaat"], row["wie"], row["over wie"]) for row in rows][::-1]


def test_a_command_stands_in_the_log_of_its_deal_and_one_without_in_each(deal: Deal, veenland: Deal) -> None:
    run("add_member", SLUG, "nieuw@example.nl", "administrator", "--name", "Nieuw")
    run("load_deal", str(DEAL_FILE))
    with pytest.raises(CommandError):
        run("add_member", SLUG, "nieuw@example.nl", "bureau")  # who is beheerder is nothing else
    with pytest.raises(CommandError):
        run("add_member", "geen-deal", "nieuw@example.nl", "bureau")
    nowhere = ("add_member", "mislukt", "", "")
    here = [("add_member", "gelukt", "", "Nieuw"), ("load_deal", "gelukt", "", ""), ("add_member", "mislukt", "", "")]
    assert told(deal, kind="command") == [*here, nowhere]
    assert told(veenland, kind="command") == [nowhere]


def test_a_task_stands_in_the_log_of_its_deal_and_one_without_in_each(
    deal: Deal, veenland: Deal, controller: User, own_files: Path
) -> None:
    file = uploaded(mapping_of(deal), controller, b"geen csv")
    check_ledger.apply(args=(file.pk,))
    check_ledger.apply(args=(file.pk + 1,))  # that is not there
    rows = AuditEntry.objects.filter(kind="job").order_by("pk").values_list("deal__slug", "object_key")
    assert list(rows) == [(SLUG, f"pk={file.pk}"), (None, f"pk={file.pk + 1}")]
    assert [len(told(of, kind="job")) for of in (deal, veenland)] == [2, 1]


def test_each_failed_sign_in_is_there_and_none_tells_whether_there_is_an_account(
    deal: Deal, veenland: Deal, bureau: User, settings: Any
) -> None:
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}
    neighbour = person(veenland, "Buur", Role.BUREAU)
    for email in (bureau.email, neighbour.email, "niemand@example.nl"):
        Client().post("/account/login/", {"login": email, "password": "Fout-Woord-9-Lang"})
    refused = [("sign-in", "geweigerd", "", name) for name in ("Bureau", "", "")]
    assert told(deal, kind="sign_in") == refused
    assert told(deal, kind="sign_in", text="Buur") == []
    assert [whom for *_rest, whom in told(veenland, kind="sign_in")] == ["", "Buur", ""]


def test_what_others_did_with_their_own_account_is_not_there(deal: Deal, outsider: User) -> None:
    record("sign-in", kind=AuditKind.SIGN_IN, result=AuditResult.DONE, actor=outsider)
    record("second-step", kind=AuditKind.SIGN_IN, result=AuditResult.REFUSED, about=outsider)
    record("password-changed", kind=AuditKind.ACCOUNT, result=AuditResult.DONE, actor=outsider)
    assert told(deal) == []


def test_who_lost_the_role_is_still_there(deal: Deal, administrator: User, bureau: User, enter: Enter) -> None:
    keep(None, bureau, "sign-in", kind="sign_in")
    withdraw_role(Membership.objects.get(user=bureau), by=administrator, at=timezone.now())
    keep(None, None, "sign-in", kind="sign_in", result="refused", about=bureau)
    assert told(deal, person=bureau) == [("sign-in", "gelukt", "Bureau", ""), ("sign-in", "geweigerd", "", "Bureau")]
    page = enter(administrator).get(reverse("audit", args=[deal.slug]), {"person": bureau.pk}).content.decode()
    assert "(over Bureau)" in page


@pytest.mark.parametrize("query", ["person=x", "since=gisteren", "text=%00", "kind=%00&page=999", "result=1'--"])
def test_nonsense_in_the_address_is_no_error(deal: Deal, administrator: User, enter: Enter, query: str) -> None:
    for name in ("audit", "audit-export"):
        answer = enter(administrator).get(f"{reverse(name, args=[deal.slug])}?{query}")
        b"".join(answer)
        assert answer.status_code == 200


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\r", "\uff1d", "\uff0b", "\uff0d", "\uff20"])
def test_a_name_that_looks_like_a_formula_is_text(deal: Deal, bureau: User, sign: str) -> None:
    """Also with the wide signs, which Excel takes for the same (security A8.5)."""
    bureau.name = f"{sign}HYPERLINK(1)"
    bureau.save()
    keep(deal, bureau, "x")
    assert f"'{sign}HYPERLINK(1)" in "".join(as_csv(entries(deal, {"text": "x"})))


def test_a_long_trail_costs_a_page_no_more_and_streams(
    deal: Deal, administrator: User, enter: Enter, django_assert_max_num_queries: Any
) -> None:
    begin: datetime = timezone.now()
    AuditEntry.objects.bulk_create(
        AuditEntry(at=begin - timedelta(seconds=n), action="x", kind="change", result="done", deal=deal)
        for n in range(6000)
    )
    client = enter(administrator)
    with django_assert_max_num_queries(9):
        client.get(reverse("audit", args=[deal.slug]))
    peaks = []
    for most in (4 * AT_ONCE, 12 * AT_ONCE):  # one batch may stand beside the next, whatever their number
        tracemalloc.start()
        count = sum(1 for _line in as_csv(entries(deal, {"text": "x"})[:most]))
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
        assert count == most + 1
    assert peaks[1] < peaks[0] * 1.5
