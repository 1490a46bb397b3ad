"""Amendments (art. 12), extensions (art. 18) and accessions (art. 14), what each changes, and what each Party says."""

import json
from collections.abc import Collection
from typing import Any, Self

from django.conf import settings
from django.db import models

from regiodeal.base.constraints import FrozenOnce
from regiodeal.covenant.documents.models import Document, Publication
from regiodeal.covenant.meetings.models import Meeting
from regiodeal.deals.models import ConsentRule, CovenantVersion, Deal, Party
from regiodeal.deals.roles import Right
from regiodeal.deals.words import Provision, deal_text
from regiodeal.lifecycle.steps import Lifecycle, LifecycleEvent

MOVED_ON = "Dit is intussen een stap verder, of iemand anders was eerder. Bekijk de nieuwe stand."


class AmendmentSort(models.TextChoices):
    """Says which article an amendment follows."""

    AMENDMENT = "amendment", deal_text("wijziging{art_amendment}")
    EXTENSION = "extension", deal_text("verlenging{art_extension}")
    ACCESSION = "accession", deal_text("toetreding{art_accession}")


class AmendmentState(models.TextChoices):
    """Says where an amendment stands in its life."""

    DRAFT = "draft", "in voorbereiding"
    REQUESTED = "requested", "verzocht"
    INFORMED = "informed", "Partijen geïnformeerd"
    CONSULTED = "consulted", "in overleg"
    ASKED = "asked", "instemming gevraagd"
    RECORDED = "recorded", "vastgelegd in het verslag"
    SIGNED = "signed", "addendum ondertekend"
    IN_FORCE = "in_force", "van kracht"
    WITHDRAWN = "withdrawn", "ingetrokken"


UNDER_WAY = (
    *(AmendmentState.REQUESTED, AmendmentState.INFORMED, AmendmentState.CONSULTED, AmendmentState.ASKED),
    *(AmendmentState.RECORDED, AmendmentState.SIGNED),
)


OVER = (AmendmentState.IN_FORCE, AmendmentState.WITHDRAWN)


class AmendmentQuerySet(models.QuerySet["Amendment"]):
    """Amendments, cut to what somebody may see, and by where they stand."""

    def requested(self) -> Self:
        """Keep the amendments that a Party asked for, taken back or not: no draft, dropped or not."""
        return self.filter(requested_on__isnull=False)

    def visible_to(self, deal: Deal, *, rights: Collection[Right], parties: Collection[int]) -> Self:
        """The amendments of the deal; a draft, also one that was dropped, is for whoever writes it and nobody else."""
        rows = self.filter(deal=deal)
        if Right.KEEP_AGREEMENT in rights:
            return rows
        own = parties if Right.REPRESENT_PARTY in rights else []
        return rows.filter(models.Q(requested_on__isnull=False) | models.Q(party__in=own))

    def under_way(self) -> Self:
        """Keep the amendments that were asked for and are not over."""
        return self.filter(state__in=UNDER_WAY)

    def asking_consent(self) -> Self:
        """Keep the amendments to which the Parties can consent now; `asks_consent` says so of one."""
        by_writing = models.Q(state=AmendmentState.INFORMED, sort=AmendmentSort.ACCESSION)
        return self.filter(models.Q(state=AmendmentState.ASKED) | by_writing)


