"""Contributions on their pages: pledge, answer, confirm, realise, withdraw."""

import re
from decimal import Decimal

import pytest

from finance.contributions.models import Contribution
from regiodeal.deals.models import Deal, User
from tests.finance.shared import MONEY
from tests.pages import words
from tests.plugins.deal import Enter
from tests.plugins.money import Pledge

LIST = f"{MONEY}bijdragen/"


def step(row: Contribution, **typed: str) -> dict[str, str]:
    """What the form of a step sends: the version that was seen, and what was typed."""
    row.refresh_from_db()
    return {"version": str(row.version)} | {name.replace("_", "-"): text for name, text in typed.items()}


def sent(**other: str) -> dict[str, str]:
    """A pledge as its form sends it."""
    return {
        "partner": "party-Gemeente",
        "sector": "public",
        "form": "cash",
        "description": "Inzet 2026",
        "amount": "1.000.000,00",
        "pledged_on": "2026-01-10",
        "reference": "Begroting 2026",
    } | other


def test_from_pledge_to_realised(enter: Enter, deal: Deal, bureau: User, controller: User) -> None:
    enters, decides = enter(bureau), enter(controller)
    enters.post(LIST + "nieuw/", sent())
    row = Contribution.objects.get()
    page = f"{LIST}{row.pk}/"
    assert "vraag over geld van het Rijk is open" in words(enters.get(LIST))
    assert "Bevestigen</button>" not in decides.get(page).content.decode()  # the answer comes first
    enters.post(page + "rijksgeld/", step(row, answer="none", ground="Gemeentebegroting"))
    day = {"bevestigen_on": "2026-02-01", "bevestigen_amount": "950.000,00"}
    assert enters.post(page + "bevestigen/", step(row, **day)).status_code == 403
    decides.post(page + "bevestigen/", step(row, **day))
    part = {"done_on": "2026-03-01", "amount": "900.000,10", "is_last": "on", "submit": "1"}
    done = enters.post(page + "realisaties/nieuw/", part, follow=True).redirect_chain[-1][0]
    decides.post(done + "goedkeuren/", {"version": "2"})
    row.refresh_from_db()
    assert (row.state, row.confirmed_amount, row.realised_amount) == (
        "realised",
        Decimal("950000.00"),
        Decimal("900000.10"),
    )
    assert [event.to_state for event in row.events.all()] == ["pledged", "pledged", "confirmed", "realised"]
    assert "€ 1.000.000,00 € 950.000,00 € 900.000,10" in words(decides.get(LIST))
    # Money 13: it was entered today, and no day before knows of it.
    assert "900.000,10" not in words(decides.get(LIST + "?op=2026-06-01"))


def test_in_kind_asks_for_its_valuation(enter: Enter, bureau: User) -> None:
    client = enter(bureau)
    response = client.post(LIST + "nieuw/", sent(form="in_kind"))
    assert response.status_code == 422
    assert "Schrijf op hoe de waarde is bepaald" in words(response)
    client.post(LIST + "nieuw/", sent(form="in_kind", valuation_ground="1.250 uur tegen € 48,50"))
    assert Contribution.objects.get().form == "in_kind"


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"partner": "party-BZK"}, "geldige keuze"),  # the state is no regional partner
        ({"amount": "0"}, "minstens een cent"),
        ({"amount": "1,001"}, "twee cijfers achter de komma"),
        ({"pledged_on": "2099-01-01"}, "nog niet geweest"),
        ({"description": "a\x00"}, "Null"),
    ],
)
def test_what_cannot_be_used_is_said(enter: Enter, bureau: User, wrong: dict[str, str], message: str) -> None:
    response = enter(bureau).post(LIST + "nieuw/", sent(**wrong))
    assert response.status_code == 422
    assert message.lower() in words(response).lower()
    assert Contribution.objects.count() == 0


def test_who_pledged_it_does_not_confirm_it(enter: Enter, controller: User) -> None:
    client = enter(controller)
    client.post(LIST + "nieuw/", sent(sector="private"))
    row = Contribution.objects.get()
    page = f"{LIST}{row.pk}/"
    assert "Een ander moet haar bevestigen" in words(client.get(page))
    day = step(row, bevestigen_on="2026-02-01", bevestigen_amount="1,00")
    assert "Een ander moet het bevestigen" in words(client.post(page + "bevestigen/", day, follow=True))


def test_national_money_is_told_and_refused(enter: Enter, bureau: User, controller: User, pledge: Pledge) -> None:
    row = pledge("100.00")
    page = f"{LIST}{row.pk}/"
    enter(bureau).post(page + "rijksgeld/", step(row, answer="grant", ground="Beschikking OCW"))
    assert "Het telt niet als regionale financiering" in words(enter(bureau).get(page))
    day = step(row, bevestigen_on="2026-02-01", bevestigen_amount="1,00")
    assert "een specifieke uitkering" in words(enter(controller).post(page + "bevestigen/", day, follow=True))
    assert "is geld van het Rijk" in words(enter(bureau).get(LIST + "?toets=rijksgeld"))


