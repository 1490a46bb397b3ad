"""Money of many contributors, caps of more than one base, and deals that agreed nothing about money."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.urls import reverse

from finance.budget.models import AgreedTotal, BudgetLine, Source
from finance.budget.sources import NoSourceError, source_of, sources_of
from finance.caps.models import Cap
from finance.contributions.models import Contribution
from finance.ledger.models import Commitment, Expenditure, Receipt
from finance.position.charts import gauges, told_apart
from finance.position.forecast import monthly, of_source
from finance.position.money_position import agreed_totals, position
from finance.position.position_record import position_record
from finance.position.rounding import explained
from finance.rules.facts import facts_of
from finance.rules.money_rules import findings
from regiodeal.deals.models import Deal, Organisation, Party
from regiodeal.deals.roles import READERS, Role
from regiodeal.deals.words import speaking
from reporting.content.frozen_report import FrozenReport
from reporting.reports.build import build_light
from reporting.reports.models import ReportFile
from reporting.snapshot.take import take_snapshot
from tests.pages import words
from tests.plugins.deal import Enter, at, load_deal_file, person
from tests.reporting.example_reports import build
from tests.reporting.example_reports import words as pdf_words

VEENLAND = Path(settings.BASE_DIR) / "tests" / "deals" / "veenland.yaml"
ON = date(2026, 6, 14)
PAGES = (
    *("money", "findings", "ledger", "contributions", "money-agreed", "cap-deviations", "what-if", "forecast"),
    *("ledger-files", "sisa", "overview"),
)
MONEY_LISTS = ("sources", "budget_lines", "agreed_totals", "caps", "sisa_indicators")

type Without = Callable[..., Deal]


@pytest.fixture
def without(tmp_path: Path, db: None) -> Without:
    """The invented deal without some lists of its file, or with another text in it."""

    def make(*lists: str, **changed: str) -> Deal:
        text = VEENLAND.read_text(encoding="utf-8").replace("slug: veenland", "slug: anders")
        for old, new in changed.items():
            assert old in text or old == "lines"
            text = text.replace(old, new)
        kept, is_kept = [], True
        for line in text.splitlines():
            if line and not line.startswith((" ", "#", "-")):
                is_kept = line.split(":")[0] not in lists
            if is_kept:
                kept.append(line)
        path = tmp_path / "anders.yaml"
        path.write_text("\n".join(kept) + "\n", encoding="utf-8")
        return load_deal_file(path)

    return make


class Bookkeeping:
    """Books and pledges in the invented deal, each by one and approved by another."""

    def __init__(self, deal: Deal) -> None:
        self.deal = deal
        self.author = person(deal, "Kashouder", Role.TREASURER)
        self.other = person(deal, "Tweede kashouder", Role.TREASURER)

    def receive(self, source: str, line: str | None, amount: str) -> None:
        """Book a receipt of a source."""
        self._book(Receipt, line, amount, contributor=Source.objects.get(deal=self.deal, code=source), reference="B")

    def spend(self, line: str, amount: str) -> None:
        """Book an expenditure."""
        self._book(Expenditure, line, amount, counterpart="Bureau", description="Nota", btw_amount=Decimal(0))

    def commit(self, line: str, amount: str) -> None:
        """Book a commitment."""
        self._book(Commitment, line, amount, counterpart="Bureau", description="Opdracht")

    def _book(self, model: Any, line: str | None, amount: str, **fields: object) -> None:
        row = model.begin(
            by=self.author,
            at=at("2026-01-15"),
            deal=self.deal,
            code=f"B{model._default_manager.count()}",
            line=BudgetLine.objects.get(deal=self.deal, code=line) if line else None,
            booked_on="2026-01-15",
            amount=Decimal(amount),
            **fields,
        )
        row.submit(by=self.author, at=at("2026-01-15"))
        row.approve(by=self.other, at=at("2026-01-16"))

    def pledge(self, partner: str, amount: str, *, line: str | None = None, sector: str = "public") -> Contribution:
        """A pledge of a Party, or of an organisation, by its code."""
        party = Party.objects.filter(deal=self.deal, code=partner).first()
        return Contribution.pledge(
            by=self.author,
            at=at("2025-02-01"),
            deal=self.deal,
            party=party,
            organisation=None if party else Organisation.objects.get(deal=self.deal, code=partner),
            line=BudgetLine.objects.get(deal=self.deal, code=line) if line else None,
            amount=Decimal(amount),
            pledged_on="2025-02-01",
            sector=sector,
            form="cash",
            description="Inzet",
            reference="Brief",
        )


@pytest.fixture
def books(veenland: Deal) -> Bookkeeping:
    """The books of the invented deal."""
    return Bookkeeping(veenland)


def test_each_contributor_counts_for_its_own_source_and_no_euro_stands_in_three_rows(
    veenland: Deal, books: Bookkeeping
) -> None:
    """Any deal 4: the treasurer was taken for 'Gemeente', and everybody else stood in every row as 'partners'."""
    books.pledge("PROV", "400000.00")
    books.pledge("WLV", "750000.00", line="W-regio")
    books.pledge("veenboeren", "250000.00", sector="private")
    pledged = {total.code: total.promised.pledged for total in agreed_totals(position(veenland, on=ON))}
    assert pledged["provincie-minimum"] == Decimal("400000.00")
    assert pledged["waterschap-beoogd"] == Decimal("750000.00")
    assert pledged["regio-beoogd"] == Decimal("1400000.00")  # the whole counts its parts
    assert pledged["rijk-maximum"] == 0
    told = position_record(position(veenland, on=ON))["sources"]
    assert {row["code"]: row["pledged"] for row in told} == {
        "national": "0.00",
        "provincie": "400000.00",
        "waterschap": "750000.00",
        "bedrijven": "250000.00",
        "streek": "1400000.00",
    }


def test_what_is_missing_of_a_minimum_is_what_its_own_contributor_owes(veenland: Deal, books: Bookkeeping) -> None:
    """Any deal 4: money of a water board filled up the minimum of a province."""
    books.pledge("PROV", "1000000.00")
    books.pledge("WLV", "9000000.00")
    (short,) = [row for row in findings(facts_of(position(veenland, on=ON))) if row.code == "minimum"]
    assert (short.subject, short.excess) == ("provincie-minimum", Decimal("4250000.00"))
    assert "minimaal € 4.250.000,00 van de provincie" in short.text.replace("\xa0", " ")


def test_no_office_makes_somebody_a_contributor(veenland: Deal, books: Bookkeeping) -> None:
    """Any deal 4: several treasurers, or none, change nothing about whose money it is."""
    before = books.pledge("WLV", "5.00").contributor.code
    Party.objects.filter(deal=veenland).update(is_treasurer=True)
    assert books.pledge("WLV", "6.00").contributor.code == before == "waterschap"
    Party.objects.filter(deal=veenland).update(is_treasurer=False)
    assert books.pledge("WLV", "7.00").contributor.code == "waterschap"


def test_a_partner_that_no_source_names_is_told_apart_from_one_that_gives_to_another_line(
    veenland: Deal, books: Bookkeeping
) -> None:
    """Any deal 4: money stands on a line of a source that its contributor gives to."""
    with pytest.raises(NoSourceError, match="Waterschap De Lange Vaart draagt niet bij aan provinciaal geld"):
        books.pledge("WLV", "5.00", line="N-regio")
    Source.objects.get(deal=veenland, code="bedrijven").organisations.clear()  # a group that is only described
    nobody = Organisation.objects.get(deal=veenland, code="streektafel")
    assert source_of(veenland, nobody).code == "bedrijven"
    assert not Contribution.objects.filter(deal=veenland).exists()


def test_the_form_says_at_the_field_that_a_partner_gives_to_another_line(
    veenland: Deal, books: Bookkeeping, enter: Enter
) -> None:
    """Any deal 4: refused at the field, with nothing kept."""
    line = BudgetLine.objects.get(deal=veenland, code="N-regio")
    typed = {"partner": "party-WLV", "sector": "public", "form": "cash", "description": "Inzet", "amount": "5,00"}
    typed |= {"line": str(line.pk), "pledged_on": "2025-02-01", "reference": "Brief"}
    answer = enter(books.author).post(reverse("pledge", args=[veenland.slug]), typed)
    assert answer.status_code == 422
    assert "draagt niet bij aan provinciaal geld" in words(answer)
    assert not Contribution.objects.filter(deal=veenland).exists()


def test_receipts_name_their_source_and_stand_on_its_lines(veenland: Deal, books: Bookkeeping, enter: Enter) -> None:
    """Any deal 4: a receipt is of a source of the deal, not of Den Haag's four."""
    address = reverse("enter-booking", args=[veenland.slug, "ontvangsten"])
    client = enter(books.author)
    page = words(client.get(address))
    assert "de provincie" in page
    assert "regionale partners" not in page
    line = BudgetLine.objects.get(deal=veenland, code="W-regio")
    typed = {"code": "R1", "booked_on": "2026-01-15", "amount": "10,00", "reference": "Brief", "line": line.pk}
    assert "Deze regel is voor waterschapsgeld" in words(client.post(address, typed | {"contributor": "provincie"}))
    assert client.post(address, typed | {"contributor": "waterschap"}).status_code == 302
    assert Receipt.objects.get(deal=veenland).contributor.code == "waterschap"


