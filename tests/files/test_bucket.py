"""Files in a bucket of a real server of S3: given, got, imported, backed up and put back as those in a folder."""

import os
import tempfile
import urllib.error
import urllib.request
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import boto3
import pytest
from botocore.exceptions import IncompleteReadError
from django.core.exceptions import ImproperlyConfigured
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from pillars.measurements.models import Measurement
from regiodeal.config.environment import file_storages
from regiodeal.covenant.documents.models import Document
from regiodeal.deals.models import Deal, Party, User
from regiodeal.files.bucket import PART, _Streamed
from regiodeal.files.storage import streamed
from regiodeal.operations.checksums import checksum, faults
from regiodeal.operations.health import beat, readiness
from regiodeal.operations.nightly import last_backup
from regiodeal.operations.restores import unpack
from regiodeal.sheets.folder import Folder
from reporting.reports.models import ReportFile
from tests import services
from tests.environment import environment
from tests.finance.ledger_import.ledger import FIRST, SECOND, ledger, mapping_of
from tests.finance.ledger_import.ledger import entered as ledger_entered
from tests.operations.archives import archived
from tests.pillars.exchange.files import checked as figures_checked
from tests.pillars.exchange.files import entered as figures_entered
from tests.pillars.exchange.test_import_job import many
from tests.plugins.amending import document
from tests.plugins.deal import Enter, run
from tests.plugins.reports import make, print_of

ROOT = "/deals/den-haag-zuidwest-ii/"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """A server of S3."""
    with services.s3_server(tmp_path_factory.mktemp("s3") / "server") as told:
        yield told


def use(settings: Settings, told: dict[str, str]) -> None:
    """Let the portal keep its files there."""
    settings.S3_URL = told["S3_URL"]
    settings.STORAGES = settings.STORAGES | file_storages(environment(**told))


@pytest.fixture
def bucket(server: dict[str, str], settings: Settings, tmp_path: Path) -> Iterator[Any]:
    """An empty bucket that the portal uses, as its owner sees it."""
    settings.DATA_DIR, settings.MEDIA_ROOT = tmp_path, tmp_path / "files"
    use(settings, server)
    endpoint, _, name = server["S3_URL"].rpartition("/")
    keys = {"aws_access_key_id": server["S3_ACCESS_KEY"], "aws_secret_access_key": server["S3_SECRET_KEY"]}
    found = boto3.resource("s3", endpoint_url=endpoint, region_name="us-east-1", **keys).Bucket(name)
    yield found
    for each in found.objects.all():
        each.delete()


def keys(bucket: Any) -> list[str]:
    """The names of what is in the bucket."""
    return sorted(each.key for each in bucket.objects.all())


@pytest.mark.django_db
def test_a_document_is_given_and_got_through_the_portal_alone(
    bucket: Any, server: dict[str, str], deal: Deal, bureau: User, enter: Enter, tmp_path: Path
) -> None:
    content = b"%PDF-1.7\n1 0 obj\nendobj\n" + b"% rest\n" * 400_000 + b"trailer\n%%EOF\n"
    form = {"title": "Plan", "sort": "plan", "dated_on": "2026-01-15", "openness": "parties"}
    client = enter(bureau)
    answer = client.post(f"{ROOT}documenten/nieuw/", form | {"file": SimpleUploadedFile("plan.pdf", content)})
    assert answer.status_code == 302
    kept = Document.objects.get()
    assert keys(bucket) == [f"files/{kept.file.name}"]
    assert not list((tmp_path / "files").rglob("*"))
    address = f"{ROOT}documenten/{kept.pk}/bestand/"
    got = client.get(address)
    assert b"".join(got.streaming_content) == content  # type: ignore[attr-defined]
    assert "no-store" in got["Cache-Control"]
    assert Client().get(address).status_code == 302  # to the page where one signs in
    with pytest.raises(NotImplementedError):
        kept.file.url  # noqa: B018
    with pytest.raises(urllib.error.HTTPError, match="403"):
        urllib.request.urlopen(f"{server['S3_URL']}/files/{kept.file.name}", timeout=10)
    bucket.Object(f"files/{kept.file.name}").delete()
    assert client.get(address).status_code == 404
    assert list(faults(deal)) == [f"Document {kept.pk}: het bestand is weg"]


