"""The routes: a page to drop files on, a page a job, its downloads, and the reports of past nights."""

import asyncio
import base64
import hashlib
import itertools
import re
from collections.abc import Awaitable, Callable
from functools import cache
from importlib.resources import files
from typing import Any, Final

import click
import polars as pl
from jinja2 import Environment, StrictUndefined
from markupsafe import Markup
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request as Asked
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from deminimis.cli import log, words
from deminimis.cli.reporters.parts.headline import counts_line, headline
from deminimis.cli.session.judged import judged, shown
from deminimis.cli.session.report import Report
from deminimis.cli.version import VERSION
from deminimis.cli.web.guards import TooMuch
from deminimis.cli.web.jobs import Job, Jobs, Upload
from deminimis.cli.web.nights import night, nights
from deminimis.cli.web.offers import OFFERS, House
from deminimis.rules.codes import CODES

MOST_FILES: Final = 1000
_TOLD: Final = 20  # findings that a page repeats
_SCRIPT: Final = re.compile(r"<script>(.*?)</script>", re.DOTALL)
Handler = Callable[[Asked], Awaitable[Response]]


def application(house: House, jobs: Jobs) -> Starlette:
    """The application, without its guards (`guards.Guarded`)."""
    turn = asyncio.Lock()  # one judgement at a time: a day of filings takes the whole machine
    pages = _Pages(house, jobs, turn)
    return Starlette(
        routes=[
            Route("/", pages.start),
            Route("/style.css", _style),
            Route("/check", _told(pages.check), methods=["POST"]),
            Route("/jobs/{key}", pages.job),
            Route("/jobs/{key}/remove", pages.remove, methods=["POST"]),
            Route("/jobs/{key}/{name}", _told(pages.download)),
            Route("/nights/{name}", pages.night),
        ],
        exception_handlers={404: _missing},
    )


class _Pages:
    def __init__(self, house: House, jobs: Jobs, turn: asyncio.Lock) -> None:
        self._house, self._jobs, self._turn = house, jobs, turn

    async def start(self, _asked: Asked) -> Response:
        return _page("start.html", nights=nights(self._house.nights))

    async def check(self, asked: Asked) -> Response:
        async with asked.form(max_files=MOST_FILES, max_fields=10) as form:
            given = [each for each in form.getlist("files") if isinstance(each, UploadFile) and each.filename]
            sheets = [each for each in form.getlist("sheet") if isinstance(each, UploadFile) and each.filename]
            if not given:
                return _sentence("No file was chosen.", 422)
            uploads = [Upload(str(each.filename), each.file) for each in given]
            sheet = Upload(str(sheets[0].filename), sheets[0].file) if sheets else None
            job = await run_in_threadpool(self._jobs.add, uploads, sheet)
        try:
            async with self._turn:
                await run_in_threadpool(self._judged, job)
        except BaseException:
            self._jobs.remove(job.key)
            raise
        return RedirectResponse(f"/jobs/{job.key}", 303)

    def _judged(self, job: Job) -> None:
        job.report = shown(judged(job.sources, self._house.request), self._house.request)

    async def job(self, asked: Asked) -> Response:
        job = self._jobs.get(asked.path_params["key"])
        if job is None or job.report is None:
            return _gone()
        told = headline(job.report)
        return _page(
            "job.html", key=job.key, answer=" ".join(text for text, _ in told) or "Nothing to judge in these files.",
            tone=next((tone for _, tone in told), "fine"), counts=counts_line(job.report),
            files=job.report.intake.files, offers=OFFERS, told=_unchecked(job.report),
        )  # fmt: skip

    async def download(self, asked: Asked) -> Response:
        job, name = self._jobs.get(asked.path_params["key"]), asked.path_params["name"]
        if job is None or job.report is None or name not in OFFERS:
            return _gone()
        async with self._turn:
            if name not in job.made:  # entries take numbers that are given out once
                job.made[name] = await run_in_threadpool(OFFERS[name].make, job, self._house)
        return _document(job.made[name], OFFERS[name].media, None if name == "report.html" else name)

    async def remove(self, asked: Asked) -> Response:
        self._jobs.remove(asked.path_params["key"])
        return RedirectResponse("/", 303)

    async def night(self, asked: Asked) -> Response:
        name = asked.path_params["name"]
        content = night(self._house.nights, name)
        if content is None:
            return _gone()
        return _document(content, *(("text/html; charset=utf-8", None) if name.endswith(".html") else (_BYTES, name)))


_BYTES: Final = "application/octet-stream"


def _unchecked(report: Report) -> list[str]:
    """Why files were not checked, and what to do: here nobody can give an option."""
    left = {each.path for each in report.intake.files if each.status != "checked"}
    found = (each for each in report.messages() if each["file"] in left and CODES[each["code"]].exit_code > 1)
    told = (words.clean(f"{each['file']}: {each['message']}") for each in found)
    return list(itertools.islice(told, _TOLD))


def _told(handler: Handler) -> Handler:
    """A handler whose foreseen errors are a sentence, and whose others say so; no traceback reaches a page."""

    async def told(asked: Asked) -> Response:
        try:
            return await handler(asked)
        except click.ClickException as error:
            return _sentence(error.format_message(), 422)
        except TooMuch as error:
            return _sentence(str(error), 413)
        except TimeoutError:
            return _sentence("The upload took too long: nothing was checked.", 408)
        except OSError as error:
            return _sentence(words.why(error), 500)
        except HTTPException:
            raise
        except (Exception, pl.exceptions.PanicException) as error:
            log.say(f"deminimis: internal error in version {VERSION}: {type(error).__name__}: {error}", level="error")
            return _sentence(f"Internal error: {type(error).__name__}. Nothing was checked. Please report it.", 500)

    return told


async def _missing(_asked: Asked, _error: Exception) -> Response:
    return _gone()


async def _style(_asked: Asked) -> Response:
    sheets = (_part("deminimis.cli.reporters.page", "style.css"), _part("deminimis.cli.web.page", "web.css"))
    return Response("\n".join(sheets), media_type="text/css")


@cache
def _part(package: str, name: str) -> str:
    return files(package).joinpath(name).read_text("utf-8")


def _gone() -> Response:
    return _sentence("There is nothing here: the report may have been removed, or this is another run.", 404)


def _sentence(said: str, status: int) -> Response:
    return _page("sentence.html", status, said=words.clean(said[:1].upper() + said[1:]))


def _page(template: str, status: int = 200, **values: Any) -> Response:
    environment = Environment(autoescape=True, undefined=StrictUndefined)
    inner = environment.from_string(_part("deminimis.cli.web.page", template)).render(**values)
    frame = environment.from_string(_part("deminimis.cli.web.page", "frame.html"))
    return HTMLResponse(frame.render(inner=Markup(inner), version=VERSION), status)


def _document(content: bytes, media: str, name: str | None) -> Response:
    """A report or a download. A report runs its own script and no other, in an origin of its own."""
    headers = {"content-disposition": f'attachment; filename="{name}"'} if name else {}
    if name is None:
        scripts = " ".join(map(_hash, _SCRIPT.findall(content.decode("utf-8", "replace")))) or "'none'"
        headers["content-security-policy"] = (
            f"default-src 'none'; style-src 'unsafe-inline'; script-src {scripts}; img-src data:; "
            "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox allow-scripts"
        )
    return Response(content, headers=headers, media_type=media)


def _hash(script: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'"
