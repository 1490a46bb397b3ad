"""The position, a line, what was agreed, the findings, the cap and what if, as pages."""

import re
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from finance.caps.models import CapDeviation
from finance.evidence.models import MoneyEvidence
from finance.ledger_export.rows import Shown
from finance.position.money_position import position
from regiodeal.base.dutch import euro
from regiodeal.base.refusals import WrongStateError
from regiodeal.deals.models import Deal, User
from tests.finance.shared import MONEY
from tests.pages import words
from tests.plugins.deal import Enter, at
from tests.plugins.money import ON, Book


def test_the_agreed_page_says_why_540_000_is_not_half_a_million(enter: Enter, overleg: User) -> None:
    text = words(enter(overleg).get(MONEY + "afgesproken/"))
    assert "3% van € 18.000.000,00: € 540.000,00" in text
    assert "In de tabel staat voor deze kosten € 500.000" in text
    assert "houdt € 17.460.000,00 over voor de andere regels, terwijl daar in de tabel samen € 17.500.000,00" in text
    assert "maximaal, afgerond" in text
    assert "€ 49.000.000,00" in text


def test_another_deal_explains_its_own(enter: Enter, veenland: Deal) -> None:
    from regiodeal.deals.roles import Role
    from tests.plugins.deal import person

    client = enter(person(veenland, "Veen", Role.OVERLEG))
    text = words(client.get(f"/deals/{veenland.slug}/financien/afgesproken/"))
    assert "5% van € 8.000.000,00: € 400.000,00" in text
    assert client.get(f"/deals/{veenland.slug}/financien/").status_code == 200


def test_the_position_says_what_waits_only_to_who_may_see_it(
    enter: Enter, bureau: User, overleg: User, book: Book
) -> None:
    book("expenditure", "A-rijk", "7.00", state="submitted")
    waits = "Nog niet goedgekeurd, en dus niet meegeteld"
    assert waits in words(enter(bureau).get(MONEY))
    hidden = words(enter(overleg).get(MONEY))
    assert waits not in hidden
    assert "op goedkeuring" not in hidden
    assert "op goedkeuring" not in words(enter(overleg).get(MONEY + "opvallend/"))


def test_a_line_shows_its_formula_and_its_rows(enter: Enter, overleg: User, book: Book, deal: Deal) -> None:
    book("commitment", "B-rijk", "100.00", code="V1")
    book(
        "expenditure",
        "B-rijk",
        "40.00",
        code="E1",
        also_serves=deal.pillar_set.get(code="A"),
        also_serves_amount=Decimal("10.00"),
    )
    text = words(enter(overleg).get(MONEY + "regels/B-rijk/"))
    assert "Ruimte is € 11.900.000,00 min € 140,00" in text
    assert "€ 10,00 ook bij aan pijler A" in text
    assert "een preciezer bedrag is er niet" in text
    assert "V1" in text
    assert "E1" in text
    assert enter(overleg).get(MONEY + "regels/geen/").status_code == 404


def test_findings_come_worst_first_with_their_rows(enter: Enter, bureau: User, book: Book) -> None:
    book("receipt", None, "100.00")
    book("expenditure", "VAT-rijk", "50.00")
    response = enter(bureau).get(MONEY + "opvallend/")
    found = [finding.severity for finding, _address in response.context["findings"]]
    assert found == sorted(found)
    assert len(set(found)) == 3
    assert f"{MONEY}boekingen/?regel=VAT-rijk&amp;soort=bestedingen" in response.content.decode()
    for _finding, address in response.context["findings"]:
        assert enter(bureau).get(address).status_code == 200


def test_the_pages_take_few_queries(enter: Enter, bureau: User, book: Book, django_assert_max_num_queries: Any) -> None:
    for number in range(10):
        book("expenditure", "A-rijk", f"{number + 1}.00")
    client = enter(bureau)
    client.get(MONEY)
    for page, most in (("", 18), ("opvallend/", 27), ("regels/A-rijk/", 27), ("wat-als/", 14), ("afgesproken/", 12)):
        with django_assert_max_num_queries(most):
            client.get(MONEY + page)


def test_what_if_shows_the_division_the_rules_and_the_amendment(enter: Enter, overleg: User, deal: Deal) -> None:
    text = words(enter(overleg).get(MONEY + "wat-als/?van=B-rijk&naar=A-rijk&bedrag=1.200.000,00"))
    assert "€ 5.600.000,00 + € 1.200.000,00 € 6.800.000,00" in text
    assert "€ 11.900.000,00 € \u22121.200.000,00 € 10.700.000,00" in text
    assert "Alle 5 Partijen stemmen in" in text
    assert "binnen zes weken" in text
    assert "Staatscourant" in text
    assert position(deal, on=ON).of_line("A-rijk").amounts.agreed == Decimal("5600000.00")


