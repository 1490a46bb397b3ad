"""The addresses of the money, with one of each thing behind them."""

from datetime import date
from decimal import Decimal

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from finance.budget.models import Source
from finance.closing.models import AuditSample, BookClosing
from finance.contribution_book.models import ContributionImport
from finance.contributions.models import Contribution
from finance.contributions.realisations import Realisation
from finance.evidence.models import MoneyEvidence
from finance.forecasts.models import ControllerForecast
from finance.grants.models import Grant, GrantCondition
from finance.ledger.models import Commitment, Expenditure
from finance.ledger_import.models import LedgerImport, LedgerMapping
from finance.liquidity.models import ExpectedReceipt
from finance.payment_plans.models import PaymentPlan
from pillars.projects.models import Project
from regiodeal.deals.models import Deal, User
from tests.plugins.deal import at
from tests.plugins.money import realise


def ledger_paths(deal: Deal, by: User) -> dict[str, str]:
    """The addresses of the ledger in files, with a mapping and a file that waits."""
    mapping = LedgerMapping.objects.create(deal=deal, name="Grootboek")
    imported = LedgerImport.objects.create(
        deal=deal,
        mapping=mapping,
        file_name="a.csv",
        file=SimpleUploadedFile("a.csv", b"a;b"),
        size=1,
        uploaded_by=by,
        uploaded_at=at("2026-06-14"),
    )
    base = "financien/grootboek/"
    job = f"{base}inlezen/{imported.pk}/"
    today = timezone.now()
    closing = BookClosing.objects.create(
        deal=deal, first_day=date(2024, 1, 1), last_day=date(2024, 1, 31), proposed_by=by, proposed_at=today
    )
    sample = AuditSample.objects.create(
        deal=deal, year=2025, threshold=Decimal(1), size=1, seed="1", drawn_by=by, drawn_at=today
    )
    closed = f"financien/afsluiten/{closing.pk}/"
    instalment = ExpectedReceipt(deal=deal)
    payer = Source.objects.filter(deal=deal).first()
    planned = {"contributor": payer, "title": "Termijn 2", "expected_on": date(2027, 1, 15), "amount": Decimal(10)}
    instalment.enter(by=by, at=at("2026-01-05"), values=planned)
    expected = ControllerForecast(deal=deal)
    told = {"line": deal.budgetline_set.first(), "year": 2027, "amount": Decimal(10), "ground": "Later begonnen"}
    expected.enter(by=by, at=at("2026-01-05"), values=told)
    return {
        "book-closings": "financien/afsluiten/",
        "close-books": f"{closed}afsluiten/",
        "drop-closing": f"{closed}weg/",
        "ask-reopening": f"{closed}heropenen-vragen/",
        "reopen-books": f"{closed}heropenen/",
        "audit-samples": "financien/steekproef/",
        "audit-sample": f"financien/steekproef/{sample.pk}/",
        "hand-in-sisa": "financien/sisa/2025/indienen/",
        "forecast": "financien/prognose/",
        "add-controller-forecast": "financien/prognose/nieuw/",
        "controller-forecast": f"financien/prognose/{expected.pk}/",
        "liquidity": "financien/liquiditeit/",
        "add-expected-receipt": "financien/liquiditeit/termijnen/nieuw/",
        "expected-receipt": f"financien/liquiditeit/termijnen/{instalment.pk}/",
        "money-flow": "financien/stroom/",
        "ledger-files": base,
        "money-export": f"{base}downloaden/?formaat=csv",
        "sisa": "financien/sisa/",
        "sisa-year": "financien/sisa/2025/",
        "sisa-download": "financien/sisa/2025/downloaden/?formaat=json",
        "add-mapping": f"{base}koppelingen/nieuw/",
        "ledger-mapping": f"{base}koppelingen/{mapping.pk}/",
        "look-at-file": f"{base}koppelingen/{mapping.pk}/bestand/",
        "ledger-import": f"{base}inlezen/",
        "ledger-import-job": job,
        "ledger-import-progress": f"{job}stand/",
        "ledger-import-enter": f"{job}invoeren/",
        "ledger-import-discard": f"{job}weg/",
        "ledger-import-file": f"{job}bestand/",
        "ledger-import-map": f"{job}koppelen/",
        "ledger-import-approve": f"{job}goedkeuren/",
        "ledger-import-return": f"{job}terugsturen/",
        "ledger-import-withdraw": f"{job}terugnemen/",
    }


