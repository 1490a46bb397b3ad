"""Proposing a new target under an agreed result, inside a draft of an amendment (art. 4, art. 12)."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Unpack

from django import forms
from django.utils import timezone

from pillars.agreed.models import Indicator, Result, Target
from regiodeal.base.forms import DayField, FormOptions, Posted
from regiodeal.base.numbers import DutchNumberField
from regiodeal.base.values import Values
from regiodeal.covenant.agreement.draft_views import NewRow
from regiodeal.covenant.agreement.proposals import propose_rows
from regiodeal.covenant.agreement.proposed_rows import free_code
from regiodeal.deals.in_force import terms
from regiodeal.deals.models import Deal

KIND = Target.Kind


# A judgement and a trend need a scale or a baseline that must be agreed first: those are not made by a form.
KINDS = (KIND.PER_YEAR, KIND.CUMULATIVE, KIND.COVERAGE, KIND.RANGE, KIND.MILESTONE)


OPERATOR = Target.Operator


OPERATORS = (OPERATOR.AT_LEAST, OPERATOR.EXACTLY, OPERATOR.ABOUT, OPERATOR.AIM)


DUE = (
    ("end_of_deal", "aan het eind van de deal"),
    ("end_of_year", "aan het eind van elk jaar"),
    ("fixed", "op een vaste dag"),
)


NEW = ""


class NewTargetForm(forms.Form):
    """Asks what is promised, how much of it, by when, and what is counted for it."""

    result = forms.ChoiceField(label="Bij welk beoogd resultaat")
    title = forms.CharField(label="De norm in één zin", max_length=250)
    kind = forms.ChoiceField(label="Soort norm", choices=[(kind, kind.label) for kind in KINDS])
    operator = forms.ChoiceField(
        label="Vergelijking",
        choices=[(operator, operator.label) for operator in OPERATORS],
        help_text="Telt niet mee bij een bandbreedte of een mijlpaal.",
    )
    minimum = DutchNumberField(
        label="Getal",
        min_value=0,
        max_digits=12,
        decimal_places=2,
        required=False,
        help_text="Nodig, behalve bij een mijlpaal.",
    )
    maximum = DutchNumberField(
        label="Hoogste getal",
        min_value=0,
        max_digits=12,
        decimal_places=2,
        required=False,
        help_text="Nodig bij een bandbreedte, anders niet.",
    )
    unit = forms.CharField(label="Eenheid", max_length=120, help_text="Bijvoorbeeld: vrijwilligers.")
    cadence = forms.CharField(label="Hoe vaak gemeten", max_length=120, initial="jaarlijks gemeten")
    due = forms.ChoiceField(label="Wanneer behaald", choices=DUE)
    due_on = DayField(label="Vaste dag", required=False)
    indicator = forms.ChoiceField(label="Wat wordt geteld", required=False)
    counts = forms.CharField(
        label="Of: wat wordt nieuw geteld",
        max_length=250,
        required=False,
        help_text="Alleen als u hierboven iets nieuws kiest. Een cijfer dat er al is, telt u niet nog een keer.",
    )

    def __init__(
        self,
        data: Posted = None,
        *,
        deal: Deal,
        results: Sequence[Result],
        indicators: Sequence[Indicator],
        **kwargs: Unpack[FormOptions],
    ) -> None:
        super().__init__(data, **kwargs)
        self.deal = deal
        self.results = {row.code: row for row in results}
        self.indicators = {row.code: row for row in indicators}
        self._choose("result", [("", "Kies"), *((row.code, str(row)[:120]) for row in results)])
        known = [(row.code, f"{row.name} ({row.unit})") for row in indicators]
        self._choose("indicator", [(NEW, "iets dat nog niet wordt geteld"), *known])

    def _choose(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    def clean(self) -> Values:
        """The number that the kind asks, a day within the deal, and something to count."""
        data = super().clean() or {}
        kind = data.get("kind")
        if "minimum" in data and kind != KIND.MILESTONE and data["minimum"] is None:
            self.add_error("minimum", "Deze soort norm heeft een getal nodig.")
        if "maximum" in data and kind == KIND.RANGE and (data["maximum"] or 0) <= (data.get("minimum") or 0):
            self.add_error("maximum", "Schrijf een getal op dat hoger is dan het eerste.")
        if data.get("due") == "fixed" and "due_on" in data:
            self._check_day(data["due_on"])
        self._check_counted(data)
        return data

    def _check_day(self, due_on: date | None) -> None:
        if due_on is None or not self.deal.in_force_on <= due_on <= self.deal.ends_on:
            self.add_error("due_on", "Kies een dag binnen de looptijd van de deal.")

    def _check_counted(self, data: Values) -> None:
        indicator, kind = self.indicators.get(data.get("indicator", "")), data.get("kind")
        if indicator is None:
            if "counts" in data and not data["counts"].strip():
                self.add_error("counts", "Schrijf op wat er wordt geteld, of kies hierboven een cijfer dat er al is.")
            return
        if (kind == KIND.MILESTONE) != (indicator.value_kind == Indicator.ValueKind.MILESTONE):
            self.add_error("indicator", "Een mijlpaal leest een mijlpaal, en een getal leest een getal.")
        elif kind == KIND.PER_YEAR and not indicator.is_yearly:
            self.add_error("indicator", "Dit cijfer is er niet per jaar. Kies een ander, of tel iets nieuws.")

    def contents(self, code: str) -> dict[str, dict[str, object]]:
        """The new rows as the deal file writes them, by their list, from a valid form."""
        data, kind = self.cleaned_data, self.cleaned_data["kind"]
        result = self.results[data["result"]]
        is_milestone = kind == KIND.MILESTONE
        own = {"operator": data["operator"], "minimum": _plain(data["minimum"]), "maximum": None}
        if is_milestone:
            own |= {"operator": OPERATOR.DONE, "minimum": "1"}
        if kind == KIND.RANGE:
            own |= {"operator": OPERATOR.BETWEEN, "maximum": _plain(data["maximum"])}
        due = {"rule": data["due"]} | ({"date": data["due_on"].isoformat()} if data["due"] == "fixed" else {})
        target = {name: data[name] for name in ("title", "kind", "unit", "cadence")} | own | {"due": due}
        target |= {"code": code, "article": result.article, "result": result.code}
        if data["indicator"]:
            return {"targets": target | {"indicator": data["indicator"]}}
        new = self._new_indicator(f"teller-{code}", result.article, is_milestone=is_milestone)
        return {"indicators": new, "targets": target | {"indicator": new["code"]}}

    def _new_indicator(self, code: str, article: str, *, is_milestone: bool) -> dict[str, object]:
        data = self.cleaned_data
        value_kind = Indicator.ValueKind.MILESTONE if is_milestone else Indicator.ValueKind.NUMBER
        adds = data["kind"] in {KIND.PER_YEAR, KIND.CUMULATIVE}
        return {
            "code": code,
            "article": article,
            "name": data["counts"].strip(),
            "unit": data["unit"],
            "value_kind": value_kind,
            "aggregation": Indicator.Aggregation.SUM if adds else Indicator.Aggregation.LAST,
            "is_yearly": data["kind"] == KIND.PER_YEAR,
        }


def _plain(value: Decimal | None) -> str | None:
    return None if value is None else f"{value.normalize():f}"


class ProposeTarget(NewRow):
    """A new target under a result that is agreed; it holds from the day of the version that brings it."""

    title = "Nieuwe norm"
    intro = "De norm telt mee vanaf de dag waarop de wijziging van kracht is, en niet eerder."

    def form(self, data: Posted = None) -> NewTargetForm:
        """Under which result, and what is counted."""
        agreed = terms(self.deal, on=timezone.localdate())
        return NewTargetForm(
            data,
            deal=self.deal,
            results=agreed.apply(Result.objects.filter(deal=self.deal)),
            indicators=agreed.apply(Indicator.objects.filter(deal=self.deal)),
        )

    def save(self, form: NewTargetForm) -> str:
        """Propose it, with what is newly counted for it."""
        code = free_code(self.amendment, Target, form.cleaned_data["result"])
        propose_rows(self.amendment, form.contents(code), by=self.user, at=timezone.now())
        return f"De nieuwe norm {code} staat in de wijziging."
