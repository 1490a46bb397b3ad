"""Photos of a project: what is asked, who sees them, and what is left when somebody takes back that they agreed."""

from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.test import Client
from pytest_django import DjangoCaptureOnCommitCallbacks

from pillars.project_photos.models import ProjectPhoto
from pillars.projects.models import Project
from regiodeal.deals.models import Deal, User
from regiodeal.files.pictures import small_photo
from tests.files.test_pictures import camera_photo
from tests.pages import BASE, carried, words, words_at
from tests.pillars.projects.conftest import Begin
from tests.plugins.deal import Enter, at

pytestmark = pytest.mark.django_db
PAGE = f"{BASE}projecten/P-01/"
ASKED = {"alternative": "Vier vrijwilligers planten een boom", "shows_people": "nee"}


def add(client: Client, **asked: Any) -> Any:
    """Fill in the form."""
    photo = SimpleUploadedFile("IMG_0001.jpg", camera_photo().getvalue(), "image/jpeg")
    return client.post(f"{PAGE}fotos/nieuw/", {"photo": photo, **ASKED, **asked}, follow=True)


def kept_files() -> list[Path]:
    """The photos on the disk."""
    return sorted((Path(settings.MEDIA_ROOT) / "photos").glob("*"))


def test_a_photo_stands_with_its_project_without_what_the_camera_wrote(begin: Begin, at_work: Client) -> None:
    begin("P-01")
    page = add(at_work)
    assert 'alt="Vier vrijwilligers planten een boom"' in page.content.decode()
    photo = ProjectPhoto.objects.get()
    picture: Any = at_work.get(f"{PAGE}fotos/{photo.pk}/")
    content = b"".join(picture.streaming_content)
    assert content.startswith(b"\xff\xd8\xff")
    assert b"Telefoon" not in content
    assert (picture["Content-Disposition"], picture["X-Content-Type-Options"]) == ("inline", "nosniff")
    assert "no-store" in picture["Cache-Control"]
    assert photo.project.events.latest("pk").changes == [["Foto", "", "toegevoegd"]]


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ({"alternative": ""}, "Wat is erop te zien?"),
        ({"shows_people": ""}, "Staan er mensen herkenbaar op?"),
        ({"shows_people": "ja"}, "Schrijf op wie erop staan"),
        ({"shows_people": "ja", "people": "Sam Verzonnen"}, "Zonder toestemming"),
        ({"photo": SimpleUploadedFile("a.jpg", b"geen foto")}, "niet te openen"),
    ],
)
def test_what_is_missing_is_asked_and_nothing_is_kept(
    begin: Begin, at_work: Client, asked: dict[str, Any], told: str
) -> None:
    begin("P-01")
    page = add(at_work, **asked)
    assert page.status_code == 422
    assert told in words(page)
    assert not ProjectPhoto.objects.exists()
    assert kept_files() == []


def test_the_database_refuses_people_who_did_not_agree(begin: Begin, bureau: User) -> None:
    project = begin("P-01")
    asked = {"alternative": "Groep", "shows_people": True, "people": "Sam", "has_consent": False, "is_public": False}
    photo = small_photo(camera_photo())
    with pytest.raises(ValueError, match="dat die het goed vindt"):
        ProjectPhoto.add(project, photo=photo, by=bureau, at=at("2026-02-01"), values=asked)
    row = ProjectPhoto.add(project, photo=photo, by=bureau, at=at("2026-02-01"), values=asked | {"has_consent": True})
    with pytest.raises(IntegrityError), transaction.atomic():
        ProjectPhoto.objects.filter(pk=row.pk).update(has_consent=False)


def test_who_is_on_it_is_only_for_who_enters(begin: Begin, at_work: Client, enter: Enter, jenv: User) -> None:
    begin("P-01")
    add(at_work, shows_people="ja", people="Sam Verzonnen", has_consent="on")
    assert "met Sam Verzonnen" in words_at(at_work, "projecten/P-01/")
    seen = words_at(enter(jenv), "projecten/P-01/")
    assert "Vier vrijwilligers" in seen
    assert "Sam Verzonnen" not in seen


