"""All deals side by side for BZK: prepared figures that are those of the deals' own pages, and the yearly bundle."""

import re
from datetime import date, timedelta
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from pillars.progress.deal_progress import deal_progress
from pillars.projects.models import Project
from regiodeal.deals.models import Deal, Membership, User
from regiodeal.deals.roles import Role
from reporting import tasks
from reporting.building.models import BuildState
from reporting.portfolio.bundle import bundle_content, submitted_reports
from reporting.portfolio.bundle_workbook import bundle_workbook
from reporting.portfolio.deal_figures import deal_figures, prepare, prepare_stale
from reporting.portfolio.listing import PER_PAGE
from reporting.portfolio.models import Bundle, DealFigures
from reporting.rounds.models import Step
from tests.finance.grants.conftest import Begin, Give, begin, give  # noqa: F401 (fixtures)
from tests.pages import words as page_words
from tests.plugins.deal import Enter, at, person
from tests.plugins.money import Book
from tests.plugins.reports import laid_down, shared, took
from tests.portal import Portal
from tests.reporting.example_reports import words

pytestmark = pytest.mark.usefixtures("own_files")

NOW = at("2026-11-24")


@pytest.fixture
def follower(deal: Deal, veenland: Deal) -> User:
    """Somebody of BZK's programme team who follows both deals."""
    user = person(deal, "Fenna", Role.BZK, "BZK")
    Membership.objects.create(user=user, deal=veenland, role=Role.BZK)
    return user


@pytest.fixture
def submitted(deal: Deal, bureau: User) -> Deal:
    """The first deal, whose report of 2026 the minister has."""
    round_ = shared(deal, by=bureau)
    laid_down(round_, Step.FINAL, "2026-07-01", by=bureau)
    took(round_, Step.HANDED, "2026-07-02", by=bureau)
    took(round_, Step.SUBMITTED, "2026-07-03", by=bureau)
    return deal


def test_the_figures_are_those_of_the_deal_itself(submitted: Deal) -> None:
    figures = deal_figures(submitted, on=date(2026, 7, 10))
    progress = deal_progress(submitted, on=date(2026, 7, 10))
    assert (figures["results"], figures["on_course"]) == (43, progress.on_course)
    assert figures["deviations"] == sum(result.is_off_course for result in progress.results)
    assert figures["report"] == {
        "year": 2026,
        "step": "Ingediend bij de minister",
        "submitted_on": "2026-07-03",
        "last_day": "2026-07-14",
        "is_late": False,
    }


def test_the_table_counts_projects_and_what_they_were_granted_and_spent(
    deal: Deal,
    follower: User,
    enter: Enter,
    begin: Begin,  # noqa: F811
    give: Give,  # noqa: F811
    book: Book,
) -> None:
    """Issue 16: an idea does not count, and where no money names a project nothing is said of money."""
    begin("P-1")
    running = begin("P-2")
    running.take("start", by=follower, at=at("2026-02-01"), version=running.version)
    idea = Project(deal=deal)
    main = deal.measure_set.get(code="1.1.1")
    idea.enter(by=follower, at=NOW, values={"code": "P-3", "title": "Ooit", "main_measure": main})
    assert deal_figures(deal, on=NOW.date())["projects"] == {
        "count": 2,
        "states": {"preparing": 1, "running": 1},
        "running": 1,
        "granted": None,
        "spent": None,
    }
    give(running, {"A-rijk": "1250000.00"})
    book("expenditure", "A-rijk", "400000.00", on="2026-03-01", project=running)
    for each in Deal.objects.all():
        prepare(each, at=NOW)
    page = page_words(enter(follower).get("/portfolio/?volgorde=-projecten"))
    assert "2 , waarvan 1 loopt verleend € 1,3 mln. besteed € 400.000" in page.replace("\xa0", " ")
    assert page.index(deal.name) < page.index("Veenland")
    running.refresh_from_db()
    running.take("stop", by=follower, at=at("2026-03-02"), version=running.version, reason="Verzonnen.")
    projects = deal_figures(deal, on=NOW.date())["projects"]  # its money counts on, as in the table of projects
    assert (projects["count"], projects["granted"], projects["spent"]) == (1, "1250000.00", "400000.00")


def test_a_report_that_is_not_there_after_its_last_day_is_late(deal: Deal) -> None:
    assert not deal_figures(deal, on=date(2026, 7, 14))["report"]["is_late"]
    assert deal_figures(deal, on=date(2026, 7, 15))["report"]["is_late"]


