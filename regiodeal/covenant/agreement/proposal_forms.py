"""The form that proposes other values for one agreed row, made from what may be amended in it."""

from copy import copy
from typing import Any, Unpack

from django import forms
from django.core.exceptions import ValidationError
from django.db import models

from regiodeal.base.forms import DayField, FormOptions, Posted
from regiodeal.base.numbers import DutchNumberField
from regiodeal.base.values import Values
from regiodeal.covenant.agreement.covenant_differences import row_title
from regiodeal.covenant.agreement.models import Amendment, AmendmentSort
from regiodeal.covenant.agreement.proposals import amendable_lists
from regiodeal.covenant.due_rules.due_rule_words import due_in_words
from regiodeal.deal_file.export import plain_value
from regiodeal.deals.declaration import Rows
from regiodeal.deals.in_force import DEAL, DEAL_FIELDS, WHOLE_ROW, Terms, with_values
from regiodeal.deals.models import AgreedRow, Deal

LAPSES = "lapses"


def row_choices(amendment: Amendment, agreed: Terms) -> list[tuple[str, list[tuple[str, str]]]]:
    """Everything that the amendment can change, grouped by kind: ("targets:1.1.1.g-1", "1.1.1.g-1 Vrijwilligers")."""
    groups: list[tuple[str, list[tuple[str, str]]]] = []
    if amendment.sort == AmendmentSort.EXTENSION:
        groups.append(("looptijd", [(f"{DEAL}:{amendment.deal.slug}", "Einddatum van de deal")]))
    for rows in amendable_lists().values():
        stored = rows.model._default_manager.filter(rows.owned, deal=amendment.deal).order_by("position", "pk")
        options = [(f"{rows.name}:{row.code}", row_title(row)) for row in agreed.apply(stored)]
        if options:
            groups.append((str(rows.model._meta.verbose_name_plural), options))
    return groups


class RowChoiceForm(forms.Form):
    """Asks which agreed row to change."""

    rij = forms.ChoiceField(label="Wat wilt u wijzigen")

    def __init__(
        self, data: Posted = None, *, choices: list[tuple[str, list[tuple[str, str]]]], **kwargs: Unpack[FormOptions]
    ) -> None:
        super().__init__(data, **kwargs)
        field = self.fields["rij"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", "Kies"), *choices]


class ProposalForm(forms.Form):
    """Other values for one row. What stays as it is, is no change. `rows` is None for the deal itself.

    It begins with what was proposed before (`proposed`: the values by field, as the deal file writes them), and what it
    gives takes the place of all of that.
    """

    def __init__(
        self,
        data: Posted = None,
        *,
        row: AgreedRow | Deal,
        rows: Rows | None,
        proposed: dict[str, object],
        **kwargs: Unpack[FormOptions],
    ) -> None:
        super().__init__(data, **kwargs)
        self.row = row
        self.names = rows.amendable if rows else DEAL_FIELDS
        self.shown = with_values(copy(row), proposed)
        for name in self.names:
            field = row._meta.get_field(name)
            assert isinstance(field, models.Field)
            self.fields[name] = _form_field(field, getattr(row, name), getattr(self.shown, name))
        if rows is not None and rows.can_lapse:
            lapses = WHOLE_ROW in proposed and proposed[WHOLE_ROW] is None
            self.fields[LAPSES] = forms.BooleanField(label="Deze afspraak vervalt", required=False, initial=lapses)

    def clean(self) -> Values:
        """Refuse at the form what the database would refuse."""
        data = super().clean() or {}
        if self.errors:
            return data
        changed = self._changed_row()
        kept = [field.name for field in changed._meta.fields if field.name not in self.names]
        try:
            changed.clean_fields(exclude=kept)
            changed.validate_constraints(exclude={"deal", "code"})
        except ValidationError as error:
            raise ValidationError(error.messages) from error
        return data

    def values(self) -> Values:
        """The values as the deal file writes them, from a valid form: of a row that lapses nothing else changes."""
        lapses = self.cleaned_data.get(LAPSES)
        changed = self.row if lapses else self._changed_row()
        values: dict[str, object] = {name: plain_value(changed, name) for name in self.names}
        if LAPSES in self.fields and isinstance(self.row, AgreedRow):
            values[WHOLE_ROW] = None if lapses else {"code": self.row.code}
        return values

    def _changed_row(self) -> AgreedRow | Deal:
        changed = copy(self.row)
        for name in self.names:
            value = self.cleaned_data[name]
            is_due = isinstance(getattr(self.row, name), dict)
            if is_due and value is None:
                kept = getattr(self.shown, name)  # a rule that no date can say stays as it was proposed or agreed
                setattr(changed, name, getattr(self.row, name) if kept.get("rule") == "fixed" else kept)
                continue
            setattr(changed, name, {"rule": "fixed", "date": value.isoformat()} if is_due else value)
        return changed


def _form_field(field: "models.Field[object, object]", agreed: object, shown: Any) -> forms.Field:
    """A field to type another value in, with what was proposed before in it, or else what is agreed."""
    label = str(field.verbose_name).capitalize()
    if isinstance(agreed, dict):
        note = f"Nu: {due_in_words(agreed)}. Vul een vaste laatste dag in, of laat dit leeg."
        proposed = shown.get("date") if shown != agreed else None
        return DayField(label=label, required=False, initial=proposed, help_text=note)
    made = field.formfield(form_class=DayField) if isinstance(field, models.DateField) else field.formfield()
    assert isinstance(made, forms.Field)
    if isinstance(made, forms.DecimalField):
        options: Values = {
            "max_digits": made.max_digits,
            "decimal_places": made.decimal_places,
            "required": made.required,
        }
        made = DutchNumberField(min_value=0, **options)
        shown = None if shown is None else f"{shown:f}".replace(".", ",")
    made.label, made.initial, made.help_text = label, shown, ""
    return made
