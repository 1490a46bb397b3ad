"""Programs that send: drafts and nothing more, each row once, all or nothing, and nobody for another's project."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from finance.ledger.models import Commitment, Expenditure
from pillars.measurements.models import Measurement
from pillars.projects.models import Executor, Project
from regiodeal.audit.models import AuditEntry
from regiodeal.deals.models import Deal, Membership, User
from regiodeal.deals.roles import Stage
from reporting.sending.models import SendingScope, SentRow
from tests.pages import send, words, words_at
from tests.plugins.deal import Enter
from tests.plugins.figures import indicator_of
from tests.reporting.api.clients import client_for
from tests.reporting.sending.conftest import Sending

pytestmark = pytest.mark.django_db
type Sender = Callable[..., Sending]
type Executors = dict[str, Executor]


def figure(deal: Deal, reference: str = "K-1", **more: Any) -> dict[str, Any]:
    """Eighty-four volunteers in 2025 of P-01."""
    row = {"reference": reference, "project": "P-01", "indicator": indicator_of(deal, "1.1.1.g-1"), "year": 2025}
    return row | {"value": "84", "source": "Registratie"} | more


def booking(reference: str = "F-1", **more: Any) -> dict[str, Any]:
    """An invoice of € 1.210 for P-01 on the state's line of its pillar."""
    row = {"reference": reference, "kind": "expenditure", "project": "P-01", "budgetLine": "A-rijk", "code": "F-0017"}
    about = {"bookedOn": "2026-05-12", "counterpart": "Drukkerij (verzonnen)", "description": "Folders"}
    return row | about | {"amount": "1210.00", "btwAmount": "210.00"} | more


def told(answer: Any) -> dict[str, str]:
    """What is wrong, by the place of the field."""
    assert answer["Content-Type"] == "application/problem+json"
    return {each["name"]: each["detail"] for each in answer.json()["errors"]}


def counts() -> tuple[int, ...]:
    """How much there is."""
    return tuple(model.objects.count() for model in (Measurement, Commitment, Expenditure, SentRow))


def test_a_figure_becomes_a_draft_of_the_bureau_and_counts_for_nothing(
    deal: Deal, bureau: User, executors: Executors, sender: Sender, enter: Enter
) -> None:
    answer = sender(executors["De Kade"])("figures", figure(deal))
    row = Measurement.objects.get()
    assert answer.json() == {"dryRun": False, "rows": [{"reference": "K-1", "outcome": "new", "id": row.pk}]}
    assert (row.state, row.entered_by, str(row.project)) == ("draft", bureau, "P-01 Project P-01")
    assert (row.value, row.year) == (Decimal(84), 2025)
    assert row.events.latest("pk").reason == "Gestuurd door Systeem van De Kade, verwijzing K-1."
    assert answer["API-Version"]
    assert "no-store" in answer["Cache-Control"]
    assert "Gestuurd door Systeem van De Kade" in words_at(enter(bureau), f"metingen/{row.pk}/")
    entry = AuditEntry.objects.get(action="api-send-figures")
    assert entry.deal_id == deal.pk


def test_a_booking_becomes_a_draft_on_its_line_and_project(executors: Executors, sender: Sender) -> None:
    sending = sender(executors["De Kade"])
    commitment = booking("V-1", kind="commitment", code="V-01")
    del commitment["btwAmount"]
    answer = sending("bookings", booking(), commitment)
    assert [row["outcome"] for row in answer.json()["rows"]] == ["new", "new"], answer.content
    spent, promised = Expenditure.objects.get(), Commitment.objects.get()
    assert (spent.state, spent.amount, spent.btw_amount) == ("draft", Decimal("1210.00"), Decimal("210.00"))
    assert (spent.line.code, str(spent.project)) == ("A-rijk", "P-01 Project P-01")
    assert str(spent.measure).startswith("1.1.1 ")
    assert (promised.state, promised.code) == ("draft", "V-01")


