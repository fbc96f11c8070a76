"""Every write of documents."""

import hashlib
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone

from ayni_web.common import chain
from ayni_web.common.acting import Mistake, action
from ayni_web.common.uploads import accepted, safe_name
from ayni_web.documents.access import (
    FEW,
    Owner,
    audiences_for,
    is_wider,
    may_change,
    may_sign,
    may_sign_for,
    may_widen,
    may_write_for,
    owner_of,
)
from ayni_web.documents.models import AskedSignature, Document, Opening, Signature, Version
from ayni_web.documents.queries import askable
from ayni_web.members.models import Cluster, Organisation

if TYPE_CHECKING:
    from ayni_web.accounts.models import Person


@action
def add_document(
    *, by: "Person", title: str, kind: str, audience: str, owner: Owner = None, text: str = "",
    file: UploadedFile | None = None,
) -> Document:  # fmt: skip
    """Add a document of an owner (cluster, organisation, or none for the entity) with its first version."""
    if not may_write_for(by, owner):
        raise Mistake("documents.not_yours", field="owner")
    _refuse_audience(by, owner, audience)
    return _added(by, owner, text, file, title=title, kind=kind, audience=audience)


@action
def receive_document(
    *, by: "Person", title: str, kind: str, audience: str, owner: Owner = None, file: UploadedFile | None = None
) -> Document:
    """Add a document that somebody sends who does not write for its owner, and who reads it from then on.

    That they may send it is for the caller to know: a requester sends papers to the own case, an expert to an answer.
    """
    return _added(by, owner, "", file, title=title, kind=kind, audience=audience, sent_by=by)


@action
def add_version(
    *, by: "Person", document: Document, what_changed: str, text: str = "", file: UploadedFile | None = None
) -> Version:
    """Add the next version of a document; the earlier ones stay as they are."""
    if not may_change(by, document):
        raise Mistake("documents.not_yours")
    document = Document.objects.select_for_update().get(pk=document.pk)
    last = document.versions.first()
    return _write_version(by, document, last.number + 1 if last else 1, what_changed, text, file, last)


@action
def open_to(*, by: "Person", document: Document, audience: str) -> Document:
    """Change who may read a document."""
    if not may_change(by, document):
        raise Mistake("documents.not_yours")
    _refuse_audience(by, owner_of(document), audience)
    if is_wider(audience, document.audience) and not may_widen(by, document):
        raise Mistake("documents.widened_by_its_own", field="audience", organisation=document.organisation.name)
    before, document.audience = document.audience, audience
    document.save(update_fields=["audience"])
    chain.append("document.opened_to", by=by, document=str(document.pk), before=before, now=audience)
    return document


@action
def sign(*, by: "Person", version: Version, organisation: Organisation | None = None) -> Signature:
    """Sign these bytes, now: by the clock of the database."""
    if not may_sign(by, version.document) or (organisation and not may_sign_for(by, organisation)):
        raise Mistake("documents.not_yours_to_sign", field="organisation")
    if version.signatures.filter(person=by, organisation=organisation).exists():
        raise Mistake("documents.signed_before", field="organisation")
    if version.document.versions.filter(number__gt=version.number).exists():
        raise Mistake("documents.sign_the_last")
    whole_content(version)
    signature = Signature.objects.create(version=version, person=by, organisation=organisation, sha256=version.sha256)
    signature.refresh_from_db(fields=["signed_at"])
    chain.append(
        "document.signed", by=by, signature=str(signature.pk), version=str(version.pk), sha256=version.sha256,
        organisation=str(organisation.pk) if organisation else None,
    )  # fmt: skip
    return signature


@action
def ask_signature(*, by: "Person", version: Version, organisations: Iterable[Organisation]) -> Version:
    """Ask organisations to sign a version."""
    if not may_change(by, version.document):
        raise Mistake("documents.not_yours")
    may_be_asked = set(askable(version.document).values_list("pk", flat=True))
    for organisation in organisations:
        if organisation.pk not in may_be_asked:
            raise Mistake("documents.they_cannot_read", field="organisations", organisation=organisation.name)
        AskedSignature.objects.get_or_create(version=version, organisation=organisation, defaults={"asked_by": by})
    return version


def record_opening(person: Any, version: Version) -> None:
    """Leave a trace of who opened what is for few, once a day."""
    if version.document.audience in FEW and person.is_authenticated:
        Opening.objects.get_or_create(version=version, person=person, day=timezone.localdate())


def whole_content(version: Version) -> bytes:
    """Bytes of a version, as they were hashed; refused when they are no longer those."""
    content = version.text.encode("utf-8") if version.text else _read(version)
    if hashlib.sha256(content).hexdigest() != version.sha256:
        raise Mistake("documents.other_bytes", number=version.number)
    return content


def _read(version: Version) -> bytes:
    try:
        with version.file.open("rb") as file:
            return bytes(file.read())
    except FileNotFoundError:
        raise Mistake("documents.file_gone", number=version.number) from None


def _added(by: "Person", owner: Owner, text: str, file: UploadedFile | None, **facts: Any) -> Document:
    document = Document.objects.create(
        added_by=by, cluster=owner if isinstance(owner, Cluster) else None,
        organisation=owner if isinstance(owner, Organisation) else None, **facts,
    )  # fmt: skip
    _write_version(by, document, 1, "", text, file)
    return document


def _refuse_audience(by: "Person", owner: Owner, audience: str) -> None:
    if audience not in audiences_for(by, owner):
        raise Mistake("documents.not_that_audience", field="audience")


def _write_version(
    by: "Person", document: Document, number: int, what_changed: str, text: str, file: UploadedFile | None,
    last: Version | None = None,
) -> Version:  # fmt: skip
    text = text.replace("\r\n", "\n").strip()
    if bool(text) == bool(file):
        raise Mistake("documents.text_or_file", field="text")
    if file:
        came = accepted(file)
        name, media_type, content = came.name, came.media_type, came.content
    else:
        name, media_type, content = f"{safe_name(document.title)}.txt", "text/plain", text.encode("utf-8")
    sha256 = hashlib.sha256(content).hexdigest()
    if last and last.sha256 == sha256:
        raise Mistake("documents.same_as_before", field="file" if file else "text")
    return Version.objects.create(
        document=document, number=number, text=text, file=ContentFile(content, name=name) if file else "", name=name,
        media_type=media_type, size=len(content), sha256=sha256, what_changed=what_changed, made_by=by,
    )  # fmt: skip
