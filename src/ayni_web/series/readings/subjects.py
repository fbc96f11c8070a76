"""Readings are shown by evidence."""

from ayni_web.series.models import Reading
from ayni_web.series.readings.access import may_revise, owner_of_paper, visible_readings
from ayni_web.series.subjects import Subject

SUBJECTS = (Subject("reading", Reading, visible_readings, may_revise, owner_of_paper, "series:reading"),)