def test_the_same_row_again_makes_nothing_new_and_another_content_changes_the_draft(
    deal: Deal, bureau: User, reviewer: User, executors: Executors, sender: Sender
) -> None:
    sending = sender(executors["De Kade"])
    first = sending("figures", figure(deal)).json()["rows"][0]["id"]
    again = sending("figures", figure(deal, value=84.0)).json()["rows"]
    assert again == [{"reference": "K-1", "outcome": "known", "id": first}]
    changed = sending("figures", figure(deal, value="90")).json()["rows"]
    assert changed == [{"reference": "K-1", "outcome": "changed", "id": first}]
    row = Measurement.objects.get()
    assert row.value == Decimal(90)
    row.submit(by=bureau, at=timezone.now())
    refused = sending("figures", figure(deal, value="95"))
    assert refused.status_code == 422
    assert "intussen ingediend" in told(refused)["rows/0/reference"]
    assert sending("figures", figure(deal, value="90")).json()["rows"][0]["outcome"] == "known"
    assert Measurement.objects.get().value == Decimal(90)


def test_a_dry_run_tells_the_same_and_writes_nothing(deal: Deal, executors: Executors, sender: Sender) -> None:
    sending, before = sender(executors["De Kade"]), counts()
    answer = sending("figures", figure(deal), query="?dryRun=true")
    assert answer.json() == {"dryRun": True, "rows": [{"reference": "K-1", "outcome": "new", "id": None}]}
    assert told(sending("figures", figure(deal, project="P-99"), query="?dryRun=true"))
    assert counts() == before
    misspelt = sending("figures", figure(deal), query="?dryrun=true")
    assert misspelt.status_code == 400
    assert counts() == before


def test_every_fault_of_every_row_is_told_in_dutch_and_nothing_is_kept(
    deal: Deal, executors: Executors, sender: Sender
) -> None:
    sending, before = sender(executors["De Kade"]), counts()
    answer = sending(
        "figures",
        figure(deal, "K-1"),
        figure(deal, "K-1", value="3"),
        figure(deal, "K-3", indicator="onbekend"),
        figure(deal, "K-4", year=2001),
        figure(deal, "K-5", project="P-02"),
    )
    assert answer.status_code == 422
    assert answer.json()["detail"].startswith("Er is niets bewaard.")
    found = told(answer)
    assert set(found) == {"rows/1/reference", "rows/2/indicator", "rows/3/year", "rows/4/project"}
    assert "staat ook in rij 0" in found["rows/1/reference"]
    assert "niet van de organisatie" in found["rows/4/project"]
    answer = sending("bookings", booking(budgetLine="Z-99"), booking("F-2", bookedOn="2099-01-01"))
    assert {"rows/0/budgetLine", "rows/1/bookedOn"} <= set(told(answer))
    assert "A-rijk" in told(answer)["rows/0/budgetLine"]
    shapeless = sending("figures", figure(deal, value="veel") | {"kleur": "rood"})
    assert shapeless.status_code == 400
    assert told(shapeless) == {
        "rows/0/value": "Geef een getal, met een punt voor de centen.",
        "rows/0/kleur": "Dit veld bestaat hier niet.",
    }
    assert counts() == before


def test_two_executors_do_not_know_of_each_other(deal: Deal, executors: Executors, sender: Sender) -> None:
    kade, brug, whole = sender(executors["De Kade"]), sender(executors["De Brug"]), sender()
    theirs = told(kade("figures", figure(deal, project="P-02")))["rows/0/project"]
    nothing = told(kade("figures", figure(deal, project="P-77")))["rows/0/project"]
    assert theirs == nothing  # not even that it is there
    assert kade("figures", figure(deal)).status_code == 200
    # The reference of the one says nothing to the other.
    assert brug("figures", figure(deal, project="P-02")).json()["rows"][0]["outcome"] == "new"
    assert whole("figures", figure(deal, "G-1", year=2024), figure(deal, "G-2", project="P-02", year=2024)).json()
    assert Measurement.objects.count() == 4


def test_who_may_not_send_is_told_why(
    deal: Deal, bureau: User, administrator: User, executors: Executors, sender: Sender
) -> None:
    only_figures = sender(executors["De Kade"], kinds=["figures"])
    assert only_figures("bookings", booking()).status_code == 403
    Membership.objects.filter(user=bureau).delete()
    assert only_figures("figures", figure(deal)).status_code == 403
    reading = client_for([deal], administrator)
    from regiodeal.api_clients.tokens import issue

    token = issue(reading, by=administrator, at=timezone.now(), days=1)[1]
    assert Sending(token, deal.slug)("figures", figure(deal)).status_code == 403
    assert Sending(token, "een-andere-deal")("figures", figure(deal)).status_code == 404
    assert Sending("rdp_00000000_" + "x" * 43, deal.slug)("figures", figure(deal)).status_code == 401
    assert only_figures.client.get(f"/api/v1/deals/{deal.slug}/drafts/figures").status_code == 405
    assert counts() == (0, 0, 0, 0)


