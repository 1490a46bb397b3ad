"""A component that is drawn once for everybody shows nothing of who asks, of the page it stands on, or of the day."""

import re

from django.template import engines

from regiodeal.base.templatetags.components import drawn
from tests.portal import ROOT

TEMPLATES = ROOT / "templates"
OF_ONE_REQUEST = re.compile(r"{% (?:word|art) |csrf_token|csp_nonce|\brequest\b|\buser\b|\bmessages\b|{% now|\btoday\b")


def pure_templates() -> set[str]:
    """The templates that `pure` draws, and those that they include."""
    texts = {str(path.relative_to(TEMPLATES)): path.read_text() for path in TEMPLATES.rglob("*.html")}
    found = {name for text in texts.values() for name in re.findall(r'{% pure "([^"]+)"', text)}
    found.add("components/icon.html")
    while more := {name for each in found for name in re.findall(r'{% include "([^"]+)"', texts[each])} - found:
        found |= more
    return found


def test_they_show_nothing_of_one_request() -> None:
    names = pure_templates()
    assert {"components/status.html", "components/status_icon.html"} <= names
    assert [name for name in names if OF_ONE_REQUEST.search((TEMPLATES / name).read_text())] == []


def test_one_is_drawn_once_and_stays_escaped() -> None:
    template = engines["django"].from_string('{% pure "components/status_word.html" status=status %}')
    before = drawn.cache_info().misses
    assert template.render({"status": "behind"}) == template.render({"status": "behind"})
    assert template.render({"status": "behind"}).strip() == "loopt achter"
    assert drawn.cache_info().misses <= before + 1
    row = engines["django"].from_string("{% icon name %}")
    assert "<script" not in row.render({"name": '"><script>'})
