"""The form of a recording."""

from django.forms import ClearableFileInput

from ayni.words import NAMES, languages
from ayni_web.common import forms
from ayni_web.home.sounds import ACCEPTED

# Pages that have room for a recording: those that show the tag ``recording`` with this code.
PAGES = (
    "home", "reminders", "join", "mine", "organisation", "cluster", "events", "documents", "sign",
    "who_sees", "words", "privacy", "privacy_mine", "seals",
)  # fmt: skip


class RecordingForm(forms.Form):
    """A page, a language and a file."""

    topic = "recordings"
    page = forms.Choice(PAGES, topic="recording_pages")
    language = forms.forms.ChoiceField(choices=lambda: [(code, NAMES[code]) for code in languages()])
    file = forms.Upload(widget=ClearableFileInput(attrs={"accept": ACCEPTED}))
