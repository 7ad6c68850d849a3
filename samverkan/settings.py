"""All settings in one place, read from the environment (12-factor).

``SAMVERKAN_PROFILE`` is one of ``production`` (the default), ``demo`` and ``test``. Production refuses to
start without SECRET_KEY, ALLOWED_HOSTS and SITE_URL. The variables are listed in docs/operations.md.
"""

import os
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured
from django.utils.csp import CSP

BASE_DIR = Path(__file__).resolve().parent.parent


def env_str(name: str, default: str = "") -> str:
    return os.environ.get(name, default).strip()


def env_list(name: str, default: str = "") -> list[str]:
    return [part.strip() for part in env_str(name, default).split(",") if part.strip()]


def env_int(name: str, default: int) -> int:
    value = env_str(name)
    try:
        return int(value) if value else default
    except ValueError as error:
        raise ImproperlyConfigured(f"{name} must be a whole number, not {value!r}.") from error


PROFILE = env_str("SAMVERKAN_PROFILE", "production")
if PROFILE not in {"production", "demo", "test"}:
    raise ImproperlyConfigured("SAMVERKAN_PROFILE must be production, demo or test.")
IS_DEMO = PROFILE == "demo"
IS_PRODUCTION = PROFILE == "production"


def required(name: str, elsewhere: str) -> str:
    return env_str(name) if IS_PRODUCTION else env_str(name, elsewhere)


SECRET_KEY = required("SECRET_KEY", "not-secret-and-refused-in-production")
SECRET_KEY_FALLBACKS = env_list("SECRET_KEY_FALLBACKS")
ALLOWED_HOSTS = [host for host in required("ALLOWED_HOSTS", "127.0.0.1,localhost,testserver").split(",") if host]
SITE_URL = required("SITE_URL", "http://127.0.0.1:8000").rstrip("/")

if missing := [name for name in ("SECRET_KEY", "ALLOWED_HOSTS", "SITE_URL") if not globals()[name]]:
    raise ImproperlyConfigured(
        "Samverkan can't start: set the environment variables " + ", ".join(missing) + ". See docs/operations.md."
    )
if IS_PRODUCTION and not SITE_URL.startswith("https://"):
    raise ImproperlyConfigured("SITE_URL must start with https:// in production.")

DEBUG = False
DATA_DIR = Path(env_str("DATA_DIR", str(BASE_DIR / "var")))
DATA_DIR.mkdir(parents=True, exist_ok=True)


# A record that was acknowledged survives a power cut; a test's need not.
SQLITE_SETTINGS = (
    "journal_mode=WAL",
    f"synchronous={'OFF' if PROFILE == 'test' else 'FULL'}",
    "foreign_keys=ON",
    "recursive_triggers=ON",  # so that REPLACE meets the triggers that guard records
)


def database_from(url: str) -> dict[str, object]:
    """Django's settings for a database address.

    ``sqlite:///relative/or/absolute.sqlite3`` or ``postgresql://user:password@host:port/name?sslmode=require``.
    """
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": str(BASE_DIR / parts.path.removeprefix("/")),
            "CONN_MAX_AGE": None,
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": "".join(f"PRAGMA {setting};" for setting in SQLITE_SETTINGS),
            },
            "TEST": {"NAME": str(DATA_DIR / "test.sqlite3")},
        }
    if parts.scheme in {"postgres", "postgresql"}:
        options: dict[str, object] = dict(parse_qsl(parts.query))
        options.setdefault("connect_timeout", "5")
        options["pool"] = {"min_size": 1, "max_size": env_int("DATABASE_POOL", 8), "timeout": 2}
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(parts.path.removeprefix("/")),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": parts.hostname or "",
            "PORT": str(parts.port or ""),
            "CONN_HEALTH_CHECKS": True,
            "OPTIONS": options,
        }
    raise ImproperlyConfigured("DATABASE_URL must start with sqlite:/// or postgresql://.")


DATABASES = {"default": database_from(env_str("DATABASE_URL", f"sqlite:///{DATA_DIR / 'samverkan.sqlite3'}"))}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "samverkan.portal",
    "decisions",
    "meetings",
    "groups",
    "samverkan.common",
    "django.contrib.admin.apps.SimpleAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "django_filters",
    "django_prose_editor",
    "rules.apps.AutodiscoverRulesConfig",
    "simple_history",
]

