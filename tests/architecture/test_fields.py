"""Every form asks for days and rows by a field of ours, which refuses what breaks a page."""

from collections.abc import Iterator
from importlib import import_module

from django import forms

from pillars.places.forms import NamedItemForm
from regiodeal.base.forms import DayField, RowsField

OURS = ("regiodeal", "pillars", "finance", "reporting")
OLDER = {(NamedItemForm, "opened_on"), (NamedItemForm, "closed_on")}  # a school opened before 2000; it has own limits


def fields() -> Iterator[tuple[type[forms.BaseForm], str, forms.Field]]:
    """Every field that a form of the portal declares."""
    import_module("regiodeal.config.urls")  # and with it every view and its forms
    waiting, seen = [forms.BaseForm], set()
    while waiting:
        form = waiting.pop()
        if form in seen:
            continue
        seen.add(form)
        waiting.extend(form.__subclasses__())
        if form.__module__.partition(".")[0] in OURS:
            for name, field in getattr(form, "base_fields", {}).items():  # a part that forms share has none
                yield form, name, field


def test_every_day_is_within_the_days_of_the_portal() -> None:
    days = [(form, name, field) for form, name, field in fields() if isinstance(field, forms.DateField)]
    assert len(days) > 20
    assert not [each for each in days if not isinstance(each[2], DayField) and each[:2] not in OLDER]


def test_rows_are_chosen_by_keys_that_a_database_can_hold() -> None:
    rows = [(form, name, field) for form, name, field in fields() if isinstance(field, forms.ModelMultipleChoiceField)]
    assert len(rows) >= 3
    assert not [each for each in rows if not isinstance(each[2], RowsField)]
