"""Reports that are ready and were shared, and their files."""

from http import HTTPStatus

from django.conf import settings
from django.db.models import QuerySet
from django.http import FileResponse, HttpRequest
from ninja import Query, Router

from regiodeal.api_clients.models import ApiKind
from regiodeal.base.forms import LARGEST_KEY
from reporting.api import schemas
from reporting.api.paging import ListPart, rows_page
from reporting.api.problems import ProblemError, not_found
from reporting.api.reader import client_of, deal_of
from reporting.reports.models import AnnualReport, ReportFile
from reporting.rounds.report_views import CONTENT_TYPES

router = Router(tags=["rapportages"], by_alias=True)


@router.get("/deals/{slug:deal}/reports", response=schemas.Page[schemas.ReportAnswer], summary="De rapportages")
def reports(request: HttpRequest, deal: str, asked: Query[ListPart]) -> object:
    """The reports that are ready and were shared, handed in or published."""
    return rows_page(request, _rows(request, deal), asked, _report)


@router.get("/deals/{slug:deal}/reports/{int:number}", response=schemas.ReportAnswer, summary="Een rapportage")
def report(request: HttpRequest, deal: str, number: int) -> object:
    """One report."""
    return _report(_one(request, deal, number))


@router.get("/deals/{slug:deal}/reports/{int:number}/files/{code:kind}", summary="Een bestand van een rapportage")
def report_file(request: HttpRequest, deal: str, number: int, kind: str) -> object:
    """The file, streamed; its SHA-256 is its ETag."""
    row = _one(request, deal, number).file(kind)
    if row is None:
        raise not_found()
    try:
        file = row.file.open("rb")
    except FileNotFoundError:
        raise ProblemError(HTTPStatus.NOT_FOUND, "Dit bestand is er niet.") from None
    media_type = CONTENT_TYPES[ReportFile.Kind(row.kind)]
    answer = FileResponse(file, filename=row.name, as_attachment=True, content_type=media_type)
    answer["ETag"] = f'"{row.sha256}"'
    return answer


def _rows(request: HttpRequest, slug: str) -> QuerySet[AnnualReport]:
    found, client = deal_of(request, slug, ApiKind.REPORTS), client_of(request)
    rows = AnnualReport.objects.visible_to(found, may_build=client.sees_unapproved)
    ready = rows.filter(state=AnnualReport.State.READY).select_related("deal").defer("snapshot")
    return ready.prefetch_related("files__report__deal")


def _one(request: HttpRequest, slug: str, number: int) -> AnnualReport:
    row = _rows(request, slug).filter(pk=number).first() if number <= LARGEST_KEY else None
    if row is None:
        raise not_found()
    return row


def _report(row: AnnualReport) -> schemas.ReportAnswer:
    return schemas.ReportAnswer(
        id=row.pk,
        year=row.year,
        stage=AnnualReport.Stage(row.stage),
        number=row.number,
        replaces=row.replaces_id,
        reason=row.reason,
        reference_date=row.reference_date,
        finished_at=row.finished_at,
        snapshot_sha256=row.digest,
        files=[_file(row, file) for file in row.files.all()],
    )


def _file(row: AnnualReport, file: ReportFile) -> schemas.ReportFileAnswer:
    base = f"{settings.PORTAL_URL}/api/v1/deals/{row.deal.slug}/reports/{row.pk}"
    return schemas.ReportFileAnswer(
        kind=ReportFile.Kind(file.kind),
        name=file.name,
        sha256=file.sha256,
        size=file.size,
        pages=file.pages,
        address=f"{base}/files/{file.kind}",
    )
