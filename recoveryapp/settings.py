"""Django's settings, derived from `recoveryapp.config` and from nothing else."""

import re
from datetime import timedelta
from typing import Any
from urllib.parse import unquote, urlsplit

import dj_database_url
import django_stubs_ext

from recoveryapp.config import BASE_DIR, MAIL_SERVICES, Environment, load_config

django_stubs_ext.monkeypatch()

CONFIG = load_config()
IS_HTTPS = CONFIG.is_https
IS_PRODUCTION = CONFIG.environment is Environment.PRODUCTION
IS_TEST = CONFIG.environment is Environment.TEST

SECRET_KEY = CONFIG.secret_key
SECRET_KEY_FALLBACKS = CONFIG.secret_key_fallbacks
ENCRYPTION_KEYS = CONFIG.encryption_keys
KEY_RING = CONFIG.key_ring
DEBUG = False
ALLOWED_HOSTS = CONFIG.allowed_hosts
PUBLIC_URL = CONFIG.public_url.rstrip("/")
PRODUCT_NAME = "Daybook"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.postgres",
    "rest_framework",
    "drf_spectacular",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.headless",
    "anymail",
    "recoveryapp.common",
    "recoveryapp.audit",
    "recoveryapp.notifications",
    "recoveryapp.accounts",
    "recoveryapp.teams",
    "recoveryapp.consent",
    "recoveryapp.arrivals",
    "recoveryapp.outcomes",
    "recoveryapp.goals",
    "recoveryapp.resources",
    "recoveryapp.plans",
    "recoveryapp.journal",
    "recoveryapp.matching",
    "recoveryapp.assignments",
    "recoveryapp.meetings",
    "recoveryapp.conversations",
    "recoveryapp.reminders",
    "recoveryapp.review",
    "recoveryapp.today",
    "recoveryapp.export",
    "recoveryapp.caseload",
    "recoveryapp.demo",
]

MIDDLEWARE = [
    "recoveryapp.common.middleware.WholeBody",
    "recoveryapp.common.middleware.Timing",
    "recoveryapp.common.middleware.SecurityHeaders",
    "recoveryapp.common.thrift.Smaller",
    "recoveryapp.common.thrift.NobodyIsFine",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "recoveryapp.accounts.middleware.SignedIn",
    "recoveryapp.common.echo.Echo",
    "allauth.account.middleware.AccountMiddleware",
    "recoveryapp.accounts.middleware.SessionRules",
    "recoveryapp.accounts.middleware.SecondStepGate",
    "recoveryapp.accounts.middleware.EvenTime",
    "recoveryapp.accounts.middleware.OnlyKnownDoors",
]

ROOT_URLCONF = "recoveryapp.urls"
WSGI_APPLICATION = "recoveryapp.wsgi.application"
APPEND_SLASH = False

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "recoveryapp" / "accounts" / "templates"],  # before those of the libraries
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": ["django.template.context_processors.request"]},
    }
]


def _database() -> Any:
    """PostgreSQL with a pool, and an end to every statement. No parallel plans: each request is small."""
    options = "-c statement_timeout=30000 -c lock_timeout=10000 -c max_parallel_workers_per_gather=0"
    engine = "recoveryapp.common.postgresql"
    database: Any = dj_database_url.parse(CONFIG.database_url, engine=engine)
    database["OPTIONS"] = {**database.get("OPTIONS", {}), "options": options, "connect_timeout": 10}
    if not IS_TEST:
        database["OPTIONS"]["pool"] = {"min_size": 1, "max_size": CONFIG.database_pool_size, "timeout": 10}
    return database


DATABASES = {"default": _database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = CONFIG.redis_url
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": REDIS_URL,
        "KEY_PREFIX": "cache",
        "OPTIONS": {"socket_connect_timeout": 2, "socket_timeout": 2},
    }
}

