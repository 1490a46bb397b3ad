"""A deal that is over is closed, kept to read, and opened again."""

from datetime import date
from typing import Any

import pytest

from regiodeal.deal_file import load as loading
from regiodeal.deal_file.document import read_deal_file
from regiodeal.deal_file.faults import DealFileFaultsError
from regiodeal.deal_file.load import dry_run, load
from regiodeal.deals.models import Deal, User
from regiodeal.deals.roles import READERS, Right, Role, Stage, rights_of
from regiodeal.notices.feed import feed
from regiodeal.notices.reminders import notices
from regiodeal.stages.life import close
from regiodeal.stages.models import StageEvent
from tests.pages import BASE, carried, words, words_at
from tests.plugins.deal import DEAL_FILE, Enter, at, person
from tests.plugins.versions import agree

READS = {Right.SEE_DEAL, Right.SEE_UNAPPROVED, Right.SEE_USERS, Right.SEE_AUDIT, Right.MANAGE_USERS, Right.CLOSE_DEAL}


@pytest.mark.parametrize("role", Role)
def test_nobody_enters_anything_in_a_closed_deal(role: Role) -> None:
    assert rights_of([role], Stage.CLOSED) <= READS
    assert not rights_of([role], Stage.DISCARDED)


@pytest.mark.parametrize("role", Role)
def test_nobody_enters_figures_before_a_deal_is_signed(role: Role) -> None:
    kept = {Right.PREPARE_DEAL, Right.KEEP_OFFICES, Right.KEEP_LOOK}
    assert rights_of([role], Stage.PREPARING) <= READS - {Right.CLOSE_DEAL} | kept


def test_a_deal_is_closed_after_its_last_day_and_opened_again(enter: Enter, deal: Deal, bureau: User) -> None:
    """Any deal: deals can be closed and kept to read."""
    client = enter(bureau)
    page = "over/afsluiten/"
    form = {"typed": deal.short_name, "reason": "Afgerond."}
    assert client.post(f"{BASE}{page}", carried(client, page) | form).status_code == 409
    days = {"signed_on": date(2019, 1, 1), "in_force_on": date(2020, 1, 1), "ends_on": date(2024, 1, 1)}
    Deal.objects.filter(pk=deal.pk).update(**days)
    assert client.post(f"{BASE}{page}", carried(client, page) | form).status_code == 302
    assert Deal.objects.get(pk=deal.pk).stage == Stage.CLOSED
    assert "Deze deal is afgesloten" in words_at(client, "over/")
    assert client.get(f"{BASE}invoer/").status_code == 403
    assert client.get(f"{BASE}maatregelen/").status_code == 200
    assert deal not in notices(on=date(2023, 6, 1)).found
    page = "over/heropenen/"
    client.post(f"{BASE}{page}", carried(client, page) | form)
    assert Deal.objects.get(pk=deal.pk).stage == Stage.RUNNING
    assert list(StageEvent.objects.filter(deal=deal).values_list("to_state", flat=True)) == ["closed", "running"]


def closed(deal: Deal) -> Deal:
    """The deal, closed."""
    Deal.objects.filter(pk=deal.pk).update(stage=Stage.CLOSED)
    return Deal.objects.get(pk=deal.pk)


@pytest.mark.parametrize("role", sorted(READERS - {Role.PARTY}))
def test_the_pages_of_a_closed_deal_take_nothing(enter: Enter, deal: Deal, role: Role) -> None:
    """Review 16: that nobody enters anything was looked up in a table, and no page was asked."""
    closed(deal)
    client = enter(person(deal, "Iemand", role))
    for path in ("invoer/", "correcties/nieuw/deal/deal/name/", "over/bestand/", "over/namen/", "over/huisstijl/"):
        assert client.get(f"{BASE}{path}").status_code == 403, path
        assert client.post(f"{BASE}{path}", {"name": "Anders", "new": "Anders"}).status_code == 403, path
    assert client.get(f"{BASE}maatregelen/").status_code == 200