def test_the_page_shows_every_deal_that_one_follows_and_computes_nothing(
    deal: Deal, veenland: Deal, follower: User, enter: Enter, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    prepare(deal, at=timezone.now())
    client = enter(follower)
    client.get("/portfolio/")
    with django_assert_num_queries(5):
        page = client.get("/portfolio/").content.decode()
    assert deal.name in page
    assert 'href="/portfolio/"' in client.get(f"/deals/{deal.slug}/rapportage/").content.decode()
    assert veenland.name in page
    assert "De cijfers worden klaargezet." in page
    prepare(veenland, at=timezone.now())
    with django_assert_num_queries(5):
        assert "De cijfers worden klaargezet." not in client.get("/portfolio/").content.decode()


def test_the_table_is_narrowed_and_put_in_order_by_the_prepared_figures(
    submitted: Deal, veenland: Deal, follower: User, enter: Enter
) -> None:
    client = enter(follower)
    prepare(submitted, at=NOW)

    def shown(query: str) -> list[str]:
        page = client.get(f"/portfolio/?{query}").content.decode()
        return re.findall(r'<th scope="row">\s*<a href="/deals/([a-z0-9-]+)/', page)

    assert shown("stand=onbekend") == [veenland.slug]
    prepare(veenland, at=NOW + timedelta(minutes=1))
    agreed = {deal.slug: float(deal.prepared_figures.figures["agreed"]) for deal in Deal.objects.all()}
    assert shown("volgorde=afgesproken") == sorted(agreed, key=lambda slug: agreed[slug])
    assert shown("volgorde=-afgesproken") == sorted(agreed, key=lambda slug: -agreed[slug])
    assert shown("volgorde=-bijgewerkt") == [veenland.slug, submitted.slug]
    assert shown("stand=ingediend") == [submitted.slug]
    assert shown(f"tekst={veenland.region_name.upper()}") == [veenland.slug]
    assert shown("stand=ingediend&tekst=nergens") == []
    assert set(shown("stand=bestaat-niet&volgorde=evenmin&page=99")) == {submitted.slug, veenland.slug}


def test_a_hundred_deals_come_in_pages_with_the_same_number_of_queries(
    deal: Deal, follower: User, enter: Enter, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    figures = prepare(deal, at=NOW).figures
    for number in range(100):
        other = Deal.objects.get(pk=deal.pk)
        other.pk, other.slug, other.name = None, f"deal-{number}", f"Deal {number:03d}"
        other.save()
        Membership.objects.create(user=follower, deal=other, role=Role.BZK)
        DealFigures.objects.create(deal=other, figures=figures, computed_at=NOW)
    client = enter(follower)
    client.get("/portfolio/")
    with django_assert_num_queries(5):
        page = client.get("/portfolio/?page=2").content.decode()
    assert page.count('<th scope="row">') == PER_PAGE
    assert "Pagina 2 van 3" in page


def test_who_follows_no_deal_for_bzk_knows_of_no_portfolio(deal: Deal, bureau: User, jenv: User, enter: Enter) -> None:
    for user in (bureau, jenv):
        assert enter(user).get("/portfolio/").status_code == 404
        assert enter(user).post("/portfolio/bundel/", {"jaar": "2026"}).status_code == 404


def test_the_clock_prepares_what_is_old_and_leaves_what_is_fresh(deal: Deal, veenland: Deal) -> None:
    assert prepare_stale(at=NOW) == 2
    assert prepare_stale(at=NOW + timedelta(minutes=59)) == 0
    DealFigures.objects.filter(deal=deal).update(computed_at=NOW - timedelta(hours=2))
    assert prepare_stale(at=NOW) == 1


def test_a_change_makes_the_figures_stale_and_the_next_minute_makes_them_right(
    deal: Deal, veenland: Deal, follower: User, enter: Enter
) -> None:
    """Any deal 21: the table was up to an hour old, and began with figures of before the example was loaded."""
    for each in (deal, veenland):
        prepare(each, at=timezone.now())
    client, now = enter(follower), timezone.now()
    assert prepare_stale(at=now) == 0
    assert "Er is iets veranderd" not in client.get("/portfolio/").content.decode()
    Deal.objects.filter(pk=deal.pk).update(drift_margin="0.90")
    assert "Er is iets veranderd; dit wordt bijgewerkt." in client.get("/portfolio/").content.decode()
    assert prepare_stale(at=now) == 1
    progress = deal_progress(Deal.objects.get(pk=deal.pk), on=timezone.localdate())
    off_course = sum(result.is_off_course for result in progress.results)
    assert DealFigures.objects.get(deal=deal).figures["deviations"] == off_course
    assert "Er is iets veranderd" not in client.get("/portfolio/").content.decode()


COUNT_ON_SQLITE = """
from django.db.models import Q
from django.utils import timezone
from regiodeal.deals.models import Deal
from reporting.portfolio.deal_figures import prepare_stale
from reporting.portfolio.listing import STANDS, listing
told = prepare_stale(at=timezone.now()), prepare_stale(at=timezone.now())
every = dict(order="rapportage", page=None)
found = listing(Deal.objects.all(), condition=Q(), **every)
narrowed = listing(Deal.objects.all(), condition=STANDS["ingediend"][1], **every)
print(told, found.deals, found.submitted, len(narrowed.page))
"""


def test_on_sqlite_only_what_was_submitted_counts_as_submitted(sqlite_portal: Portal) -> None:
    """Any deal 7: the null of JSON came back as a text, so every deal had submitted its report."""
    sqlite_portal.manage("load_deal", "tests/deals/veenland.yaml")
    assert sqlite_portal.manage("shell", "-c", COUNT_ON_SQLITE).stdout.strip().splitlines()[-1] == "(1, 0) 1 0 0"


def test_a_bundle_holds_the_submitted_reports_and_names_who_is_missing(
    submitted: Deal, veenland: Deal, follower: User, enter: Enter, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent: list[int] = []
    monkeypatch.setattr(tasks.build_yearly_bundle, "delay", sent.append)
    client = enter(follower)
    for _press in range(2):
        answer = client.post("/portfolio/bundel/", {"jaar": "2026"})
    bundle = Bundle.objects.get()
    assert answer.headers["Location"] == f"/portfolio/bundel/{bundle.pk}/"
    tasks.build_yearly_bundle(bundle.pk)
    bundle.refresh_from_db()
    assert bundle.state == BuildState.READY, bundle.error
    pdf: Any = client.get(f"/portfolio/bundel/{bundle.pk}/bestand/pdf/")
    told = words(b"".join(pdf.streaming_content))
    assert submitted.name in told
    assert f"Nog niet ingediend: {veenland.name}" in told
    book: Any = client.get(f"/portfolio/bundel/{bundle.pk}/bestand/xlsx/")
    sheet = openpyxl.load_workbook(BytesIO(b"".join(book.streaming_content)))["Deals"]
    assert [row[3].value for row in sheet.iter_rows(min_row=2)] == [43]
    assert client.get(f"/portfolio/bundel/{bundle.pk}/").status_code == 200
    other = enter(person(veenland, "Ander", Role.BZK))
    assert other.get(f"/portfolio/bundel/{bundle.pk}/").status_code == 404
    bundle.pdf.delete(save=False)
    Bundle.objects.update(pdf="bundles/gone.pdf")
    assert client.get(f"/portfolio/bundel/{bundle.pk}/bestand/pdf/").status_code == 404


def test_a_bundle_closes_when_its_owner_no_longer_follows_all_of_its_deals(
    submitted: Deal, veenland: Deal, follower: User, enter: Enter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tasks.build_yearly_bundle, "delay", lambda pk: None)
    client = enter(follower)
    client.post("/portfolio/bundel/", {"jaar": "2026"})
    bundle = Bundle.objects.get()
    path = f"/portfolio/bundel/{bundle.pk}/"
    follower.memberships.filter(deal=submitted).delete()
    assert client.get(path).status_code == 404  # what is frozen in it is told while it is made
    client.post("/portfolio/bundel/", {"jaar": "2026"})
    other = Bundle.objects.exclude(pk=bundle.pk).get()
    assert client.get(f"/portfolio/bundel/{other.pk}/").status_code == 200
    Membership.objects.create(user=follower, deal=submitted, role=Role.BZK)
    bundle.refresh_from_db()
    assert (bundle.state, client.get(path).status_code) == (BuildState.CANCELLED, 200)
    files = {"pdf": default_storage.save("bundles/1.pdf", ContentFile(b"PDF")), "workbook": "bundles/1.pdf"}
    Bundle.objects.update(state=BuildState.READY, **files)
    pdf: Any = client.get(f"{path}bestand/pdf/")
    assert b"".join(pdf.streaming_content) == b"PDF"
    follower.memberships.filter(deal=submitted).delete()
    for page in ("", "stand/", "bestand/pdf/", "bestand/xlsx/"):
        assert client.get(path + page).status_code == 404
    assert client.post(f"{path}opnieuw/").status_code == 404
    assert client.get(f"/portfolio/bundel/{other.pk}/").status_code == 200
    page = client.get("/portfolio/").content.decode()
    assert page.count("niet meer van u") == 1
    Bundle.objects.update(deals=None)  # as those that were made before this was kept
    assert client.get(f"/portfolio/bundel/{other.pk}/").status_code == 404


def test_a_concept_or_a_report_of_another_deal_is_not_in_it(deal: Deal, veenland: Deal, bureau: User) -> None:
    shared(deal, by=bureau)
    assert submitted_reports([deal, veenland], 2026) == []
    content = bundle_content([], [deal, veenland], year=2026, on=date(2026, 8, 1))
    assert content["missing"] == sorted([deal.name, veenland.name])
    assert bundle_workbook(content) == bundle_workbook(content)


@pytest.mark.parametrize("year", ["", "1999", "2100", "abcd", "²026", "20261"])
def test_a_year_that_cannot_be_is_refused(follower: User, enter: Enter, year: str) -> None:
    assert enter(follower).post("/portfolio/bundel/", {"jaar": year}).status_code == 404
    assert not Bundle.objects.exists()
