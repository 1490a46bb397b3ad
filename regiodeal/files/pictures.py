"""Photos that people give: made smaller, turned upright, and without anything that the camera wrote in them.

What comes out is a new JPEG of the pixels alone: no place, no day, no name of a phone or a person, no hidden second
picture, and nothing that hid in the file beside them.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import IO

from django.core.files.base import ContentFile
from PIL import Image, ImageFile, ImageOps, UnidentifiedImageError

from regiodeal.files.kinds import LARGEST_PICTURE, UnreadableFileError

WIDEST = 1_920  # pixels of the longest side; a full screen
QUALITY = 82
FORMATS = ("JPEG", "PNG", "WEBP", "AVIF")  # what the library reads by itself and people have
TAKEN_PHOTOS = "JPEG, PNG, WebP of AVIF"
PHOTO_ACCEPT = ".jpg,.jpeg,.png,.webp,.avif"
NOT_HEIC = "Dit is een HEIC-foto van een iPhone. Sla hem op als JPEG, of stuur hem eerst naar uzelf per mail."
DAMAGED_PHOTO = f"Deze foto is niet te openen. Kies een {TAKEN_PHOTOS}-bestand."
TOO_MANY_PIXELS = f"Deze foto heeft meer dan {LARGEST_PICTURE // 1_000_000} miljoen beeldpunten. Maak hem kleiner."
_HEIC = {b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis", b"mif1", b"msf1"}


def small_photo(file: IO[bytes], *, widest: int = WIDEST) -> "ContentFile[bytes]":
    """The photo as it is kept: a JPEG of at most `widest` pixels a side, on white where it was see-through.

    Raises UnreadableFileError, in Dutch, for what is no photo, is damaged, or has more pixels than any camera.
    """
    file.seek(0)
    head = file.read(12)
    file.seek(0)
    if head[4:8] == b"ftyp" and head[8:12] in _HEIC:
        raise UnreadableFileError(NOT_HEIC)
    try:
        with _whole(), Image.open(file, formats=FORMATS) as image:  # reads the head alone
            if image.width * image.height > LARGEST_PICTURE:
                raise UnreadableFileError(TOO_MANY_PIXELS)
            image.draft("RGB", (widest, widest))
            kept = BytesIO()
            _pixels(image, widest).save(kept, "JPEG", quality=QUALITY, optimize=True, progressive=True)
    except Image.DecompressionBombError as error:
        raise UnreadableFileError(TOO_MANY_PIXELS) from error
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError) as error:
        raise UnreadableFileError(DAMAGED_PHOTO) from error
    finally:
        file.seek(0)
    return ContentFile(kept.getvalue())


@contextmanager
def _whole() -> Iterator[None]:
    """Refuse half pictures: what lays out the report lets every program that it runs in take them."""
    before, ImageFile.LOAD_TRUNCATED_IMAGES = ImageFile.LOAD_TRUNCATED_IMAGES, False
    try:
        yield
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = before


def _pixels(image: Image.Image, widest: int) -> Image.Image:
    """The pixels alone, upright and small. A new picture: nothing of the old one comes along."""
    upright = ImageOps.exif_transpose(image)
    upright.thumbnail((widest, widest))
    see_through = upright.convert("RGBA")
    flat = Image.new("RGB", see_through.size, "white")
    flat.paste(see_through, mask=see_through.getchannel("A"))
    return flat
