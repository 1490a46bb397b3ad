"""The sentences of the annual report that follow from its figures, in Dutch at level B1."""

from dataclasses import dataclass
from decimal import Decimal

from pillars.progress.progress_records import TargetRecord
from regiodeal.base.dutch import listed
from regiodeal.base.templatetags.dutch_filters import day, euro_short, number, percent
from regiodeal.deals.words import cited, fill_in, speaking
from reporting.content.svg import share
from reporting.snapshot.schema import Snapshot
from reporting.snapshot.spoken_words import words_of

STAGE_WORDS = {"concept": "Concept voor {the_overleg}", "final": "Definitief"}
STATUS_MEANINGS = {
    "achieved": "De norm is gehaald.",
    "on_schedule": "De voortgang past bij de tijd die voorbij is.",
    "attention": "De voortgang blijft wat achter, ook als er nog geen cijfer is, of de laatste dag is dichtbij.",
    "behind": "De voortgang blijft duidelijk achter, ook als er nog geen cijfer is, of de laatste dag is voorbij.",
    "not_started": "Er is nog geen goedgekeurd cijfer, en dat past bij de tijd die voorbij is.",
    "not_assessable": "Een cijfer of de beginsituatie ontbreekt.",
}


@dataclass(frozen=True)
class Description:
    """Holds what the file says of itself: the same words in the file's information and in its XMP metadata."""

    title: str
    author: str
    subject: str
    keywords: str
    date: str
    creator: str = "Portaal Regio Deals"


def describe(snapshot: Snapshot) -> Description:
    """Title, author, subject and date of the report; the date is that of its figures, never of the build."""
    deal, year = snapshot["deal"], snapshot["year"]
    regional = [party["name"] for party in snapshot["parties"] if party["side"] == "regional"]
    stage = edition_words(snapshot)
    return Description(
        title=f"{deal['name']}: jaarlijkse voortgangsrapportage {year}",
        author=listed(regional) or deal["region_name"],
        subject=f"Voortgang, stand op {day(snapshot['on'])}. {stage}.",
        keywords=f"Regio Deal, {deal['region_name']}, voortgangsrapportage, {year}",
        date=snapshot["on"],
    )


def edition_words(snapshot: Snapshot) -> str:
    """Tell for whom the edition is and which one: 'Definitief, versie 2', or that it is a trial print."""
    with speaking(words_of(snapshot)):
        stage = fill_in(STAGE_WORDS[snapshot["stage"]])
    edition = snapshot["edition"]
    if edition is None:
        return f"{stage}. Proefdruk"
    return stage if edition["number"] == 1 else f"{stage}, versie {edition['number']}"


def state_sentence(snapshot: Snapshot) -> str:
    """Return how the results stand, in four short sentences: 'De deal heeft 43 beoogde resultaten. ...'."""
    count = {row["status"]: row["count"] for row in snapshot["counts"]}
    achieved, on_schedule, behind = count["achieved"], count["on_schedule"], count["behind"]
    return (
        f"De deal heeft {_results(snapshot['results_total'], 'beoogd resultaat', 'beoogde resultaten')}."
        f" Daarvan {_verb(achieved, 'is', 'zijn')} er {_some(achieved)} behaald"
        f" en {_verb(on_schedule, 'ligt', 'liggen')} er {_some(on_schedule)} op schema."
        f" Bij {_results(count['attention'])} is aandacht nodig"
        f" en {_results(behind)} {_verb(behind, 'loopt', 'lopen')} achter."
        f" Nog niet gestart: {_some(count['not_started'])}. Niet te beoordelen: {_some(count['not_assessable'])}."
    )


def money_sentence(snapshot: Snapshot) -> str:
    """Received and spent as a share of what was agreed: 'Van de afgesproken € 49 mln. is 52% ontvangen ...'."""
    if not snapshot["money"]["sources"]:
        elapsed = percent(Decimal(snapshot["money"]["elapsed"]))
        return f"Deze deal heeft geen afspraken over geld. Van de looptijd is {elapsed} voorbij."
    total = snapshot["money"]["sum"]
    agreed = Decimal(total["agreed"])
    received, spent = (percent(share(Decimal(part), agreed)) for part in (total["received"], total["spent"]))
    elapsed = percent(Decimal(snapshot["money"]["elapsed"]))
    return (
        f"Van de afgesproken {euro_short(agreed)} is {received} ontvangen en {spent} besteed."
        f" Van de looptijd is {elapsed} voorbij."
    )


def standing(target: TargetRecord) -> str:
    """A target's value beside what is needed, short enough for a table cell: '8 van 14', '1 van 2 tot 4', 'gereed'."""
    value, needed = _decimal(target["value"]), _decimal(target["needed"])
    if target["kind"] == "milestone" and needed == 1:
        return "gereed" if value is not None and value >= 1 else "nog niet gereed"
    if value is None:
        return "geen cijfer"
    if target["kind"] == "trend":
        return f"{number(value)}, was {number(needed)}" if needed is not None else number(value)
    if needed is None:
        return number(value)
    most = _decimal(target.get("maximum")) if target["kind"] == "range" else None
    up_to = f" tot {number(most)}" if most is not None and most > needed else ""
    return f"{number(value)} van {number(needed)}{up_to}"


def term(target: TargetRecord, *, ends_on: str) -> str:
    """Tell by when a target is due: 'elk jaar', 'uiterlijk 31 maart 2024'; nothing at the end of the deal."""
    if target["kind"] == "per_year":
        return "elk jaar"
    return "" if target["due_on"] in {None, ends_on} else f"uiterlijk {day(target['due_on'])}"


def outlook(target: TargetRecord) -> str:
    """Return where a target that is not met ends up at the same pace; nothing where that cannot be said."""
    if target["forecast"] is None or target["kind"] == "milestone" or target["status"] == "achieved":
        return ""
    return f"Bij gelijk tempo op {day(target['forecast_on'])}: {number(Decimal(target['forecast']))}"


def article_number(article: str) -> str:
    """The article of a fuller reference: '2' of '2, pijler A, doel 2'."""
    return article.split(",", maxsplit=1)[0].split(" ", maxsplit=1)[0]


def place(article: str) -> str:
    """Return where in the covenant: 'artikel 9 lid 4', and 'ondertekening; 18' where it is no article alone."""
    return cited(article, word="artikel")


def _decimal(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def _some(count: int) -> str:
    return str(count) if count else "geen"


def _results(count: int, one: str = "resultaat", more: str = "resultaten") -> str:
    return f"{_some(count)} {one if count == 1 else more}"


def _verb(count: int, one: str, more: str) -> str:
    return one if count == 1 else more
