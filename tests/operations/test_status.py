"""The page of who looks after the portal, and the mail about it, say in Dutch what works."""

import tomllib

import pytest
from django.utils import timezone
from lxml import html

from regiodeal.deals.models import Deal, User
from regiodeal.operations import health, nightly
from regiodeal.operations.health import IN_DUTCH, MISSED, NEEDED
from tests.plugins.deal import Enter
from tests.portal import ROOT


@pytest.mark.django_db
def test_each_part_has_its_word_and_the_version_of_the_portal_is_told(
    deal: Deal, administrator: User, enter: Enter, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A part was called `files`, and an upgrade could not be told from the page."""
    assert IN_DUTCH.keys() == NEEDED.keys() | MISSED.keys()
    monkeypatch.setitem(health.MISSED, "files", lambda: "de opslag antwoordt niet")
    page = html.fromstring(enter(administrator).get(f"/deals/{deal.slug}/beheer/toestand/").content.decode())
    text = " ".join(" ".join(page.itertext()).split())
    version = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]
    assert f"Portaal {version}" in text
    assert "Bestanden de opslag antwoordt niet" in text
    assert "Bestanden: de opslag antwoordt niet" in nightly.faults(at=timezone.now())
