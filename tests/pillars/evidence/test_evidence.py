"""Evidence: known by its content, kept outside the web, and given only to who may see its record."""

import io
import re
import zipfile
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.test import Client
from PIL import Image

from pillars.agreed.models import OutcomeIndicator
from pillars.evidence.attachment import attach
from pillars.evidence.models import Evidence
from pillars.explanations.models import Explanation
from pillars.measurements.models import Measurement
from pillars.outcomes.models import OutcomeMeasurement, OutcomeSource
from regiodeal.deals.models import Deal, Party, User
from regiodeal.deals.roles import Role
from regiodeal.files.kinds import FileKind, UnreadableFileError, kind_of, safe_name
from tests.files.samples import PDF
from tests.pages import BASE, words
from tests.plugins.deal import Enter, at, person
from tests.plugins.figures import indicator_of, measure, target_on

pytestmark = pytest.mark.usefixtures("own_files")


def office(*names: str, size: int = 10) -> bytes:
    """A package of parts with these names."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        for name in names:
            package.writestr(name, b"0" * size)
    return buffer.getvalue()


def open_document(kind: str, *names: str) -> bytes:
    """A file of LibreOffice: its first part says what it is."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        package.writestr("mimetype", f"application/vnd.oasis.opendocument.{kind}")
        for name in ("content.xml", *names):
            package.writestr(name, "<x/>", zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def picture(kind: str) -> bytes:
    """A small picture, made by a program."""
    buffer = io.BytesIO()
    Image.new("RGB", (8, 8)).save(buffer, kind)
    return buffer.getvalue()


PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + b"\x00\x00\x00\x08" * 2 + b"\x00" * 12 + b"IEND\xaeB`\x82"
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF" + b"\x00" * 10 + b"\xff\xc0\x00\x0b\x08\x00\x08\x00\x08\x01\x01\x11\x00\xff\xd9"
XLSX = office("[Content_Types].xml", "xl/workbook.xml")
DOCX = office("[Content_Types].xml", "word/document.xml")
PPTX = office("[Content_Types].xml", "ppt/presentation.xml")
MAIL = b"From: Noor <noor@voorbeeld.test>\r\nDate: Mon, 4 May 2026 10:00:00 +0200\r\nSubject: Telling\r\n\r\nHet is 9."
GIF = picture("GIF")
WEBP = picture("WEBP")
OPEN_DOCUMENTS = {"text": "odt", "spreadsheet": "ods", "presentation": "odp"}
CSV = "plek;uren\nDe Linde;40\nCafé;12\n".encode()


@pytest.fixture
def figure(deal: Deal, bureau: User, reviewer: User) -> Measurement:
    """An approved figure."""
    return measure(deal, indicator_of(deal, "1.1.1.g-1"), 84, "2025-12-31", by=bureau, year=2025, approved_by=reviewer)


def post(client: Client, figure: Measurement, name: str = "lijst.pdf", content: bytes = PDF, **fields: Any) -> Any:
    """Post the upload form of a figure."""
    data = {"file": SimpleUploadedFile(name, content), "openness": "parties", "ground": "", "requester": "", **fields}
    return client.post(f"{BASE}metingen/{figure.pk}/bewijs/", {f"bewijs-{key}": value for key, value in data.items()})


# --- What a file is ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        *((PDF, "pdf"), (PNG, "png"), (JPEG, "jpg"), (XLSX, "xlsx"), (DOCX, "docx"), (CSV, "csv")),
        *((PPTX, "pptx"), (MAIL, "eml"), (GIF, "gif"), (WEBP, "webp")),
        *((open_document(name), kind) for name, kind in OPEN_DOCUMENTS.items()),
    ],
)
def test_a_file_is_known_by_its_content(content: bytes, kind: str) -> None:
    assert kind_of(io.BytesIO(content)) == kind


