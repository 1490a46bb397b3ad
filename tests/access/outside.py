"""Who may reach the addresses that are not about one deal."""

# Addresses outside a deal: status for nobody, and for an outsider who is signed in (and has not chosen a password).
OTHER_ADDRESSES: dict[str, tuple[int, int]] = {
    "start": (200, 200),
    "privacy": (200, 200),
    "out-of-reach": (200, 200),
    "offline-worker": (200, 200),
    "accessibility": (200, 200),
    "security-txt": (200, 200),
    "change-password": (302, 302),
    "robots-txt": (200, 200),
    "favicon": (302, 302),
    "alive": (200, 200),
    "ready": (200, 200),
    "metrics": (200, 200),  # from this machine; see tests/operations/test_metrics.py
    "public-deal": (404, 404),  # of a deal of which nothing was made public, as for the other four
    "public-area": (404, 404),
    "public-report": (404, 404),
    "public-chart": (404, 404),
    "public-data": (404, 404),
    "public-project": (404, 404),
    "public-projects": (404, 404),
    "public-file": (404, 404),
    "public-logo": (404, 404),
    "public-photo": (404, 404),
    "public-text-picture": (404, 404),
    "public-catalog": (404, 404),
    "portal-catalog": (404, 404),  # of a portal that has published nothing
    "sitemap": (200, 200),
    "theme-style": (404, 404),  # of a theme that is none
    "begin-deal": (302, 403),  # who has a role for it, or was given the right on the server
    "template-workbook": (302, 403),
    "portfolio": (302, 404),  # who follows no deal for BZK knows of none
    "ask-bundle": (302, 405),
    "bundle": (302, 404),
    "bundle-progress": (302, 404),
    "retry-bundle": (302, 405),
    "bundle-file": (302, 404),
    "calendar-feed": (404, 404),  # of an address that nobody has
    "account_login": (200, 302),
    "account_request_login_code": (200, 302),
    "account_confirm_login_code": (302, 302),  # without a code that waits
    "account_logout": (302, 200),
    "account_signup": (200, 302),  # says that it is closed
    "account_inactive": (200, 200),
    "account_reauthenticate": (302, 403),
    "account_change_password": (302, 302),
    "account_set_password": (302, 200),
    "account_reset_password": (200, 200),
    "account_reset_password_done": (200, 200),
    "account_reset_password_from_key": (200, 200),
    "account_reset_password_from_key_done": (200, 200),
    "session": (200, 200),
    "accept-invitation": (410, 410),  # of a link that nobody has
    "socialaccount_login_cancelled": (200, 200),
    "openid_connect_login": (404, 404),  # of a provider that is not in the settings
    "openid_connect_callback": (404, 404),
    # Somebody without a password and a second step has nothing to show again who they are with.
    "mfa_index": (302, 200),
    "mfa_authenticate": (302, 302),
    "mfa_reauthenticate": (302, 403),
    "mfa_activate_totp": (302, 200),
    "mfa_deactivate_totp": (302, 404),
    "mfa_view_recovery_codes": (302, 404),
    "mfa_generate_recovery_codes": (302, 200),
    "mfa_download_recovery_codes": (302, 404),
    "mfa_list_webauthn": (302, 200),
    "mfa_add_webauthn": (302, 200),
    "mfa_reauthenticate_webauthn": (302, 403),
    "mfa_remove_webauthn": (302, 404),
    "mfa_edit_webauthn": (302, 404),
    "mfa_login_webauthn": (302, 302),
}

# The API: who has a token walks it in tests/api_clients/test_tokens.py, and nobody gets in by signing in.
API_ADDRESSES: dict[str, int] = {
    "api-documentation": 200,
    "api-openapi": 200,
    "api-nothing": 404,
    **dict.fromkeys(("api-deals", "api-deal", "api-parties", "api-party", "api-measures", "api-measure"), 401),
    **dict.fromkeys(("api-results", "api-result", "api-targets", "api-target", "api-measurements"), 401),
    **dict.fromkeys(("api-measurement", "api-budget-lines", "api-budget-line", "api-caps", "api-receipts"), 401),
    **dict.fromkeys(("api-commitments", "api-expenditures", "api-reports", "api-report", "api-report-file"), 401),
    **dict.fromkeys(("api-changes", "api-expected-receipts"), 401),
    **dict.fromkeys(("api-send-figures", "api-send-bookings"), 405),  # nothing to read there
}
