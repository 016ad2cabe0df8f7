"""Every setting, read from the environment once. docs/operations.md explains each variable."""

from pathlib import Path

import environ

from quotetrack import env
from quotetrack.db.patience import CONNECTING, Patient

BASE_DIR = Path(__file__).resolve().parent.parent

# Where we are: `development` (make run, tests) or `production` (Dockerfile, systemd).
PRODUCTION = env.text("QUOTETRACK_MODE", "development") == "production"
DEBUG = False if PRODUCTION else env.flag("DEBUG", False)
SECRET_KEY = env.secret(
    "SECRET_KEY", "development-only-" + "0123456789abcdef" * 4, production=PRODUCTION
)

HOST = env.text("HOST", "127.0.0.1")
PORT = env.number("PORT", 8000)
SITE_NAME = env.text("SITE_NAME", "QuoteTrack")
SITE_URL = env.text("SITE_URL", f"http://{HOST}:{PORT}").rstrip("/")
ALLOWED_HOSTS = env.words(
    "ALLOWED_HOSTS", "" if PRODUCTION else "127.0.0.1,localhost,[::1]," + HOST
)
CSRF_TRUSTED_ORIGINS = env.words("CSRF_TRUSTED_ORIGINS", SITE_URL if PRODUCTION else "")

INSTALLED_APPS = [
    "quotes",  # before the admin: the desk's templates go before the admin's
    "quotetrack.desk.DeskConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.staticfiles",
    "corsheaders",
    "csp",
    "pgtrigger",
    "pghistory",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "quotetrack.accounts",
    "sources",
    "quotes.bulk",
    "quotes.desk",
    "quotes.published",
    "quotetrack.webhooks",
    "quotetrack.api",
    "quotetrack.pages",
    "quotetrack.embeds",
    "quotetrack.ark",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "quotetrack.api.door.ReadersDoor",  # readers of the API go straight to their view
    "quotetrack.embeds.door.CardsDoor",  # so do frames on other sites
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "corsheaders.middleware.CorsMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "quotetrack.languages.DeskLanguage",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "quotetrack.accounts.sessions.OnlyGoodSessions",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "pghistory.middleware.HistoryMiddleware",
    "quotetrack.db.waiting.NoDatabase",
]

ROOT_URLCONF = "quotetrack.urls"
WSGI_APPLICATION = "quotetrack.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "quotetrack.context.site",
            ]
        },
    }
]

# The database. DATABASE_URL names a server; without it the private one starts at first use.
DATABASE_URL = env.text("DATABASE_URL")
PGDATA = env.text("QUOTETRACK_PGDATA", str(BASE_DIR / ".local" / "pg18"))
POOL = {"min_size": 1, "max_size": env.number("DATABASE_POOL", 8), "connection_class": Patient}


def database(**options) -> dict:
    """One alias of the database; `options` go to the driver."""
    if DATABASE_URL:
        alias = environ.Env.db_url_config(DATABASE_URL)
    else:
        alias = {"ENGINE": "quotetrack.db.embedded", "NAME": "quotetrack", "PGDATA": PGDATA}
    options = {"connect_timeout": CONNECTING} | alias.get("OPTIONS", {}) | options
    return alias | {"OPTIONS": options, "TEST": {}}


DATABASES = {
    "default": database(options="-c lock_timeout=3s", pool=POOL),
    # Readers' faces use this alias: a role that sees the published read model and nothing else.
    "reader": database(
        options="-c role=quotetrack_reader -c default_transaction_read_only=on"
        " -c statement_timeout=2s",
        pool=POOL | {"timeout": 3},
    ),
}
DATABASES["default"]["TEST"]["NAME"] = env.text("TEST_DATABASE", "test_quotetrack")
DATABASES["reader"]["TEST"]["MIRROR"] = "default"
DATABASE_ROUTERS = ["quotetrack.db.routing.ReadersAreNotMigrated"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

PGHISTORY_APPEND_ONLY = True
# Reading changes nothing, and looking at the user would make every page vary by cookie.
PGHISTORY_MIDDLEWARE_METHODS = ("POST", "PUT", "PATCH", "DELETE")

AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "admin:login"
MESSAGE_STORAGE = "quotes.telling.Storage"
# Publishers and administrators need a second factor to log in; others may have one.
REQUIRE_SECOND_FACTOR = env.flag("REQUIRE_SECOND_FACTOR", False)
OTP_TOTP_ISSUER = SITE_NAME

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("es", "Español")]
LOCALE_PATHS = [BASE_DIR / "quotetrack" / "locale"]
TIME_ZONE = "UTC"
USE_TZ = True
USE_I18N = True
FORMAT_MODULE_PATH = ["quotetrack.formats"]

