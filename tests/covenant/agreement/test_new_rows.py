"""A new target and a new budget line, proposed in an amendment: agreed from the day of its version, and not before."""

import json
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from finance.budget.models import BudgetLine
from finance.position.money_position import position
from pillars.agreed.models import Indicator, Target
from pillars.exchange.figures import enterable_figures
from pillars.progress.deal_progress import deal_progress
from regiodeal.covenant.agreement import adoption, amendment_verbs
from regiodeal.covenant.agreement.covenant_differences import between, differences
from regiodeal.covenant.agreement.models import Amendment
from regiodeal.covenant.agreement.proposals import drop_proposal, propose, propose_rows
from regiodeal.covenant.agreement.proposed_rows import ComingError
from regiodeal.deal_file.document import DealFile
from regiodeal.deal_file.load import load
from regiodeal.deals.in_force import versions_of
from regiodeal.deals.models import CovenantVersion, Deal, User
from regiodeal.lifecycle.day_order import NotYetError
from reporting.snapshot.take import take_snapshot
from tests.covenant.agreement.reading import page_of, told
from tests.pages import BASE, words_at
from tests.plugins.amending import consent_all, day, drafted, signed
from tests.plugins.deal import DEAL_FILE, Enter, at
from tests.plugins.figures import measure
from tests.plugins.versions import agree

BEFORE, FROM = date(2026, 7, 31), date(2026, 8, 1)
TARGET = {
    "result": "1.1.1.g",
    "title": "Vijf buurtfeesten per jaar",
    "kind": "per_year",
    "operator": "at_least",
    "minimum": "5",
    "unit": "buurtfeesten",
    "cadence": "jaarlijks gemeten",
    "due": "end_of_year",
    "counts": "Buurtfeesten in het jaar",
}
LINE = {"pillar": "A", "source": "regional", "kind": "aim", "amount": "500.000,00"}


def proposed(deal: Deal, bureau: User, enter: Enter) -> Amendment:
    """Five street parties a year, and half a million of the region's money from line B for them."""
    amendment, client = drafted(deal, bureau), enter(bureau)
    assert "De nieuwe norm 1.1.1.g staat in de wijziging." in told(client, page_of(amendment) + "nieuwe-norm/", TARGET)
    assert "De nieuwe regel A-regio-2 van" in told(client, page_of(amendment) + "nieuwe-regel/", LINE)
    amendment.refresh_from_db()
    propose(amendment, "budget_lines", "B-regio", {"amount": "14000000.00"}, by=bureau, at=at("2026-05-21"))
    return amendment


def taken(amendment: Amendment, bureau: User, on: date = FROM) -> CovenantVersion:
    """All steps, up to the version."""
    amendment_verbs.request(amendment, on=day("2026-06-01"), by=bureau, at=at("2026-06-01"))
    amendment_verbs.inform(amendment, on=day("2026-06-03"), by=bureau, at=at("2026-06-03"))
    amendment_verbs.consult(amendment, on=day("2026-06-20"), by=bureau, at=at("2026-06-20"))
    amendment_verbs.ask_consent(amendment, on=day("2026-07-01"), agenda="Overleg", by=bureau, at=at("2026-07-01"))
    consent_all(amendment, bureau)
    signed(amendment, bureau)
    return adoption.adopt(amendment, on=on, by=bureau, at=at("2026-07-20"))


