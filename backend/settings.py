"""All settings, flat: read from the environment by loud helpers, with defaults for one computer in one prison."""

from __future__ import annotations

import os
import secrets
import sys
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

ROOT = Path(__file__).resolve().parent.parent


def text(name: str, default: str) -> str:
    """A setting as text."""
    return os.environ.get(name, default)


def flag(name: str, default: bool) -> bool:
    """A setting that is 1 or 0; anything else stops the start."""
    value = os.environ.get(name, "1" if default else "0")
    if value not in ("0", "1"):
        sys.exit(f"{name} is {value!r}: set it to 1 or 0.")
    return value == "1"


def number(name: str, default: int) -> int:
    """A setting that is a whole number; anything else stops the start."""
    value = os.environ.get(name, str(default))
    if not value.isdigit():
        sys.exit(f"{name} is {value!r}: set it to a whole number.")
    return int(value)


def words(name: str, default: str) -> list[str]:
    """A setting that is a list, separated by commas."""
    return [word.strip() for word in text(name, default).split(",") if word.strip()]


DATA = Path(text("OUTBOUND_DATA", str(ROOT / "var")))
DATA.mkdir(mode=0o700, parents=True, exist_ok=True)


def kept_secret(path: Path) -> str:
    """A secret made once and kept in a file that only we can read."""
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text().strip()
    with os.fdopen(handle, "w") as file:
        file.write(secrets.token_urlsafe(64))
    return path.read_text().strip()


SECRET_KEY = kept_secret(Path(text("OUTBOUND_SECRET_KEY_FILE", str(DATA / "secret.key"))))
PEPPER = kept_secret(Path(text("OUTBOUND_PEPPER_FILE", str(DATA / "pepper.key"))))
VAULT_KEY_FILE = Path(text("OUTBOUND_VAULT_KEY_FILE", str(DATA / "vault.key")))
LEDGER_KEY_FILE = Path(text("OUTBOUND_LEDGER_KEY_FILE", str(DATA / "ledger.key")))
DEBUG = flag("OUTBOUND_DEBUG", False)
ALLOWED_HOSTS = words("OUTBOUND_HOSTS", "localhost,127.0.0.1,[::1]")
TLS = flag("OUTBOUND_TLS", False)
STAFF_NEED_TOTP = flag("OUTBOUND_STAFF_NEED_TOTP", False)
SEALER_THREAD = flag("OUTBOUND_SEALER_THREAD", False)

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "axes",
    "csp",
    "django_filters",
    "django_htmx",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "lucide",
    "rest_framework",
    "template_partials",
    "backend.web",
    "backend.ledger",
    "backend.jobs",
    "backend.people",
    "backend.facility",
    "backend.vault",
    "backend.partners",
    "backend.printing",
    "warehouse",
    "backend.dashboard",
    "backend.demo",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "backend.web.request_ids.RequestIdMiddleware",
    "csp.middleware.CSPMiddleware",
    "backend.partners.problems.ApiProblemMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "backend.web.refusals.RefusalMiddleware",
    "axes.middleware.AxesMiddleware",
]
ROOT_URLCONF = "backend.urls"
WSGI_APPLICATION = "backend.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["template_partials.templatetags.partials", "backend.web.templatetags.web"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    }
]


def database(url: str, default_file: str) -> dict[str, Any]:
    """A database from its URL; `sqlite` or nothing means a file in the data folder."""
    if url in ("", "sqlite"):
        url = f"sqlite:///{DATA / default_file}"
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        sync = text("OUTBOUND_SQLITE_SYNC", "FULL")
        return {
            "ENGINE": "backend.kit.sqlite",
            "NAME": unquote(parts.path[1:]),
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": f"PRAGMA journal_mode=WAL; PRAGMA synchronous={sync}; PRAGMA secure_delete=ON",
            },
            "TEST": {
                "NAME": os.environ.get("OUTBOUND_TEST_SQLITE")
                and f"{os.environ['OUTBOUND_TEST_SQLITE']}-{default_file}"
            },
        }
    if parts.scheme not in ("postgres", "postgresql"):
        sys.exit(f"The database URL begins with {parts.scheme!r}: use sqlite or postgres.")
    name = unquote(parts.path[1:])
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 0,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {
            "pool": {"min_size": 1, "max_size": number("OUTBOUND_POOL", 8), "timeout": 5},
            "connect_timeout": 3,
            "keepalives_idle": 2,
            "keepalives_interval": 1,
            "keepalives_count": 3,
            "tcp_user_timeout": 5000,
            "options": "-c lock_timeout=2s -c statement_timeout=30s -c idle_in_transaction_session_timeout=15s",
        },
        "TEST": {"NAME": f"test_{name}_{os.environ.get('OUTBOUND_TEST_RUN', '0')}"},
    }


