"""Who is there at the deadline, and what each of them works on: made in the portal's own models, signed in."""

from collections.abc import Iterator
from datetime import timedelta
from itertools import cycle, islice
from typing import Any

from django.test import Client
from django.utils import timezone

from pillars.agreed.models import Indicator, Measure
from pillars.measurements.expected import figures_of
from pillars.measurements.forms import first_measured_day
from pillars.measurements.rounds import round_on
from pillars.projects.models import ContactPerson, Executor, Project
from pillars.requests.models import AnswerPart, Request, RequestState
from pillars.requests.requesting import ask_again
from pillars.stories.models import ProgressEntry
from regiodeal.covenant.due_rules.due_rules import years_to_write
from regiodeal.deals.models import Deal, Membership, Party, User
from regiodeal.deals.roles import Role
from regiodeal.lifecycle.review import OPEN_STATES
from reporting.reports.models import AnnualReport
from reporting.rounds.models import ReportRound
from tests.pillars.exchange.files import checked, csv_file

ENTERING, WATCHING, ANSWERING = 60, 20, 40
IMPORTED = 50_000  # rows, of one file that is entered while all others work
SHARED = 4  # rows that two people fill at once, so that one of them loses each time and is told
STORIES = 12  # at least so many of those who enter write the story of a measure

type Plan = dict[str, Any]


def people(deal: Deal, *, alone: bool = False) -> list[Plan]:
    """Everybody, each with a session and what they work on; `alone`: one of each, and nobody who asks for much work."""
    if alone:
        found = [*entering(deal), *watching(deal), *answering(deal)]
        return list({each["does"]: each for each in reversed(found)}.values())
    return [*entering(deal), *watching(deal), *asking(deal), *answering(deal), importing(deal)]


def entering(deal: Deal) -> Iterator[Plan]:
    """Sixty people of the bureau: most fill a row of the grid of their own, some share one, the rest write stories."""
    rows = list(open_rows(deal))
    places = [*rows[:SHARED], *rows][: ENTERING - STORIES]
    places += list(open_stories(deal))[: ENTERING - len(places)]
    if len(places) < ENTERING:
        raise RuntimeError(f"There is work for {len(places)} people only in the round that runs today.")
    shared = [row["row"] for row in rows[:SHARED]]
    for number, place in enumerate(places, start=1):
        yield signed_in(deal, f"invoer{number}", Role.BUREAU) | place | {"shared": place.get("row") in shared}


def open_rows(deal: Deal) -> Iterator[Plan]:
    """The rows of the grid that can be typed in today, rows of one indicator far from each other."""
    today = timezone.localdate()
    this_round = round_on(deal, today)
    assert this_round is not None
    for row in figures_of(this_round, on=today).rows:
        if not row.is_reported:
            most = {Indicator.ValueKind.MILESTONE: 1, Indicator.ValueKind.SCALE: 4}
            largest = most.get(Indicator.ValueKind(row.indicator.value_kind))
            yield {"does": "grid", "year": this_round.year, "row": row.key, "largest": largest}


def open_stories(deal: Deal) -> Iterator[Plan]:
    """The measures and years about which a story can be begun, the newest year first."""
    taken = set(ProgressEntry.objects.filter(state__in=OPEN_STATES).values_list("measure__code", "year"))
    codes = list(Measure.objects.filter(deal=deal).values_list("code", flat=True))
    for year in reversed(years_to_write(deal, on=timezone.localdate())):
        yield from ({"does": "story", "year": year, "code": code} for code in codes if (code, year) not in taken)


def watching(deal: Deal) -> Iterator[Plan]:
    """Twenty people of the overleg and of BZK, who keep loading the pages that show how things stand."""
    for number, role in zip(range(1, WATCHING + 1), cycle([Role.OVERLEG, Role.BZK]), strict=False):
        yield signed_in(deal, f"kijker{number}", role) | {"does": "watch"}