@pytest.mark.django_db
def test_files_of_figures_and_of_the_ledger_are_read_from_there(
    bucket: Any, deal: Deal, bureau: User, enter: Enter
) -> None:
    job = figures_checked(deal, bureau, many(1_200))
    assert keys(bucket) == [f"files/imports/{job.pk}/{name}" for name in ("alive", "changes", "done", "faults")]
    assert len(list(job.folder.changes(100, 110))) == 10
    assert timezone.now() - (job.folder.last_sign() or timezone.now()) < timedelta(minutes=5)
    job = figures_entered(deal, bureau, many(1_200))
    assert (job.state, Measurement.objects.count()) == ("entered", 1_200)
    assert Folder(job.pk) not in Folder.all()
    mapping = mapping_of(deal)
    content = ledger(FIRST, SECOND)
    kept = ledger_entered(mapping, bureau, content)
    with kept.file.open() as file:
        assert file.read() == content
    assert [key for key in keys(bucket) if "ledger" in key] == [f"files/{kept.file.name}"]
    data = {"try": "", "try_on": kept.pk, "version": mapping.version, "name": "Grootboek"}
    data |= {f"column-{name}": title for name, title in mapping.columns.items()}
    page = enter(bureau).post(f"{ROOT}financien/grootboek/koppelingen/{mapping.pk}/", data)
    assert page.context["trial"].row_count == 2


@pytest.mark.django_db
def test_a_report_is_kept_there_and_downloaded(bucket: Any, deal: Deal, bureau: User, enter: Enter) -> None:
    report = print_of(deal, by=bureau)
    left = default_storage.save(f"{report.folder}/9/half.pdf", SimpleUploadedFile("x", b"half"))
    make(report)
    names = {f"files/{name}" for name in report.files.values_list("file", flat=True)}
    assert set(keys(bucket)) == names
    assert f"files/{left}" not in names
    assert len(names) == len(ReportFile.Kind)
    answer = enter(bureau).get(f"{ROOT}rapportage/{report.pk}/bestand/pdf/")
    assert b"".join(answer.streaming_content) == f"pdf van {report}".encode()  # type: ignore[attr-defined]


@pytest.mark.django_db(transaction=True)
def test_a_backup_of_it_comes_back_and_what_was_there_stays_aside(
    bucket: Any, deal: Deal, bureau: User, tmp_path: Path
) -> None:
    kept = document(deal, bureau)
    archive, total = archived(tmp_path), checksum(deal).total
    assert keys(bucket) == [f"files/{kept.file.name}", "notes/last-backup.json"]
    noted = last_backup()
    assert noted
    assert noted.name == archive.name
    Party.objects.filter(deal=deal).update(name="Verkeerd")
    bucket.Object(f"files/{kept.file.name}").put(Body=b"weg")
    later = document(deal, bureau, "later")
    assert "gelijk aan de reservekopie" in run("restore", str(archive), "--force")
    assert checksum(Deal.objects.get(pk=deal.pk)).total == total
    assert list(faults(deal)) == []
    aside = {key.partition("/")[2]: bucket.Object(key).get()["Body"].read() for key in keys(bucket) if "before" in key}
    assert aside == {kept.file.name: b"weg", later.file.name: b"a;later"}
    assert [key for key in keys(bucket) if key.startswith("files/")] == [f"files/{kept.file.name}"]


