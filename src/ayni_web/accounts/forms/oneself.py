"""Forms of one's own page."""

from typing import Any

from django import forms
from django.conf import settings

from ayni.words import NAMES
from ayni_web.accounts.actions.tokens import DAYS, MOST_DAYS, SCOPES
from ayni_web.common.forms import Form, Several, Text, Told, Whole

NAMES_TO_SIGN_IN = {"autocapitalize": "none", "autocomplete": "username"}


class Password(Told, forms.CharField):
    """A password, shown as points and kept as it was typed."""

    def __init__(self, *args: Any, new: bool = False, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 200)
        widget = forms.PasswordInput(attrs={"autocomplete": "new-password" if new else "current-password"})
        super().__init__(*args, strip=False, widget=widget, **kwargs)


class NameForm(Form):
    """Name and language."""

    topic = "accounts"
    name = Text(max_length=120)
    language = forms.ChoiceField(choices=lambda: [(code, NAMES[code]) for code in settings.OFFERED_LANGUAGES])


class ContactForm(Form):
    """E-mail and telephone, and the password again."""

    topic = "accounts"
    email = Text(max_length=200, required=False, widget=forms.EmailInput(attrs={"autocomplete": "email"}))
    phone = Text(max_length=30, required=False, widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}))
    password = Password()


class TokenForm(Form):
    """What a key is for, what it may do, and for how long."""

    topic = "tokens"
    name = Text(max_length=80)
    scopes = Several(SCOPES, topic="tokens")
    days = Whole(initial=DAYS, min_value=1, max_value=MOST_DAYS, example=str(DAYS))


class LostForm(Form):
    """The code of an access given back, and a new password."""

    topic = "resets"
    code = Text(max_length=20, widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}))
    password = Password(new=True)
