"""Who leaves: what stands on their name is told before the role ends, and is nobody's afterwards."""

from datetime import date
from typing import Any

import pytest
from django.utils import timezone

from pillars.measurements.readiness import readiness
from regiodeal.covenant.meetings.models import ActionItem
from regiodeal.deals.models import Deal, Membership, User
from regiodeal.stages.text_corrections import propose, written_texts
from tests.pages import words_at
from tests.plugins.deal import Enter, at
from tests.plugins.figures import indicator_of, measure
from tests.plugins.meetings import held
from tests.plugins.money import Book

pytestmark = pytest.mark.django_db


def test_all_that_stands_on_a_name_is_told_before_the_role_ends(  # noqa: PLR0917
    deal: Deal,
    bureau: User,
    colleague: User,
    reviewer: User,
    controller: User,
    administrator: User,
    enter: Enter,
    book: Book,
) -> None:
    """T8: the page of taking a role back was silent about figures, texts, money and corrections on that name."""
    when: dict[str, Any] = {"approved_by": reviewer, "approved_on": "2025-01-10"}
    measure(deal, indicator_of(deal, "1.1.1.g-1"), 1, "2025-01-09", by=bureau, year=2024, **when)
    row = measure(deal, indicator_of(deal, "1.1.1.g-2"), 90, "2026-10-01", by=bureau, year=2025)
    row.give_back(by=reviewer, at=timezone.now(), reason="Bron?")
    action = ActionItem(meeting=held(deal, "2026-09-15", by=bureau))
    action.enter(by=bureau, at=timezone.now(), values={"text": "Brief", "owner": bureau, "due_on": date(2027, 1, 5)})
    text = next(found for found in written_texts(deal) if found.list_name == "measures" and found.text)
    propose(deal, text, new=f"{text.text}.", reason="Punt", by=bureau, at=timezone.now())
    booked = book("expenditure", "A-rijk", "1.00", on="2026-01-15", state="submitted")
    booked.give_back(by=controller, at=timezone.now(), reason="Bon?")
    member = Membership.objects.get(user=bureau)
    page = words_at(enter(administrator), f"beheer/rollen/{member.pk}/intrekken/")
    for told in ("1 actiepunt", "1 cijfer of tekst teruggestuurd", "1 voorgestelde correctie", "in ronde"):
        assert told in page
    if booked.entered_by == bureau:
        assert "1 besteding teruggestuurd" in page
    other = Membership.objects.get(user=colleague)
    assert "Op deze naam staat" not in words_at(enter(administrator), f"beheer/rollen/{other.pk}/intrekken/")


def test_figures_of_who_left_are_nobodys(deal: Deal, bureau: User, reviewer: User) -> None:
    """T8: "Youssef Amrani: 12 cijfers" stayed in the round, and did not count as "Nog van niemand"."""
    when: dict[str, Any] = {"approved_by": reviewer, "approved_on": "2025-01-10"}
    measure(deal, indicator_of(deal, "1.1.1.g-1"), 1, "2025-01-09", by=bureau, year=2024, **when)

    def plans() -> dict[User | None, int]:
        found = readiness(deal, year=2026, on=at("2026-05-01").date())
        assert found
        return {plan.person: plan.figures for plan in found.plans}

    before = plans()
    assert before[bureau] == 1
    Membership.objects.filter(user=bureau).delete()
    after = plans()
    assert bureau not in after
    assert after[None] == before[None] + 1
