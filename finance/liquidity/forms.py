"""The forms of the page of liquidity: whose money, and an instalment that is to come in."""

from typing import Any, Unpack

from django import forms

from finance.base.forms import EuroField
from finance.budget.models import Source
from finance.budget.sources import sources_of
from finance.ledger.models import Receipt
from finance.liquidity.models import ExpectedReceipt
from regiodeal.base.dutch import day, euro
from regiodeal.base.forms import DayField, FormOptions, PastDateField, Posted
from regiodeal.base.values import Values
from regiodeal.deals.models import Deal
from regiodeal.lifecycle.review import State

OTHER_PAYER = "Deze ontvangst is van een ander. Kies een ontvangst van wie deze termijn betaalt."


class PayerChoice(forms.ModelChoiceField):  # type: ignore[type-arg]
    """Whose money comes in, by who brings it in."""

    def label_from_instance(self, obj: Any) -> str:
        """Name who pays."""
        return str(obj.who)


class ReceiptChoice(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A receipt, by its number, day and amount."""

    def label_from_instance(self, obj: Any) -> str:
        """Name a receipt."""
        return f"{obj.code}, {day(obj.booked_on)}, {euro(obj.amount)}"


class ExpectedReceiptForm(forms.ModelForm):  # type: ignore[type-arg]
    """Asks what is to come in, from whom, when, and on which condition; and by which receipt it came."""

    contributor = PayerChoice(Source.objects.none(), label="Van wie")
    expected_on = DayField(label="Verwacht op")
    amount = EuroField(label="Bedrag")
    met_on = PastDateField(label="Voorwaarde vervuld op", required=False)
    receipt = ReceiptChoice(
        Receipt.objects.none(),
        label="Ontvangen met",
        required=False,
        help_text="Kies de ontvangst zodra het geld binnen is. Dan wordt er niets meer van verwacht.",
    )

    class Meta:
        model = ExpectedReceipt
        fields = ExpectedReceipt.content_fields
        help_texts = {"depends_on": "Wat er eerst moet gebeuren, bijvoorbeeld een goedgekeurde rapportage."}

    def __init__(
        self,
        data: Posted = None,
        *,
        deal: Deal,
        instance: ExpectedReceipt | None = None,
        **kwargs: Unpack[FormOptions],
    ) -> None:
        super().__init__(data, instance=instance, **kwargs)
        payers = [row.pk for row in sources_of(deal).contributors]
        contributor, receipt = self.fields["contributor"], self.fields["receipt"]
        assert isinstance(contributor, forms.ModelChoiceField)
        assert isinstance(receipt, forms.ModelChoiceField)
        contributor.queryset = Source.objects.filter(deal=deal, pk__in=payers)
        receipts = Receipt.objects.filter(deal=deal, state=State.APPROVED, corrects=None)
        receipt.queryset = receipts.order_by("-booked_on", "-pk")

    def clean(self) -> Values:
        """A condition that was met is there, and the receipt is of who pays the instalment."""
        data = super().clean() or {}
        if data.get("met_on") and not data.get("depends_on"):
            self.add_error("depends_on", "Welke voorwaarde is vervuld? Vul haar in, of laat de dag leeg.")
        receipt, contributor = data.get("receipt"), data.get("contributor")
        if receipt and contributor and receipt.contributor_id != contributor.pk:
            self.add_error("receipt", OTHER_PAYER)
        if receipt and data.get("is_off"):
            self.add_error("is_off", "Wat is ontvangen, gaat door. Kies een van beide.")
        return data

    def clean_amount(self) -> Any:
        """An amount of something."""
        amount = self.cleaned_data["amount"]
        if not amount:
            raise forms.ValidationError("Vul een bedrag in dat groter is dan 0.")
        return amount

    def values(self) -> Values:
        """The content from a valid form."""
        return {name: self.cleaned_data[name] for name in ExpectedReceipt.content_fields}