def test_what_if_says_what_it_breaks_and_what_it_settles(enter: Enter, overleg: User, book: Book) -> None:
    book("commitment", "A-rijk", "5700000.00")
    book("commitment", "B-rijk", "11000000.00")
    response = enter(overleg).get(MONEY + "wat-als/?van=B-rijk&naar=A-rijk&bedrag=1.200.000&op=2026-06-14")
    touched = [(finding.code, finding.line) for finding, _ in response.context["touched"]]
    assert touched == [("verdeling-gewijzigd", "B-rijk"), ("ruimte", "B-rijk"), ("prognose", "B-rijk")]
    settled = [(finding.code, finding.line) for finding, _ in response.context["settled"]]
    assert settled == [("ruimte", "A-rijk"), ("prognose", "A-rijk")]


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("van=A-rijk&naar=A-rijk&bedrag=1", "Kies een andere regel"),
        ("van=A-rijk&naar=A-regio&bedrag=1", "blijft gescheiden"),
        ("van=A-rijk&naar=B-rijk&bedrag=5.600.000,01", "Op deze regel staat € 5.600.000,00"),
        ("van=A-rijk&naar=B-rijk&bedrag=0", "minstens een cent"),
        ("van=%00&naar=x&bedrag=y", "geldige keuze"),
        ("van=A-rijk", "verplicht"),
    ],
)
def test_what_if_refuses_what_is_no_reallocation(enter: Enter, overleg: User, query: str, message: str) -> None:
    response = enter(overleg).get(f"{MONEY}wat-als/?{query}")
    assert response.status_code == 200
    assert message in words(response)
    assert response.context["draft"] is None


def test_a_deviation_is_recorded_by_one_and_approved_by_another(
    enter: Enter, deal: Deal, bureau: User, controller: User, book: Book
) -> None:
    book("receipt", "A-rijk", "10000000.00")
    page = MONEY + "grens/"
    sent = {
        "cap": deal.cap_set.get().pk,
        "decided_on": "2026-03-01",
        "decider": "Rijk-Regio-overleg",
        "decision": "Vier procent",
        "reason": "Evaluatie",
        "reference": "Verslag punt 4",
        "share": "4",
    }
    both = enter(bureau).post(page, sent | {"amount": "10"})
    assert "en niet allebei" in words(both)
    enter(bureau).post(page, sent)
    row = CapDeviation.objects.get()
    assert (row.state, row.rate) == ("submitted", Decimal("0.0400"))
    assert "4% van wat is ontvangen van het Rijk ter beoordeling" in words(enter(controller).get(page))
    path = f"{MONEY}afwijkingen/{row.pk}/goedkeuren/"
    assert enter(bureau).post(path, {"version": str(row.version)}).status_code == 403
    enter(controller).post(path, {"version": str(row.version)})
    text = words(enter(bureau).get(page))
    assert "geldt nu" in text
    assert "4% van € 10.000.000,00 ontvangen is € 400.000,00" in text
    assert "geldt nu" not in words(enter(bureau).get(page + "?op=2026-02-28"))


def test_the_overleg_records_no_deviation(enter: Enter, overleg: User) -> None:
    assert enter(overleg).post(MONEY + "grens/", {}).status_code == 403


def decide(client: Client, address: str, **choice: str) -> Any:
    """Decide on what was asked, as the page has it."""
    found = re.search(r'name="seen" value="([0-9a-f]+)"', client.get(address).content.decode())
    assert found
    return client.post(address, {"seen": found[1]} | choice, follow=True)


def test_evidence_of_what_counts_goes_by_two_people(
    enter: Enter, bureau: User, controller: User, book: Book, own_files: Path, deal: Deal
) -> None:
    """Money 6: one person asks, another decides, and the accountant's workbook names it still."""
    row = book("expenditure", "A-rijk", "10.00")
    upload = {"kind": "csv", "name": "nota.csv", "size": 3, "sha256": "ab" * 32}
    evidence = MoneyEvidence.objects.create(expenditure=row, uploaded_by=bureau, uploaded_at=at("2026-01-15"), **upload)
    with pytest.raises(WrongStateError):
        evidence.remove(by=bureau, at=at("2026-01-20"), reason="weg ermee")
    address, enters, decides = f"{MONEY}bewijs/{evidence.pk}/verwijderen/", enter(bureau), enter(controller)
    assert "U vroeg om" in words(enters.post(address, {"reason": "weg ermee"}, follow=True))
    assert "Een ander moet beslissen" in words(decide(enters, address))
    assert "blijft staan" in words(decide(decides, address, keep="1"))
    enters.post(address, {"reason": "Namen van bewoners"})
    assert decides.post(address, {"seen": "0"}).status_code == 409
    assert "Namen van bewoners" in words(decide(decides, address))
    evidence.refresh_from_db()
    assert (evidence.removed_by, evidence.removal_asked_by) == (controller, bureau)
    for day in (date(2026, 2, 1), timezone.localdate()):
        named = Shown(deal, day).evidence_names["expenditure", row.pk]
        assert named.startswith("nota.csv (abababababab, verwijderd op")
        assert "Namen van bewoners" in named