def test_closing_looks_at_the_days_of_today(enter: Enter, deal: Deal, bureau: User) -> None:
    """Review 16.7: an extension was passed by with ?op= of a day before it was agreed."""
    days = {"signed_on": date(2019, 1, 1), "in_force_on": date(2020, 1, 1), "ends_on": date(2024, 1, 1)}
    Deal.objects.filter(pk=deal.pk).update(**days)
    agree(Deal.objects.get(pk=deal.pk), "2023-06-01", ("deal", deal.slug, "ends_on", "2024-01-01", "2099-12-31"))
    client, page = enter(bureau), "over/afsluiten/?op=2023-01-01"
    form = {"typed": deal.short_name, "reason": "Afgerond."}
    answer = client.post(f"{BASE}{page}", carried(client, page) | form)
    assert answer.status_code == 409
    assert "loopt tot en met 31 december 2099" in words(answer)
    assert Deal.objects.get(pk=deal.pk).stage == Stage.RUNNING
    assert "De deal afsluiten" not in words_at(client, "over/?op=2024-02-01")


def test_a_closed_deal_is_not_changed_by_a_file(deal: Deal) -> None:
    """Review 16.8: a deal file changed a closed deal."""
    closed(deal)
    text = DEAL_FILE.read_text().replace(f"short_name: {deal.short_name}", "short_name: Anders", 1)
    assert text != DEAL_FILE.read_text()
    for step in (load, dry_run):
        with pytest.raises(DealFileFaultsError, match="Deze deal is afgesloten"):
            step(read_deal_file(text.encode(), "deal.yaml"))
    assert Deal.objects.get(pk=deal.pk).short_name == deal.short_name


def test_a_file_leaves_the_stage_as_it_is_by_then(deal: Deal, monkeypatch: pytest.MonkeyPatch) -> None:
    """Review 16.8: loading wrote all columns of the deal back: the stage and the logo as they had been."""
    text = DEAL_FILE.read_text().replace(f"short_name: {deal.short_name}", "short_name: Anders", 1)
    looked = loading.misfits

    def meanwhile(*args: Any, **kwargs: Any) -> Any:
        Deal.objects.filter(pk=deal.pk).update(stage=Stage.CLOSED, logo="logos/nieuw.png", logo_text="Nieuw")
        return looked(*args, **kwargs)

    monkeypatch.setattr(loading, "misfits", meanwhile)
    load(read_deal_file(text.encode(), "deal.yaml"), rationale="Een test")
    stored = Deal.objects.get(pk=deal.pk)
    assert (stored.short_name, stored.stage, stored.logo.name) == ("Anders", Stage.CLOSED, "logos/nieuw.png")


def test_a_calendar_gives_running_deals_only(deal: Deal, bureau: User) -> None:
    """Review 16.17: the terms of a closed deal, and of one that is not signed, stood in calendars."""

    def calendar() -> bytes:
        return feed(bureau, at=at("2026-05-15"), on=date(2026, 5, 15))

    assert b"BEGIN:VEVENT" in calendar()
    for stage in (Stage.CLOSED, Stage.PREPARING):
        Deal.objects.filter(pk=deal.pk).update(stage=stage)
        assert b"BEGIN:VEVENT" not in calendar(), stage


def test_a_step_that_somebody_took_first_is_refused(deal: Deal, bureau: User) -> None:
    from regiodeal.base.refusals import WrongStateError

    Deal.objects.filter(pk=deal.pk).update(stage_version=2)
    with pytest.raises(WrongStateError):
        close(deal, version=1, reason="x", by=bureau, at=at("2040-01-01"), on=date(2040, 1, 1))


def test_somebody_of_two_deals_goes_to_and_fro(enter: Enter, deal: Deal, veenland: Deal, bureau: User) -> None:
    """Any deal: an account over several deals switches between them from every page."""
    assert "Andere deal" not in words_at(enter(bureau), "over/")
    person(veenland, "Ander", Role.BUREAU)
    from regiodeal.deals.models import Membership

    Membership.objects.create(user=bureau, deal=veenland, role=Role.REVIEWER)
    page = words_at(enter(bureau), "mijn-werk/")
    assert "Andere deal" in page
    assert veenland.short_name in page
    assert enter(bureau).get("/").status_code == 200