DATABASE_URL = text("OUTBOUND_DATABASE_URL", "sqlite")
VAULT_URL = text("OUTBOUND_VAULT_URL", f"{DATABASE_URL}_vault" if DATABASE_URL.startswith("postgres") else "sqlite")
DATABASES = {
    "default": database(DATABASE_URL, "main.sqlite3"),
    "vault": database(VAULT_URL, "vault.sqlite3"),
}
DATABASE_ROUTERS = ["backend.vault.routing.VaultRouter"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
ATOMIC_REQUESTS = False

AUTH_USER_MODEL = "people.Person"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "sign-in"
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_ENABLE_ACCESS_FAILURE_LOG = False
AXES_DISABLE_ACCESS_LOG = True

LANGUAGE_CODE = "en"
LANGUAGES = [
    ("en", "English"),
    ("nl", "Nederlands"),
    ("fr", "Français"),
    ("es", "Español"),
    ("zh-hans", "中文"),
    ("ar", "العربية"),
]
LOCALE_PATHS = [ROOT / "backend" / "web" / "locale"]
TIME_ZONE = "UTC"
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = DATA / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
MEDIA_ROOT = DATA / "media"
PRINT_FOLDER = DATA / "print"

SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Strict"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = TLS
SESSION_COOKIE_NAME = "__Host-session" if TLS else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if TLS else "csrf"
STATION_COOKIE = "__Host-station" if TLS else "station"
SEAT_COOKIE = "__Host-seat" if TLS else "seat"
CSRF_COOKIE_SAMESITE = "Strict"
SECURE_HSTS_SECONDS = 31_536_000 if TLS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = TLS
SECURE_SSL_REDIRECT = TLS
SECURE_REDIRECT_EXEMPT = [r"^api/", r"^healthz$", r"^readyz$"]
SECURE_REFERRER_POLICY = "same-origin"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if flag("OUTBOUND_BEHIND_PROXY", False) else None
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
    }
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000

API_PER_MINUTE = number("OUTBOUND_API_PER_MINUTE", 600)
API_BULK_PER_HOUR = number("OUTBOUND_API_BULK_PER_HOUR", 60)
API_STRANGERS_PER_MINUTE = number("OUTBOUND_API_STRANGERS_PER_MINUTE", 30)
WEB_PROCESSES = number("OUTBOUND_WEB_PROCESSES", 1)
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["backend.partners.authentication.ApiKeyAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["backend.partners.permissions.HasScope"],
    "DEFAULT_PARSER_CLASSES": ["backend.partners.parsing.StrictJSONParser"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "backend.partners.problems.answer",
    "UNAUTHENTICATED_USER": None,
    "DATETIME_FORMAT": "%Y-%m-%dT%H:%M:%SZ",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Outbound merchant API",
    "VERSION": "1.0.0",
    "OAS_VERSION": "3.1.1",
    "DESCRIPTION": (
        "Orders, goods and stock of one merchant at one facility. Every answer is JSON, every refusal is "
        "application/problem+json with a stable `code`. Every POST carries an `Idempotency-Key` and may be repeated "
        "until an answer arrives. Bodies are at most 1 MB; unknown fields are refused; personal data is refused "
        "everywhere but in `addressee` and in a carrier's label, which are kept apart and encrypted. Card numbers, "
        "IBANs and national numbers (of Belgium, the Netherlands, France and Spain only; do not send others) are "
        "refused there too. Limits, unless the works sets others: 600 requests a minute, 60 bulk requests an hour."
    ),
    "TAGS": [
        {"name": "Orders", "description": "What is to be sent."},
        {"name": "Goods", "description": "What you sell, and how much of it is here."},
        {"name": "Events", "description": "What happened."},
        {"name": "Keys", "description": "Who you are, and your keys."},
    ],
    "SCHEMA_PATH_PREFIX": "/api/v1/",
    "ENUM_GENERATE_CHOICE_DESCRIPTION": False,
    "ENUM_NAME_OVERRIDES": {
        "StateEnum": "warehouse.models.Order.State",
        "CarrierLabelStateEnum": "warehouse.models.CarrierLabelFile.State",
    },
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "backend.partners.documenting.hoist_problems",
    ],
    "SERVE_INCLUDE_SCHEMA": False,
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "SWAGGER_UI_SETTINGS": {"deepLinking": True, "defaultModelsExpandDepth": 0, "validatorUrl": None},
}

BROKER_URL = text("OUTBOUND_BROKER_URL", "file:")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": text("OUTBOUND_LOG_LEVEL", "WARNING")},
}
