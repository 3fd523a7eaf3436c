"""A carrier's PDF or PNG is read in a process of its own: it may crash, run on or fill the memory, and we go on.

The child knows nothing of ours: no environment, no open files, one file on its input, one answer on its output. On
Unix it may use so many seconds of processor and so much memory; everywhere we wait so long and no longer.
"""

import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from labels import foreign_pages
from labels.errors import Hostile, Unprintable
from labels.foreign_code import Code

if sys.platform != "win32":
    import resource

SECONDS = 20
MEMORY_BYTES = 1 << 30

_ROOT = Path(__file__).parents[1]


@dataclass(frozen=True, slots=True)
class Pages:
    """The clean PDF, how many pages it has, what a scanner reads on them, and the text that stood in the file."""

    data: bytes = field(repr=False)
    count: int
    codes: tuple[Code, ...] = field(repr=False)
    text: str = field(default="", repr=False)


def read(data: bytes, *, is_pdf: bool, seconds: int = SECONDS, memory: int = MEMORY_BYTES) -> Pages:
    """The pages of a PDF or PNG as pixels. Raises Unprintable for what they refuse, and for a file that breaks them."""
    words = [sys.executable, "-m", "labels.foreign_apart", "pdf" if is_pdf else "png", str(seconds), str(memory)]
    try:
        child = subprocess.run(  # noqa: S603
            words, input=data, cwd=_ROOT, env={}, capture_output=True, timeout=seconds * 2, check=False
        )
    except subprocess.TimeoutExpired:
        raise Hostile("the file takes too long to read", element="label") from None
    head, _, body = child.stdout.partition(b"\n")
    if child.returncode or not head:
        raise Hostile("the file needs too much time or memory to read, or breaks the reader", element="label")
    answer = json.loads(head)
    if "refused" in answer:
        raise (Hostile if answer["is_hostile"] else Unprintable)(answer["refused"], element="label")
    codes = tuple(Code(symbology, text) for symbology, text in answer["codes"])
    return Pages(body, answer["count"], codes, answer["text"])


def main(words: Sequence[str], data: bytes) -> bytes:
    """The child's part: limits first, then the file; the answer as one line of JSON and the PDF behind it."""
    kind, seconds, memory = words
    _limit(int(seconds), int(memory))
    try:
        pages = foreign_pages.from_pdf(data) if kind == "pdf" else [foreign_pages.from_png(data)]
        codes = [(code.symbology, code.text) for page in pages for code in foreign_pages.read(page)]
        text = "\n".join(page.info.get("text", "") for page in pages)
        head, body = {"count": len(pages), "codes": codes, "text": text}, foreign_pages.write(pages)
    except Unprintable as refusal:
        head, body = {"refused": refusal.words, "is_hostile": isinstance(refusal, Hostile)}, b""
    return json.dumps(head).encode() + b"\n" + body


def _limit(seconds: int, memory: int) -> None:
    if sys.platform == "win32":
        return
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    sys.stdout.buffer.write(main(sys.argv[1:], sys.stdin.buffer.read()))
