"""The sections of a report: what texts are written for, and what comments are about."""

from dataclasses import dataclass
from datetime import date

from pillars.agreed.models import Measure, Pillar
from regiodeal.deals.in_force import terms
from regiodeal.deals.models import Deal
from regiodeal.deals.words import fill_in


@dataclass(frozen=True)
class ReportSection:
    """One section: its code (also its anchor in the report), its title, and whether the bureau writes a text for it."""

    code: str
    title: str
    has_text: bool = True


CHAPTERS_BEFORE = (ReportSection("voorwoord", "Voorwoord"), ReportSection("samenvatting", "Samenvatting"))
CHAPTERS_AFTER = (
    ReportSection("afwijkingen", "Afwijkingen"),
    ReportSection("geleerd", "Wat wij leerden"),
    ReportSection("indicatoren", "Maatschappelijke indicatoren"),
    ReportSection("geld", "Geld"),
    ReportSection("termijnen", "Termijnen"),
    ReportSection("vooruitblik", "Vooruitblik"),
)


def text_sections(deal: Deal) -> list[ReportSection]:
    """The sections that the bureau can write a text for, in the order of the report."""
    pillars = [
        ReportSection(f"pijler-{pillar.code}", fill_in("{Pillar} ") + f"{pillar.code}: {pillar.name}")
        for pillar in Pillar.objects.filter(deal=deal)
    ]
    return [*CHAPTERS_BEFORE, *pillars, *CHAPTERS_AFTER]


def comment_sections(deal: Deal, *, on: date) -> list[ReportSection]:
    """Return what a comment can be about: the sections with a text, and each measure that is agreed on the date."""
    measures = terms(deal, on=on).apply(Measure.objects.filter(deal=deal))
    told = [ReportSection(f"maatregel-{row.code}", f"Maatregel {row}", has_text=False) for row in measures]
    return [*text_sections(deal), *told]