def test_a_photo_that_was_let_go_leaves_who_and_why_and_no_picture(
    begin: Begin, at_work: Client, bureau: User, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    begin("P-01")
    add(at_work, shows_people="ja", people="Sam Verzonnen", has_consent="on", is_public="on")
    photo = ProjectPhoto.objects.get()
    address = f"{PAGE}fotos/{photo.pk}/wijzigen/"
    assert at_work.post(address, carried(at_work, address) | {"reason": ""}).status_code == 422
    assert len(kept_files()) == 1
    with django_capture_on_commit_callbacks(execute=True):
        at_work.post(address, carried(at_work, address) | {"reason": "Toestemming ingetrokken"})
    assert kept_files() == []
    photo.refresh_from_db()
    assert (photo.file.name, photo.alternative, photo.people, photo.sha256) == ("", "", "", "")
    assert (photo.removed_by, photo.removal_reason) == (bureau, "Toestemming ingetrokken")
    last = photo.project.events.latest("pk")
    assert (last.changes, last.reason) == ([["Foto", "", "verwijderd"]], "Toestemming ingetrokken")
    assert at_work.get(f"{PAGE}fotos/{photo.pk}/").status_code == 404
    assert at_work.get(address).status_code == 404
    assert "Sam Verzonnen" not in words_at(at_work, "projecten/P-01/")


def test_a_photo_stands_beside_the_story_of_the_measure(begin: Begin, bureau: User, jenv: User, enter: Enter) -> None:
    """Issue 16: photos in the story; one of a confidential project is for who may know of it."""
    about = {"shows_people": False, "people": "", "has_consent": False, "is_public": False}
    for code, openness in (("P-01", "parties"), ("P-02", "confidential")):
        project = begin(code, openness=openness)
        picture: dict[str, Any] = {"photo": ContentFile(b"\xff\xd8\xff"), "by": bureau, "at": at("2026-02-01")}
        ProjectPhoto.add(project, values=about | {"alternative": f"Foto van {code}"}, **picture)
    measure = f"{BASE}maatregelen/1.1.1/"
    shown = enter(jenv).get(measure).content.decode()
    assert 'alt="Foto van P-01"' in shown
    assert "P-02" not in shown
    assert 'alt="Foto van P-02"' in enter(bureau).get(measure).content.decode()
    assert "Foto van" not in enter(bureau).get(f"{measure}?op=2026-01-31").content.decode()


def test_public_is_decided_on_what_was_seen(begin: Begin, at_work: Client) -> None:
    begin("P-01")
    add(at_work)
    photo = ProjectPhoto.objects.get()
    address = f"{PAGE}fotos/{photo.pk}/wijzigen/"
    seen = carried(at_work, address)
    at_work.post(address, seen | {"everybody": "ja"})
    photo.refresh_from_db()
    assert photo.is_public
    assert at_work.post(address, seen | {"reason": "Weg ermee"}).status_code == 409
    assert ProjectPhoto.objects.kept().exists()


def test_only_public_photos_of_public_projects_of_a_published_deal_are_for_everybody(
    begin: Begin, deal: Deal, bureau: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = begin("P-01", openness="public")
    about = {"alternative": "Plein", "shows_people": False, "people": "", "has_consent": False, "is_public": True}
    photo = ProjectPhoto.add(project, photo=ContentFile(b"\xff\xd8\xff"), by=bureau, at=at("2026-02-01"), values=about)
    address = f"/openbaar/{deal.slug}/projecten/P-01/foto/{photo.pk}/"

    def status() -> int:
        answer: Any = Client().get(address)
        if answer.status_code == 200:
            assert b"".join(answer.streaming_content) == b"\xff\xd8\xff"
            assert answer["Cache-Control"] == "public, max-age=300"
        return int(answer.status_code)

    assert status() == 404  # of this deal no report was published
    monkeypatch.setattr("reporting.public.public_photos.published_reports", lambda slug: [slug])
    assert status() == 200
    Project.objects.filter(pk=project.pk).update(openness="parties")
    assert status() == 404
    Project.objects.filter(pk=project.pk).update(openness="public")
    photo.show_to(everybody=False, by=bureau, at=at("2026-02-02"))
    assert status() == 404
    photo.show_to(everybody=True, by=bureau, at=at("2026-02-02"))
    photo.remove(by=bureau, at=at("2026-02-03"), reason="Toestemming ingetrokken")
    assert status() == 404
