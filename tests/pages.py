"""What a page says, whatever the lines of its template."""

import re
from typing import Protocol


class Response(Protocol):
    """An answer of the portal."""

    content: bytes


def shown(response: Response) -> str:
    """The page with one space for any white space, as a browser shows it."""
    return re.sub(r"[ \n]+", " ", response.content.decode())
