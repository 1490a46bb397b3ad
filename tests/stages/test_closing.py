"""A deal that is over is closed, kept to read, and opened again."""

from datetime import date

import pytest

from regiodeal.deals.models import Deal, User
from regiodeal.deals.roles import Right, Role, Stage, rights_of
from regiodeal.notices.reminders import notices
from regiodeal.stages.life import close
from regiodeal.stages.models import StageEvent
from tests.pages import BASE, carried, words_at
from tests.plugins.deal import Enter, at, person

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
