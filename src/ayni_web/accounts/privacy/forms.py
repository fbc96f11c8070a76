"""Forms about personal data."""

from ayni_web.accounts.models import PrivacyRequest
from ayni_web.common import forms


class Ask(forms.Form):
    """What a person asks about their own data."""

    topic = "privacy"
    kind = forms.Choice(PrivacyRequest.Kind.values, topic="privacy_kinds", widget=forms.forms.RadioSelect)
    text = forms.Text(long=True, required=False)


class Answer(forms.Form):
    """What an officer answers."""

    topic = "privacy"
    decision = forms.Choice(("done", "refused"), topic="privacy_states", widget=forms.forms.RadioSelect)
    answer = forms.Text(long=True, required=False)


class Breach(forms.Form):
    """A breach of personal data."""

    topic = "privacy"
    found_at = forms.Moment()
    what = forms.Text(long=True)
    people = forms.Whole(min_value=0, example="12")
    done = forms.Text(long=True)


class Told(forms.Form):
    """When somebody was told of a breach."""

    topic = "privacy"
    at = forms.Moment()
