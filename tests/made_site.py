"""A web server on this machine whose pages a test makes up."""

import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import unquote

from bot.reach import Reach, parse_networks

LOCAL = Reach(parse_networks("127.0.0.0/8"))
SENTENCE = "คุนซานเป็นเมืองในมณฑลเจียงซู ทางตะวันออกของจีน มีพื้นที่ติดกับเซี่ยงไฮ้ "


def make_page(title="คุนซาน", text=SENTENCE * 5):
    return (
        f"<html><head><meta charset='utf-8'><title>{title}</title></head>"
        f"<body><article><h1>{title}</h1><p>{text}</p></article></body></html>"
    ).encode()


@dataclass
class Page:
    """What the server says at one path; `write` sends the body in its own way."""

    body: bytes = b""
    status: int = 200
    headers: dict = field(default_factory=lambda: {"Content-Type": "text/html; charset=utf-8"})
    write: object = None


@dataclass
class Site:
    """The server's address, its pages by path, and the requests it got."""

    url: str
    pages: dict = field(default_factory=dict)
    requests: list = field(default_factory=list)

    def paths(self):
        return [path for path, _headers in self.requests]


@contextmanager
def serve_site(host="127.0.0.1"):
    """A site that answers 404 where it has no page, and 304 to a known ETag."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            path = unquote(self.path)
            site.requests.append((path, dict(self.headers)))
            page = site.pages.get(path, Page(status=404))
            etag = page.headers.get("ETag")
            if etag and self.headers.get("If-None-Match") == etag:
                page = Page(status=304, headers={"ETag": etag})
            self.send_response(page.status)
            for name, value in page.headers.items():
                self.send_header(name, value)
            self.end_headers()
            try:
                if page.write:
                    page.write(self.wfile)
                else:
                    self.wfile.write(page.body)
            except ConnectionError:
                pass  # the other side has had enough

        def log_message(self, *_arguments):
            pass

    class Server(ThreadingHTTPServer):
        daemon_threads = True  # an endless page ends with the test

    with Server((host, 0), Handler) as server:
        site = Site(f"http://{host}:{server.server_port}")
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        yield site
        server.shutdown()
        thread.join()
