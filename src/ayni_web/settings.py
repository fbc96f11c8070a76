"""Settings of the platform: one file, a few environment variables (docs/how-to/server.md), right for development."""

import os
from importlib.resources import files
from pathlib import Path
from urllib.parse import urlsplit

import dj_database_url
from csp.constants import NONE, SELF

from ayni import words
from ayni_web.environment import UnclearSetting, folder, listed, local_flag, mail, site, time_zone
from ayni_web.secret_key import kept_key

ROOT = Path(__file__).parents[2]
words.add_topics(files("ayni_web").joinpath("words"))

HOME = folder("AYNI_HOME", ROOT / "var")
SITE = site("AYNI_SITE", "http://127.0.0.1:8000")
SECURE = SITE.startswith("https://")
HOST = urlsplit(SITE).hostname or ""
# A demonstration lets invented people in without a second factor: on this machine alone.
DEMONSTRATION = local_flag("AYNI_DEMONSTRATION", SECURE)

SECRET_KEY = kept_key(HOME)
DEBUG = local_flag("AYNI_DEBUG", SECURE)
ALLOWED_HOSTS = [HOST] if SECURE else ["127.0.0.1", "localhost", "testserver"]
CSRF_TRUSTED_ORIGINS = [SITE]
ROOT_URLCONF = "ayni_web.urls"
WSGI_APPLICATION = "ayni_web.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True
TIME_ZONE = time_zone("AYNI_TIME_ZONE", "America/Lima")

INSTALLED_APPS = [
    "ayni_web.common",
    "ayni_web.accounts",
    "ayni_web.members",
    "ayni_web.documents",
    "ayni_web.events",
    "ayni_web.studies",
    "ayni_web.series",
    "ayni_web.spreadsheets",
    "ayni_web.assessments",
    "ayni_web.processes",
    "ayni_web.commitments",
    "ayni_web.ledger",
    "ayni_web.diagnosis",
    "ayni_web.ventures",
    "ayni_web.strategies",
    "ayni_web.home",
    "ayni_web.api",
    "ayni_web.demonstration",
    "ayni_web.operation",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "csp",
    "rules",
    "simple_history",
    "django_tasks",
    "django_tasks_db",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "ayni_web.common.caching.PrivateMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "ayni_web.common.middleware.LanguageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "ayni_web.accounts.middleware.SecondFactorMiddleware",
    "ayni_web.common.middleware.MistakeMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["ayni_web.common.templatetags.ayni"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "ayni_web.common.context.page",
            ],
        },
    }
]

# Data: SQLite in one file, or PostgreSQL by DATABASE_URL.
ENGINES = {"django.db.backends.sqlite3", "django.db.backends.postgresql"}
try:
    DATABASES = {"default": dj_database_url.config(default=f"sqlite:///{HOME / 'ayni.sqlite3'}")}
except ValueError:
    DATABASES = {"default": {}}
if DATABASES["default"].get("ENGINE") not in ENGINES:
    raise UnclearSetting(words.say("settings.database", words.chosen_language()))
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA recursive_triggers=ON;",
    }
else:
    DATABASES["default"]["CONN_MAX_AGE"] = 60
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
# Room for every try that is counted and every code that was used: Django's 300 would let a crowd push them out.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "ayni_cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
MEDIA_ROOT = HOME / "uploads"
PACKAGES = HOME / "packages"
SEALS = HOME / "seals"

