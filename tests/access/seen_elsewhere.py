"""Addresses that take a form and that the walk over the pages cannot send: who shows them, or why there is no need."""

_CONTRIBUTION = "finance/contributions/test_contribution_pages.py::test_a_step_is_taken_on_what_was_seen"
_BUNDLE = "finance/bookings/test_whole_corrections.py::test_rows_that_were_not_on_the_screen_are_not_decided_on"
_FILE = "finance/ledger_import/test_pages.py::test_a_file_is_returned_and_taken_back_on_its_page"
_MEETING = "covenant/meetings/test_meeting_pages.py::test_a_step_of_a_meeting_is_taken_on_what_was_on_the_page"

# name of the address: the test that sends it after what it is about has changed
SHOWN_BY: dict[str, str] = {
    "accept-contribution-proposal": _CONTRIBUTION,
    "approve-bookings": _BUNDLE,
    "close-deviation": "pillars/deviations/test_explanations.py::test_a_decision_closes_it_once",
    "confirm-contribution": _CONTRIBUTION,
    "drop-draft": "stages/test_preparing.py::test_a_file_that_was_replaced_meanwhile_is_not_taken_over",
    "drop-proposal": "covenant/agreement/test_draft_pages.py::test_a_row_is_left_out_again",
    "explain": "pillars/deviations/test_explanations.py::test_two_people_explain_the_same_target",
    "external-check": "pillars/registers/test_conditions.py::test_two_people_check_the_same_and_one_is_told",
    "ledger-import-approve": "finance/ledger_import/test_pages.py::test_from_file_to_bookings_that_count",
    "ledger-import-return": _FILE,
    "ledger-import-withdraw": _FILE,
    "propose-contribution": _CONTRIBUTION,
    "realise-contribution": _CONTRIBUTION,
    "refuse-contribution-proposal": _CONTRIBUTION,
    "remove-item": "pillars/places/test_items.py::test_somebody_changed_the_place_that_one_would_remove",
    "reply-comment": "reporting/rounds/test_comments.py::test_a_party_comments_and_the_bureau_answers",
    "save-row": "pillars/measurements/test_drafts.py::test_what_somebody_else_changed_meanwhile_is_left_alone",
    "send-concept": "reporting/rounds/test_corrections.py::test_a_report_is_laid_down_with_what_the_page_listed",
    "step-meeting": _MEETING,
    "take-over-draft": "stages/test_preparing.py::test_a_file_that_was_replaced_meanwhile_is_not_taken_over",
    "submit-money": "finance/bookings/test_booking.py::test_a_draft_is_submitted_from_its_page",
    "undo-contribution-proposal": _CONTRIBUTION,
    "withdraw-money": _BUNDLE,
    "write-entry": "pillars/review/test_what_was_seen.py::test_a_text_that_was_approved_meanwhile_is_not_begun_anew",
    "write-text": "reporting/rounds/test_texts.py::test_two_who_write_at_once_choose_and_lose_nothing",
}

NEW = "begins something new: nothing stands there that could have changed"
ONE_WAY = "one thing with two states: the second of two is told that it was done already"
OWN = "a choice about oneself"
JOB = "work of the portal: a report, a dossier or a check that is made anew, stopped, or read and thrown away"
FILE = "decided by who uploaded the file, about a file that nobody changes"

# name of the address: why there is nothing that could have changed
NOTHING_TO_SEE: dict[str, str] = {
    **dict.fromkeys(
        ("add-acknowledgement", "add-action", "add-adjustment", "add-api-client", "add-bottleneck", "add-document"), NEW
    ),
    **dict.fromkeys(
        ("add-evidence", "add-item", "add-lesson", "add-mapping", "add-money-evidence", "add-office-holder"), NEW
    ),
    **dict.fromkeys(("cap-deviations", "draft-amendment", "enter-booking", "enter-measurement", "enter-outcome"), NEW),
    **dict.fromkeys(("fill-agenda", "invite", "pledge", "record-decision", "record-fulfilment", "start-round"), NEW),
    "keep-report": NEW,
    **dict.fromkeys(("issue-api-token", "withdraw-party", "upload-draft"), NEW),
    **dict.fromkeys(("annul-withdrawal", "cancel-invitation", "leave-office", "remove-evidence"), ONE_WAY),
    **dict.fromkeys(("remove-money-evidence", "resend-invitation", "reset-second-step", "revoke-api-token"), ONE_WAY),
    **dict.fromkeys(("take-back-withdrawal", "withdraw-fulfilment", "withdraw-role", "correct-measurement"), ONE_WAY),
    "change-agenda": "a point goes up, down or off an agenda that all see; nothing is decided",
    **dict.fromkeys(("reminders", "renew-feed"), OWN),
    **dict.fromkeys(("ask-dossier", "build-report", "cancel-dossier", "cancel-report", "retry-dossier"), JOB),
    **dict.fromkeys(("check-booking", "look-at-file", "report-letter", "retry-report"), JOB),
    **dict.fromkeys(("exchange-import", "exchange-import-discard", "exchange-import-enter"), FILE),
    **dict.fromkeys(("ledger-import", "ledger-import-discard", "ledger-import-enter"), FILE),
}