STATIC_URL = "/static/"
# Collected for production; in development the files are served from where they lie.
STATIC_ROOT = env.text("STATIC_ROOT", str(BASE_DIR / "staticfiles") if PRODUCTION else "") or None
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},  # nothing is uploaded
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if PRODUCTION
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = not PRODUCTION

# Where cards and share images are kept on disk, for outages; "none" keeps nothing.
KEPT_DIR = env.text("QUOTETRACK_KEPT_DIR", str(BASE_DIR / ".local" / "kept"))
KEPT_DIR = "" if KEPT_DIR == "none" else KEPT_DIR

# Bodies: an article may be 5 MB of HTML, JSON-escaped.
DATA_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000

SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 8 * 60 * 60
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
X_FRAME_OPTIONS = "DENY"
if PRODUCTION:
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-session", "__Host-csrf"
    SECURE_SSL_REDIRECT = env.flag("SECURE_SSL_REDIRECT", True)
    SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
    SECURE_HSTS_SECONDS = env.number("SECURE_HSTS_SECONDS", 31536000)
    SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = True
    if env.flag("TRUST_PROXY", False):
        SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "connect-src": ["'self'"],
        "font-src": ["'self'"],
        "frame-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "object-src": ["'none'"],
        "frame-ancestors": ["'none'"],
    }
}

CORS_ALLOW_ALL_ORIGINS = True
CORS_URLS_REGEX = r"^/(api|embed|oembed)"
CORS_ALLOW_HEADERS = [
    "accept",
    "authorization",
    "content-type",
    "idempotency-key",
    "if-match",
    "if-none-match",
    "x-csrftoken",
]
CORS_EXPOSE_HEADERS = [
    "Allow",
    "Content-Disposition",
    "ETag",
    "Idempotency-Replayed",
    "Link",
    "Location",
    "RateLimit",
    "RateLimit-Policy",
    "Retry-After",
    "WWW-Authenticate",
]

REST_FRAMEWORK = {
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_AUTHENTICATION_CLASSES": [],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAdminUser"],
    "DEFAULT_SCHEMA_CLASS": "quotetrack.api.v1.schema.Drawing",
    "EXCEPTION_HANDLER": "quotetrack.api.errors.problem",
    "NUM_PROXIES": env.number("TRUSTED_PROXIES", 0),
    # Production's; a development start allows a hundred times as much (api/throttling.py).
    "DEFAULT_THROTTLE_RATES": {
        "read": "300/min",
        "search": "60/min",
        "token": "1200/min",
        "check": "60/min",
        "write": "60/min",
        "report": "5/hour",
    },
}
SPECTACULAR_SETTINGS = {
    "TITLE": "QuoteTrack",
    "DESCRIPTION": "Who said what, where it was printed, and how it stands today.",
    "VERSION": "1",
    "OAS_VERSION": "3.1.0",
}

# How the fetcher behaves. Networks here are allowed although they are not public: tests only.
FETCH_ALLOW_NETWORKS = env.words("FETCH_ALLOW_NETWORKS")
FETCH_MAX_BYTES = 5 * 1024 * 1024
FETCH_MAX_SECONDS = env.number("FETCH_MAX_SECONDS", 20)

# Mail, to administrators alone; without a server it stands in the log.
EMAIL_HOST = env.text("EMAIL_HOST")
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if EMAIL_HOST else 'console'}.EmailBackend"
EMAIL_PORT = env.number("EMAIL_PORT", 25)
EMAIL_HOST_USER = env.text("EMAIL_HOST_USER")
EMAIL_HOST_PASSWORD = env.secret("EMAIL_HOST_PASSWORD", "", production=False)
EMAIL_USE_TLS = env.flag("EMAIL_USE_TLS", False)
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env.text("EMAIL_FROM", "quotetrack@localhost")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": env.text("LOG_LEVEL", "WARNING")},
}
