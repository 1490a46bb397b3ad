"""The accountant who audits a deal sees all of its money, also what waits, and is offered nothing to enter."""

from urllib.parse import urljoin, urlsplit

import pytest
from django.urls import resolve
from lxml import html

from regiodeal.deals.memberships import refuse_together
from regiodeal.deals.models import Deal
from regiodeal.deals.roles import RIGHTS, Right, Role
from tests.access.table import AUDITORS, DEAL_ADDRESSES
from tests.access.test_walk import paths  # noqa: F401  # a fixture
from tests.pages import words
from tests.plugins.deal import Enter, person

# What one does for oneself: nothing of the deal changes by it.
PERSONAL = {
    *("put-welcome-away", "renew-feed", "ask-dossier", "ask-meeting-paper", "open-notice", "unsaved"),
    *("notices", "reminders", "account_logout"),
}


def test_the_role_sees_and_does_nothing_else() -> None:
    assert RIGHTS[Role.AUDITOR] == {Right.SEE_DEAL, Right.SEE_UNAPPROVED, Right.SEE_AUDIT}


@pytest.mark.parametrize("role", [Role.TREASURER, Role.BUREAU, Role.OVERLEG])
def test_who_audits_has_no_other_role(role: Role) -> None:
    with pytest.raises(ValueError, match="Een accountant heeft geen andere rol"):
        refuse_together({Role.AUDITOR, role})


def test_what_waits_its_evidence_and_the_trail_are_there_and_no_form_that_enters(
    deal: Deal,
    enter: Enter,
    paths: dict[str, str],  # noqa: F811
) -> None:
    client = enter(person(deal, "Accountant", Role.AUDITOR))
    booking = words(client.get(paths["booking"]))
    assert "ter beoordeling" in booking
    assert "a.csv" in booking
    assert "Keur" not in booking
    assert "wacht" in words(client.get(paths["money"]))
    assert "Logboek" in words(client.get(paths["audit"]))
    assert b"B1;" in b"".join(client.get(paths["money-export"]))  # the booking that waits stands in the file
    offered = {}
    for name, (method, who) in DEAL_ADDRESSES.items():
        if method != "get" or not who & AUDITORS:
            continue
        answer = client.get(paths[name])
        body = b"".join(answer)
        if answer.status_code != 200 or "html" not in answer.headers["Content-Type"]:
            continue
        for form in html.fromstring(body.decode()).forms:
            if form.method == "POST":
                action = urlsplit(urljoin(paths[name], form.get("action") or "")).path
                offered[resolve(action).url_name] = name
    assert {form: page for form, page in offered.items() if form not in PERSONAL} == {}
