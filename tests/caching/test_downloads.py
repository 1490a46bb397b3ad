"""The file of a report that one has is not sent again, to nobody else, and not once it is another."""

from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from regiodeal.deals.models import Deal, Membership, User
from regiodeal.deals.roles import Role
from reporting.reports.models import AnnualReport, ReportFile
from tests.caching.test_etags import again
from tests.plugins.deal import Enter
from tests.plugins.reports import print_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def file(deal: Deal, bureau: User) -> ReportFile:
    """Give a file of a report that is ready, without making it."""
    report = print_of(deal, by=bureau)
    AnnualReport.objects.filter(pk=report.pk).update(state=AnnualReport.State.READY)
    return ReportFile.objects.create(report=report, kind="json", file="reports/none.json", sha256="a" * 64, size=1)


def path_of(file: ReportFile) -> str:
    return f"/deals/{file.report.deal.slug}/rapportage/{file.report.pk}/bestand/json/"


def test_who_has_the_file_is_told_so_without_reading_it(file: ReportFile, bureau: User, enter: Enter) -> None:
    client, etag = enter(bureau), f'"{file.sha256}"'
    with CaptureQueriesContext(connection) as asked:
        assert again(client, path_of(file), etag).status_code == 304
    assert len(asked) == 5  # the session, the person, their roles with the deal, the report, and its file
    ReportFile.objects.update(sha256="b" * 64)
    assert again(client, path_of(file), etag).status_code == 404  # another file, which is not there
    assert again(client, path_of(file), f'"{"b" * 64}"').status_code == 304


def test_nobody_gets_what_another_was_told(
    file: ReportFile, bureau: User, overleg: User, veenland: Deal, enter: Enter
) -> None:
    etag = f'"{file.sha256}"'
    assert again(enter(bureau), path_of(file), etag).status_code == 304
    assert again(enter(overleg), path_of(file), etag).status_code == 404  # a trial print is the bureau's
    assert again(Client(), path_of(file), etag).status_code == 302
    Membership.objects.create(user=bureau, deal=veenland, role=Role.BUREAU)
    elsewhere = path_of(file).replace(file.report.deal.slug, veenland.slug)
    assert again(enter(bureau), elsewhere, etag).status_code == 404
    Membership.objects.filter(user=bureau).delete()
    assert again(enter(bureau), path_of(file), etag).status_code == 404


def test_two_who_read_at_once_each_get_the_whole_file(file: ReportFile, bureau: User, enter: Enter) -> None:
    content = bytes(range(256)) * 400
    name = default_storage.save("reports/whole.json", ContentFile(content))
    ReportFile.objects.update(file=name)
    try:
        one, other = (enter(bureau).get(path_of(file)) for _ in range(2))
        pairs: Any = zip(one, other, strict=True)
        first, second = (b"".join(parts) for parts in zip(*pairs, strict=True))
    finally:
        default_storage.delete(name)
    assert first == second == content
