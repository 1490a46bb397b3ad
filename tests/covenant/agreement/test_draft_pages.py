"""Writing an amendment: for who writes it, row by row, until it is asked for."""

from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone

from regiodeal.covenant.agreement import amendment_verbs
from regiodeal.covenant.agreement.models import Amendment
from regiodeal.covenant.meetings.subjects import subjects
from regiodeal.deals.models import Deal, User
from tests.covenant.agreement.reading import page_of, told
from tests.pages import BASE, words_at
from tests.plugins.amending import asked, drafted, move_money, party
from tests.plugins.deal import Enter, at


def test_a_draft_is_for_who_writes_it(
    deal: Deal, bureau: User, gemeente: User, jenv: User, overleg: User, enter: Enter
) -> None:
    amendment = drafted(deal, bureau)
    assert enter(overleg).get(page_of(amendment)).status_code == 404
    assert enter(jenv).get(page_of(amendment)).status_code == 404
    assert enter(jenv).get(page_of(amendment) + "aanpassen/").status_code == 404
    assert enter(gemeente).get(page_of(amendment)).status_code == 200


def test_a_draft_that_was_dropped_stays_with_who_wrote_it(
    deal: Deal, bureau: User, gemeente: User, enter: Enter, request: pytest.FixtureRequest
) -> None:
    amendment = drafted(deal, bureau, title="Grabbelton voor pijler A")
    move_money(amendment, bureau)
    amendment_verbs.withdraw_request(amendment, reason="Toch niet.", by=bureau, at=at("2026-05-22"))
    others = {request.getfixturevalue(name): False for name in ("overleg", "jenv", "reviewer", "controller")}
    for reader, may in (others | {gemeente: True, bureau: True}).items():
        client = enter(reader)
        assert (client.get(page_of(amendment)).status_code == 200) is may
        assert (client.get(page_of(amendment) + "gevolgen/").status_code == 200) is may
        assert ("Grabbelton" in words_at(client, BASE + "wijzigingen/")) is may
        found = client.get(BASE + "zoeken/?q=grabbelton").content.decode()
        assert (page_of(amendment) in found) is may
    assert str(amendment.number) not in subjects()["wijziging"].names(deal, None)


def test_a_request_that_was_taken_back_stays_to_be_read(deal: Deal, bureau: User, overleg: User, enter: Enter) -> None:
    amendment = asked(deal, bureau)
    amendment_verbs.withdraw_request(amendment, reason="Toch niet.", by=bureau, at=at("2026-07-02"))
    assert "ingetrokken" in words_at(enter(overleg), page_of(amendment))


def test_proposing_a_row_again_keeps_what_was_proposed_before(deal: Deal, bureau: User, enter: Enter) -> None:
    amendment = drafted(deal, bureau)
    client, path = enter(bureau), page_of(amendment) + "voorstel/targets/1.1.1.g-1/"

    def propose_again(**values: str) -> dict[str, Any]:
        form = client.get(path).context["form"]
        shown = {name: form[name].value() for name in form.fields if form[name].value() not in (None, False)}
        told(client, path, {name: value for name, value in (shown | values).items() if value})
        return {row.field: row.new_value for row in amendment.changes.all()}

    due = {"rule": "fixed", "date": "2026-10-01"}
    assert propose_again(due="2026-10-01", minimum="1.080,50") == {"due": due, "minimum": "1080.5"}
    assert propose_again(unit="mensen") == {"due": due, "minimum": "1080.5", "unit": "mensen"}
    assert propose_again(due="") == {"minimum": "1080.5", "unit": "mensen"}  # as it is agreed after all
    assert propose_again(lapses="on") == {"": None}  # of what lapses nothing else changes
    assert propose_again() == {"": None}
    assert propose_again(lapses="", minimum="80") == {"minimum": "80"}


