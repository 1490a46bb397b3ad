"""The sections of a report: what texts are written for, and what comments are about."""

from dataclasses import dataclass
from datetime import date

from pillars.models import Measure, Pillar
from regiodeal.covenant.in_force import terms
from regiodeal.covenant.models import Deal


@dataclass(frozen=True)
class Section:
    """One section: its code (also its anchor in the report), its title, and whether the bureau writes a text for it."""

    code: str
    title: str
    has_text: bool = True


CHAPTERS_BEFORE = (Section("voorwoord", "Voorwoord"), Section("samenvatting", "Samenvatting"))
CHAPTERS_AFTER = (
    Section("afwijkingen", "Afwijkingen"),
    Section("geleerd", "Wat wij leerden"),
    Section("indicatoren", "Maatschappelijke indicatoren"),
    Section("geld", "Geld"),
    Section("termijnen", "Termijnen"),
    Section("vooruitblik", "Vooruitblik"),
)


def text_sections(deal: Deal) -> list[Section]:
    """The sections that the bureau can write a text for, in the order of the report."""
    pillars = [
        Section(f"pijler-{pillar.code}", f"Pijler {pillar.code}: {pillar.name}")
        for pillar in Pillar.objects.filter(deal=deal)
    ]
    return [*CHAPTERS_BEFORE, *pillars, *CHAPTERS_AFTER]


def comment_sections(deal: Deal, *, on: date) -> list[Section]:
    """What a comment can be about: the sections with a text, and each measure that is agreed on the date."""
    measures = terms(deal, on=on).apply(Measure.objects.filter(deal=deal))
    told = [Section(f"maatregel-{row.code}", f"Maatregel {row}", has_text=False) for row in measures]
    return [*text_sections(deal), *told]
