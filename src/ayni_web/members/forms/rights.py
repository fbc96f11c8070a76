"""Form of a directed right."""

from typing import Any

from django.db.models import QuerySet

from ayni_web.common.forms import Choice, Form, Row
from ayni_web.common.language import said
from ayni_web.members.models import Organisation, Right


class RightForm(Form):
    """To whom, and what they may see."""

    topic = "rights"
    receiver = Row(queryset=None)
    what = Choice(Right.What.values, topic="rights", empty=True)

    def __init__(self, *args: Any, receivers: QuerySet[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["receiver"].queryset = receivers
        self.fields["receiver"].empty_label = said("forms.choose")
