"""One deal never harms another: work over all deals goes on when one fails, and tells which (Any deal 1)."""

from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.utils import timezone

from regiodeal.covenant.due_rules.due_rules import due_dates, due_faults
from regiodeal.covenant.due_rules.models import Obligation
from regiodeal.deals import each_deal
from regiodeal.deals.each_deal import failed_deals, for_each_deal
from regiodeal.deals.models import Deal, Membership, User
from regiodeal.deals.roles import Role
from regiodeal.notices.feed import feed
from regiodeal.notices.reminders import remind
from regiodeal.operations import backups
from regiodeal.operations.checksums import Checksum, checksum
from regiodeal.operations.health import readiness
from regiodeal.operations.metrics import scrape
from reporting.portfolio import deal_figures
from reporting.portfolio.models import DealFigures
from reporting.rounds.models import ReportRound
from reporting.rounds.planned import freeze_planned_concepts
from tests.plugins.deal import Enter, at, person

pytestmark = pytest.mark.usefixtures("own_files")

IMPOSSIBLE = {"rule": "yearly", "month": 4, "day": 31, "first_year": 2024}
PAGES = ("", "afspraken/", "rapportage/", "mijn-werk/", "invoer/", "maatregelen/")


@pytest.fixture(autouse=True)
def own_folder(settings: object, tmp_path: Path) -> None:
    """Keep what failed in a folder of the test's own."""
    settings.DATA_DIR = tmp_path  # type: ignore[attr-defined]


@pytest.fixture
def thirty(deal: Deal, veenland: Deal) -> list[Deal]:
    """Thirty deals, of which the first, by whatever order, has a term of 31 April. Each has a bureau of its own."""
    for number in range(28):
        other = Deal.objects.get(pk=deal.pk)
        other.pk, other.slug, other.name = None, f"a-deal-{number:02}", f"A deal {number:02}"
        other.save()
        Obligation.objects.create(
            deal=other,
            code="concept",
            article="8",
            title="Concept",
            owner="Gemeente",
            closes_round=True,
            due={"rule": "yearly", "month": 6, "day": 14, "first_year": 2024},
        )
        person(other, f"Bureau {number}", Role.BUREAU)
    Obligation.objects.filter(deal__slug="a-deal-00").update(due=IMPOSSIBLE)
    return list(Deal.objects.all())


def test_a_day_that_does_not_exist_is_left_out_and_told(deal: Deal) -> None:
    """Any deal 1: no day in its place, since nobody agreed on that; the other days of the rule stand."""
    assert due_dates(IMPOSSIBLE, deal) == []
    assert due_faults(IMPOSSIBLE, deal)[0] == "31 april 2024 bestaat niet"
    leap = {"rule": "yearly", "month": 2, "day": 29, "first_year": 2024}
    assert due_dates(leap, deal) == [date(2024, 2, 29)]
    assert due_faults(leap, deal) == [f"29 februari {year} bestaat niet" for year in (2025, 2026, 2027)]
    for rule in ({"rule": "fixed", "date": "2026-02-30"}, {"rule": "yearly"}, {"rule": "op een dag"}, {}):
        assert due_dates(rule, deal) == []
        assert len(due_faults(rule, deal)) == 1


def test_a_deal_with_an_impossible_term_answers_with_pages_that_say_so(deal: Deal, bureau: User, enter: Enter) -> None:
    """Any deal 1: its overview, entry, obligations, reports and work gave error 500."""
    for code in ("concept-voortgangsrapportage", "sisa-verantwoording"):
        Obligation.objects.filter(deal=deal, code=code).update(due=IMPOSSIBLE)
    client = enter(bureau)
    for page in PAGES:
        assert client.get(f"/deals/{deal.slug}/{page}", follow=True).status_code == 200, page
    told = client.get(f"/deals/{deal.slug}/afspraken/").content.decode()
    assert "31 april 2026 bestaat niet" in told
    assert "niemand krijgt er een herinnering van" in told


