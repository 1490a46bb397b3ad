"""Asking a virus scanner about a file, where there is one (settings: CLAMAV).

It speaks the INSTREAM command of clamd: the file in pieces, each with its length before it, and then one line of
answer. Nothing is stored unless the answer says that the file is clean.
"""

import logging
import re
import socket
import struct
from typing import IO

from django.conf import settings

from regiodeal.files.kinds import UnreadableFileError

logger = logging.getLogger(__name__)
PIECE = 65_536  # bytes
PATIENCE = 30  # seconds
LONGEST_ANSWER = 4096  # bytes
_FOUND = re.compile(rb"^stream: ([\w.\-/ ()]{1,100}) FOUND$")


class InfectedFileError(UnreadableFileError):
    """The scanner found something in the file."""


class NoScannerError(UnreadableFileError):
    """The scanner does not answer, or not about this file: then the file is not taken."""


def scan(file: IO[bytes]) -> None:
    """Raise InfectedFileError or NoScannerError, in Dutch, unless it is clean, or there is no scanner."""
    if not settings.CLAMAV:
        return
    file.seek(0)
    try:
        answer = _ask(file)
    except OSError as error:
        logger.exception("The virus scanner cannot be reached")
        raise NoScannerError(
            "De virusscanner doet het nu niet. Uw bestand is niet opgeslagen. Probeer het later opnieuw."
        ) from error
    finally:
        file.seek(0)
    if answer == b"stream: OK":
        return
    if found := _FOUND.match(answer):
        logger.warning("A file was refused by the virus scanner", extra={"signature": found[1].decode()})
        raise InfectedFileError("In dit bestand zit een virus of iets anders dat kwaad kan. Het is niet opgeslagen.")
    said = answer[:100].decode("ascii", "replace")
    logger.error("The virus scanner gave no answer about a file", extra={"answer": said})
    raise NoScannerError("De virusscanner kon dit bestand niet bekijken. Het is niet opgeslagen.")


def _ask(file: IO[bytes]) -> bytes:
    with _connected() as connection:
        connection.sendall(b"zINSTREAM\0")
        while piece := file.read(PIECE):
            connection.sendall(struct.pack(">I", len(piece)) + piece)
        connection.sendall(struct.pack(">I", 0))
        answer = b""
        while not answer.endswith(b"\0") and len(answer) < LONGEST_ANSWER:
            more = connection.recv(1024)
            if not more:
                break
            answer += more
    return answer.rstrip(b"\0\n")


def _connected() -> socket.socket:
    """A connection to unix:/path or host:port. Raises OSError."""
    address: str = settings.CLAMAV
    if address.startswith("unix:"):
        connection = socket.socket(socket.AF_UNIX)
        connection.settimeout(PATIENCE)
        try:
            connection.connect(address.removeprefix("unix:"))
        except OSError:
            connection.close()
            raise
        return connection
    host, _, port = address.rpartition(":")
    return socket.create_connection((host.strip("[]"), int(port)), timeout=PATIENCE)
