"""Forms of roles, invitations and resets."""

from django import forms

from ayni_web.accounts.models import Role
from ayni_web.common.forms import Choice, Form, Text

NAME = {"autocapitalize": "none", "autocomplete": "off"}


class AppointForm(Form):
    """Who, by the name they sign in with, and which role."""

    topic = "roles"
    person = Text(max_length=120, widget=forms.TextInput(attrs=NAME))
    role = Choice(Role.values, topic="roles", empty=True)


class InviteForm(Form):
    """Who is invited, and to which role."""

    topic = "invitations"
    name = Text(max_length=120)
    role = Choice(Role.values, topic="roles", empty=True)


class AskResetForm(Form):
    """Who lost their access, and how one knows."""

    topic = "resets"
    person = Text(max_length=120, widget=forms.TextInput(attrs=NAME))
    why = Text(max_length=300, long=True)


class ApproveForm(Form):
    """Nothing to fill in: that it counts once."""

    topic = "resets"
