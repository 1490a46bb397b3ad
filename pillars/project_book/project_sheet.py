"""The sheet of projects: one row a project."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any, ClassVar

from pillars.agreed.models import Measure
from pillars.exchange.matching import ChangeKind, Entry, Key, RowChange, digest
from pillars.exchange.resources import Faults, column
from pillars.project_book.book_rows import BETWEEN, ProjectRow
from pillars.project_book.book_sheet import ProjectBookSheet, choose, entry_of, keys_in, names_in
from pillars.projects.forms import ProjectForm, code_fault
from pillars.projects.models import Project, ProjectState
from regiodeal.base.forms import NO_NAMES_OF_ANYBODY
from regiodeal.base.values import Values
from regiodeal.files.models import Openness
from regiodeal.lifecycle.review import BulkStep
from regiodeal.sheets.cells import Cell, is_blank, text_of
from regiodeal.sheets.form_rules import FormRules, plain

PLAIN_FIELDS = ("title", "description", "main_measure", "leader", "starts_on", "ends_on", "openness")
IN_ORDER = (  # as the columns stand: the library writes them so, whatever is asked for
    *("title", "description", "main_measure", "measures", "executor", "partners", "leader", "areas"),
    *("starts_on", "ends_on", "openness"),
)
LISTS = ("measures", "partners", "areas")
LONGEST_NAME = 200
MOST_PARTNERS = 400


class ProjectSheet(ProjectBookSheet):
    """One row a project: what it is, for which measures, by whom, where and when."""

    code = column("code", "code")
    title = column("naam", "title")
    description = column("in gewone woorden", "description")
    main_measure = column("maatregel", "main_measure")
    measures = column("ook voor maatregelen")
    executor = column("uitvoerder", "executor")
    partners = column("samen met")
    leader = column("projectleider", "leader")
    areas = column("wijk")
    starts_on = column("begint op", "starts_on")
    ends_on = column("eindigt op", "ends_on")
    openness = column("voor wie", "openness")
    state = column("stand", "state")
    mark = column("kenmerk")

    model = Project
    layout_name = "projects"
    sheet_title = "Projecten"
    key_field = "code"
    filled_in = touched = compared = IN_ORDER
    to_fill_in = ("code", *filled_in)
    required = ("code", *filled_in)  # all of them: a column that is missing would empty what stands there
    informs = ("state",)
    in_own_words: ClassVar[Mapping[str, str]] = {"areas": "area"}
    template_fields = read = ("code", *IN_ORDER, "state", "mark")
    guarded = ("main_measure", "executor", "openness")
    suggested = ("executor",)
    hints = (
        "Werkblad Projecten: een rij per project. Een nieuw project krijgt onderaan een eigen rij met een nieuwe code.",
        "Meer namen in één cel scheidt u met een puntkomma. Datums schrijft u als 31-12-2026.",
        "Een cel die u leegmaakt, wordt ook in het portaal leeg. Een rij weghalen haalt het project niet weg.",
        "Staat een uitvoerder nog niet in het portaal? Typ de naam: dan komt die erbij. U ziet dat eerst.",
        NO_NAMES_OF_ANYBODY,
    )

    # --- Out ---------------------------------------------------------------------------------------------------

    def dehydrate_measures(self, row: ProjectRow) -> str:
        """The other measures."""
        return BETWEEN.join(row.measures)

    def dehydrate_partners(self, row: ProjectRow) -> str:
        """The other executors."""
        return BETWEEN.join(row.partners)

    def dehydrate_areas(self, row: ProjectRow) -> str:
        """The areas."""
        return BETWEEN.join(row.areas)

    def allowed(self, name: str, entry: ProjectRow) -> tuple[str, ...]:
        """Return the measures, the executors, or for whom a project may be."""
        match name:
            case "main_measure":
                return tuple(map(str, self.book.measures.values()))
            case "executor":
                return tuple(row.name for row in self.book.executors.values())
        return tuple(map(str, Openness.labels))

    # --- In ----------------------------------------------------------------------------------------------------

    @cached_property
    def current(self) -> Mapping[Key, Entry]:
        """The projects by code."""
        return {(code,): entry_of(row, self.content(self._stored(row))) for code, row in self.book.projects.items()}

    @staticmethod
    def _stored(row: Project) -> Values:
        return {name: getattr(row, name) for name in PLAIN_FIELDS if name != "main_measure"} | {
            "main_measure": row.main_measure_id,
            "executor": row.executor.name if row.executor else "",
            "measures": [each.pk for each in row.measures.all()],
            "partners": [each.name for each in row.partners.all()],
            "areas": [each.pk for each in row.areas.all()],
        }

    def values_of(self, change: RowChange, cells: Mapping[str, Cell]) -> tuple[Values, Faults]:
        """Find the project by its code, and read the rest by the rules of the form of its page."""
        code = text_of(cells["code"]).strip()
        change.key = (code,)
        project = self.book.projects.get(code)
        errors = self._misplaced(change, code, project) | self._other_state(cells["state"], project)
        values, found = self._plain_values(cells, project)
        errors |= found
        for name, known, what, names in self._rows:
            values[name], wrong = keys_in(cells[name], known, what=what, choices=names)
            errors |= {name: wrong} if wrong else {}
        for name, most in (("partners", MOST_PARTNERS), ("executor", 1)):
            values[name], wrong = self._executors(cells[name], most)
            errors |= {name: wrong} if wrong else {}
        values["executor"] = next(iter(values["executor"]), "")
        return values, errors

    def _misplaced(self, change: RowChange, code: str, project: Project | None) -> Faults:
        """A code that is none, or not that of the project whose row it was."""
        pk = change.mark.pk if change.mark else None
        was = next((row for row in self.book.projects.values() if row.pk == pk), None)
        if was is not None and was is not project:
            return {"code": [f"Dit is de rij van project {was.code}. Zet die code terug, of neem een lege rij."]}
        fault = code_fault(code)
        return {"code": [fault]} if fault else {}

    @staticmethod
    def _other_state(cell: Cell, project: Project | None) -> Faults:
        """A state that the project does not have: it only changes by its verbs."""
        state = str(project.get_state_display()) if project else str(ProjectState.IDEA.label)
        if is_blank(cell) or plain(text_of(cell)) == plain(state):
            return {}
        return {"state": [f"Hier staat '{state}'. Een stap in het leven van een project zet u op zijn pagina."]}

    def _plain_values(self, cells: Mapping[str, Cell], project: Project | None) -> tuple[Values, Faults]:
        """What the form of the page makes of the cells. Without a word on its openness, that stays as it is."""
        typed = dict(cells)
        if is_blank(typed["openness"]):
            typed["openness"] = str(Openness(project.openness if project else Openness.PARTIES).label)
        cleaned, errors = self._rules.clean(typed)
        values = {name: cleaned.get(name) for name in PLAIN_FIELDS}
        if isinstance(main := values["main_measure"], Measure):
            values["main_measure"] = main.pk
        return values, errors

    def _executors(self, cell: Cell, most: int) -> tuple[list[str], list[str]]:
        """The executors that a cell names, as the portal calls them, and what is wrong with a name."""
        names = names_in(cell)
        if long := [name for name in names if len(name) > LONGEST_NAME]:
            return [], [f"De naam '{long[0][:60]}…' is langer dan {LONGEST_NAME} tekens."]
        if len(names) > most:
            return [], ["Een project heeft één uitvoerder. Zet de andere bij 'samen met'."]
        known = {plain(name): self.book.executor_named(name) or name for name in names}
        return list(known.values()), []

    def content(self, values: Values) -> str:
        """All that the list says of a project."""
        lists = [sorted(map(str, values[name])) for name in LISTS]
        return digest(*(values[name] for name in PLAIN_FIELDS), plain(values["executor"]), *lists)

    def refuse(self, change: RowChange) -> None:
        """Refuse a project that was settled, and what a colleague changed since the file was made."""
        self.refuse_settled(change.key[0])
        super().refuse(change)

    def before(self, change: RowChange) -> ProjectRow | None:
        """The project as it stands."""
        row = self.book.projects.get(change.key[0])
        return self.book.project_row(row) if row and change.entry else None

    def shown(self, change: RowChange) -> ProjectRow:
        """The project as the change asks for it."""
        values, book = change.values, self.book
        return ProjectRow(
            code=change.key[0],
            title=values["title"],
            description=values["description"],
            main_measure=str(book.measures[values["main_measure"]]),
            measures=tuple(str(book.measures[pk]) for pk in sorted(values["measures"])),
            executor=values["executor"],
            partners=tuple(values["partners"]),
            leader=values["leader"],
            areas=tuple(str(book.areas[pk]) for pk in sorted(values["areas"])),
            starts_on=values["starts_on"],
            ends_on=values["ends_on"],
            openness=str(Openness(values["openness"]).label),
        )

    def name_of(self, entry: ProjectRow) -> str:
        """Return code and title."""
        return f"{entry.code} {entry.title}"

    def enter(self, changes: Sequence[RowChange], reasons: Mapping[int, str], step: BulkStep) -> None:
        """Enter what is new and revise what is there, one by one, with the verbs of the pages."""
        for change in changes:
            values = dict(change.values)
            names = {plain(each.name): each for each in self.book.executors.values()}
            values["executor"] = names[plain(values["executor"])] if values["executor"] else None
            values["partners"] = [names[plain(name)] for name in values["partners"]]
            values["main_measure"] = self.book.measures[values["main_measure"]]
            values["measures"] = [self.book.measures[pk] for pk in values["measures"]]
            values["areas"] = [self.book.areas[pk] for pk in values["areas"]]
            reason = reasons[change.row]
            if change.kind == ChangeKind.NEW:
                project = Project(deal_id=self.deal.pk)
                values["code"] = change.key[0]
                project.enter(by=step.by, at=step.at, values=values, reason=reason)
                self.book.projects[project.code] = project
                continue
            assert change.entry is not None
            project = self.book.projects[change.key[0]]
            project.revise(by=step.by, at=step.at, values=values, version=change.entry.version, reason=reason)

    @property
    def _rows(self) -> Iterator[tuple[str, Mapping[str, int], str, list[str]]]:
        book = self.book
        yield "measures", book.measures_by_name, "maatregel", [row.code for row in book.measures.values()]
        area = self.deal.words.word("area").singular
        yield "areas", book.areas_by_name, area, list(map(str, book.areas.values()))

    @cached_property
    def _rules(self) -> FormRules:
        form: Any = ProjectForm(deal=self.deal)
        measures = self.book.measures
        codes = choose(row.code for row in measures.values())
        form.fields["main_measure"].error_messages["invalid_choice"] = f"Deze maatregel heeft de deal niet. {codes}"
        form.fields["main_measure"].error_messages["required"] = f"Voor welke maatregel is dit project? {codes}"
        names = {pk: str(row) for pk, row in measures.items()}
        return _MeasureRules(form, PLAIN_FIELDS, {"main_measure": names}, by_code=self.book.measures_by_name)


class _MeasureRules(FormRules):
    """The rules of the form, by which a measure may be named by its code alone."""

    def __init__(self, form: ProjectForm, names: tuple[str, ...], rows: Any, *, by_code: Mapping[str, int]) -> None:
        super().__init__(form, names, rows)
        self._rows["main_measure"] |= by_code