class Amendment(Lifecycle):
    """Something that changes the deal when the Parties consent, all or most of them; what would change goes with it.

    Draft: it is being written, and nothing was asked. Requested: a Party asked for it in writing, and the term for
    consultation runs. Informed: the programme team told the other Parties. Consulted: the Parties talk about it.
    Asked: it is on the agenda and each Party is asked to consent; its text stays from the request on. Recorded: they
    consented, and the minutes say so. Signed: the minister signed the addendum. In force: a version of the covenant
    holds it. Withdrawn: the request was taken back, and why. An accession (art. 14) goes from informed to in force
    once enough have consented in writing: it needs no consultation, minutes, addendum or publication. The verbs:
    amendment_verbs.py.

    `counted` holds the codes of the Parties over which the consents are counted, once that is settled: those bound on
    the day on which the last of them consented, or on which the request ended. Whoever joins or leaves later changes
    nothing about it, nor does another rule: `counted_rule` is that of the day. None while consent is still to come:
    then those bound on the day that is asked about count. Where there are enough without anybody consenting, because a
    Party left or the rule is another, that counts for nothing until somebody settles it: `settled_on`. `is_settled`
    tells that there were enough by a consent or by somebody; not of a request that was taken back before that.
    """

    deal = models.ForeignKey(Deal, on_delete=models.CASCADE, related_name="amendments")
    number = models.PositiveSmallIntegerField("nummer")
    sort = models.CharField("soort", max_length=10, choices=AmendmentSort, default=AmendmentSort.AMENDMENT)
    title = models.CharField("wat verandert er, in één zin", max_length=200)
    text = models.TextField("het verzoek in woorden")
    ground = models.TextField("waarom", blank=True)
    party = models.ForeignKey(
        Party, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="op verzoek van"
    )
    state = models.CharField("stand", max_length=10, choices=AmendmentState, default=AmendmentState.DRAFT)

    requested_on = models.DateField("verzocht op", null=True, blank=True)
    request = models.ForeignKey(Document, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    informed_on = models.DateField("Partijen geïnformeerd op", null=True, blank=True)
    consulted_on = models.DateField("in overleg sinds", null=True, blank=True)
    asked_on = models.DateField("instemming gevraagd op", null=True, blank=True)
    meeting = models.ForeignKey(
        Meeting, on_delete=models.PROTECT, null=True, blank=True, related_name="amendments", verbose_name="overleg"
    )
    agenda = models.CharField("agenda van", max_length=250, blank=True)
    recorded_on = models.DateField("vastgelegd op", null=True, blank=True)
    minutes_meeting = models.ForeignKey(
        Meeting, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="verslag van"
    )
    minutes = models.CharField("vindplaats in het verslag", max_length=250, blank=True)
    minutes_document = models.ForeignKey(Document, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    signed_on = models.DateField("addendum ondertekend op", null=True, blank=True)
    signed_by = models.CharField("ondertekend door", max_length=200, blank=True)
    addendum = models.ForeignKey(Document, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    publication = models.ForeignKey(Publication, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    in_force_on = models.DateField("van kracht op", null=True, blank=True)
    covenant_version = models.OneToOneField(
        CovenantVersion, on_delete=models.PROTECT, null=True, blank=True, related_name="amendment"
    )

    counted_rule = models.CharField("regel waarmee is geteld", max_length=10, choices=ConsentRule, blank=True)
    counted = models.JSONField(
        "Partijen over wie is geteld",
        null=True,
        blank=True,
        help_text="De korte namen van wie gebonden was toen de laatste instemde of het verzoek eindigde.",
    )

    is_settled = models.BooleanField("er was genoeg instemming", default=False)
    settled_on = models.DateField(
        "instemming vastgesteld op",
        null=True,
        blank=True,
        help_text="Alleen als er genoeg instemming was zonder dat iemand instemde: er ging een Partij weg.",
    )

    new_code = models.CharField("korte naam van de nieuwe Partij", max_length=20, blank=True)
    new_name = models.CharField("naam van de nieuwe Partij", max_length=200, blank=True)
    new_side = models.CharField("kant", max_length=10, choices=Party.Side, blank=True)
    contribution = models.TextField("concrete bijdrage aan de deal", blank=True)

    objects = AmendmentQuerySet.as_manager()
    content_fields = ("title", "text", "ground", "party", "new_code", "new_name", "new_side", "contribution")
    step_fields = (
        *("requested_on", "informed_on", "consulted_on", "asked_on", "meeting", "agenda", "recorded_on"),
        *("minutes_meeting", "minutes", "signed_on", "signed_by", "in_force_on"),
    )
    moved_on = MOVED_ON

    class Meta:
        verbose_name = "wijziging"
        verbose_name_plural = "wijzigingen"
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["deal", "number"], name="covenant_amendment_number_once"),
            models.CheckConstraint(condition=~models.Q(title=""), name="covenant_amendment_says_what"),
            models.CheckConstraint(
                condition=models.Q(is_settled=False) | models.Q(counted__isnull=False),
                name="covenant_amendment_settled_over_whom",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=["draft", "withdrawn"]) | models.Q(requested_on__isnull=False),
                name="covenant_amendment_was_requested",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="in_force")
                | models.Q(covenant_version__isnull=False, in_force_on__isnull=False),
                name="covenant_amendment_in_force_by_a_version",
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=["signed", "in_force"])
                | models.Q(sort="accession")
                | models.Q(signed_on__isnull=False, addendum__isnull=False) & ~models.Q(signed_by=""),
                name="covenant_amendment_signed_by_the_minister",
            ),
            models.CheckConstraint(
                condition=models.Q(sort="accession") | models.Q(new_code="", new_name="", new_side="", contribution=""),
                name="covenant_amendment_only_accession_has_a_new_party",
            ),
            FrozenOnce(
                fields=["deal", "number", "sort", "title", "text", "ground", "party"],
                once="requested_on",
                name="covenant_amendment_text_stays",
            ),
        ]

    def __str__(self) -> str:
        return f"Wijziging {self.number}: {self.title}"

    @property
    def is_accession(self) -> bool:
        """Tell whether a new Party joins (art. 14)."""
        return self.sort == AmendmentSort.ACCESSION

    @property
    def asks_consent(self) -> bool:
        """Tell whether the Parties can consent or refuse now."""
        return self.state == (AmendmentState.INFORMED if self.is_accession else AmendmentState.ASKED)

    @property
    def can_be_published(self) -> bool:
        """Tell whether its addendum was signed and is still to be published (art. 12 lid 5); an accession has none."""
        is_signed = self.state in {AmendmentState.SIGNED, AmendmentState.IN_FORCE}
        return is_signed and self.publication_id is None and not self.is_accession

    @property
    def is_over(self) -> bool:
        """Tell whether nothing more happens to it, but for its publication."""
        return self.state in OVER

    @property
    def article(self) -> str:
        """Return the article that the amendment follows."""
        provisions = {
            AmendmentSort.AMENDMENT: Provision.AMENDMENT,
            AmendmentSort.EXTENSION: Provision.EXTENSION,
            AmendmentSort.ACCESSION: Provision.ACCESSION,
        }
        return self.deal.words.article(provisions[AmendmentSort(self.sort)])


