"""What accounts, headings and plans are called, in the reader's language."""

from ayni.library.plans import plans
from ayni_web.common.language import spoken
from ayni_web.ledger.models import Account, Heading


def account_title(account: Account) -> str:
    """What an account is called; in Spanish, or as it was written, where the language has no name for it."""
    return spoken(account.texts) or next(iter(account.texts.values()), account.code)


def account_in_plan(account: Account) -> str:
    """Code and name of an account, as accountants call it."""
    return f"{account.code} {account_title(account)}"


def heading_path(heading: Heading) -> str:
    """A heading after those it stands within: ``Call › Award › Activity``."""
    above: list[str] = []
    at: Heading | None = heading
    while at is not None:
        above.append(at.title)
        at = at.parent
    return " › ".join(reversed(above))


def plan_title(code: str) -> str:
    """What a plan of accounts of the library is called."""
    return spoken(plans()[code].title)


def plan_about(code: str) -> str:
    """What a plan of accounts of the library is for."""
    return spoken(plans()[code].about)
