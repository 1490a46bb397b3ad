"""Pages of one milestone: reached, or moved."""

from django import forms
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone

from pillars.projects.milestones import move_day, reach, unreach
from pillars.projects.models import Milestone, Project
from regiodeal.base.dutch import day
from regiodeal.base.forms import DayField, PastDateField, Posted, lines
from regiodeal.base.values import Values
from regiodeal.deals.roles import Right
from regiodeal.lifecycle.seen import seen_version
from regiodeal.lifecycle.seen_form import SeenFormPage
from regiodeal.lifecycle.steps import Lifecycle


class MilestoneStepForm(forms.Form):
    """Asks what became of a milestone: the day on which it was reached, or another day and why."""

    reached_on = PastDateField(label="Bereikt op", required=False, help_text="Laat dit leeg als het nog niet zover is.")
    due_on = DayField(label="Klaar op")
    reason = forms.CharField(
        label="Waarom?",
        widget=lines(3),
        required=False,
        help_text="Alleen als u de dag verzet, of terugneemt dat de mijlpaal is bereikt.",
    )

    def __init__(self, data: Posted = None, *, milestone: Milestone) -> None:
        super().__init__(data, initial={"due_on": milestone.due_on, "reached_on": milestone.reached_on})
        self.milestone = milestone

    def clean(self) -> Values | None:
        """Ask for a reason where others would ask for one."""
        found: Values | None = super().clean()
        row, asked = self.milestone, self.cleaned_data
        taken_back = row.reached_on is not None and not asked.get("reached_on") and "reached_on" not in self.errors
        moved = asked.get("due_on") not in {None, row.due_on}
        if moved and asked.get("reached_on"):
            self.add_error("due_on", "Een mijlpaal die is bereikt, houdt zijn dag.")
        elif (moved or taken_back) and not asked.get("reason", "").strip():
            self.add_error("reason", "Geef een reden: anderen moeten die kunnen lezen.")
        return found


class ChangeMilestone(SeenFormPage):
    """Marks a milestone as reached, or moves its day with the reason."""

    right = Right.ENTER_PROGRESS
    section = "measures"

    milestone: Milestone

    def load(self) -> None:
        """Fetch the milestone of this project."""
        projects = Project.objects.visible_to(self.rights).filter(deal_id=self.deal.pk, code=self.kwargs["code"])
        rows = Milestone.objects.filter(project__in=projects)
        self.milestone = get_object_or_404(rows.select_related("project"), pk=self.kwargs["pk"])

    def page_title(self) -> str:
        """Title the page by the milestone."""
        return f"Mijlpaal: {self.milestone}"

    def breadcrumbs(self) -> list[tuple[str, str]]:
        """Lead back to the project."""
        return [
            ("Projecten", reverse("projects", args=[self.deal.slug])),
            (str(self.milestone.project), self.address()),
        ]

    def address(self) -> str:
        """Return the address of the project."""
        return reverse("project", args=[self.deal.slug, self.milestone.project.code])

    def decides_on(self) -> Lifecycle:
        """Return the project as it was seen."""
        return self.milestone.project

    def form(self, data: Posted = None) -> MilestoneStepForm:
        """Return the form of this milestone."""
        return MilestoneStepForm(data, milestone=self.milestone)

    def save(self, form: MilestoneStepForm) -> str:
        """Do what was asked: reached, taken back, or moved."""
        asked, row = form.cleaned_data, self.milestone
        reached, to, reason = asked["reached_on"], asked["due_on"], asked["reason"]
        version, at = seen_version(self.request.POST), timezone.now()
        if reached and reached != row.reached_on:
            reach(row, on=reached, by=self.user, at=at, version=version)
            return f"'{row}' is bereikt op {day(reached)}."
        if row.reached_on and not reached:
            unreach(row, by=self.user, at=at, version=version, reason=reason)
            version += 1
        if to != row.due_on:
            move_day(row, to=to, by=self.user, at=at, version=version, reason=reason)
        return f"'{row}' is klaar op {day(row.due_on)}."
