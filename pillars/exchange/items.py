"""Named things in a file: the register of meeting places, plinths, neighbourhood companies and schools."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from copy import copy
from datetime import date
from functools import cached_property
from typing import Any, ClassVar

from django.db.models import Model

from pillars.agreed.models import ItemSet, NamedItem
from pillars.exchange.matching import ChangeKind, Entry, Key, Refusal, RowChange, digest, hold_stale
from pillars.exchange.register import Register
from pillars.exchange.resources import ExchangeResource, Faults, column
from pillars.places.forms import NamedItemForm
from pillars.places.places import add_item
from regiodeal.base.forms import NO_NAMES_OF_ANYBODY
from regiodeal.base.refusals import WrongStateError
from regiodeal.base.values import Values
from regiodeal.lifecycle.register import as_of
from regiodeal.lifecycle.review import BulkStep
from regiodeal.sheets.cells import Cell, is_blank, text_of
from regiodeal.sheets.form_rules import FormRules, plain
from regiodeal.sheets.work import StaleError

CONTENT = NamedItem.content_fields
ROOM = 5  # empty rows in a template, for what is new in a list
MOST_ROWS = 5_000  # a register is read by people; each row of it is followed at every indicator that counts its list
HAS_A_CODE = "Deze rij is van een plek die er al is. Zet de code terug, of neem voor iets nieuws een lege rij."
NOT_AGREED = "Wat nieuw is, staat niet in de afspraken. Laat dit leeg."
NO_GROUPS = "Deze lijst kent geen groepen. Laat dit leeg."


class NamedItemResource(ExchangeResource):
    """One row a named thing: its name, where it is, since when, and in which group it counts.

    A row without a code is about something new in its list. It is known by its name from then on, so that the same
    file a second time adds nothing.
    """

    code = column("code", "code")
    item_set = column("lijst")
    agreed_name = column("naam in de afspraken", "agreed_name")
    in_agreed_set = column("hoort bij de afspraken")
    name = column("naam", "name")
    neighbourhood = column("wijk")
    location = column("ligging", "location")
    group = column("telt mee als")
    opened_on = column("open sinds", "opened_on")
    closed_on = column("gesloten op", "closed_on")
    note = column("toelichting", "note")
    mark = column("kenmerk")

    model = NamedItem
    layout_name = "items"
    sheet_title = "Plekken"
    key_field = "code"
    filled_in = touched = to_fill_in = CONTENT
    required = ("code", "item_set", *CONTENT)  # all of them: a column that is missing would empty what stands there
    informs = ("agreed_name",)
    in_own_words: ClassVar[Mapping[str, str]] = {"neighbourhood": "area"}
    read = ("code", "item_set", *informs, *CONTENT, "mark")
    template_fields = read
    export_fields = ("code", "item_set", "agreed_name", "in_agreed_set", *CONTENT)
    guarded = ("item_set", "neighbourhood", "group")
    compared = ("item_set", *CONTENT)
    hints = (
        "Een nieuwe plek schrijft u in een lege rij bij haar lijst. De code laat u leeg: die geeft het portaal.",
        "Een vaste lijst groeit niet: een nieuwe plek wordt gevolgd, en telt niet mee in de afgesproken lijst.",
        "Een cel die u leegmaakt, wordt ook in het portaal leeg. Datums schrijft u als 31-12-2026.",
        "Een rij weghalen haalt de plek niet weg. Is zij dicht? Vul dan in wanneer zij sloot.",
        "Hoe een plek ervoor staat, zoals ruimere openingstijden, is een cijfer: neem het werkblad van de cijfers.",
        NO_NAMES_OF_ANYBODY,
    )

    @property
    def most_rows(self) -> int:
        """Return how many rows one file may have."""
        return min(super().most_rows, MOST_ROWS)

    @cached_property
    def register(self) -> Register:
        """The register as it stands when the reading begins."""
        return Register(self.deal)

    # --- Out -----------------------------------------------------------------------------------------------------

    def known(self, on: date, *, unapproved: bool) -> Iterable[NamedItem]:
        """The register as it stood at the end of a day; there is no review in it."""
        return as_of(self.register.rows(), on)

    def for_template(self, year: int | None) -> Iterator[NamedItem]:
        """Everything in the register, and after each list room for what is new in it."""
        for pk, item_set in self.register.sets.items():
            yield from (item for item in self.register.items.values() if item.item_set_id == pk)
            for _row in range(ROOM):
                yield NamedItem(deal=self.deal, item_set=item_set)

    def allowed(self, name: str, entry: NamedItem) -> tuple[str, ...]:
        """Return what the lists, the neighbourhoods, or the groups of the list are called."""
        names = {"item_set": self.register.set_names, "neighbourhood": self.register.neighbourhood_names}
        return tuple(names.get(name, self.register.group_names[entry.item_set_id]).values())

    def dehydrate_item_set(self, row: NamedItem) -> str:
        """The name of its list."""
        return self.register.set_names[row.item_set_id]

    def dehydrate_in_agreed_set(self, row: NamedItem) -> str:
        """Tell whether it was agreed, or came later."""
        return "ja" if row.in_agreed_set else "nee"

    def dehydrate_neighbourhood(self, row: NamedItem) -> Cell:
        """The name of its neighbourhood."""
        return None if row.neighbourhood_id is None else self.register.neighbourhood_names[row.neighbourhood_id]

    def dehydrate_group(self, row: NamedItem) -> Cell:
        """The name of its group."""
        if row.group_id is None:
            return None
        return self.register.group_names[row.item_set_id].get(row.group_id) or str(row.group)

    # --- In ------------------------------------------------------------------------------------------------------

    @cached_property
    def current(self) -> Mapping[Key, Entry]:
        """The things of each list: by primary key, and by name for a row that has no code yet."""
        found: dict[Key, Entry] = {}
        for item in self.register.items.values():
            values = {name: getattr(item, name) for name in CONTENT if name != "neighbourhood"}
            values["neighbourhood"] = self.register.neighbourhoods.get(item.neighbourhood_id or 0)
            if not self.register.groups[item.item_set_id]:
                del values["group"]  # as on the page, which does not ask for it
            entry = Entry(item.pk, item.version, item.changed_by, self.content(values))  # type: ignore[attr-defined]
            found[item.item_set_id, item.pk] = found[item.item_set_id, plain(str(item))] = entry
        return found

    def values_of(self, change: RowChange, cells: Mapping[str, Cell]) -> tuple[Values, Faults]:
        """Find the thing by its code, or else the list that it is new in; read the rest by the rules of the form."""
        code = text_of(cells["code"]).strip()
        item = self.register.items.get(code)
        item_set, errors = self._known(item, code, cells) if code else self._new(change, cells)
        if item_set is None:
            return {}, errors
        values, found = self._rules(item_set).clean(cells)
        if not self.register.groups[item_set.pk] and not is_blank(cells["group"]):
            errors["group"] = [NO_GROUPS]
        change.key = (item_set.pk, item.pk if item else plain(values.get("name", "")))
        return values, errors | found

    def _known(self, item: NamedItem | None, code: str, cells: Mapping[str, Cell]) -> tuple[ItemSet | None, Faults]:
        if item is None:
            return None, {"code": [f"Er is geen plek met de code '{code[:60]}'. Laat de code leeg bij iets nieuws."]}
        meanings = {"item_set": self.register.set_names[item.item_set_id], "agreed_name": item.agreed_name}
        return self.register.sets[item.item_set_id], self.misfits(code, cells, meanings)

    def _new(self, change: RowChange, cells: Mapping[str, Cell]) -> tuple[ItemSet | None, Faults]:
        if change.mark is not None and change.mark.pk is not None:
            return None, {"code": [HAS_A_CODE]}
        text = text_of(cells["item_set"]).strip()
        item_set = self.register.sets_by_name.get(plain(text))
        if item_set is None:
            start = f"Deze deal heeft geen lijst '{text[:60]}'." if text else "In welke lijst hoort deze plek?"
            return None, {"item_set": [f"{start} Kies: {', '.join(self.register.set_names.values())}."]}
        return item_set, {} if is_blank(cells["agreed_name"]) else {"agreed_name": [NOT_AGREED]}

    def content(self, values: Values) -> str:
        """All that the register says of it."""
        return digest(*self.values_to({name: values.get(name) for name in CONTENT}).values())

    def refuse(self, change: RowChange) -> None:
        """Neither a colleague's later change is overwritten, nor does a list get a second thing of one name."""
        assert self.by is not None
        item_set, place = change.key
        entry = self.current.get(change.key)
        if isinstance(place, str) and entry is not None:
            code = self.register.items_by_key[entry.pk].code
            raise Refusal(f"Dit staat al in de lijst, met de code {code}. Vul die in, of kies een andere naam.", "name")
        if entry is not None:
            hold_stale(change, entry, by=self.by.pk)
        named = (item_set, plain(change.values["name"]))
        first, is_new = self._named.setdefault(named, (change.row, entry is None))
        if first != change.row and (is_new or entry is None):
            raise Refusal(f"Deze naam staat ook in rij {first}. Geef elk een eigen naam.", "name")

    def values_to(self, values: Values) -> Values:
        """The values as they are kept: rows by their key."""
        return {name: value.pk if isinstance(value, Model) else value for name, value in values.items()}

    def values_from(self, packed: Values) -> Values:
        """The values, with the rows and the days from what was kept."""
        groups = {pk: group for groups in self.register.groups.values() for pk, group in groups.items()}
        values = dict(packed)
        for name in ("opened_on", "closed_on"):
            values[name] = date.fromisoformat(packed[name]) if packed[name] else None
        for name, rows in (("neighbourhood", self.register.neighbourhoods), ("group", groups)):
            if packed.get(name):
                values[name] = rows[packed[name]]
        return values

    def shown(self, change: RowChange) -> NamedItem:
        """The thing as the change asks for it."""
        item_set, place = change.key
        new = NamedItem(deal=self.deal, item_set=self.register.sets[item_set])
        item = copy(self.register.items_by_key[place]) if change.entry else new
        for name, value in change.values.items():
            setattr(item, name, value)
        return item

    def stored(self, pks: Iterable[int]) -> Mapping[int, NamedItem]:
        """Things as they stand, with their trail."""
        return self.register.rows().prefetch_related("events__by").in_bulk(list(pks))

    def name_of(self, entry: NamedItem) -> str:
        """Return name, code and list of the place."""
        about = [entry.code, self.register.set_names[entry.item_set_id]]
        return f"{entry} ({', '.join(filter(None, about))})"

    def author_of(self, entry: NamedItem) -> str:
        """Return who changed it last; nobody when it stands as the deal file gave it."""
        return next((str(event.by) for event in reversed(entry.events.all())), "")

    def enter(self, changes: Sequence[RowChange], reasons: Mapping[int, str], step: BulkStep) -> None:
        """Add what is new and revise what is there, one by one, with the verbs of the pages."""
        for change in changes:
            reason = reasons[change.row]
            if change.kind == ChangeKind.NEW:
                add_item(self.register.sets[change.key[0]], by=step.by, at=step.at, values=change.values, reason=reason)
                continue
            assert change.entry is not None
            item, version = self.register.items_by_key[change.entry.pk], change.entry.version
            try:
                item.revise(by=step.by, at=step.at, values=change.values, version=version, reason=reason)
            except WrongStateError as error:
                raise StaleError from error

    @cached_property
    def _named(self) -> dict[Key, tuple[int, bool]]:
        return {}

    @cached_property
    def _rules_by_set(self) -> dict[int, FormRules]:
        return {}

    def _rules(self, item_set: ItemSet) -> FormRules:
        if item_set.pk not in self._rules_by_set:
            register = self.register
            names = {"neighbourhood": register.neighbourhood_names, "group": register.group_names[item_set.pk]}
            form = NamedItemForm(deal=self.deal, item_set=item_set)
            for name, called in names.items():
                _tell_choices(form.fields.get(name), called.values())
            self._rules_by_set[item_set.pk] = FormRules(form, CONTENT, names)
        return self._rules_by_set[item_set.pk]


def _tell_choices(field: Any, names: Iterable[str]) -> None:
    """Let the form's own message for what is no choice say what the choices are: a file has no list to look in."""
    if field is not None:
        field.error_messages["invalid_choice"] += f" Kies: {', '.join(names)}."
