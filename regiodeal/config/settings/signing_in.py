"""Settings of signing in: passwords, second steps, lockout, sessions, and the sign-in of the municipality and the Rijk.

Why these values: docs/decisions/0021-signing-in.md. How to set them: docs/handbook/beheer.md.
"""

from regiodeal.config import providers
from regiodeal.config.settings.base import environment

AUTH_USER_MODEL = "deals.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "regiodeal.accounts.passwords.NotLikeOnesOwnName"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "regiodeal.accounts.passwords.MixedCharacters", "OPTIONS": {"long_enough": 20}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "start"

# --- Local accounts: by invitation only -------------------------------------------------------------------------

ACCOUNT_ADAPTER = "regiodeal.accounts.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"  # whoever follows the link of an invitation has shown that the address is theirs
ACCOUNT_EMAIL_NOTIFICATIONS = True  # a mail when the password or a second step changes
ACCOUNT_EMAIL_SUBJECT_PREFIX = "Regio Deal: "
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGIN_ON_PASSWORD_RESET = False
ACCOUNT_LOGOUT_REDIRECT_URL = "start"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * 60  # seconds after which changing a second step asks to show who one is
# An address is locked for 15 minutes after 5 wrong passwords, whether it has an account or not.
ACCOUNT_RATE_LIMITS = {
    "login_failed": "20/m/ip,5/900s/key",
    "login": "60/m/ip",
    "reset_password": "20/m/ip,3/900s/key",
    "request_login_code": "20/m/ip,5/900s/key",  # mails with a code: five a quarter of an hour to an address
}
PASSWORD_RESET_TIMEOUT = 24 * 60 * 60  # seconds that the link in a mail works; the mail says so
INVITATION_DAYS = 7  # how long the link of an invitation works

# --- A mailed code instead of a password: for who has nothing but these roles ------------------------------------

ACCOUNT_LOGIN_BY_CODE_ENABLED = bool(environment.CODE_ROLES)
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 3  # then the code is gone: one guess in a million each
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 15 * 60  # seconds; a mail may take some minutes
ACCOUNT_LOGIN_BY_CODE_FORMAT = {"numeric": True, "length": 6, "dashed": False}
ACCOUNT_FORMS = {
    "request_login_code": "regiodeal.accounts.code_forms.RequestCodeForm",
    "confirm_login_code": "regiodeal.accounts.code_forms.ConfirmCodeForm",
}
CODE_ROLES = environment.CODE_ROLES

# --- The second step -----------------------------------------------------------------------------------------------

MFA_ADAPTER = "regiodeal.accounts.adapters.SecondStepAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_FORMS = {
    "add_webauthn": "regiodeal.accounts.passkey_forms.AddPasskeyForm",
    "edit_webauthn": "regiodeal.accounts.passkey_forms.RenamePasskeyForm",
    "login_webauthn": "regiodeal.accounts.passkey_forms.LoginPasskeyForm",
    "authenticate_webauthn": "regiodeal.accounts.passkey_forms.SecondPasskeyForm",
    "reauthenticate_webauthn": "regiodeal.accounts.passkey_forms.AgainPasskeyForm",
}
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Regiodealportaal"
MFA_TOTP_TOLERANCE = 1  # a clock may be half a minute off
MFA_ALLOW_UNVERIFIED_EMAIL = True  # nobody chooses an address for themselves
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = environment.is_local
MFA_ROLES = environment.MFA_ROLES

# --- Sessions ---------------------------------------------------------------------------------------------------------

SESSION_IDLE_SECONDS = environment.SESSION_IDLE_MINUTES * 60
SESSION_WARNING_SECONDS = min(300, SESSION_IDLE_SECONDS // 2)  # how long before the end the page warns
SESSION_LONGEST_SECONDS = 12 * 60 * 60  # whoever keeps working signs in again after this
SESSION_COOKIE_AGE = SESSION_LONGEST_SECONDS

# --- OpenID Connect: by settings only -------------------------------------------------------------------------------

OPENID_PROVIDERS = environment.OIDC_PROVIDERS
SOCIALACCOUNT_ADAPTER = "regiodeal.accounts.adapters.ProviderAdapter"
SOCIALACCOUNT_PROVIDERS = providers.for_allauth(OPENID_PROVIDERS)
SOCIALACCOUNT_OPENID_CONNECT_URL_PREFIX = ""
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_LOGIN_ON_GET = True  # a form may not lead elsewhere by the CSP; `state` and PKCE keep it safe