# Accounts and sessions
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "recoveryapp.accounts.passwords.MoreThanWordsOfThisPlace"},
    {"NAME": "recoveryapp.accounts.breached.NotTakenFromOthers"},
]
BREACHED_PASSWORDS = CONFIG.breached_passwords
ACCOUNT_ADAPTER = "recoveryapp.accounts.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_TIMEOUT = ACCOUNT_PASSWORD_RESET_BY_CODE_TIMEOUT = 600
ACCOUNT_LOGIN_ON_PASSWORD_RESET = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
ACCOUNT_RATE_LIMITS = {
    "login_failed": "10/15m/key",
    "reset_password": "20/m/ip,3/15m/key",  # three tries a code
    "confirm_email": "1/10s/key",
}
EVEN_ANSWER_SECONDS = 0.0 if IS_TEST else 0.5
MFA_ADAPTER = "recoveryapp.accounts.mfa_adapter.MFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = MFA_PASSKEY_SIGNUP_ENABLED = True
MFA_TOTP_TOLERANCE = 1  # half a minute either way, each code once: see accounts.allauth_views
MFA_RECOVERY_CODES_SHOW_ONCE = True
ALLAUTH_TRUSTED_PROXY_COUNT = CONFIG.trusted_proxy_count
HEADLESS_ONLY = True
HEADLESS_CLIENTS = ("browser",)
HEADLESS_SERVE_SPECIFICATION = False
HEADLESS_FRONTEND_URLS = {
    "account_confirm_email": f"{PUBLIC_URL}/sign-up/code",
    "account_reset_password": f"{PUBLIC_URL}/reset",
    "account_reset_password_from_key": f"{PUBLIC_URL}/reset",
    "account_signup": f"{PUBLIC_URL}/sign-up",
}
SESSION_ENGINE = "recoveryapp.accounts.sessions"
SESSION_COOKIE_AGE = int(timedelta(days=400).total_seconds())  # the session's own end comes first
SESSION_COOKIE_NAME = "__Host-session" if IS_HTTPS else "session"
CSRF_COOKIE_NAME = "__Host-csrftoken" if IS_HTTPS else "csrftoken"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = IS_HTTPS
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]
CSRF_FAILURE_VIEW = "recoveryapp.common.problems.csrf_failure"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if CONFIG.trusted_proxy_count else None
SECURE_REFERRER_POLICY = SECURE_CROSS_ORIGIN_OPENER_POLICY = None  # set by SecurityHeaders on every answer
SILENCED_SYSTEM_CHECKS = ["auth.W004"]  # a constraint keeps e-mail addresses unique in any case

