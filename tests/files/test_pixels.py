"""A small file with a picture that fills the memory of who opens it is refused."""

import io
import struct

import pytest

from regiodeal.files.kinds import FileKind, UnreadableFileError, kind_of


def png(width: int, height: int) -> io.BytesIO:
    head = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + struct.pack(">II", width, height)
    return io.BytesIO(head + b"\x08\x02\x00\x00\x00" + b"\x00" * 30 + b"IEND\xaeB`\x82")


def jpeg(width: int, height: int) -> io.BytesIO:
    comment = b"\xff\xfe\x00\x06hoi!"
    frame = b"\xff\xc2\x00\x0b\x08" + struct.pack(">HH", height, width) + b"\x01\x01\x11\x00"
    return io.BytesIO(b"\xff\xd8" + comment + frame + b"\xff\xda\x00\x02data\xff\xd9")


@pytest.mark.parametrize(("make", "kind"), [(png, FileKind.PNG), (jpeg, FileKind.JPEG)])
def test_50_million_and_no_more(make: object, kind: FileKind) -> None:
    assert callable(make)
    assert kind_of(make(10_000, 5_000)) == kind
    with pytest.raises(UnreadableFileError, match="50 miljoen beeldpunten"):
        kind_of(make(10_000, 5_001))


CUT = io.BytesIO(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDRIEND")


@pytest.mark.parametrize("file", [png(0, 10), jpeg(0, 5), io.BytesIO(b"\xff\xd8\xff\xd9"), CUT])
def test_a_picture_without_a_size_is_damaged(file: io.BytesIO) -> None:
    with pytest.raises(UnreadableFileError):
        kind_of(file)
