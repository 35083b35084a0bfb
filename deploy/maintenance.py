"""`python -m deploy.maintenance`: answer every address with the maintenance page.

Stands in for the web server while the site is down, and needs nothing of it: no database, no
virtual environment, only Python. PORT chooses the port (8000). docs/maintenance.md says when.
"""

import os
import sys
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from deploy.places import ROOT

PAGE = ROOT / "site" / "maintenance" / "maintenance.html"
STYLE = ROOT / "site" / "maintenance" / "maintenance.css"
RETRY_AFTER = 600
"""Seconds after which programs, such as search engines, ask again."""


class Maintenance(BaseHTTPRequestHandler):
    """503 and the page for everything but its style sheet."""

    def do_GET(self):
        style = self.path.partition("?")[0] == f"/{STYLE.name}"
        content = (STYLE if style else PAGE).read_bytes()
        self.send_response(HTTPStatus.OK if style else HTTPStatus.SERVICE_UNAVAILABLE)
        kind = "css" if style else "html"
        self.send_header("Content-Type", f"text/{kind}; charset=utf-8")
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Content-Security-Policy", "default-src 'none'; style-src 'self'")
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("Cache-Control", "no-store")
        if not style:
            self.send_header("Retry-After", str(RETRY_AFTER))
            # What a form sends is not read: the connection cannot serve another request.
            self.close_connection = True
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)

    do_HEAD = do_POST = do_PUT = do_PATCH = do_DELETE = do_OPTIONS = do_GET

    def log_message(self, format, *args):
        """Nothing: a site that is down is asked often."""


def serve(port: int) -> ThreadingHTTPServer:
    """A server on all addresses of this machine, bound and not yet running."""
    return ThreadingHTTPServer(("", port), Maintenance)


if __name__ == "__main__":
    with serve(int(os.environ.get("PORT", "8000"))) as server:
        print(f"The maintenance page is on port {server.server_port}. Ctrl-C ends it.")
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            sys.exit(0)
