"""The sentences of the annual report that follow from its figures, in Dutch at level B1."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal

from pillars.agreed.scale import SCALE_WORDS
from pillars.progress.progress_records import ResultRecord, TargetRecord
from regiodeal.base.dutch import capital, listed, uncapital
from regiodeal.base.templatetags.dutch_filters import day, euro_short, number, percent
from regiodeal.deals.words import cited, fill_in, speaking
from reporting.content.svg import share
from reporting.snapshot.schema import ExplainedTarget, Snapshot
from reporting.snapshot.spoken_words import words_of

STAGE_WORDS = {"concept": "Concept voor {the_overleg}", "final": "Definitief"}
OPERATOR_WORDS = {"at_least": "ten minste", "about": "ongeveer", "aim": "streven:", "at_most": "hoogstens"}
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
    """Return how the results stand, in a few short sentences: 'De deal heeft 43 beoogde resultaten. ...'."""
    count = {row["status"]: row["count"] for row in snapshot["counts"]}
    achieved, on_schedule, behind = count["achieved"], count["on_schedule"], count["behind"]
    return (
        f"De deal heeft {_results(snapshot['results_total'], 'beoogd resultaat', 'beoogde resultaten')}."
        f" Daarvan {_verb(achieved, 'is', 'zijn')} er {_some(achieved)} behaald"
        f" en {_verb(on_schedule, 'ligt', 'liggen')} er {_some(on_schedule)} op schema."
        f" {_lagging(count['attention'], behind)}{_unknown(count['not_started'], count['not_assessable'])}"
    )


def _lagging(attention: int, behind: int) -> str:
    """'Bij 1 resultaat is aandacht nodig en 9 resultaten lopen achter.'"""
    lags = f"{_results(behind)} {_verb(behind, 'loopt', 'lopen')} achter"
    if not attention and not behind:
        return "Er loopt geen resultaat achter."
    if not attention:
        return f"{lags}."
    asks = f"Bij {_results(attention)} is aandacht nodig"
    return f"{asks} en {lags}." if behind else f"{asks}."


def _unknown(not_started: int, not_assessable: int) -> str:
    """What the other results come to; nothing where there are none."""
    begun = f" Nog niet gestart: {not_started}." if not_started else ""
    judged = f" Nog niet te beoordelen: {not_assessable}." if not_assessable else ""
    return begun + judged


def money_sentence(snapshot: Snapshot) -> str:
    """Received and spent beside the time: 'Van de afgesproken € 49 mln. is 52% ontvangen ... is 63% voorbij.'"""
    return f"{money_alone(snapshot)} {elapsed_sentence(snapshot)}"


def money_alone(snapshot: Snapshot) -> str:
    """Received and spent as a share of what was agreed."""
    if not snapshot["money"]["sources"]:
        return "Deze deal heeft geen afspraken over geld."
    total = snapshot["money"]["sum"]
    agreed = Decimal(total["agreed"])
    received, spent = (percent(share(Decimal(part), agreed)) for part in (total["received"], total["spent"]))
    return f"Van de afgesproken {euro_short(agreed)} is {received} ontvangen en {spent} besteed."


def elapsed_sentence(snapshot: Snapshot) -> str:
    """Return how much of the deal's term has gone by."""
    return f"Van de looptijd is {percent(Decimal(snapshot['money']['elapsed']))} voorbij."


def standing(target: TargetRecord) -> str:
    """What is there of a target, short enough for a table cell: '8', 'op weg', 'gereed', 'geen cijfer'."""
    return figure_words(target, target["value"])


def figure_words(target: TargetRecord, value: str | None) -> str:
    """A value of the target in words; an average of people or things is told in wholes and never rounded up."""
    known, needed = _decimal(value), _decimal(target["needed"])
    if target["kind"] == "milestone" and needed is not None and needed <= 1:
        return "gereed" if known is not None and known >= 1 else "nog niet"
    if known is None:
        return "geen cijfer"
    if target["kind"] == "qualitative":
        return SCALE_WORDS[int(min(known, Decimal(len(SCALE_WORDS) - 1)))]
    return _counted(target, known)


def norm(target: TargetRecord) -> str:
    """What was agreed, short enough for a table cell: 'alle 14', 'ten minste 100 per jaar', '2 tot 4', 'minder'."""
    kind, needed = target["kind"], _decimal(target["needed"])
    if kind == "trend":
        way = "meer" if target["operator"] == "increases" else "minder"
        return way if needed is None else f"{way} dan {number(needed)}"
    if needed is None:
        return "nog niet bekend" if kind == "coverage" else "geen getal"
    return _NORMS.get(kind, _norm_of_number)(target, needed)


def _norm_of_milestone(_target: TargetRecord, needed: Decimal) -> str:
    return "gereed" if needed <= 1 else f"{number(needed)} gereed"


def _norm_of_scale(_target: TargetRecord, needed: Decimal) -> str:
    return SCALE_WORDS[int(min(needed, Decimal(len(SCALE_WORDS) - 1)))]


def _norm_of_range(target: TargetRecord, needed: Decimal) -> str:
    most = _decimal(target.get("maximum"))
    if most is None or most <= needed:
        return _norm_of_number(target, needed)
    return f"{number(needed)} tot {number(most)}"


def _norm_of_whole(target: TargetRecord, needed: Decimal) -> str:
    """'Alle 14' where that is all there are: every part that was agreed, or a whole that is itself counted."""
    is_all = target["minimum"] is None or target.get("parts") == needed
    return f"alle {number(needed)}" if is_all and needed > 1 else _norm_of_number(target, needed)


