"""Documents of the deal, the core message in versions, and publications."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.test import Client

from regiodeal.covenant.documents.models import CoreMessage, Document, Publication, core_message
from regiodeal.covenant.meetings.models import Meeting
from regiodeal.deals.models import Deal, User
from reporting.snapshot.take import take_snapshot
from tests.files.samples import PDF
from tests.pages import BASE, send, words_at
from tests.plugins.deal import Enter, at


def upload(client: Client, content: bytes = PDF, name: str = "plan.pdf", **fields: Any) -> Any:
    """Post the form of a document."""
    data = {"file": SimpleUploadedFile(name, content), "title": "Communicatieplan", "sort": "plan"}
    data |= {"dated_on": "2026-01-15", "openness": "public"}
    return client.post(f"{BASE}documenten/nieuw/", data | fields)


def test_a_document_is_kept_found_and_given_back(
    at_work: Client, meeting: Meeting, overleg: User, enter: Enter
) -> None:
    assert upload(at_work, meeting=str(meeting.pk)).status_code == 302
    row, reader = Document.objects.get(), enter(overleg)
    for path in ("documenten/", "documenten/?soort=plan", f"overleg/{meeting.pk}/", "communicatie/"):
        assert "Communicatieplan" in words_at(reader, path), path
    assert "Besproken in Rijk-Regio-overleg" in words_at(reader, "communicatie/")
    response = reader.get(f"{BASE}documenten/{row.pk}/bestand/")
    assert b"".join(response) == PDF
    assert response["Content-Disposition"] == 'attachment; filename="plan.pdf"'
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response["Content-Security-Policy"]
    assert str(row.file.name).startswith("documents/")


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"content": b"<html>geen pdf</html>"}, "Dit is geen volledige PDF"),
        ({"name": "plan.exe"}, "De inhoud is PDF"),
        ({"openness": "confidential"}, "Kies de Partij die erom vroeg."),
        ({"dated_on": "2099-01-01"}, "Deze dag is nog niet geweest."),
        ({"title": ""}, "Dit veld is verplicht."),
    ],
)
def test_what_is_not_taken_is_told(at_work: Client, deal: Deal, fields: dict[str, Any], message: str) -> None:
    response = upload(at_work, **fields)
    assert response.status_code == 422
    assert message in response.content.decode()
    assert not Document.objects.exists()


def test_the_same_document_comes_once_and_the_parties_add_nothing(
    at_work: Client, deal: Deal, jenv: User, enter: Enter
) -> None:
    upload(at_work)
    assert "staat al bij de documenten" in upload(at_work).content.decode()
    assert upload(enter(jenv), PDF + b"\n%%EOF\n").status_code == 403


def test_a_file_goes_and_the_reason_stays(
    at_work: Client, deal: Deal, own_files: Path, django_capture_on_commit_callbacks: Any
) -> None:
    upload(at_work)
    row = Document.objects.get()
    path = f"{BASE}documenten/{row.pk}/verwijderen/"
    with django_capture_on_commit_callbacks(execute=True):
        assert send(at_work, path, {"reason": "Namen van bewoners"}).status_code == 302
    assert list((own_files / "documents").iterdir()) == []
    assert at_work.get(f"{BASE}documenten/{row.pk}/bestand/").status_code == 404
    assert "Namen van bewoners" in words_at(at_work, f"documenten/{row.pk}/")
    assert send(at_work, path, {"reason": "Nog eens"}).status_code == 409


def test_the_core_message_has_versions_and_the_covenants_words_are_the_first(
    at_work: Client, deal: Deal, bureau: User
) -> None:
    first = core_message(deal, on=date(2026, 1, 1))
    assert (first.version, first.text) == (1, deal.core_message)
    path = f"{BASE}communicatie/kernboodschap/"
    assert send(at_work, path, {"text": "Korter", "valid_from": "2026-02-01"}).status_code == 302
    assert [core_message(deal, on=date(2026, day, 1)).text for day in (1, 2)] == [deal.core_message, "Korter"]
    assert send(at_work, path, {"text": "Terug", "valid_from": "2025-01-01"}).status_code == 409
    text = words_at(at_work, "communicatie/?op=2026-01-31")
    assert "Versie 1, geldt vanaf 2 november 2023" in text
    said = [
        take_snapshot(deal, year=2026, stage="concept", on=day)["deal"] for day in (date(2026, 1, 31), date(2026, 2, 1))
    ]
    assert [(row["core_message"], row["core_message_article"]) for row in said] == [
        (deal.core_message, "9 lid 1"),
        ("Korter", ""),
    ]
    values = {"valid_from": date(2026, 1, 1), "text": "x", "written_by": bureau, "written_at": at("2026-01-01")}
    with pytest.raises(IntegrityError), transaction.atomic():
        CoreMessage.objects.create(deal=deal, version=1, **values)


def test_a_publication_in_the_staatscourant(at_work: Client, deal: Deal, overleg: User, enter: Enter) -> None:
    data = {"subject": "deal", "title": "Regio Deal", "number": "Stcrt. 0000, 1", "published_on": "2023-12-01"}
    assert at_work.post(f"{BASE}communicatie/publicaties/nieuw/", data).status_code == 302
    assert "Stcrt. 0000, 1" in words_at(enter(overleg), "communicatie/")
    row = Publication.objects.get()
    path = f"{BASE}communicatie/publicaties/{row.pk}/"
    changed = data | {"number": "Stcrt. 0000, 2", "version": "1"}
    assert at_work.post(path, changed | {"url": "javascript:alert(1)"}).status_code == 422
    assert at_work.post(path, changed).status_code == 302
    assert at_work.post(path, changed).status_code == 409
    assert enter(overleg).get(path).status_code == 403
