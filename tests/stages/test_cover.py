"""The photo on the cover of the report: given, changed, taken away, and what is refused."""

from datetime import date
from io import BytesIO
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from regiodeal.deals.models import Deal, User
from regiodeal.stages.models import StageEvent
from reporting.snapshot.take import take_snapshot
from tests.pages import BASE, carried, words
from tests.plugins.deal import Enter

PAGE = f"{BASE}over/voorkant/"
WORDS = {"text": "Kinderen op een nieuw plein", "credit": "Jan Jansen, gemeente", "may_be_used": "on"}

pytestmark = pytest.mark.usefixtures("own_files")


def photo(colour: str = "green", *, width: int = 2_000) -> SimpleUploadedFile:
    """A photo as a camera makes it, with where it was taken."""
    file, taken = BytesIO(), Image.Exif()
    taken[0x010F] = "Telefoon van Jan"
    Image.new("RGB", (width, width // 2), colour).save(file, "JPEG", exif=taken)
    return SimpleUploadedFile("foto.jpg", file.getvalue(), content_type="image/jpeg")


def test_a_photo_is_given_shown_and_told(enter: Enter, deal: Deal, bureau: User, overleg: User) -> None:
    client = enter(bureau)
    answer = client.post(PAGE, carried(client, PAGE) | WORDS | {"photo": photo()})
    assert answer.status_code == 302, words(answer)
    told = StageEvent.objects.get(deal=deal)
    assert ["Wat er op de foto te zien is", "", "Kinderen op een nieuw plein"] in told.changes
    assert ["Van wie de foto is", "", "Jan Jansen, gemeente"] in told.changes
    shown: Any = enter(overleg).get(f"{PAGE}foto/")
    content = b"".join(shown)
    assert shown["Content-Type"] == "image/jpeg"
    assert b"Telefoon" not in content
    with Image.open(BytesIO(content)) as kept:
        assert kept.size == (1_400, 700)
    assert 'alt="Kinderen op een nieuw plein"' in client.get(PAGE).content.decode()


@pytest.mark.parametrize(
    ("wrong", "refusal"),
    [
        ({"text": ""}, "Dit veld is verplicht"),
        ({"credit": ""}, "Dit veld is verplicht"),
        ({"may_be_used": ""}, "Zonder toestemming kan deze foto niet op de voorkant"),
        ({"photo": ""}, "Dit veld is verplicht"),
        ({"photo": SimpleUploadedFile("foto.jpg", b"<svg/>")}, "Deze foto is niet te openen"),
    ],
)
def test_what_is_no_photo_or_has_no_words_changes_nothing(
    enter: Enter, deal: Deal, bureau: User, wrong: dict[str, Any], refusal: str
) -> None:
    client = enter(bureau)
    answer = client.post(PAGE, carried(client, PAGE) | WORDS | {"photo": photo()} | wrong)
    assert answer.status_code == 422
    assert refusal in words(answer)
    assert not Deal.objects.get(pk=deal.pk).cover_photo
    assert not StageEvent.objects.filter(deal=deal).exists()


def test_another_photo_takes_the_place_of_the_first_and_words_change_alone(
    enter: Enter, deal: Deal, bureau: User, django_capture_on_commit_callbacks: Any
) -> None:
    client = enter(bureau)
    client.post(PAGE, carried(client, PAGE) | WORDS | {"photo": photo()})
    first = str(Deal.objects.get(pk=deal.pk).cover_photo)
    client.post(PAGE, carried(client, PAGE) | WORDS | {"text": "Een plein"})
    stored = Deal.objects.get(pk=deal.pk)
    assert (stored.cover_photo.name, stored.cover_text) == (first, "Een plein")
    with django_capture_on_commit_callbacks(execute=True):
        client.post(PAGE, carried(client, PAGE) | WORDS | {"photo": photo("red")})
    assert str(Deal.objects.get(pk=deal.pk).cover_photo) != first
    assert not default_storage.exists(first)


def test_who_changes_a_photo_that_changed_meanwhile_is_told(enter: Enter, deal: Deal, bureau: User) -> None:
    client = enter(bureau)
    old = carried(client, PAGE)
    client.post(PAGE, old | WORDS | {"photo": photo()})
    assert client.post(PAGE, old | WORDS | {"photo": photo("red")}).status_code == 409


def test_a_photo_is_taken_away_after_a_question_and_a_report_keeps_it(
    enter: Enter, deal: Deal, bureau: User, django_capture_on_commit_callbacks: Any
) -> None:
    client, away = enter(bureau), f"{PAGE}weg/"
    assert client.get(away).status_code == 404
    client.post(PAGE, carried(client, PAGE) | WORDS | {"photo": photo()})
    stored = Deal.objects.get(pk=deal.pk)
    name = str(stored.cover_photo)
    frozen = take_snapshot(stored, year=2026, stage="concept", on=date(2026, 6, 14))
    assert "Nieuwe rapporten krijgen weer de getekende huizen" in words(client.get(away))
    with django_capture_on_commit_callbacks(execute=True):
        assert client.post(away, carried(client, away)).status_code == 302
    stored = Deal.objects.get(pk=deal.pk)
    assert (stored.cover_photo.name, stored.cover_text, stored.cover_credit) == ("", "", "")
    assert not default_storage.exists(name)
    assert StageEvent.objects.filter(deal=deal).count() == 2
    assert frozen["deal"]["cover"]["credit"] == "Jan Jansen, gemeente"
    assert "cover" not in take_snapshot(stored, year=2026, stage="concept", on=date(2026, 6, 14))["deal"]


def test_who_may_not_keep_the_look_gives_no_photo(enter: Enter, deal: Deal, overleg: User) -> None:
    assert enter(overleg).get(PAGE).status_code == 403
    assert enter(overleg).post(PAGE, WORDS | {"photo": photo()}).status_code == 403