def test_thirty_deals_go_on_beside_an_impossible_one(thirty: list[Deal], monkeypatch: pytest.MonkeyPatch) -> None:
    """Any deal 1: one term of 31 April stopped reminders, planned concepts and portfolio figures of all deals."""

    def fails(deal: Deal, *, on: date) -> dict[str, object]:
        if deal.slug == "a-deal-01":
            raise ValueError("this deal cannot be counted")
        return real(deal, on=on)

    real = deal_figures.deal_figures
    monkeypatch.setattr(deal_figures, "deal_figures", fails)
    remind(at=at("2026-05-15", 7))
    assert {message.to[0] for message in mail.outbox} >= {
        user.email for user in User.objects.filter(memberships__deal__slug__startswith="a-").exclude(name="Bureau 0")
    }
    freeze_planned_concepts(at=at("2026-06-10"))
    begun = set(ReportRound.objects.values_list("deal__slug", flat=True))
    assert begun >= {f"a-deal-{number:02}" for number in range(1, 28)}
    assert "a-deal-00" not in begun
    assert deal_figures.prepare_stale(at=timezone.now()) == 29
    assert set(failed_deals("portfolio")) == {"a-deal-01"}
    assert not DealFigures.objects.filter(deal__slug="a-deal-01").exists()
    assert DealFigures.objects.count() == 29
    assert readiness()[1]["deals"] == "portfolio failed for 1 deal(s)"
    assert b'portal_failed_deals{deal="a-deal-01",work="portfolio"} 1.0' in scrape()
    monkeypatch.setattr(deal_figures, "deal_figures", real)
    assert deal_figures.prepare_stale(at=timezone.now()) == 1
    assert failed_deals("portfolio") == {}
    assert readiness()[1]["deals"] == "ok"


def test_reminders_of_a_deal_that_fails_wait_and_those_of_others_go_out(
    deal: Deal, veenland: Deal, bureau: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Any deal 1: what waits of a deal that cannot be gone through is kept, and is no proof that it was done."""
    Membership.objects.create(user=bureau, deal=veenland, role=Role.BUREAU)
    other = person(veenland, "Veen", Role.BUREAU)

    def only_sound(found: object) -> list[object]:
        return [fails]

    def fails(of: Deal, members: object, *, on: date) -> list[object]:
        raise ValueError("this deal cannot be gone through")

    assert remind(at=at("2026-03-01", 7)) == 2  # Veenland is due on 31 March
    assert {message.to[0] for message in mail.outbox} == {bureau.email, other.email}
    monkeypatch.setattr("regiodeal.notices.reminders.contributed", only_sound)
    assert remind(at=at("2026-05-15", 7)) == 0
    assert set(failed_deals("reminders")) == {deal.slug, veenland.slug}
    monkeypatch.undo()


def test_the_calendar_of_a_person_leaves_out_only_the_deal_that_fails(
    deal: Deal, veenland: Deal, bureau: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Any deal 1, its neighbour: somebody in two deals lost all dates."""
    Membership.objects.create(user=bureau, deal=veenland, role=Role.BUREAU)
    whole = feed(bureau, at=at("2026-05-15"), on=date(2026, 5, 15))
    assert b"den-haag" in whole
    Deal.objects.filter(pk=veenland.pk).update(slug="")  # no page of it has an address
    left = feed(bureau, at=at("2026-05-15"), on=date(2026, 5, 15))
    assert left.count(b"BEGIN:VEVENT") < whole.count(b"BEGIN:VEVENT")
    assert left.count(b"@den-haag") == whole.count(b"@den-haag")


def test_what_is_passed_on_stops_the_work(deal: Deal) -> None:
    """A full disk is no fault of one deal."""

    def full(deal: Deal) -> None:
        raise OSError("full")

    with pytest.raises(OSError, match="full"):
        for_each_deal([deal], full, named="sums", passed_on=(OSError,))
    assert for_each_deal([deal], full, named="sums").faults == {deal.slug: "OSError: full"}


def test_a_failure_is_told_for_a_day(deal: Deal, monkeypatch: pytest.MonkeyPatch) -> None:
    for_each_deal([deal], lambda _deal: 1 / 0, named="sums")
    assert set(failed_deals("sums")) == {deal.slug}
    monkeypatch.setattr(each_deal, "KEPT", timedelta(0))
    assert failed_deals("sums") == {}


def test_a_backup_goes_on_and_its_command_fails_with_the_name(
    deal: Deal, veenland: Deal, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Any deal 1, its neighbour: one deal that cannot be added up left the whole portal without a backup."""

    def fails(of: Deal, **how: Any) -> Checksum:
        if of == veenland:
            raise ValueError("this deal cannot be added up")
        return real(of, **how)

    real = checksum
    monkeypatch.setattr(backups, "checksum", fails)
    every = backups.sum_up_deals()
    assert [each.slug for each in every.found] == [deal.slug]
    assert set(every.faults) == {veenland.slug}
    made = backups.Manifest(format=2, made_at="", migrations=[], deals={}, unchecked=[veenland.slug], sha256={})

    def back_up(target: Path, *, at: datetime) -> backups.Manifest:
        target.touch()
        return made

    monkeypatch.setattr("regiodeal.operations.management.commands.backup.back_up", back_up)
    with pytest.raises(CommandError, match=veenland.slug):
        call_command("backup", str(tmp_path))