@pytest.mark.django_db(transaction=True)
def test_a_large_file_is_backed_up_and_given_without_room_in_tmp(
    bucket: Any, deal: Deal, bureau: User, enter: Enter, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Under Docker /tmp is 64 MB of memory where a backup is made by hand, and each file was read twice."""
    content = b"%PDF-1.7\n" + os.urandom(PART) + os.urandom(PART) + b"%%EOF\n"
    kept = document(deal, bureau)
    bucket.Object(f"files/{kept.file.name}").put(Body=content)
    total, asked = checksum(deal).total, _Streamed._asked
    parts: list[str] = []

    def counted(one: _Streamed, places: str) -> bytes:
        parts.append(places)
        return asked(one, places)

    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "no room"))
    monkeypatch.setattr(_Streamed, "_asked", counted)
    manifest = unpack(archived(tmp_path), tmp_path / "unpacked")
    assert manifest.deals == {deal.slug: total}
    assert (tmp_path / "unpacked" / "files" / str(kept.file.name)).read_bytes() == content
    assert parts == [f"bytes=0-{PART - 1}", f"bytes={PART}-{2 * PART - 1}", f"bytes={2 * PART}-{len(content) - 1}"]
    got = enter(bureau).get(f"{ROOT}documenten/{kept.pk}/bestand/")
    assert b"".join(got.streaming_content) == content  # type: ignore[attr-defined]
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == []


@pytest.mark.django_db
def test_an_answer_that_breaks_off_is_asked_again_and_another_file_is_told(
    bucket: Any, deal: Deal, bureau: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept, asked = document(deal, bureau), _Streamed._asked
    name, total = str(kept.file.name), checksum(deal).total
    faults = iter([IncompleteReadError(actual_bytes=1, expected_bytes=9)] * 2)

    def broken(one: _Streamed, places: str) -> bytes:
        if fault := next(faults, None):
            raise fault
        return asked(one, places)

    monkeypatch.setattr(_Streamed, "_asked", broken)
    assert checksum(deal).total == total
    assert next(faults, None) is None
    with streamed(name) as opened:
        bucket.Object(f"files/{name}").put(Body=b"anders")
        with pytest.raises(OSError, match="de opslag antwoordt"):
            opened.read()


@pytest.mark.django_db(transaction=True)
def test_a_storage_that_does_not_answer_is_told_and_changes_nothing(
    server: dict[str, str], settings: Settings, deal: Deal, bureau: User, tmp_path: Path
) -> None:
    settings.DATA_DIR = tmp_path
    gone = server | {"S3_URL": f"http://127.0.0.1:{services.free_port()}/portaal"}
    client = Client(raise_request_exception=False)
    client.force_login(bureau)
    for told, why in (
        (gone, "de opslag antwoordt niet"),
        (server | {"S3_SECRET_KEY": "anders"}, "de opslag antwoordt 403"),
    ):
        use(settings, told)
        form = {"title": "Plan", "sort": "plan", "dated_on": "2026-01-15", "openness": "public"}
        answer = client.post(f"{ROOT}documenten/nieuw/", form | {"file": SimpleUploadedFile("a.csv", b"a;b")})
        assert (answer.status_code, answer["Retry-After"]) == (503, "60")
        assert "De bestanden zijn even niet te bereiken" in answer.content.decode()
        assert not Document.objects.exists()
        assert client.get(ROOT).status_code == 200
        is_ready, parts = readiness()
        assert is_ready
        assert why in parts["files"]
        (out := tmp_path / "out").mkdir(exist_ok=True)
        with pytest.raises(CommandError, match="opslag antwoordt"):
            run("backup", str(out))
        assert not list(out.iterdir())


@pytest.mark.django_db
def test_the_worker_is_heard_without_a_shared_folder(bucket: Any) -> None:
    beat()
    assert readiness()[1]["worker"] == "ok"
    assert keys(bucket) == ["notes/worker-heartbeat"]


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"S3_URL": "s3.example.nl/portaal"}, "S3_URL is not like"),
        ({"S3_URL": "https://s3.example.nl"}, "S3_URL is not like"),
        ({"S3_URL": "https://sleutel:geheim@s3.example.nl/portaal"}, "S3_URL is not like"),
        ({"S3_SECRET_KEY": ""}, "without S3_ACCESS_KEY and S3_SECRET_KEY"),
    ],
)
def test_half_of_a_storage_is_refused(changed: dict[str, str], told: str) -> None:
    whole = {"S3_URL": "https://s3.example.nl/portaal", "S3_ACCESS_KEY": "sleutel", "S3_SECRET_KEY": "geheim"}
    options = file_storages(environment(**whole))["default"]["OPTIONS"]
    assert (options["endpoint_url"], options["bucket_name"]) == ("https://s3.example.nl", "portaal")
    with pytest.raises(ImproperlyConfigured, match=told) as refused:
        environment(**whole | changed)
    assert "geheim" not in str(refused.value)
