"""Forms of accounts."""

from typing import Any

from allauth.account.forms import LoginForm
from django import forms

from ayni_web.common.language import said


class SignInForm(LoginForm):
    """User name, e-mail or phone number, and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"] = forms.CharField(
            label=said("accounts.sign_in_name"),
            help_text=said("accounts.sign_in_name_hint"),
            max_length=120,
            widget=forms.TextInput(attrs={"autocomplete": "username webauthn", "autocapitalize": "none"}),
        )
        self.fields["password"].label = said("accounts.password")
        self.fields["password"].help_text = None
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)

    def user_credentials(self) -> dict[str, Any]:
        """What the backend takes: the name as it was typed."""
        return {"username": self.cleaned_data["login"], "password": self.cleaned_data["password"]}
