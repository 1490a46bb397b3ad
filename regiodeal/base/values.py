"""Dictionaries of which every key has a kind of value of its own, which only who reads that key knows."""

from typing import Any

type Values = dict[str, Any]  # by the name of the field: what a valid form says, or what a row keeps
type FileRow = dict[str, Any]  # an object of a JSON file, which a schema has checked
