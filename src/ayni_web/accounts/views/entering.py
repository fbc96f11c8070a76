"""Pages of signing in and of the second factor: allauth's, with what was set or removed written to the chain."""

from typing import Any, ClassVar

from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.views import IndexView
from allauth.mfa.recovery_codes.views import GenerateRecoveryCodesView
from allauth.mfa.totp.views import ActivateTOTPView, DeactivateTOTPView
from allauth.mfa.webauthn.views import AddWebAuthnView, RemoveWebAuthnView
from allauth.usersessions.views import ListUserSessionsView
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from ayni_web.accounts.adapter import sentence_of_error
from ayni_web.accounts.queries import lacks_second_factor
from ayni_web.common import chain
from ayni_web.common.audience import ONLY_YOU


class Recorded:
    """A form that, carried out, is written to the chain: what was done, and to which kind of factor."""

    entry: ClassVar[str]
    factor: ClassVar[str]
    extra_context: ClassVar = {"audience": ONLY_YOU}

    def form_valid(self, form: Any) -> HttpResponse:
        """Both or neither."""
        with transaction.atomic():
            response = super().form_valid(form)  # type: ignore[misc]
            chain.append(self.entry, by=self.request.user, factor=self.factor)  # type: ignore[attr-defined]
        return response


class Factors(IndexView):
    """What second factor one has, and what to set."""

    extra_context: ClassVar = {"audience": ONLY_YOU}

    def get_context_data(self, **facts: Any) -> dict[str, Any]:
        """With whether one must be set before going on."""
        must = lacks_second_factor(self.request.user, self.request.session)
        return {**super().get_context_data(**facts), "must_set": must}


class SetCodes(Recorded, ActivateTOTPView):
    """Codes of a telephone, set."""

    entry, factor = "factor.set", "totp"


class RemoveCodes(Recorded, DeactivateTOTPView):
    """Codes of a telephone, removed; the form refuses where they are the last factor of who must have one."""

    entry, factor = "factor.removed", "totp"


class AddKey(Recorded, AddWebAuthnView):
    """A passkey or security key, added."""

    entry, factor = "factor.set", "webauthn"


class RemoveKey(Recorded, RemoveWebAuthnView):
    """A passkey or security key, removed, unless it is the last factor of who must have one."""

    entry, factor = "factor.removed", "webauthn"

    def form_valid(self, form: Any) -> HttpResponse:
        """Removed, or told why not."""
        if not get_adapter().can_delete_authenticator(self.object):
            messages.error(self.request, sentence_of_error("cannot_delete_authenticator"))
            return redirect("mfa_list_webauthn")
        return super().form_valid(form)


class PrintCodes(Recorded, GenerateRecoveryCodesView):
    """Codes to print, made anew."""

    entry, factor = "factor.set", "recovery_codes"


class Sessions(ListUserSessionsView):
    """Where one is signed in; all others are closed at once."""

    extra_context: ClassVar = {"audience": ONLY_YOU}


def closed(request: HttpRequest) -> HttpResponse:
    """Pages of allauth that have a name and that this site does not have."""
    raise Http404
