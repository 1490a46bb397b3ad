"""App configuration."""

from django.apps import AppConfig
from django.utils.functional import cached_property

from regiodeal.deals.contributions import Contributing, Contributions


class StagesConfig(Contributing, AppConfig):
    """The stages of a deal: in preparation, running, closed."""

    name = "regiodeal.stages"
    label = "stages"
    verbose_name = "Stand van een deal"

    @cached_property
    def contributions(self) -> Contributions:
        """Return what each act on a deal itself is called, and which corrections wait."""
        from regiodeal.stages.text_corrections import correction_lists

        return Contributions(audit_words=WORDS, waiting_lists=(correction_lists,))


WORDS = {
    "begin-deal": "Deal beginnen",
    "template-workbook": "Leeg werkboek van een deal downloaden",
    "upload-draft": "Bestand van een deal in voorbereiding uploaden",
    "take-over-draft": "Bestand van een deal overnemen",
    "drop-draft": "Bestand van een deal weglaten",
    "draft-workbook": "Werkboek van een deal downloaden",
    "change-names": "Namen en dagen van een deal wijzigen",
    "change-words": "Woorden van een deal wijzigen",
    "change-articles": "Artikelen van een deal wijzigen",
    "add-deal-row": "Regel van een deal in voorbereiding toevoegen",
    "change-deal-row": "Regel van een deal in voorbereiding wijzigen",
    "remove-deal-row": "Regel van een deal in voorbereiding verwijderen",
    "change-look": "Naam, logo en kleuren wijzigen",
    "change-cover": "Foto op de voorkant van het rapport wijzigen",
    "remove-cover": "Foto op de voorkant van het rapport weghalen",
    "sign-deal": "Deal als ondertekend markeren",
    "close-deal": "Deal afsluiten",
    "reopen-deal": "Deal heropenen",
    "discard-deal": "Deal in voorbereiding weggooien",
    "propose-correction": "Correctie voorstellen",
    "confirm-correction": "Correctie bevestigen",
    "refuse-correction": "Correctie niet overnemen",
    "withdraw-correction": "Correctie intrekken",
}
