"""The addresses of the money, with one of each thing behind them."""

from datetime import date
from decimal import Decimal

from django.core.files.uploadedfile import SimpleUploadedFile

from finance.contributions.models import Contribution
from finance.evidence.models import MoneyEvidence
from finance.ledger.models import Expenditure
from finance.ledger_import.models import LedgerImport, LedgerMapping
from regiodeal.deals.models import Deal, User
from tests.plugins.deal import at


def ledger_paths(deal: Deal, by: User) -> dict[str, str]:
    """The addresses of the ledger in files, with a mapping and a file that waits."""
    mapping = LedgerMapping.objects.create(deal=deal, name="Grootboek")
    imported = LedgerImport.objects.create(
        deal=deal, mapping=mapping, file_name="a.csv", size=1, uploaded_by=by, uploaded_at=at("2026-06-14")
    )
    base = "financien/grootboek/"
    job = f"{base}inlezen/{imported.pk}/"
    return {
        "forecast": "financien/prognose/",
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
    sort, step = "financien/boekingen/bestedingen/", f"financien/bestedingen/{booking.pk}/"
    row, contribution = f"{sort}{booking.pk}/", f"financien/bijdragen/{pledge.pk}/"
    return {
        "money-line": "financien/regels/A-rijk/",
        "money-agreed": "financien/afgesproken/",
        "findings": "financien/opvallend/",
        "what-if": "financien/wat-als/?van=B-rijk&naar=A-rijk&bedrag=1",
        "ledger": "financien/boekingen/",
        "enter-booking": sort + "nieuw/",
        "check-booking": sort + "gevolgen/",
        "approve-bookings": sort + "goedkeuren/",
        "booking": row,
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
        "realise-contribution": contribution + "realiseren/",
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