def test_the_lines_add_up_by_source_and_by_side(veenland: Deal, books: Bookkeeping) -> None:
    """Any deal 4: each source has its own total, a larger one that of its parts, and together they are the whole."""
    books.receive("national", None, "100.00")
    books.receive("provincie", "N-regio", "20.00")
    books.receive("waterschap", "W-regio", "3.00")
    money = position(veenland, on=ON)
    assert [row.code for row in money.line_sources] == ["national", "provincie", "waterschap", "streek"]
    assert money.total(source="streek").received == Decimal("23.00")
    assert money.total(source="waterschap").received == Decimal("3.00")
    assert money.national.received + money.total(side="regional").received == money.total().received
    assert money.lines[-1].label == "Ontvangen rijksgeld, nog niet verdeeld"


def test_lines_of_one_pillar_are_told_apart(without: Without) -> None:
    """Any deal 12: four lines of a pillar were all called 'Pijler DZ, regionale financiering'."""
    deal = without(**{"  - code: O-regio\n": '  - code: O-regio\n    name: "Oevers, de streek samen"\n'})
    with speaking(deal.words):
        labels = [row.label for row in position(deal, on=ON).lines]
    assert len(set(labels)) == len(labels)
    assert {"Programmalijn N, provinciaal geld", "Oevers, de streek samen", "Proceskosten, rijksgeld"} <= set(labels)