def money_paths(deal: Deal, by: User) -> dict[str, str]:
    """The addresses of the money, with a booking that waits, its evidence, and a pledge."""
    booking = Expenditure.begin(
        by=by,
        at=at("2026-01-05"),
        deal=deal,
        code="B1",
        line=deal.budgetline_set.get(code="A-rijk"),
        booked_on="2026-01-05",
        amount=Decimal("10.00"),
        counterpart="Bureau",
        description="Nota",
    )
    booking.submit(by=by, at=at("2026-01-05"))
    upload = SimpleUploadedFile("a.csv", b"a;b")
    values = {"openness": "public"}
    evidence = MoneyEvidence.attach(booking, upload=upload, by=by, at=at("2026-01-05"), values=values)
    pledge = Contribution.pledge(
        by=by,
        at=at("2026-01-05"),
        deal=deal,
        party=deal.party_set.get(code="Gemeente"),
        sector="public",
        form="cash",
        description="Inzet",
        amount=Decimal("10.00"),
        reference="Brief",
        pledged_on=date(2026, 1, 5),
    )
    other = User.objects.exclude(pk=by.pk).first() or User.objects.create_user("tweede@voorbeeld.test", "Tweede")
    part, counted = _parts(deal, by, other)
    promise = Commitment.begin(
        by=by,
        at=at("2026-01-05"),
        deal=deal,
        code="V1",
        line=booking.line,
        booked_on="2026-01-05",
        amount=Decimal("10.00"),
        counterpart="Bureau",
        description="Opdracht",
    )
    promise.submit(by=by, at=at("2026-01-05"))
    promise.approve(by=other, at=at("2026-01-06"))
    plan = {"ends_on": date(2027, 6, 30), "payments": "2027-01-05 10.00"}
    PaymentPlan(deal=deal, commitment=promise).enter(by=by, at=at("2026-01-06"), values=plan)
    sort, step = "financien/boekingen/bestedingen/", f"financien/bestedingen/{booking.pk}/"
    row, contribution = f"{sort}{booking.pk}/", f"financien/bijdragen/{pledge.pk}/"
    return {
        **project_paths(deal, by),
        **_book_paths(deal, by),
        "money-line": "financien/regels/A-rijk/",
        "money-agreed": "financien/afgesproken/",
        "budget-versions": "financien/begroting-in-versies/",
        "findings": "financien/opvallend/",
        "what-if": "financien/wat-als/?van=B-rijk&naar=A-rijk&bedrag=1",
        "ledger": "financien/boekingen/",
        "enter-booking": sort + "nieuw/",
        "check-booking": sort + "gevolgen/",
        "approve-bookings": sort + "goedkeuren/",
        "give-back-bookings": sort + "terugsturen/",
        "booking": row,
        "payment-plan": f"financien/boekingen/verplichtingen/{promise.pk}/betaalplan/",
        "correct-booking": row + "corrigeren/",
        "divide-receipt": row + "verdelen/",
        "submit-money": step + "indienen/",
        "take-back-money": step + "terugnemen/",
        "withdraw-money": step + "weggooien/",
        "approve-money": step + "goedkeuren/",
        "give-back-money": step + "terugsturen/",
        "contributions": "financien/bijdragen/",
        "pledge": "financien/bijdragen/nieuw/",
        "contribution": contribution,
        "answer-national-money": contribution + "rijksgeld/",
        "confirm-contribution": contribution + "bevestigen/",
        "add-realisation": f"financien/bijdragen/{part.contribution_id}/realisaties/nieuw/",
        "realisation": f"financien/realisaties/{part.pk}/",
        "correct-realisation": f"financien/realisaties/{counted.pk}/corrigeren/",
        "withdraw-contribution": contribution + "intrekken/",
        "propose-contribution": contribution + "voorstel/",
        "undo-contribution-proposal": contribution + "voorstel/terugnemen/",
        "accept-contribution-proposal": contribution + "voorstel/goedkeuren/",
        "refuse-contribution-proposal": contribution + "voorstel/afwijzen/",
        "cap-deviations": "financien/grens/",
        "add-money-evidence": step + "bewijs/",
        "money-evidence-file": f"financien/bewijs/{evidence.pk}/",
        "remove-money-evidence": f"financien/bewijs/{evidence.pk}/verwijderen/",
    }