def _norm_of_number(target: TargetRecord, needed: Decimal) -> str:
    """'Ongeveer' and 'streven' are of the number that was agreed, not of what the rule asks at least."""
    operator, agreed = target["operator"], _decimal(target["minimum"])
    told = number(agreed if operator in {"about", "aim"} and agreed is not None else needed)
    words = OPERATOR_WORDS.get(operator, "")
    return f"{words} {told}{' per jaar' if target['kind'] == 'per_year' else ''}".strip()


_NORMS: dict[str, Callable[[TargetRecord, Decimal], str]] = {
    "milestone": _norm_of_milestone,
    "qualitative": _norm_of_scale,
    "range": _norm_of_range,
    "coverage": _norm_of_whole,
}


def term(target: TargetRecord, *, ends_on: str) -> str:
    """Tell by when a target is due: 'uiterlijk 31 maart 2024'; nothing for one of each year, or at the deal's end."""
    if target["kind"] == "per_year" or target["due_on"] in {None, ends_on}:
        return ""
    return f"uiterlijk {day(target['due_on'])}"


# What the columns of a figure and its norm say already: a reason that says no more is not said again.
_SENTENCE = r"(?:[^.]|\.(?=\d))"  # up to its end: the point in 1.450 is none
_SAID = re.compile(
    rf"^(?:Oordeel: {_SENTENCE}+\. )?(?:"
    rf"(?:ruim )?[\d.,]+ van [\d.,]+(?: gereed|{_SENTENCE}*(?:van de tijd|: gehaald|te weinig))"
    rf"|[\d.,]+ {_SENTENCE}*\(afgesproken: {_SENTENCE}*: gehaald"
    rf"|[\d.,]+ in \d+ tegen {_SENTENCE}+"
    rf"|Er is nog geen goedgekeurd{_SENTENCE}*|Gereed|Over \d+ is nog geen goedgekeurd cijfer"
    r")\.(?: |$)"
)


_TIME_GONE = re.compile(r", na (\d+%) van de tijd(?=\.)")


def why(target: TargetRecord) -> str:
    """What the reason of a target says beyond its figure and its norm; mostly nothing."""
    return _SAID.sub("", target["reason"])


def off_course(result: ResultRecord, targets: Sequence[TargetRecord], *, elapsed: str) -> str:
    """Why a result is off course: the reason of the target that decides it, named where the result has more of them.

    `elapsed` is the share of the deal's term that has gone by ('63%'): the report says that once, and not here.
    """
    target = next((row for row in targets if row["code"] == result["decided_by_target"]), None)
    if target is None:
        return result["reason"]
    words = _off_course_words(target, elapsed)
    return words if len(targets) == 1 else f"{target['title']}: {uncapital(words)}"


def _off_course_words(target: TargetRecord, elapsed: str) -> str:
    if target["kind"] == "qualitative" and target["value"] is not None:
        return f"Het oordeel is \u2018{standing(target)}\u2019. Afgesproken is \u2018{norm(target)}\u2019."

    def told(found: re.Match[str]) -> str:
        return "" if found[1] == elapsed else f", terwijl {found[1]} van de tijd voorbij is"

    return _TIME_GONE.sub(told, target["reason"])


def outlook(target: TargetRecord) -> str:
    """Return where a target ends up, where that tells something: late now and met then, or the other way round.

    Nothing for a norm of each year, whose years are each their own, nor for a milestone, which has no pace. Whether it
    is enough is what the rule of the forecast said: an old snapshot does not tell, and nothing is said then.
    """
    expected, needed, reaches = _decimal(target["forecast"]), _decimal(target["needed"]), target.get("forecast_reaches")
    if expected is None or needed is None or reaches is None or target["kind"] in _WITHOUT_OUTLOOK:
        return ""
    if target["status"] == "achieved" or reaches != (target["status"] in {"behind", "attention"}):
        return ""
    by_plans = target.get("forecast_by_plans")
    ground = "Met de plannen van de projecten" if by_plans else "Gaat het in dit tempo door, dan"
    if reaches:
        return f"{ground} wordt de norm gehaald."
    return f"{ground} komt dit uit op {_counted(target, expected)}{_beside_norm(target, expected, needed)}."


def over_the_years(target: ExplainedTarget) -> str:
    """What a target came to in the full years: 'In 2024: 81, in 2025: 118.'; nothing with fewer than two of them.

    Of what adds up how it stood at their ends: 'Eind 2024: 3, eind 2025: 7.' A milestone and a judgement have no course
    in figures.
    """
    years = target.get("years", [])
    if len(years) < 2 or target["kind"] in {"milestone", "qualitative"}:
        return ""
    when = "in" if target["kind"] in _OF_A_YEAR else "eind"
    told = ", ".join(f"{when} {row['year']}: {figure_words(target, row['value'])}" for row in years)
    return f"{capital(told)}."


_OF_A_YEAR = frozenset({"per_year", "trend"})
_WITHOUT_OUTLOOK = frozenset({"milestone", "per_year", "trend", "qualitative"})


def _beside_norm(target: TargetRecord, expected: Decimal, needed: Decimal) -> str:
    """How an expected value that is not enough stands beside the norm: ' van de 14', or above what is too much."""
    most = _decimal(target["maximum"])
    if expected >= needed and most is not None:
        return f", meer dan het maximum van {number(most)}"
    agreed = _decimal(target["minimum"]) if target["operator"] == "about" else None
    return f" van de {number(needed) if agreed is None else f'ongeveer {number(agreed)}'}"


def _counted(target: TargetRecord, value: Decimal) -> str:
    """A value as a number; an average of what can only be counted without its decimals: 98.19 is 'ruim 98'.

    What is below one keeps them.
    """
    if target.get("divide_by", 1) == 1 or value == value.to_integral_value() or value < 1:
        return number(value)
    return f"ruim {number(value.to_integral_value(ROUND_DOWN))}"


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
