"""Every view is tried by everybody: what each answers, written down beside the view's name.

An application lists its views in ``tests/web/<app>/test_access.py``::

    TRIES = [
        Try("members:organisation", lambda world: {"pk": world.exporter.pk}, seen_by="director officer manager"),
    ]

    @pytest.mark.parametrize("tried", TRIES, ids=str)
    @pytest.mark.parametrize("who", TRIERS)
    def test_a_view_answers_those_it_is_for(tried, who, world, client):
        tried.holds(who, world, client)
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.test import Client
from django.urls import reverse

from tests.web.world import TRIERS, World

EVERYBODY = " ".join(TRIERS)
SIGNED_IN = "director officer auditor manager member stranger"


def nothing(world: World) -> dict[str, Any]:
    return {}


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

    def holds(self, who: str, world: World, client: Client) -> None:
        if who != "nobody":
            client.force_login(world.people[who], backend="ayni_web.accounts.backends.NameBackend")
        address = reverse(self.view, kwargs=self.address(world))
        response = client.get(address) if self.post is None else client.post(address, self.post(world))
        to_sign_in = response.status_code == 302 and response.url.startswith("/account/login/")
        if who in self.seen_by.split():
            assert response.status_code in self.answers, (who, response.status_code)
            assert who == "nobody" or not to_sign_in, (who, response.url)
        elif who == "nobody":
            assert to_sign_in or response.status_code == 404, response.status_code
        else:
            assert response.status_code == 404, (who, response.status_code)
