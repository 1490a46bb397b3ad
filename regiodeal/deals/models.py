"""The deal as it was agreed: its Parties, people and their roles, and its versions."""

import json
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any, ClassVar, Self

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models.functions import Lower
from django.utils.crypto import salted_hmac

from regiodeal.base.constraints import FrozenOnce
from regiodeal.base.outlines import fit_outline
from regiodeal.base.values import Values
from regiodeal.deals.roles import READERS, Role, Stage
from regiodeal.deals.words import DealWords, deal_text, words_from


class AgreedRow(models.Model):
    """A row of the covenant: known within its deal by a code, and traceable to an article.

    It is stored as it was first agreed, and stays so: what a later version of the covenant changed in it is laid on
    top in memory, by deals/in_force.py.

    Codes of different articles may look alike (art. 3 has a 2.1.2.a, art. 4 has another), so each kind of row is
    a model of its own and the article always stands beside the code.
    """

    deal = models.ForeignKey("deals.Deal", on_delete=models.CASCADE, related_name="%(class)s_set")
    code = models.CharField("code", max_length=60)
    article = models.CharField("artikel", max_length=120, blank=True)
    position = models.PositiveIntegerField("volgorde", default=0)
    agreed_from = models.DateField(
        "afgesproken vanaf",
        null=True,
        blank=True,
        editable=False,
        help_text="Leeg: vanaf het begin, uit het dealbestand. Anders kwam de regel er met een latere versie bij.",
    )

    class Meta:
        abstract = True
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["deal", "code"], name="%(app_label)s_%(class)s_code_once_per_deal")
        ]

    def __str__(self) -> str:
        return self.code


class UserManager(BaseUserManager["User"]):
    """Makes users; there is no superuser, since nobody may do everything (rights come from roles)."""

    def create_user(self, email: str, name: str, password: str | None = None, **fields: object) -> "User":
        """Make a user with a hashed password (unusable when none is given). Raises ValueError without an address."""
        if not email:
            raise ValueError("A user needs an e-mail address.")
        user = self.model(email=self.normalize_email(email).lower(), name=name, **fields)
        user.set_password(password)
        user.save(using=self.db)
        return user


class User(AbstractBaseUser):
    """Somebody who signs in, known by an e-mail address. What one may do follows from one's memberships."""

    email = models.EmailField("e-mailadres", unique=True)
    name = models.CharField("naam", max_length=150)
    is_active = models.BooleanField("actief", default=True)
    may_begin_deals = models.BooleanField("mag een deal beginnen", default=False)  # given on the server: begin_deals
    created_at = models.DateTimeField("gemaakt op", auto_now_add=True)
    must_change_password = models.BooleanField("moet een eigen wachtwoord kiezen", default=False)
    session_version = models.PositiveIntegerField("versie van de sessies", default=0)  # a higher one ends them all

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        verbose_name = "gebruiker"
        verbose_name_plural = "gebruikers"
        constraints = [models.UniqueConstraint(Lower("email"), name="deals_user_email_once_in_any_case")]

    def __str__(self) -> str:
        return self.name or self.email

    def get_session_auth_hash(self) -> str:
        """Return what a session of this person must hold: another password or version ends every session."""
        return self._session_hash(settings.SECRET_KEY)

    def get_session_auth_fallback_hash(self) -> Iterator[str]:
        """Return the same by each earlier key: a session outlives the change of the key."""
        return map(self._session_hash, settings.SECRET_KEY_FALLBACKS)

    def _session_hash(self, secret: str) -> str:
        told = f"{self.password}:{self.session_version}"
        return salted_hmac("regiodeal.session", told, secret=secret, algorithm="sha256").hexdigest()

    def get_full_name(self) -> str:
        """The name, or the address where there is none."""
        return str(self)

    def get_short_name(self) -> str:
        """The same: people here are known by their whole name."""
        return str(self)


class MembershipQuerySet(models.QuerySet["Membership"]):
    """Questions about roles."""

    def readers(self) -> Self:
        """Keep the roles that read the deal: a partner (uitvoerder) has a role in it and sees nothing of it."""
        return self.filter(role__in=READERS)


