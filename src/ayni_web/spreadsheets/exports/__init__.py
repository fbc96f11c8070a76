"""Every list as a file: one row a thing, in the reader's language, and of it only what that person may see."""

from collections.abc import Mapping

from ayni_web.spreadsheets.exports.lists import List
from ayni_web.spreadsheets.exports.members import MEMBERS
from ayni_web.spreadsheets.exports.people import PEOPLE
from ayni_web.spreadsheets.exports.written import WRITTEN

LISTS: Mapping[str, List] = {each.name: each for each in (*MEMBERS, *WRITTEN, *PEOPLE)}
