"""The sheet of executors: one row for each of their people, and one for an executor without any."""

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any

from pillars.exchange.matching import ChangeKind, Entry, Key, Refusal, RowChange, digest
from pillars.exchange.resources import Faults, column
from pillars.project_book.book_rows import ExecutorRow
from pillars.project_book.book_sheet import ProjectBookSheet
from pillars.projects.contacts import keep_contact
from pillars.projects.forms import ContactPersonForm, ExecutorForm
from pillars.projects.models import Executor
from regiodeal.base.values import Values
from regiodeal.deals.models import Party
from regiodeal.lifecycle.review import BulkStep
from regiodeal.sheets.cells import Cell, is_blank, text_of
from regiodeal.sheets.form_rules import FormRules, plain

ABOUT = ("website", "party")
PERSON = ("contact", "email", "phone")
LONGEST_NAME = 200


class ExecutorSheet(ProjectBookSheet):
    """One row a contact person of an executor: who carries projects out, and whom one asks."""

    name = column("uitvoerder", "name")
    website = column("website", "website")
    party = column("is deze partij", "party")
    contact = column("contactpersoon", "contact")
    email = column("e-mailadres", "email")
    phone = column("telefoon", "phone")
    mark = column("kenmerk")

    model = Executor
    layout_name = "executors"
    sheet_title = "Uitvoerders"
    key_field = "name"
    filled_in = ("name",)
    touched = compared = (*ABOUT, *PERSON)
    to_fill_in = ("name", *touched)
    required = to_fill_in
    informs = ()
    template_fields = read = (*to_fill_in, "mark")
    public_fields = ("name", "website", "party")
    guarded = ("party",)
    hints = (
        "Werkblad Uitvoerders: een rij per contactpersoon. Heeft een uitvoerder er meer, herhaal dan de naam.",
        "Contactpersonen ziet alleen wie voortgang invult. Zij worden nooit openbaar.",
    )

    def allowed(self, name: str, entry: ExecutorRow) -> tuple[str, ...]:
        """Return the Parties."""
        return tuple(self.book.parties.values())

    @cached_property
    def current(self) -> Mapping[Key, Entry]:
        """The executors by name and address of a contact person; without an address what is said of the executor."""
        found: dict[Key, Entry] = {}
        for name, row in self.book.executors.items():
            for each in [*self.book.executor_rows(row, with_people=True), ExecutorRow(**_about(row))]:
                by: int | None = row.changed_by  # type: ignore[attr-defined]  # annotated
                found[name, each.email.casefold()] = Entry(row.pk, row.version, by, self.content(vars(each)))
        return found

    def values_of(self, change: RowChange, cells: Mapping[str, Cell]) -> tuple[Values, Faults]:
        """Find the executor by its name, and read the rest by the rules of the forms."""
        name = " ".join(text_of(cells["name"]).split())
        errors: Faults = {}
        if not name:
            errors["name"] = ["Vul de naam van de uitvoerder in."]
        elif len(name) > LONGEST_NAME:
            errors["name"] = [f"De naam is langer dan {LONGEST_NAME} tekens."]
        known = self.book.executors.get(plain(name))
        was = next((row for row in self.book.executors.values() if change.mark and row.pk == change.mark.pk), None)
        if was is not None and was is not known:
            errors["name"] = [f"Dit is de rij van {was.name}. Een andere naam geeft u op de pagina van de uitvoerder."]
        about, found = self._rules.clean(cells)
        errors |= found
        values: Values = {"name": known.name if known else name, "website": about.get("website") or ""}
        party = about.get("party")
        values["party"] = party.pk if isinstance(party, Party) else None
        values |= dict.fromkeys(PERSON, "")
        if not all(is_blank(cells[each]) for each in PERSON):
            person, found = self._person_rules.clean({**cells, "name": cells["contact"]})
            errors |= {"contact" if field == "name" else field: told for field, told in found.items()}
            values |= {"contact": person.get("name") or "", **{each: person.get(each) or "" for each in PERSON[1:]}}
        change.key = (plain(name), values["email"].casefold())
        return values, errors

    def content(self, values: Values) -> str:
        """All that a row says."""
        party = values["party"]
        said = self.book.parties.get(party, "") if isinstance(party, int) else party or ""
        return digest(*(values[name] or "" for name in ("website", *PERSON)), said)

    def refuse(self, change: RowChange) -> None:
        """Refuse what was changed meanwhile, and two rows that say different things of one executor."""
        super().refuse(change)
        said = (change.values["website"], change.values["party"])
        first, other = self._said.setdefault(change.key[0], (change.row, said))
        if other != said:
            raise Refusal(f"Rij {first} noemt bij deze uitvoerder een andere website of Partij. Maak ze gelijk.")

    def before(self, change: RowChange) -> ExecutorRow | None:
        """The executor as it stands, with this contact person."""
        row = self.book.executors.get(change.key[0])
        if row is None:
            return None
        people = self.book.executor_rows(row, with_people=True)
        return next((each for each in people if each.email.casefold() == change.key[1]), ExecutorRow(**_about(row)))

    def shown(self, change: RowChange) -> ExecutorRow:
        """The executor as the change asks for it."""
        return ExecutorRow(**change.values | {"party": self.book.parties.get(change.values["party"] or 0, "")})

    def name_of(self, entry: ExecutorRow) -> str:
        """Return its name, and whom one asks there."""
        return f"{entry.name}, {entry.contact}" if entry.contact else entry.name

    def enter(self, changes: Sequence[RowChange], reasons: Mapping[int, str], step: BulkStep) -> None:
        """Enter what is new and revise what is there, with the verbs of the pages."""
        for change in changes:
            row = self.book.executors.get(change.key[0])
            about = {name: change.values[name] for name in ("name", *ABOUT)}
            about["party"] = Party.objects.get(pk=about["party"]) if about["party"] else None
            reason = reasons[change.row]
            if row is None:
                row = Executor(deal_id=self.deal.pk)
                row.enter(by=step.by, at=step.at, values=about, reason=reason)
                self.book.executors[change.key[0]] = row
            elif (row.website, row.party_id) != (about["website"], change.values["party"]):
                row.revise(by=step.by, at=step.at, values=about, version=row.version, reason=reason)
            if change.values["email"]:
                keep_contact(
                    row,
                    name=change.values["contact"],
                    email=change.values["email"],
                    phone=change.values["phone"],
                    by=step.by,
                    at=step.at,
                )

    def from_name(self, name: str, *, row: int) -> RowChange:
        """The change that makes an executor of which a project only names the name."""
        values = {"name": name, "website": "", "party": None, **dict.fromkeys(PERSON, "")}
        return RowChange(row, (plain(name), ""), values, ChangeKind.NEW)

    @cached_property
    def _said(self) -> dict[str, tuple[int, tuple[Any, Any]]]:
        return {}

    @cached_property
    def _rules(self) -> FormRules:
        form: Any = ExecutorForm(deal=self.deal)
        form.fields["party"].error_messages["invalid_choice"] = (
            f"Deze Partij heeft de deal niet. Kies: {', '.join(self.book.parties.values())}."
        )
        return FormRules(form, ABOUT, {"party": self.book.parties})

    @cached_property
    def _person_rules(self) -> FormRules:
        return FormRules(ContactPersonForm(), ("name", "email", "phone"))


def _about(row: Executor) -> dict[str, Any]:
    party = str(row.party) if row.party else ""
    return {"pk": row.pk, "version": row.version, "name": row.name, "website": row.website, "party": party}
