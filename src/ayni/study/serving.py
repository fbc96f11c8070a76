"""A finished study shown on this machine, to the person who made it."""

import sys
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from ayni.errors import UnknownName
from ayni.words import say

PORTS_TRIED = 20
# The report carries its own, stricter policy; this one holds for everything else in the folder.
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "X-Frame-Options": "DENY",
    "Cache-Control": "no-cache",
}


class _Folder(SimpleHTTPRequestHandler):
    extensions_map = {  # noqa: RUF012 (the name and shape are the library's)
        **SimpleHTTPRequestHandler.extensions_map,
        ".html": "text/html; charset=utf-8",
        ".json": "application/json",
        ".parquet": "application/vnd.apache.parquet",
        ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    }

    def do_GET(self) -> None:
        if self.path in ("", "/"):
            self.path = "/report.html"
        super().do_GET()

    def end_headers(self) -> None:
        for name, value in HEADERS.items():
            self.send_header(name, value)
        super().end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (the library's name)
        """Nothing: the terminal belongs to the person."""


def serve(folder: Path, port: int, language: str) -> None:
    """Serve a folder at 127.0.0.1 until Ctrl-C, on the port asked for or the next free one."""
    server = _server(folder, port, language)
    used = server.server_address[1]
    if used != port:
        print(say("cli.port_taken", language, port=port, other=used))  # noqa: T201 (the command speaks here)
    print(say("cli.serving", language, address=f"http://127.0.0.1:{used}"))  # noqa: T201
    sys.stdout.flush()
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        print("\n" + say("cli.ended", language))  # noqa: T201
    finally:
        server.server_close()


def _server(folder: Path, port: int, language: str) -> ThreadingHTTPServer:
    handler = partial(_Folder, directory=str(folder.resolve()))
    for tried in range(port, port + PORTS_TRIED):
        try:
            return ThreadingHTTPServer(("127.0.0.1", tried), handler)
        except (OSError, OverflowError):
            continue
    raise UnknownName("cli.no_port", port=port, last=port + PORTS_TRIED - 1)
