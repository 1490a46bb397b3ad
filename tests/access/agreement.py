"""The addresses of amendments and versions, with one of each thing behind them."""

from regiodeal.covenant.agreement.proposals import propose
from regiodeal.covenant.withdrawals.models import Adjustment
from regiodeal.covenant.withdrawals.withdrawal import take_back, withdraw
from regiodeal.deals.models import Deal, OfficeHolder, User
from tests.plugins.amending import asked, day, drafted, party
from tests.plugins.deal import at


def agreement_paths(deal: Deal, by: User) -> dict[str, str]:
    """The addresses of amendments: one to which the Parties are asked to consent, and a draft of JenV."""
    open_one = f"wijzigingen/{asked(deal, by).number}/"
    own = drafted(deal, by, party=party(deal, "JenV"))
    propose(own, "targets", "1.1.1.g-1", {"minimum": "80"}, by=by, at=at("2026-05-21"))
    draft = f"wijzigingen/{own.number}/"
    notice = withdraw(party(deal, "JenV"), on=day("2026-05-01"), circumstances="Anders.", by=by, at=at("2026-05-01"))
    take_back(notice, reason="Toch niet.", by=by, at=at("2026-05-01"))
    adjustment = Adjustment(deal=deal)
    values = {"measure": "1.1.1", "title": "Rij", "text": "a", "reason": "b", "frame": "c", "adjusted_on": "2026-05-01"}
    adjustment.enter(by=by, at=at("2026-05-01"), values=values)
    return {
        "versions": "versies/",
        "version": "versies/1/",
        "version-file": "versies/1/bestand/",
        "amendments": "wijzigingen/",
        "draft-amendment": "wijzigingen/nieuw/wijziging/",
        "amendment": open_one,
        "amendment-effect": open_one + "gevolgen/",
        "revise-amendment": draft + "aanpassen/",
        "choose-row": draft + "voorstel/",
        "propose-change": draft + "voorstel/targets/1.1.1.g-1/",
        "drop-proposal": draft + "voorstel/targets/1.1.1.g-1/eruit/",
        "reallocate": draft + "herverdelen/",
        "propose-target": draft + "nieuwe-norm/",
        "propose-line": draft + "nieuwe-regel/",
        "request-amendment": draft + "verzoek/",
        "inform-parties": open_one + "geinformeerd/",
        "consult-parties": open_one + "overleg/",
        "ask-consent": open_one + "agenda/",
        "give-consent": open_one + "instemmen/",
        "record-consent": open_one + "verslag/",
        "sign-addendum": open_one + "addendum/",
        "adopt-amendment": open_one + "van-kracht/",
        "publish-addendum": open_one + "staatscourant/",
        "settle-consent": open_one + "vaststellen/",
        "finish-accession": open_one + "toetreden/",
        "undo-amendment-step": open_one + "ongedaan/",
        "add-office-holder": "ambtsdragers/nieuw/",
        "leave-office": f"ambtsdragers/{OfficeHolder.objects.filter(party__deal=deal).earliest('pk').pk}/vertrek/",
        "annul-withdrawal": f"opzeggen/{notice.pk}/ongedaan/",
        "withdraw-request": draft + "intrekken/",
        "withdraw-party": "opzeggen/",
        "take-back-withdrawal": f"opzeggen/{notice.pk}/terugnemen/",
        "record-mailed-consent": open_one + "instemmen/per-e-mail/",
        "add-adjustment": "bijstellingen/nieuw/",
        "adjustment": f"bijstellingen/{adjustment.pk}/",
    }
