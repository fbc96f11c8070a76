"""How the schema tells an answer that is a file."""

from typing import Any

# Whatever its kind, it is handed over to be saved.
FILE: dict[str, Any] = {"responses": {200: {"description": "OK", "content": {"*/*": {}}}}}
