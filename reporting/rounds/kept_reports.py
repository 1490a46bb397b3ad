"""Keeping a report of before the portal as the report of its year."""

from datetime import date, datetime

from django.db import IntegrityError, transaction

from pillars.measurements.rounds import rounds, running_on
from regiodeal.base.refusals import WrongStateError
from regiodeal.deals.models import Deal, User
from regiodeal.files.kinds import FileKind, Upload, described
from reporting.reports.models import AnnualReport, KeptReport

ONE_A_YEAR = "Van dit jaar staat er al een rapportage. Haal die eerst weg als zij niet klopt."


def years_to_keep(deal: Deal, *, today: date) -> list[int]:
    """The years of which an old report can be kept, the newest first: those of the deal that have begun."""
    return list(range(min(today.year, deal.ends_on.year + 1), deal.in_force_on.year - 1, -1))


def years_to_print(deal: Deal, *, today: date) -> list[int]:
    """The years of which a report can be looked at, the newest first: from the first round to the one that runs."""
    all_rounds = rounds(deal, on=max(today, deal.in_force_on))
    first = all_rounds[0].year if all_rounds else deal.in_force_on.year + 1
    running = running_on(all_rounds, today)
    last = max(min(today.year, deal.ends_on.year + 1), running.year if running else first)
    return list(range(max(first, last), first - 1, -1))


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
    if KeptReport.objects.filter(deal_id=deal.pk, year=year, removed_at__isnull=True).exists():
        raise WrongStateError(ONE_A_YEAR)
    kept = KeptReport(deal_id=deal.pk, year=year, submitted_on=submitted_on, uploaded_by=by, uploaded_at=at, **known)
    kept.file = upload
    try:
        with transaction.atomic():
            kept.save()
    except IntegrityError as error:
        kept.file.delete(save=False)  # it was stored before the row was refused
        raise WrongStateError(ONE_A_YEAR) from error
    return kept