# The API
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["recoveryapp.accounts.authentication.SessionAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["recoveryapp.common.parsers.StrictJSONParser"],
    "DEFAULT_PAGINATION_CLASS": "recoveryapp.common.pagination.NewestFirst",
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "recoveryapp.common.problems.handle_exception",
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Recovery app",
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SCHEMA_PATH_PREFIX": r"/api/v1",
    "COMPONENT_SPLIT_REQUEST": True,
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "recoveryapp.common.schema.answer_in_full",
        "recoveryapp.common.schema.take_nothing_unknown",
        "recoveryapp.common.schema.refuse_in_one_way",
    ],
    "ENUM_NAME_OVERRIDES": {
        "AgendaKindEnum": "recoveryapp.meetings.enums.AgendaKind",
        "AskedStateEnum": "recoveryapp.matching.enums.AskedState",
        "AttachedKindEnum": "recoveryapp.conversations.enums.AttachedKind",
        "ChangeKindEnum": "recoveryapp.review.enums.ChangeKind",
        "CommitmentMarkEnum": "recoveryapp.meetings.enums.CommitmentMark",
        "DeliveryStateEnum": "recoveryapp.notifications.enums.DeliveryState",
        "DismissReasonEnum": "recoveryapp.matching.enums.DismissReason",
        "DomainEnum": "recoveryapp.outcomes.enums.Domain",
        "WhyFailedEnum": "recoveryapp.export.enums.WhyFailed",
        "JobStateEnum": "recoveryapp.export.enums.JobState",
        "HandOverStateEnum": "recoveryapp.caseload.enums.HandOverState",
        "SupportRequestStateEnum": "recoveryapp.caseload.enums.RequestState",
        "GoalStatusEnum": "recoveryapp.goals.enums.GoalStatus",
        "LevelEnum": "recoveryapp.outcomes.enums.Level",
        "MeetingStateEnum": "recoveryapp.meetings.enums.MeetingState",
        "OccurrenceReasonEnum": "recoveryapp.reminders.enums.OccurrenceReason",
        "OccurrenceStateEnum": "recoveryapp.reminders.enums.OccurrenceState",
        "ReminderKindEnum": "recoveryapp.reminders.enums.ReminderKind",
        "PageKindEnum": "recoveryapp.journal.enums.PageKind",
        "PartTypeEnum": "recoveryapp.outcomes.enums.PartType",
        "PurposeEnum": "recoveryapp.consent.scopes.Purpose",
        "ReminderChannelEnum": "recoveryapp.reminders.enums.ReminderChannel",
        "ReportOutcomeEnum": "recoveryapp.resources.enums.ReportOutcome",
        "ReportReasonEnum": "recoveryapp.resources.enums.ReportReason",
        "ResourceStatusEnum": "recoveryapp.resources.enums.Status",
        "SideEnum": "recoveryapp.assignments.sides.Side",
        "StoryStateEnum": "recoveryapp.resources.enums.StoryState",
        "UploadStateEnum": "recoveryapp.resources.enums.UploadState",
        "ResponseStateEnum": "recoveryapp.matching.enums.ResponseState",
        "TimelineKindEnum": "recoveryapp.outcomes.enums.TimelineKind",
    },
    "SERVE_PERMISSIONS": ["rest_framework.permissions.AllowAny"],
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 512 * 1024

# Languages and time: rows hold UTC; a person's zone and language are theirs
USE_TZ = True
TIME_ZONE = "UTC"
LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("es", "Español")]

# The built front end
FRONTEND_DIR = BASE_DIR / "frontend" / "build"
WHITENOISE_ROOT = FRONTEND_DIR
WHITENOISE_ALLOW_ALL_ORIGINS = False
WHITENOISE_INDEX_FILE = False


def WHITENOISE_IMMUTABLE_FILE_TEST(path: str, url: str) -> bool:  # noqa: N802 - the library's name
    return re.match(r"^/_app/immutable/", url) is not None


STATIC_URL = "/static/"

# Mail
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = CONFIG.email_from
EMAIL_FILE_PATH = str(CONFIG.data_dir / "mail")
_email = urlsplit(CONFIG.email_url)
ANYMAIL: dict[str, Any] = {
    "WEBHOOK_SECRET": CONFIG.mail_webhook_secret or None,
    "REQUESTS_TIMEOUT": (5, 10),
}
if _email.scheme == "file":
    EMAIL_BACKEND = "recoveryapp.notifications.mail_backends.KeepAndPrint"
elif _email.scheme in MAIL_SERVICES:
    EMAIL_BACKEND = f"anymail.backends.{_email.scheme}.EmailBackend"
    ANYMAIL[MAIL_SERVICES[_email.scheme]] = unquote(_email.username or "")
else:
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    EMAIL_HOST = _email.hostname or "localhost"
    EMAIL_PORT = _email.port or 587
    EMAIL_HOST_USER = unquote(_email.username or "")
    EMAIL_HOST_PASSWORD = unquote(_email.password or "")
    EMAIL_USE_SSL = _email.scheme == "smtps"
    EMAIL_USE_TLS = _email.scheme == "smtp"

