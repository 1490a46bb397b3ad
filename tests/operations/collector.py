"""A collector of traces that really answers, and keeps what it was sent."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.proto.trace.v1.trace_pb2 import Span


class Collector:
    """What was sent to it, whole and by its spans."""

    def __init__(self) -> None:
        self.bodies: list[bytes] = []
        self.url = ""

    @property
    def spans(self) -> dict[str, Span]:
        """The last span of each name."""
        found = [ExportTraceServiceRequest.FromString(body) for body in self.bodies]
        each = [scope for request in found for resource in request.resource_spans for scope in resource.scope_spans]
        return {span.name: span for scope in each for span in scope.spans}


@contextmanager
def collecting() -> Iterator[Collector]:
    """Run one until the block ends."""
    kept = Collector()

    class Handler(BaseHTTPRequestHandler):
        """Takes traces."""

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            assert self.path == "/v1/traces"
            kept.bodies.append(body)
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_arguments: Any) -> None:
            """Say nothing."""

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        kept.url = f"http://127.0.0.1:{server.server_port}"
        yield kept
        server.shutdown()
        thread.join()
