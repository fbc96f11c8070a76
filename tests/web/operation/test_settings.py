"""A setting that is not clear stops the start with a sentence; those of production leave nothing open."""

import os
import subprocess
import sys

import pytest

from ayni_web.common.acting import Mistake
from ayni_web.environment import UnclearSetting, flag, folder, listed, mail, site
from ayni_web.members.models import Entity
from tests.web.operation.homes import ROOT


@pytest.mark.parametrize(("came", "truth"), [("yes", True), (" YES ", True), ("no", False), ("", True)])
def test_a_flag_is_yes_or_no(monkeypatch, came, truth):
    monkeypatch.setenv("AYNI_DEBUG", came)
    assert flag("AYNI_DEBUG", True) is truth


@pytest.mark.parametrize("came", ["1", "true", "sí", "on", "yes no"])
def test_anything_else_is_refused_with_its_name(monkeypatch, came):
    monkeypatch.setenv("AYNI_DEBUG", came)
    with pytest.raises(UnclearSetting, match="AYNI_DEBUG"):
        flag("AYNI_DEBUG", True)


@pytest.mark.parametrize(
    "came",
    ["ayni.example.pe", "ftp://ayni.example.pe", "https://", "https://ayni.example.pe/site", "http://ayni.example.pe",
     "https://ayni.example.pe?x", "https://ayni.example.pe:no", "https://user@ayni.example.pe"],
)  # fmt: skip
def test_an_address_of_the_site_that_is_none_is_refused(monkeypatch, came):
    monkeypatch.setenv("AYNI_SITE", came)
    with pytest.raises(UnclearSetting, match="AYNI_SITE"):
        site("AYNI_SITE", "http://127.0.0.1:8000")


@pytest.mark.parametrize("came", ["https://ayni.example.pe", "https://ayni.example.pe/", "http://127.0.0.1:9000"])
def test_an_address_is_scheme_and_host(monkeypatch, came):
    monkeypatch.setenv("AYNI_SITE", came)
    assert site("AYNI_SITE", "x") == came.rstrip("/")


def test_a_folder_is_made_for_its_owner_alone(monkeypatch, tmp_path):
    monkeypatch.setenv("AYNI_HOME", str(tmp_path / "a" / "home"))
    assert folder("AYNI_HOME", tmp_path).stat().st_mode & 0o077 == 0


def test_a_folder_that_cannot_be_made_is_refused(monkeypatch, tmp_path):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("AYNI_HOME", str(tmp_path / "file" / "home"))
    with pytest.raises(UnclearSetting, match="AYNI_HOME"):
        folder("AYNI_HOME", tmp_path)


def test_a_list_is_parted_by_commas(monkeypatch):
    monkeypatch.setenv("AYNI_LANGUAGES", " es, qu ,,")
    assert listed("AYNI_LANGUAGES", "es") == ["es", "qu"]


@pytest.mark.parametrize(
    "came",
    ["mail.example.pe", "smtp://mail.example.pe", "http://mail.example.pe", "smtps://", "smtps://mail:no",
     "smtps://u:p@mail/x"],
)  # fmt: skip
def test_a_mail_server_that_is_none_is_refused_and_its_password_not_told(monkeypatch, came):
    monkeypatch.setenv("AYNI_MAIL", came)
    with pytest.raises(UnclearSetting, match="AYNI_MAIL") as caught:
        mail("AYNI_MAIL")
    assert "u:p" not in str(caught.value)


def test_mail_is_encrypted_but_on_this_machine(monkeypatch):
    monkeypatch.setenv("AYNI_MAIL", "smtps://post%40ayni:s%3Acret@mail.example.pe")
    told = mail("AYNI_MAIL")
    assert (told.port, told.user, told.password, told.ssl, told.tls) == (465, "post@ayni", "s:cret", True, False)
    monkeypatch.setenv("AYNI_MAIL", "smtp+tls://mail.example.pe")
    assert mail("AYNI_MAIL").port == 587
    monkeypatch.setenv("AYNI_MAIL", "smtp://127.0.0.1:1025")
    assert mail("AYNI_MAIL").port == 1025
    monkeypatch.delenv("AYNI_MAIL")
    assert mail("AYNI_MAIL") is None


def started(tmp_path, *words, **environment):
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(("AYNI_", "DJANGO_"))}
    inherited.pop("DATABASE_URL", None)
    return subprocess.run(
        [sys.executable, "-m", "ayni_web", "manage", *words],
        env={**inherited, "AYNI_HOME": str(tmp_path), "AYNI_LANGUAGE": "en", **environment},
        capture_output=True, text=True, check=False, cwd=ROOT,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("environment", "says"),
    [
        ({"DATABASE_URL": "mysql://a@b/c"}, "PostgreSQL"),
        ({"DATABASE_URL": "no address"}, "PostgreSQL"),
        ({"AYNI_LANGUAGES": "es,fr"}, "AYNI_LANGUAGES"),
        ({"AYNI_TIME_ZONE": "America/Atlantis"}, "AYNI_TIME_ZONE"),
        ({"AYNI_MAIL": "mail.example.pe"}, "AYNI_MAIL"),
        ({"AYNI_SECRET_KEY": "short"}, "AYNI_SECRET_KEY"),
        ({"AYNI_DEBUG": "yes", "AYNI_SITE": "https://ayni.example.pe"}, "AYNI_DEBUG"),
        ({"AYNI_DEMONSTRATION": "yes", "AYNI_SITE": "https://ayni.example.pe"}, "AYNI_DEMONSTRATION"),
    ],
)
def test_an_unclear_setting_ends_the_start_with_a_sentence(tmp_path, environment, says):
    done = started(tmp_path, "check", **environment)
    assert done.returncode == 1
    assert says in done.stderr
    assert "Traceback" not in done.stderr
    assert "{" not in done.stderr


def test_the_settings_of_production_leave_nothing_open(tmp_path):
    done = started(tmp_path, "check", "--deploy", "--fail-level", "WARNING", AYNI_SITE="https://ayni.example.pe")
    assert done.returncode == 0, done.stderr
    assert "no issues" in done.stdout + done.stderr


@pytest.mark.django_db
def test_a_demonstration_is_not_prepared_for_others_to_reach(world, settings, monkeypatch):
    from django.core.management import call_command

    from ayni_web.operation.management.commands import tables

    # It closes its connection, in which this test is written.
    monkeypatch.setattr(tables, "cache_made", lambda: None)
    call_command("tables")
    Entity.objects.update(demonstration=True)
    call_command("tables")
    settings.SECURE = True
    with pytest.raises(Mistake) as refused:
        call_command("tables")
    assert refused.value.key == "operation.demonstration_not_public"
