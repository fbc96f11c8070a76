"""The how-to, run: a file that an expert wrote is asked with, answered and told, without a line of code."""

import re
import sys
import tomllib
from pathlib import Path

import pytest

from ayni.library import entries, read_entry
from ayni_web.assessments.models import Assessment
from tests.web.assessments.made import asked, growers, sent
from tests.web.assessments.test_pages import soon

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]
PAGE = Path(__file__).parents[3] / "docs" / "how-to" / "questionnaire.md"


@pytest.fixture
def thrift(monkeypatch):
    """The file of the page, in the library."""
    text = re.search(r"```toml\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)[1]
    found = {each.code: each for each in entries("questionnaires")}
    found["thrift"] = read_entry("questionnaires", "thrift", tomllib.loads(text))
    monkeypatch.setattr(sys.modules["ayni.library.entries"], "_packaged", lambda kind: found)


@pytest.mark.usefixtures("thrift")
def test_a_questionnaire_that_is_a_file_is_asked_answered_and_told(world, signed_in):
    client = signed_in(world.manager)
    assert "Ahorro en común" in client.get("/assessments/questionnaires/").content.decode()
    address = "/assessments/questionnaires/thrift/open/"
    assert client.post(address, {"cluster": world.cluster.pk, "closes_on": soon()}).status_code == 302
    made = Assessment.objects.get()
    for sheet in asked(world.manager, made, *growers(world, 5)):
        sent(sheet, 3)
    client.post(f"/assessments/{made.pk}/close/")
    page = client.get(f"/assessments/{made.pk}/").content.decode()
    # Always, always, and turned always: (2 * 1 + 0) / 3 in the first group, 1 in the second, which weighs half.
    assert "67 de 100" in page
    assert "78 de 100" in page
