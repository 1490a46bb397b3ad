"""What a report and the public page say is in words of the deal: no codes, field names or words of a program."""

import re
from typing import Any

import pytest
from lxml import html

from regiodeal.deals.models import Deal, OfficeHolder, User
from reporting.content.frozen_report import FrozenReport
from reporting.pdf.document import render_html
from reporting.snapshot.take import take_snapshot
from tests.covenant.agreement.test_bound import leave
from tests.pages import BASE, send, words_at
from tests.plugins.amending import adopted, asked, consent, consent_all, day, signed
from tests.plugins.deal import Enter

SNAKE = re.compile(r"\b[a-z0-9]+(?:_[a-z0-9]+)+\b")
OF_A_PROGRAM = re.compile(r"\b(?:null|None|True|False|NaN|undefined)\b")


def text_of(snapshot: Any) -> str:
    """The text of a report, without its markup and what is drawn in it."""
    page = html.fromstring(render_html(FrozenReport(snapshot)))
    for element in page.xpath("//style|//script|//*[contains(@class, 'digest')]"):
        element.drop_tree()
    return " ".join(" ".join(page.itertext()).split())


def told(deal: Deal, on: str) -> str:
    """The text of a report of 2026 as of a date."""
    return text_of(take_snapshot(deal, year=2026, stage="concept", on=day(on)))


@pytest.fixture(scope="module")
def page(snapshot: Any) -> str:
    """The text of the report of the example."""
    return text_of(snapshot)


def test_a_report_has_no_names_of_fields_nor_words_of_a_program(page: str) -> None:
    """F33: "signed_on is 2023-11-01", "minimum is null en whole_indicator telt", "at_least"."""
    assert SNAKE.findall(page) == []
    assert OF_A_PROGRAM.findall(page) == []


def test_a_report_has_no_codes_of_organisations(deal: Deal, page: str) -> None:
    """F33: "Rijk-regio-overleg", "Programmateam-regio-deals-bzk", "regionale-partners", "roc-mondriaan"."""
    codes = [code for code in deal.organisation_set.values_list("code", flat=True) if "-" in code]
    found = [code for code in codes if re.search(rf"(?<![\w/-]){re.escape(code)}(?![\w-])", page, re.IGNORECASE)]
    named = {code: deal.organisation_set.get(code=code).name for code in found}
    assert {code: name for code, name in named.items() if name.lower() != code} == {}


def test_the_readings_were_not_decided_on_a_day_after_the_report(page: str) -> None:
    """F33: "Vastgelegd op 24 november 2026" in a report of June."""
    assert "Vastgelegd op 24 november 2026" not in page


def test_the_agreed_text_of_a_measure_is_whole(deal: Deal, page: str) -> None:
    """F34: the agreed text of 1.1.3 ended on "spreken hier het volgende over af:"."""
    parts = [part["wording"] for row in deal.measure_set.all() for part in row.activities]
    assert parts
    assert [part for part in parts if " ".join(part.split()) not in page] == []


def test_received_and_realised_are_two_words_for_two_amounts(snapshot: Any, page: str) -> None:
    """F32: two tables on one page both said "Ingebracht", 14,350,000 and 5,845,318.60 for the same Party."""
    assert "Ingebracht" not in page
    assert "Wie Afgesproken Ontvangen Gerealiseerd Artikel" in page
    assert "Wie Wat Stand Toegezegd Gerealiseerd" in page
    realised = {row["contributor_label"]: row["realised"] for row in snapshot["money"]["agreed_totals"]}
    of_rows: dict[str, float] = {}
    for row in snapshot["money"]["contributions"]:
        amount = float(row["realised_amount"] or 0)
        of_rows[row["contributor_label"]] = of_rows.get(row["contributor_label"], 0) + amount
    for label, amount in of_rows.items():
        if label in realised:
            assert float(realised[label]) == pytest.approx(amount)


