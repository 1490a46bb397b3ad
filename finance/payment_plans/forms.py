"""The form of a payment plan: the end of a commitment, and a day and an amount for each payment."""

from datetime import date
from decimal import Decimal
from typing import Unpack

from django import forms

from finance.base.amounts import ZERO
from finance.base.forms import EuroField
from regiodeal.base.dutch import euro
from regiodeal.base.forms import DayField, FormOptions, Posted
from regiodeal.base.values import Values

FEWEST, SPARE, MOST = 4, 2, 36  # payments that are asked for


class PaymentPlanForm(forms.Form):
    """Asks when the commitment ends, and its payments; together they are the whole commitment, to the cent."""

    ends_on = DayField(label="Loopt tot en met", required=False)

    def __init__(
        self,
        data: Posted = None,
        *,
        whole: Decimal,
        planned: list[tuple[date, Decimal]],
        **kwargs: Unpack[FormOptions],
    ) -> None:
        super().__init__(data, **kwargs)
        self.whole = whole
        self.count = min(max(FEWEST, len(planned) + SPARE), MOST)
        for place in range(self.count):
            on, amount = planned[place] if place < len(planned) else (None, None)
            number = place + 1
            self.fields[f"day-{number}"] = DayField(label=f"Termijn {number}: dag", required=False, initial=on)
            self.fields[f"amount-{number}"] = EuroField(
                label=f"Termijn {number}: bedrag", required=False, initial=amount
            )

    def clean(self) -> Values:
        """Each payment has a day and an amount, none is after the end, and together they are the commitment."""
        data = super().clean() or {}
        for number in range(1, self.count + 1):
            on, amount = data.get(f"day-{number}"), data.get(f"amount-{number}")
            if amount and not on and f"day-{number}" not in self.errors:
                self.add_error(f"day-{number}", "Op welke dag wordt dit betaald?")
            elif on and not amount and f"amount-{number}" not in self.errors:
                self.add_error(f"amount-{number}", "Welk bedrag wordt op deze dag betaald?")
            elif on and data.get("ends_on") and on > data["ends_on"]:
                self.add_error(f"day-{number}", "Dit is na het einde van de verplichting.")
        if not self.errors and (payments := self._payments(data)):
            total = sum((amount for _on, amount in payments), ZERO)
            if total != self.whole:
                over = "te weinig" if total < self.whole else "te veel"
                text = f"De termijnen zijn samen {euro(total)} en de verplichting is {euro(self.whole)}: "
                self.add_error(None, f"{text}{euro(abs(self.whole - total))} {over}.")
        return data

    def _payments(self, data: Values) -> list[tuple[date, Decimal]]:
        rows = ((data.get(f"day-{number}"), data.get(f"amount-{number}")) for number in range(1, self.count + 1))
        return sorted((on, amount) for on, amount in rows if on and amount)

    def values(self) -> Values:
        """The content of a plan from a valid form."""
        payments = (f"{on.isoformat()} {amount}" for on, amount in self._payments(self.cleaned_data))
        return {"ends_on": self.cleaned_data["ends_on"], "payments": "\n".join(payments)}
