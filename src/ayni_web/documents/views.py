"""Pages of documents."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.http import content_disposition_header

from ayni_web.common import chain
from ayni_web.common.audience import ONLY_YOU, SIGNED_IN
from ayni_web.common.language import said
from ayni_web.common.pages import page_of
from ayni_web.common.uploads import SHOWN
from ayni_web.common.views import shown
from ayni_web.documents import actions, queries
from ayni_web.documents.access import audience_of, may_change, may_see_who, may_sign, may_write_for, owner_of
from ayni_web.documents.forms import AskForm, DocumentForm, ReadersForm, Search, SignForm, VersionForm
from ayni_web.documents.models import Document, Version
from ayni_web.members.models import Cluster, Organisation
from ayni_web.members.queries import inner_clusters

View = Callable[..., HttpResponse]


def readable(view: View) -> View:
    """View of a document for those who read it; whoever is not signed in is sent to sign in, others get 404."""

    @wraps(view)
    def seen(request: HttpRequest, pk: UUID, **kwargs: Any) -> HttpResponse:
        found = queries.visible_documents(request.user).select_related("cluster", "organisation", "added_by")
        document = found.filter(pk=pk).first()
        if document is not None:
            return view(request, document, **kwargs)
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        raise Http404

    return seen


def writable(view: View) -> View:
    """View of a document for those who change it."""

    @wraps(view)
    def seen(request: HttpRequest, document: Document, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        if not may_change(request.user, document):
            raise Http404
        return view(request, document, **kwargs)

    return readable(seen)


def documents(request: HttpRequest) -> HttpResponse:
    """List of documents; without an account, those that are public."""
    search = Search(request.GET or None, clusters=inner_clusters(request.user))
    asked = search.cleaned_data if search.is_valid() else {}
    found = queries.found_documents(
        request.user, kind=asked.get("kind", ""), cluster=asked.get("cluster"), words=asked.get("q", "")
    )
    signed_in = request.user.is_authenticated
    return shown(
        request, "documents/documents.html", SIGNED_IN, search=search, page=page_of(request, found),
        may_add=signed_in and bool(queries.owners(request.user)), section="documents",
        waiting=queries.waiting_for(request.user).count() if signed_in else 0,
    )  # fmt: skip


def _owners(request: HttpRequest) -> list[Any]:
    """The owner an address names, or all of whom the person may choose one."""
    for name, model in (("cluster", Cluster), ("organisation", Organisation)):
        if request.GET.get(name):
            try:
                owner = model.objects.filter(pk=UUID(request.GET[name])).first()
            except ValueError:
                raise Http404 from None
            return [owner] if owner and may_write_for(request.user, owner) else []
    return queries.owners(request.user)


@login_required
def add(request: HttpRequest) -> HttpResponse:
    """Write or send a document."""
    owners = _owners(request)
    if not owners:
        raise Http404
    form = DocumentForm(request.POST or None, request.FILES or None, owners=owners)
    if request.method == "POST" and form.is_valid():
        document = form.carried_out(actions.add_document, by=request.user)
        if document:
            messages.success(request, said("documents.added"))
            return redirect("documents:document", pk=document.pk)
    return shown(
        request, "documents/form.html", SIGNED_IN, form=form, title=said("documents.add"),
        lede=said("documents.add_lede"), button=said("documents.add_button"), section="documents",
    )  # fmt: skip


@readable
def document(request: HttpRequest, document: Document, number: int | None = None) -> HttpResponse:
    """Document as it stands, or one of its versions."""
    versions = list(document.versions.select_related("made_by").prefetch_related(
        "signatures__person", "signatures__organisation", "asked__organisation"))  # fmt: skip
    version = next((each for each in versions if number in (None, each.number)), None)
    if version is None:
        raise Http404
    actions.record_opening(request.user, version)
    changes = may_change(request.user, document)
    head, count = chain.head_and_count()
    return shown(
        request, "documents/document.html", audience_of(document), document=document, version=version,
        versions=versions, may_change=changes, may_sign=may_sign(request.user, document), section="documents",
        image=version.media_type in SHOWN, head=head, count=count, sees_who=may_see_who(request.user, document),
        openings=version.openings.select_related("person")[:20] if changes else (),
    )  # fmt: skip


@readable
def download(request: HttpRequest, document: Document, number: int) -> HttpResponse:
    """Bytes of a version; nothing in them is run by the browser."""
    version = get_object_or_404(document.versions, number=number)
    version.document = document
    return handed_over(request.user, version)


def handed_over(person: Any, version: Version) -> HttpResponse:
    """Bytes of a version for a person who reads it; that it was opened is kept."""
    content = actions.whole_content(version)
    actions.record_opening(person, version)
    media_type = f"{version.media_type}; charset=utf-8" if version.text else version.media_type
    return HttpResponse(content, content_type=media_type, headers={
        "Content-Disposition": content_disposition_header(version.media_type not in SHOWN, version.name),
        "Content-Security-Policy": "default-src 'none'; sandbox",
        "X-Content-Type-Options": "nosniff",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Cache-Control": "private, no-store",
    })  # fmt: skip


@writable
def new_version(request: HttpRequest, document: Document) -> HttpResponse:
    """Write or send the next version."""
    last = document.versions.first()
    form = VersionForm(request.POST or None, request.FILES or None, initial={"text": last.text if last else ""})
    if request.method == "POST" and form.is_valid():
        version = form.carried_out(actions.add_version, by=request.user, document=document)
        if version:
            messages.success(request, said("documents.version_added", number=version.number))
            return redirect("documents:document", pk=document.pk)
    return _form(request, document, form, said("documents.new_version"), said("documents.new_version_button"),
                 said("documents.new_version_lede"))  # fmt: skip


@writable
def readers(request: HttpRequest, document: Document) -> HttpResponse:
    """Choose who may read."""
    form = ReadersForm(request.POST or None, initial={"audience": document.audience})
    sent = request.method == "POST" and form.is_valid()
    if sent and form.carried_out(actions.open_to, by=request.user, document=document):
        messages.success(request, said("documents.readers_changed"))
        return redirect("documents:document", pk=document.pk)
    return _form(request, document, form, said("documents.readers"), said("documents.readers_button"),
                 said("documents.readers_lede"))  # fmt: skip


@readable
def changes(request: HttpRequest, document: Document, number: int) -> HttpResponse:
    """What changed between a version and the one before."""
    new = get_object_or_404(document.versions, number=number)
    old = get_object_or_404(document.versions, number=number - 1)
    for version in (old, new):
        version.document = document
        actions.record_opening(request.user, version)
    lines = queries.difference(old, new) if old.text and new.text else None
    return shown(request, "documents/changes.html", audience_of(document), document=document, old=old, new=new,
                 lines=lines, section="documents")  # fmt: skip


@login_required
def waiting(request: HttpRequest) -> HttpResponse:
    """What waits for a signature."""
    return shown(request, "documents/waiting.html", ONLY_YOU, page=page_of(request, queries.waiting_for(request.user)),
                 section="documents")  # fmt: skip


@writable
def ask(request: HttpRequest, document: Document, number: int) -> HttpResponse:
    """Ask organisations to sign."""
    version = get_object_or_404(document.versions, number=number)
    version.document = document
    form = AskForm(request.POST or None, organisations=queries.askable(document))
    sent = request.method == "POST" and form.is_valid()
    if sent and form.carried_out(actions.ask_signature, by=request.user, version=version):
        messages.success(request, said("signatures.asked"))
        return redirect("documents:document", pk=document.pk)
    return _form(request, document, form, said("signatures.ask"), said("signatures.ask_button"),
                 said("signatures.ask_lede"))  # fmt: skip


@readable
def sign(request: HttpRequest, document: Document, number: int) -> HttpResponse:
    """Sign a version."""
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    if not may_sign(request.user, document):
        raise Http404
    version = get_object_or_404(document.versions, number=number)
    version.document = document
    return _signed(request, version)


@reauthentication_required(allow_get=True)
def _signed(request: HttpRequest, version: Version) -> HttpResponse:
    """Form to sign; what is sent counts once the person has shown again who they are."""
    document = version.document
    asked = queries.waiting_for(request.user).filter(version=version).values_list("organisation_id", flat=True)
    form = SignForm(
        request.POST or None, organisations=queries.signed_for(request.user), initial={"organisation": asked.first()}
    )
    sent = request.method == "POST" and form.is_valid()
    if sent and form.carried_out(actions.sign, by=request.user, version=version):
        messages.success(request, said("signatures.signed"))
        return redirect("documents:document", pk=document.pk)
    return shown(request, "documents/sign.html", audience_of(document), document=document, version=version, form=form,
                 section="documents")  # fmt: skip


def _form(request: HttpRequest, document: Document, form: Any, title: str, button: str, lede: str) -> HttpResponse:
    return shown(
        request, "documents/form.html", audience_of(document), document=document, form=form, title=title,
        button=button, lede=lede, eyebrow=document.title, owner=owner_of(document), section="documents",
    )  # fmt: skip
