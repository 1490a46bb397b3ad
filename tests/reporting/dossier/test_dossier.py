"""The dossier of a report: complete for who asked, cut to what that person may see, and checked by its own hashes."""

import hashlib
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from pillars.evidence.attachment import attach
from pillars.measurements.models import Measurement
from regiodeal.covenant.documents.keeping import keep_document
from regiodeal.deals.models import Deal, Membership, Party, User
from regiodeal.deals.roles import Right, Role
from reporting import tasks
from reporting.building.models import BuildState
from reporting.dossier.models import Dossier
from reporting.dossier.parts import parts
from reporting.reports.models import AnnualReport
from reporting.rounds.models import Step
from tests.files.samples import PDF
from tests.pages import BASE
from tests.plugins.amending import asked, consent
from tests.plugins.deal import Enter, at
from tests.plugins.meetings import agreed
from tests.plugins.reports import print_of, shared, volunteers

pytestmark = pytest.mark.usefixtures("own_files")


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The dossiers that were sent to a worker."""
    ids: list[int] = []
    monkeypatch.setattr(tasks.build_dossier_archive, "delay", ids.append)
    return ids


@pytest.fixture
def filled(deal: Deal, bureau: User, reviewer: User) -> Deal:
    """A deal with minutes, documents, a secret of JenV, evidence, and a concept that was sent to the overleg."""
    agreed(deal, "2026-03-10", by=bureau, text="Wij spraken over de plinten.")
    jenv = Party.objects.get(deal=deal, code="JenV")
    secret = {"openness": "confidential", "requester": jenv, "ground": "Veiligheid"}
    for title, more in (("Plan", {}), ("Geheimwoord", secret)):
        values = {"title": title, "sort": "plan", "dated_on": "2026-04-01", **more}
        upload = SimpleUploadedFile(f"{title}.pdf", PDF + title.encode())
        keep_document(deal, upload=upload, by=bureau, at=at("2026-04-01"), values=values)
    volunteers(deal, 120, year=2025, by=bureau, reviewer=reviewer, approved_on="2026-05-01")
    upload = SimpleUploadedFile("../../lijst.csv", b"naam;aantal\n")
    attach(Measurement.objects.get(), upload=upload, by=bureau, at=at("2026-05-01"), values={"openness": "public"})
    shared(deal, by=bureau)
    return deal


def concept_of(deal: Deal) -> AnnualReport:
    """The concept that was sent to the overleg."""
    return AnnualReport.objects.get(deal=deal, steps__step=Step.SHARED)


def ask(deal: Deal, user: User) -> Dossier:
    """A dossier of the concept, made as a worker makes it."""
    dossier = Dossier.objects.create(report=concept_of(deal), requested_by=user, requested_at=timezone.now())
    tasks.build_dossier_archive(dossier.pk)
    dossier.refresh_from_db()
    return dossier


def archive(dossier: Dossier) -> ZipFile:
    """What is in it."""
    with dossier.file.open("rb") as file:
        content: bytes = file.read()
    assert hashlib.sha256(content).hexdigest() == dossier.sha256
    assert len(content) == dossier.size
    return ZipFile(BytesIO(content))


def test_everything_is_in_it_once_with_its_hash(filled: Deal, bureau: User) -> None:
    found = archive(ask(filled, bureau))
    names = found.namelist()
    assert len(names) == len(set(names))
    folders = {name.partition("/")[0] for name in names}
    assert folders >= {"0-convenant", "1-rapportage", "2-verslagen", "4-instemmingen", "5-documenten"}
    assert "6-bewijsstukken" in folders
    minutes = next(name for name in names if name.startswith("2-verslagen/"))
    assert "Wij spraken over de plinten." in found.read(minutes).decode()
    lines = found.read("SHA256SUMS.txt").decode().splitlines()
    hashes = {name: sha256 for sha256, _space, name in (line.partition("  ") for line in lines)}
    for name in set(names) - {"inhoud.csv", "SHA256SUMS.txt", "leesmij.txt"}:
        assert hashes[name] == hashlib.sha256(found.read(name)).hexdigest()
        assert name in found.read("inhoud.csv").decode()
    assert not [name for name in names if ".." in name or name.startswith("/")]


def test_the_same_dossier_twice_is_the_same_bytes(filled: Deal, bureau: User) -> None:
    assert ask(filled, bureau).sha256 == ask(filled, bureau).sha256


def test_what_is_closed_for_who_asks_is_not_in_it(filled: Deal, bureau: User, jenv: User, overleg: User) -> None:
    for user, knows in ((bureau, True), (jenv, True), (overleg, False)):
        found = archive(ask(filled, user))
        told = " ".join(found.namelist()) + found.read("inhoud.csv").decode()
        assert ("Geheimwoord" in told) == knows
        assert any(b"Geheimwoord" in found.read(name) for name in found.namelist()) == knows


def test_only_who_asked_for_it_knows_of_it(
    filled: Deal, bureau: User, overleg: User, enter: Enter, sent: list[int], django_capture_on_commit_callbacks: Any
) -> None:
    report = concept_of(filled)
    client = enter(overleg)
    for _press in range(2):
        with django_capture_on_commit_callbacks(execute=True):
            answer = client.post(f"{BASE}rapportage/{report.pk}/dossier/")
    dossier = Dossier.objects.get()
    assert sent == [dossier.pk]
    path = answer.headers["Location"]
    assert "staat in de rij" in client.get(path).content.decode()
    assert client.get(f"{path}bestand/").status_code == 404  # it is not there yet
    tasks.build_dossier_archive(dossier.pk)
    download: Any = client.get(f"{path}bestand/")
    assert b"".join(download.streaming_content)[:2] == b"PK"
    assert download.headers["Content-Disposition"].endswith('concept.zip"')
    for page in ("", "stand/", "bestand/"):
        assert enter(bureau).get(f"{path}{page}").status_code == 404
    dossier.refresh_from_db()
    dossier.file.storage.delete(str(dossier.file.name))
    assert client.get(f"{path}bestand/").status_code == 404


def got(client: Client, path: str) -> int:
    """The status of a download that is read to its end, so that its file is closed."""
    answer: Any = client.get(path)
    assert answer.status_code == 404 or b"".join(answer.streaming_content)
    return int(answer.status_code)


def moved(user: User, deal: Deal, role: Role, party: str | None = None) -> None:
    """Take every role of the user back and give this one."""
    user.memberships.all().delete()
    of = Party.objects.get(deal=deal, code=party) if party else None
    Membership.objects.create(user=user, deal=deal, role=role, party=of)


@pytest.mark.parametrize(("first", "then"), [("reviewer", Role.OVERLEG), ("jenv", Role.OVERLEG), ("jenv", Role.PARTY)])
def test_a_dossier_closes_when_its_owner_may_see_less_and_opens_again(
    filled: Deal, enter: Enter, request: pytest.FixtureRequest, first: str, then: Role
) -> None:
    user: User = request.getfixturevalue(first)
    (was,) = user.memberships.all()
    dossier = ask(filled, user)
    path, report = f"{BASE}rapportage/dossier/{dossier.pk}/", f"{BASE}rapportage/{dossier.report_id}/"
    client = enter(user)
    assert got(client, f"{path}bestand/") == 200
    moved(user, filled, then, "BZK" if then == Role.PARTY else None)
    for page in ("", "stand/", "bestand/"):
        assert client.get(f"{path}{page}").status_code == 404
    for verb in ("opnieuw/", "stoppen/"):
        assert client.post(f"{path}{verb}").status_code == 404
    assert "niet meer van u" in client.get(report).content.decode()
    assert path not in client.get(report).content.decode()
    was.pk = None
    was.role = Role.BUREAU if first == "reviewer" else was.role  # other rights, and not all of those of then
    user.memberships.all().delete()
    was.save()
    assert got(client, f"{path}bestand/") == (404 if first == "reviewer" else 200)


def test_a_dossier_of_before_this_was_kept_is_closed(filled: Deal, overleg: User, enter: Enter) -> None:
    dossier = ask(filled, overleg)
    Dossier.objects.update(made_with=None)
    assert enter(overleg).get(f"{BASE}rapportage/dossier/{dossier.pk}/bestand/").status_code == 404
    assert archive(ask(filled, overleg)).namelist()  # and another is made


def test_who_lost_the_role_meanwhile_gets_no_dossier(filled: Deal, overleg: User) -> None:
    dossier = Dossier.objects.create(report=concept_of(filled), requested_by=overleg, requested_at=timezone.now())
    overleg.memberships.all().delete()
    tasks.build_dossier_archive(dossier.pk)
    dossier.refresh_from_db()
    assert (dossier.state, str(dossier.file.name or "")) == (BuildState.FAILED, "")


def test_a_file_that_is_gone_is_told_and_stops_nothing(filled: Deal, bureau: User, own_files: Path) -> None:
    for path in (own_files / "evidence").iterdir():
        path.unlink()
    dossier = ask(filled, bureau)
    assert "het bestand ontbreekt" in archive(dossier).read("inhoud.csv").decode()


def test_what_a_lost_worker_left_goes_and_the_dossier_stays(filled: Deal, bureau: User) -> None:
    dossier = Dossier.objects.create(report=concept_of(filled), requested_by=bureau, requested_at=timezone.now())
    assert dossier.claim(at=timezone.now(), steps_total=2)
    left = default_storage.save(f"dossiers/{filled.slug}/{dossier.pk}/1/dossier.zip", ContentFile(b"half"))
    Dossier.objects.update(state=BuildState.QUEUED)  # as for a worker that gives no sign of life
    tasks.build_dossier_archive(dossier.pk)
    dossier.refresh_from_db()
    assert (dossier.state, dossier.attempts) == (BuildState.READY, 2)
    assert not default_storage.exists(left)
    assert archive(dossier).testzip() is None


def test_the_lists_of_a_dossier_open_in_a_spreadsheet_as_they_are(deal: Deal, bureau: User) -> None:
    """T11, T12: no byte order mark, `=HYPERLINK(...)` in quotes alone, and a day of UTC."""
    amendment = asked(deal, bureau)
    consent(amendment, "BZK", bureau, holder="=HYPERLINK(1)", statement="Café Şirin stemt in.")
    report = print_of(deal, by=bureau)
    found = {part.path: part for part in parts(report, {"rights": frozenset(Right), "parties": frozenset()})}
    text = found["4-instemmingen/instemmingen.csv"].open().read().decode()
    assert text.startswith("\ufeffwijziging;")
    assert ";'=HYPERLINK(1);" in text
    assert "Café Şirin stemt in." in text