def test_two_lines_that_read_alike_are_told_apart_in_a_chart(veenland: Deal) -> None:
    """Any deal 12: the chart merged equal names."""
    line = BudgetLine.objects.get(deal=veenland, code="N-regio")
    line.pk, line.code = None, "N-regio-b"
    line.save(force_insert=True)
    names = [name for name, _amounts in told_apart(position(veenland, on=ON))]
    assert len(set(names)) == len(names)


@pytest.mark.parametrize(
    ("base", "source", "amount", "sentence"),
    [
        ("received", "national", "100.00", "10% van € 1.000,00 ontvangen is"),
        ("received", None, "100.00", "10% van € 1.000,00 ontvangen is"),
        ("received", "streek", "20.00", "10% van € 200,00 ontvangen van de streek samen is"),
        ("agreed", "provincie", "425000.00", "10% van € 4.250.000,00 afgesproken voor de provincie is"),
        ("agreed", None, "1675000.00", "10% van € 16.750.000,00 afgesproken is"),
        ("total", None, "170.00", "10% van € 1.700,00 totale bijdrage is"),
        ("total", "waterschap", "50.00", "10% van € 500,00 totale bijdrage van het waterschap is"),
        ("spent", None, "3.00", "10% van € 30,00 besteed is"),
    ],
)
def test_a_cap_is_a_share_of_its_own_base(
    veenland: Deal, books: Bookkeeping, base: str, source: str | None, amount: str, sentence: str
) -> None:
    """Any deal 17: '10% of the total contribution' could not be said; 'received' was the only base."""
    books.receive("national", None, "1000.00")
    books.receive("provincie", "N-regio", "200.00")
    books.spend("W-regio", "30.00")
    pledge = books.pledge("WLV", "500.00")
    pledge.answer(by=books.author, at=at("2025-02-02"), answer="none", ground="Begroting")
    pledge.confirm(by=books.other, at=at("2025-02-03"), on=date(2025, 2, 3), amount=Decimal("500.00"))
    found = Source.objects.get(deal=veenland, code=source) if source else None
    Cap.objects.filter(deal=veenland, code="waterwerk").update(base=base, base_source=found)
    cap = next(row for row in position(veenland, on=ON).caps if row.cap.code == "waterwerk")
    assert cap.amount == Decimal(amount)
    assert cap.sentence.replace("\xa0", " ") == sentence


