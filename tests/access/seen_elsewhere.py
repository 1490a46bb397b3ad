"""Addresses that take a form and that the walk over the pages cannot send: who shows them, or why there is no need."""

_CONTRIBUTION = "finance/contributions/test_contribution_pages.py::test_a_step_is_taken_on_what_was_seen"
_BUNDLE = "finance/bookings/test_whole_corrections.py::test_rows_that_were_not_on_the_screen_are_not_decided_on"
_FILE = "finance/ledger_import/test_pages.py::test_a_file_is_returned_and_taken_back_on_its_page"
_MEETING = "covenant/meetings/test_meeting_pages.py::test_a_step_of_a_meeting_is_taken_on_what_was_on_the_page"

_PARTNER = "pillars/requests/test_partner_pages.py"
_QUESTION = "pillars/questions/test_questions.py::test_who_answers_or_closes_on_an_old_page_is_told"

_CLOSING = "finance/closing/test_periods.py::test_nothing_is_decided_on_an_old_page"

# name of the address: the test that sends it after what it is about has changed
SHOWN_BY: dict[str, str] = {
    "accept-contribution-proposal": _CONTRIBUTION,
    "approve-bookings": _BUNDLE,
    "give-back-bookings": "finance/bookings/test_returned_together.py::test_what_changed_since_goes_back_with_nothing",
    "close-deviation": "pillars/deviations/test_explanations.py::test_a_decision_closes_it_once",
    "confirm-contribution": _CONTRIBUTION,
    **dict.fromkeys(("close-books", "drop-closing", "ask-reopening", "reopen-books"), _CLOSING),
    "hand-in-sisa": "finance/sisa/test_handed_in.py::test_what_changed_on_the_screen_is_not_handed_in",
    "close-question": _QUESTION,
    "question": _QUESTION,
    "divide-figures": "pillars/measurements/test_assignments.py::test_who_divides_on_an_old_list_is_told",
    "give-back-many": "pillars/review/test_one_by_one.py::test_what_changed_since_goes_back_with_nothing",
    "divide-stories": "pillars/stories/test_story_assignments.py::test_who_divides_on_an_old_list_is_told",
    "assign-reviews": "pillars/review/test_review_assignments.py::test_what_changed_since_is_not_given",
    "drop-draft": "stages/test_preparing.py::test_a_file_that_was_replaced_meanwhile_is_not_taken_over",
    "drop-proposal": "covenant/agreement/test_draft_pages.py::test_a_row_is_left_out_again",
    "my-project": f"{_PARTNER}::test_a_colleague_who_answered_too_stands_beside_it",
    "my-unchanged": f"{_PARTNER}::test_all_of_a_project_is_unchanged_with_one_button",
    "send-my-answer": f"{_PARTNER}::test_what_a_colleague_wrote_meanwhile_is_not_sent_unseen",
    "explain": "pillars/deviations/test_explanations.py::test_two_people_explain_the_same_target",
    "external-check": "pillars/registers/test_conditions.py::test_two_people_check_the_same_and_one_is_told",
    "load-map": "pillars/places/test_map.py::test_who_loads_a_map_on_an_old_one_is_told",
    "ledger-import-approve": "finance/ledger_import/test_pages.py::test_from_file_to_bookings_that_count",
    "ledger-import-return": _FILE,
    "ledger-import-withdraw": _FILE,
    "propose-contribution": _CONTRIBUTION,
    "refuse-contribution-proposal": _CONTRIBUTION,
    "remove-item": "pillars/places/test_items.py::test_somebody_changed_the_place_that_one_would_remove",
    "reply-to-round": "covenant/meetings/test_written_round.py::test_a_reply_changes_until_the_last_day_and_not_unseen",
    "reply-comment": "reporting/rounds/test_comments.py::test_a_party_comments_and_the_bureau_answers",
    "take-story": "pillars/requests/test_request_pages.py::test_the_story_page_shows_and_takes_what_projects_told",
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
REMINDS = "a mail that says what is due: nothing is decided, and who has sent meanwhile gets none"
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
    "add-expected-receipt": NEW,
    "add-controller-forecast": NEW,
    **dict.fromkeys(("cap-deviations", "draft-amendment", "enter-booking", "enter-measurement", "enter-outcome"), NEW),
    **dict.fromkeys(
        ("ask-question", "fill-agenda", "invite", "pledge", "record-decision", "record-fulfilment", "start-round"), NEW
    ),
    "keep-report": NEW,
    **dict.fromkeys(("add-project-decision", "add-grant-condition", "add-realisation"), NEW),
    **dict.fromkeys(("admit-partner", "admit-partners", "end-partner-access"), ONE_WAY),
    "add-my-file": NEW,
    "add-project-photo": NEW,
    "add-text-picture": NEW,
    "let-client-send": ONE_WAY,
    **dict.fromkeys(("issue-api-token", "withdraw-party", "upload-draft"), NEW),
    **dict.fromkeys(("annul-withdrawal", "cancel-invitation", "leave-office", "remove-evidence"), ONE_WAY),
    **dict.fromkeys(("remove-money-evidence", "resend-invitation", "reset-second-step", "revoke-api-token"), ONE_WAY),
    **dict.fromkeys(("take-back-withdrawal", "withdraw-fulfilment", "withdraw-role", "correct-measurement"), ONE_WAY),
    "change-agenda": "a point goes up, down or off an agenda that all see; nothing is decided",
    **dict.fromkeys(("notices", "reminders", "renew-feed", "put-welcome-away"), OWN),
    **dict.fromkeys(("open-request", "add-answer-file", "add-project", "add-executor"), NEW),
    **dict.fromkeys(("add-contact-person", "add-milestone"), NEW),
    **dict.fromkeys(("book-closings", "audit-samples"), NEW),
    "remind-executors": REMINDS,
    **dict.fromkeys(("ask-meeting-paper", "retry-meeting-paper"), JOB),
    **dict.fromkeys(("ask-dossier", "build-report", "cancel-dossier", "cancel-report", "retry-dossier"), JOB),
    **dict.fromkeys(("check-booking", "look-at-file", "report-letter", "retry-report"), JOB),
    **dict.fromkeys(("exchange-import", "exchange-import-discard", "exchange-import-enter"), FILE),
    **dict.fromkeys(("project-import", "project-import-discard", "project-import-enter"), FILE),
    **dict.fromkeys(("answer-import", "answer-import-discard", "answer-import-enter"), FILE),
    **dict.fromkeys(("contribution-import", "contribution-import-discard", "contribution-import-enter"), FILE),
    **dict.fromkeys(("ledger-import", "ledger-import-discard", "ledger-import-enter", "ledger-import-map"), FILE),
}
