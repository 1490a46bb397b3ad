"""Dictionaries of which every key has a kind of value of its own, which only who reads that key knows."""

from typing import Any

type Values = dict[str, Any]  # by name: what a valid form says, what a row keeps, what a command was asked
type FileRow = dict[str, Any]  # a row of the deal file or of the example, as it was read
