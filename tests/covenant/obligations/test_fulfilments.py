"""Writing down that an obligation was met, and taking that back."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from regiodeal.base.refusals import WrongStateError
from regiodeal.covenant.due_rules.models import Obligation
from regiodeal.covenant.obligations.deadlines import DeadlineState, calendar, upcoming
from regiodeal.covenant.obligations.models import Fulfilment
from regiodeal.deals.in_force import deal_in_force
from regiodeal.deals.models import Deal, User
from regiodeal.deals.roles import Role
from tests.pages import words_at
from tests.plugins.deal import Enter, at, person

PAGE = "/deals/den-haag-zuidwest-ii/afspraken/concept-voortgangsrapportage/2026-06-14/"
DONE = {"done_on": "2026-06-12", "evidence": "Brief van 12 juni 2026"}


@pytest.fixture
def concept(deal: Deal) -> Obligation:
    """The concept of the progress report: every year on 14 June at the latest."""
    return Obligation.objects.get(deal=deal, code="concept-voortgangsrapportage")


def record(obligation: Obligation, by: User, on: str = "2026-06-12") -> Fulfilment:
    """The concept of 2026, met on that day."""
    day = date.fromisoformat(on)
    return Fulfilment.record(obligation, due_on=date(2026, 6, 14), done_on=day, evidence="Brief", by=by, at=at(on))


def state_of(deal: Deal, on: str) -> DeadlineState:
    """How the concept of 2026 stands on a day."""
    rows = calendar(deal, on=date.fromisoformat(on))
    return next(
        row.state
        for row in rows
        if row.obligation.code == "concept-voortgangsrapportage" and row.due_on == date(2026, 6, 14)
    )


def test_a_last_day_goes_through_its_states(deal: Deal, concept: Obligation, bureau: User) -> None:
    assert state_of(deal, "2026-05-01") == DeadlineState.AHEAD
    assert state_of(deal, "2026-05-15") == DeadlineState.SOON  # 30 days
    assert state_of(deal, "2026-06-14") == DeadlineState.SOON  # the day itself still counts
    assert state_of(deal, "2026-06-15") == DeadlineState.OVERDUE
    record(concept, bureau)
    assert state_of(deal, "2026-06-11") == DeadlineState.SOON  # nobody knew it yet
    assert state_of(deal, "2026-06-15") == DeadlineState.DONE


def test_late_is_told_and_never_moves_the_day(deal: Deal, concept: Obligation, bureau: User) -> None:
    record(concept, bureau, on="2026-06-20")
    assert state_of(deal, "2026-06-21") == DeadlineState.DONE_LATE
    days = [row.due_on for row in calendar(deal, on=date(2026, 6, 21)) if row.obligation == concept]
    assert days == [date(year, 6, 14) for year in (2024, 2025, 2026, 2027)]


def test_what_is_done_is_no_longer_next(deal: Deal, concept: Obligation, bureau: User) -> None:
    assert upcoming(deal, on=date(2026, 6, 13))[0].obligation == concept
    record(concept, bureau)
    assert upcoming(deal, on=date(2026, 6, 13))[0].obligation != concept


def test_it_is_written_down_once(concept: Obligation, bureau: User, colleague: User) -> None:
    record(concept, bureau)
    with pytest.raises(WrongStateError, match="al vastgelegd"):
        record(concept, colleague)
    assert Fulfilment.objects.count() == 1


def test_taking_back_keeps_the_row_and_opens_it_again(
    deal: Deal, concept: Obligation, bureau: User, colleague: User
) -> None:
    row = record(concept, bureau)
    with pytest.raises(ValueError, match="reden"):
        row.withdraw(by=colleague, at=at("2026-06-20"), reason=" ")
    row.withdraw(by=colleague, at=at("2026-06-20"), reason="De brief was niet verstuurd")
    with pytest.raises(WrongStateError):
        row.withdraw(by=bureau, at=at("2026-06-20"), reason="Nog eens")
    assert state_of(deal, "2026-06-19") == DeadlineState.DONE  # as it was known then
    assert state_of(deal, "2026-06-20") == DeadlineState.OVERDUE
    record(concept, colleague, on="2026-06-22")
    assert state_of(deal, "2026-06-22") == DeadlineState.DONE_LATE
    with pytest.raises(IntegrityError), transaction.atomic():
        Fulfilment.objects.filter(pk=row.pk).update(withdrawal_reason="")


def test_the_calendar_is_one_query(
    deal: Deal, concept: Obligation, bureau: User, django_assert_num_queries: object
) -> None:
    record(concept, bureau)
    as_on_a_page = deal_in_force(deal, on=date(2026, 6, 20))  # where the versions came with the rights of the user
    with django_assert_num_queries(1):  # type: ignore[operator]
        rows = calendar(as_on_a_page, on=date(2026, 6, 20))
        assert [str(row.fulfilment.recorded_by) for row in rows if row.fulfilment] == ["Bureau"]


def test_the_bureau_writes_it_down_on_the_page(deal: Deal, bureau: User, overleg: User, enter: Enter) -> None:
    client = enter(bureau)
    late = client.post(PAGE + "gedaan/", DONE | {"done_on": "2099-01-01"})
    assert late.status_code == 422
    assert "Deze dag is nog niet geweest." in late.content.decode()
    assert "Brief van 12 juni 2026" in late.content.decode()  # what was typed is still there
    early = client.post(PAGE + "gedaan/", DONE | {"done_on": "2023-01-01"})
    assert "nog niet ondertekend" in early.content.decode()
    assert client.post(PAGE + "gedaan/", DONE).status_code == 302
    assert client.post(PAGE + "gedaan/", DONE).status_code == 302  # twice: the second is told
    assert Fulfilment.objects.count() == 1
    assert "Brief van 12 juni 2026" in words_at(enter(overleg), PAGE)
    assert client.post(PAGE + "terug/", {"reason": ""}).status_code == 422
    client.post(PAGE + "terug/", {"reason": "Vergissing"})
    assert "Vergissing" in words_at(enter(overleg), PAGE)
    assert "Vergissing" not in words_at(enter(overleg), PAGE + "?op=2026-06-14")


def test_a_party_keeps_what_it_has_to_do_itself_and_nothing_else(deal: Deal, enter: Enter) -> None:
    municipality = enter(person(deal, "Gemeente", Role.PARTY, "Gemeente"))
    justice = enter(person(deal, "Justitie", Role.PARTY, "JenV"))
    assert justice.post(PAGE + "gedaan/", DONE).status_code == 403
    assert municipality.post(PAGE + "gedaan/", DONE).status_code == 302


def test_a_day_that_does_not_follow_from_it_is_not_found(bureau: User, enter: Enter) -> None:
    assert enter(bureau).get(PAGE.replace("06-14", "06-15")).status_code == 404
    assert enter(bureau).get(PAGE.replace("2026-06-14", "weg")).status_code == 404


def test_weekends_and_holidays_are_named(deal: Deal) -> None:
    days = {(row.obligation.code, row.due_on): row for row in calendar(deal, on=date(2024, 1, 1))}
    agenda = days["ontwikkelagenda", date(2024, 3, 31)]
    assert agenda.remark == "valt op Eerste paasdag"
    assert agenda.working_day == date(2024, 3, 28)  # before Good Friday
    sunday = days["concept-voortgangsrapportage", date(2026, 6, 14)]
    assert (sunday.remark, sunday.working_day) == ("valt in het weekend", date(2026, 6, 12))
    assert days["concept-voortgangsrapportage", date(2024, 6, 14)].remark == ""


def test_what_comes_back_each_year_comes_back_in_an_extension_too(deal: Deal) -> None:
    deal.ends_on = date(2028, 12, 31)
    days = [row.due_on for row in calendar(deal, on=date(2026, 1, 1)) if row.obligation.code == "sisa-verantwoording"]
    assert days[-1] == date(2029, 7, 15)  # over the last year of the deal
    concepts = [row.due_on for row in calendar(deal, on=date(2026, 1, 1)) if row.obligation.closes_round]
    assert concepts[-1] == date(2028, 6, 14)