@pytest.mark.parametrize(
    "content",
    [
        b"MZ\x90\x00",  # a program
        b"<!doctype html><script>alert(1)</script>;,",
        b"  <svg onload=alert(1)>;</svg>",
        b"%PDF-1.7 cut off",
        PNG[:30],
        JPEG[:-2],
        XLSX[:-40],
        b"PK\x03\x04 no package",
        office("a.txt"),
        office("[Content_Types].xml", "xl/workbook.xml", "xl/vbaProject.bin"),
        office("[Content_Types].xml", "xl/workbook.xml", size=150_000_000),  # some kilobytes that unpack to 300 MB
        open_document("text", "Basic/Standard/Module1.xml"),  # with macros
        open_document("formula"),
        b"From: iemand\n\nzonder dag",
        b"GIF89a\xff\xff\xff\xff",  # more pixels than any picture
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"0" * 600,  # a message of Outlook
        b"een zin zonder cellen",
        b"a;b\n\x00\n",
        b"a;b\n\xff\xfe\n",
    ],
    ids=range(19),
)
def test_what_is_something_else_is_refused(content: bytes) -> None:
    with pytest.raises(UnreadableFileError):
        kind_of(io.BytesIO(content))


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\map\\Lijst 2025 (v2).PDF", "Lijst 2025 (v2).pdf"),
        ("Coördinatoren.pdf", "Coördinatoren.pdf"),
        ('a"b\r\nSet-Cookie: x.pdf', "a_b_Set-Cookie_ x.pdf"),
        ("\u202efdp.exe.pdf", "fdp.exe.pdf"),
        ("..pdf", "bestand.pdf"),
        ("x" * 400 + ".pdf", "x" * 120 + ".pdf"),
    ],
)
def test_a_name_is_safe_to_give_back(name: str, shown: str) -> None:
    assert safe_name(name, FileKind.PDF) == shown


# --- Adding -----------------------------------------------------------------------------------------------------------


def test_a_file_is_added_to_a_figure_and_given_back_as_it_was(
    at_work: Client, figure: Measurement, own_files: Path
) -> None:
    assert post(at_work, figure, "Lijst van 84.pdf").headers["Location"] == f"{BASE}metingen/{figure.pk}/#bewijs"
    page = at_work.get(f"{BASE}metingen/{figure.pk}/").content.decode()
    assert "Lijst van 84.pdf" in page
    assert "Er mogen geen persoonsgegevens in staan" in page
    evidence = Evidence.objects.get()
    response = at_work.get(f"{BASE}bewijs/{evidence.pk}/")
    assert b"".join(response) == PDF
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == 'attachment; filename="Lijst van 84.pdf"'
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response["Content-Security-Policy"]
    assert [path.name for path in (own_files / "evidence").iterdir()] == [Path(str(evidence.file.name)).name]
    assert "Lijst" not in str(evidence.file.name)


@pytest.mark.parametrize(
    ("upload", "message"),
    [
        ({"content": b"geen pdf"}, "Dit is geen volledige PDF"),
        ({"content": XLSX}, "De inhoud is Excel (XLSX), maar de naam eindigt op &#x27;.pdf&#x27;."),
        ({"name": "lijst.exe"}, "De inhoud is PDF"),
        ({"content": b""}, "leeg"),
        ({"content": PDF + b"0" * 2000}, "Dit bestand is groter dan"),
        ({"openness": "confidential"}, "Schrijf op waarom dit vertrouwelijk is."),
        ({"openness": "confidential"}, "Kies de Partij die erom vroeg."),
        ({"openness": "geheim"}, "Selecteer een geldige keuze."),
    ],
)
def test_what_is_not_taken_is_told_and_nothing_is_kept(
    at_work: Client, figure: Measurement, own_files: Path, settings: Any, upload: dict[str, Any], message: str
) -> None:
    settings.LARGEST_FILE = 2000
    response = post(at_work, figure, **upload)
    assert response.status_code == 422
    assert message in response.content.decode()
    assert not Evidence.objects.exists()
    assert not (own_files / "evidence").exists()


def test_several_files_are_added_at_once_and_one_that_is_refused_keeps_none_back(
    at_work: Client, figure: Measurement
) -> None:
    """Entry 24: dropped on a row of the grid, or chosen together on the page of the figure."""
    files = [SimpleUploadedFile("lijst.pdf", PDF), SimpleUploadedFile("telling.eml", MAIL)]
    wrong = SimpleUploadedFile("plan.odt", PDF)
    address = f"{BASE}metingen/{figure.pk}/bewijs/"
    answer = at_work.post(address, {"bewijs-file": [*files, wrong]}, headers={"accept": "application/json"}).json()
    assert answer["added"] == ["lijst.pdf", "telling.eml"]
    assert [each["name"] for each in answer["refused"]] == ["plan.odt"]
    assert "de naam eindigt op '.odt'" in answer["refused"][0]["reason"]
    assert set(Evidence.objects.values_list("name", "openness")) == {
        ("lijst.pdf", "parties"),
        ("telling.eml", "parties"),
    }
    more = [SimpleUploadedFile("a.csv", CSV), SimpleUploadedFile("b.docx", DOCX)]
    text = at_work.post(address, {"bewijs-file": more, "bewijs-openness": "public"}, follow=True).content.decode()
    assert "Toegevoegd: a.csv, b.docx." in text
    assert Evidence.objects.filter(openness="public").count() == 2


