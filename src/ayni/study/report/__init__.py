"""The report of a study and its field forms: pages that open offline, on a phone, on a screen and on paper."""

from ayni.study.report.page import forms_html, report_html

__all__ = ["forms_html", "report_html"]
