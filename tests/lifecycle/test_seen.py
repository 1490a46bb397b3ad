"""Who decides, decides on what they saw."""

from datetime import timedelta

import pytest
from django.test import Client
from lxml import html

from pillars.measurements.models import Measurement
from regiodeal.audit.models import AuditEntry, AuditResult
from regiodeal.base.refusals import MovedOnError
from regiodeal.deals.models import Deal, User
from regiodeal.deals.roles import Role
from regiodeal.lifecycle.review import State
from regiodeal.lifecycle.seen import digest_of, hold, hold_digest, moved, read_seen, seen_version
from tests.pages import shown
from tests.plugins.deal import Enter, at, person
from tests.plugins.figures import indicator_of, measure

DEAL = "/deals/den-haag-zuidwest-ii/"
NOON = at("2026-01-10")


@pytest.fixture
def figure(deal: Deal, bureau: User) -> Measurement:
    """A figure that waits for a reviewer."""
    return measure(deal, indicator_of(deal, "1.1.1.g-1"), 84, "2025-12-31", by=bureau, year=2025)


@pytest.fixture
def client(enter: Enter, reviewer: User) -> Client:
    """A reviewer with a browser."""
    return enter(reviewer)


def changed(figure: Measurement, by: User, reviewer: User) -> Measurement:
    """The same figure after it was returned, changed and submitted again, by other hands."""
    row = Measurement.objects.get(pk=figure.pk)
    row.give_back(by=reviewer, at=NOON, reason="Klopt dit?")
    values = {"value": 2, "source": "heel andere bron"}
    row.revise(by=by, at=NOON + timedelta(minutes=1), values=values, version=row.version)
    row.submit(by=by, at=NOON + timedelta(minutes=2))
    return row


def form_of(client: Client, path: str, ending: str) -> tuple[str, dict[str, object]]:
    """The form on a page whose address ends so, with what it carries."""
    page = html.fromstring(client.get(path).content.decode())
    form = next(form for form in page.forms if (form.get("action") or "").endswith(ending))
    return str(form.get("action")), dict(form.form_values())


def test_a_figure_that_changed_since_it_was_opened_is_not_approved(
    figure: Measurement, client: Client, bureau: User, reviewer: User
) -> None:
    """Entry-and-review 1, T1: a reviewer approved 2 with 4 on the screen."""
    address, fields = form_of(client, f"{DEAL}metingen/{figure.pk}/", "goedkeuren/")
    changed(figure, bureau, reviewer)
    answer = client.post(address, fields)
    text = shown(answer)
    assert answer.status_code == 409
    assert "Dit is veranderd sinds u het opende" in text
    assert "heel andere bron" in text
    figure.refresh_from_db()
    assert figure.state == State.SUBMITTED
    (entry,) = AuditEntry.objects.filter(action="approve")
    assert entry.result == AuditResult.REFUSED


@pytest.mark.parametrize("verb", ["indienen", "terugnemen", "weggooien", "goedkeuren", "terugsturen"])
@pytest.mark.parametrize("version", ["", "0", "1", "x", "99999999999999999999"])
def test_no_verb_goes_without_the_version_that_stands_there(
    figure: Measurement, enter: Enter, reviewer: User, bureau: User, verb: str, version: str
) -> None:
    who = bureau if verb in {"indienen", "terugnemen", "weggooien"} else reviewer
    answer = enter(who).post(
        f"{DEAL}metingen/{figure.pk}/{verb}/", {"version": version, "reason": "Lang en breed getypt"}
    )
    assert answer.status_code == 409
    assert "Lang en breed getypt" in shown(answer)  # nothing typed is lost
    figure.refresh_from_db()
    assert figure.state == State.SUBMITTED


def test_what_became_of_it_is_told_in_words_from_the_first_old_to_the_last_new(
    figure: Measurement, bureau: User, reviewer: User
) -> None:
    seen = figure.version
    row = changed(figure, bureau, reviewer)
    told = moved(row, seen)
    assert {label: (was, now) for label, was, now in told.changes} == {
        "waarde": ("84", "2"),
        "bron": (figure.source, "heel andere bron"),
    }
    assert (told.by, told.at) == (bureau.name, NOON + timedelta(minutes=2))
    with pytest.raises(MovedOnError):
        hold(row, seen)
    assert hold(row, row.version) is row


def test_a_digest_holds_a_list_that_has_no_versions() -> None:
    digest = digest_of(["a", 1])
    hold_digest(["a", 1], digest, title="De lijst")
    for other in (["a", 2], [1, "a"], ["a"], ["a1"]):
        with pytest.raises(MovedOnError, match="De lijst"):
            hold_digest(other, digest, title="De lijst")


@pytest.mark.parametrize("text", ["", "1", ":", "1:", ":1", "a:1", "-1:1", "1:1:1", "²:1", "1:" + "9" * 30])
def test_what_no_page_carries_is_nothing_that_was_seen(text: str) -> None:
    assert read_seen(text) is None
    assert seen_version({"version": text.replace("1", "x")}) == 0


def test_who_submitted_takes_it_back_and_throws_it_away_and_nobody_else(
    figure: Measurement, enter: Enter, bureau: User, deal: Deal
) -> None:
    """Entry-and-review 7: nothing that was entered could be taken back."""
    path = f"{DEAL}metingen/{figure.pk}/"
    answer = enter(person(deal, "Tweede", Role.BUREAU)).post(
        f"{path}terugnemen/", {"version": figure.version}, follow=True
    )
    assert "Alleen wie het heeft ingevuld" in shown(answer)
    client = enter(bureau)
    address, fields = form_of(client, path, "terugnemen/")
    assert "Teruggenomen" in shown(client.post(address, fields, follow=True))
    address, fields = form_of(client, path, "weggooien/")
    assert "Weggegooid" in shown(client.post(address, fields, follow=True))
    figure.refresh_from_db()
    assert figure.state == State.WITHDRAWN
    assert [event.to_state for event in figure.events.all()][-2:] == ["draft", "withdrawn"]
    assert figure.indicator.name not in shown(client.get(f"{DEAL}mijn-werk/"))
