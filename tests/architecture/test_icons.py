"""Every icon that a template asks for is in the sprite; a missing one shows as a hole."""

import re

from tests.portal import ROOT


def test_every_icon_exists() -> None:
    sprite = (ROOT / "static" / "icons.svg").read_text()
    known = set(re.findall(r'id="([a-z0-9-]+)"', sprite))
    asked = {
        name
        for template in (ROOT / "templates").rglob("*.html")
        for name in re.findall(r'{% icon "([a-z0-9-]+)" %}', template.read_text())
    }
    assert asked
    assert asked <= known
