"""Every view is tried by everybody: what each answers, written down beside the view's name.

An application lists its views in ``tests/web/<app>/test_access.py``::

    TRIES = [
        Try("members:organisation", lambda world: {"pk": world.exporter.pk}, seen_by="director officer manager"),
    ]

    @pytest.mark.parametrize("tried", TRIES, ids=str)
    def test_a_view_answers_those_it_is_for(tried, world):
        tried.holds(world)
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.core.cache import cache
from django.db import transaction
from django.test import Client
from django.urls import reverse

from ayni_web.common import kept
from tests.web.world import TRIERS, World

EVERYBODY = " ".join(TRIERS)
SIGNED_IN = "director officer auditor manager member stranger"


def nothing(world: World) -> dict[str, Any]:
    return {}


def signed_in(world: World, who: str) -> Client:
    client = Client()
    if who != "nobody":
        client.force_login(world.people[who], backend="ayni_web.accounts.backends.NameBackend")
    return client


@contextmanager
def taken_back() -> Iterator[None]:
    """What is written meanwhile is taken back, and nothing is kept from before."""
    cache.clear()
    kept.forget()
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@dataclass(frozen=True)
class Try:
    """A view, the address it is tried at, and who gets an answer; the others get 404, nobody is sent to sign in.

    ``post`` tries the view with a POST of those fields instead of a GET: an answer is then 200, 302 or 409.
    """

    view: str
    address: Callable[[World], dict[str, Any]] = nothing
    seen_by: str = EVERYBODY
    post: Callable[[World], dict[str, Any]] | None = None
    answers: tuple[int, ...] = field(default=(200, 302))

    def __str__(self) -> str:
        return f"{self.view}{' post' if self.post else ''}"

    def holds(
        self, world: World, everybody: Iterable[str] = TRIERS, client_of: Callable[[World, str], Client] = signed_in
    ) -> None:
        """Everybody finds the view as it stands in the world: what one of them writes is taken back for the next."""
        address = reverse(self.view, kwargs=self.address(world))
        wrong = []
        for who in everybody:
            with taken_back():
                answer = self.answer(client_of(world, who), world, address)
            if not self.fits(who, answer):
                wrong.append(f"{who}: {answer.status_code} {answer.headers.get('Location', '')}")
        assert not wrong, wrong

    def answer(self, client: Client, world: World, address: str) -> Any:
        """What the view answers a client."""
        return client.get(address) if self.post is None else client.post(address, self.post(world))

    def fits(self, who: str, answer: Any) -> bool:
        """Whether that is what is written down."""
        to_sign_in = answer.status_code == 302 and answer.headers["Location"].startswith("/account/login/")
        if who in self.seen_by.split():
            return answer.status_code in self.answers and (who == "nobody" or not to_sign_in)
        return answer.status_code == 404 or (who == "nobody" and to_sign_in)
