"""A folder served as a bucket of an object store, to be read: what delta-rs and Polars ask S3 for, and no more."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit
from xml.sax.saxutils import escape

BUCKET = "archive"
_MOMENT = "2026-11-21T00:00:00.000Z"


@contextmanager
def served(folder: Path) -> Iterator[dict[str, str]]:
    """The environment in which `s3://archive/` is the folder."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            key = unquote(parts.path).removeprefix(f"/{BUCKET}").strip("/")
            if key and (folder / key).is_file():
                self._object(folder / key)
            elif key:
                self._send(404, b"<Error><Code>NoSuchKey</Code></Error>")
            else:
                self._list({name: values[0] for name, values in parse_qs(parts.query).items()})

        do_HEAD = do_GET

        def _object(self, path: Path) -> None:
            content, status, more = path.read_bytes(), 200, {}
            if wanted := self.headers.get("Range"):
                first, _, last = wanted.removeprefix("bytes=").partition("-")
                begin = int(first) if first else len(content) - int(last)
                end = min(int(last), len(content) - 1) if first and last else len(content) - 1
                more, status = {"Content-Range": f"bytes {begin}-{end}/{len(content)}"}, 206
                content = content[begin : end + 1]
            self._send(status, content, {"ETag": f'"{path.stat().st_mtime_ns}"', **more})

        def _list(self, asked: dict[str, str]) -> None:
            prefix, after = asked.get("prefix", ""), asked.get("start-after", "")
            every = sorted(each.relative_to(folder).as_posix() for each in folder.rglob("*") if each.is_file())
            keys, folders = [], dict[str, None]()
            for key in every:
                if not key.startswith(prefix) or key <= after:
                    continue
                rest = key[len(prefix) :]
                if asked.get("delimiter") == "/" and "/" in rest:
                    folders[prefix + rest.partition("/")[0] + "/"] = None
                else:
                    keys.append(key)
            rows = "".join(
                f"<Contents><Key>{escape(key)}</Key><LastModified>{_MOMENT}</LastModified>"
                f'<ETag>"1"</ETag><Size>{(folder / key).stat().st_size}</Size></Contents>'
                for key in keys
            )
            rows += "".join(f"<CommonPrefixes><Prefix>{escape(each)}</Prefix></CommonPrefixes>" for each in folders)
            self._send(200, f"<ListBucketResult><IsTruncated>false</IsTruncated>{rows}</ListBucketResult>".encode())

        def _send(self, status: int, content: bytes, more: dict[str, str] | None = None) -> None:
            self.send_response(status)
            modified = {"Last-Modified": formatdate(0, usegmt=True), "Content-Length": str(len(content))}
            for name, value in (modified | (more or {})).items():
                self.send_header(name, value)
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(content)

        def log_message(self, *_: object) -> None:
            """Nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield {
            "AWS_ENDPOINT_URL": f"http://127.0.0.1:{server.server_port}", "AWS_ALLOW_HTTP": "true",
            "AWS_REGION": "us-east-1", "AWS_ACCESS_KEY_ID": "invented", "AWS_SECRET_ACCESS_KEY": "invented",
        }  # fmt: skip
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
