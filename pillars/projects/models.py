"""Projects (projecten en initiatieven, art. 8 lid 2 a), who carries them out, and what they plan.

A project is amended without art. 12, within the financial frame (art. 3); each change leaves a row of its trail.
"""

from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Self

from django.conf import settings
from django.db import models, transaction

from pillars.agreed.models import Indicator, IndicatorItem, Measure, NamedItem
from regiodeal.base.dutch import day
from regiodeal.base.refusals import WrongStateError
from regiodeal.deals.models import Deal, Neighbourhood, Party, User
from regiodeal.deals.roles import Right
from regiodeal.files.models import Openness
from regiodeal.lifecycle.register import RegisterRow
from regiodeal.lifecycle.steps import MOVED_ON, LifecycleEvent


class Executor(RegisterRow):
    """An executor (uitvoerder): an organisation that carries out projects, by its public name.

    Its people are kept apart (ContactPerson): they are never public. A Party that carries out projects itself is named
    by `party`.
    """

    deal = models.ForeignKey(Deal, on_delete=models.CASCADE, related_name="executors")
    name = models.CharField("naam", max_length=200)
    party = models.ForeignKey(
        Party, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="is deze Partij"
    )
    website = models.URLField("website", blank=True)

    content_fields = ("name", "party", "website")

    class Meta:
        verbose_name = "uitvoerder"
        verbose_name_plural = "uitvoerders"
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["deal", "name"],
                name="pillars_executor_name_once",
                violation_error_message="Er is al een uitvoerder met deze naam.",
            )
        ]

    def __str__(self) -> str:
        return self.name


class ExecutorEvent(LifecycleEvent):
    """A change of an executor."""

    executor = models.ForeignKey(Executor, on_delete=models.CASCADE, related_name="events")

    class Meta(LifecycleEvent.Meta):
        verbose_name = "wijziging van een uitvoerder"
        verbose_name_plural = "wijzigingen van uitvoerders"


class ContactPerson(models.Model):
    """Somebody of an executor who is asked what was done. Personal data: for who enters progress, and never public."""

    executor = models.ForeignKey(Executor, on_delete=models.CASCADE, related_name="contacts")
    name = models.CharField("naam", max_length=150)
    email = models.EmailField("e-mailadres")
    phone = models.CharField("telefoon", max_length=30, blank=True)

    class Meta:
        verbose_name = "contactpersoon"
        verbose_name_plural = "contactpersonen"
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["executor", "email"],
                name="pillars_contactperson_address_once",
                violation_error_message="Dit adres staat al bij deze uitvoerder.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.executor})"


class ExecutorAccount(models.Model):
    """The access of a person to the projects of an executor (toegang), for who has the role `partner` in its deal.

    Open until `ended_at`; `ended_by` is empty where the portal ended it itself. The rows are the trail of who could
    answer for whom: none is thrown away. One person may answer for two executors.
    """

    executor = models.ForeignKey(Executor, on_delete=models.CASCADE, related_name="accounts")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="executor_accounts")
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    given_at = models.DateTimeField("gegeven op")
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField("beëindigd op", null=True)
    end_reason = models.CharField("waarom beëindigd", max_length=200, blank=True)

    class Meta:
        verbose_name = "toegang van een uitvoerder"
        verbose_name_plural = "toegang van uitvoerders"
        ordering = ["given_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["executor", "user"],
                condition=models.Q(ended_at=None),
                name="pillars_executoraccount_open_once",
                violation_error_message="Deze persoon heeft al toegang.",
            ),
            models.CheckConstraint(
                condition=models.Q(ended_at__isnull=True) | models.Q(ended_at__gte=models.F("given_at")),
                name="pillars_executoraccount_ends_after_it_was_given",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} ({self.executor})"


class ProjectState(models.TextChoices):
    """Says how far a project has come."""

    IDEA = "idea", "idee"
    PREPARING = "preparing", "in voorbereiding"
    GRANTED = "granted", "verleend"
    RUNNING = "running", "loopt"
    PAUSED = "paused", "stilgelegd"
    FINISHED = "finished", "afgerond"
    SETTLED = "settled", "vastgesteld"
    STOPPED = "stopped", "gestopt"


HIDDEN_PROJECT = "Een vertrouwelijk project"  # what it is called to who may not know of it


def open_projects(*, unapproved: bool, through: str = "") -> models.Q:
    """The condition of projects that one may know of (art. 11): who sees unapproved work knows of all of them.

    `through` leads from other rows to their project (`"grant__project__"`); what has no project fits.
    """
    return models.Q() if unapproved else ~models.Q(**{f"{through}openness": Openness.CONFIDENTIAL})


class ProjectRows(models.QuerySet["Project"]):
    """Projects, cut by their openness (art. 11)."""

    def visible_to(self, rights: Collection[Right]) -> Self:
        """Return what somebody with these rights may see: a confidential project is for who sees unapproved work."""
        return self.filter(open_projects(unapproved=Right.SEE_UNAPPROVED in rights))