def test_a_party_writes_proposes_and_asks(deal: Deal, gemeente: User, enter: Enter) -> None:
    client = enter(gemeente)
    text = {"party": party(deal, "Gemeente").pk, "title": "Minder vrijwilligers", "text": "Tachtig is genoeg."}
    assert "Het concept is er" in told(client, BASE + "wijzigingen/nieuw/wijziging/", text)
    amendment = Amendment.objects.get()
    chosen = client.get(page_of(amendment) + "voorstel/?rij=targets:1.1.1.g-1")
    assert chosen.headers["Location"] == page_of(amendment) + "voorstel/targets/1.1.1.g-1/"
    form = client.get(chosen.headers["Location"]).context["form"]
    values = {name: field.initial for name, field in form.fields.items() if field.initial is not None}
    refused = told(client, chosen.headers["Location"], values | {"minimum": "tachtig"})
    assert "is geen getal" in refused
    assert "1 verandering staat in de wijziging." in told(
        client, chosen.headers["Location"], values | {"minimum": "80"}
    )
    change = amendment.changes.get()
    assert (change.field, change.old_value, change.new_value) == ("minimum", "100", "80")
    today = timezone.localdate().isoformat()
    assert "Het verzoek is ingediend" in told(client, page_of(amendment) + "verzoek/", {"on": today})
    assert client.get(page_of(amendment) + "voorstel/").status_code == 404  # it is no draft any more


def test_money_is_moved_between_two_lines_at_once(deal: Deal, bureau: User, enter: Enter) -> None:
    amendment = drafted(deal, bureau)
    lines = {line.code: line.pk for line in deal.budgetline_set.all()}
    assert lines
    path = page_of(amendment) + "herverdelen/"
    wrong = {"van": "B-regio", "naar": "A-rijk", "bedrag": "1.200.000"}
    assert "Geld van twee bronnen blijft gescheiden" in told(enter(bureau), path, wrong)
    right = {"van": "B-regio", "naar": "A-regio", "bedrag": "1.200.000"}
    assert "1.200.000,00 gaat van Pijler B" in told(enter(bureau), path, right)
    proposed = {row.code: (row.old_value, row.new_value) for row in amendment.changes.all()}
    assert proposed == {"A-regio": ("16500000.00", "17700000.00"), "B-regio": ("14500000.00", "13300000.00")}
    effect = words_at(enter(bureau), page_of(amendment) + "gevolgen/")
    assert "17.700.000,00" in effect
    assert "Ruimte straks" in effect


def test_a_second_move_counts_from_what_the_first_left(deal: Deal, bureau: User, enter: Enter) -> None:
    """F5: 6 million from B to A and 1 million from B to VAT made 24 million of 18."""
    amendment, client = drafted(deal, bureau), enter(bureau)
    path = page_of(amendment) + "herverdelen/"
    before = {line.code: line.amount for line in deal.budgetline_set.filter(source__code="national")}
    told(client, path, {"van": "B-rijk", "naar": "A-rijk", "bedrag": "6.000.000"})
    told(client, path, {"van": "B-rijk", "naar": "VAT-rijk", "bedrag": "1.000.000"})
    after = before | {row.code: Decimal(row.new_value) for row in amendment.changes.all()}
    assert sum(after.values()) == sum(before.values())
    assert after["B-rijk"] == before["B-rijk"] - 7_000_000
    told(client, path, {"van": "B-rijk", "naar": "A-rijk", "bedrag": "6.000.000"})  # 4.9 million is left
    assert {row.code: Decimal(row.new_value) for row in amendment.changes.all()}["B-rijk"] == after["B-rijk"]


def test_a_line_above_its_cap_is_told(deal: Deal, bureau: User, enter: Enter) -> None:
    """F6: 1.5 million for execution costs, where 3% of 18 million is 540,000, without a word."""
    amendment, client = drafted(deal, bureau), enter(bureau)
    path = page_of(amendment) + "herverdelen/"
    text = told(client, path, {"van": "B-rijk", "naar": "VAT-rijk", "bedrag": "1.000.000"})
    assert "hoogstens € 540.000,00 te besteden (art. 5 lid 2), ook als alles is ontvangen" in text
    effect = words_at(client, page_of(amendment) + "gevolgen/")
    assert "Let op: boven het maximum" in effect
    assert "€ 540.000,00" in effect


def test_a_row_is_left_out_again(deal: Deal, bureau: User, enter: Enter) -> None:
    amendment = drafted(deal, bureau)
    move_money(amendment, bureau)
    drop = page_of(amendment) + "voorstel/targets/1.1.1.g-1/eruit/"
    assert enter(bureau).post(drop, {"version": amendment.version - 1}).status_code == 409
    text = told(enter(bureau), drop, {"version": amendment.version})
    assert "Het voorstel voor 1.1.1.g-1 is eruit gehaald" in text
    assert amendment.changes.count() == 2
