"""Owner, logo and colours of a deal, and whether they can be read."""

import struct
import zlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from regiodeal.base.themes import DEN_HAAG, THEMES, Theme, UnreadableColorError, contrast, in_own_color, unreadable
from regiodeal.deals.models import Deal, User
from regiodeal.stages.models import StageEvent
from tests.pages import BASE, carried, words
from tests.plugins.deal import Enter


def picture() -> SimpleUploadedFile:
    """A PNG of one pixel."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
    body = chunk(b"IDAT", zlib.compress(b"\0\0")) + chunk(b"IEND", b"")
    return SimpleUploadedFile("logo.png", b"\x89PNG\r\n\x1a\n" + head + body, content_type="image/png")


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
def test_every_theme_can_be_read(theme: Theme) -> None:
    """Any deal 13: colours per deal, with a contrast check (WCAG 2.2, 1.4.3 and 1.4.11)."""
    assert list(unreadable(theme)) == []


def test_contrast_is_as_wcag_reckons_it() -> None:
    assert round(contrast("#000000", "#ffffff"), 1) == 21.0
    assert round(contrast("#777777", "#ffffff"), 2) == 4.48


@pytest.mark.parametrize("colour", ["#ffcc00", "#ff0000", "#00a0dc", "groen", "#12345"])
def test_a_colour_that_cannot_be_read_is_refused(colour: str) -> None:
    with pytest.raises(UnreadableColorError):
        in_own_color(DEN_HAAG, colour)


def test_a_deal_has_its_own_owner_and_colours(enter: Enter, deal: Deal, bureau: User, own_files: object) -> None:
    """Any deal 13: "Gemeente Den Haag" stood under every page of every deal."""
    client = enter(bureau)
    page = f"{BASE}over/huisstijl/"
    form = {"owner_name": "Provincie Drenthe", "theme": "rijk-neutraal", "primary_color": "#5b2c83"}
    logo = {"logo": picture(), "logo_text": "Een kraanvogel"}
    answer = client.post(page, carried(client, page) | form | logo)
    assert answer.status_code == 302, words(answer)
    shown = client.get(f"{BASE}over/").content.decode()
    assert "Provincie Drenthe" in shown
    assert "Gemeente Den Haag" not in words(client.get(f"{BASE}over/")).split("Over deze deal")[-1]
    assert "/huisstijl/rijk-neutraal/5b2c83.css" in shown
    assert 'alt="Een kraanvogel"' in shown
    logo_answer = client.get(f"{BASE}over/logo/")
    assert logo_answer["Content-Type"] == "image/png"
    assert b"".join(logo_answer).startswith(b"\x89PNG")


def test_a_look_that_cannot_be_read_changes_nothing(enter: Enter, deal: Deal, bureau: User) -> None:
    client, page = enter(bureau), f"{BASE}over/huisstijl/"
    assert client.post(page, carried(client, page) | {"primary_color": "#ffcc00"}).status_code == 409
    svg = SimpleUploadedFile("logo.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", content_type="image/svg+xml")
    answer = client.post(page, carried(client, page) | {"logo": svg, "logo_text": "Logo"})
    assert answer.status_code == 409
    assert "geen PNG of JPEG" in words(answer)
    answer = client.post(page, carried(client, page) | {"logo": picture()})
    assert "wat het logo laat zien" in words(answer)
    stored = Deal.objects.get(pk=deal.pk)
    assert (stored.primary_color, stored.logo.name) == ("", "")


def test_a_logo_keeps_its_text_and_the_trail_tells_of_it(
    enter: Enter, deal: Deal, bureau: User, own_files: object
) -> None:
    """Review 16.14: an emptied text said that a colleague had changed something; and no change of a look was told."""
    client, page = enter(bureau), f"{BASE}over/huisstijl/"
    form = {"owner_name": "Provincie Drenthe", "logo_text": "Een kraanvogel"}
    assert client.post(page, carried(client, page) | form | {"logo": picture()}).status_code == 302
    answer = client.post(page, carried(client, page) | form | {"logo_text": ""})
    assert answer.status_code == 409
    assert "Zeg in woorden wat het logo laat zien" in words(answer)
    assert "Een collega veranderde" not in words(answer)
    told = StageEvent.objects.get(deal=deal)
    assert (told.by, told.to_state) == (bureau, "")
    assert ["Eigenaar", deal.owner_name, "Provincie Drenthe"] in told.changes
    assert ["Wat het logo laat zien", "", "Een kraanvogel"] in told.changes
    client.post(page, carried(client, page) | form | {"remove_logo": "on"})
    stored = Deal.objects.get(pk=deal.pk)
    assert (stored.logo.name, stored.logo_text) == ("", "")
    assert StageEvent.objects.filter(deal=deal).count() == 2
    client.post(page, carried(client, page) | {"owner_name": "Provincie Drenthe"})
    assert StageEvent.objects.filter(deal=deal).count() == 2


def test_a_theme_is_a_style_sheet_of_tokens() -> None:
    answer = Client().get("/huisstijl/rijk-neutraal.css")
    assert "--denhaag-color-green-4: #154273;" in answer.content.decode()
    assert answer["Content-Type"] == "text/css"
    assert Client().get("/huisstijl/weg.css").status_code == 404
    assert Client().get("/huisstijl/rijk-neutraal/ffcc00.css").status_code == 404


def test_an_installation_has_an_owner_of_its_own(settings: object, db: None) -> None:
    settings.OWNER_NAME = "Ministerie van Voorbeeld"  # type: ignore[attr-defined]
    settings.THEME = "voorbeeld"  # type: ignore[attr-defined]
    page = Client().get("/").content.decode()
    assert "Ministerie van Voorbeeld" in page
    assert "/huisstijl/voorbeeld.css" in page
