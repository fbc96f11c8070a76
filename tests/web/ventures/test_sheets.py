"""A plan as a spreadsheet on the site: taken away, filled in, sent back, told by its cells."""

import zipfile
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from ayni_web.common.acting import Mistake
from ayni_web.ventures import analysis
from ayni_web.ventures.actions import plans
from ayni_web.ventures.contents import faults_of
from ayni_web.ventures.models import Plan, Version
from tests.web.ventures import made

pytestmark = pytest.mark.sqlite


def sent(world, content, name="plan.xlsx"):
    return {"way": "file", "file": SimpleUploadedFile(name, content), "cluster": str(world.cluster.pk)}


@pytest.mark.parametrize("language", ["es", "en", "pt"])
def test_the_spreadsheet_that_is_offered_comes_back_as_the_example(world, signed_in, language):
    client = signed_in(world.manager)
    client.get(f"/language/{language}/")
    offered = client.get("/plans/model.xlsx")
    assert "/plans/model.xlsx" in client.get("/plans/add/").content.decode()
    assert client.post("/plans/add/", sent(world, offered.content)).status_code == 302
    version = Version.objects.get()
    assert faults_of(version.document) == []
    assert analysis.plan_of(version.document) == analysis.plan_of(made.example_document())


def test_a_version_comes_back_from_its_spreadsheet(world, signed_in):
    version = made.planned(world)
    client = signed_in(world.manager)
    content = client.get(f"/plans/versions/{version.pk}/model.xlsx").content
    client.post("/plans/add/", sent(world, content))
    other = Version.objects.exclude(pk=version.pk).get()
    assert analysis.plan_of(other.document) == analysis.plan_of(version.document)


def test_what_is_wrong_is_told_with_its_cell_and_kept_as_a_draft(world, signed_in):
    document = made.small()
    document["flow"][0]["price"] = -1
    client = signed_in(world.manager)
    content = analysis.workbook_of_document(document, "es")
    page = client.post("/plans/add/", sent(world, content), follow=True).content.decode()
    assert "flow!H3" in page and Version.objects.get().state == "draft"


def archive(**members):
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w") as written:
        for name, text in members.items():
            written.writestr(name, text)
    return packed.getvalue()


@pytest.mark.parametrize(
    "content", [b"PK\x03\x04 nothing", archive(a="b"), analysis.workbook_of_document({}, "es")[:2000]]
)
def test_what_is_no_workbook_is_refused_in_words(world, signed_in, content):
    page = signed_in(world.manager).post("/plans/add/", sent(world, content))
    assert page.status_code == 200 and 'role="alert"' in page.content.decode()
    assert not Plan.objects.exists()


def test_a_workbook_without_anything_is_a_draft_with_everything_to_mend(world):
    file = SimpleUploadedFile("plan.xlsx", analysis.workbook_of_document({}, "es"))
    version = plans.add_file(by=world.manager, cluster=world.cluster, file=file)
    assert len(faults_of(version.document)) > 3


def test_a_file_that_is_too_large_is_refused(world):
    with pytest.raises(Mistake) as refused:
        plans.content_of_file(SimpleUploadedFile("plan.xlsx", b"x" * (plans.FILE_LIMIT + 1)))
    assert refused.value.key == "plans.file_too_big"
