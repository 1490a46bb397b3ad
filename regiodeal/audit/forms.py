"""The filter of the audit trail."""

from django import forms
from django.core.validators import ProhibitNullCharactersValidator

from regiodeal.audit.models import AuditKind, AuditResult
from regiodeal.base.forms import DayField, Posted
from regiodeal.base.values import Values
from regiodeal.deals.memberships import people_ever
from regiodeal.deals.models import Deal, User


class AuditFilter(forms.Form):
    """Asks by or about whom, what, with what result, and when. What cannot be read does not narrow the list."""

    person = forms.ModelChoiceField(User.objects.none(), label="Wie", required=False, empty_label="iedereen")
    kind = forms.ChoiceField(label="Soort", required=False, choices=[("", "alles"), *AuditKind.choices])
    result = forms.ChoiceField(label="Resultaat", required=False, choices=[("", "alle"), *AuditResult.choices])
    since = DayField(label="Vanaf", required=False)
    until = DayField(label="Tot en met", required=False)
    text = forms.CharField(
        label="Zoek op handeling, nummer of naam",
        required=False,
        max_length=100,
        validators=[ProhibitNullCharactersValidator()],
    )

    def __init__(self, data: Posted, *, deal: Deal) -> None:
        super().__init__(data)
        person = self.fields["person"]
        assert isinstance(person, forms.ModelChoiceField)
        person.queryset = people_ever(deal).order_by("name")

    @property
    def asked(self) -> Values:
        """Return what was asked for and can be read."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}
