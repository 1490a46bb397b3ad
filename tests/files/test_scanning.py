"""A virus scanner looks at each file that somebody gives, where there is one."""

import io
import socket
import struct
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.datastructures import MultiValueDict

from regiodeal.files.forms import CheckedFileField
from regiodeal.files.scanning import InfectedFileError, NoScannerError, scan
from regiodeal.sheets.views import UploadForm

# The text that every scanner takes for a virus, in two parts: so that none takes this file for one.
EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


class Clamd:
    """A clamd that knows one virus: it reads INSTREAM as the real one does."""

    def __init__(self, listening: socket.socket, address: str) -> None:
        self.address = address
        self.seen: list[bytes] = []
        self.answer: bytes | None = None
        self._listening = listening
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def _serve(self) -> None:
        while True:
            try:
                connection, _ = self._listening.accept()
            except OSError:
                return
            with connection, connection.makefile("rb") as stream:
                assert stream.read(10) == b"zINSTREAM\0"
                content = b""
                while length := struct.unpack(">I", stream.read(4))[0]:
                    content += stream.read(length)
                self.seen.append(content)
                found = b"stream: Win.Test.EICAR_HDB-1 FOUND" if EICAR in content else b"stream: OK"
                connection.sendall((self.answer or found) + b"\0")

    def stop(self) -> None:
        """Take no more connections."""
        self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()
        self._thread.join(5)


@pytest.fixture(params=["tcp", "unix"])
def clamd(request: Any, settings: Any, tmp_path: Path) -> Iterator[Clamd]:
    if request.param == "tcp":
        listening = socket.create_server(("127.0.0.1", 0))
        address = f"127.0.0.1:{listening.getsockname()[1]}"
    else:
        listening = socket.socket(socket.AF_UNIX)
        listening.bind(str(tmp_path / "clamd"))
        listening.listen()
        address = f"unix:{tmp_path / 'clamd'}"
    settings.CLAMAV = address
    scanner = Clamd(listening, address)
    yield scanner
    scanner.stop()


def test_a_clean_file_is_taken_and_seen_whole(clamd: Clamd) -> None:
    content = b"a;b\n" * 50_000  # more than one piece
    file = io.BytesIO(content)
    scan(file)
    assert clamd.seen == [content]
    assert file.tell() == 0  # as it was, for who stores it


def test_a_virus_is_refused_at_the_form(clamd: Clamd) -> None:
    field = CheckedFileField()
    upload = SimpleUploadedFile("lijst.csv", b"a;b\n" + EICAR)
    with pytest.raises(Exception, match="virus of iets anders"):
        field.clean(upload)


def test_a_file_of_figures_is_looked_at_too(clamd: Clamd) -> None:
    upload = SimpleUploadedFile("cijfers.csv", b"indicator;waarde\n" + EICAR + b";1\n")
    form = UploadForm({}, MultiValueDict({"file": [upload]}))
    assert not form.is_valid()
    assert "virus of iets anders" in str(form.errors)


def test_when_the_scanner_is_down_nothing_is_taken(settings: Any) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        settings.CLAMAV = f"127.0.0.1:{free.getsockname()[1]}"
    with pytest.raises(NoScannerError, match="doet het nu niet"):
        scan(io.BytesIO(b"a;b"))


def test_no_clear_answer_is_no(clamd: Clamd) -> None:
    clamd.answer = b"INSTREAM size limit exceeded. ERROR"
    with pytest.raises(NoScannerError, match="niet bekijken"):
        scan(io.BytesIO(b"a;b"))
    clamd.answer = None
    with pytest.raises(InfectedFileError):
        scan(io.BytesIO(EICAR))


def test_without_a_scanner_files_are_taken(settings: Any) -> None:
    settings.CLAMAV = ""
    scan(io.BytesIO(EICAR))
