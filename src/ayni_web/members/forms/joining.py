"""Forms of inviting and of coming in by a code."""

from typing import Any

from django import forms

from ayni_web.accounts.forms.oneself import NAMES_TO_SIGN_IN, Password
from ayni_web.accounts.privacy.purposes import purposes, required, version
from ayni_web.common.forms import Form, Several, Text, Tick
from ayni_web.members.folding import folded

CODE = {"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}


class InviteForm(Form):
    """Who is invited."""

    topic = "joining"
    name = Text(max_length=120)


class CodeForm(Form):
    """The code that one was given."""

    topic = "joining"
    code = Text(max_length=20, widget=forms.TextInput(attrs={"class": "short", **CODE}))


class TakeForm(Form):
    """An invitation taken by someone who is signed in: nothing to fill in."""

    topic = "joining"
    code = forms.CharField(max_length=20, widget=forms.HiddenInput)


class JoinForm(TakeForm):
    """A new account: a name to sign in with and a password; the rest if one likes."""

    field_order = ("username", "password", "phone", "email", "agree", "optional")
    username = Text(max_length=60, widget=forms.TextInput(attrs=NAMES_TO_SIGN_IN))
    password = Password(new=True)
    phone = Text(max_length=30, required=False, widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}))
    email = Text(max_length=200, required=False, widget=forms.EmailInput(attrs={"autocomplete": "email"}))
    agree = Tick()
    optional = Several(lambda: [code for code in purposes() if code not in required()], topic="purposes",
                       required=False)  # fmt: skip
    version = forms.CharField(max_length=20, widget=forms.HiddenInput, label="#")

    def __init__(self, *args: Any, name: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("version", version())
        self.initial.setdefault("username", _suggested(name))

    def facts(self) -> dict[str, Any]:
        """What the action takes."""
        facts = dict(super().facts())
        agreed = required() if facts.pop("agree") else frozenset()
        facts["purposes"] = sorted({*agreed, *facts.pop("optional")})
        return facts


def _suggested(name: str) -> str:
    """User name that a person may take as it is: the first two words of the name, in plain letters."""
    parts = ["".join(letter for letter in word if letter.isascii()) for word in folded(name).split()[:2]]
    return ".".join(part for part in parts if part)[:60]