def test_each_cap_has_its_own_words_on_every_page(veenland: Deal, books: Bookkeeping, enter: Enter) -> None:
    """Any deal 6: a second cap stood as 'Uitvoeringskosten (VAT)' on overview, Financiën and Grens."""
    books.receive("national", None, "1000.00")
    assert [gauge["label"] for gauge in gauges(position(veenland, on=ON), url="")][-2:] == ["Proceskosten", "Waterwerk"]
    for name in ("overview", "money", "cap-deviations"):
        page = words(enter(books.author).get(reverse(name, args=[veenland.slug])))
        assert "Uitvoeringskosten" not in page
        assert "Proceskosten" in page
        assert "Waterwerk" in page


def test_a_passed_cap_is_found_under_its_own_code_and_title(veenland: Deal, books: Bookkeeping) -> None:
    """Any deal 6: the finding names the cap that it is about."""
    books.receive("provincie", "N-regio", "100.00")
    books.spend("W-regio", "11.00")
    (found,) = [row for row in findings(facts_of(position(veenland, on=ON))) if row.code == "waterwerk"]
    assert found.excess == Decimal("1.00")
    assert found.text.startswith("Waterwerk: hoogstens een tiende van de totale bijdrage.")


def test_fixed_sentences_follow_from_the_data(veenland: Deal, books: Bookkeeping, enter: Enter) -> None:
    """Any deal 18: 'afgerond', 'geen harde eis', 'minimum van de Gemeente' and 'de Gemeente als regiokassier'."""
    client = enter(books.author)
    money = words(client.get(reverse("money", args=[veenland.slug])))
    assert "De afgesproken bedragen per regel zijn in het convenant afgerond" not in money
    assert "Een deel van de afgesproken bedragen is in het convenant afgerond" in money
    page = words(client.get(reverse("contributions", args=[veenland.slug])))
    assert "minstens evenveel" not in page  # this covenant does not say so
    assert "€ 4.250.000,00 van de provincie is een harde eis (art. 6 lid 2)" in page.replace("\xa0", " ")
    sisa = words(client.get(reverse("sisa", args=[veenland.slug])))
    assert "wat Provincie Veenland als kashouder aan het Rijk verantwoordt" in sisa
    BudgetLine.objects.filter(deal=veenland).update(is_rounded=False)
    assert "afgerond" not in words(client.get(f"{reverse('what-if', args=[veenland.slug])}?van=N-rijk&naar=O-rijk"))


