"""A contribution is done in parts: each entered by one, counted by another, and corrected by two."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from finance.contributions.models import Contribution
from finance.contributions.realisations import Realisation
from finance.evidence.models import MoneyEvidence
from finance.ledger_export.rows import Shown
from finance.ledger_export.workbook import sheets
from finance.position.money_position import position
from regiodeal.base.refusals import FourEyesError, WrongStateError
from regiodeal.deals.models import Deal, User
from tests.finance.shared import MONEY
from tests.pages import words
from tests.plugins.deal import Enter, at
from tests.plugins.money import ON, Book, Pledge, realise

IN_KIND = {
    "partner": "roc-mondriaan",
    "sector": "private",
    "form": "in_kind",
    "valuation_ground": "2.000 uur eigen arbeid tegen € 50,00",
}


def realised(deal: Deal, on: date = ON) -> Decimal:
    """Return what was realised by that day, as the position tells it."""
    return position(deal, on=on).promised().realised


def test_it_is_done_in_two_years_and_adds_up(deal: Deal, pledge: Pledge, bureau: User, controller: User) -> None:
    """Money 16. 2,000 hours at 50.00 is 100,000.00. In 2025 900 hours: 45,000.00. In 2026 1,050 hours: 52,500.00, and
    it is done. Together 97,500.00 of 100,000.00."""
    row = pledge("100000.00", state="confirmed", **IN_KIND)
    ground = {"valuation_ground": "900 uur volgens de urenstaat"}
    realise(row, "45000.00", "2025-12-20", by=bureau, approved_by=controller, **ground)
    assert (row.state, row.realised_amount, row.remaining) == ("partly", Decimal("45000.00"), Decimal("55000.00"))
    realise(row, "52500.00", "2026-06-01", by=bureau, approved_by=controller, is_last=True)
    assert (row.state, row.realised_amount, row.value) == ("realised", Decimal("97500.00"), Decimal("97500.00"))
    days = [date(2025, 12, 19), date(2025, 12, 20), date(2026, 5, 31), date(2026, 6, 1)]
    assert [realised(deal, on) for on in days] == [Decimal(n) for n in ("0", "45000", "45000", "97500")]
    assert [row.state_on(on).label for on in days] == [
        *("bevestigd", "deels gerealiseerd", "deels gerealiseerd", "gerealiseerd"),
    ]
    assert list(row.amounts.filter(what="realised").values_list("year", "amount")) == [
        (2025, Decimal("45000.00")),
        (2026, Decimal("52500.00")),
    ]
    told = [(event.to_state, event.reason) for event in row.events.all()][-2:]
    assert told == [
        ("partly", "Realisatie van €\xa045.000,00 op 20 december 2025"),
        ("realised", "Realisatie van €\xa052.500,00 op 1 juni 2026"),
    ]


def test_parts_that_come_to_what_was_confirmed_are_the_whole(pledge: Pledge, bureau: User, controller: User) -> None:
    row = pledge("100.00", state="confirmed")
    realise(row, "60.00", "2025-06-01", by=bureau, approved_by=controller)
    realise(row, "40.00", "2026-06-01", by=bureau, approved_by=controller)
    assert (row.state, row.remaining) == ("realised", Decimal(0))


def test_nobody_lets_their_own_part_count(deal: Deal, pledge: Pledge, bureau: User) -> None:
    row = pledge("100.00", state="confirmed")
    part = realise(row, "60.00", "2025-06-01", by=bureau, approved_by=None)
    with pytest.raises(FourEyesError):
        part.approve(by=bureau, at=at("2025-06-02"))
    assert realised(deal) == 0


def test_nothing_is_done_of_what_was_not_confirmed(pledge: Pledge, bureau: User) -> None:
    with pytest.raises(WrongStateError, match="niet bevestigd"):
        realise(pledge("100.00"), "60.00", "2025-06-01", by=bureau, approved_by=None)


def test_of_two_parts_at_once_the_second_is_measured_with_the_first(
    deal: Deal, pledge: Pledge, bureau: User, controller: User
) -> None:
    """60 and 60 of 100: each alone is within what was confirmed, both together need a reason."""
    row = pledge("100.00", state="confirmed")
    one, other = (realise(row, "60.00", "2025-06-01", by=bureau, approved_by=None) for _ in range(2))
    one.approve(by=controller, at=at("2025-06-02"))
    with pytest.raises(ValueError, match=r"Samen is dit €\xa0120,00; bevestigd is €\xa0100,00"):
        other.approve(by=controller, at=at("2025-06-02"))
    assert (realised(deal), Realisation.objects.get(pk=other.pk).state) == (Decimal("60.00"), "submitted")


def test_above_what_was_confirmed_in_kind_counts_with_evidence(pledge: Pledge, bureau: User, controller: User) -> None:
    row = pledge("100.00", state="confirmed", **IN_KIND)
    part = realise(row, "110.00", "2025-06-01", by=bureau, approved_by=None, excess_reason="Meer uren")
    with pytest.raises(ValueError, match="Voeg bewijs toe"):
        part.approve(by=controller, at=at("2025-06-02"))  # who confirmed it
    upload = SimpleUploadedFile("uren.csv", b"a;b")
    MoneyEvidence.attach(part, upload=upload, by=bureau, at=at("2025-06-02"), values={"openness": "parties"})
    part.approve(by=controller, at=at("2025-06-02"))
    assert part.is_settled


def test_a_part_is_taken_off_by_two_and_the_past_stays(
    deal: Deal, pledge: Pledge, bureau: User, controller: User
) -> None:
    """Money 15: 100.00 was the last part and never done. It comes off, and the contribution is open again."""
    row = pledge("100.00", state="realised", on="2025-03-01")
    part = row.realisations.get()
    with pytest.raises(ValueError, match="Schrijf op waarom"):
        part.correct(by=bureau, at=at("2026-06-01"), amount=Decimal(0), reason=" ")
    with pytest.raises(ValueError, match="Er verandert niets"):
        part.correct(by=bureau, at=at("2026-06-01"), amount=Decimal(100), reason="Zelfde")
    off = part.correct(by=bureau, at=at("2026-06-01"), amount=Decimal(0), reason="Niet gedaan")
    with pytest.raises(WrongStateError, match="loopt al een correctie"):
        part.correct(by=controller, at=at("2026-06-01"), amount=Decimal(1), reason="Toch")
    off.approve(by=controller, at=at("2026-06-05"))
    row.refresh_from_db()
    assert (row.state, row.realised_amount) == ("confirmed", Decimal(0))
    assert [realised(deal, date(2026, 6, day)) for day in (4, 5)] == [Decimal(100), Decimal(0)]


def test_what_was_confirmed_falls_no_lower_than_what_was_done(pledge: Pledge, bureau: User, controller: User) -> None:
    """Less will come: 100 was confirmed, 60 done. Confirmed as 60 the contribution is done; as 50 or 0 it cannot be."""
    row = pledge("100.00", state="confirmed")
    realise(row, "60.00", "2025-06-01", by=bureau, approved_by=controller)
    for amount in (0, 50):
        with pytest.raises(ValueError, match=r"Er is al €\xa060,00 gerealiseerd"):
            row.propose(by=bureau, at=at("2026-06-01"), amount=Decimal(amount), reason="Minder")
    row.propose(by=bureau, at=at("2026-06-01"), amount=Decimal(60), reason="Er komt niet meer")
    row.accept_proposal(by=controller, at=at("2026-06-02"))
    assert (row.state, row.confirmed_amount) == ("realised", Decimal(60))


PART = {"done_on": "2026-06-01", "amount": "60,00", "submit": "1"}


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"amount": "0"}, "minstens een cent"),
        ({"amount": "-5,00"}, "geen getal"),
        ({"amount": "zestig"}, "geen getal"),
        ({"amount": "100,01"}, "Schrijf op waarom het meer is"),
        ({"done_on": "2099-01-01"}, "nog niet geweest"),
        ({"done_on": "2025-01-31"}, "pas bevestigd op 1 februari 2025"),
        ({"year": "1926"}, "minstens 2000"),
        ({"valuation_ground": ""}, "verplicht"),
    ],
)
def test_what_cannot_be_a_part_is_told_at_its_field(
    enter: Enter, bureau: User, pledge: Pledge, wrong: dict[str, str], message: str
) -> None:
    fields: Any = IN_KIND if "valuation_ground" in wrong else {}
    row = pledge("100.00", state="confirmed", **fields)
    response = enter(bureau).post(f"{MONEY}bijdragen/{row.pk}/realisaties/nieuw/", PART | wrong)
    assert response.status_code == 422
    assert message in words(response)
    assert not Realisation.objects.exists()


def test_from_a_part_to_its_correction_on_the_pages(
    deal: Deal, enter: Enter, bureau: User, controller: User, overleg: User, pledge: Pledge
) -> None:
    row = pledge("100.00", state="confirmed")
    enters, decides, reads = enter(bureau), enter(controller), enter(overleg)
    add = f"{MONEY}bijdragen/{row.pk}/realisaties/nieuw/"
    assert [client.get(add).status_code for client in (enters, reads)] == [200, 403]
    assert enters.post(add, PART, follow=True).status_code == 200
    part = Realisation.objects.get()
    page = f"{MONEY}realisaties/{part.pk}/"
    assert reads.get(page).status_code == 404  # it waits: who reads does not know of it
    assert "1 realisatie goed te keuren" in words(decides.get(f"/deals/{deal.slug}/mijn-werk/"))
    assert "Uw oordeel" in words(decides.get(page))
    assert decides.post(page + "goedkeuren/", {"version": "1"}).status_code == 409  # an old page
    assert enters.post(page + "goedkeuren/", {"version": str(part.version)}).status_code == 403
    decides.post(page + "goedkeuren/", {"version": str(part.version)})
    assert "Gerealiseerd: wat is goedgekeurd € 60,00 Nog te doen van wat is bevestigd € 40,00" in words(
        reads.get(f"{MONEY}bijdragen/{row.pk}/")
    )
    stale = {"amount": "6,00", "reason": "Een nul te veel", "version": "1"}
    assert enters.post(page + "corrigeren/", stale).status_code == 409
    row.refresh_from_db()
    enters.post(page + "corrigeren/", stale | {"version": str(row.version)})
    correction = Realisation.objects.get(corrects=part)
    assert (correction.amount, correction.state, correction.year) == (Decimal("-54.00"), "submitted", 2026)
    decides.post(f"{MONEY}realisaties/{correction.pk}/goedkeuren/", {"version": str(correction.version)})
    assert "Samen, wat is goedgekeurd € 6,00" in words(reads.get(page))


def test_a_part_that_came_back_is_mended_and_an_old_page_changes_nothing(
    enter: Enter, bureau: User, controller: User, pledge: Pledge
) -> None:
    row = pledge("100.00", state="confirmed")
    enter(bureau).post(f"{MONEY}bijdragen/{row.pk}/realisaties/nieuw/", PART)
    part = Realisation.objects.get()
    page = f"{MONEY}realisaties/{part.pk}/"
    enter(controller).post(page + "terugsturen/", {"version": str(part.version), "reason": "Waar blijkt dit uit?"})
    part.refresh_from_db()
    changed = PART | {"amount": "50,00"}
    assert enter(bureau).post(page, changed | {"version": "1"}).status_code == 409
    assert enter(bureau).post(page, changed | {"version": str(part.version)}).status_code == 302
    part.refresh_from_db()
    assert (part.amount, part.state) == (Decimal("50.00"), "submitted")


def test_a_receipt_says_what_it_pays(
    deal: Deal, enter: Enter, bureau: User, overleg: User, pledge: Pledge, book: Book
) -> None:
    """Money 17: of 100.00 that was confirmed 60.00 came in, and 40.00 is to come."""
    row = pledge("100.00", state="confirmed", description="Inzet 2026")
    foreign = pledge("100.00", state="confirmed", partner="roc-mondriaan", sector="private", description="Anders")
    pledge("100.00", state="confirmed", description="In natura", form="in_kind", valuation_ground="2 uur")
    client, path = enter(bureau), f"{MONEY}boekingen/ontvangsten/nieuw/"
    offered = words(client.get(path))
    assert "Inzet 2026 (€ 100,00)" in offered
    assert "In natura (" not in offered
    sent = {"code": "G-1", "booked_on": "2026-02-01", "line": str(deal.budgetline_set.get(code="A-regio").pk)}
    sent |= {
        "contributor": "municipality",
        "amount": "60,00",
        "reference": "Begroting",
        "contribution": str(foreign.pk),
    }
    refused = client.post(path, sent)
    assert refused.status_code == 422
    assert "Kies een andere, of geen" in words(refused)
    assert client.post(path, sent | {"contribution": str(row.pk)}).status_code == 302
    assert row.receipts.get().amount == Decimal("60.00")
    row.receipts.get().submit(by=bureau, at=at("2026-02-01"))
    book("receipt", "A-regio", "25.00", contributor="municipality", contribution=row)
    page = words(enter(overleg).get(f"{MONEY}bijdragen/{row.pk}/"))
    assert "Ontvangen: wat is goedgekeurd € 25,00 Nog te ontvangen van wat is bevestigd € 75,00" in page


@pytest.mark.usefixtures("example")
def test_the_example_has_one_in_parts_over_two_years_with_evidence(deal: Deal) -> None:
    """1,850 hours and 1,721.5 hours at 48.50: 89,725.00 and 83,492.75, together 173,217.75; in the workbook too."""
    row = Contribution.objects.get(deal=deal, form="in_kind")
    parts = list(row.realisations.all())
    assert [(part.year, part.amount) for part in parts] == [
        (2025, Decimal("89725.00")),
        (2026, Decimal("83492.75")),
    ]
    assert [part.evidence.count() for part in parts] == [1, 1]
    assert (row.state, row.realised_amount) == ("realised", Decimal("173217.75"))
    book: Any = {name: [*rows] for name, _headings, rows in sheets(Shown(deal, date(2026, 11, 30)))}
    told = {(line[1], line[5]): line[-1] for line in book["Realisaties"]}
    assert "urenstaat-2025.csv" in told["Voorbeeld: docenten en leslokalen van De Meppel", Decimal("89725.00")]
    whole = sum(line[5] for line in book["Realisaties"])
    assert whole == realised(deal, date(2026, 11, 30)) == Decimal("6018536.35")
