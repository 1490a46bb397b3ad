"""Settings. The environment decides: DATABASE_URL, REDIS_URL, SECRET_KEY, ALLOWED_HOSTS, DEBUG and DATA_DIR.

Without any, the portal runs on this machine alone: SQLite and a broker of files, in DATA_DIR.
"""

import os
from contextlib import suppress
from pathlib import Path

from celery.schedules import crontab

from regiodeal.config.environment import IN_A_FOLDER, database, file_storages, kept_secret, mailer, read

environment = read()

BASE_DIR = Path(__file__).resolve().parents[3]
DATA_DIR = (environment.DATA_DIR or BASE_DIR / "var").resolve()
os.umask(0o077)  # mails with links, documents and the database are for the user of the portal alone
DATA_DIR.mkdir(parents=True, exist_ok=True)
with suppress(PermissionError):  # a disk that is given to us, as in Kubernetes
    DATA_DIR.chmod(0o700)

ALLOWED_HOSTS = environment.ALLOWED_HOSTS
IS_LOCAL = environment.is_local
DEBUG = environment.DEBUG
SECRET_KEY = environment.SECRET_KEY or kept_secret(DATA_DIR / "secret-key")
SECRET_KEY_FALLBACKS = environment.earlier_keys

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.contrib.sitemaps",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "import_export",
    "regiodeal.base",
    "regiodeal.deals",
    "regiodeal.caching",
    "regiodeal.lifecycle",
    "regiodeal.api_clients",
    "regiodeal.audit",
    "regiodeal.accounts",
    "regiodeal.deal_file",
    "regiodeal.notices",
    "regiodeal.help",
    "regiodeal.search",
    "regiodeal.operations",
    "regiodeal.stages",
    "regiodeal.example",
    "regiodeal.covenant",
    "pillars",
    "finance",
    "reporting",
]

MIDDLEWARE = [
    "regiodeal.audit.request_trail.RequestIdMiddleware",
    # What adds headers stands outside what answers by itself: no answer goes without them.
    "regiodeal.base.web.middleware.HeadersMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "regiodeal.pages.spoken.SpokenWordsMiddleware",
    "regiodeal.base.web.middleware.Utf8Middleware",
    "regiodeal.base.web.middleware.WrongMethodMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "regiodeal.audit.request_trail.AuditMiddleware",
    "regiodeal.accounts.sessions.SessionEndMiddleware",
    "regiodeal.accounts.body_pass.BodyPassMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "regiodeal.accounts.second_step.SecondStepMiddleware",
    "regiodeal.base.web.middleware.LimitMiddleware",
    "regiodeal.lifecycle.stored_once.StoredOnceMiddleware",
    "regiodeal.pages.access.DeclaredAccessMiddleware",
    "regiodeal.pages.viewed_day.ViewedDayMiddleware",
]

ROOT_URLCONF = "regiodeal.config.urls"
WSGI_APPLICATION = "regiodeal.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": [
                "regiodeal.base.templatetags.components",
                "regiodeal.deals.templatetags.deal_words",
                "regiodeal.help.templatetags.terms",
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.csp",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "regiodeal.config.context_processors.portal",
            ],
        },
    }
]

# --- Data ------------------------------------------------------------------------------------------------------

DATABASES = {"default": database(environment.DATABASE_URL or f"sqlite:///{DATA_DIR / 'portal.sqlite3'}")}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # WAL lets the worker write while the web reads; IMMEDIATE takes the write lock at once, so that two writers
    # wait for each other instead of failing half-way.
    DATABASES["default"]["OPTIONS"] = {
        "timeout": 20,
        "transaction_mode": "IMMEDIATE",
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
    }
else:
    # PostgreSQL counts on disks that turn, and with a thousand deals would read a whole table instead of its index.
    # What the address itself says counts (decision 28).
    DATABASES["default"].setdefault("OPTIONS", {}).setdefault("options", "-c random_page_cost=1.1")
SERIALIZATION_MODULES = {"json": "regiodeal.operations.whole_json"}  # of dumpdata and loaddata
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

MEDIA_ROOT = DATA_DIR / "files"  # where files are without S3_URL; never served by path: a view checks who asks
S3_URL = environment.S3_URL
FILE_UPLOAD_PERMISSIONS, FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o600, 0o700
# In one request: of evidence somebody may choose several (files/evidence_forms.py), any other form has one. What a
# request may hold in all is LARGEST_REQUEST of config/web_server.py, which is more than LARGEST_FILES and its form.
DATA_UPLOAD_MAX_NUMBER_FILES = 5
LARGEST_FILE = 10 * 1024 * 1024  # bytes, of a file that somebody gives
LARGEST_FILES = 2 * LARGEST_FILE  # of those in one request together

# --- Files of figures that people upload ---------------------------------------------------------------------------

