"""What a decision, action item or agenda item can be about, as the apps that know register it.

The covenant lies below the apps that hold measures, results and amendments, and so cannot refer to their rows. It keeps
a kind and a code, and asks the Subject of that kind for the rest.
"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from regiodeal.covenant.meetings.models import Decision, Link, Reference
from regiodeal.deals.contributions import contributed, in_place
from regiodeal.deals.models import Deal, User


@dataclass(frozen=True)
class Named:
    """One thing that can be linked to: how people call it and where its page is.

    What `is_confidential` is offered by this name to who sees unapproved work alone.
    """

    title: str
    url: str
    is_confidential: bool = False


@dataclass(frozen=True)
class Subject:
    """A kind of thing to link to. `kind` stands in the database, `title` on the page ("Maatregel").

    `names` gives all that can be linked to in a deal by its code, or those with the codes asked for, in order. For
    codes nobody knows who reads: of what is confidential it then gives a name that tells nothing, and no address.
    `decided` is told that a decision was taken about the thing with this code, within the same transaction.
    """

    kind: str
    title: str
    names: Callable[[Deal, Collection[str] | None], dict[str, Named]]
    decided: Callable[[Decision, str, User, datetime], None] | None = None


def subjects() -> dict[str, Subject]:
    """All kinds, in the order of the page."""
    return {subject.kind: subject for subject in in_place(lambda app: app.meeting_subjects)}


@dataclass(frozen=True)
class Linked:
    """A link as a page shows it. Without a `url` the thing is not there any more, or not known to this portal."""

    kind: str
    code: str
    label: str
    title: str
    url: str


def resolve(deal: Deal, references: Iterable[Reference]) -> dict[Reference, Linked]:
    """Return what the references are, with one look at each kind."""
    wanted = dict.fromkeys(references)
    known = subjects()
    found: dict[Reference, Linked] = {}
    for kind in dict.fromkeys(kind for kind, _code in wanted):
        codes = [code for other, code in wanted if other == kind]
        subject = known.get(kind)
        names = subject.names(deal, codes) if subject else {}
        for code in codes:
            named = names.get(code, Named(code, ""))
            found[kind, code] = Linked(kind, code, subject.title if subject else kind, named.title, named.url)
    return found


def linked(deal: Deal, links: Iterable[Link]) -> list[Linked]:
    """The links of one record, as a page shows them."""
    references = [(link.kind, link.code) for link in links]
    found = resolve(deal, references)
    return [found[reference] for reference in references]


def choices(deal: Deal, *, unapproved: bool) -> list[tuple[str, list[tuple[str, str]]]]:
    """Everything one can link to, grouped by kind, as a form offers it: ("maatregel:1.1.1", "1.1.1 Ontmoeting").

    Without what is confidential for who may not see unapproved work.
    """
    return [
        (
            subject.title,
            [
                (f"{subject.kind}:{code}", named.title)
                for code, named in subject.names(deal, None).items()
                if unapproved or not named.is_confidential
            ],
        )
        for subject in subjects().values()
    ]


def reference(text: str) -> Reference:
    """The kind and code in the value of a choice."""
    kind, _separator, code = text.partition(":")
    return kind, code


@dataclass(frozen=True)
class Proposed:
    """A point that should come on the agenda. The same kind and code come on it once."""

    kind: str
    code: str
    title: str
    note: str = ""
    url: str = ""


def proposals(deal: Deal, *, on: date) -> list[Proposed]:
    """Return what should come on an agenda, seen from a date, as the apps name it."""
    return [proposed for source in in_place(lambda app: app.agenda) for proposed in source(deal, on)]


def consents_asked(deal: Deal, *, on: date) -> list[Proposed]:
    """Return what the Parties are asked to consent to on a date, as the apps name it."""
    return [proposed for source in contributed(lambda app: app.consents) for proposed in source(deal, on)]
