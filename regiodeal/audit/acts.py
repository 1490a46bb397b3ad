"""What each act of the audit trail is called in Dutch. Every app names its own."""

from collections.abc import Mapping
from functools import cache

from regiodeal.deals.contributions import contributed

WORDS: Mapping[str, str] = {
    # Signing in and one's own account
    "sign-in": "Inloggen",
    "sign-out": "Uitloggen",
    "second-step": "Tweede stap bij het inloggen",
    "add-second-step": "Tweede stap toevoegen",
    "remove-second-step": "Tweede stap verwijderen",
    "renew-recovery-codes": "Nieuwe herstelcodes maken",
    "password-set": "Wachtwoord kiezen",
    "password-changed": "Wachtwoord wijzigen",
    "password-reset": "Wachtwoord opnieuw instellen",
    "account_login": "Inlogformulier versturen",
    "account_logout": "Uitloggen",
    "account_request_login_code": "Code om in te loggen vragen",
    "account_confirm_login_code": "Inloggen met een code uit de mail",
    "account_signup": "Zelf een account maken (kan niet)",
    "account_reauthenticate": "Wachtwoord opnieuw geven",
    "account_change_password": "Wachtwoord wijzigen",
    "account_set_password": "Wachtwoord kiezen",
    "account_reset_password": "Nieuw wachtwoord aanvragen",
    "account_reset_password_from_key": "Nieuw wachtwoord instellen",
    "mfa_activate_totp": "Code-app koppelen",
    "mfa_add_webauthn": "Toegangssleutel toevoegen",
    "mfa_authenticate": "Tweede stap geven",
    "mfa_deactivate_totp": "Code-app ontkoppelen",
    "mfa_download_recovery_codes": "Herstelcodes downloaden",
    "mfa_edit_webauthn": "Toegangssleutel een naam geven",
    "mfa_generate_recovery_codes": "Nieuwe herstelcodes maken",
    "mfa_login_webauthn": "Inloggen met een toegangssleutel",
    "mfa_reauthenticate": "Tweede stap opnieuw geven",
    "mfa_reauthenticate_webauthn": "Toegangssleutel opnieuw geven",
    "mfa_remove_webauthn": "Toegangssleutel verwijderen",
    "openid_connect_login": "Inloggen bij een andere organisatie beginnen",
    "openid_connect_callback": "Inloggen bij een andere organisatie afronden",
    # People and programs
    "accept-invitation": "Uitnodiging aannemen",
    "invite": "Uitnodigen of een rol geven",
    "resend-invitation": "Uitnodiging opnieuw sturen",
    "cancel-invitation": "Uitnodiging intrekken",
    "withdraw-role": "Rol intrekken",
    "reset-second-step": "Tweede stap van iemand wissen",
    "add-api-client": "Koppeling toevoegen",
    "issue-api-token": "Token uitgeven",
    "revoke-api-token": "Token intrekken",
    "audit-export": "Logboek downloaden",
    # The agreement
    "draft-amendment": "Wijziging voorbereiden",
    "revise-amendment": "Voorbereide wijziging aanpassen",
    "propose-change": "Voorstel in een wijziging zetten",
    "drop-proposal": "Voorstel uit een wijziging halen",
    "request-amendment": "Wijziging aanvragen",
    "inform-parties": "Partijen inlichten",
    "consult-parties": "Overleg over een wijziging vastleggen",
    "ask-consent": "Instemming vragen",
    "give-consent": "Instemmen of weigeren",
    "record-consent": "Instemming vastleggen",
    "record-mailed-consent": "Gemailde instemming vastleggen",
    "sign-addendum": "Addendum ondertekenen",
    "publish-addendum": "Addendum publiceren",
    "adopt-amendment": "Wijziging in werking zetten",
    "settle-consent": "Instemming vaststellen",
    "finish-accession": "Toetreding afronden",
    "withdraw-request": "Aanvraag intrekken",
    "undo-amendment-step": "Stap van een wijziging ongedaan maken",
    "add-office-holder": "Ambtsdrager invoeren",
    "leave-office": "Vertrek van een ambtsdrager vastleggen",
    "annul-withdrawal": "Verkeerde opzegging ongedaan maken",
    "withdraw-party": "Opzegging vastleggen",
    "take-back-withdrawal": "Opzegging terugnemen",
    "add-adjustment": "Aanpassing binnen het kader vastleggen",
    "version-file": "Versie van het convenant downloaden",
    # Meetings, decisions and documents
    "plan-meeting": "Overleg plannen",
    "change-meeting": "Overleg wijzigen",
    "cancel-meeting": "Overleg afzeggen",
    "step-meeting": "Overleg verder zetten",
    "fill-agenda": "Agenda vullen",
    "change-agenda": "Agenda wijzigen",
    "record-attendance": "Aanwezigen vastleggen",
    "write-minutes": "Verslag schrijven",
    "agree-minutes": "Verslag vaststellen",
    "correct-minutes": "Verslag verbeteren",
    "reply-to-round": "Reageren op een schriftelijke ronde",
    "record-decision": "Besluit vastleggen",
    "decision": "Besluit wijzigen",
    "add-action": "Actiepunt toevoegen",
    "action": "Actiepunt wijzigen",
    "finish-action": "Actiepunt afronden",
    "drop-action": "Actiepunt laten vervallen",
    "meeting-calendar-file": "Overleg voor de agenda downloaden",
    "add-document": "Document toevoegen",
    "remove-document": "Document verwijderen",
    "change-openness": "Openbaarheid wijzigen",
    "document-file": "Document downloaden",
    "add-publication": "Bekendmaking toevoegen",
    "change-publication": "Bekendmaking wijzigen",
    "adopt-message": "Kernboodschap vaststellen",
    # Deadlines
    "record-fulfilment": "Termijn als gehaald vastleggen",
    "withdraw-fulfilment": "Gehaalde termijn terugnemen",
    "notices": "Berichten als gelezen merken",
    "open-notice": "Bericht openen",
    "reminders": "Kiezen welke berichten per mail komen",
    "renew-feed": "Adres van de agenda vernieuwen",
    "calendar-feed": "Agenda ophalen",
    "notices.tasks.send_reminders": "Berichten klaarzetten en mailen",
    "covenant.documents.read_document": "Tekst van een document lezen",
    "covenant.documents.read_documents": "Tekst van documenten lezen",
    "operations.tasks.heartbeat": "Teken van leven van de achtergrond",
    "operations.tasks.nightly_backup": "Reservekopie van de nacht",
    "operations.tasks.nightly_retention": "Opruimen wat over zijn termijn is",
    "operations.tasks.look_after": "Kijken of alles werkt",
    "caching.tasks.fold_marks": "Merken van wijzigingen samenvoegen",
    # Commands of the server
    "add_member": "Opdracht: gebruiker of rol toevoegen",
    "reset_second_step": "Opdracht: tweede stap van iemand wissen",
    "begin_deals": "Opdracht: recht geven om een deal te beginnen",
    "load_deal": "Opdracht: dealbestand inlezen",
    "search_extensions": "Opdracht: uitbreidingen voor zoeken maken",
    "load_example": "Opdracht: voorbeeld inlezen",
    "forget_user": "Opdracht: gebruiker vergeten",
    "retention": "Opdracht: opruimen wat over zijn termijn is",
    "database_role": "Opdracht: rol in de database maken",
    "backup": "Opdracht: reservekopie maken",
    "restore": "Opdracht: reservekopie terugzetten",
    "api_token": "Opdracht: token uitgeven of intrekken",
    "renew_secrets": "Opdracht: tweede stappen opnieuw versleutelen",
}


@cache
def all_words() -> dict[str, str]:
    """The words for every act, by its code."""
    return dict(contributed(lambda app: app.audit_words.items()))


def words_for(code: str) -> str:
    """Return what an act is called; its code when nobody gave it a name."""
    return all_words().get(code, code)


def codes_like(text: str) -> list[str]:
    """The codes of the acts whose words hold the text, in small letters or capitals."""
    return [code for code, words in all_words().items() if text.lower() in words.lower()]
