"""A deal that leaves out all that may be left out has all its pages, and a report."""

import re
from datetime import date

import pytest
from django.urls import NoReverseMatch, reverse

from pillars.agreed.models import Indicator, Target
from regiodeal.deal_file.document import DealFile
from regiodeal.deal_file.load import load
from regiodeal.deals.models import Deal
from regiodeal.deals.roles import Role
from reporting.content.frozen_report import FrozenReport
from reporting.pdf.document import render_html
from reporting.snapshot.take import take_snapshot
from tests.access.table import DEAL_ADDRESSES
from tests.deal_file.made_faults import SMALL
from tests.plugins.deal import Enter, person

ON = date(2026, 6, 1)
PICTURES = {"deal-logo", "cover-photo", "remove-cover"}
EMPTY = re.compile(r"(?<!en het )\bart(\.|ikel)\s*(</|\)|\.\s|,)")  # an article that is announced, and is not there


@pytest.fixture
def small(db: None) -> Deal:
    """The small invented deal."""
    return load(DealFile.read(SMALL))[0]


def test_what_is_left_out_follows_from_the_rest(small: Deal) -> None:
    """Any deal, part B: the file gives six fields of a norm, and the rest is as it would be filled in."""
    target = Target.objects.get(deal=small, code="L1.1.a")
    assert (target.title, target.unit, target.operator) == ("Dorpshuis in elke kern", "kernen", "at_least")
    assert (target.due, target.divide_by, target.article) == ({"rule": "end_of_deal"}, 1, "")
    assert Target.objects.get(deal=small, code="L1.2.a").due == {"rule": "end_of_year"}
    items = Indicator.objects.get(deal=small, code="dorpshuizen").items
    assert list(items.values_list("code", "name")) == [("noord", "Molen-Noord"), ("zuid", "Molen-Zuid")]
    assert small.financing_ends_on == small.ends_on


def test_its_pages_open(small: Deal, enter: Enter) -> None:
    """Any deal, part B: without articles, document codes, source cells and totals every page is there."""
    client = enter(person(small, "Bureau", Role.BUREAU))
    failed = {}
    for name, (method, who) in DEAL_ADDRESSES.items():
        try:
            path = reverse(name, kwargs={"deal": small.slug})
        except NoReverseMatch:
            continue
        if method == "get" and Role.BUREAU in who:
            response = client.get(path)
            text = b"".join(response).decode(errors="ignore")
            announced = [text[found.start() - 60 : found.end() + 20] for found in EMPTY.finditer(text)]
            expected = {200, 204, 302, 422} | ({404} if name in PICTURES else set())  # the small deal has none
            if response.status_code not in expected or announced:
                failed[name] = (response.status_code, announced)
    assert failed == {}


def test_it_has_a_report(small: Deal) -> None:
    """Any deal, part B: the report of a deal that names no articles is made, and announces none that is not there."""
    html = render_html(FrozenReport(take_snapshot(small, year=2025, stage="concept", on=ON)))
    assert "Regio Deal Molenkwartier" in html
    assert [html[found.start() - 80 : found.end() + 20] for found in EMPTY.finditer(html)] == []
