"""Default deny: every address, for every role and for nobody, against one table.

An address that the table does not know fails the walk: a new page says here who may reach it before it is reachable.
"""

from collections.abc import Iterator

import pytest
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from pillars.models import Measurement, ProgressEntry
from regiodeal.covenant.middleware import DeclaredAccessMiddleware
from regiodeal.covenant.models import Deal, User
from regiodeal.covenant.roles import Role
from reporting.models import AnnualReport
from tests.plugins.deal import Enter, at, person
from tests.plugins.figures import indicator_of, measure

ALL = frozenset(Role)
WRITERS = frozenset({Role.BUREAU})
REVIEWERS = frozenset({Role.REVIEWER})
BUILDERS = frozenset({Role.BUREAU, Role.REVIEWER})
INSIDERS = frozenset({Role.BUREAU, Role.REVIEWER, Role.TREASURER})

# name of the address: (method, who may). Who may not gets 403, an outsider 404, and nobody is sent to sign in.
DEAL_ADDRESSES: dict[str, tuple[str, frozenset[Role]]] = {
    "overview": ("get", ALL),
    "measures": ("get", ALL),
    "measure": ("get", ALL),
    "money": ("get", ALL),
    "obligations": ("get", ALL),
    "readings": ("get", ALL),
    "users": ("get", frozenset({Role.ADMINISTRATOR})),
    "my-work": ("get", ALL),
    "grid": ("get", WRITERS),
    "save-row": ("post", WRITERS),
    "submit-round": ("get", WRITERS),
    "result": ("get", ALL),
    "enter-measurement": ("post", WRITERS),
    "write-entry": ("get", WRITERS),
    "measurement": ("get", INSIDERS),  # a figure under review: the others do not know of it
    "progress-entry": ("get", INSIDERS),
    "submit": ("post", WRITERS),
    "approve": ("post", REVIEWERS),
    "give-back": ("post", REVIEWERS),
    "reports": ("get", ALL),
    "build-report": ("post", BUILDERS),
    "report": ("get", BUILDERS),  # a report that is not ready: the others do not know of it
    "report-progress": ("get", BUILDERS),
    "retry-report": ("post", BUILDERS),
    "download-report": ("get", frozenset()),  # it has no file yet: 404 for everybody
}
HIDDEN = {"measurement", "progress-entry", "report", "report-progress", "download-report"}

# Addresses outside a deal: status for nobody, and for an outsider who is signed in (and has not chosen a password).
OTHER_ADDRESSES: dict[str, tuple[int, int]] = {
    "start": (200, 200),
    "account_login": (200, 302),
    "account_logout": (302, 200),
    "account_signup": (200, 302),  # says that it is closed
    "account_inactive": (200, 200),
    "account_reauthenticate": (302, 403),
    "account_change_password": (302, 302),
    "account_set_password": (302, 200),
    "account_email": (302, 200),
    "account_email_verification_sent": (200, 200),
    "account_confirm_email": (200, 200),
    "account_confirm_login_code": (302, 302),
    "account_reset_password": (200, 200),
    "account_reset_password_done": (200, 200),
    "account_reset_password_from_key": (200, 200),
    "account_reset_password_from_key_done": (200, 200),
}


