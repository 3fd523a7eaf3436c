"""The command line: a kind and a file of JSON or CSV in, PDF, ZPL or PNG out. `python -m labels --help`.

It needs nothing but this package: no server, no database, no settings. `./outbound labels` and `manage.py labels` are
the same. Exit codes: 0 done, 1 a label or a file was refused and nothing was written, 2 the command was not understood.
"""

import argparse
import json
import os
import sys
import tempfile
from collections.abc import Iterator, Sequence
from itertools import chain, islice
from pathlib import Path

from tqdm import tqdm

from labels import records, sheets
from labels.errors import Unprintable
from labels.kinds import KINDS
from labels.printed import MOST_IN_ONE_DOCUMENT, Backend, render
from labels.sheets import STOCKS
from labels.template import Template, load
from labels.view import View

DONE, REFUSED = 0, 1
MOST_AT_ONCE = 250

_BACKENDS: dict[str, Backend] = {".pdf": "pdf", ".zpl": "zpl", ".png": "png"}


def main(words: Sequence[str] | None = None) -> int:
    """Do what the words of the command line say; give the exit code."""
    parser = _parser()
    asked = parser.parse_args(words)
    if asked.list:
        _list(asked.kind)
        return DONE
    if asked.kind is None:
        parser.error("name a kind; --list shows them")
    if asked.sample:
        print(json.dumps(records.sample(KINDS[asked.kind].longest()), indent=2, ensure_ascii=False))  # noqa: T201
        return DONE
    if asked.data is None or asked.out is None:
        parser.error("say where the data are (--from) and where the labels go (--to)")
    try:
        files, labels = _write(asked)
    except Unprintable as refusal:
        return _refuse(str(refusal))
    except OSError as fault:
        return _refuse(f"{fault.filename}: {fault.strerror}")
    where = f"{files[0]}" if len(files) == 1 else f"{len(files)} files, {files[0]} to {files[-1]}"
    _say(f"{labels} {asked.kind} {'label' if labels == 1 else 'labels'} in {where}")
    return DONE


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="labels",
        description="Print labels and papers from JSON or CSV. Nothing is written unless every one of them is right.",
    )
    parser.add_argument(
        "kind", nargs="?", choices=sorted(KINDS), metavar="KIND", help="what to print; --list shows all"
    )
    parser.add_argument(
        "--from", dest="data", type=Path, metavar="DATA", help="a .json or .csv file, one row to a label"
    )
    parser.add_argument("--to", dest="out", type=Path, metavar="FILE", help="a .pdf, .zpl or .png file to write")
    parser.add_argument("--dpi", type=int, choices=(203, 300), default=203, help="the printer's resolution")
    parser.add_argument(
        "--template", type=Path, metavar="TOML", help="an own layout instead of the one that comes along"
    )
    parser.add_argument("--sheet", choices=sorted(STOCKS), help="put the labels on A4 sheets of this stock; PDF only")
    parser.add_argument(
        "--used", type=int, default=0, metavar="N", help="places of the first sheet that are gone already"
    )
    parser.add_argument("--list", action="store_true", help="list the kinds (or one KIND) with their fields")
    parser.add_argument("--sample", action="store_true", help="print a KIND's longest sample as JSON, to start from")
    parser.add_argument("--quiet", action="store_true", help="no progress bar")
    return parser


def _write(asked: argparse.Namespace) -> tuple[list[Path], int]:
    """Write all labels aside, then put the files in place: after a refusal there is nothing."""
    backend = _backend(asked.out)
    if asked.sheet and backend != "pdf":
        raise Unprintable("only PDF has sheets", element=asked.out.name)
    template = _template(asked.template)
    views = iter(records.read(asked.data, KINDS[asked.kind]))
    first = next(views, None)
    if first is None:
        raise Unprintable("there is nothing to print", element=asked.data.name)
    with (
        tempfile.TemporaryDirectory(prefix=".labels-", dir=asked.out.resolve().parent) as aside,
        tqdm(total=records.count(asked.data), unit=" labels", file=sys.stderr, disable=asked.quiet or None) as bar,
    ):
        maker = _Maker(asked, backend, template, Path(aside), bar)
        maker.write(chain([first], views))
        return maker.put_in_place(), maker.count


