"""The letter that goes with the report to the Party that receives it, from the snapshot and a few given words."""

from dataclasses import dataclass
from datetime import date

from docx.document import Document as Paper

from regiodeal.base import dutch
from regiodeal.base.templatetags.dutch_filters import day
from reporting.content.frozen_report import FrozenReport
from reporting.content.sentences import Description, describe, edition_words, money_sentence, state_sentence
from reporting.content.svg import theme_of_report
from reporting.files.typed import without_controls
from reporting.snapshot.schema import PartyRecord, Snapshot
from reporting.snapshot.told_results import unexplained
from reporting.word.paper import new_paper, saved

SEVERAL = {"minister": "ministers", "staatssecretaris": "staatssecretarissen"}


@dataclass(frozen=True)
class LetterWords:
    """Holds what the snapshot does not know: who writes, from where, when, under which reference, and who signs.

    `sender` and `addressee` may hold several lines. Without an addressee it goes to the Party that receives the report,
    to who holds its office on the day of the letter (`holders`: 'name, office'); else to those in the snapshot. Where
    more than one Party receives it, each gets a letter of its own: `receiver` is the code of the one that this is for.
    """

    sender: str
    place: str
    on: date
    reference: str = ""
    signed_by: str = ""
    addressee: str = ""
    receiver: str = ""
    holders: tuple[str, ...] = ()


def cover_letter(report: FrozenReport, words: LetterWords) -> bytes:
    """The letter as docx: the same snapshot and words give the same bytes. It is meant to be read and adapted."""
    snapshot = report.snapshot
    paper = new_paper(_about(snapshot, words), theme_of_report(snapshot))
    _write(paper, words.sender, style="Subtitle")
    _write(paper, words.addressee or _addressee(snapshot, words))
    facts = [f"{words.place}, {dutch.day(words.on)}"]
    facts += [f"Kenmerk: {words.reference}"] if words.reference else []
    _write(paper, "\n".join(facts))
    _write(paper, f"Onderwerp: {_subject(snapshot)}", is_bold=True)
    also = [] if words.addressee else _also(snapshot, words)
    for paragraph in (_salutation(snapshot, words), *letter_paragraphs(snapshot), *also, "Met vriendelijke groet,"):
        _write(paper, paragraph)
    _write(paper, f"\n\n{words.signed_by}\n{words.sender.splitlines()[0] if words.sender else ''}")
    _write(paper, "Bijlage", is_bold=True)
    _write(paper, _annex(report))
    return saved(paper)


def letter_paragraphs(snapshot: Snapshot) -> list[str]:
    """Return what the letter says, in sentences that the report says too."""
    deal, count = snapshot["deal"], len(snapshot["deviations"])
    off = "Er zijn geen afwijkingen." if not count else _deviations(count, unexplained(snapshot))
    begin = (
        f"Hierbij krijgt u de jaarlijkse voortgangsrapportage {snapshot['year']} van de {deal['name']},"
        f" zoals de Partijen in het convenant hebben afgesproken. De stand is die van {day(snapshot['on'])}."
    )
    end = (
        "In de rapportage leest u per maatregel wat er is gedaan, of de maatregel op schema ligt en wat er komt."
        " Alle cijfers zijn ingevoerd door de één en goedgekeurd door een ander."
    )
    paragraphs = [begin, state_sentence(snapshot), f"{money_sentence(snapshot)} {off}", end]
    if deal["example_notice"]:
        paragraphs.insert(0, f"VOORBEELD. {deal['example_notice']}")
    return paragraphs


def _deviations(count: int, untold: int) -> str:
    one = "1 resultaat loopt achter of vraagt aandacht"
    words = one if count == 1 else f"{count} resultaten lopen achter of vragen aandacht"
    if not untold:
        return f"{words}; de rapportage zegt bij elk waarom."
    if untold == count:
        return f"{words}. Daarover is nog geen uitleg gegeven."
    told = f"Bij {count - untold} daarvan zegt de rapportage waarom; bij {untold} is er nog geen uitleg."
    return f"{words}. {told}"


def _subject(snapshot: Snapshot) -> str:
    return f"voortgangsrapportage {snapshot['year']} {snapshot['deal']['name']}"


def _annex(report: FrozenReport) -> str:
    snapshot = report.snapshot
    return (
        f"{describe(snapshot).title}. {edition_words(snapshot)}. PDF, met daarin de gegevens (momentopname.json)."
        f" Controlegetal van de gegevens (SHA-256): {report.digest}"
    )


def _receivers(snapshot: Snapshot) -> list[PartyRecord]:
    """The Parties to which the report goes."""
    return [party for party in snapshot["parties"] if party.get("receives_report")]


def _receiver(snapshot: Snapshot, words: LetterWords) -> PartyRecord | None:
    """The Party to which the letter goes; the first that receives the report where none is named, None without any."""
    found = _receivers(snapshot)
    return next((party for party in found if party["code"] == words.receiver), found[0] if found else None)


def _named(party: PartyRecord) -> str:
    article = "" if party["name"].lower().startswith(("de ", "het ")) else "de "
    return f"{article}{party['name']}"


def _holders(party: PartyRecord, words: LetterWords) -> tuple[str, ...]:
    return words.holders or tuple(party["office_holders"])


def _addressee(snapshot: Snapshot, words: LetterWords) -> str:
    party = _receiver(snapshot, words)
    if party is None:
        return "Aan de ontvanger van de voortgangsrapportage"
    return "\n".join([f"Aan {_named(party)}", *(f"t.a.v. {holder}" for holder in _holders(party, words))])


def _also(snapshot: Snapshot, words: LetterWords) -> list[str]:
    """Who else gets the report, in a sentence; nothing where that is nobody."""
    party = _receiver(snapshot, words)
    others = [_named(each) for each in _receivers(snapshot) if each is not party]
    return [f"Deze rapportage gaat ook naar {dutch.listed(others)}."] if others else []


def _salutation(snapshot: Snapshot, words: LetterWords) -> str:
    """Address a minister or state secretary by the office, two of one Party as two; anybody else by neither."""
    party = None if words.addressee else _receiver(snapshot, words)
    for office in ("minister", "staatssecretaris") if party else ():
        assert party is not None
        if party["name"].lower().startswith(office):
            several = len(_holders(party, words)) > 1
            return f"Geachte {SEVERAL[office] if several else office},"
    return "Geachte heer of mevrouw,"


def _about(snapshot: Snapshot, words: LetterWords) -> Description:
    sender = words.sender.splitlines()[0] if words.sender else describe(snapshot).author
    return Description(f"Aanbiedingsbrief {_subject(snapshot)}", sender, "Aanbiedingsbrief", "", words.on.isoformat())


def _write(paper: Paper, text: str, *, style: str = "Normal", is_bold: bool = False) -> None:
    paper.add_paragraph(style=style).add_run(without_controls(text)).bold = is_bold or None
