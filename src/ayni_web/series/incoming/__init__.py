"""What comes in by a spreadsheet about measures: values, and what is meant to be reached."""

from ayni_web.series.incoming.readings import READINGS
from ayni_web.series.incoming.targets import TARGETS

INCOMING = (READINGS, TARGETS)