def addresses(patterns: list[URLPattern | URLResolver], within_deal: bool = False) -> Iterator[tuple[str, bool]]:
    """All named addresses of the portal, and whether each lies within a deal."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from addresses(pattern.url_patterns, within_deal or "<slug:deal>" in str(pattern.pattern))
        else:
            yield str(pattern.name), within_deal


def test_the_table_knows_every_address() -> None:
    known = {(name, True) for name in DEAL_ADDRESSES} | {(name, False) for name in OTHER_ADDRESSES}
    assert set(addresses(get_resolver().url_patterns)) == known


@pytest.fixture
def paths(deal: Deal, bureau: User) -> dict[str, str]:
    """An address of each kind, about things that are still under way."""
    figure = measure(deal, indicator_of(deal, "1.1.1.g-1"), 84, "2025-12-31", by=bureau, year=2025)
    entry = ProgressEntry.objects.create(
        measure=deal.measure_set.get(code="1.1.1"),
        year=2025,
        done="Gedaan",
        schedule="on_schedule",
        outlook="Verder",
        entered_by=bureau,
        entered_at=at("2026-01-05"),
    )
    entry.submit(by=bureau, at=at("2026-01-05"))
    report = AnnualReport.objects.create(
        deal=deal,
        year=2026,
        stage="concept",
        reference_date="2026-06-14",
        requested_by=bureau,
        requested_at=at("2026-06-14"),
    )
    base = f"/deals/{deal.slug}/"
    return {name: base + path for name, path in _paths(figure, entry, report).items()}


def _paths(figure: Measurement, entry: ProgressEntry, report: AnnualReport) -> dict[str, str]:
    return {
        "overview": "",
        "measures": "maatregelen/",
        "measure": "maatregelen/1.1.1/",
        "money": "financien/",
        "obligations": "afspraken/",
        "readings": "afspraken/lezingen/",
        "users": "beheer/",
        "my-work": "mijn-werk/",
        "grid": "invoer/2026/",
        "save-row": "invoer/2026/opslaan/",
        "submit-round": "invoer/2026/indienen/",
        "result": "resultaten/1.1.1.g/",
        "enter-measurement": f"resultaten/1.1.1.g/metingen/{figure.indicator.code}/",
        "write-entry": "maatregelen/1.1.1/voortgang/2026/",
        "measurement": f"metingen/{figure.pk}/",
        "progress-entry": f"voortgang/{entry.pk}/",
        "submit": f"metingen/{figure.pk}/indienen/",
        "approve": f"metingen/{figure.pk}/goedkeuren/",
        "give-back": f"metingen/{figure.pk}/terugsturen/",
        "reports": "rapportage/",
        "build-report": "rapportage/maken/",
        "report": f"rapportage/{report.pk}/",
        "report-progress": f"rapportage/{report.pk}/stand/",
        "retry-report": f"rapportage/{report.pk}/opnieuw/",
        "download-report": f"rapportage/{report.pk}/pdf/",
    }


@pytest.mark.parametrize("role", Role)
def test_each_role_reaches_what_it_may_and_nothing_else(
    deal: Deal, paths: dict[str, str], enter: Enter, role: Role
) -> None:
    client = enter(person(deal, "Loper", role, "JenV" if role == Role.PARTY else None))
    found = {name: getattr(client, method)(paths[name]).status_code for name, (method, _who) in DEAL_ADDRESSES.items()}
    allowed = {name for name, (_method, who) in DEAL_ADDRESSES.items() if role in who}
    assert {name for name, status in found.items() if status in {200, 302, 422}} == allowed
    assert {name for name, status in found.items() if status == 404} == (HIDDEN - allowed)
    assert all(found[name] == 403 for name in set(DEAL_ADDRESSES) - allowed - HIDDEN)


def test_an_outsider_knows_of_nothing_in_the_deal(paths: dict[str, str], enter: Enter, outsider: User) -> None:
    client = enter(outsider)
    for name, (method, _who) in DEAL_ADDRESSES.items():
        assert getattr(client, method)(paths[name]).status_code == 404, name


def test_a_member_of_another_deal_knows_of_nothing_in_this_one(
    paths: dict[str, str], enter: Enter, veenland: Deal
) -> None:
    client = enter(person(veenland, "Buur", Role.BUREAU))
    for name, (method, _who) in DEAL_ADDRESSES.items():
        assert getattr(client, method)(paths[name]).status_code == 404, name


def test_things_of_one_deal_are_not_found_under_another(
    deal: Deal, veenland: Deal, paths: dict[str, str], enter: Enter
) -> None:
    client = enter(person(veenland, "Buur", Role.REVIEWER))
    for name in ("measure", "result", "measurement", "progress-entry", "approve", "report", "download-report"):
        method, _who = DEAL_ADDRESSES[name]
        path = paths[name].replace(deal.slug, veenland.slug)
        assert getattr(client, method)(path).status_code == 404, name


@pytest.mark.parametrize("name", DEAL_ADDRESSES)
def test_nobody_is_sent_to_sign_in(paths: dict[str, str], name: str) -> None:
    for method in ("get", "post"):
        response = getattr(Client(), method)(paths[name])
        assert response.status_code == 302
        assert response.headers["Location"].startswith("/account/login/")


@pytest.mark.parametrize("name", OTHER_ADDRESSES)
def test_the_addresses_outside_a_deal(enter: Enter, outsider: User, name: str) -> None:
    arguments = {"account_confirm_email": ["sleutel"], "account_reset_password_from_key": ["1", "abc"]}
    path = reverse(name, args=arguments.get(name))
    assert (Client().get(path).status_code, enter(outsider).get(path).status_code) == OTHER_ADDRESSES[name]


def test_a_view_that_declares_nothing_is_closed() -> None:
    def forgotten(request: HttpRequest) -> HttpResponse:
        return HttpResponse("open")

    middleware = DeclaredAccessMiddleware(lambda request: HttpResponse())
    with pytest.raises(PermissionDenied):
        middleware.process_view(HttpRequest(), forgotten, (), {})