def test_it_is_agreed_from_the_day_of_the_version_everywhere(
    deal: Deal, bureau: User, reviewer: User, overleg: User, enter: Enter
) -> None:
    amendment = proposed(deal, bureau, enter)
    assert not Target.objects.filter(deal=deal, title=TARGET["title"]).exists()  # a proposal is no row
    version = taken(amendment, bureau)
    measure(deal, "teller-1.1.1.g", 6, "2025-12-31", by=bureau, year=2025, approved_by=reviewer)
    for on, is_there in ((BEFORE, False), (FROM, True)):
        targets = {row.target.code: row for row in deal_progress(deal, on=on).targets}
        assert ("1.1.1.g" in targets) is is_there
        money = position(deal, on=on)
        lines = {row.line.code: row.amounts.agreed for row in money.lines if row.line}
        assert lines.get("A-regio-2") == (Decimal(500_000) if is_there else None)
        assert money.total().agreed == Decimal(49_000_000)
        assert ("teller-1.1.1.g" in {row.indicator.code for row in enterable_figures(deal, on=on)}) is is_there
        told_of = take_snapshot(deal, year=2026, stage="concept", on=on)
        assert ("1.1.1.g" in {row["code"] for row in told_of["targets"]}) is is_there
        assert ("A-regio-2" in {row["code"] for row in told_of["money"]["lines"]}) is is_there
        client = enter(overleg)
        assert (
            "6 buurtfeesten (afgesproken: ten minste 5)" in words_at(client, f"{BASE}resultaten/1.1.1.g/?op={on}")
        ) is is_there
        assert ("addendum bij wijziging 1" in words_at(client, f"{BASE}financien/afgesproken/?op={on}")) is is_there
        assert (client.get(f"{BASE}financien/regels/A-regio-2/?op={on}").status_code == 200) is is_there
    files = [json.loads(enter(overleg).get(f"{BASE}versies/{number}/bestand/").content) for number in (1, 2)]
    for name, code in (("targets", "1.1.1.g"), ("indicators", "teller-1.1.1.g"), ("budget_lines", "A-regio-2")):
        assert [code in {row["code"] for row in found[name]} for found in files] == [False, True]
    found = differences(deal, between(versions_of(deal)[0], version), on=FROM)
    words_of = {row.row: row.new.splitlines() for row in found}
    assert "Eenheid: buurtfeesten" in words_of["1.1.1.g Vijf buurtfeesten per jaar"]


def test_the_page_says_it_in_words_and_shows_the_figures_without_keeping_anything(
    deal: Deal, bureau: User, enter: Enter
) -> None:
    amendment = proposed(deal, bureau, enter)
    counts = [model.objects.filter(deal=deal).count() for model in (Target, Indicator, BudgetLine)]
    text = words_at(enter(bureau), page_of(amendment))
    assert "Norm: 1.1.1.g Vijf buurtfeesten per jaar niet afgesproken afgesproken Beoogd resultaat: 1.1.1.g" in text
    assert "Vergelijking: minimaal Minimum: 5 Eenheid: buurtfeesten" in text
    assert "Begrotingsregel: Pijler A, regionale financiering" in text
    effect = words_at(enter(bureau), page_of(amendment) + "gevolgen/")
    assert "1.1.1.g Vijf buurtfeesten per jaar niet afgesproken Loopt achter." in effect
    assert "Pijler A, regionale financiering geen regel" in effect.replace(" (A-regio-2)", "")
    assert [model.objects.filter(deal=deal).count() for model in (Target, Indicator, BudgetLine)] == counts


def test_money_is_not_made_by_a_new_line(deal: Deal, bureau: User, enter: Enter) -> None:
    amendment = drafted(deal, bureau)
    told(enter(bureau), page_of(amendment) + "nieuwe-regel/", LINE)
    amendment.refresh_from_db()
    with pytest.raises(NotYetError, match="Artikel 5: verplaatsen maakt geen geld"):
        amendment_verbs.request(amendment, on=day("2026-06-01"), by=bureau, at=at("2026-06-01"))


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"minimum": ""}, "Deze soort norm heeft een getal nodig."),
        ({"kind": "range", "maximum": "4"}, "Schrijf een getal op dat hoger is dan het eerste."),
        ({"due": "fixed", "due_on": "2030-01-01"}, "Kies een dag binnen de looptijd van de deal."),
        ({"counts": " "}, "Schrijf op wat er wordt geteld"),
        ({"indicator": "plekken-ruimer-open"}, "Dit cijfer is er niet per jaar."),
        ({"kind": "milestone", "indicator": "plekken-ruimer-open"}, "Een mijlpaal leest een mijlpaal"),
        ({"result": "9.9.9"}, "Selecteer een geldige keuze"),
        ({"minimum": "vijf"}, "is geen getal"),
        ({"title": "x\x00y"}, "Null-tekens"),
    ],
)
def test_what_is_not_right_is_told_at_the_field(
    deal: Deal, bureau: User, enter: Enter, values: dict[str, str], message: str
) -> None:
    amendment = drafted(deal, bureau)
    assert message in told(enter(bureau), page_of(amendment) + "nieuwe-norm/", TARGET | values)
    assert not amendment.changes.exists()