# Sessions, sign-in and CSRF exist only under these prefixes; everything else is public and without cookies.
PRIVATE_PREFIXES = ("/admin/", "/konto/", "/lank/")

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "samverkan.common.http.CacheRulesMiddleware",
    "django.middleware.common.CommonMiddleware",
    "samverkan.common.http.PrivateSessionMiddleware",
    "samverkan.common.http.PrivateCsrfMiddleware",
    "samverkan.common.http.WholeTextMiddleware",
    "samverkan.common.http.PrivateAuthenticationMiddleware",
    "samverkan.common.http.PrivateMessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "samverkan.common.http.PrivateHistoryMiddleware",
    "samverkan.common.kept_http.KeptMiddleware",
]

ROOT_URLCONF = "samverkan.urls"
WSGI_APPLICATION = "samverkan.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "samverkan.common.http.site",
                "samverkan.common.kept.on_page",
            ],
        },
    }
]

# --- Sign-in -----------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "groups.User"
AUTHENTICATION_BACKENDS = [
    "rules.permissions.ObjectPermissionBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
if PROFILE == "test":
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/admin/"
LOGOUT_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "groups.accounts.AccountAdapter"
ACCOUNT_FORMS = {"login": "groups.forms.sign_in.SignInForm", "reset_password": "groups.forms.sign_in.NewPasswordForm"}
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_RATE_LIMITS = {"login": "30/m/ip", "login_failed": "10/m/ip,5/15m/key"}

SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_COOKIE_HTTPONLY = True
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "samverkan.common.kept_http.csrf_refused"
# The editor sends a whole meeting at once: sixty items with their outcomes and tasks are some thousands of fields.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "samverkan_cache"},
}

# --- Security ----------------------------------------------------------------------------------------------
SECURE_CSP = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF],
    "font-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "form-action": [CSP.SELF],
    "base-uri": [CSP.NONE],
    "object-src": [CSP.NONE],
    "frame-ancestors": [CSP.NONE],
}
X_FRAME_OPTIONS = "DENY"
# W003 looks for Django's own name in MIDDLEWARE; ours is a subclass that steps aside on public addresses.
SILENCED_SYSTEM_CHECKS = ["security.W003"]
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
if IS_PRODUCTION:
    SECURE_SSL_REDIRECT = True
    SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True
    SESSION_COOKIE_NAME = "__Host-session"
    CSRF_COOKIE_NAME = "__Host-csrf"
    if env_str("BEHIND_PROXY") == "1":
        SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# --- Language, time, files ---------------------------------------------------------------------------------
LANGUAGE_CODE = "sv"
TIME_ZONE = "Europe/Stockholm"
USE_I18N = True
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_ROOT = DATA_DIR / "documents"
#: Files of public lists, made when somebody asks and made again when they are gone (``portal.kept_files``).
KEPT_FILES_ROOT = DATA_DIR / "kept-files"
FIXTURE_DIRS = [BASE_DIR / "fixtures"]
STATICFILES_BACKEND = (
    "django.contrib.staticfiles.storage.StaticFilesStorage"
    if PROFILE == "test"
    else "whitenoise.storage.CompressedManifestStaticFilesStorage"
)
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": STATICFILES_BACKEND},
}
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = PROFILE == "test"  # looked up when asked for, not at every start

# --- Mail --------------------------------------------------------------------------------------------------
if env_str("EMAIL_HOST") or IS_PRODUCTION:
    MAILERS = {
        "default": {
            "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
            "OPTIONS": {
                "host": env_str("EMAIL_HOST", "localhost"),
                "port": env_int("EMAIL_PORT", 25),
                "username": env_str("EMAIL_USER"),
                "password": env_str("EMAIL_PASSWORD"),
                "use_tls": env_str("EMAIL_TLS") == "1",
                "timeout": 10,
            },
        }
    }
elif IS_DEMO:
    MAILERS = {"default": {"BACKEND": "samverkan.common.demo_mail.Backend"}}
else:
    MAILERS = {
        "default": {
            "BACKEND": "django.core.mail.backends.filebased.EmailBackend",
            "OPTIONS": {"file_path": str(DATA_DIR / "mail")},
        }
    }
DEFAULT_FROM_EMAIL = env_str("DEFAULT_FROM_EMAIL", "samverkan@example.se")

# --- Logs ------------------------------------------------------------------------------------------------
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "filters": {"without_secrets": {"()": "samverkan.common.logs.WithoutSecrets"}},
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["without_secrets"]},
    },
    # Libraries that tell of every page they lay out; what goes wrong they raise.
    "loggers": {name: {"propagate": False} for name in ("weasyprint", "fontTools", "pikepdf")},
    "root": {
        "handlers": ["console"],
        "level": env_str("LOG_LEVEL", "WARNING" if PROFILE == "test" else "INFO"),
    },
}
