from decimal import Decimal

import django.db.models.deletion
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models

import regiodeal.base.constraints
import regiodeal.base.outlines


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="User",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("password", models.CharField(max_length=128, verbose_name="password")),
                ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
                ("email", models.EmailField(max_length=254, unique=True, verbose_name="e-mailadres")),
                ("name", models.CharField(max_length=150, verbose_name="naam")),
                ("is_active", models.BooleanField(default=True, verbose_name="actief")),
                ("may_begin_deals", models.BooleanField(default=False, verbose_name="mag een deal beginnen")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="gemaakt op")),
                (
                    "must_change_password",
                    models.BooleanField(default=False, verbose_name="moet een eigen wachtwoord kiezen"),
                ),
                ("session_version", models.PositiveIntegerField(default=0, verbose_name="versie van de sessies")),
            ],
            options={
                "verbose_name": "gebruiker",
                "verbose_name_plural": "gebruikers",
                "constraints": [
                    models.UniqueConstraint(
                        django.db.models.functions.text.Lower("email"), name="deals_user_email_once_in_any_case"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Deal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("slug", models.SlugField(max_length=80, unique=True, verbose_name="kenmerk")),
                ("name", models.CharField(max_length=200, verbose_name="naam")),
                ("short_name", models.CharField(max_length=100, verbose_name="korte naam")),
                ("region_name", models.CharField(max_length=100, verbose_name="regio")),
                ("article", models.CharField(blank=True, max_length=120, verbose_name="artikel")),
                ("signed_on", models.DateField(verbose_name="ondertekend op")),
                ("in_force_on", models.DateField(verbose_name="in werking op")),
                ("ends_on", models.DateField(verbose_name="eindigt op")),
                ("financing_ends_on", models.DateField(verbose_name="financiering eindigt op")),
                ("core_message", models.TextField(blank=True, verbose_name="kernboodschap")),
                (
                    "core_message_article",
                    models.CharField(blank=True, max_length=120, verbose_name="artikel van de kernboodschap"),
                ),
                (
                    "drift_margin",
                    models.DecimalField(
                        decimal_places=2,
                        default=Decimal("0.15"),
                        help_text="Hoeveel een norm achter mag lopen voordat uitleg nodig is, als deel van 1.",
                        max_digits=4,
                        verbose_name="marge",
                    ),
                ),
                (
                    "first_counted_year",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="Het eerste jaar waarover cijfers per jaar gaan. Leeg: het eerste dat voor de helft in de deal ligt.",
                        null=True,
                        verbose_name="eerste jaar dat telt",
                    ),
                ),
                (
                    "advance_days",
                    models.PositiveSmallIntegerField(
                        default=365,
                        help_text="Na zoveel dagen wordt gemeld dat van een voorschot nog niet is verteld wat ervan is uitgegeven.",
                        verbose_name="dagen tot een voorschot is verantwoord",
                    ),
                ),
                ("own_words", models.JSONField(blank=True, default=dict, verbose_name="eigen woorden")),
                ("articles", models.JSONField(blank=True, default=dict, verbose_name="artikelen")),
                (
                    "consent_rule",
                    models.CharField(
                        choices=[("unanimous", "alle Partijen"), ("majority", "meer dan de helft van de Partijen")],
                        default="unanimous",
                        max_length=10,
                        verbose_name="instemming",
                    ),
                ),
                (
                    "meetings_per_year",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="overleggen per jaar"),
                ),
                ("example_notice", models.TextField(blank=True, verbose_name="melding voorbeeldgegevens")),
                (
                    "stage",
                    models.CharField(
                        choices=[
                            ("preparing", "in voorbereiding"),
                            ("running", "lopend"),
                            ("closed", "afgesloten"),
                            ("discarded", "weggegooid"),
                        ],
                        default="running",
                        max_length=10,
                        verbose_name="stand van de deal",
                    ),
                ),
                ("stage_version", models.PositiveIntegerField(default=1, verbose_name="versie van de stand")),
                ("owner_name", models.CharField(blank=True, max_length=200, verbose_name="eigenaar")),
                ("theme", models.CharField(blank=True, max_length=40, verbose_name="huisstijl")),
                ("primary_color", models.CharField(blank=True, max_length=7, verbose_name="eigen kleur")),
                ("logo", models.FileField(blank=True, upload_to="logos", verbose_name="logo")),
                ("logo_text", models.CharField(blank=True, max_length=150, verbose_name="wat het logo laat zien")),
                ("map_source", models.CharField(blank=True, max_length=200, verbose_name="bron van de kaart")),
                ("map_is_schematic", models.BooleanField(default=False, verbose_name="schematische kaart")),
                ("cover_credit", models.CharField(blank=True, max_length=200, verbose_name="van wie de foto is")),
                ("cover_photo", models.FileField(blank=True, upload_to="covers", verbose_name="foto op de voorkant")),
                (
                    "cover_text",
                    models.CharField(blank=True, max_length=300, verbose_name="wat er op de foto te zien is"),
                ),
            ],
            options={
                "verbose_name": "deal",
                "verbose_name_plural": "deals",
                "ordering": ["name"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("in_force_on__gt", models.F("signed_on"))),
                        name="deals_deal_in_force_after_signing",
                        violation_error_message="De deal treedt in werking na de ondertekening.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("ends_on__gt", models.F("in_force_on"))),
                        name="deals_deal_ends_after_start",
                        violation_error_message="De deal eindigt na de dag waarop zij in werking treedt.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("drift_margin__gte", 0), ("drift_margin__lte", 1)),
                        name="deals_deal_drift_margin_is_a_share",
                        violation_error_message="De marge is een deel van 1.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("logo", ""), models.Q(("logo_text", ""), _negated=True), _connector="OR"),
                        name="deals_deal_logo_has_a_text",
                        violation_error_message="Zeg in woorden wat het logo laat zien.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("cover_credit", ""), ("cover_photo", ""), ("cover_text", "")),
                            models.Q(
                                models.Q(("cover_photo", ""), _negated=True),
                                models.Q(("cover_text", ""), _negated=True),
                                models.Q(("cover_credit", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="deals_deal_cover_says_what_it_shows",
                        violation_error_message="Zeg wat er op de foto te zien is en van wie hij is.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CovenantVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField(verbose_name="nummer")),
                ("in_force_on", models.DateField(verbose_name="in werking op")),
                (
                    "origin",
                    models.CharField(
                        choices=[
                            ("deal_file", "het convenant zelf"),
                            ("amendment", "wijziging"),
                            ("extension", "verlenging"),
                            ("accession", "toetreding"),
                            ("withdrawal", "opzegging"),
                        ],
                        max_length=10,
                        verbose_name="ontstaan door",
                    ),
                ),
                ("title", models.CharField(max_length=250, verbose_name="titel")),
                (
                    "deal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="versions", to="deals.deal"
                    ),
                ),
            ],
            options={
                "verbose_name": "versie van het convenant",
                "verbose_name_plural": "versies van het convenant",
                "ordering": ["number"],
                "constraints": [
                    models.UniqueConstraint(fields=("deal", "number"), name="covenant_version_number_once"),
                    models.CheckConstraint(
                        condition=models.Q(("number__gte", 2), models.Q(("origin", "deal_file"), _negated=True)),
                        name="covenant_version_one_is_the_deal_file",
                    ),
                    regiodeal.base.constraints.FrozenOnce(
                        fields=["deal", "number", "in_force_on", "origin", "title"],
                        name="covenant_version_stands",
                        once="number",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Interpretation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=60, verbose_name="code")),
                ("article", models.CharField(blank=True, max_length=120, verbose_name="artikel")),
                ("position", models.PositiveIntegerField(default=0, verbose_name="volgorde")),
                (
                    "agreed_from",
                    models.DateField(
                        blank=True,
                        editable=False,
                        help_text="Leeg: vanaf het begin, uit het dealbestand. Anders kwam de regel er met een latere versie bij.",
                        null=True,
                        verbose_name="afgesproken vanaf",
                    ),
                ),
                ("title", models.CharField(max_length=200, verbose_name="titel")),
                ("ambiguity", models.TextField(verbose_name="wat is onduidelijk")),
                ("reading", models.TextField(verbose_name="gekozen lezing")),
                ("consequence", models.TextField(blank=True, verbose_name="gevolg")),
                ("decided_on", models.DateField(verbose_name="gekozen op")),
                ("decided_by", models.CharField(max_length=200, verbose_name="gekozen door")),
                (
                    "deal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="%(class)s_set", to="deals.deal"
                    ),
                ),
            ],
            options={
                "verbose_name": "lezing",
                "verbose_name_plural": "lezingen",
                "ordering": ["position", "pk"],
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(fields=("deal", "code"), name="deals_interpretation_code_once_per_deal")
                ],
            },
        ),
        migrations.CreateModel(
            name="LoadedChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField(verbose_name="wanneer")),
                ("list_name", models.CharField(max_length=60, verbose_name="lijst")),
                ("code", models.CharField(max_length=80, verbose_name="code")),
                ("field", models.CharField(blank=True, max_length=60, verbose_name="veld")),
                ("old", models.JSONField(null=True, verbose_name="was")),
                ("new", models.JSONField(null=True, verbose_name="werd")),
                ("rationale", models.TextField(blank=True, verbose_name="reden")),
                (
                    "deal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="loaded_changes", to="deals.deal"
                    ),
                ),
            ],
            options={
                "verbose_name": "wijziging door een dealbestand",
                "verbose_name_plural": "wijzigingen door dealbestanden",
                "ordering": ["at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Neighbourhood",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=60, verbose_name="code")),
                ("article", models.CharField(blank=True, max_length=120, verbose_name="artikel")),
                ("position", models.PositiveIntegerField(default=0, verbose_name="volgorde")),
                (
                    "agreed_from",
                    models.DateField(
                        blank=True,
                        editable=False,
                        help_text="Leeg: vanaf het begin, uit het dealbestand. Anders kwam de regel er met een latere versie bij.",
                        null=True,
                        verbose_name="afgesproken vanaf",
                    ),
                ),
                ("name", models.CharField(max_length=100, verbose_name="naam")),
                (
                    "outline",
                    models.TextField(
                        blank=True, validators=[regiodeal.base.outlines.fit_outline], verbose_name="grens"
                    ),
                ),
                (
                    "deal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="%(class)s_set", to="deals.deal"
                    ),
                ),
            ],
            options={
                "verbose_name": "gebied",
                "verbose_name_plural": "gebieden",
                "ordering": ["position", "pk"],
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(fields=("deal", "code"), name="deals_neighbourhood_code_once_per_deal")
                ],
            },
        ),
        migrations.CreateModel(
            name="Organisation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=60, verbose_name="code")),
                ("article", models.CharField(blank=True, max_length=120, verbose_name="artikel")),
                ("position", models.PositiveIntegerField(default=0, verbose_name="volgorde")),
                (
                    "agreed_from",
                    models.DateField(
                        blank=True,
                        editable=False,
                        help_text="Leeg: vanaf het begin, uit het dealbestand. Anders kwam de regel er met een latere versie bij.",
                        null=True,
                        verbose_name="afgesproken vanaf",
                    ),
                ),
                ("name", models.CharField(max_length=200, verbose_name="naam")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("alliance", "alliantie"),
                            ("council", "raad"),
                            ("programme", "programma"),
                            ("partner", "partner"),
                            ("body", "overleg of dienst"),
                        ],
                        max_length=12,
                        verbose_name="soort",
                    ),
                ),
                ("role", models.TextField(blank=True, verbose_name="rol")),
                (
                    "is_overleg",
                    models.BooleanField(
                        default=False,
                        help_text="Wie in het overleg zit, hoort van afspraken die het moet nakomen.",
                        verbose_name="is het overleg",
                    ),
                ),
                (
                    "deal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="%(class)s_set", to="deals.deal"
                    ),
                ),
            ],
            options={
                "verbose_name": "organisatie zonder partijstatus",
                "verbose_name_plural": "organisaties zonder partijstatus",
                "ordering": ["position", "pk"],
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(fields=("deal", "code"), name="deals_organisation_code_once_per_deal"),
                    models.UniqueConstraint(fields=("deal", "id"), name="deals_organisation_in_deal"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Party",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=60, verbose_name="code")),
                ("article", models.CharField(blank=True, max_length=120, verbose_name="artikel")),
                ("position", models.PositiveIntegerField(default=0, verbose_name="volgorde")),
                (
                    "agreed_from",
                    models.DateField(
                        blank=True,
                        editable=False,
                        help_text="Leeg: vanaf het begin, uit het dealbestand. Anders kwam de regel er met een latere versie bij.",
                        null=True,
                        verbose_name="afgesproken vanaf",
                    ),
                ),
                ("name", models.CharField(max_length=200, verbose_name="naam")),
                (
                    "side",
                    models.CharField(
                        choices=[("national", "het Rijk"), ("regional", "de Regio")], max_length=10, verbose_name="kant"
                    ),
                ),
                ("is_treasurer", models.BooleanField(default=False, verbose_name="is regiokassier")),
                ("receives_report", models.BooleanField(default=False, verbose_name="ontvangt de rapportage")),
                (
                    "deal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="%(class)s_set", to="deals.deal"
                    ),
                ),
            ],
            options={
                "verbose_name": "Partij",
                "verbose_name_plural": "Partijen",
                "ordering": ["position", "pk"],
                "abstract": False,
                "constraints": [
                    models.UniqueConstraint(fields=("deal", "code"), name="deals_party_code_once_per_deal"),
                    models.UniqueConstraint(fields=("deal", "id"), name="deals_party_in_deal"),
                ],
            },
        ),
        migrations.CreateModel(
            name="OfficeHolder",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=200, verbose_name="naam")),
                ("office", models.CharField(max_length=250, verbose_name="ambt")),
                ("valid_from", models.DateField(verbose_name="vanaf")),
                ("valid_to", models.DateField(blank=True, null=True, verbose_name="tot en met")),
                ("ended_on", models.DateField(blank=True, null=True, verbose_name="vertrokken na")),
                ("position", models.PositiveIntegerField(default=0, verbose_name="volgorde")),
                (
                    "entered_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "party",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="office_holders", to="deals.party"
                    ),
                ),
            ],
            options={
                "verbose_name": "ambtsdrager",
                "verbose_name_plural": "ambtsdragers",
                "ordering": ["position", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_to__isnull", True), ("valid_to__gte", models.F("valid_from")), _connector="OR"
                        ),
                        name="deals_officeholder_leaves_after_start",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="MembershipEvent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("bureau", "programmabureau"),
                            ("reviewer", "beoordelaar"),
                            ("treasurer", "regiokassier"),
                            ("party", "vertegenwoordiger van een Partij"),
                            ("overleg", "lid van het bestuurlijk overleg"),
                            ("bzk", "programmateam van het Rijk"),
                            ("administrator", "beheerder"),
                            ("partner", "uitvoerder"),
                            ("auditor", "accountant"),
                        ],
                        max_length=20,
                        verbose_name="rol",
                    ),
                ),
                ("is_given", models.BooleanField(verbose_name="gegeven")),
                ("at", models.DateTimeField(verbose_name="wanneer")),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "deal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="membership_events", to="deals.deal"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="membership_events",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "party",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="deals.party",
                    ),
                ),
            ],
            options={
                "verbose_name": "gegeven of ingetrokken rol",
                "verbose_name_plural": "gegeven en ingetrokken rollen",
                "ordering": ["-at", "-pk"],
                "constraints": [
                    regiodeal.base.constraints.FrozenOnce(
                        fields=["deal", "user", "role", "party", "is_given", "by"],
                        name="deals_membership_event_only_added",
                        once="at",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Membership",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("bureau", "programmabureau"),
                            ("reviewer", "beoordelaar"),
                            ("treasurer", "regiokassier"),
                            ("party", "vertegenwoordiger van een Partij"),
                            ("overleg", "lid van het bestuurlijk overleg"),
                            ("bzk", "programmateam van het Rijk"),
                            ("administrator", "beheerder"),
                            ("partner", "uitvoerder"),
                            ("auditor", "accountant"),
                        ],
                        max_length=20,
                        verbose_name="rol",
                    ),
                ),
                (
                    "welcomed_at",
                    models.DateTimeField(blank=True, editable=False, null=True, verbose_name="welkom gelezen op"),
                ),
                ("deal", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="deals.deal")),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="memberships",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "party",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, to="deals.party"
                    ),
                ),
            ],
            options={
                "verbose_name": "rol van gebruiker",
                "verbose_name_plural": "rollen van gebruikers",
                "ordering": ["role", "user__name"],
                "constraints": [
                    models.UniqueConstraint(fields=("user", "deal", "role"), name="deals_membership_role_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("role", "party"), _negated=True), ("party__isnull", False), _connector="OR"
                        ),
                        name="deals_membership_party_role_names_its_party",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("role", "partner"), _negated=True), ("party__isnull", True), _connector="OR"
                        ),
                        name="deals_membership_partner_is_of_no_party",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AgreedChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=60, verbose_name="soort regel")),
                ("code", models.CharField(max_length=80, verbose_name="code")),
                ("field", models.CharField(blank=True, max_length=60, verbose_name="veld")),
                ("old", models.TextField(verbose_name="was")),
                ("new", models.TextField(verbose_name="wordt")),
                ("article", models.CharField(blank=True, max_length=120, verbose_name="artikel")),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="changes", to="deals.covenantversion"
                    ),
                ),
            ],
            options={
                "verbose_name": "gewijzigde afspraak",
                "verbose_name_plural": "gewijzigde afspraken",
                "ordering": ["version__number", "pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("version", "kind", "code", "field"), name="covenant_change_once"),
                    models.CheckConstraint(
                        condition=models.Q(("old", models.F("new")), _negated=True),
                        name="covenant_change_changes_something",
                    ),
                    regiodeal.base.constraints.FrozenOnce(
                        fields=["version", "kind", "code", "field", "old", "new", "article"],
                        name="covenant_change_stands",
                        once="kind",
                    ),
                ],
            },
        ),
    ]
