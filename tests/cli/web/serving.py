"""A server as people start it, and requests to it as they like to be told from those of others."""

import http.client
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

BOUNDARY = "b"


@dataclass(frozen=True)
class Served:
    port: int
    token: str
    process: subprocess.Popen[str]
    spool: Path

    @property
    def own(self) -> dict[str, str]:
        """What this page's own requests carry."""
        host = f"127.0.0.1:{self.port}"
        return {"Host": host, "Origin": f"http://{host}", "Cookie": f"deminimis-{self.port}={self.token}"}

    def ask(
        self, method: str, path: str, body: bytes | None = None, without: str = "", **headers: str
    ) -> tuple[int, dict[str, str], bytes]:
        """Status, headers and body."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        sent = {key: value for key, value in (self.own | _named(headers)).items() if key != without}
        with closing(connection):
            connection.request(method, path, body, sent)
            answer = connection.getresponse()
            return answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read()

    def drop(self, files: Mapping[str, bytes], field: str = "files", **headers: str) -> tuple[int, str, str]:
        """Uploads; status, where it leads, body."""
        body = b"".join(
            f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{field}"; filename="{name}"\r\n\r\n'.encode()
            + content + b"\r\n" for name, content in files.items()
        ) + f"--{BOUNDARY}--\r\n".encode()  # fmt: skip
        kind = {"Content-Type": f"multipart/form-data; boundary={BOUNDARY}"}
        status, told, said = self.ask("POST", "/check", body, **{**kind, **headers})
        return status, told.get("location", ""), said.decode()

    def kept(self) -> list[Path]:
        """Files of uploads on disk."""
        return [path for path in self.spool.rglob("*") if path.is_file() and path.name != "lock"]


def _named(headers: Mapping[str, str]) -> dict[str, str]:
    return {name.replace("_", "-").title(): value for name, value in headers.items()}


@contextmanager
def served(folder: Path, *options: str) -> Iterator[Served]:
    """`deminimis serve` on a free port, stopped as a service is."""
    (folder / "spool").mkdir()
    command = [sys.executable, "-m", "deminimis.cli", "serve", "--port", "0", *options]
    environment = {"TMPDIR": str(folder / "spool"), "PATH": "/usr/bin:/bin", "HOME": str(folder)}
    with subprocess.Popen(command, cwd=folder, stderr=subprocess.PIPE, text=True, env=environment) as process:
        assert process.stderr is not None
        line = process.stderr.readline()
        found = re.search(r"http://127\.0\.0\.1:([0-9]+)/\?token=(\S+)", line)
        assert found, line
        try:
            yield Served(int(found[1]), found[2], process, folder / "spool")
        finally:
            process.terminate()
            process.stderr.read()
            process.wait(30)
