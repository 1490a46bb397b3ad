"""A file about places that others work on at the same time, or that is not for who chooses it."""

import pytest
from django.test import Client
from django.utils import timezone

from pillars.agreed.models import ItemSet, NamedItem
from pillars.exchange.models import ImportJob
from pillars.exchange.tasks import enter_import
from pillars.places.places import add_item
from regiodeal.deals.models import Deal, User
from regiodeal.deals.roles import Role
from tests.pillars.exchange.files import checked, upload
from tests.pillars.exchange.places import MUSSEN, NEW, PLACES, place, places
from tests.plugins.deal import Enter, at, person


def test_a_row_that_a_colleague_changed_since_the_download_waits(
    at_work: Client, deal: Deal, bureau: User, colleague: User
) -> None:
    place().revise(by=colleague, at=at("2026-01-05"), values={"note": "Naast de school"}, version=1)
    marked = places(MUSSEN | {"kenmerk": f"{place().pk}v1-0123456789abcdef"})
    assert "wacht op uw keuze" in upload(at_work, marked).content.decode()
    job = ImportJob.objects.latest("pk")
    assert job.accept(by=bureau, submit=False, at=timezone.now())
    enter_import(job.pk)
    assert place().note == "Naast de school"
    assert checked(deal, colleague, marked).counts == {"revision": 1}  # it was their own


def test_without_a_mark_the_page_says_who_changed_it_last(at_work: Client, colleague: User) -> None:
    place().revise(by=colleague, at=at("2026-01-05"), values={"note": "Naast de school"}, version=1)
    assert "nu van Collega" in upload(at_work, places(MUSSEN)).content.decode()


def entered_late(job: ImportJob, by: User) -> None:
    """Enter a file that was checked before somebody else changed something."""
    assert job.accept(by=by, submit=False, at=timezone.now())
    enter_import(job.pk)
    job.refresh_from_db()


def test_a_colleague_who_was_first_stops_that_row_alone(deal: Deal, bureau: User, colleague: User) -> None:
    job = checked(deal, bureau, places(NEW, MUSSEN))
    place().revise(by=colleague, at=timezone.now(), values={"note": "Naast de school"}, version=1)
    entered_late(job, bureau)
    assert (job.state, job.counts) == (ImportJob.State.CHECKED, {"revision": 1})
    assert (place().name, place().note) == ("Ontmoetingsplek 1", "Naast de school")
    assert NamedItem.objects.filter(name="De Vijftiende").count() == 1


def test_the_same_new_place_added_by_a_colleague_is_told_and_the_rest_entered(
    deal: Deal, bureau: User, colleague: User
) -> None:
    job = checked(deal, bureau, places(NEW, MUSSEN))
    item_set = ItemSet.objects.get(deal=deal, name=PLACES)
    add_item(item_set, by=colleague, at=timezone.now(), values={"name": "De Vijftiende"})
    entered_late(job, bureau)
    assert (job.state, job.counts) == (ImportJob.State.ENTERED, {"revision": 1})
    assert job.reason.startswith("Rij 2 is niet ingevoerd. Dit staat al in de lijst, met de code")
    assert NamedItem.objects.filter(name="De Vijftiende").count() == 1


@pytest.mark.parametrize("role", [Role.REVIEWER, Role.TREASURER, Role.PARTY, Role.BZK])
def test_who_does_not_enter_progress_cannot_read_places_in(deal: Deal, enter: Enter, role: Role) -> None:
    client = enter(person(deal, "Lezer", role, "JenV" if role == Role.PARTY else None))
    assert upload(client, places(MUSSEN)).status_code == 403
    assert not ImportJob.objects.exists()