def test_the_same_file_is_added_once(at_work: Client, figure: Measurement) -> None:
    post(at_work, figure)
    assert "staat hier al bij" in post(at_work, figure, "kopie.pdf").content.decode()


def test_only_who_enters_progress_adds(
    deal: Deal, figure: Measurement, reviewer: User, jenv: User, enter: Enter
) -> None:
    for user in (reviewer, jenv):
        assert post(enter(user), figure).status_code == 403
        assert "Bewijs toevoegen" not in enter(user).get(f"{BASE}metingen/{figure.pk}/").content.decode()


# --- Who may see ------------------------------------------------------------------------------------------------------


@pytest.fixture
def keep(deal: Deal, bureau: User) -> Callable[..., Evidence]:
    """Attach a file to a record."""

    def attached(record: Measurement, openness: str = "parties", requester: str | None = None) -> Evidence:
        party = Party.objects.get(deal=deal, code=requester) if requester else None
        values = {"openness": openness, "requester": party, "ground": "Bedrijfsgegevens" if party else ""}
        return attach(record, upload=SimpleUploadedFile("a.pdf", PDF), by=bureau, at=at("2026-01-05"), values=values)

    return attached


def sees(client: Client, evidence: Evidence) -> bool:
    """Whether the file is given, and named on the page of its record."""
    response = client.get(f"{BASE}bewijs/{evidence.pk}/")
    assert response.status_code in {200, 404}
    return response.status_code == 200 and b"".join(response) == PDF


@pytest.mark.parametrize(
    ("role", "party", "is_seen"),
    [
        (Role.BUREAU, None, True),
        (Role.TREASURER, None, True),
        (Role.PARTY, "JenV", True),
        (Role.PARTY, "EZK", False),
        (Role.BZK, "BZK", False),
        (Role.OVERLEG, None, False),
        (Role.ADMINISTRATOR, None, False),
    ],
)
def test_what_is_confidential_is_for_insiders_and_the_party_that_asked(
    figure: Measurement, keep: Callable[..., Evidence], enter: Enter, role: Role, party: str | None, is_seen: bool
) -> None:
    evidence = keep(figure, "confidential", "JenV")
    client = enter(person(figure.indicator.deal, "Lezer", role, party))
    assert sees(client, evidence) == is_seen
    assert ("a.pdf" in client.get(f"{BASE}metingen/{figure.pk}/").content.decode()) == is_seen


def test_what_is_for_the_parties_is_for_who_sees_the_deal(
    figure: Measurement, keep: Callable[..., Evidence], bzk: User, overleg: User, outsider: User, enter: Enter
) -> None:
    evidence = keep(figure)
    assert [sees(enter(user), evidence) for user in (bzk, overleg, outsider)] == [True, True, False]
    assert Client().get(f"{BASE}bewijs/{evidence.pk}/").status_code == 302


def test_the_evidence_of_a_figure_under_review_is_not_known_to_the_parties(
    deal: Deal, bureau: User, reviewer: User, jenv: User, enter: Enter, keep: Callable[..., Evidence]
) -> None:
    waiting = measure(deal, indicator_of(deal, "1.1.1.g-2"), 10, "2025-12-31", by=bureau, year=2025)
    evidence = keep(waiting, "public")
    assert [sees(enter(user), evidence) for user in (reviewer, jenv)] == [True, False]


def test_confidential_without_a_ground_is_refused_by_the_database(
    figure: Measurement, keep: Callable[..., Evidence]
) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        keep(figure, "confidential")


@pytest.fixture
def other(enter: Enter, reviewer: User) -> Client:
    """A second person with a browser."""
    return enter(reviewer)


# --- Removing ---------------------------------------------------------------------------------------------------------


def test_a_file_with_names_in_it_goes_and_the_reason_stays(
    at_work: Client,
    figure: Measurement,
    keep: Callable[..., Evidence],
    own_files: Path,
    other: Client,
    django_capture_on_commit_callbacks: Any,
) -> None:
    """Money 6, neighbour: the evidence of an approved figure goes by two people too."""
    evidence = keep(figure)
    address = f"{BASE}bewijs/{evidence.pk}/verwijderen/"
    assert "a.pdf" in at_work.get(address).content.decode()
    assert at_work.post(address, {"reason": ""}).status_code == 422
    with django_capture_on_commit_callbacks(execute=True):
        assert at_work.post(address, {"reason": "Namen van bewoners"}).status_code == 302
        assert b"".join(at_work.get(f"{BASE}bewijs/{evidence.pk}/")) == PDF  # another person decides
        seen = re.search(r'name="seen" value="([0-9a-f]+)"', other.get(address).content.decode())
        assert seen is not None
        assert other.post(address, {"seen": seen[1]}).status_code == 302
    assert list((own_files / "evidence").iterdir()) == []
    assert at_work.get(f"{BASE}bewijs/{evidence.pk}/").status_code == 404
    assert at_work.get(address).status_code == 404
    assert "Namen van bewoners" in at_work.get(f"{BASE}metingen/{figure.pk}/").content.decode()


