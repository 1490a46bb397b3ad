"""The terms that run from a request or a notice are told as the deal has them: Veenland eight weeks and six months."""

from datetime import date
from typing import Any

import pytest

from regiodeal.covenant.agreement import amendment_verbs
from regiodeal.covenant.agreement.models import Amendment, AmendmentSort
from regiodeal.covenant.due_rules.due_rule_words import due_in_words, term_in_words
from regiodeal.covenant.due_rules.due_rules import NOTICE, REQUEST, case_rules
from regiodeal.covenant.due_rules.models import Obligation
from regiodeal.covenant.withdrawals.withdrawal import withdraw
from regiodeal.deals.models import Deal, Party, User
from regiodeal.deals.roles import Role
from regiodeal.lifecycle.day_order import NotYetError
from reporting.content.frozen_report import FrozenReport
from reporting.pdf.document import render_html
from reporting.snapshot.take import take_snapshot
from tests.pages import shown, words_at
from tests.plugins.amending import day, party
from tests.plugins.deal import Enter, at, person


@pytest.mark.parametrize(
    ("rule", "told"),
    [
        ({"weeks": 6}, "zes weken"),
        ({"weeks": 1}, "een week"),
        ({"months": 3}, "drie maanden"),
        ({"months": 18}, "18 maanden"),
        ({"months": 1, "weeks": 2}, "een maand en twee weken"),
        ({}, ""),
    ],
)
def test_a_term_in_words(rule: dict[str, Any], told: str) -> None:
    assert term_in_words(rule) == told


def test_a_rule_after_an_event_in_words() -> None:
    rule = {"rule": "after_event", "event": REQUEST, "weeks": 8}
    assert due_in_words(rule) == "binnen acht weken na een verzoek om wijziging"


def test_the_terms_after_an_event_stand_on_the_pages_and_in_the_report(deal: Deal, bureau: User, enter: Enter) -> None:
    """Any deal, by a stranger 6: a notice period of six months was visible nowhere while nobody gave notice."""
    client = enter(bureau)
    for page in ("afspraken", "wijzigingen"):
        text = shown(client.get(f"/deals/{deal.slug}/{page}/"))
        assert "zes weken na een verzoek om wijziging" in text, page
        assert "rie maanden na een opzegging" in text, page
    snapshot = take_snapshot(deal, year=2026, stage="concept", on=date(2026, 6, 14))
    assert [row["words"] for row in snapshot["event_terms"]] == [
        "binnen zes weken na een verzoek om wijziging",
        "drie maanden na een opzegging",
    ]
    assert ": drie maanden na een opzegging" in render_html(FrozenReport(snapshot))


def proposed(deal: Deal, asker: Party, by: User) -> Amendment:
    """A draft of a Party."""
    values = {"title": "Schouw later", "text": "De schouw wordt later.", "party": asker}
    return amendment_verbs.draft(deal, sort=AmendmentSort.AMENDMENT, by=by, at=at("2026-05-20"), values=values)


def pages(deal: Deal, amendment: Amendment, user: User, enter: Enter) -> str:
    """All pages that tell of a term, one after the other."""
    client, base = enter(user), f"/deals/{deal.slug}/"
    case = f"{base}wijzigingen/{amendment.number}/"
    paths = (f"{base}wijzigingen/", case, f"{case}verzoek/", f"{base}opzeggen/")
    return " ".join(words_at(client, path) for path in paths)


def test_pages_tell_the_terms_of_the_deal(veenland: Deal, enter: Enter) -> None:
    """Any deal 9: the portal told a Party of six months and eight weeks "drie maanden" and "zes weken"."""
    dike = person(veenland, "Dijkgraaf", Role.PARTY, "WLV")
    amendment = proposed(veenland, party(veenland, "WLV"), dike)
    told = pages(veenland, amendment, dike, enter)
    assert "Met een termijn van zes maanden" in told
    assert "De termijn is zes maanden." in told
    assert "Overleg binnen acht weken" in told
    assert "Partijen treden dan binnen acht weken in overleg." in told
    assert "drie maanden" not in told
    assert "zes weken" not in told


def test_a_deal_without_terms_tells_none(veenland: Deal, enter: Enter) -> None:
    """Any deal 9: where the deal names no term, none is told, and a notice asks for one."""
    Obligation.objects.filter(deal=veenland, due__rule="after_event").delete()
    dike = person(veenland, "Dijkgraaf", Role.PARTY, "WLV")
    amendment = proposed(veenland, party(veenland, "WLV"), dike)
    told = pages(veenland, amendment, dike, enter)
    assert "Overleg binnen" not in told
    assert "De termijn is" not in told
    assert "Met een termijn" not in told
    with pytest.raises(NotYetError, match="De deal noemt geen opzegtermijn"):
        withdraw(party(veenland, "WLV"), on=day("2026-06-01"), circumstances="Veranderd.", by=dike, at=at("2026-06-01"))


def test_the_terms_of_den_haag_stay(deal: Deal, gemeente: User, enter: Enter) -> None:
    rules = case_rules(deal)
    assert rules.term(REQUEST, since=day("2026-06-01")) == "zes weken"
    assert rules.term(NOTICE, since=day("2026-06-01")) == "drie maanden"
    told = pages(deal, proposed(deal, party(deal, "Gemeente"), gemeente), gemeente, enter)
    assert "Overleg binnen zes weken (art. 12 lid 2)" in told
    assert "De termijn is drie maanden." in told
    assert "bij veranderde omstandigheden (art. 13)." in told