def test_a_signed_amendment_and_a_running_request_are_told(
    deal: Deal, bureau: User, overleg: User, enter: Enter
) -> None:
    """F9: a signed amendment that moves 1.2 million on 1 January was in no brief, overview or report."""
    running = asked(deal, bureau)
    consent(running, "BZK", bureau)
    version = adopted(deal, bureau, on="2027-01-01")
    report = told(deal, "2026-11-29")
    assert "Vastgesteld; van kracht op 1 januari 2027." in report
    assert "was € 16.500.000,00, wordt € 17.700.000,00" in report
    assert "Om instemming is gevraagd: 1 van 5 Partijen stemden in." in report
    assert "Wat eraan komt" not in told(deal, "2026-05-30")
    later = told(deal, "2027-01-02")
    assert "was € 16.500.000,00, nu € 17.700.000,00" in later
    page = words_at(enter(overleg), "?op=2026-11-29")
    assert str(version.amendment) in page
    assert "1 van 5 Partijen stemden in." in page


def test_a_change_that_was_only_signed_is_told(deal: Deal, bureau: User) -> None:
    """F9: signed, and the day in force is still to be chosen."""
    amendment = asked(deal, bureau)
    consent_all(amendment, bureau)
    signed(amendment, bureau)
    assert "Het addendum is ondertekend op 20 juli 2026; het is nog niet van kracht." in told(deal, "2026-07-21")
    assert "Alle Partijen stemden in. Het addendum is nog niet ondertekend." in told(deal, "2026-07-19")


def test_who_left_stands_for_nothing_any_more(deal: Deal, bureau: User, overleg: User, enter: Enter) -> None:
    """F7: JenV was bound up to 28 February, and stood under "Partijen" and in the report of October."""
    leave(deal, "JenV", "2026-11-28", bureau)
    before, after = told(deal, "2026-11-29"), told(deal, "2027-10-05")
    name = deal.party_set.get(code="JenV").name
    assert f"{name} Dilan" in before or name in before.partition("Niet ingevoerd is wie er op")[2]
    assert name not in after.partition("Niet ingevoerd is wie er op")[2]
    for report in (before, after):
        assert "Minister van Justitie en Veiligheid zegde de deal op." in report
        assert "gebonden tot en met 28 februari 2027" in report
    client = enter(overleg)
    assert "gebonden tot en met 28 februari 2027" in words_at(client, "afspraken/?op=2027-10-05")
    assert "JenV zegde de deal op" in words_at(client, "?op=2026-11-29")


def test_an_office_holder_is_told_from_until(deal: Deal, bureau: User, overleg: User, enter: Enter) -> None:
    """F31: the minister of 2023 stood in a report of 2026, and no page could change that."""
    assert "Hugo de Jonge, Minister van Binnenlandse Zaken" in told(deal, "2024-01-01")
    assert "Hugo de Jonge" not in told(deal, "2026-07-07")
    client, bzk = enter(bureau), deal.party_set.get(code="BZK")
    data = {
        "party": str(bzk.pk),
        "name": "A. Voorbeeld",
        "office": "Minister van Voorbeeld",
        "valid_from": "2026-03-01",
    }
    wrong = client.post(f"{BASE}ambtsdragers/nieuw/", data | {"valid_to": "2026-02-01"})
    assert wrong.status_code == 422
    assert send(client, "ambtsdragers/nieuw/", data).status_code == 302
    assert "A. Voorbeeld, Minister van Voorbeeld" in told(deal, "2026-07-07")
    assert "A. Voorbeeld" not in told(deal, "2026-02-28")
    holder = OfficeHolder.objects.get(name="A. Voorbeeld")
    send(client, f"ambtsdragers/{holder.pk}/vertrek/", {"ended_on": "2026-06-30"})
    assert "A. Voorbeeld" not in told(deal, "2026-07-07")
    assert enter(overleg).get(f"{BASE}ambtsdragers/nieuw/").status_code == 403
