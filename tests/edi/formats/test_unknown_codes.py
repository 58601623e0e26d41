"""A code, a mode, a version or an answer that the tables do not know is never "no claim" and never "all is well"."""

import random
import re
from pathlib import Path
from typing import NamedTuple

import pytest

from deminimis.cli.options.config_file import load
from deminimis.edi.catalogue import CATALOGUE
from deminimis.edi.formats import FORMATS
from deminimis.edi.formats.release_types import RELEASED
from deminimis.edi.layout.declare import Cols, El
from deminimis.edi.layout.kinds import NX
from tests.cli.process import called
from tests.places import SAMPLES

FOLDERS = {name: SAMPLES / name.replace("-", "_") / "over_limit.edi" for name in RELEASED}
AS_OF = ("--format", "text", "--as-of", "2025-03-01")


def unknown(name: str, many: int) -> list[str]:
    """Codes that fit the field and are in no table: the same ones each time."""
    tag, field = CATALOGUE[name].released_by or ("", "")
    place = FORMATS[name].layouts[tag][field]
    width = len(next(iter(place.codes or ())))
    letters = "0123456789" if place.kind is NX else "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
    chance, found = random.Random(name), set[str]()
    while len(found) < many:
        code = "".join(chance.choices(letters, k=2 if name == "camir-air" else width))
        if code not in (place.codes or ()):
            found.add(code)
    return sorted(found)


def released_as(name: str, code: str) -> str:
    """The sample that is over the limit, with another code wherever one says how a shipment is released."""
    tag, field = CATALOGUE[name].released_by or ("", "")
    place, text = FORMATS[name].layouts[tag][field].place, FOLDERS[name].read_text("latin-1")
    if isinstance(place, Cols):
        records = text.splitlines() if "\n" in text else re.findall(".{80}", text, re.DOTALL)
        first, last = place.first - 1, place.last
        changed = [each[:first] + code + each[last:] if each.startswith(tag) else each for each in records]
        return "\n".join(changed) + "\n"
    if not isinstance(place, El):
        return re.sub(r"(?m)^CED/86", f"CED/{code}", text)
    if place.component:
        return re.sub(r"DOC\+929:::[0-9]+", f"DOC+929:::{code}", text)
    return re.sub(rf"({tag}(?:\*[^*~]*){{{place.number - 1}}}\*)[^*~]*", rf"\g<1>{code}", text)


class Checked(NamedTuple):
    """What a check says, and its exit code."""

    exit_code: int
    stdout: str
    stderr: str


def checked(folder: Path, text: str, *options: str) -> Checked:
    path = folder / "one.edi"
    path.write_text(text, "latin-1")
    done = called("check", path, *AS_OF, *options)
    return Checked(done.returncode, done.stdout.decode(), done.stderr.decode())


@pytest.mark.parametrize(("name", "code"), [(name, code) for name in RELEASED for code in unknown(name, 3)])
def test_a_release_type_that_nobody_knows_is_no_claim_and_no_other(name: str, code: str, tmp_path: Path) -> None:
    done = checked(tmp_path, released_as(name, code))
    assert done.exit_code == 1, done.stdout
    assert " DM103 error " in done.stdout
    assert f"[release_types.{name}]" in done.stdout
    assert " DM101 " not in done.stdout


@pytest.mark.parametrize("name", RELEASED)
def test_what_the_user_knows_of_it_is_told_once(name: str, tmp_path: Path) -> None:
    (code,) = unknown(name, 1)
    for says, over in (("claim", True), ("no claim", False)):
        config = tmp_path / "deminimis.toml"
        config.write_text(f'[release_types.{name}]\n"{code}" = "{says}"\n')
        done = checked(tmp_path, released_as(name, code), "--config", str(config))
        assert (" DM101 " in done.stdout, " DM103 " in done.stdout, "EDI20" in done.stdout) == (over, False, False)


@pytest.mark.parametrize(("text", "said"), [
    ('[release_types.x12-309]\n13 = "no claim"\n', "M11.bill_type: 13 is known: Section 321"),
    ('[release_types.x12-309]\n311 = "claim"\n', "'311' is no code of 2 upper-case letters or digits"),
    ('[release_types.x12-309]\n31 = true\n', 'write "claim" or "no claim", not True'),
    ('[release_types.x12-390]\n31 = "claim"\n', "Did you mean x12-309?"),
    ('[edifact]\ndirectories = ["95B"]\n', "write a directory as"),
    ('[edifact]\npartners = "X"\n', "write a list of texts"),
    ('[edifact]\npartner = ["X"]\n', "Did you mean partners?"),
])  # fmt: skip
def test_what_cannot_be_told(text: str, said: str, tmp_path: Path) -> None:
    config = tmp_path / "deminimis.toml"
    config.write_text(text)
    done = checked(tmp_path, "", "--config", str(config))
    assert done.exit_code == 2
    assert said in done.stderr


@pytest.mark.parametrize("number", ["309", "350", "355", "358"])
@pytest.mark.parametrize("mode", ["A", "ZZ", "X", "B", "R", "O"])
def test_a_mode_that_is_not_the_truck_s_is_told_of(number: str, mode: str, tmp_path: Path) -> None:
    paths = sorted((SAMPLES / f"x12_{number}").rglob("*.edi"))
    text = next(text for text in (path.read_text("latin-1") for path in paths) if f"ST*{number}*" in text)
    done = checked(tmp_path, re.sub(r"(M10\*[A-Z]*\*)[A-Z]+", rf"\g<1>{mode}", text))
    read = number in ("350", "355") and mode in ("R", "O")  # CBP's answers by rail and ocean have their own lists
    assert read or (done.exit_code and ("EDI204" in done.stdout or "EDI102" in done.stdout)), done.stdout


@pytest.mark.parametrize("sample", ["cuscar/over_limit.edi", "cusres/warned.edi"])
@pytest.mark.parametrize(("old", "new"), [
    (":D:03B:UN", ":D:95B:UN"), (":D:03B:UN", ":D:99B:UN"), (":D:03B:UN", ":D:16A:UN"), (":D:03B:UN", ":S:03B:UN"),
    (":D:03B:UN", ":D:03B:ZZ"), ("CBP-ACE-TEST", "ZACUSTOMS"),
])  # fmt: skip
def test_edifact_of_others_is_not_read(sample: str, old: str, new: str, tmp_path: Path) -> None:
    text = (SAMPLES / sample).read_text("latin-1")
    done = checked(tmp_path, text.replace(old, new))
    assert done.exit_code == 2
    assert " EDI101 error " in done.stdout
    assert " CBP1" not in done.stdout
    assert " DM" not in done.stdout
    config = tmp_path / "deminimis.toml"
    config.write_text('[edifact]\npartners = ["ZACUSTOMS"]\ndirectories = ["D.95B", "D.99B", "D.16A", "S.03B"]\n')
    admitted = checked(tmp_path, text.replace(old, new), "--config", str(config))
    assert (admitted.exit_code == 2) == (new == ":D:03B:ZZ")


def test_the_configuration_reads_them(tmp_path: Path) -> None:
    path = tmp_path / "deminimis.toml"
    path.write_text('[release_types.catair-se]\n47 = "no claim"\n[edifact]\npartners = ["A-VAN"]\n')
    config = load(path, tmp_path)
    assert config.release_types == {"catair-se": {"47": "no claim"}}
    assert config.edifact == {"partners": ("A-VAN",)}