class AmendmentEvent(LifecycleEvent):
    """A step of an amendment. `on` is the day that it is about, which may lie before the day it is written down."""

    amendment = models.ForeignKey(Amendment, on_delete=models.CASCADE, related_name="events")
    on = models.DateField("dag", null=True, blank=True)

    class Meta(LifecycleEvent.Meta):
        verbose_name = "stap van een wijziging"
        verbose_name_plural = "stappen van wijzigingen"


class ProposedChange(models.Model):
    """One field of one agreed row that an amendment would change; see AgreedChange. It says nothing until adopted."""

    amendment = models.ForeignKey(Amendment, on_delete=models.CASCADE, related_name="changes")
    kind = models.CharField("soort regel", max_length=60)
    code = models.CharField("code", max_length=80)
    field = models.CharField("veld", max_length=60, blank=True)
    old = models.TextField("was")
    new = models.TextField("wordt")
    article = models.CharField("artikel", max_length=120, blank=True)

    class Meta:
        verbose_name = "voorgestelde wijziging"
        verbose_name_plural = "voorgestelde wijzigingen"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["amendment", "kind", "code", "field"], name="covenant_proposedchange_once"),
            models.CheckConstraint(
                condition=~models.Q(old=models.F("new")), name="covenant_proposedchange_changes_something"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.code} {self.field}".strip()

    @property
    def old_value(self) -> Any:
        """Return what it is now, as the deal file writes it."""
        return json.loads(self.old)

    @property
    def new_value(self) -> Any:
        """Return what it would become, as the deal file writes it."""
        return json.loads(self.new)


class Consent(models.Model):
    """Holds what one Party says to an amendment: it consents, or refuses and says why. One row per Party.

    A refusal can become a consent as long as the Parties are asked; a consent that was given stands. The programme team
    may write down what a Party mailed (`is_recorded_for_party`), with that mail; what a Party says itself goes first.
    """

    class Way(models.TextChoices):
        """Says how a Party made it known (art. 12 lid 2)."""

        MEETING = "meeting", "in het overleg"
        EMAIL = "email", "per e-mail of brief"

    amendment = models.ForeignKey(Amendment, on_delete=models.CASCADE, related_name="consents")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="consents", verbose_name="Partij")
    agrees = models.BooleanField("stemt in")
    holder = models.CharField("namens de Partij", max_length=200, help_text="Naam en ambt of functie.")
    given_on = models.DateField("gegeven op")
    way = models.CharField("hoe", max_length=10, choices=Way)
    statement = models.TextField("verklaring", blank=True)
    document = models.ForeignKey(Document, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    reason = models.TextField("reden van weigering", blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField("vastgelegd op")
    is_recorded_for_party = models.BooleanField("vastgelegd voor de Partij", default=False)

    class Meta:
        verbose_name = "instemming"
        verbose_name_plural = "instemmingen"
        ordering = ["party__position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["amendment", "party"], name="covenant_consent_once_per_party"),
            models.CheckConstraint(
                condition=models.Q(agrees=True, reason="") | models.Q(agrees=False) & ~models.Q(reason=""),
                name="covenant_consent_refusal_has_a_reason",
            ),
            models.CheckConstraint(
                condition=models.Q(is_recorded_for_party=False) | models.Q(way="email", document__isnull=False),
                name="covenant_consent_for_another_has_its_mail",
            ),
            models.CheckConstraint(condition=~models.Q(holder=""), name="covenant_consent_names_who_gave_it"),
            models.CheckConstraint(
                condition=~models.Q(way="email") | ~models.Q(statement="") | models.Q(document__isnull=False),
                name="covenant_consent_in_writing_has_its_words",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.party.code}: {'stemt in' if self.agrees else 'stemt niet in'}"