def test_a_closed_deal_and_too_many_questions_are_refused(
    deal: Deal, executors: Executors, sender: Sender, settings: Any
) -> None:
    sending = sender(executors["De Kade"])
    Deal.objects.filter(pk=deal.pk).update(stage=Stage.CLOSED)
    assert sending("figures", figure(deal)).status_code in {403, 409}
    Deal.objects.filter(pk=deal.pk).update(stage=Stage.RUNNING)
    settings.API_REQUESTS_PER_MINUTE = 2
    statuses = [sending("figures", figure(deal)).status_code for _ in range(4)]
    assert 429 in statuses
    assert Measurement.objects.count() <= 1


def test_an_approved_figure_is_only_replaced_with_a_reason(
    deal: Deal, bureau: User, reviewer: User, executors: Executors, sender: Sender
) -> None:
    sending = sender(executors["De Kade"])
    sending("figures", figure(deal))
    row = Measurement.objects.get()
    row.submit(by=bureau, at=timezone.now())
    row.approve(by=reviewer, at=timezone.now() + timedelta(seconds=1))
    assert "rows/0/reason" in told(sending("figures", figure(deal, "K-2", value="90")))
    sending("figures", figure(deal, "K-2", value="90", reason="Dubbel geteld"))
    assert Measurement.objects.get(replaces=row).state == "draft"


@settings(deadline=None, max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.integers(2024, 2026), st.booleans()), min_size=1, max_size=6))
def test_all_rows_are_kept_or_none(
    deal: Deal, executors: Executors, whole: Sending, plan: list[tuple[int, bool]]
) -> None:
    """Whatever the rows: one that is wrong, or says the same place twice, keeps all of them out."""
    before, marker = counts(), SentRow.objects.count()
    rows = [
        figure(deal, f"R-{marker}-{place}", year=year, project="P-01" if is_right else "P-77")
        for place, (year, is_right) in enumerate(plan)
    ]
    answer = whole("figures", *rows)
    if answer.status_code == 200:
        assert all(is_right for _year, is_right in plan)
        assert counts()[0] == before[0] + len(rows)
    else:
        assert answer.status_code == 422
        assert counts() == before
    Measurement.objects.all().delete()


@pytest.fixture
def whole(sender: Sender, executors: Executors, settings: Any) -> Sending:
    """The program of the municipality, that may ask as often as it likes."""
    settings.API_REQUESTS_PER_MINUTE = 10**6
    return sender()


def test_the_administrator_lets_a_program_send_once(
    deal: Deal, bureau: User, administrator: User, executors: Executors, enter: Enter
) -> None:
    client, page = client_for([deal], administrator), enter(administrator)
    address = f"beheer/koppelingen/{client.pk}/sturen/"
    refused = send(page, address, {})
    assert refused.status_code == 422
    asked = {"kinds": ["figures"], "executor": executors["De Kade"].pk, "drafts_of": bureau.pk}
    assert send(page, address, asked).status_code == 302
    assert "alleen van De Kade" in words_at(page, f"beheer/koppelingen/{client.pk}/")
    assert send(page, address, asked | {"kinds": ["figures", "bookings"]}).status_code in {302, 409}
    assert SendingScope.objects.get().kinds == ["figures"]
    assert str(client.events.latest("pk").led_to) == "mag sturen"


def test_the_document_tells_what_can_be_sent_with_an_example() -> None:
    made = Client().get("/api/v1/openapi.json").json()
    operation = made["paths"]["/deals/{deal}/drafts/figures"]["post"]
    assert {"200", "400", "401", "403", "404", "409", "422", "429"} <= set(operation["responses"])
    assert "SentFigures" in made["components"]["schemas"]
    assert made["components"]["schemas"]["SentFigures"]["example"]["rows"][0]["project"] == "P-01"
    assert "/deals/{deal}/drafts/bookings" in words(Client().get("/api/v1"))


def test_a_settled_project_takes_nothing(deal: Deal, executors: Executors, sender: Sender, bureau: User) -> None:
    Project.objects.filter(code="P-01").update(state="settled")
    assert "vastgesteld" in told(sender(executors["De Kade"])("figures", figure(deal)))["rows/0/project"]
