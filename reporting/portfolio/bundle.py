"""The yearly bundle: what the submitted reports of a year say, deal by deal, as one document and one workbook."""

from collections.abc import Iterable
from datetime import date

from django.template.loader import render_to_string

from regiodeal.base.templatetags.dutch_filters import day
from regiodeal.deals.models import Deal
from reporting.building.models import BuildState
from reporting.content.sentences import Description, money_sentence, state_sentence
from reporting.portfolio.deal_figures import Row
from reporting.reports.models import AnnualReport
from reporting.rounds.models import Step

STEPS = ("PDF maken", "Werkmap maken", "Bewaren")


def bundle_years(in_force_on: date, *, on: date) -> range:
    """The years of which there can be reports, the newest first: after that in which the first deal came into force."""
    return range(on.year, in_force_on.year, -1)


def submitted_reports(deals: Iterable[Deal], year: int) -> list[AnnualReport]:
    """The newest report of that year that the minister has, of each deal that has one, by name of the deal."""
    taken = {"steps__step": Step.SUBMITTED, "steps__withdrawn_at__isnull": True}
    rows = AnnualReport.objects.filter(deal__in=deals, year=year, state=BuildState.READY, **taken)
    newest: dict[int, AnnualReport] = {}
    for report in rows.select_related("deal").defer("snapshot").order_by("deal__name", "-number"):
        newest.setdefault(report.deal_id, report)
    return list(newest.values())


def bundle_content(reports: Iterable[AnnualReport], deals: Iterable[Deal], *, year: int, on: date) -> Row:
    """Return what the bundle says: frozen when it is asked for, from the snapshots of the reports alone."""
    told = [_deal(report) for report in reports]
    names = {row["slug"] for row in told}
    return {
        "year": year,
        "on": on.isoformat(),
        "deals": told,
        "missing": sorted(deal.name for deal in deals if deal.slug not in names),
    }


def bundle_words(content: Row) -> Description:
    """Return what its files say of themselves."""
    return Description(
        title=f"Regio Deals: voortgang {content['year']}",
        author="Programmateam Regio Deals",
        subject=f"Wat de ingediende voortgangsrapportages zeggen. Gemaakt op {day(content['on'])}.",
        keywords=f"Regio Deal, voortgangsrapportage, {content['year']}",
        date=content["on"],
    )


def bundle_html(content: Row) -> str:
    """The bundle as one page for the layout of the PDF."""
    return render_to_string("reporting/portfolio/bundle.html", {"bundle": content, "about": bundle_words(content)})


def _deal(report: AnnualReport) -> Row:
    snapshot = report.snapshot
    results = {row["code"]: row for row in snapshot["results"]}
    return {
        "slug": snapshot["deal"]["slug"],
        "name": snapshot["deal"]["name"],
        "region": snapshot["deal"]["region_name"],
        "on": snapshot["on"],
        "edition": report.number,
        "digest": report.digest,
        "core_message": snapshot["deal"]["core_message"],
        "example_notice": snapshot["deal"]["example_notice"],
        "state_sentence": state_sentence(snapshot),
        "money_sentence": money_sentence(snapshot),
        "counts": snapshot["counts"],
        "results_total": snapshot["results_total"],
        "sum": snapshot["money"]["sum"],
        "deviations": [
            {name: results[code][name] for name in ("code", "title", "status", "status_label", "reason")}
            for code in snapshot["deviations"]
        ],
    }