EXCHANGE_FILE_BYTES = 20_000_000
EXCHANGE_UNPACKED_BYTES = 200_000_000  # XLSX and ODS are zip archives: what they may grow to
EXCHANGE_ROWS = 200_000
EXCHANGE_AT_ONCE_BYTES = 1_000_000  # unpacked; a smaller file is read while one waits, a larger one by a worker
EXCHANGE_KEPT_DAYS = 7  # how long the difference of a file waits for the person who uploaded it

# --- The API (reporting/api) --------------------------------------------------------------------------------------

API_REQUESTS_PER_MINUTE = environment.API_REQUESTS_PER_MINUTE  # of one token

# --- Operations (operations) -----------------------------------------------------------------------------

MIDDLEWARE.insert(0, "regiodeal.operations.metrics.MetricsMiddleware")  # first: it times all the others
TRACES_ENDPOINT = environment.OTEL_EXPORTER_OTLP_ENDPOINT  # a collector of OpenTelemetry (config/traces.py)
if TRACES_ENDPOINT:
    MIDDLEWARE.insert(1, "regiodeal.config.traces.TraceMiddleware")
METRICS_ALLOWED = environment.METRICS_ALLOWED
METRICS_TOKEN = environment.METRICS_TOKEN
BACKUP_DIR = environment.BACKUP_DIR  # where the backup of each night comes; none is made without
BACKUP_KEEP = environment.BACKUP_KEEP  # how many of them stay
DATABASE_ROLE_PASSWORD = environment.DATABASE_ROLE_PASSWORD
# What is kept how long, in days, and on what ground; `retention` tells and ends it.
RETENTION = {
    "sessions": (1, "AVG art. 5 lid 1 onder e: niet langer dan nodig"),
    "reminders": (365, "AVG art. 5 lid 1 onder e: niet langer dan nodig"),
    "tokens": (2 * 365, "BIO: na te gaan wie toegang had"),
    "invitations": (90, "AVG art. 5 lid 1 onder e: niet langer dan nodig"),
    "mail": (30, "AVG art. 5 lid 1 onder e: niet langer dan nodig"),
    "text-pictures": (30, "AVG art. 5 lid 1 onder e: niet langer dan nodig"),
    "people": (2 * 365, "AVG art. 17; de stappen blijven (Archiefwet 1995 art. 3)"),
    "deals": (10 * 365, "Archiefwet 1995 art. 5; Selectielijst gemeenten 2020"),
}

# --- Rounds of entering figures (pillars/measurements/readiness.py plans back from the last day with these)

ROUND_KICK_OFF_DAYS = 90  # how long before the last day the people of a round are told that it begins
CONCEPT_DAYS_BEFORE = 7  # how long before the last day the portal lays down a concept that nobody laid down
ROUND_ANSWER_DAYS = 14  # how long the bureau needs between the answers of executors and the last submission
ROUND_REVIEW_DAYS = 7  # how long a reviewer needs between the last submission and the last day of the round
ROUND_FIGURES_PER_DAY = 20  # how many figures one person enters in a working day, with their sources

# --- Background work -------------------------------------------------------------------------------------------

REDIS_URL = environment.REDIS_URL
# How long a queue that says nothing may keep somebody waiting. A worker asks it every second, so it hears more often.
BROKER_SECONDS = 2
CELERY_BROKER_TRANSPORT_OPTIONS: dict[str, object]
CELERY_TIMEZONE = "Europe/Amsterdam"
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
# A child that ever took more is replaced after its task. A report takes 300 MB; a new one shares most with the worker.
CELERY_WORKER_MAX_MEMORY_PER_CHILD = 240_000  # kilobytes
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BEAT_SCHEDULER = "regiodeal.config.scheduler:SteadyScheduler"
CELERY_BEAT_SCHEDULE_FILENAME = str(DATA_DIR / "beat-schedule")
_NIGHT = {"expires": 4 * 3600}  # seconds: a worker that was down does it no more by day
CELERY_BEAT_SCHEDULE = {
    "send-reminders": {"task": "notices.tasks.send_reminders", "schedule": crontab(minute="*/5", hour="6-20")},
    "send-request-mails": {"task": "pillars.requests.tasks.send_request_mails", "schedule": crontab(minute="*/5")},
    "heartbeat": {"task": "operations.tasks.heartbeat", "schedule": 60.0, "options": {"expires": 120}},
    "nightly-backup": {"task": "operations.tasks.nightly_backup", "schedule": crontab("10", "2"), "options": _NIGHT},
    "nightly-retention": {
        "task": "operations.tasks.nightly_retention",
        "schedule": crontab("40", "3"),
        "options": _NIGHT,
    },
    "look-after": {"task": "operations.tasks.look_after", "schedule": crontab("20", "7-19")},
    "fold-marks": {"task": "caching.tasks.fold_marks", "schedule": 60.0, "options": {"expires": 60}},
    "resume-builds": {"task": "reporting.tasks.resume_builds", "schedule": 15.0},
    "refresh-trial-prints": {"task": "reporting.tasks.refresh_trial_prints", "schedule": 60.0},
    "prepare-portfolio": {"task": "reporting.tasks.prepare_portfolio", "schedule": 60.0},
    "make-planned-concepts": {"task": "reporting.tasks.make_planned_concepts", "schedule": crontab(minute="15")},
    "read-documents": {"task": "covenant.documents.read_documents", "schedule": crontab(minute="40")},
    "tidy-imports": {"task": "pillars.exchange.tasks.tidy_imports", "schedule": 30.0},
    "end-partner-access": {"task": "pillars.projects.tasks.end_partner_access", "schedule": crontab("40", "5")},
    "tidy-projects": {"task": "pillars.project_book.tasks.tidy_projects", "schedule": 30.0},
    "tidy-answers": {"task": "pillars.requests.tasks.tidy_answers", "schedule": 30.0},
    "tidy-contributions": {"task": "finance.contribution_book.tasks.tidy_contributions", "schedule": 30.0},
    "tidy-ledgers": {"task": "finance.ledger_import.tasks.tidy_ledgers", "schedule": 30.0},
}
if REDIS_URL:
    CELERY_BROKER_URL = REDIS_URL
    CELERY_BROKER_TRANSPORT_OPTIONS = {"socket_connect_timeout": BROKER_SECONDS, "socket_timeout": BROKER_SECONDS}
    CACHES = {"default": {"BACKEND": "regiodeal.base.web.cache.ForgivingRedisCache", "LOCATION": REDIS_URL}}
