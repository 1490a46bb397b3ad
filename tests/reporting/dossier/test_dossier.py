"""The dossier of a report: complete for who asked, cut to what that person may see, and checked by its own hashes."""

import hashlib
from datetime import date
from decimal import Decimal
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

from finance.grants.models import GrantCondition
from pillars.evidence.attachment import attach
from pillars.measurements.models import Measurement
from pillars.projects.models import Project
from regiodeal.covenant.documents.keeping import keep_document
from regiodeal.covenant.meetings.models import ActionItem, Attendance
from regiodeal.deals.models import Deal, Membership, Party, User
from regiodeal.deals.roles import Right, Role
from reporting import tasks
from reporting.building.models import BuildState
from reporting.dossier.models import Dossier
from reporting.dossier.parts import parts
from reporting.reports.models import AnnualReport
from reporting.rounds.models import Step
from tests.files.samples import PDF
from tests.finance.grants.conftest import Begin, Give, Settle, begin, give, settle  # noqa: F401 (fixtures)
from tests.pages import BASE
from tests.plugins.amending import asked, consent
from tests.plugins.deal import Enter, at
from tests.plugins.meetings import agreed, decide, held
from tests.plugins.reports import print_of, shared, volunteers

pytestmark = pytest.mark.usefixtures("own_files")
TABLES = ("projecten", "beschikkingen", "voorwaarden", "vaststellingen")


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


def test_projects_stand_in_it_as_of_the_date_of_the_report(
    filled: Deal,
    bureau: User,
    overleg: User,
    begin: Begin,  # noqa: F811
    give: Give,  # noqa: F811
    settle: Settle,  # noqa: F811
) -> None:
    """Issue 16: the list, the grants and the settlements; what was decided later is not in it."""
    open_one = begin("P-01", title="Samen aan tafel")
    grant = give(open_one, {"A-rijk": "1000.50", "A-regio": "500.00"}, conditions="Meld elke maand wie er mee-eet.")
    check = {"kind": "legal_check", "text": "Staatssteun", "done_on": date(2025, 3, 1), "outcome": "Geen steun"}
    GrantCondition(grant=grant).enter(by=bureau, at=at("2025-03-01"), values=check)
    settle(open_one, {"A-rijk": "900.00"}, on="2026-03-01", claimed_back=Decimal("100.50"))
    secret = begin("P-02", title="Geheimproject", openness="confidential")
    give(secret, {"A-rijk": "70.00"}, on="2025-03-01")
    give(begin("P-03", title="Later"), {"A-rijk": "60.00"}, on="2026-10-01")
    assert concept_of(filled).reference_date.isoformat() < "2026-10-01"
    found = archive(ask(filled, bureau))
    told = {name: found.read(f"7-projecten/{name}.csv").decode("utf-8-sig") for name in TABLES}
    assert "P-01;Samen aan tafel;1.1.1;;vastgesteld;0;1500,5;0;0;0;900;0" in told["projecten"]
    assert "P-02;Geheimproject" in told["projecten"]
    assert "buiten projecten" in told["projecten"]
    granted = told["beschikkingen"].splitlines()
    assert len(granted) == 1 + 2 + 1
    assert "01-02-2025;A-rijk;1000,5;;;Mandaatregeling;Meld elke maand wie er mee-eet." in told["beschikkingen"]
    assert ";Staatssteun;;01-03-2025;Geen steun" in told["voorwaarden"]
    assert "01-03-2026;A-rijk;900;100,5;" in told["vaststellingen"]
    found = archive(ask(filled, overleg))
    for name in TABLES:
        assert "Geheimproject" not in found.read(f"7-projecten/{name}.csv").decode()
    assert "Een vertrouwelijk project" in found.read("7-projecten/projecten.csv").decode()


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
    report = print_of(deal, by=bureau, when="2026-07-20")
    text = read(report, "4-instemmingen/instemmingen.csv")
    assert text.startswith("\ufeffwijziging;")
    assert ";'=HYPERLINK(1);" in text
    assert "Café Şirin stemt in." in text


def read(report: AnnualReport, path: str, rights: frozenset[Right] = frozenset(Right), asker: int = 0) -> str:
    """The text of one file of the dossier for somebody with these rights."""
    found = {part.path: part for part in parts(report, {"rights": rights, "parties": frozenset()}, asker=asker)}
    text: bytes = found[path].open().read()
    return text.decode()