@pytest.mark.parametrize(
    ("values", "shown"),
    [
        ({"kind": "milestone", "minimum": "", "due": "fixed", "due_on": "2027-03-31"}, ("done", "1", None)),
        ({"kind": "range", "maximum": "8"}, ("between", "5", "8")),
        ({"kind": "coverage", "indicator": "plekken-ruimer-open"}, ("at_least", "5", None)),
        ({"kind": "cumulative", "operator": "aim"}, ("aim", "5", None)),
    ],
)
def test_every_kind_can_be_proposed(
    deal: Deal, bureau: User, enter: Enter, values: dict[str, str], shown: tuple[Any, ...]
) -> None:
    amendment = drafted(deal, bureau)
    told(enter(bureau), page_of(amendment) + "nieuwe-norm/", TARGET | values)
    new = amendment.changes.get(kind="targets").new_value
    assert (new["operator"], new["minimum"], new["maximum"]) == shown
    assert amendment.changes.filter(kind="indicators").exists() == ("indicator" not in values)


def test_what_came_along_goes_along(deal: Deal, bureau: User, enter: Enter) -> None:
    amendment = proposed(deal, bureau, enter)
    told(enter(bureau), page_of(amendment) + "nieuwe-norm/", TARGET)  # a second one gets a code of its own
    assert set(amendment.changes.filter(kind="targets").values_list("code", flat=True)) == {"1.1.1.g", "1.1.1.g-3"}
    amendment.refresh_from_db()
    drop_proposal(amendment, "targets", "1.1.1.g", by=bureau, at=at("2026-05-22"))
    assert list(amendment.changes.filter(kind="indicators").values_list("code", flat=True)) == ["teller-1.1.1.g-3"]
    drop_proposal(amendment, "indicators", "teller-1.1.1.g-3", by=bureau, at=at("2026-05-22"))
    assert not amendment.changes.filter(kind__in=["targets", "indicators"]).exists()


def test_a_code_that_was_taken_meanwhile_is_told(deal: Deal, bureau: User, enter: Enter) -> None:
    first, second = proposed(deal, bureau, enter), proposed(deal, bureau, enter)
    taken(first, bureau)
    with pytest.raises(NotYetError, match=r"er is al een \w+ met de code|is intussen al gewijzigd"):
        amendment_verbs.request(second, on=day("2026-08-02"), by=bureau, at=at("2026-08-02"))
    assert "Dit is niet te berekenen" in words_at(enter(bureau), page_of(second) + "gevolgen/")


def test_a_new_row_is_under_something_that_is_agreed(deal: Deal, bureau: User, enter: Enter) -> None:
    amendment = proposed(deal, bureau, enter)
    agree(deal, "2026-05-25", ("results", "1.1.1.g", "", {"code": "1.1.1.g"}, None))
    with pytest.raises(NotYetError, match=r"'1\.1\.1\.g' is niet afgesproken op 1 juni 2026"):
        amendment_verbs.request(amendment, on=day("2026-06-01"), by=bureau, at=at("2026-06-01"))


def test_only_what_can_come_comes(deal: Deal, bureau: User) -> None:
    amendment = drafted(deal, bureau)
    with pytest.raises(ValueError, match="Dit kan niet met een wijziging: results"):
        propose_rows(amendment, {"results": {"code": "x", "article": "4"}}, by=bureau, at=at("2026-05-21"))
    line: dict[str, Any] = {
        "code": "A-regio",
        "article": "5 lid 2",
        "pillar": "A",
        "purpose": "pillar",
        "source": "regional",
    }
    line |= {"kind": "aim", "amount": "1.00", "is_rounded": False, "source_cell": "addendum"}
    with pytest.raises(ComingError, match="er is al een begrotingsregel met de code 'A-regio'"):
        propose_rows(amendment, {"budget_lines": line}, by=bureau, at=at("2026-05-21"))
    bad = line | {"code": "x", "pillar": None}
    amendment.refresh_from_db()
    with pytest.raises(ComingError, match="De nieuwe begrotingsregel klopt nog niet"):
        propose_rows(amendment, {"budget_lines": bad}, by=bureau, at=at("2026-05-21"))
    assert not amendment.changes.exists()


def test_a_new_row_can_change_and_lapse_again_and_the_deal_file_leaves_it_alone(
    deal: Deal, bureau: User, enter: Enter
) -> None:
    taken(proposed(deal, bureau, enter), bureau)
    agree(deal, "2026-09-01", ("targets", "1.1.1.g", "minimum", "5", "7"))
    agree(deal, "2026-10-01", ("targets", "1.1.1.g", "", {"code": "1.1.1.g"}, None))

    def minimum(on: str) -> Decimal | None:
        found = {row.target.code: row.target.minimum for row in deal_progress(deal, on=day(on)).targets}
        return found.get("1.1.1.g")

    assert [minimum(on) for on in ("2026-08-31", "2026-09-01", "2026-10-01")] == [5, 7, None]
    _deal, changes = load(DealFile.read(DEAL_FILE))
    assert changes == []
