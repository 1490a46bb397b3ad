"""The difference between two reports on a page, and the letter to the minister."""

from io import BytesIO

import docx
import pytest

from regiodeal.deals.models import Deal, User
from reporting.rounds.models import Step
from tests.pages import BASE, words_at
from tests.plugins.deal import Enter
from tests.plugins.reports import laid_down, print_of, shared, took, volunteers

pytestmark = pytest.mark.usefixtures("own_files")


def test_the_page_tells_what_changed_from_concept_to_final(
    deal: Deal, bureau: User, reviewer: User, overleg: User, enter: Enter
) -> None:
    round_ = shared(deal, by=bureau)
    assert "Er zijn nog geen twee rapportages" in words_at(enter(bureau), "rapportage/verschillen/")
    volunteers(deal, 120, year=2025, by=bureau, reviewer=reviewer, approved_on="2026-06-20")
    final = laid_down(round_, Step.FINAL, "2026-07-01", by=bureau)
    text = words_at(enter(bureau), "rapportage/verschillen/")
    assert "Van Voortgangsrapportage 2026 (concept) naar Voortgangsrapportage 2026 (definitief)" in text
    assert "120" in text
    assert "Er zijn nog geen twee rapportages" in words_at(enter(overleg), "rapportage/verschillen/")
    took(round_, Step.HANDED, "2026-07-02", by=bureau)
    assert "120" in words_at(enter(overleg), "rapportage/verschillen/")
    path = f"{BASE}rapportage/verschillen/"
    assert enter(overleg).get(path, {"van": str(final.pk), "naar": str(final.pk)}).status_code == 200
    assert enter(overleg).get(path, {"van": "999999"}).status_code == 404
    assert enter(overleg).get(path, {"van": "\x00"}).status_code == 404


def test_a_trial_print_is_not_compared_by_others(deal: Deal, bureau: User, overleg: User, enter: Enter) -> None:
    shared(deal, by=bureau)
    secret = print_of(deal, by=bureau)
    path = f"{BASE}rapportage/verschillen/"
    assert enter(overleg).get(path, {"van": str(secret.pk)}).status_code == 404


def test_the_bureau_gets_a_letter_in_word(deal: Deal, bureau: User, overleg: User, enter: Enter) -> None:
    round_ = shared(deal, by=bureau)
    report = round_.steps.get(step=Step.SHARED).report
    assert report is not None
    path = f"{BASE}rapportage/{report.pk}/brief/"
    client = enter(bureau)
    assert client.post(path, {"sender": ""}).status_code == 422
    data = {"sender": "Gemeente Den Haag", "place": "Den Haag", "on": "2026-07-01", "signed_by": "De wethouder"}
    answer = client.post(path, data)
    assert answer.headers["Content-Disposition"].endswith('.docx"')
    told = "\n".join(paragraph.text for paragraph in docx.Document(BytesIO(answer.content)).paragraphs)
    assert "Den Haag, 1 juli 2026" in told
    assert "43 beoogde resultaten" in told
    assert enter(overleg).get(path).status_code == 403