class Membership(models.Model):
    """The role of a user in a deal. A party representative always names the Party.

    `party_has_left` is set where roles are fetched for a page: whoever represents a Party that left still reads, and
    speaks for nobody. `welcomed_at` is when the person put away the welcome that this role begins with.
    """

    party_has_left: bool = False

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    deal = models.ForeignKey("deals.Deal", on_delete=models.CASCADE)
    role = models.CharField("rol", max_length=20, choices=Role)
    party = models.ForeignKey("deals.Party", on_delete=models.PROTECT, null=True, blank=True)
    welcomed_at = models.DateTimeField("welkom gelezen op", null=True, blank=True, editable=False)

    objects: ClassVar[Any] = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = "rol van gebruiker"
        verbose_name_plural = "rollen van gebruikers"
        ordering = ["role", "user__name"]
        constraints = [
            models.UniqueConstraint(fields=["user", "deal", "role"], name="deals_membership_role_once"),
            models.CheckConstraint(
                condition=~models.Q(role=Role.PARTY) | models.Q(party__isnull=False),
                name="deals_membership_party_role_names_its_party",
            ),
            models.CheckConstraint(
                condition=~models.Q(role=Role.PARTNER) | models.Q(party__isnull=True),
                name="deals_membership_partner_is_of_no_party",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.get_role_display()}"


class DealQuerySet(models.QuerySet["Deal"]):
    """Deals, cut to what somebody may see."""

    def visible_to(self, user: User | AnonymousUser) -> Self:
        """The deals that the user reads by a role. Nobody else may know what stands inside one."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(membership__user=user, membership__role__in=READERS).distinct()

    def answered_by(self, user: User | AnonymousUser) -> Self:
        """The running deals in which the user answers for an executor, and may read nothing else."""
        if not user.is_authenticated:
            return self.none()
        return self.running().filter(membership__user=user, membership__role=Role.PARTNER).distinct()

    def running(self) -> Self:
        """Keep those that are signed and not closed: nothing is asked of anybody in the others."""
        return self.filter(stage=Stage.RUNNING)


class ConsentRule(models.TextChoices):
    """Says how many of the bound Parties have to consent to an amendment."""

    UNANIMOUS = "unanimous", "alle Partijen"
    MAJORITY = "majority", "meer dan de helft van de Partijen"


class Deal(models.Model):
    """A Regio Deal: one covenant, loaded from its deal file.

    The dates follow art. 18 (in force, end) and move only by an extension; `financing_ends_on` is separate because
    art. 4, 1.1.3.b counts from the end of the *financing*. Stored are the dates of the deal file; those in force on a
    date come from deals/in_force.py, which keeps the stored deal in `as_stored`, and in `known_changes` what later
    versions changed, where that was fetched along.
    """

    as_stored: "Deal | None" = None
    known_changes: list[Values] | None = None

    slug = models.SlugField("kenmerk", max_length=80, unique=True)
    name = models.CharField("naam", max_length=200)
    short_name = models.CharField("korte naam", max_length=100)
    region_name = models.CharField("regio", max_length=100)
    article = models.CharField("artikel", max_length=120, blank=True)
    signed_on = models.DateField("ondertekend op")
    in_force_on = models.DateField("in werking op")
    ends_on = models.DateField("eindigt op")
    financing_ends_on = models.DateField("financiering eindigt op")
    core_message = models.TextField("kernboodschap", blank=True)
    core_message_article = models.CharField("artikel van de kernboodschap", max_length=120, blank=True)
    drift_margin = models.DecimalField(
        "marge",
        max_digits=4,
        decimal_places=2,
        default=Decimal("0.15"),
        help_text="Hoeveel een norm achter mag lopen voordat uitleg nodig is, als deel van 1.",
    )
    first_counted_year = models.PositiveSmallIntegerField(
        "eerste jaar dat telt",
        null=True,
        blank=True,
        help_text="Het eerste jaar waarover cijfers per jaar gaan. Leeg: het eerste dat voor de helft in de deal ligt.",
    )
    advance_days = models.PositiveSmallIntegerField(
        "dagen tot een voorschot is verantwoord",
        default=365,
        help_text="Na zoveel dagen wordt gemeld dat van een voorschot nog niet is verteld wat ervan is uitgegeven.",
    )
    own_words = models.JSONField("eigen woorden", default=dict, blank=True)  # by name, as deals/words.py reads them
    articles = models.JSONField("artikelen", default=dict, blank=True)  # which article governs what, by Provision
    consent_rule = models.CharField("instemming", max_length=10, choices=ConsentRule, default=ConsentRule.UNANIMOUS)
    meetings_per_year = models.PositiveSmallIntegerField("overleggen per jaar", null=True, blank=True)
    example_notice = models.TextField("melding voorbeeldgegevens", blank=True)
    stage = models.CharField("stand van de deal", max_length=10, choices=Stage, default=Stage.RUNNING)
    stage_version = models.PositiveIntegerField("versie van de stand", default=1)
    owner_name = models.CharField("eigenaar", max_length=200, blank=True)  # empty: the owner of the installation
    theme = models.CharField("huisstijl", max_length=40, blank=True)  # by its name in base/themes.py
    primary_color = models.CharField("eigen kleur", max_length=7, blank=True)  # as #1e6c35
    logo = models.FileField("logo", upload_to="logos", blank=True)
    logo_text = models.CharField("wat het logo laat zien", max_length=150, blank=True)
    cover_photo = models.FileField("foto op de voorkant", upload_to="covers", blank=True)
    cover_text = models.CharField("wat er op de foto te zien is", max_length=300, blank=True)
    cover_credit = models.CharField("van wie de foto is", max_length=200, blank=True)
    map_source = models.CharField("bron van de kaart", max_length=200, blank=True)
    map_is_schematic = models.BooleanField("schematische kaart", default=False)

    objects = DealQuerySet.as_manager()

    class Meta:
        verbose_name = "deal"
        verbose_name_plural = "deals"
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(in_force_on__gt=models.F("signed_on")),
                name="deals_deal_in_force_after_signing",
                violation_error_message=deal_text("De deal treedt in werking na de ondertekening{art_duration}."),
            ),
            models.CheckConstraint(
                condition=models.Q(ends_on__gt=models.F("in_force_on")),
                name="deals_deal_ends_after_start",
                violation_error_message="De deal eindigt na de dag waarop zij in werking treedt.",
            ),
            models.CheckConstraint(
                condition=models.Q(drift_margin__gte=0) & models.Q(drift_margin__lte=1),
                name="deals_deal_drift_margin_is_a_share",
                violation_error_message="De marge is een deel van 1.",
            ),
            models.CheckConstraint(
                condition=models.Q(logo="") | ~models.Q(logo_text=""),
                name="deals_deal_logo_has_a_text",
                violation_error_message="Zeg in woorden wat het logo laat zien.",
            ),
            models.CheckConstraint(
                condition=models.Q(cover_photo="", cover_text="", cover_credit="")
                | ~models.Q(cover_photo="") & ~models.Q(cover_text="") & ~models.Q(cover_credit=""),
                name="deals_deal_cover_says_what_it_shows",
                violation_error_message="Zeg wat er op de foto te zien is en van wie hij is.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def words(self) -> DealWords:
        """Return how this deal speaks: its own nouns and its articles."""
        return words_from(self.own_words, self.articles)


class Neighbourhood(AgreedRow):
    """An area (such as a wijk) in which the deal works."""

    name = models.CharField("naam", max_length=100)
    outline = models.TextField("grens", blank=True, validators=[fit_outline])  # GeoJSON, WGS84

    class Meta(AgreedRow.Meta):
        verbose_name = deal_text("{area}")
        verbose_name_plural = deal_text("{areas}")

    def __str__(self) -> str:
        return self.name


class Interpretation(AgreedRow):
    """A reading (lezing): what we take an ambiguous place of the covenant to mean, and who decided so.

    Readings are data. They stand beside the figure they touch and in the report's annex.
    """

    title = models.CharField("titel", max_length=200)
    ambiguity = models.TextField("wat is onduidelijk")
    reading = models.TextField("gekozen lezing")
    consequence = models.TextField("gevolg", blank=True)
    decided_on = models.DateField("gekozen op")
    decided_by = models.CharField("gekozen door", max_length=200)

    class Meta(AgreedRow.Meta):
        verbose_name = "lezing"
        verbose_name_plural = "lezingen"


class PartyQuerySet(models.QuerySet["Party"]):
    """Answers questions about Parties over time."""

    def bound(self, on: date) -> Self:
        """Keep the Parties bound on the date: signed or acceded by then (art. 14), not left before it (art. 13)."""
        left = models.Q(withdrawals__taken_back_at__isnull=True, withdrawals__bound_until__lt=on)
        came = models.Q(agreed_from__isnull=True) | models.Q(agreed_from__lte=on)
        return self.filter(came).exclude(pk__in=self.model.objects.filter(left).values("pk"))


class Party(AgreedRow):
    """A Party to the deal. Consent is counted per Party, not per person that signed for it."""

    class Side(models.TextChoices):
        """Says for whom a Party stands at the table."""

        NATIONAL = "national", "het Rijk"
        REGIONAL = "regional", "de Regio"

    name = models.CharField("naam", max_length=200)
    side = models.CharField("kant", max_length=10, choices=Side)
    is_treasurer = models.BooleanField(deal_text("is {treasurer}"), default=False)
    receives_report = models.BooleanField("ontvangt de rapportage", default=False)

    objects = PartyQuerySet.as_manager()

    class Meta(AgreedRow.Meta):
        verbose_name = "Partij"
        verbose_name_plural = "Partijen"
        constraints = [
            *AgreedRow.Meta.constraints,
            models.UniqueConstraint(fields=["deal", "id"], name="deals_party_in_deal"),
        ]


class OfficeHolderQuerySet(models.QuerySet["OfficeHolder"]):
    """Answers questions about office holders over time."""

    def in_office(self, on: date) -> Self:
        """Keep the holders of the office on that date (a missing end means: still)."""
        rows = self.filter(valid_from__lte=on).filter(models.Q(valid_to__isnull=True) | models.Q(valid_to__gte=on))
        return rows.filter(models.Q(ended_on__isnull=True) | models.Q(ended_on__gte=on))


class OfficeHolder(models.Model):
    """A person who holds an office for a Party during a time. Portfolios move; the Party stays.

    The deal file names who stood for the Parties when it was signed. Who came later is entered (`entered_by`), as is
    the last day of whoever left (`ended_on`); loading the deal file again leaves both.
    """

    party = models.ForeignKey(Party, on_delete=models.CASCADE, related_name="office_holders")
    name = models.CharField("naam", max_length=200)
    office = models.CharField("ambt", max_length=250)
    valid_from = models.DateField("vanaf")
    valid_to = models.DateField("tot en met", null=True, blank=True)
    ended_on = models.DateField("vertrokken na", null=True, blank=True)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    position = models.PositiveIntegerField("volgorde", default=0)

    objects = OfficeHolderQuerySet.as_manager()

    class Meta:
        verbose_name = "ambtsdrager"
        verbose_name_plural = "ambtsdragers"
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(valid_to__isnull=True) | models.Q(valid_to__gte=models.F("valid_from")),
                name="deals_officeholder_leaves_after_start",
            )
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.office}"

    def is_in_office(self, on: date) -> bool:
        """Tell whether the person held the office on that date, as `in_office` asks it."""
        return self.valid_from <= on and all(last is None or last >= on for last in (self.valid_to, self.ended_on))


class Organisation(AgreedRow):
    """An organisation with a role in the deal but without the status of Party."""

    class Kind(models.TextChoices):
        """Says what sort of organisation it is."""

        ALLIANCE = "alliance", "alliantie"
        COUNCIL = "council", "raad"
        PROGRAMME = "programme", "programma"
        PARTNER = "partner", "partner"
        BODY = "body", "overleg of dienst"

    name = models.CharField("naam", max_length=200)
    kind = models.CharField("soort", max_length=12, choices=Kind)
    role = models.TextField("rol", blank=True)
    is_overleg = models.BooleanField(
        "is het overleg", default=False, help_text="Wie in het overleg zit, hoort van afspraken die het moet nakomen."
    )

    class Meta(AgreedRow.Meta):
        verbose_name = "organisatie zonder partijstatus"
        verbose_name_plural = "organisaties zonder partijstatus"
        constraints = [
            *AgreedRow.Meta.constraints,
            models.UniqueConstraint(fields=["deal", "id"], name="deals_organisation_in_deal"),
        ]


class VersionOrigin(models.TextChoices):
    """Says why there is a version."""

    DEAL_FILE = "deal_file", "het convenant zelf"
    AMENDMENT = "amendment", "wijziging"
    EXTENSION = "extension", "verlenging"
    ACCESSION = "accession", "toetreding"
    WITHDRAWAL = "withdrawal", "opzegging"


class CovenantVersion(models.Model):
    """A version of the covenant from the second on. Version 1 is what the deal file says, and is stored as its rows.

    A version never changes: what came after it is a next one. Numbers follow adoption; what is agreed on a date follows
    the days in force, since a version adopted later may take effect earlier.
    """

    deal = models.ForeignKey(Deal, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField("nummer")
    in_force_on = models.DateField("in werking op")
    origin = models.CharField("ontstaan door", max_length=10, choices=VersionOrigin)
    title = models.CharField("titel", max_length=250)

    class Meta:
        verbose_name = "versie van het convenant"
        verbose_name_plural = "versies van het convenant"
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["deal", "number"], name="covenant_version_number_once"),
            models.CheckConstraint(
                condition=models.Q(number__gte=2) & ~models.Q(origin="deal_file"),
                name="covenant_version_one_is_the_deal_file",
            ),
            FrozenOnce(
                fields=["deal", "number", "in_force_on", "origin", "title"],
                once="number",
                name="covenant_version_stands",
            ),
        ]

    def __str__(self) -> str:
        return f"Versie {self.number}: {self.title}"


class AgreedChange(models.Model):
    """One change of a version: a field of an agreed row, or the whole row when it came or lapsed (`field` is empty).

    A row that lapses has null as its new value; one that came later has null as its old one.

    `kind` is the row's list in the deal file (`targets`, `budget_lines`, or `deal` for the deal itself); `old` and
    `new` are the values as the deal file writes them, as JSON text: null where there is none.
    """

    version = models.ForeignKey(CovenantVersion, on_delete=models.CASCADE, related_name="changes")
    kind = models.CharField("soort regel", max_length=60)
    code = models.CharField("code", max_length=80)
    field = models.CharField("veld", max_length=60, blank=True)
    old = models.TextField("was")
    new = models.TextField("wordt")
    article = models.CharField("artikel", max_length=120, blank=True)

    class Meta:
        verbose_name = "gewijzigde afspraak"
        verbose_name_plural = "gewijzigde afspraken"
        ordering = ["version__number", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["version", "kind", "code", "field"], name="covenant_change_once"),
            models.CheckConstraint(condition=~models.Q(old=models.F("new")), name="covenant_change_changes_something"),
            FrozenOnce(
                fields=["version", "kind", "code", "field", "old", "new", "article"],
                once="kind",
                name="covenant_change_stands",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.code} {self.field}".strip()

    @property
    def old_value(self) -> object:
        """Return what it was, as the deal file writes it."""
        return json.loads(self.old)

    @property
    def new_value(self) -> Any:
        """Return what it became, as the deal file writes it."""
        return json.loads(self.new)


class LoadedChange(models.Model):
    """One field of one agreed row that a later deal file changed, and why. Rows are only ever added.

    Of a row that a later file no longer had there is one with an empty `field`; `old` is then the whole row.

    A deal file corrects how the covenant was written down; what the Parties change themselves is an amendment
    (art. 12).
    """

    deal = models.ForeignKey(Deal, on_delete=models.CASCADE, related_name="loaded_changes")
    at = models.DateTimeField("wanneer")
    list_name = models.CharField("lijst", max_length=60)
    code = models.CharField("code", max_length=80)
    field = models.CharField("veld", max_length=60, blank=True)
    old: object = models.JSONField("was", null=True)
    new: object = models.JSONField("werd", null=True)
    rationale = models.TextField("reden", blank=True)

    class Meta:
        verbose_name = "wijziging door een dealbestand"
        verbose_name_plural = "wijzigingen door dealbestanden"
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.list_name} {self.code}: {self.field}"


class MembershipEvent(models.Model):
    """A role that somebody was given or lost: who, by whom, when. `by` is empty for a command on the server."""

    deal = models.ForeignKey(Deal, on_delete=models.PROTECT, related_name="membership_events")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="membership_events")
    role = models.CharField("rol", max_length=20, choices=Role)
    party = models.ForeignKey(Party, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    is_given = models.BooleanField("gegeven")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField("wanneer")

    class Meta:
        verbose_name = "gegeven of ingetrokken rol"
        verbose_name_plural = "gegeven en ingetrokken rollen"
        ordering = ["-at", "-pk"]
        constraints = [
            FrozenOnce(
                fields=["deal", "user", "role", "party", "is_given", "by"],
                once="at",
                name="deals_membership_event_only_added",
            )
        ]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.role} {'given' if self.is_given else 'withdrawn'}"
