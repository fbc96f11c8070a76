"""Every write of questionnaires, rounds and answers."""

from ayni_web.assessments.actions.answering import answer_sheet, put_in_paper
from ayni_web.assessments.actions.rounds import (
    ask_people,
    close_assessment,
    extend_assessment,
    open_assessment,
    reply_to_assessment,
    withdraw_sheet,
)
from ayni_web.assessments.actions.templates import copy_entry, copy_version, edit_template

__all__ = [
    "answer_sheet",
    "ask_people",
    "close_assessment",
    "copy_entry",
    "copy_version",
    "edit_template",
    "extend_assessment",
    "open_assessment",
    "put_in_paper",
    "reply_to_assessment",
    "withdraw_sheet",
]
