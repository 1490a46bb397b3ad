"""How large a picture is when it is shown: a small file can hold a picture that fills a computer's memory."""

import struct
from typing import IO

LARGEST_PICTURE = 50_000_000  # pixels, such as 8,660 by 5,773
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}  # the markers of a JPEG that tell its size
_ALONE = frozenset({0x01, *range(0xD0, 0xD8)})  # markers without a length


def png_pixels(file: IO[bytes]) -> int | None:
    """The number of pixels of a PNG, from its first chunk; None for one that ends before it tells them."""
    file.seek(16)
    size = file.read(8)
    if len(size) < 8:
        return None
    width, height = struct.unpack(">II", size)
    return int(width) * int(height)


def jpeg_pixels(file: IO[bytes]) -> int | None:
    """The number of pixels of a JPEG; None for one that does not tell it, and therefore cannot be shown."""
    file.seek(2)
    while (head := file.read(2)) and len(head) == 2 and head[0] == 0xFF:
        marker = head[1]
        if marker == 0xFF:  # a byte that only fills up
            file.seek(-1, 1)
            continue
        if marker in _ALONE:
            continue
        length = int.from_bytes(file.read(2), "big")
        if marker in _FRAMES:
            size = file.read(5)
            return int.from_bytes(size[1:3], "big") * int.from_bytes(size[3:5], "big") if len(size) == 5 else None
        file.seek(max(length - 2, 0), 1)
    return None
