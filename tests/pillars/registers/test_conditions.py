"""What the covenant asks beside the results: external checks (art. 10) and acknowledgement (art. 9 lid 4)."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from pillars.agreed.models import Measure
from pillars.registers.models import Acknowledgement, ExternalCheck
from pillars.registers.registers import registers_of
from regiodeal.deals.models import Deal, User
from tests.plugins.deal import Enter

MEASURE = "/deals/den-haag-zuidwest-ii/maatregelen/1.3.1/"
CHECK = MEASURE + "toetsen/state-aid/"


def outcome(**changed: str) -> dict[str, str]:
    """The form of a check."""
    filled = {"state": "passed", "checked_on": "2026-03-01", "checked_by": "Juridische zaken", "note": ""}
    return filled | {"version": "1"} | changed


def test_a_measure_that_nobody_looked_at_has_four_open_checks(deal: Deal, at_work: Client) -> None:
    registers = registers_of(Measure.objects.get(deal=deal, code="1.3.1"), on=date(2026, 3, 2))
    assert [row.is_open for row in registers.checks] == [True] * 4
    assert at_work.get(MEASURE).content.decode().count("nog niet bekeken") == 4


def test_a_check_says_when_and_by_whom(deal: Deal, at_work: Client) -> None:
    assert at_work.get(CHECK).status_code == 200
    assert at_work.post(CHECK, outcome()).status_code == 302
    check = ExternalCheck.objects.get()
    assert (check.state, check.checked_by) == (ExternalCheck.State.PASSED, "Juridische zaken")
    page = at_work.get(MEASURE).content.decode()
    assert page.count("nog niet bekeken") == 3
    assert "1 maart 2026" in page
    at_work.post(CHECK, outcome(state="conditions", note="Hoogstens de-minimissteun."))
    assert "Hoogstens de-minimissteun." in at_work.get(MEASURE).content.decode()


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"checked_on": ""}, "Vul in op welke dag dit is getoetst."),
        ({"checked_by": ""}, "Vul in wie dit heeft getoetst."),
        ({"state": "conditions"}, "Schrijf op onder welke voorwaarden het mag."),
        ({"checked_on": "2099-01-01"}, "Deze dag is nog niet geweest."),
        ({"state": "weg"}, "Selecteer een geldige keuze."),
    ],
)
def test_half_an_outcome_is_refused(at_work: Client, changed: dict[str, str], message: str) -> None:
    response = at_work.post(CHECK, outcome(**changed))
    assert response.status_code == 422
    assert message in response.content.decode()
    assert not ExternalCheck.objects.exists()


def test_the_database_refuses_half_an_outcome_too(deal: Deal) -> None:
    measure = Measure.objects.get(deal=deal, code="1.3.1")
    with pytest.raises(IntegrityError), transaction.atomic():
        ExternalCheck.objects.create(measure=measure, kind="state-aid", state="passed")


def test_two_people_check_the_same_and_one_is_told(at_work: Client, deal: Deal, colleague: User, enter: Enter) -> None:
    other = enter(colleague)
    at_work.post(CHECK, outcome())
    at_work.post(CHECK, outcome(note="Eerst"))
    late = other.post(CHECK, outcome(note="Later"))
    assert late.status_code == 409
    assert "Later" in late.content.decode()
    assert ExternalCheck.objects.get().note == "Eerst"


def test_a_check_that_art_10_does_not_name_is_not_found(at_work: Client) -> None:
    assert at_work.get(MEASURE + "toetsen/weer/").status_code == 404


def test_a_project_is_asked_and_seen(at_work: Client, deal: Deal) -> None:
    add = MEASURE + "vermeldingen/nieuw/"
    assert at_work.post(add, {"project": "Plint Escamplaan", "asked_on": "2026-01-10"}).status_code == 302
    row = Acknowledgement.objects.get()
    address = f"/deals/{deal.slug}/vermeldingen/{row.pk}/"
    data = {"project": "Plint Escamplaan", "asked_on": "2026-01-10", "seen_on": "2026-02-01", "version": "1"}
    refused = at_work.post(address, data)
    assert refused.status_code == 422
    assert "Vul in waar u de vermelding zag." in refused.content.decode()
    at_work.post(address, data | {"seen_where": "Bouwbord"})
    page = at_work.get(MEASURE).content.decode()
    assert "10 januari 2026" in page
    assert "1 februari 2026" in page
    assert "Bouwbord" in page


def test_the_parties_see_checks_and_change_none(deal: Deal, jenv: User, enter: Enter) -> None:
    assert enter(jenv).get(CHECK).status_code == 200
    assert enter(jenv).post(CHECK, outcome()).status_code == 403
    assert enter(jenv).post(MEASURE + "vermeldingen/nieuw/", {"project": "X"}).status_code == 403
