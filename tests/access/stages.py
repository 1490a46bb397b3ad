"""Addresses about a deal itself: its stage, its file, its corrections."""

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from regiodeal.deals.models import Deal, Neighbourhood, User
from regiodeal.stages.text_corrections import propose, written_text
from tests.plugins.deal import at


def stage_paths(deal: Deal, bureau: User) -> dict[str, str]:
    """The addresses, about a correction that waits."""
    area = Neighbourhood.objects.filter(deal=deal)[0]
    written = written_text(deal, "neighbourhoods", area.code, "name")
    assert written is not None
    made = propose(deal, written, new="Anders", reason="Fout", by=bureau, at=at("2026-03-01"))
    logo = default_storage.save("logos/loper.png", ContentFile(b"x"))
    Deal.objects.filter(pk=deal.pk).update(logo=logo, logo_text="Loper")
    cover = default_storage.save("covers/loper.jpg", ContentFile(b"x"))
    Deal.objects.filter(pk=deal.pk).update(cover_photo=cover, cover_text="Loper", cover_credit="Loper")
    return {
        "stage": "over/",
        "upload-draft": "over/bestand/",
        "take-over-draft": "over/bestand/overnemen/",
        "drop-draft": "over/bestand/weglaten/",
        "draft-workbook": "over/werkboek/",
        "draft-preview": "over/voorbeeld/overzicht/",
        "change-names": "over/namen/",
        "change-words": "over/woorden/",
        "change-articles": "over/artikelen/",
        "change-look": "over/huisstijl/",
        "deal-logo": "over/logo/",
        "change-cover": "over/voorkant/",
        "cover-photo": "over/voorkant/foto/",
        "remove-cover": "over/voorkant/weg/",
        "deal-rows": "over/lijst/parties/",
        "add-deal-row": "over/lijst/parties/nieuw/",
        "change-deal-row": "over/lijst/parties/BZK/",
        "remove-deal-row": "over/lijst/parties/BZK/weg/",
        "sign-deal": "over/ondertekenen/",
        "close-deal": "over/afsluiten/",
        "reopen-deal": "over/heropenen/",
        "discard-deal": "over/weggooien/",
        "adoption": "over/verder/",
        "corrections": "correcties/",
        "propose-correction": f"correcties/nieuw/neighbourhoods/{area.code}/article/",
        "confirm-correction": f"correcties/{made.pk}/bevestigen/",
        "refuse-correction": f"correcties/{made.pk}/niet/",
        "withdraw-correction": f"correcties/{made.pk}/intrekken/",
    }
