"""How many queries a page costs, once the session of its reader is known."""

from django.db import connection
from django.test.utils import CaptureQueriesContext


def queries_of(client, address):
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)
