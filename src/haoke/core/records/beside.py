"""A second thread for work that needs no database, done while the first waits for it."""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from contextvars import copy_context
from typing import TYPE_CHECKING, Any, TypeVar

from haoke.core.errors import Refused

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from types import TracebackType
    from uuid import UUID

    from haoke.core.records.judging import Judge

_Given = TypeVar("_Given")
_Found = TypeVar("_Found")

#: (id, version, values). No id: a new record. Version 0: a new record under the id given. Version None: not guarded.
Line = tuple["UUID | None", "int | None", "Mapping[str, Any]"]


class Beside:
    """Cleans the values of the chunk after this one, and whatever else it is given, in order."""

    def __init__(self, judge: Judge) -> None:
        self._judge = judge
        self._pool = ThreadPoolExecutor(1)
        self._next: Sequence[Line] = ()
        self._begun: Future[list[dict[str, Any] | Refused]] | None = None

    def __enter__(self) -> Beside:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._pool.shutdown(cancel_futures=True)

    def start(self, work: Callable[[_Given], _Found], given: _Given) -> Future[_Found]:
        """Begin work in the other thread, in the language and company of this one."""
        return self._pool.submit(copy_context().run, work, given)

    def expect(self, lines: Sequence[Line]) -> None:
        """Which lines come next."""
        self._next = lines

    def look_ahead(self) -> None:
        """Begin with the expected lines, unless that is done."""
        if self._next and self._begun is None:
            self._begun = self.start(self._cleaned, self._next)

    def cleaned(self, lines: Sequence[Line]) -> list[dict[str, Any] | Refused]:
        """Values of the lines, or why they are refused; the lines are those expected, if any were begun."""
        begun, self._begun = self._begun, None
        # The first chunk is cleaned here, so that what is asked about rights is asked on this thread's connection.
        return self._cleaned(lines) if begun is None else begun.result()

    def _cleaned(self, lines: Sequence[Line]) -> list[dict[str, Any] | Refused]:
        found: list[dict[str, Any] | Refused] = []
        for record, version, values in lines:
            try:
                found.append(self._judge.clean(values, creating=record is None or version == 0))
            except Refused as refused:
                found.append(refused)
        return found
