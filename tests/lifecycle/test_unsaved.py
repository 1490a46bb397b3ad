"""Half-typed work survives a closed browser and an ended session, for its author alone."""

from django.test import Client

from pillars.measurements.models import Measurement
from regiodeal.deals.models import Deal, User
from regiodeal.lifecycle.models import UnsavedWork
from tests.plugins.deal import Enter
from tests.plugins.figures import indicator_of

PATH = "/deals/den-haag-zuidwest-ii/half-getypt/"
KEY = "voortgang 1.1.1 2026"


def test_what_is_typed_comes_back_in_another_browser(bureau: User, enter: Enter) -> None:
    enter(bureau).post(PATH, {"kept-key": KEY, "done": "Een halve zin", "csrfmiddlewaretoken": "x", "version": "3"})
    enter(bureau).post(PATH, {"kept-key": KEY, "done": "Een halve zin en nog wat"})
    kept = enter(bureau).get(PATH, {"key": KEY}).json()
    assert kept["fields"] == {"done": ["Een halve zin en nog wat"]}


def test_every_ticked_box_comes_back(bureau: User, enter: Enter) -> None:
    enter(bureau).post(PATH, {"kept-key": KEY, "measures": ["3", "7"]})
    assert enter(bureau).get(PATH, {"key": KEY}).json()["fields"] == {"measures": ["3", "7"]}


def test_nobody_else_sees_it(bureau: User, colleague: User, enter: Enter) -> None:
    enter(bureau).post(PATH, {"kept-key": KEY, "done": "Een halve zin"})
    assert enter(colleague).get(PATH, {"key": KEY}).status_code == 204


def test_it_can_be_thrown_away(bureau: User, enter: Enter) -> None:
    enter(bureau).post(PATH, {"kept-key": KEY, "done": "Een halve zin"})
    enter(bureau).post(PATH, {"kept-key": KEY, "discard": "1"})
    assert enter(bureau).get(PATH, {"key": KEY}).status_code == 204


def test_saving_the_form_forgets_it(deal: Deal, bureau: User, enter: Enter) -> None:
    indicator = deal.indicator_set.get(code=indicator_of(deal, "1.1.1.g-1"))
    key = f"cijfer {indicator.code}"
    client = enter(bureau)
    client.post(PATH, {"kept-key": key, "x": "84"})
    prefix = f"indicator-{indicator.pk}"
    typed = {f"{prefix}-year": "2025", f"{prefix}-value": "84", "kept-key": key}
    path = f"/deals/{deal.slug}/resultaten/1.1.1.g/metingen/{indicator.code}/"
    wrong = typed | {f"{prefix}-value": "veel"}
    assert client.post(path, wrong).status_code == 422  # that is no number: what was typed stays kept
    assert UnsavedWork.objects.count() == 1
    assert client.post(path, typed | {f"{prefix}-source": "Lijst"}).status_code == 302
    assert UnsavedWork.objects.count() == 0
    assert Measurement.objects.count() == 1


def test_after_the_session_ended_nothing_is_written_and_the_page_is_told(deal: Deal) -> None:
    response = Client().post(PATH, {"kept-key": KEY, "done": "x"})
    assert response.status_code == 302  # keep.js sees that it was sent elsewhere, and says so
    assert not UnsavedWork.objects.exists()


def test_too_much_and_nonsense_are_refused(bureau: User, enter: Enter) -> None:
    client = enter(bureau)
    assert client.post(PATH, {"kept-key": KEY, "done": "x" * 400_001}).status_code == 413
    assert client.post(PATH, {"kept-key": "x" * 201, "done": "x"}).status_code == 400
    assert client.post(PATH, {"kept-key": "a\x00b", "done": "x"}).status_code == 400
    assert client.post(PATH, {"kept-key": KEY, "done": "a\x00b"}).status_code == 204
    assert client.get(PATH, {"key": "\x00"}).status_code == 204