def test_rules_quote_the_articles_of_the_deal_and_nothing_where_it_names_none(
    veenland: Deal, books: Bookkeeping
) -> None:
    """Any deal 18: findings quoted article 1, 18 and '5 lid 2' of another covenant."""
    books.receive("national", None, "10.00")
    books.pledge("PROV", "5.00")
    books.spend("N-rijk", "2.00")
    found = {row.code: row for row in findings(facts_of(position(veenland, on=ON)))}
    assert "regionaal-deel" not in found
    assert found["toets-onbeantwoord"].quoted == ""
    assert found["zonder-maatregel"].quoted == "art. 3"
    assert found["niet-verdeeld"].quoted == "art. 6 lid 1"


@pytest.mark.parametrize("role", sorted(READERS - {Role.PARTY}))
@pytest.mark.parametrize(
    "lists", [MONEY_LISTS, ("budget_lines", "agreed_totals", "caps", "sisa_indicators"), ("caps", "agreed_totals"), ()]
)
def test_every_page_works_with_much_little_and_no_money(
    without: Without, enter: Enter, lists: tuple[str, ...], role: Role
) -> None:
    """Any deal 8: a deal without regional lines had no home page, one without a budget could not be loaded."""
    deal = without(*lists)
    client = enter(person(deal, "Iemand", role))
    for name in PAGES:
        answer = client.get(reverse(name, args=[deal.slug]))
        assert answer.status_code == 200, name
        if lists == MONEY_LISTS and name in {"money", "contributions", "money-agreed"}:
            assert "Deze deal heeft geen afspraken over geld" in words(answer)


def test_a_deal_without_regional_lines_has_all_its_pages(without: Without, enter: Enter) -> None:
    """Any deal 8: ''int' object has no attribute 'quantize''."""
    deal = without("agreed_totals", "caps")
    BudgetLine.objects.filter(deal=deal, source__side="regional").delete()
    Source.objects.filter(deal=deal, side="regional").delete()
    client = enter(person(deal, "Iemand", Role.TREASURER))
    for name in PAGES:
        assert client.get(reverse(name, args=[deal.slug])).status_code == 200, name
    assert "geen afspraken over geld van de regio" in words(client.get(reverse("contributions", args=[deal.slug])))


def test_the_report_of_a_deal_without_money_says_so(without: Without) -> None:
    """Any deal 8: the report has its chapter, and no chart or tiles of nothing."""
    deal = without(*MONEY_LISTS)
    snapshot: Any = take_snapshot(deal, year=2026, stage="concept", on=ON)
    assert snapshot["money"]["sources"] == snapshot["money"]["lines"] == snapshot["money"]["caps"] == []
    told = pdf_words(build(snapshot))
    assert told.count("Deze deal heeft geen afspraken over geld.") == 2  # the summary and the chapter
    for kind in (ReportFile.Kind.WORD, ReportFile.Kind.WORKBOOK, ReportFile.Kind.FIGURES):
        assert build_light(FrozenReport(snapshot), kind).content


def test_the_report_tells_each_source_and_each_cap_in_its_own_words(veenland: Deal, books: Bookkeeping) -> None:
    """Any deal 4, 6 and 12: thirteen rows of the report read alike, and three showed the same money."""
    books.receive("national", None, "1000.00")
    books.pledge("PROV", "400000.00")
    snapshot: Any = take_snapshot(veenland, year=2026, stage="concept", on=ON)
    told = pdf_words(build(snapshot)).replace("\xa0", " ")
    for text in ("Totaal rijksgeld", "Totaal waterschapsgeld", "Programmalijn W, waterschapsgeld", "Totaal streekgeld"):
        assert text in told
    assert "Het maximum is 10% van de totale bijdrage (artikel 6 lid 4)" in told
    assert "Uitvoeringskosten" not in told
    assert "Regionale financiering" not in told


def test_a_line_that_came_later_has_the_code_of_its_source(veenland: Deal) -> None:
    """Any deal 4: a new line was called 'N-rijk' or 'N-regio', whatever the sources are."""
    from finance.reallocations.forms import NewLineForm

    typed = {"pillar": "N", "source": "bedrijven", "kind": "aim", "amount": "10,00"}
    form = NewLineForm(typed, deal=veenland, number=1)
    assert form.is_valid()
    assert form.base == "N-bedrijven"
    assert form.content("N-bedrijven")["article"] == "6 lid 2"


