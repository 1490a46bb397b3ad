"""Which reports are public: the newest edition of each year that somebody made public and did not take back."""

from django.db.models import QuerySet

from reporting.reports.models import AnnualReport
from reporting.rounds.models import Step


def published_reports(slug: str) -> list[AnnualReport]:
    """The public reports of the deal with this slug, the newest year first; none for a deal that nobody knows.

    Their snapshots are read only when they are asked for.
    """
    rows = AnnualReport.objects.filter(
        deal__slug=slug,
        state=AnnualReport.State.READY,
        steps__step=Step.PUBLISHED,
        steps__withdrawn_at__isnull=True,
    )
    newest: dict[int, AnnualReport] = {}
    for report in rows.editions().to_list():
        newest.setdefault(report.year, report)
    return list(newest.values())


def published_report(slug: str, year: int) -> AnnualReport | None:
    """The public report of a year; None when there is none."""
    return next((report for report in published_reports(slug) if report.year == year), None)


def public_slugs() -> list[tuple[str, str]]:
    """The deals with a public report: slug and name."""
    return sorted(set(_public().values_list("deal__slug", "deal__name")), key=lambda pair: pair[1])


def published_digests() -> list[tuple[str, int, str]]:
    """The hashes of all published reports, in a fixed order: the same list, the same reports."""
    return sorted(set(_public().values_list("deal__slug", "year", "digest")))


def _public() -> QuerySet[AnnualReport]:
    return AnnualReport.objects.filter(
        state=AnnualReport.State.READY, steps__step=Step.PUBLISHED, steps__withdrawn_at__isnull=True
    )
