"""The yearly bundle: what the submitted reports of a year say, deal by deal, as one document and one workbook."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from django.template.loader import render_to_string

from regiodeal.covenant.models import Deal
from regiodeal.covenant.templatetags.dutch import day
from reporting.content.words import Description, money_sentence, state_sentence
from reporting.models import AnnualReport, BuildState, Step
from reporting.workbook.sheets import CODE, DAY, MONEY, NUMBER, WIDE, WORDS, Column, Sheet, written
from reporting.workbook.sheets import day as date_of

type Row = dict[str, Any]

MONEY_FORMAT = "#,##0.00"
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
    """What the bundle says: frozen when it is asked for, from the snapshots of the reports alone."""
    told = [_deal(report) for report in reports]
    names = {row["slug"] for row in told}
    return {
        "year": year,
        "on": on.isoformat(),
        "deals": told,
        "missing": sorted(deal.name for deal in deals if deal.slug not in names),
    }


def bundle_words(content: Row) -> Description:
    """What its files say of themselves."""
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


def bundle_workbook(content: Row) -> bytes:
    """The bundle as xlsx: the same content gives the same bytes."""
    return written([_deal_sheet(content), _deviation_sheet(content)], bundle_words(content))


def _deal(report: AnnualReport) -> Row:
    snapshot = report.snapshot
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
            {name: row[name] for name in ("code", "title", "status", "status_label", "reason")}
            for row in snapshot["deviations"]
        ],
    }


def _deal_sheet(content: Row) -> Sheet:
    labels = [row["label"] for row in content["deals"][0]["counts"]] if content["deals"] else []
    columns = (
        *(
            Column("deal", WIDE),
            Column("stand op", DAY),
            Column("versie", NUMBER, "0"),
            Column("resultaten", NUMBER, "0"),
        ),
        *(Column(label, NUMBER, "0") for label in labels),
        *(Column(name, MONEY, MONEY_FORMAT) for name in ("afgesproken", "ontvangen", "verplicht", "besteed")),
        Column("controlegetal", WORDS),
    )
    rows = [
        (
            *(deal["name"], date_of(deal["on"]), deal["edition"], deal["results_total"]),
            *(row["count"] for row in deal["counts"]),
            *(Decimal(deal["sum"][name]) for name in ("agreed", "received", "committed", "spent")),
            deal["digest"],
        )
        for deal in content["deals"]
    ]
    return Sheet("Deals", columns, rows)


def _deviation_sheet(content: Row) -> Sheet:
    columns = (
        Column("deal", WIDE),
        Column("code", CODE),
        Column("resultaat", WIDE),
        Column("stand", WORDS),
        Column("waarom", WIDE),
    )
    rows = [
        (deal["name"], row["code"], row["title"], row["status_label"], row["reason"])
        for deal in content["deals"]
        for row in deal["deviations"]
    ]
    return Sheet("Afwijkingen", columns, rows)
