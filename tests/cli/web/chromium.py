"""A headless Chromium, spoken to through a pipe: pages are opened, files chosen, elements asked and clicked."""

import base64
import itertools
import json
import os
import shutil
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome", "chromium-headless-shell")
BROWSER = next(filter(None, map(shutil.which, NAMES)), None)
_PATIENCE = 60.0


class Tab:
    """One page of the browser."""

    def __init__(self, send: Any, session: str) -> None:
        self._send, self._session = send, session

    def call(self, method: str, **params: Any) -> dict[str, Any]:
        return dict(self._send(method, params, self._session))

    def open(self, address: str) -> None:
        self.call("Page.navigate", url=address)
        self.settled()

    def settled(self) -> None:
        self.until("document.readyState === 'complete' && location.href !== 'about:blank'")

    def ask(self, script: str) -> Any:
        done = self.call("Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True)
        assert "exceptionDetails" not in done, done
        return done["result"].get("value")

    def until(self, script: str) -> None:
        end = time.monotonic() + _PATIENCE
        while True:
            try:
                if self.ask(script):
                    return
            except (AssertionError, KeyError):  # between two pages
                pass
            assert time.monotonic() < end, f"never: {script}"
            time.sleep(0.05)

    def choose(self, selector: str, files: Sequence[Path]) -> None:
        """As a person who drops files on the control."""
        root = self.call("DOM.getDocument")["root"]["nodeId"]
        node = self.call("DOM.querySelector", nodeId=root, selector=selector)["nodeId"]
        self.call("DOM.setFileInputFiles", nodeId=node, files=[str(each) for each in files])

    def picture(self, file: Path) -> None:
        file.write_bytes(base64.b64decode(self.call("Page.captureScreenshot", captureBeyondViewport=True)["data"]))


@contextmanager
def browser(folder: Path) -> Iterator[Tab]:
    """A tab of a browser with an empty profile."""
    assert BROWSER is not None
    asking, answering = os.pipe(), os.pipe()

    there = f'exec 3<&{asking[0]} 4>&{answering[1]}; exec "$@"'  # the protocol speaks through descriptors 3 and 4
    command = [
        "bash", "-c", there, "-", BROWSER, "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run",
        "--disable-background-networking", f"--user-data-dir={folder / 'profile'}", "--remote-debugging-pipe",
        "--window-size=1000,900",
    ]  # fmt: skip
    numbers = itertools.count(1)
    pipes = (asking[0], answering[1])
    with subprocess.Popen(command, pass_fds=pipes, stderr=subprocess.DEVNULL) as process:
        out, back = os.fdopen(asking[1], "wb", buffering=0), os.fdopen(answering[0], "rb")

        def send(method: str, params: dict[str, Any], session: str | None = None) -> dict[str, Any]:
            number = next(numbers)
            asked = {"id": number, "method": method, "params": params} | ({"sessionId": session} if session else {})
            out.write(json.dumps(asked).encode() + b"\0")
            while True:
                told = json.loads(_message(back))
                if told.get("id") == number:
                    assert "error" not in told, told
                    return dict(told["result"])

        try:
            target = send("Target.createTarget", {"url": "about:blank"})["targetId"]
            session = send("Target.attachToTarget", {"targetId": target, "flatten": True})["sessionId"]
            yield Tab(send, session)
        finally:
            process.kill()
            out.close()
            back.close()
            os.close(asking[0])
            os.close(answering[1])


def _message(stream: Any) -> bytes:
    said = bytearray()
    while (one := stream.read(1)) != b"\0":
        assert one, "the browser has ended"
        said += one
    return bytes(said)