def test_a_partner_that_is_no_party_is_flagged(enter: Enter, overleg: User, pledge: Pledge) -> None:
    row = pledge("100.00", partner="roc-mondriaan", sector="private")
    client = enter(overleg)
    assert "geen Partij bij de deal" in words(client.get(LIST + "?toets=geen-partij"))
    assert "leg in het Rijk-Regio-overleg vast" in words(client.get(f"{LIST}{row.pk}/"))


def test_a_stale_change_keeps_the_text(enter: Enter, bureau: User, pledge: Pledge) -> None:
    row = pledge("100.00")
    response = enter(bureau).post(f"{LIST}{row.pk}/", sent(version="99", description="Mijn tekst"))
    assert response.status_code == 409
    assert "Mijn tekst" in response.content.decode()
    enter(bureau).post(f"{LIST}{row.pk}/", sent(version=str(row.version), description="Mijn tekst"))
    row.refresh_from_db()
    assert row.description == "Mijn tekst"


def test_the_second_to_change_a_pledge_sees_both_and_chooses(
    enter: Enter, bureau: User, controller: User, pledge: Pledge
) -> None:
    row = pledge("100.00")
    path, read = f"{LIST}{row.pk}/", str(row.version)
    assert enter(controller).post(path, sent(version=read, amount="250,00")).status_code == 302
    late = enter(bureau).post(path, sent(version=read, amount="300,00", description="Mijn tekst"))
    assert late.status_code == 409
    told = words(late)
    assert "Controller was u voor" in told
    assert "100 250 300" in told  # where one began, theirs, mine
    version = re.search(r'name="version" value="([0-9]+)"', late.content.decode())
    assert version is not None
    again = sent(version=version[1], amount="300,00", description="Mijn tekst") | {"theirs-amount": "on"}
    assert enter(bureau).post(path, again).status_code == 302
    row.refresh_from_db()
    assert (str(row.amount), row.description) == ("250.00", "Mijn tekst")


def test_it_is_withdrawn_with_a_reason(enter: Enter, bureau: User, pledge: Pledge) -> None:
    row = pledge("100.00")
    path = f"{LIST}{row.pk}/intrekken/"
    assert enter(bureau).post(path, step(row)).status_code == 422
    enter(bureau).post(path, step(row, intrekken_reason="Geen geld"))
    assert "Geen geld" in words(enter(bureau).get(f"{LIST}{row.pk}/"))


def test_an_empty_list_says_what_belongs_there(enter: Enter, overleg: User) -> None:
    client = enter(overleg)
    assert "Er is nog geen bijdrage ingevoerd" in words(client.get(LIST))
    assert "Niets gevonden" in words(client.get(LIST + "?stand=confirmed"))
    assert client.get(LIST + "?stand=%00&toets=x").status_code == 200


def test_a_step_is_taken_on_what_was_seen(enter: Enter, controller: User, pledge: Pledge) -> None:
    """Money 13 to 15, with what was seen: each step carries the version."""
    row = pledge("100.00", partner="roc-mondriaan", sector="private")
    day = {"bevestigen-on": "2026-02-01", "bevestigen-amount": "100,00"}
    assert enter(controller).post(f"{LIST}{row.pk}/bevestigen/", day | {"version": "99"}).status_code == 409
    row.refresh_from_db()
    assert row.state == "pledged"


def test_what_was_confirmed_comes_off_by_two_people(
    enter: Enter, bureau: User, controller: User, pledge: Pledge
) -> None:
    """Money 14: the bureau alone takes nothing off; it proposes, may undo, and another decides."""
    row = pledge("100.00", state="confirmed")
    page, enters, decides = f"{LIST}{row.pk}/", enter(bureau), enter(controller)
    refused = enters.post(page + "intrekken/", step(row, intrekken_reason="per ongeluk"), follow=True)
    assert "gaat er met twee mensen af" in words(refused)
    enters.post(page + "voorstel/", step(row, voorstel_amount="0", voorstel_reason="Gaat niet door"))
    assert "Voorgesteld door Bureau: Gaat niet door" in words(decides.get(page))
    enters.post(page + "voorstel/terugnemen/", step(row))
    row.refresh_from_db()
    assert (row.state, row.is_proposed) == ("confirmed", False)
    enters.post(page + "voorstel/", step(row, voorstel_amount="60,00", voorstel_reason="Minder uren"))
    assert enters.post(page + "voorstel/goedkeuren/", step(row)).status_code == 403
    decides.post(page + "voorstel/afwijzen/", step(row, besluit_reason="Waar blijkt dat uit?"))
    enters.post(page + "voorstel/", step(row, voorstel_amount="60,00", voorstel_reason="Brief van 1 juni"))
    decides.post(page + "voorstel/goedkeuren/", step(row))
    row.refresh_from_db()
    assert (row.state, row.confirmed_amount, row.is_proposed) == ("confirmed", Decimal("60.00"), False)
