"""The sections of a report: what texts are written for, and what comments are about."""

from dataclasses import dataclass
from datetime import date

from pillars.agreed.models import Measure, OutcomeIndicator, Pillar
from regiodeal.deals.in_force import terms
from regiodeal.deals.models import Deal, Neighbourhood
from regiodeal.deals.words import fill_in


@dataclass(frozen=True)
class ReportSection:
    """One section: its code (also its anchor in the report), and its title.

    `is_optional` tells that a report is complete without a text of the bureau in it.
    """

    code: str
    title: str
    is_optional: bool = False


OUTCOMES = "indicatoren"
CHAPTERS_BEFORE = (
    ReportSection("voorwoord", "Voorwoord", is_optional=True),
    ReportSection("samenvatting", "Samenvatting"),
)
CHAPTERS_AFTER = (
    ReportSection("afwijkingen", "Afwijkingen"),
    ReportSection("geleerd", "Wat wij leerden"),
    ReportSection(OUTCOMES, "Maatschappelijke indicatoren"),
    ReportSection("geld", "Geld"),
    ReportSection("termijnen", "Termijnen"),
    ReportSection("vooruitblik", "Vooruitblik"),
    ReportSection("english", "Samenvatting in het Engels", is_optional=True),
)


def area_section(code: str) -> str:
    """The code of the section about an area, by the code of the area."""
    return f"gebied-{code}"


def text_sections(deal: Deal) -> list[ReportSection]:
    """The sections that the bureau can write a text for, in the order of the report; none that it has no place for."""
    pillars = [
        ReportSection(f"pijler-{pillar.code}", fill_in("{Pillar} ") + f"{pillar.code}: {pillar.name}")
        for pillar in Pillar.objects.filter(deal=deal)
    ]
    areas = [
        ReportSection(area_section(area.code), f"{fill_in('{Area}')}: {area.name}", is_optional=True)
        for area in Neighbourhood.objects.filter(deal=deal)
    ]
    has_outcomes = OutcomeIndicator.objects.filter(deal=deal).exists()
    after = [section for section in CHAPTERS_AFTER if has_outcomes or section.code != OUTCOMES]
    return [*CHAPTERS_BEFORE, *pillars, *areas, *after]


def comment_sections(deal: Deal, *, on: date) -> list[ReportSection]:
    """Return what a comment can be about: the sections with a text, and each measure that is agreed on the date."""
    measures = terms(deal, on=on).apply(Measure.objects.filter(deal=deal))
    told = [ReportSection(f"maatregel-{row.code}", f"Maatregel {row}") for row in measures]
    return [*text_sections(deal), *told]
