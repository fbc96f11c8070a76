"""The page from which a lender's paper is made: a signed plan, with what only the borrower knows."""

from django.http import Http404, HttpRequest, HttpResponse

from ayni_web.common.papers import pdf_of
from ayni_web.common.views import shown
from ayni_web.ventures import access, queries
from ayni_web.ventures.analysis import lent
from ayni_web.ventures.forms.plans import LenderForm
from ayni_web.ventures.lending import asked_of, paper_of
from ayni_web.ventures.models import Version
from ayni_web.ventures.telling import told_of
from ayni_web.ventures.views.asking import SECTION, of_version


@of_version
def lender(request: HttpRequest, version: Version) -> HttpResponse:
    """A form, and the PDF that it makes; nothing of what is typed is kept."""
    computation = queries.standing_computation(version)
    if not version.is_signed or computation is None:
        raise Http404
    form = LenderForm(request.POST or None, initial={"borrower": version.plan.cluster.name})
    if request.method == "POST" and form.is_valid():
        found = lent(version.document, computation.group)
        told = told_of(version, queries.results_of(computation))
        paper = paper_of(told, found, asked_of(form.cleaned_data), list(queries.participants_of(version.plan)))
        response = HttpResponse(pdf_of(paper), content_type="application/pdf")
        response["Content-Disposition"] = f'attachment; filename="plan-{version.number}.pdf"'
        return response
    return shown(
        request, "ventures/lender.html", access.plan_audience(version.plan), section=SECTION, version=version,
        plan=version.plan, form=form,
    )  # fmt: skip