class Project(RegisterRow):
    """A project (project of initiatief) by which one or more measures are carried out.

    Idea: somebody thought of it. In preparation: it is worked out with its executor. Granted: the money was given
    (beschikking). Running: work goes on; paused: it stands still, with the reason. Finished: the work is done. Settled:
    its money was settled (vaststelling) and nothing changes any more. Stopped: it was ended before, with the reason.

    `STEPS` are the verbs: from which states each goes to which, and whether it asks for a reason. A day of a step is
    today: what was before is told in the reason.
    """

    deal = models.ForeignKey(Deal, on_delete=models.CASCADE, related_name="projects")
    code = models.CharField("code", max_length=40)
    title = models.CharField("naam", max_length=200)
    description = models.TextField("in gewone woorden", blank=True)
    main_measure = models.ForeignKey(
        Measure, on_delete=models.PROTECT, related_name="main_projects", verbose_name="maatregel"
    )
    measures = models.ManyToManyField(Measure, blank=True, related_name="projects", verbose_name="ook voor maatregelen")
    executor = models.ForeignKey(
        Executor, on_delete=models.PROTECT, null=True, blank=True, related_name="projects", verbose_name="uitvoerder"
    )
    partners = models.ManyToManyField(Executor, blank=True, related_name="partner_projects", verbose_name="samen met")
    leader = models.CharField("projectleider", max_length=150, blank=True)
    areas = models.ManyToManyField(Neighbourhood, blank=True, related_name="projects", verbose_name="gebieden")
    places = models.ManyToManyField(NamedItem, blank=True, related_name="projects", verbose_name="plekken")
    starts_on = models.DateField("begint op", null=True, blank=True)
    ends_on = models.DateField("eindigt op", null=True, blank=True)
    openness = models.CharField("voor wie", max_length=12, choices=Openness, default=Openness.PARTIES)
    state = models.CharField("stand", max_length=10, choices=ProjectState, default=ProjectState.IDEA)

    objects = ProjectRows.as_manager()

    content_fields = (
        *("code", "title", "description", "main_measure", "executor", "leader", "starts_on", "ends_on", "openness"),
    )
    many_fields = ("measures", "partners", "areas", "places")

    class Meta:
        verbose_name = "project"
        verbose_name_plural = "projecten"
        ordering = ["code", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["deal", "code"],
                name="pillars_project_code_once",
                violation_error_message="Er is al een project met deze code.",
            ),
            models.UniqueConstraint(fields=["deal", "id"], name="pillars_project_in_deal"),
            models.CheckConstraint(
                condition=models.Q(starts_on__isnull=True)
                | models.Q(ends_on__isnull=True)
                | models.Q(ends_on__gte=models.F("starts_on")),
                name="pillars_project_ends_after_its_start",
                violation_error_message="Het einde ligt voor het begin.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title}".strip()

    @property
    def is_confidential(self) -> bool:
        """Tell whether it is for who sees unapproved work alone, as `open_projects` cuts a list."""
        return self.openness == Openness.CONFIDENTIAL

    def as_read(self, *, unapproved: bool) -> "Project":
        """This project, or a stand-in without a code for who may not know of it: all that it says is that it is one."""
        return self if unapproved or not self.is_confidential else Project(title=HIDDEN_PROJECT)

    def can_be_revised(self) -> models.Q:
        """A project whose money was settled stands."""
        return ~models.Q(state=ProjectState.SETTLED)

    def take(self, step: str, *, by: User, at: datetime, version: int, reason: str = "") -> None:
        """Take one of `STEPS` by its name.

        Raises ValueError for a step without the reason that it asks for, WrongStateError where the project is in
        another state or version than was seen, KeyError for what is no step.
        """
        verb = STEPS[step]
        if verb.asks_reason and not reason.strip():
            raise ValueError(f"Schrijf op waarom: {verb.title.lower()}.")
        if self.state not in verb.from_states:
            raise WrongStateError(f"Dat kan niet bij een project dat {self.get_state_display()} is.")
        told = {"reason": reason.strip()}
        self.move(verb.from_states, verb.to_state, by=by, at=at, version=version, step=told)

    @transaction.atomic
    def milestone(self, milestone: "Milestone", *, by: User, at: datetime, reason: str = "") -> None:
        """Give the project a milestone, or change it, with a row of trail.

        Raises WrongStateError for a project that was settled.
        """
        stood, version = self.content(), self.version
        self.change_or_refuse(self.can_be_revised() & models.Q(version=version), MOVED_ON, version=version + 1)
        milestone.project = self
        milestone.save()
        reached = f", bereikt op {day(milestone.reached_on)}" if milestone.reached_on else ""
        told = f"{milestone}: {day(milestone.due_on)}{reached}"
        self.tell(by=by, at=at, reason=reason, before=stood, changes=[["Mijlpaal", "", told]])

    @property
    def is_settled(self) -> bool:
        """Tell whether its money was settled, so that nothing of it changes any more."""
        return self.state == ProjectState.SETTLED

    @property
    def next_steps(self) -> list["ProjectStep"]:
        """The steps that can be taken now by who keeps the projects; those of the money are taken by its own verbs."""
        return [step for step in STEPS.values() if self.state in step.from_states and not step.is_of_money]


class ProjectStep:
    """A verb of a project's life: what it is called, from where to where, and whether it needs a reason.

    What `is_of_money` is taken by granting or settling alone: no page of the project offers it.
    """

    def __init__(
        self, name: str, title: str, from_states: tuple[ProjectState, ...], to_state: ProjectState, **needs: bool
    ) -> None:
        self.name, self.title = name, title
        self.from_states, self.to_state = from_states, to_state
        self.asks_reason = needs.get("asks_reason", False)
        self.is_of_money = needs.get("is_of_money", False)


_OPEN = (ProjectState.IDEA, ProjectState.PREPARING, ProjectState.GRANTED, ProjectState.RUNNING, ProjectState.PAUSED)

STEPS: Mapping[str, ProjectStep] = {
    step.name: step
    for step in (
        ProjectStep("prepare", "In voorbereiding nemen", (ProjectState.IDEA,), ProjectState.PREPARING),
        ProjectStep(
            "grant", "Verlenen", (ProjectState.IDEA, ProjectState.PREPARING), ProjectState.GRANTED, is_of_money=True
        ),
        ProjectStep("start", "Laten beginnen", (ProjectState.PREPARING, ProjectState.GRANTED), ProjectState.RUNNING),
        ProjectStep("pause", "Stilleggen", (ProjectState.RUNNING,), ProjectState.PAUSED, asks_reason=True),
        ProjectStep("resume", "Weer laten lopen", (ProjectState.PAUSED,), ProjectState.RUNNING),
        ProjectStep("finish", "Afronden", (ProjectState.RUNNING,), ProjectState.FINISHED),
        ProjectStep(
            "settle",
            "Vaststellen",
            (ProjectState.FINISHED, ProjectState.STOPPED),
            ProjectState.SETTLED,
            is_of_money=True,
        ),
        ProjectStep("stop", "Stoppen", _OPEN, ProjectState.STOPPED, asks_reason=True),
        ProjectStep(
            "reopen",
            "Weer openen",
            (ProjectState.FINISHED, ProjectState.STOPPED),
            ProjectState.RUNNING,
            asks_reason=True,
        ),
    )
}


class ProjectEvent(LifecycleEvent):
    """A change of a project, or a step in its life."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="events")

    class Meta(LifecycleEvent.Meta):
        verbose_name = "wijziging van een project"
        verbose_name_plural = "wijzigingen van projecten"


_TWICE = "Dit staat al in de planning van dit project."


class PlanRows(models.QuerySet["Plan"]):
    """Lines of plans, by the days on which they held."""

    def standing(self) -> Self:
        """Return what is planned now."""
        return self.filter(replaced_on__isnull=True)

    def held_on(self, on: date) -> Self:
        """Return what was planned at the end of a day."""
        is_later = models.Q(replaced_on__isnull=True) | models.Q(replaced_on__gt=on)
        return self.filter(is_later, counts_from__lte=on)


class Plan(models.Model):
    """What a project plans to contribute (planning): so much of an indicator in a year, of one of its parts or whole.

    `value` is in the indicator's unit. For a stand it is where the project itself comes to that year. A value never
    changes: from the day `replaced_on` another one counts in its place, or none.
    """

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="plans")
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="plans", verbose_name="indicator")
    item = models.ForeignKey(
        IndicatorItem, on_delete=models.PROTECT, null=True, blank=True, related_name="plans", verbose_name="onderdeel"
    )
    year = models.PositiveSmallIntegerField("jaar")
    value = models.DecimalField("gepland", max_digits=12, decimal_places=2)
    counts_from = models.DateField("telt vanaf")
    replaced_on = models.DateField("vervangen op", null=True, blank=True)

    objects = PlanRows.as_manager()

    class Meta:
        verbose_name = "planning"
        verbose_name_plural = "planningen"
        ordering = ["year", "indicator__position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["project", "indicator", "item", "year"],
                condition=models.Q(replaced_on=None),
                name="pillars_plan_once",
                violation_error_message=_TWICE,
            ),
            models.UniqueConstraint(
                fields=["project", "indicator", "year"],
                condition=models.Q(item=None, replaced_on=None),
                name="pillars_plan_whole_once",
                violation_error_message=_TWICE,
            ),
            models.CheckConstraint(condition=models.Q(value__gte=0), name="pillars_plan_not_below_nothing"),
            models.CheckConstraint(
                condition=models.Q(replaced_on=None) | models.Q(replaced_on__gt=models.F("counts_from")),
                name="pillars_plan_held_a_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.project}: {self.indicator} {self.year}"


class Milestone(models.Model):
    """Something that a project will have done by a day (mijlpaal), and when it was."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="milestones")
    title = models.CharField("mijlpaal", max_length=200)
    due_on = models.DateField("klaar op")
    reached_on = models.DateField("bereikt op", null=True, blank=True)

    class Meta:
        verbose_name = "mijlpaal"
        verbose_name_plural = "mijlpalen"
        ordering = ["due_on", "pk"]

    def __str__(self) -> str:
        return self.title
