"""Keeping a report of before the portal as the report of its year."""

from datetime import date, datetime

from django.db import IntegrityError, transaction

from pillars.measurements.rounds import rounds
from regiodeal.base.refusals import WrongStateError
from regiodeal.deals.models import Deal, User
from regiodeal.files.kinds import FileKind, Upload, described
from reporting.reports.models import AnnualReport, KeptReport

ONE_A_YEAR = "Van dit jaar staat er al een rapportage. Haal die eerst weg als zij niet klopt."


def years_to_keep(deal: Deal, *, today: date) -> list[int]:
    """The years of which an old report can be kept, the newest first: those of the deal that have begun."""
    return list(range(min(today.year, deal.ends_on.year + 1), deal.in_force_on.year - 1, -1))


def years_to_print(deal: Deal, *, today: date) -> list[int]:
    """The years of which a report can be looked at, the newest first: from the first round on, which always can."""
    first = next((each.year for each in rounds(deal, on=max(today, deal.in_force_on))), deal.in_force_on.year + 1)
    return list(range(max(first, min(today.year, deal.ends_on.year + 1)), first - 1, -1))


def keep_report(deal: Deal, year: int, *, upload: Upload, submitted_on: date, by: User, at: datetime) -> KeptReport:
    """Keep a PDF as the report of a year, which the minister had on that day.

    Raises ValueError for what is no PDF or a day before the deal, WrongStateError for a year that has a report already,
    UnreadableFileError for what is not taken.
    """
    known = described(upload)
    if known["kind"] != FileKind.PDF:
        raise ValueError("Bewaar een rapportage als PDF.")
    if submitted_on < deal.signed_on:
        raise ValueError(
            "Deze dag ligt voor de ondertekening van de deal. Kies de dag waarop de rapportage is ingediend."
        )
    final = AnnualReport.objects.filter(deal=deal, year=year, stage=AnnualReport.Stage.FINAL, number__isnull=False)
    if final.exists():
        raise WrongStateError(
            f"De rapportage van {year} is in dit portaal vastgesteld. Er kan geen andere naast staan."
        )
    kept = KeptReport(deal_id=deal.pk, year=year, submitted_on=submitted_on, uploaded_by=by, uploaded_at=at, **known)
    kept.file = upload
    try:
        with transaction.atomic():
            kept.save()
    except IntegrityError as error:
        raise WrongStateError(ONE_A_YEAR) from error
    return kept