def test_evidence_of_a_draft_goes_by_its_author(enter: Enter, bureau: User, book: Book, own_files: Path) -> None:
    """Money 6, neighbour: what does not count yet is its author's."""
    row = book("expenditure", "A-rijk", "10.00", state="draft")
    upload = {"kind": "csv", "name": "nota.csv", "size": 3, "sha256": "ab" * 32}
    evidence = MoneyEvidence.objects.create(expenditure=row, uploaded_by=bureau, uploaded_at=at("2026-01-15"), **upload)
    enter(bureau).post(f"{MONEY}bewijs/{evidence.pk}/verwijderen/", {"reason": "Verkeerd bestand"})
    evidence.refresh_from_db()
    assert evidence.removed_by == bureau


def test_evidence_of_a_booking_follows_the_same_rules(
    enter: Enter, bureau: User, controller: User, overleg: User, book: Book, own_files: Path
) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    row = book("expenditure", "A-rijk", "10.00")
    path = f"{MONEY}bestedingen/{row.pk}/bewijs/"
    client = enter(bureau)
    wrong = SimpleUploadedFile("nota.pdf", b"geen pdf")
    assert client.post(path, {"bewijs-file": wrong, "bewijs-openness": "public"}).status_code == 422
    upload = SimpleUploadedFile("nota.csv", b"a;b\n1;2")
    client.post(path, {"bewijs-file": upload, "bewijs-openness": "parties"})
    evidence = MoneyEvidence.objects.get()
    response = enter(overleg).get(f"{MONEY}bewijs/{evidence.pk}/")
    assert b"".join(response) == b"a;b\n1;2"
    assert "nota.csv" in words(enter(overleg).get(f"{MONEY}boekingen/bestedingen/{row.pk}/"))
    remove = f"{MONEY}bewijs/{evidence.pk}/verwijderen/"
    client.post(remove, {"reason": "Namen"})
    assert b"".join(enter(overleg).get(f"{MONEY}bewijs/{evidence.pk}/")) == b"a;b\n1;2"  # another person decides
    decide(enter(controller), remove)
    assert enter(overleg).get(f"{MONEY}bewijs/{evidence.pk}/").status_code == 404
    assert "Namen" in words(client.get(f"{MONEY}boekingen/bestedingen/{row.pk}/"))


def test_what_waits_for_the_controller_is_counted_and_listed(
    enter: Enter, controller: User, bureau: User, book: Book
) -> None:
    book("expenditure", "A-rijk", "10.00", state="submitted")
    book("receipt", "A-rijk", "10.00", state="draft")
    work = MONEY.replace("financien/", "mijn-werk/")
    response = enter(controller).get(work)
    assert response.context["waiting"]["count"] == 1
    assert "1 besteding goed te keuren" in words(response)
    response = enter(bureau).get(work)
    assert response.context["waiting"]["count"] == 1
    assert "1 ontvangst van u" in words(response)


def test_the_room_is_said_under_its_heading_with_totals(enter: Enter, overleg: User, deal: Deal, book: Book) -> None:
    """Money 49: how much room there is, per line and in all, before anything else."""
    book("receipt", "A-rijk", "10000000.00")
    book("commitment", "A-rijk", "100.00")
    money = position(deal, on=timezone.localdate())
    text = words(enter(overleg).get(MONEY))
    said = text.split("Hoeveel ruimte is er nog?", 1)[1].split("Wat valt op?")[0]
    for amount in (money.total().room, money.total(source="national").room, money.of_line("A-rijk").amounts.room):
        assert euro(amount).replace("\u00a0", " ") in said
    assert "3% van" in said  # why the room for execution costs is less than what was agreed
    held_back = money.total().held_back
    assert held_back
    assert euro(held_back).replace("\u00a0", " ") in said.partition("Mag niet door een grens")[2]  # the sum is seen
    assert "Wat al is verplicht, mag nog worden betaald." in said