def asking(deal: Deal) -> Iterator[Plan]:
    """Three people who each ask for a report: two trial prints, and a new edition of the newest report."""
    round_ = ReportRound.objects.filter(deal=deal).latest("year")
    reports = f"/deals/{deal.slug}/rapportage/"
    again = f"{reports}ronde/{round_.year}/"
    asked = [
        (reports, f"{reports}maken/", {"year": str(round_.year), "stage": AnnualReport.Stage.CONCEPT.value}),
        (reports, f"{reports}maken/", {"year": str(round_.year), "stage": AnnualReport.Stage.FINAL.value}),
        (again, f"{again}nieuwe-versie/", {"reason": "Cijfers van de laatste dag zijn verwerkt.", "is_of_today": "on"}),
    ]
    for number, (page, address, fields) in enumerate(asked, start=1):
        yield signed_in(deal, f"rapport{number}", Role.BUREAU) | {
            "does": "ask", "page": page, "address": address, "fields": fields
        }  # fmt: skip


def answering(deal: Deal) -> Iterator[Plan]:
    """Forty partners, each of an executor of their own with one project, who are asked in the request that is open."""
    now, bureau = timezone.now(), User.objects.filter(memberships__deal=deal, memberships__role=Role.BUREAU)[0]
    measure = Measure.objects.filter(deal=deal).order_by("pk")[0]
    for number in range(1, ANSWERING + 1):
        executor = Executor(deal=deal)
        executor.enter(by=bureau, at=now, values={"name": f"Uitvoerder {number} van de drukte"})
        email = f"partner{number}@voorbeeld.test"
        ContactPerson.objects.create(executor=executor, name=f"Partner {number} van de drukte", email=email)
        project = Project(deal=deal)
        content = {"code": f"DRUK-{number}", "title": f"Project {number}", "main_measure": measure}
        project.enter(by=bureau, at=now, values=content | {"executor": executor})
        for step in ("prepare", "start"):
            project.take(step, by=bureau, at=now, version=project.version)
    ask_again(Request.objects.get(deal=deal, state=RequestState.OPEN), by=bureau, at=now)
    for part in AnswerPart.objects.filter(project__code__startswith="DRUK-").select_related("project"):
        user = User.objects.get(email=f"partner{part.project.code.partition('-')[2]}@voorbeeld.test")
        place = {"does": "answer", "answer": part.answer_id, "part": part.pk, "code": part.project.code}
        yield session(user) | place


def importing(deal: Deal) -> Plan:
    """Somebody of the bureau with a large file that was checked, who enters it as the minute begins."""
    plan = signed_in(deal, "bestand", Role.BUREAU)
    job = checked(
        deal, User.objects.get(email=plan["email"]), csv_file(islice(_by_day(deal), IMPORTED)), name="veel.csv"
    )
    if job.change_count != IMPORTED:
        raise RuntimeError(f"The file of {IMPORTED} rows is {job.state}: {job.reason}")
    return plan | {"does": "import", "job": job.pk}


def _by_day(deal: Deal) -> Iterator[tuple[object, ...]]:
    """Rows of a file: a number for each day about which nothing is told yet, of one indicator after another."""
    first, today = first_measured_day(deal), timezone.localdate()
    days = [first + timedelta(days=number) for number in range((today - first).days)]
    numbers = Indicator.objects.filter(deal=deal, value_kind=Indicator.ValueKind.NUMBER, is_yearly=False)
    for indicator in numbers.order_by("pk"):
        for item in indicator.items.all() or (None,):
            code = f"{indicator.code}/{item.code}" if item else indicator.code
            told = set(indicator.measurements.filter(item=item).values_list("measured_on", flat=True))
            free = (day for day in days if day not in told)
            yield from ((code, "", f"{day:%d-%m-%Y}", day.day % 7, "Lijst", f"{day}") for day in free)


def signed_in(deal: Deal, name: str, role: Role) -> Plan:
    """Somebody new with a role in the deal, and the session of a browser in which they signed in."""
    user = User.objects.create_user(f"{name}@voorbeeld.test", f"{name.capitalize()} van de drukte")
    party = Party.objects.get(deal=deal, code="BZK") if role == Role.BZK else None
    Membership.objects.create(user=user, deal=deal, role=role, party=party)
    return session(user)


def session(user: User) -> Plan:
    """The session of a browser in which somebody signed in."""
    browser = Client()
    browser.force_login(user)
    return {"email": user.email, "cookies": {name: morsel.value for name, morsel in browser.cookies.items()}}