class _Maker:
    """Chunks of labels on their way into files, in bounded memory."""

    def __init__(
        self, asked: argparse.Namespace, backend: Backend, template: Template | None, aside: Path, bar: "tqdm[object]"
    ) -> None:
        self._asked, self._backend, self._template, self._aside, self._bar = asked, backend, template, aside, bar
        self._files: list[Path] = []
        self.count = 0

    def write(self, views: Iterator[View]) -> None:
        """ZPL goes into one file; PDF into one of at most 1,000 labels each; a PNG holds one page."""
        size, used = self._size(), self._asked.used if self._asked.sheet else 0
        while chunk := list(islice(views, max(1, size - used))):
            data = self._render(chunk, used)
            used = 0
            if self._backend != "zpl" or not self._files:
                self._files.append(self._aside / f"{len(self._files)}")
            with self._files[-1].open("ab") as file:
                file.write(data)
            self.count += len(chunk)

    def put_in_place(self) -> list[Path]:
        """Move the finished files to where they were asked for; several are numbered."""
        out: Path = self._asked.out
        names = (
            [out] if len(self._files) == 1 else [out.with_stem(f"{out.stem}-{n + 1}") for n in range(len(self._files))]
        )
        for file, name in zip(self._files, names, strict=True):
            os.replace(file, name)
        return names

    def _size(self) -> int:
        """How many labels make a document: whole sheets, if there are sheets."""
        if self._asked.sheet:
            places = STOCKS[self._asked.sheet].places
            return MOST_IN_ONE_DOCUMENT // places * places
        return {"png": 1, "pdf": MOST_IN_ONE_DOCUMENT}.get(self._backend, MOST_AT_ONCE)

    def _render(self, chunk: list[View], used: int) -> bytes:
        try:
            data = self._document(chunk, used)
        except Unprintable:
            self._find(chunk)
            raise
        self._bar.update(len(chunk))
        return data

    def _document(self, chunk: list[View], used: int) -> bytes:
        template, dpi = self._template, self._asked.dpi
        if self._asked.sheet:
            return sheets.render(chunk, stock=self._asked.sheet, start_at=used, template=template, dpi=dpi).data
        return render(chunk, template=template, backend=self._backend, dpi=dpi).data

    def _find(self, chunk: list[View]) -> None:
        """Refuse again with the number of the row."""
        for number, view in enumerate(chunk, start=self.count + 1):
            try:
                self._document([view], 0)
            except Unprintable as refusal:
                raise Unprintable(str(refusal), element=f"row {number}") from None


def _backend(out: Path) -> Backend:
    if out.suffix.lower() not in _BACKENDS:
        raise Unprintable("labels go into a file that ends in .pdf, .zpl or .png", element=out.name)
    return _BACKENDS[out.suffix.lower()]


def _template(path: Path | None) -> Template | None:
    if path is None:
        return None
    try:
        return load(path.read_text(encoding="utf-8"))
    except UnicodeDecodeError:
        raise Unprintable("it is not text in UTF-8", element=path.name) from None


def _list(kind: str | None) -> None:
    for name in [kind] if kind else KINDS:
        view = KINDS[name]
        print(f"{name}: {view.media.name}, personal data: {view.personal}")  # noqa: T201
        for card in records.describe(view):
            print(f"    {card.name}: {card.type}{'' if card.is_required else ' (may be left out)'}")  # noqa: T201


def _say(words: str) -> None:
    print(words, file=sys.stderr)  # noqa: T201


def _refuse(words: str) -> int:
    _say(f"Nothing was written. {words}")
    return REFUSED
