"""What is kept of a photo: its pixels, small and upright, and nothing that the camera wrote beside them."""

import random
import struct
import zlib
from io import BytesIO
from typing import Any

import pytest
from PIL import Image, ImageFile

from regiodeal.files.kinds import UnreadableFileError
from regiodeal.files.pictures import WIDEST, small_photo

GPS, MAKE, WHEN, TURNED = 0x8825, 0x010F, 0x0132, 0x0112


def camera_photo(kind: str = "JPEG", size: tuple[int, int] = (400, 200), **more: Any) -> BytesIO:
    """A photo as a phone makes it: lying on its side, with where, when and by what it was made."""
    image = Image.new("RGB", size, "blue")
    image.paste("red", (0, 0, size[0] // 2, size[1]))
    exif = Image.Exif()
    exif[MAKE], exif[WHEN], exif[TURNED] = "Telefoon van Iris", "2026:05:01 12:00:00", 6
    exif.get_ifd(GPS).update({1: "N", 2: (52.0, 3.0, 21.5), 3: "E", 4: (4.0, 17.0, 2.2)})
    made = BytesIO()
    image.save(made, kind, exif=exif.tobytes(), **more)
    return made


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_photo_loses_place_day_and_camera_and_stands_upright(kind: str) -> None:
    original = camera_photo(kind)
    assert b"Telefoon van Iris" in original.getvalue()
    kept = small_photo(original).read()
    assert b"Telefoon" not in kept
    assert b"Exif" not in kept
    with Image.open(BytesIO(kept)) as image:
        assert image.format == "JPEG"
        assert image.size == (200, 400)  # it lay on its side
        assert not image.getexif()
        assert set(image.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density", "progressive", "progression"}
        red, _green, blue = image.getpixel((100, 20))  # type: ignore[misc]
        assert red > 200  # what was left is on top
        assert blue < 60


def test_a_comment_and_a_colour_profile_do_not_come_along() -> None:
    original = camera_photo(comment=b"Moerwijk, voordeur nr 12", icc_profile=b"profiel van iemand" * 10)
    kept = small_photo(original).read()
    assert b"Moerwijk" not in kept
    assert b"profiel" not in kept


def test_a_large_photo_becomes_small_and_a_see_through_one_stands_on_white() -> None:
    noise = Image.frombytes("RGB", (3000, 1500), random.Random(1).randbytes(3000 * 1500 * 3))
    made = BytesIO()
    noise.save(made, "PNG")
    kept = small_photo(made)
    assert kept.size < len(made.getvalue()) / 4
    with Image.open(kept) as image:
        assert image.size == (WIDEST, WIDEST // 2)
    made = BytesIO()
    Image.new("RGBA", (10, 10), (0, 0, 0, 0)).save(made, "PNG")
    with Image.open(small_photo(made)) as image:
        assert min(image.getpixel((5, 5))) > 250  # type: ignore[arg-type]


def bomb(width: int, height: int) -> bytes:
    """A PNG of some bytes that says to have as many pixels as it likes."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    found = b"\x89PNG\r\n\x1a\n"
    for name, data in ((b"IHDR", head), (b"IDAT", zlib.compress(b"\0" * 100)), (b"IEND", b"")):
        found += struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
    return found


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (bomb(30_000, 30_000), "meer dan 50 miljoen"),
        (bomb(2_000_000_000, 2_000_000_000), "niet te openen|meer dan 50"),
        (bomb(100, 100), "niet te openen"),  # it ends before its pixels do
        (b"", "niet te openen"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "niet te openen"),
        (b"GIF89a" + b"\0" * 100, "niet te openen"),
        (b"\0\0\0\x18ftypheic" + b"\0" * 100, "HEIC-foto van een iPhone"),
        (camera_photo().getvalue()[:600], "niet te openen"),
    ],
)
def test_what_is_no_photo_or_a_bomb_is_refused_in_dutch(
    monkeypatch: pytest.MonkeyPatch, content: bytes, told: str
) -> None:
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", True)  # as WeasyPrint sets it in the worker
    with pytest.raises(UnreadableFileError, match=told):
        small_photo(BytesIO(content))
