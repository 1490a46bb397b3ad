"""Parses the same text of a deal file once a process: many tests load the same three, half a second of CPU each."""

import pickle
from functools import lru_cache
from typing import Any
from unittest import mock

from regiodeal.deal_file import document
from regiodeal.deal_file.places import TextPlaces
from regiodeal.deal_file.texts import read_yaml_text


@lru_cache(8)
def _parsed(text: str) -> tuple[bytes, TextPlaces]:
    data, places = read_yaml_text(text)
    return pickle.dumps(data), places


def parsed_once(text: str) -> tuple[dict[str, Any], TextPlaces]:
    """Return what `read_yaml_text` returns, with data of the reader's own, who takes out of it what has a fault."""
    data, places = _parsed(text)
    return pickle.loads(data), places


mock.patch.object(document, "read_yaml_text", parsed_once).start()  # what raises is not kept: it is read again
