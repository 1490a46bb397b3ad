"""The rows of a workbook of contributions: what each partner pledged, and whether it is national money."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from copy import copy
from datetime import date
from decimal import Decimal
from functools import cached_property

from django.db.models import QuerySet

from finance.budget.models import BudgetLine, Sector
from finance.budget.project_fit import ProjectMisfitError
from finance.budget.sources import NoSourceError
from finance.contributions.forms import ContributionForm, NationalMoneyForm
from finance.contributions.models import Contribution
from pillars.exchange.matching import Entry, Key, Refusal, RowChange, digest, refuse_stale
from pillars.exchange.resources import ExchangeResource, Faults, column
from pillars.projects.models import Project
from regiodeal.base.refusals import WrongStateError
from regiodeal.base.values import Values
from regiodeal.deals.models import Organisation, Party
from regiodeal.lifecycle.review import BulkStep
from regiodeal.sheets.cells import Cell, text_of
from regiodeal.sheets.form_rules import FormRules, plain

PLEDGED = (
    *("partner", "sector", "form", "description", "amount", "valuation_ground", "line", "project"),
    *("year", "pledged_on", "reference"),
)
NATIONAL = ("national_money", "national_money_ground")
CONTENT = (*PLEDGED, *NATIONAL)
ROOM = 25  # empty rows in a workbook, for what is new
MOST_ROWS = 2_000  # each is entered by the verbs of its page
SETTLED = "Deze bijdrage is {state}. Zij verandert niet meer uit een bestand: doe dat op haar bladzijde."
NO_SUCH = "Er is geen bijdrage met dit nummer. Laat het nummer leeg bij iets nieuws."
KNOWN = "Deze toezegging staat al in het portaal, met nummer {number}. Vul dat nummer in om haar te wijzigen."
NOT_PUBLIC = "Deze vraag gaat over publiek geld. Laat dit leeg bij privaat geld."
ANSWERED = "Hier is al geantwoord. Een lege cel haalt dat niet weg; kies een ander antwoord."
BOTH = "Vul beide kolommen over geld van het Rijk in, of geen van beide."


class ContributionSheet(ExchangeResource):
    """One row a contribution. A row without a number is new; what was confirmed is there to read."""

    number = column("nummer", "pk")
    state = column("stand")
    partner = column("van wie")
    sector = column("publiek of privaat")
    form = column("vorm")
    description = column("omschrijving", "description")
    amount = column("bedrag of waarde", "amount")
    valuation_ground = column("hoe is de waarde bepaald", "valuation_ground")
    line = column("begrotingsregel")
    project = column("project")
    year = column("voor welk jaar", "year")
    pledged_on = column("toegezegd op", "pledged_on")
    reference = column("waar staat de toezegging", "reference")
    national_money = column("geld van het rijk")
    national_money_ground = column("waaruit blijkt dat", "national_money_ground")
    mark = column("kenmerk")

    model = Contribution
    layout_name = "contributions"
    sheet_title = "Bijdragen"
    key_field = "number"
    filled_in = touched = to_fill_in = compared = CONTENT
    required = ("partner", "sector", "form", "description", "amount", "pledged_on", "reference")
    informs = ("state",)
    read = ("number", "state", *CONTENT, "mark")
    template_fields = read
    export_fields = ("number", "state", *CONTENT)
    guarded = ("partner", "sector", "form", "line", "project", "national_money")
    hints = (
        "Een nieuwe toezegging schrijft u in een lege rij. Het nummer laat u leeg: dat geeft het portaal.",
        "Een bedrag schrijft u in euro: 1.234,50. Een datum schrijft u als 31-12-2026.",
        "Bij publiek geld staat ook of het van het Rijk komt, en waaruit dat blijkt. Dat mag later.",
        "Wat u invoert, is toegezegd. Een ander bevestigt elke bijdrage op haar bladzijde.",
        "Is iets bevestigd of gerealiseerd, dan staat het er om te lezen. Een rij weghalen verandert niets.",
    )

    @property
    def most_rows(self) -> int:
        """Return how many rows one file may have."""
        return min(super().most_rows, MOST_ROWS)

    # --- What one can choose from ----------------------------------------------------------------------------------

    @cached_property
    def _form(self) -> ContributionForm:
        return ContributionForm(deal=self.deal)

    @cached_property
    def partner_names(self) -> dict[str, str]:
        """What the partners are called, by their key in the form; with its code where two have one name."""
        names = [plain(row.name) for row in self._form.partners.values()]
        return {
            key: row.name if names.count(plain(row.name)) == 1 else f"{row.name} ({row.code})"
            for key, row in self._form.partners.items()
        }

    @cached_property
    def lines(self) -> dict[int, BudgetLine]:
        """The lines on which regional money can stand."""
        return {row.pk: row for row in self._form.fields["line"].queryset}  # type: ignore[attr-defined]

    @cached_property
    def projects(self) -> dict[int, Project]:
        """The projects of the deal."""
        return {row.pk: row for row in self._form.fields["project"].queryset}  # type: ignore[attr-defined]

    def _line_name(self, line: BudgetLine) -> str:
        return f"{line.label} ({line.code})"

    def allowed(self, name: str, entry: Contribution) -> tuple[str, ...]:
        """Return the words of a choice."""
        match name:
            case "partner":
                return tuple(self.partner_names.values())
            case "line":
                return tuple(map(self._line_name, self.lines.values()))
            case "project":
                return tuple(row.code for row in self.projects.values())
            case "sector":
                return tuple(map(str, Sector.labels))
            case "form":
                return tuple(map(str, Contribution.Form.labels))
        return tuple(str(label) for key, label in Contribution.NationalMoney.choices if key)

    # --- Out -------------------------------------------------------------------------------------------------------

    def rows(self) -> QuerySet[Contribution]:
        """All contributions of the deal, the first pledged first."""
        rows = Contribution.objects.filter(deal_id=self.deal.pk)
        return rows.select_related("party", "organisation", "line__pillar", "line__source", "project", "entered_by")

    def for_template(self, year: int | None) -> Iterator[Contribution]:
        """All that is there, and room for what is new."""
        yield from self.by_key.values()
        for _row in range(ROOM):
            yield Contribution(deal_id=self.deal.pk)

    def dehydrate_state(self, row: Contribution) -> str:
        """Where it stands; nothing for an empty row."""
        return row.get_state_display() if row.pk else ""

    def dehydrate_partner(self, row: Contribution) -> str:
        """The name of who contributes."""
        if not (row.party_id or row.organisation_id):
            return ""
        return self.partner_names.get(row.partner_key, row.partner.name)

    def dehydrate_sector(self, row: Contribution) -> str:
        """Public or private."""
        return str(Sector(row.sector).label) if row.sector else ""

    def dehydrate_form(self, row: Contribution) -> str:
        """In money or in kind."""
        return str(Contribution.Form(row.form).label) if row.form else ""

    def dehydrate_line(self, row: Contribution) -> str:
        """The budget line on which it stands."""
        return self._line_name(row.line) if row.line else ""

    def dehydrate_project(self, row: Contribution) -> str:
        """The code of its project."""
        return row.project.code if row.project else ""

    def dehydrate_national_money(self, row: Contribution) -> str:
        """The answer; nothing as long as there is none."""
        return row.get_national_money_display() if row.national_money else ""

    # --- In --------------------------------------------------------------------------------------------------------

    @cached_property
    def by_key(self) -> dict[int, Contribution]:
        """The contributions of the deal by primary key."""
        return {row.pk: row for row in self.rows()}

    @cached_property
    def current(self) -> Mapping[Key, Entry]:
        """Each contribution by its number, and by what it says of whom for a row that has no number yet."""
        found: dict[Key, Entry] = {}
        for row in self.by_key.values():
            values = self._values(row)
            entry = Entry(row.pk, row.version, row.entered_by_id, self.content(values))
            found[(row.pk,)] = entry
            if row.state != Contribution.State.WITHDRAWN:  # who pledges the same anew, pledges something new
                found.setdefault(self._about(values), entry)
        return found

    def _values(self, row: Contribution) -> Values:
        own = {name: getattr(row, name) for name in CONTENT if name != "partner"}
        return own | {"partner": row.partner_key}

    def _about(self, values: Values) -> Key:
        """What tells one pledge from another before it has a number."""
        line = values.get("line")
        words = (plain(str(values.get(name) or "")) for name in ("partner", "form", "description", "reference", "year"))
        return ("", *words, line.code if line else "")

    def content(self, values: Values) -> str:
        """The fingerprint of all that a row says."""
        packed = self.values_to({name: values.get(name) or None for name in CONTENT})
        return digest(*("" if value is None else str(value).strip() for value in packed.values()))

    def values_of(self, change: RowChange, cells: Mapping[str, Cell]) -> tuple[Values, Faults]:
        """Read a row by the rules of the two forms of the page."""
        values, faults = self._pledge_rules.clean(cells)
        answer, wrong = self._answer_of(values.get("sector", ""), cells)
        faults |= wrong
        key: Key = self._about(values)
        if text := text_of(cells["number"]).strip():
            number = int(text) if text.isdecimal() and len(text) < 12 else 0
            key = (number,)
            if number not in self.by_key:
                faults["number"] = [NO_SUCH]
        elif change.mark is not None and change.mark.pk is not None:
            faults["number"] = [
                "Deze rij is van een bijdrage die er al is. Zet haar nummer terug, of neem een lege rij."
            ]
        change.key = key
        chosen = {name: values.get(name) for name in PLEDGED}
        return chosen | answer, faults

    def _answer_of(self, sector: str, cells: Mapping[str, Cell]) -> tuple[Values, Faults]:
        """What the row says of national money, by the rules of its form: both cells, or neither."""
        said = [text_of(cells[name]).strip() for name in NATIONAL]
        if not any(said):
            return dict.fromkeys(NATIONAL, ""), {}
        if sector == Sector.PRIVATE:
            return {}, {"national_money": [NOT_PUBLIC]}
        if not all(said):
            missing = NATIONAL[said.index("")]
            return {}, {missing: [BOTH]}
        typed = dict(zip(("answer", "ground"), (cells[name] for name in NATIONAL), strict=True))
        values, faults = self._answer_rules.clean(typed)
        named = dict(zip(("answer", "ground"), NATIONAL, strict=True))
        return {named[name]: values.get(name) for name in named}, {named[name]: told for name, told in faults.items()}

    @cached_property
    def _pledge_rules(self) -> FormRules:
        for name, told in (
            ("partner", "Deze partner kent de deal niet. Kies een naam uit de lijst in het werkboek."),
            ("line", "Deze begrotingsregel is er niet, of is niet voor geld van de regio. Kies er een uit de lijst."),
            ("project", "Er is geen project met deze code."),
        ):
            self._form.fields[name].error_messages["invalid_choice"] = told
        lines = {pk: self._line_name(row) for pk, row in self.lines.items()}
        projects = {pk: row.code for pk, row in self.projects.items()}
        return FormRules(self._form, PLEDGED, {"partner": self.partner_names, "line": lines, "project": projects})

    @cached_property
    def _answer_rules(self) -> FormRules:
        return FormRules(NationalMoneyForm(), ("answer", "ground"))

    def refuse(self, change: RowChange) -> None:
        """Refuse what another changed since, what was confirmed, and what is there already under a number."""
        assert self.by is not None
        entry = self.current.get(change.key)
        if entry is None:
            return
        row = self.by_key[entry.pk]
        if change.key != (row.pk,):
            raise Refusal(KNOWN.format(number=row.pk))
        if row.state != Contribution.State.PLEDGED:
            raise Refusal(SETTLED.format(state=row.get_state_display()))
        if row.national_money and not change.values["national_money"]:
            raise Refusal(ANSWERED, "national_money")
        refuse_stale(entry, change.mark, by=self.by.pk)

    # --- Kept between checking and entering ------------------------------------------------------------------------

    def values_to(self, values: Values) -> Values:
        """The values as they are kept: rows by their key, days and amounts as text."""
        kept: Values = {}
        for name, value in values.items():
            match value:
                case BudgetLine() | Project():
                    kept[name] = value.pk
                case date():
                    kept[name] = value.isoformat()
                case Decimal():
                    kept[name] = f"{value:.2f}"
                case _:
                    kept[name] = value
        return kept

    def values_from(self, packed: Values) -> Values:
        """The values from what was kept."""
        values = dict(packed)
        values["line"] = self.lines[packed["line"]] if packed["line"] else None
        values["project"] = self.projects[packed["project"]] if packed["project"] else None
        values["pledged_on"] = date.fromisoformat(packed["pledged_on"])
        values["amount"] = Decimal(packed["amount"])
        return values

    def key_from(self, packed: list[object]) -> Key:
        """The key of a packed change."""
        return tuple(packed)

    def shown(self, change: RowChange) -> Contribution:
        """The contribution as the row asks for it."""
        row = copy(self.by_key[change.entry.pk]) if change.entry else Contribution(deal_id=self.deal.pk)
        for name, value in self._stored(change.values).items():
            setattr(row, name, value)
        for name in NATIONAL:
            setattr(row, name, change.values[name])
        return row

    def _stored(self, values: Values) -> Values:
        partner = self._form.partners[values["partner"]]
        content = {name: values[name] for name in Contribution.content_fields if name in values}
        return content | {
            "party": partner if isinstance(partner, Party) else None,
            "organisation": partner if isinstance(partner, Organisation) else None,
        }

    def stored(self, pks: Iterable[int]) -> Mapping[int, Contribution]:
        """Contributions as they stand."""
        return {pk: self.by_key[pk] for pk in pks if pk in self.by_key}

    def name_of(self, entry: Contribution) -> str:
        """Return whose it is, and what."""
        told = f"{entry.partner.name}: {entry.description}"
        return f"{told} (nummer {entry.pk})" if entry.pk else told

    def author_of(self, entry: Contribution) -> str:
        """Return who entered what is there."""
        return str(entry.entered_by)

    def enter(self, changes: Sequence[RowChange], reasons: Mapping[int, str], step: BulkStep) -> None:
        """Pledge what is new and revise what is there, with the verbs of the page, and record the answers."""
        for change in changes:
            try:
                self._enter(change, reasons[change.row], step)
            except (NoSourceError, ProjectMisfitError) as refusal:  # sources and measures changed since the look
                raise WrongStateError(f"Rij {change.row}: {refusal}") from refusal

    def _enter(self, change: RowChange, reason: str, step: BulkStep) -> None:
        values, answer = self._stored(change.values), [change.values[name] for name in NATIONAL]
        if change.entry is None:
            row = Contribution.pledge(by=step.by, at=step.at, deal=self.deal, reason=reason, **values)
        else:
            row = self.by_key[change.entry.pk]
            if any(getattr(row, name) != value for name, value in values.items()):
                row.revise(by=step.by, at=step.at, values=values, version=row.version, reason=reason)
        if all(answer) and answer != [getattr(row, name) for name in NATIONAL]:
            row.answer(by=step.by, at=step.at, answer=answer[0], ground=answer[1])