def _parts(deal: Deal, by: User, other: User) -> tuple[Realisation, Realisation]:
    """A part of a contribution that waits, and one that counts."""
    values = {"sector": "private", "form": "cash", "description": "Inzet", "reference": "Brief"}
    whole = Contribution.pledge(
        by=by,
        at=at("2026-01-05"),
        deal=deal,
        party=deal.party_set.get(code="Gemeente"),
        amount=Decimal("10.00"),
        pledged_on=date(2026, 1, 5),
        **values,
    )
    whole.confirm(by=other, at=at("2026-01-06"), on=date(2026, 1, 6), amount=Decimal("10.00"))
    return realise(whole, "2.00", "2026-01-07", by=by, approved_by=None), realise(
        whole, "3.00", "2026-01-07", by=by, approved_by=other
    )


def _book_paths(deal: Deal, by: User) -> dict[str, str]:
    """The addresses of the workbook of contributions, with a file that waits."""
    imported = ContributionImport.objects.create(
        deal=deal, file_name="bijdragen.xlsx", size=1, uploaded_by=by, uploaded_at=at("2026-06-14")
    )
    base = "financien/bijdragen/werkboek/"
    job = f"{base}inlezen/{imported.pk}/"
    return {
        "contribution-book": base,
        "download-contributions": f"{base}downloaden/",
        "contribution-import": f"{base}inlezen/",
        "contribution-import-job": job,
        "contribution-import-progress": f"{job}stand/",
        "contribution-import-enter": f"{job}invoeren/",
        "contribution-import-discard": f"{job}weg/",
    }


def project_paths(deal: Deal, by: User) -> dict[str, str]:
    """The addresses of the money of a project, with a grant that waits and something that it asks."""
    project = Project(deal=deal)
    measure = deal.measure_set.get(code="1.1.1")
    project.enter(by=by, at=at("2026-01-05"), values={"code": "P-geld", "title": "Geld", "main_measure": measure})
    grant = Grant.begin(
        by=by,
        at=at("2026-01-05"),
        project=project,
        amounts={deal.budgetline_set.get(code="A-rijk"): Decimal("10.00")},
        number="B-1",
        decided_on=date(2026, 1, 5),
        mandate="Mandaat",
    )
    grant.submit(by=by, at=at("2026-01-05"))
    condition = GrantCondition(grant=grant)
    condition.enter(by=by, at=at("2026-01-05"), values={"kind": "legal_check", "text": "Staatssteun"})
    base = "financien/projecten/"
    return {
        "money-projects": base,
        "money-projects-download": f"{base}downloaden/?formaat=csv",
        "money-project": f"{base}P-geld/",
        "project-budget": f"{base}P-geld/begroting/",
        "add-project-decision": f"{base}P-geld/beschikkingen/nieuw/",
        "project-decision": f"financien/beschikkingen/{grant.pk}/",
        "add-grant-condition": f"financien/beschikkingen/{grant.pk}/voorwaarden/nieuw/",
        "grant-condition": f"financien/beschikkingen/voorwaarden/{condition.pk}/",
    }
