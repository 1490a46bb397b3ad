"""Settings of what browsers and proxies are told, how often one may ask, and what the logs say."""

from django.utils.csp import CSP

from regiodeal.config import logs
from regiodeal.config.settings.base import environment

SECURE_CSP = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF, CSP.NONCE],
    "style-src": [CSP.SELF, CSP.NONCE],
    "img-src": [CSP.SELF, "data:"],
    "font-src": [CSP.SELF],
    "manifest-src": [CSP.SELF],
    "worker-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "form-action": [CSP.SELF],
    "base-uri": [CSP.NONE],
    "frame-ancestors": [CSP.NONE],
    "object-src": [CSP.NONE],
}
# Nothing of the device but passkeys, and those for these pages alone.
PERMISSIONS_POLICY = ", ".join(
    [
        *(f"{feature}=()" for feature in ("accelerometer", "autoplay", "browsing-topics", "camera")),
        *(f"{feature}=()" for feature in ("display-capture", "geolocation", "gyroscope", "hid", "magnetometer")),
        *(f"{feature}=()" for feature in ("microphone", "midi", "payment", "serial", "usb", "xr-spatial-tracking")),
        "publickey-credentials-create=(self)",
        "publickey-credentials-get=(self)",
    ]
)
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
MESSAGE_STORAGE = "regiodeal.base.web.messages.NamedCookieStorage"
MESSAGE_COOKIE_NAME = "messages"
PASS_COOKIE_NAME = "body-pass"  # noqa: S105 (a name, and no password)
# How many proxies stand before the portal, each of which adds the address it was asked from to X-Forwarded-For.
TRUSTED_PROXIES = environment.TRUSTED_PROXIES
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXIES
if not environment.is_local:
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True
    SESSION_COOKIE_NAME = "__Host-sessionid"
    CSRF_COOKIE_NAME = "__Host-csrftoken"
    MESSAGE_COOKIE_NAME = "__Host-messages"
    PASS_COOKIE_NAME = "__Host-body-pass"  # noqa: S105
    SECURE_SSL_REDIRECT = True
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    CSRF_TRUSTED_ORIGINS = [f"https://{host.replace('*', '')}" for host in environment.ALLOWED_HOSTS]

# How often one person (or, not signed in, one address) may ask this: its method, how often, and in how many seconds.
# Signing in and passwords have their own: ACCOUNT_RATE_LIMITS in signing_in.py.
RATE_LIMITS: dict[str, tuple[str, int, int]] = {
    "build-report": ("POST", 10, 600),
    "retry-report": ("POST", 10, 600),
    "new-edition": ("POST", 20, 600),
    "take-step": ("POST", 60, 600),
    "ask-dossier": ("POST", 10, 600),
    "retry-dossier": ("POST", 10, 600),
    "ask-bundle": ("POST", 10, 600),
    "retry-bundle": ("POST", 10, 600),
    "issue-api-token": ("POST", 20, 600),
    "accept-invitation": ("POST", 20, 600),
    "invite": ("POST", 60, 3600),
    "resend-invitation": ("POST", 20, 3600),
    "exchange-import": ("POST", 30, 600),
    "ledger-import": ("POST", 30, 600),
    "exchange-export": ("GET", 60, 600),
    "money-export": ("GET", 60, 600),
    "audit-export": ("GET", 20, 600),
    "calendar-feed": ("GET", 60, 600),
    "mfa_login_webauthn": ("GET", 30, 600),  # each begins a session
}
# What is counted by the key in its address, and not by who asks: a whole department may stand behind one address.
LIMITED_BY_KEY = {"calendar-feed"}

# A virus scanner: clamd at host:port, or unix:/path/of/its/socket. Without it files are only checked by their content.
CLAMAV = environment.CLAMAV

LOGGING = logs.settings(environment.LOG_LEVEL, environment.LOG_FORMAT)