# Push and text messages
DATA_DIR = CONFIG.data_dir
PUSH_PRIVATE_KEY = CONFIG.push_private_key
PUSH_OLD_PRIVATE_KEYS = CONFIG.push_old_private_keys
OWN_PUSH_SERVICES = CONFIG.own_push_services
SMS_URL = CONFIG.sms_url

# Jobs: rows are the truth, so a lost or doubled message changes nothing
CELERY_BROKER_URL = REDIS_URL.replace("unix://", "redis+socket://").replace("?db=", "?virtual_host=")
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 300,
    "unacked_restore_interval": 2,
    "unacked_restore_throttle": 1,
    "socket_timeout": 10,
    "socket_connect_timeout": 5,
}
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_TIME_LIMIT = 120
CELERY_TASK_SOFT_TIME_LIMIT = 100
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BEAT_SCHEDULE_FILENAME = str(CONFIG.data_dir / "beat-schedule")
CELERY_BEAT_SCHEDULE: dict[str, Any] = {
    "send what is due": {
        "task": "reminders.dispatch_due",
        "schedule": timedelta(seconds=3),
        "options": {"expires": 3},  # the next one asks for the same: no queue of old ones
    },
    "look at links": {
        "task": "resources.check_links",
        "schedule": timedelta(minutes=10),
        "options": {"expires": 300},
    },
    "read what managers gave": {
        "task": "resources.read_upload",
        "schedule": timedelta(minutes=1),
        "options": {"expires": 60},
    },
    "import what is fetched": {
        "task": "resources.import_due_source",
        "schedule": timedelta(minutes=15),
        "options": {"expires": 600},
    },
    "send the week's digests": {
        "task": "reminders.send_digests",
        "schedule": timedelta(minutes=10),
        "options": {"expires": 600},
    },
    "forget old reminders": {
        "task": "reminders.forget_history",
        "schedule": timedelta(hours=1),
        "options": {"expires": 600},
    },
    "read what is new in the directory": {
        "task": "matching.read_meanings",
        "schedule": timedelta(minutes=1),
        "options": {"expires": 60},
    },
    "tell of sharing that ends soon": {
        "task": "reminders.tell_of_sharing_ends",
        "schedule": timedelta(hours=1),
        "options": {"expires": 600},
    },
    "make and read archives": {
        "task": "export.work",
        "schedule": timedelta(seconds=30),
        "options": {"expires": 30},
    },
    "close accounts": {
        "task": "export.erase_due",
        "schedule": timedelta(seconds=30),
        "options": {"expires": 30},
    },
    "say when accounts close": {
        "task": "export.tell_of_closings",
        "schedule": timedelta(seconds=30),
        "options": {"expires": 30},
    },
    "forget what is over": {
        "task": "export.forget",
        "schedule": timedelta(minutes=1),
        "options": {"expires": 60},
    },
    "tell of messages": {
        "task": "reminders.tell_news",
        "schedule": timedelta(minutes=1),
        "options": {"expires": 60},
    },
    "forget old messages": {
        "task": "conversations.forget_old",
        "schedule": timedelta(days=1),
        "options": {"expires": 3600},
    },
    "seal the audit trail": {
        "task": "audit.seal",
        "schedule": timedelta(minutes=5),
        "options": {"expires": 300},
    },
}

# Logs
QUIET_LOGGERS = ("django.db.backends", "urllib3", "asyncio", "amqp", "kombu", "celery.redirected")
"""Write statements, addresses and messages when asked for everything: they are not asked."""
ERROR_REPORTER = CONFIG.error_reporter
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "recoveryapp.common.logs.JsonLines"}},
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "json"},
        "reporter": {"class": "recoveryapp.common.reporting.ReportErrors", "level": "ERROR"},
    },
    "root": {"handlers": ["console", "reporter"], "level": CONFIG.log_level},
    "loggers": {
        **{name: {"level": "WARNING"} for name in QUIET_LOGGERS},
        "django": {"handlers": [], "propagate": True},
        "django.server": {"handlers": [], "propagate": True},
    },
}