def test_the_parties_remove_nothing(
    figure: Measurement, keep: Callable[..., Evidence], jenv: User, reviewer: User, enter: Enter
) -> None:
    evidence = keep(figure)
    for user in (jenv, reviewer):
        assert enter(user).post(f"{BASE}bewijs/{evidence.pk}/verwijderen/", {"reason": "x"}).status_code == 403
    evidence.refresh_from_db()
    assert evidence.removed_at is None


def test_a_file_that_is_gone_from_the_disk_is_not_found(
    at_work: Client, figure: Measurement, keep: Callable[..., Evidence]
) -> None:
    evidence = keep(figure)
    evidence.file.storage.delete(str(evidence.file.name))
    assert at_work.get(f"{BASE}bewijs/{evidence.pk}/").status_code == 404


def test_an_outcome_figure_and_an_explanation_have_evidence_as_a_figure_has(
    deal: Deal, figure: Measurement, bureau: User, reviewer: User, enter: Enter
) -> None:
    """On their pages, by search, open or not as its record is, and with one file once."""
    source = OutcomeSource.objects.get(deal=deal, code="leefbaarometer")
    indicator = OutcomeIndicator.objects.get(deal=deal, code="onveilig-gevoel")
    content = {"year": 2024, "value": Decimal(31), "source": source}
    outcome = OutcomeMeasurement.enter(by=bureau, at=at("2025-05-01"), reason="", indicator=indicator, **content)
    told = target_on(deal, "1.1.1.g-1", "2026-03-01")
    stands = {"about_value": told.outcome.value, "about_status": told.outcome.status}
    why = Explanation.begin(by=bureau, at=at("2026-02-01"), target=told.target, text="Twee vielen uit.", **stands)
    party = person(deal, "Olga", Role.OVERLEG)
    for kind, row, page in (
        ("maatschappelijk", outcome, f"{BASE}maatschappelijk/{outcome.pk}/"),
        ("uitleg", why, f"{BASE}afwijkingen/1.1.1.g-1/"),
    ):
        sent = {"bewijs-file": SimpleUploadedFile(f"{kind}.pdf", PDF), "bewijs-openness": "parties"}
        done = enter(bureau).post(f"{BASE}{kind}/{row.pk}/bewijs/", sent)
        assert done.headers["Location"] == f"{page}#bewijs"
        evidence = row.evidence.get()
        file = f"{BASE}bewijs/{evidence.pk}/"
        assert file in enter(bureau).get(page).content.decode()
        assert file not in enter(party).get(page).content.decode()
        assert enter(party).get(file).status_code == 404
        row.submit(by=bureau, at=at("2026-02-02"))
        row.approve(by=reviewer, at=at("2026-02-03"))
        assert file in enter(party).get(page).content.decode()
        assert enter(party).get(file).getvalue() == PDF
        found = words(enter(party).get(f"{BASE}zoeken/", {"q": f"{kind}.pdf"}))
        assert f"{kind}.pdf" in found
    assert enter(party).post(f"{BASE}uitleg/{why.pk}/bewijs/", {}).status_code == 403


def test_an_older_explanation_keeps_its_files_on_the_page(
    deal: Deal, figure: Measurement, bureau: User, reviewer: User, enter: Enter
) -> None:
    told = target_on(deal, "1.1.1.g-1", "2026-03-01")
    for text, value in (("Eerst dit.", Decimal(1)), ("Toen dat.", told.outcome.value)):
        why = Explanation.begin(
            by=bureau,
            at=at("2026-02-01"),
            target=told.target,
            text=text,
            about_value=value,
            about_status=told.outcome.status,
        )
        upload = SimpleUploadedFile(f"{text}pdf", PDF)
        attach(why, upload=upload, by=bureau, at=at("2026-02-01"), values={"openness": "parties"})
        why.submit(by=bureau, at=at("2026-02-02"))
        why.approve(by=reviewer, at=at("2026-02-03"))
    page = enter(bureau).get(f"{BASE}afwijkingen/1.1.1.g-1/")
    for file in Evidence.objects.filter(explanation__isnull=False):
        assert f"{BASE}bewijs/{file.pk}/" in page.content.decode()
