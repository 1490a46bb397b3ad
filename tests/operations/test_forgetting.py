"""Who somebody was is erased and what they did stays; what is past its term is told first and ended when asked."""

import os
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.core.management import CommandError
from django.utils import timezone

from regiodeal.deals.models import Deal, Membership, User
from regiodeal.notices.models import CalendarFeed, Reminder
from regiodeal.operations.checksums import checksum
from regiodeal.operations.retention_terms import past_term
from tests.plugins.deal import Enter, person, run
from tests.plugins.figures import indicator_of, measure

pytestmark = pytest.mark.django_db


def numbers() -> dict[str, int]:
    return {found.kind: found.number for found in past_term(at=timezone.now())}


def test_a_person_becomes_a_number_and_the_trail_stays(deal: Deal, bureau: User, reviewer: User, enter: Enter) -> None:
    figure = measure(deal, indicator_of(deal, "1.1.1.g-1"), 4, "2026-03-01", by=bureau, approved_by=reviewer)
    client = enter(bureau)
    CalendarFeed.objects.of(bureau)
    Reminder.objects.create(user=bureau, deal=deal, kind="deadline", key="x", moment="7", made_at=timezone.now())
    assert "Zeker?" in run("forget_user", bureau.email)
    with pytest.raises(CommandError, match="nog een rol"):
        run("forget_user", bureau.email, "--yes")
    Membership.objects.filter(user=bureau).delete()
    before = checksum(deal).parts["MeasurementEvent"]
    assert f"oud-gebruiker {bureau.pk}" in run("forget_user", bureau.email, "--yes")
    figure.refresh_from_db()
    bureau.refresh_from_db()
    assert (str(figure.entered_by), bureau.is_active, bureau.has_usable_password()) == (bureau.name, False, False)
    assert "example.nl" not in bureau.email
    assert checksum(deal).parts["MeasurementEvent"] == before
    assert not Reminder.objects.exists()
    assert not Session.objects.exists()
    assert client.get(f"/deals/{deal.slug}/").status_code == 302
    with pytest.raises(CommandError, match="geen gebruiker"):
        run("forget_user", "niemand@example.nl")


def test_what_is_past_its_term_is_told_with_its_law_and_changes_nothing(deal: Deal) -> None:
    old, fresh = person(None, "Vertrokken", None), person(None, "Nieuw", None)
    member = person(deal, "Lid", "bureau")  # type: ignore[arg-type]
    long_ago = timezone.now() - timedelta(days=800)
    User.objects.filter(pk__in=[old.pk, member.pk]).update(created_at=long_ago)
    moments = {"made_at": long_ago, "sent_at": long_ago}
    Reminder.objects.create(user=member, deal=deal, kind="deadline", key="x", moment="7", **moments)
    Reminder.objects.create(user=member, deal=deal, kind="deadline", key="y", moment="7", made_at=long_ago)
    nothing = {
        "sessions": 0,
        "reminders": 0,
        "tokens": 0,
        "invitations": 0,
        "mail": 0,
        "people": 0,
        "deals": 0,
        "text-pictures": 0,
    }
    assert numbers() == nothing | {"reminders": 1, "people": 1}
    said = run("retention")
    assert "AVG art. 17" in said
    assert "Er is niets veranderd" in said
    assert numbers()["people"] == 1
    run("retention", "--apply")
    assert numbers() == nothing
    assert not User.objects.get(pk=old.pk).is_active
    assert User.objects.get(pk=fresh.pk).is_active
    assert User.objects.get(pk=member.pk).is_active
    assert Reminder.objects.count() == 1  # the one that still waits


def test_old_mail_in_files_is_thrown_away(settings: Any, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path
    assert numbers()["mail"] == 0  # there is no folder
    (tmp_path / "mail").mkdir()
    for name, days in (("oud.log", 31), ("nieuw.log", 29)):
        (tmp_path / "mail" / name).write_text("Beste Jan")
        moment = (timezone.now() - timedelta(days=days)).timestamp()
        os.utime(tmp_path / "mail" / name, (moment, moment))
    assert numbers()["mail"] == 1
    run("retention", "--apply")
    assert [path.name for path in (tmp_path / "mail").iterdir()] == ["nieuw.log"]


def test_a_deal_past_its_term_is_only_told(deal: Deal) -> None:
    Deal.objects.filter(pk=deal.pk).update(signed_on="2001-01-01", in_force_on="2001-01-02", ends_on="2005-12-31")
    assert numbers()["deals"] == 1
    run("retention", "--apply")
    assert Deal.objects.filter(pk=deal.pk).exists()
