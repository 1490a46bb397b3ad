"""The pages of projects of a deal with forty of them, and with two thousand of four hundred executors."""

import time
from collections.abc import Iterator

from django.utils import timezone

from pillars.requests.models import RequestState
from pillars.requests.requesting import ask_again
from regiodeal.deals.models import Deal, User
from reporting.reports.build import build_files
from reporting.snapshot.take import take_snapshot
from tests.bench.measuring import Work
from tests.bench.scale import Cost, opened, signed_in
from tests.plugins.many_projects import fill_projects

PATHS = {
    "overview": "",
    "projects": "projecten/",
    "projects, cut": "projecten/?maatregel=1.1.1&volgorde=uitvoerder",
    "projects on a day": "projecten/?op=2026-06-01",
    "one project": "projecten/{code}/",
    "coverage of norms": "projecten/dekking/",
    "executors": "uitvoerders/",
    "money of projects": "financien/projecten/",
    "money of one": "financien/projecten/{code}/",
    "request": "uitvraag/",
    "workbook down": "projecten/werkboek/downloaden/",
}
LINE = "{:<20}{:>9}{:>12}{:>9}{:>12}{:>8}"


def project_lines(deal: Deal) -> Iterator[str]:
    """Measure each page before and after the deal gets its two thousand projects."""
    yield LINE.format("page", "queries", "forty", "queries", "2,000", "ratio")
    few = _costs(deal)
    by = User.objects.get(email="bureau@voorbeeld.test")
    fill_projects(deal, by, projects=1960, executors=382)
    for request in deal.requests.filter(state=RequestState.OPEN):
        ask_again(request, by=by, at=timezone.now())
    many = _costs(deal)
    for name, cost in few.items():
        then = many[name]
        figures = (cost.queries, f"{cost.cpu:.1f} ms", then.queries, f"{then.cpu:.1f} ms", f"{then.cpu / cost.cpu:.1f}")
        yield LINE.format(name, *figures)
    yield from _report(deal)


def _report(deal: Deal) -> Iterator[str]:
    """The report of all of them: what its snapshot and its files take, and how many pages they make."""
    today, began = timezone.localdate(), time.process_time()
    snapshot = take_snapshot(deal, year=today.year, stage="concept", on=today)
    taken = time.process_time()
    pages = next(file.pages for file in build_files(snapshot) if file.pages)
    yield f"report: snapshot {taken - began:.1f} s, files {time.process_time() - taken:.0f} s, {pages} pages"


def _costs(deal: Deal) -> dict[str, Cost]:
    browser, code = signed_in("bureau@voorbeeld.test"), deal.projects.order_by("code")[0].code
    found = {}
    for name, path in PATHS.items():
        work: Work = opened(browser, f"/deals/{deal.slug}/{path.format(code=code)}")
        found[name] = Cost()
        found[name].add(work)
    return found
