"""Settings of the tests: a home of their own, quick passwords, SQLite unless ``DATABASE_URL`` says PostgreSQL."""

import atexit
import os
import shutil
import tempfile

home = tempfile.mkdtemp(prefix="ayni-tests-")
os.mkdir(os.path.join(home, "static"))
atexit.register(shutil.rmtree, home, ignore_errors=True)
os.environ["AYNI_HOME"] = home
for name in ("AYNI_SITE", "AYNI_DEMONSTRATION", "AYNI_LANGUAGES", "AYNI_DEBUG", "AYNI_MAIL", "AYNI_SECRET_KEY"):
    os.environ.pop(name, None)

from ayni_web.settings import *  # noqa: E402, F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