# People and their sign-in.
AUTH_USER_MODEL = "accounts.Person"
AUTHENTICATION_BACKENDS = ["rules.permissions.ObjectPermissionBackend", "ayni_web.accounts.backends.NameBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home:home"
ACCOUNT_ADAPTER = "ayni_web.accounts.adapter.Adapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = "username"
ACCOUNT_USER_MODEL_EMAIL_FIELD = "email"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_FORMS = {
    "login": "ayni_web.accounts.forms.entering.SignInForm",
    "reauthenticate": "ayni_web.accounts.forms.entering.PasswordAgainForm",
    "change_password": "ayni_web.accounts.forms.entering.NewPasswordForm",
}
ACCOUNT_RATE_LIMITS = {
    "login": "60/m/ip",
    "login_failed": "10/m/ip,5/5m/key",
    "reauthenticate": "10/m/user",
    "change_password": "5/m/user",
    # Codes of invitations and resets that were wrong: from an address, and from everywhere together.
    "code": "20/10m/ip,600/h/key",
    "contact": "10/h/user",
}
# The proxy in front says whose request it is; without one nobody else is believed.
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if SECURE else 0
ACCOUNT_REAUTHENTICATION_TIMEOUT = 900
MFA_ADAPTER = "ayni_web.accounts.second_factor.SecondFactorAdapter"
MFA_FORMS = {
    "authenticate": "ayni_web.accounts.forms.entering.CodeForm",
    "reauthenticate": "ayni_web.accounts.forms.entering.CodeAgainForm",
    "activate_totp": "ayni_web.accounts.forms.entering.SetCodesForm",
    "add_webauthn": "ayni_web.accounts.forms.entering.AddKeyForm",
    "edit_webauthn": "ayni_web.accounts.forms.entering.NameKeyForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_TOTP_ISSUER = "Ayni"
MFA_RECOVERY_CODE_COUNT = 10
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not SECURE
USERSESSIONS_TRACK_ACTIVITY = False

# Languages: es, en and pt are complete; others come from a folder and fall back on one of those.
for language_folder in [*sorted((Path(__file__).parent / "languages").iterdir()), *sorted(HOME.glob("languages/*"))]:
    if (language_folder / "language.toml").is_file():
        words.add_language(language_folder)
OFFERED_LANGUAGES = listed("AYNI_LANGUAGES", ",".join(words.LANGUAGES))
if unknown := [code for code in OFFERED_LANGUAGES if code not in words.languages()]:
    known = ", ".join(words.languages())
    raise UnclearSetting(
        words.say("settings.unclear", words.chosen_language(), name="AYNI_LANGUAGES", came=", ".join(unknown),
                  reason=words.say("settings.languages", words.chosen_language(), known=known))
    )  # fmt: skip
USE_I18N = True
LANGUAGE_CODE = "es"
LANGUAGES = [("es", "Español"), ("en", "English"), ("pt-br", "Português")]
LANGUAGE_COOKIE_NAME = "ayni_language"

# Files of the look: shared with the report of the engine.
STATIC_URL = "static/"
STATIC_ROOT = HOME / "static"
STATICFILES_FINDERS = [
    "ayni_web.common.statics.LookFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = False

# Safety.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "media-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SESSION_ENGINE = "ayni_web.common.sessions"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 14 * 24 * 3600
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "ayni_web.home.views.form_expired"
if SECURE:
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = True
    SECURE_SSL_REDIRECT = True
    SECURE_HSTS_SECONDS = 365 * 24 * 3600
    SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = True
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    # The door in front of the site says from where someone comes; without it every sign-in would count as one place.
    ALLAUTH_TRUSTED_PROXY_COUNT = 1
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 << 20
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
DATA_UPLOAD_MAX_NUMBER_FILES = 10
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 << 20
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o700
FILE_UPLOAD_HANDLERS = [
    "ayni_web.common.uploads.CutOff",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
UPLOAD_LIMIT = 25 << 20

# Mail is optional: AYNI_MAIL=smtps://user:password@host:465 (docs/how-to/server.md).
MAIL = mail("AYNI_MAIL")
EMAIL_BACKEND = (
    "django.core.mail.backends.smtp.EmailBackend" if MAIL else "django.core.mail.backends.dummy.EmailBackend"
)
if MAIL:
    EMAIL_HOST, EMAIL_PORT, EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = MAIL.host, MAIL.port, MAIL.user, MAIL.password
    EMAIL_USE_SSL, EMAIL_USE_TLS, EMAIL_TIMEOUT = MAIL.ssl, MAIL.tls, 20
DEFAULT_FROM_EMAIL = os.environ.get("AYNI_MAIL_FROM", f"ayni@{HOST}")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    # Whoever knocks under another name is turned away; that fills no log.
    "loggers": {"django.security.DisallowedHost": {"level": "CRITICAL"}},
}
SILENCED_SYSTEM_CHECKS: list[str] = []
