"""How a deal looks: the name of its owner, its colours and its logo, changed by whoever keeps them, with a trail."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile
from django.db import transaction

from regiodeal.base.themes import BY_NAME, in_own_color, theme_of
from regiodeal.deals.models import Deal, User
from regiodeal.deals.roles import Stage
from regiodeal.files.kinds import FileKind, UnreadableFileError, kind_of
from regiodeal.files.scanning import scan
from regiodeal.stages.life import step

LOOK = ("owner_name", "theme", "primary_color", "logo", "logo_text")
_TITLES = dict(zip(LOOK, ("Eigenaar", "Huisstijl", "Eigen kleur", "Logo", "Wat het logo laat zien"), strict=True))
COVER = ("cover_photo", "cover_text", "cover_credit")
_COVER_TITLES = ("Foto op de voorkant", "Wat er op de foto te zien is", "Van wie de foto is")


@dataclass(frozen=True)
class NewLook:
    """Holds how a deal is to look. Without a `logo` the one that is there stays, unless `removes_logo`."""

    owner_name: str
    theme: str
    primary_color: str
    logo_text: str
    logo: Any = None  # the file as it was uploaded
    removes_logo: bool = False


@transaction.atomic
def change_look(deal: Deal, new: NewLook, *, by: User, at: datetime) -> None:
    """Store how the deal looks, and leave a row of its trail.

    Raises ValueError, in Dutch, for a colour in which pages cannot be read, for a logo that is no picture or has no
    text for who cannot see it, and WrongStateError where the deal itself changed at the same moment.
    """
    stored = Deal.objects.select_for_update(no_key=True).get(pk=deal.pk)
    before = _told(stored)
    stored.owner_name, stored.theme, stored.logo_text = new.owner_name, new.theme, new.logo_text
    stored.primary_color = _readable(new.theme, new.primary_color)
    kind = _picture(new.logo) if new.logo else None
    if new.removes_logo:
        stored.logo = ""
    if not new.logo and not stored.logo:
        stored.logo_text = ""
    elif not stored.logo_text:
        raise ValueError("Zeg in woorden wat het logo laat zien, voor wie het niet kan zien.")
    if kind is not None:
        stored.logo.save(f"{stored.slug}.{kind.value}", new.logo, save=False)
    after = _told(stored)
    changes = [[_TITLES[name], before[name], after[name]] for name in LOOK if before[name] != after[name]]
    if changes:
        stage = Stage(stored.stage)
        step(stored, stage, stage, version=stored.stage_version, by=by, at=at, changes=changes)
        stored.save(update_fields=LOOK)


@transaction.atomic
def give_cover(
    deal: Deal, photo: "ContentFile[bytes] | None", *, text: str, credit: str, by: User, at: datetime
) -> None:
    """Store the photo for the cover of reports that are made from now on; without a new one, its texts alone.

    `photo` was made by files/pictures.py. Raises ValueError, in Dutch, where there is no photo or a text is missing,
    and WrongStateError where the deal itself changed at the same moment.
    """
    stored = Deal.objects.select_for_update(no_key=True).get(pk=deal.pk)
    if photo is None and not stored.cover_photo:
        raise ValueError("Kies een foto.")
    if not text or not credit:
        raise ValueError("Zeg wat er op de foto te zien is en van wie hij is.")
    before = _cover(stored)
    if photo is not None:
        stored.cover_photo.save(f"{stored.slug}.{FileKind.JPEG.value}", photo, save=False)
    stored.cover_text, stored.cover_credit = text, credit
    _store_cover(stored, before, by=by, at=at)


@transaction.atomic
def remove_cover(deal: Deal, *, by: User, at: datetime) -> None:
    """Throw the photo of the cover away: reports of before keep it, later ones have the drawing.

    Raises ValueError, in Dutch, where there is none, and WrongStateError as `give_cover`.
    """
    stored = Deal.objects.select_for_update(no_key=True).get(pk=deal.pk)
    if not stored.cover_photo:
        raise ValueError("Er is geen foto meer.")
    before = _cover(stored)
    stored.cover_photo, stored.cover_text, stored.cover_credit = "", "", ""
    _store_cover(stored, before, by=by, at=at)


def _cover(deal: Deal) -> list[str]:
    """The photo by its file, what it shows and whose it is."""
    return [str(getattr(deal, name) or "") for name in COVER]


def _store_cover(stored: Deal, before: list[str], *, by: User, at: datetime) -> None:
    """Store the cover with a row of trail, and let go of the file that is used no more."""
    told = zip(_COVER_TITLES, before, _cover(stored), strict=True)
    changes = [
        [title, old.removeprefix("covers/"), new.removeprefix("covers/")] for title, old, new in told if old != new
    ]
    if not changes:
        return
    stage = Stage(stored.stage)
    step(stored, stage, stage, version=stored.stage_version, by=by, at=at, changes=changes)
    stored.save(update_fields=COVER)
    if before[0] and before[0] != stored.cover_photo.name:
        storage = stored.cover_photo.storage
        transaction.on_commit(lambda: storage.delete(before[0]))


def _told(deal: Deal) -> dict[str, str]:
    """The look as people read it: a theme by its label, a logo by the name of its file."""
    theme = BY_NAME.get(deal.theme)
    values = {name: str(getattr(deal, name) or "") for name in LOOK}
    return values | {"theme": theme.label if theme else "", "logo": values["logo"].rpartition("/")[2]}


def _readable(theme: str, colour: str) -> str:
    """The colour, when pages can be read in it. Raises UnreadableColorError, a ValueError."""
    colour = colour.strip().lower()
    if colour:
        in_own_color(theme_of(theme), colour)
    return colour


def _picture(upload: Any) -> FileKind:
    """What the logo is by its content. Raises ValueError, in Dutch, for what is no small PNG or JPEG."""
    if upload.size > settings.LARGEST_LOGO:
        raise ValueError(f"Het logo is groter dan {settings.LARGEST_LOGO // 1000} kB. Maak het kleiner.")
    try:
        kind = kind_of(upload.file)
        scan(upload.file)
    except UnreadableFileError as refusal:
        raise ValueError("Het logo is geen PNG of JPEG. Een SVG kan niet.") from refusal
    if kind not in {FileKind.PNG, FileKind.JPEG}:
        raise ValueError("Het logo is geen PNG of JPEG.")
    upload.file.seek(0)
    return kind