def test_sources_are_parts_of_larger_ones(veenland: Deal) -> None:
    """Any deal 4: what is asked of a whole is asked of all its parts, and money comes in from those alone."""
    sources = sources_of(veenland)
    assert sources.within("streek") == {"streek", "provincie", "waterschap", "bedrijven"}
    assert sources.within("onbekend") == {"onbekend"}
    assert [row.code for row in sources.contributors] == ["national", "provincie", "waterschap", "bedrijven"]


def test_what_sources_have_of_their_own_adds_up_to_the_whole(veenland: Deal) -> None:
    """Review: a whole and its parts each had lines, and the parts stood in the rows of both: 22.5 of 16.75 million."""
    books = Bookkeeping(veenland)
    payers = [row.code for row in sources_of(veenland).contributors]
    for number, code in enumerate(payers, start=1):
        books.receive(code, None, f"{number}.00")
    months = monthly(veenland, on=ON)
    money = position(veenland, on=ON, months=months)
    assert any(row.part_of for row in money.line_sources)
    for name in ("agreed", "received", "committed", "spent"):
        assert sum(getattr(money.own(row), name) for row in money.line_sources) == getattr(money.total(), name), name
    record = position_record(money)
    assert sum(Decimal(row["agreed"]) for row in record["totals"].values()) == money.total().agreed
    courses = [months.burn(of_source(veenland, row)).frame["received"].iloc[-1] for row in money.line_sources]
    assert [Decimal(int(cents)) / 100 for cents in courses] == [money.own(row).received for row in money.line_sources]
    assert sum(courses) == sum(range(1, len(payers) + 1)) * 100


def test_what_a_source_paid_counts_wherever_it_was_put(veenland: Deal) -> None:
    """Review: the table counted what a source paid, the rule what came in on its lines: a breach was not told."""
    total = AgreedTotal.objects.filter(deal=veenland, contributor__part_of__gt="").first()
    assert total is not None
    payer, whole = total.contributor, Source.objects.get(deal=veenland, code=total.contributor.part_of)
    line = BudgetLine.objects.filter(deal=veenland, source=whole).first()
    assert line is not None
    AgreedTotal.objects.filter(pk=total.pk).update(kind="maximum", amount=Decimal(100), is_rounded=False)
    Cap.objects.filter(deal=veenland).update(base="received", base_source=payer)
    Bookkeeping(veenland).receive(payer.code, line.code, "140.00")
    money = position(veenland, on=ON)
    found = [row for row in findings(facts_of(money)) if row.code == "maximum" and row.subject == total.code]
    assert [row.excess for row in found] == [Decimal(40)]
    assert {cap.base for cap in money.caps} == {Decimal("140.00")}


def test_a_cap_is_explained_by_the_maxima_of_all_whose_money_it_is_of(veenland: Deal) -> None:
    """Review: with two national sources the first maximum that was met counted for both."""
    first = Source.objects.get(deal=veenland, side="national")
    second = Source.objects.create(deal=veenland, code="tweede", name="tweede rijksbijdrage", side="national")
    totals = [AgreedTotal(contributor=first, kind="maximum", amount=Decimal(1000), is_rounded=False)]
    cap = Cap.objects.filter(deal=veenland, budget_line__source=first).select_related("budget_line").first()
    assert cap is not None
    cap.base, cap.base_source = Cap.Base.RECEIVED, None
    assert explained([], totals, [cap], sources_of(veenland)) == []  # of the second nobody knows the maximum
    totals.append(AgreedTotal(contributor=second, kind="maximum", amount=Decimal(500), is_rounded=False))
    assert [row.maximum for row in explained([], totals, [cap], sources_of(veenland))] == [Decimal(1500)]