else:
    _queue = DATA_DIR / "queue"
    _queue.mkdir(exist_ok=True)
    CELERY_BROKER_URL = "folder://"  # regiodeal/config/folder_queue.py
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "data_folder_in": str(_queue),
        "data_folder_out": str(_queue),
        "control_folder": str(DATA_DIR / "queue-control"),
        "polling_interval": 0.1,
    }
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

# --- Addresses and mail -------------------------------------------------------------------------------------------

PORTAL_URL = environment.PORTAL_URL  # for the links in a mail and a calendar
CONTACT_EMAIL = environment.CONTACT_EMAIL  # for questions about privacy and accessibility
SECURITY_CONTACT = environment.SECURITY_CONTACT or CONTACT_EMAIL or "security@localhost"
SECURITY_POLICY = environment.SECURITY_POLICY  # the page that says what happens with a report of a weakness
ALARM_EMAIL = environment.ALARM_EMAIL or CONTACT_EMAIL  # who hears when a backup fails or the worker is silent
ACCESSIBILITY_STATUS = environment.ACCESSIBILITY_STATUS  # by the Besluit digitale toegankelijkheid overheid
ACCESSIBILITY_REGISTER = environment.ACCESSIBILITY_REGISTER
MAILERS = {"default": mailer(environment.MAIL_URL, data_dir=DATA_DIR)}
DEFAULT_FROM_EMAIL = environment.MAIL_FROM

# --- Who the portal is of, where a deal does not say so itself -------------------------------------------------------

OWNER_NAME = environment.OWNER_NAME
OPEN_DATA_LICENSE = environment.OPEN_DATA_LICENSE  # CC0, CC-BY, or nothing granted
THEME = environment.THEME  # a name of base/themes.py
LARGEST_LOGO = 500_000  # bytes
LOGO_SIDE = 2_000  # pixels, of the longest side

# --- Language and time -----------------------------------------------------------------------------------------

LANGUAGE_CODE = "nl"
TIME_ZONE = "Europe/Amsterdam"
USE_I18N = True
USE_TZ = True
USE_THOUSAND_SEPARATOR = False
LOCALE_PATHS: list[Path] = []

# --- Pages and files -------------------------------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
_modules = BASE_DIR / "node_modules"
STATICFILES_DIRS = [
    BASE_DIR / "static",
    ("vendor/denhaag/components-css", _modules / "@gemeente-denhaag/components-css/dist"),
    ("vendor/denhaag/tokens", _modules / "@gemeente-denhaag/design-tokens-components/dist"),
    ("vendor/open-sans", _modules / "@fontsource/open-sans"),
    ("vendor/htmx", _modules / "htmx.org/dist"),
    ("vendor/squire", _modules / "squire-rte/dist"),
    ("vendor/plotly", _modules / "plotly.js-basic-dist-min"),
]
WHITENOISE_KEEP_ONLY_HASHED_FILES = True  # every page names a file by its hash
STATICFILES_FINDERS = [
    "regiodeal.config.vendor.ServedFilesFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
]
STORAGES = {
    **file_storages(environment),
    "staticfiles": {"BACKEND": "regiodeal.config.vendor.ServedFilesStorage"},
}

# `check --deploy` says that mail in a folder is sent to nobody: who wrote so in MAIL_URL knows.
SILENCED_SYSTEM_CHECKS: list[str] = ["mail.E001"] if environment.MAIL_URL == IN_A_FOLDER else []
