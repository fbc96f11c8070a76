"""Forms of signing in and of the second factor: allauth's, in our words."""

from typing import Any, ClassVar

from allauth.account.forms import ChangePasswordForm, LoginForm, ReauthenticateForm
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.base.forms import ReauthenticateForm as ReauthenticateByCodeForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from django import forms

from ayni_web.common.language import said


class Worded:
    """Fields whose labels and hints are sentences, by the name of the field."""

    labels: ClassVar[dict[str, str]] = {}
    hints: ClassVar[dict[str, str]] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():  # type: ignore[attr-defined]
            field.widget.attrs.pop("placeholder", None)
            field.error_messages["required"] = said("forms.required")
            field.help_text = said(self.hints[name]) if name in self.hints else ""
            if name in self.labels:
                field.label = said(self.labels[name])


class SignInForm(Worded, LoginForm):
    """User name, e-mail or phone number, and password."""

    labels: ClassVar = {"login": "accounts.sign_in_name", "password": "accounts.password"}
    hints: ClassVar = {"login": "accounts.sign_in_name_hint"}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        login = self.fields["login"]
        login.max_length = 120
        login.widget = forms.TextInput(
            attrs={"autocomplete": "username webauthn", "autocapitalize": "none", "maxlength": 120}
        )  # fmt: skip

    def user_credentials(self) -> dict[str, Any]:
        """What the backend takes: the name as it was typed."""
        return {"username": self.cleaned_data["login"], "password": self.cleaned_data["password"]}


class PasswordAgainForm(Worded, ReauthenticateForm):
    """The password, asked again before what matters."""

    labels: ClassVar = {"password": "accounts.password"}


class NewPasswordForm(Worded, ChangePasswordForm):
    """The password and a new one, typed twice."""

    labels: ClassVar = {
        "oldpassword": "accounts.password_now",
        "password1": "accounts.password_new",
        "password2": "accounts.password_again",
    }
    hints: ClassVar = {"password1": "accounts.password_new_hint"}

    def clean(self) -> dict[str, Any]:
        """Both the same."""
        cleaned = forms.Form.clean(self)
        first, second = cleaned.get("password1"), cleaned.get("password2")
        if first and second and first != second:
            self.add_error("password2", said("accounts.password_differs"))
        return cleaned


class CodeForm(Worded, AuthenticateForm):
    """The code of the telephone, or one of those that were printed."""

    labels: ClassVar = {"code": "accounts.code"}
    hints: ClassVar = {"code": "accounts.code_hint"}


class CodeAgainForm(Worded, ReauthenticateByCodeForm):
    """The code, asked again before what matters."""

    labels: ClassVar = {"code": "accounts.code"}
    hints: ClassVar = {"code": "accounts.code_hint"}


class SetCodesForm(Worded, ActivateTOTPForm):
    """The first code that the telephone shows."""

    labels: ClassVar = {"code": "accounts.first_code"}
    hints: ClassVar = {"code": "accounts.first_code_hint"}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].widget.attrs.update({"inputmode": "numeric", "class": "short"})

    @property
    def groups(self) -> list[str]:
        """The secret in groups of four, for who types it into the telephone."""
        return [self.secret[at : at + 4] for at in range(0, len(self.secret), 4)]


class AddKeyForm(Worded, AddWebAuthnForm):
    """A name for a key, and whether it lets in without a password."""

    labels: ClassVar = {"name": "accounts.key_called", "passwordless": "accounts.key_passwordless"}
    hints: ClassVar = {"name": "accounts.key_called_hint", "passwordless": "accounts.key_passwordless_hint"}


class NameKeyForm(Worded, EditWebAuthnForm):
    """Another name for a key."""

    labels: ClassVar = {"name": "accounts.key_called"}
    hints: ClassVar = {"name": "accounts.key_called_hint"}