def test_the_minutes_tell_who_was_there_and_what_was_decided(deal: Deal, bureau: User, overleg: User) -> None:
    """F41: the minutes of a dossier had no attendance and no decisions."""
    meeting = held(deal, "2026-03-10", by=bureau)
    Attendance.objects.create(meeting=meeting, name="A. Voorbeeld", capacity="Gemeente", presence="present")
    decide(meeting, "De plinten gaan door", by=bureau, text="Met de corporaties.")
    secret = decide(meeting, "Geheimwoord", by=bureau, secret_for="JenV")
    task = {"text": "Bel de politie", "owner": overleg, "due_on": date(2026, 12, 1), "decision": secret}
    ActionItem(meeting=meeting).enter(by=bureau, at=at("2026-03-10"), values=task)
    meeting.draft_minutes("Wij spraken over de plinten.", by=bureau, at=at("2026-03-10"), version=meeting.version)
    meeting.agree_minutes(on=date(2026, 3, 10), by=bureau, at=at("2026-03-10"))
    report = print_of(deal, by=bureau)
    told = read(report, "2-verslagen/2026-03-10-verslag-1.txt")
    assert "- A. Voorbeeld (Gemeente): aanwezig" in told
    assert "De plinten gaan door. Met de corporaties." in told
    assert "Geheimwoord" in told
    assert "Bel de politie" in told
    for asker, has_task in ((overleg.pk, True), (bureau.pk, False)):  # what one has to do oneself, one may know
        told = read(report, "2-verslagen/2026-03-10-verslag-1.txt", frozenset(), asker)
        assert "Geheimwoord" not in told
        assert ("Bel de politie" in told) is has_task


def test_what_is_told_of_projects_is_as_it_was_and_of_a_closed_decision_no_more_than_that_it_is_one(
    deal: Deal,
    bureau: User,
    begin: Begin,  # noqa: F811
    give: Give,  # noqa: F811
    settle: Settle,  # noqa: F811
) -> None:
    """Its conditions and the names of projects were those of today, and each reader read the secret of JenV."""
    meeting = held(deal, "2025-01-20", by=bureau)
    secret = decide(meeting, "Geheimwoord", by=bureau, secret_for="JenV")
    project = begin("P-01", title="Samen aan tafel")
    grant = give(project, {"A-rijk": "1000.00"}, decision=secret)
    settle(project, {"A-rijk": "900.00"}, decision=decide(meeting, "Gewoon besluit", by=bureau))
    asks, later = GrantCondition(grant=grant), GrantCondition(grant=grant)
    asks.enter(by=bureau, at=at("2025-03-01"), values={"kind": "other", "text": "Meld wie er mee-eet"})
    report = print_of(deal, by=bureau)
    after = at("2026-10-01")
    asks.revise(by=bureau, at=after, values={"text": "Meld niets", "done_on": date(2026, 9, 1)}, version=asks.version)
    later.enter(by=bureau, at=after, values={"kind": "other", "text": "Later gevraagd"})
    Project.objects.filter(pk=project.pk).update(state="finished")  # a settled one has no other name any more
    project.refresh_from_db()
    project.revise(by=bureau, at=after, values={"title": "Nieuwe naam"}, version=project.version)
    for rights, knows in ((frozenset(Right), True), (frozenset({Right.SEE_DEAL}), False)):
        told = {name: read(report, f"7-projecten/{name}.csv", rights) for name in TABLES}
        assert ("Geheimwoord" in told["beschikkingen"]) is knows
        assert ("een vertrouwelijk besluit" in told["beschikkingen"]) is not knows
        assert "Gewoon besluit" in told["vaststellingen"]
        assert "Meld wie er mee-eet;;;" in told["voorwaarden"]
        assert not [text for text in told.values() if "Later gevraagd" in text or "Nieuwe naam" in text]


def test_a_dossier_has_no_consent_of_after_its_day(deal: Deal, bureau: User) -> None:
    """F41: the dossier of 7 July held the consents of November."""
    consent(asked(deal, bureau), "BZK", bureau, statement="Te laat voor dit dossier.")
    report = print_of(deal, by=bureau)
    for day_of_report, is_there in ((date(2026, 7, 9), False), (date(2026, 7, 10), True)):
        report.reference_date = day_of_report
        assert ("Te laat" in read(report, "4-instemmingen/instemmingen.csv")) is is_there
