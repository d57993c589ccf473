"""What one probe saw, as data: made where answers run, read where they are judged."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, replace
from typing import Any


@dataclass(frozen=True)
class Raised:
    """An exception as an observation.

    Attributes:
        type: the exception's class name.
        message: its text, cut to a sensible length.
        line: the innermost line of the answer's file that it passed through, or 0.
        missing_name: for a NameError or an ImportError, the name.
        leaves_out: where it kept the file from defining something, the name of that.
        deliberate: whether a `raise` statement of the answer's file raised it.
        function: where it came out of another function of the file, which the first one called: that one.
        called_in: the line that led there, or 0.
    """

    type: str
    message: str
    line: int = 0
    missing_name: str = ""
    leaves_out: str = ""
    deliberate: bool = False
    function: str = ""
    called_in: int = 0

    @staticmethod
    def from_header(header: dict[str, Any]) -> Raised:
        """The exception that `asdict` described.

        Raises:
            ValueError, TypeError, KeyError: it is not one.
        """
        names = ("type", "message", "missing_name", "leaves_out", "function")
        texts = {name: str(header[name])[:1000] for name in names}
        line, called_in = int(header["line"]), int(header["called_in"])
        return Raised(line=line, called_in=called_in, deliberate=bool(header["deliberate"]), **texts)


@dataclass(frozen=True)
class Ended:
    """The process of an answer did not reach the end of a probe.

    Attributes:
        kind: `time`, `memory`, `output`, `processes`, `exit`, `crash` or `interfered`.
        detail: what is known of it: a limit with its unit, an exit code, a signal's name.
        line: the line of the answer's file that was running, or 0.
    """

    kind: str
    detail: str = ""
    line: int = 0


@dataclass(frozen=True)
class Warned:
    """A warning that was given while a probe ran."""

    category: str
    message: str
    line: int = 0


@dataclass(frozen=True)
class Changed:
    """Something of the caller's that a call changed.

    Attributes:
        place: where it stood in the call, whatever the answer names its parameters: `1`, `1[0]`,
            `1.requires_grad`, or a keyword.
        name: the answer's own name for it; two answers may differ there.
    """

    place: str
    name: str = field(default="", compare=False)


@dataclass(frozen=True)
class Call:
    """One call that a probe made on the answer.

    Attributes:
        text: the call as code, with shapes in place of long values.
        returned: what came back, described; empty where the call raised.
        nothing: whether None came back.
    """

    text: str
    returned: str = ""
    nothing: bool = False


@dataclass(frozen=True)
class Observation:
    """What one probe saw of one answer.

    Attributes:
        probe: the probe's name.
        value: what the probe returned (decoded), or `Raised`, or `Ended`.
        calls: the first calls that it made.
        is_result: whether the value is just what its one call returned, not something found out about it.
        changed: arguments that any call changed in place, in the order of their places.
        side_effects: global settings that the answer left changed, as phrases.
        forbidden: what it tried and may not do, as phrases.
        reseeded: whether it reseeded torch's global generator.
        printed: whether it printed anything.
        warnings: warnings that were given.
        seconds: wall time.
    """

    probe: str
    value: Any
    calls: tuple[Call, ...] = ()
    is_result: bool = True
    changed: tuple[Changed, ...] = ()
    side_effects: tuple[str, ...] = ()
    forbidden: tuple[str, ...] = ()
    reseeded: bool = False
    printed: bool = False
    warnings: tuple[Warned, ...] = ()
    seconds: float = 0.0

    def header(self) -> dict[str, Any]:
        """Everything but the value, as plain JSON data."""
        fields = asdict(replace(self, value=None))  # asdict copies, and a copy can run the answer's code
        del fields["value"]
        return fields

    @staticmethod
    def from_header(header: dict[str, Any], value: Any) -> Observation:
        """The observation that `header` described, with its value.

        Raises:
            ValueError, TypeError, KeyError: it is not one.
        """
        return Observation(
            probe=str(header["probe"]),
            value=value,
            is_result=bool(header["is_result"]),
            calls=tuple(_call(each) for each in header["calls"]),
            changed=tuple(Changed(str(each["place"]), str(each["name"])) for each in header["changed"]),
            side_effects=tuple(map(str, header["side_effects"])),
            forbidden=tuple(map(str, header["forbidden"])),
            reseeded=bool(header["reseeded"]),
            printed=bool(header["printed"]),
            warnings=tuple(_warned(each) for each in header["warnings"]),
            seconds=float(header["seconds"]),
        )


def _call(header: dict[str, Any]) -> Call:
    return Call(str(header["text"]), str(header["returned"]), bool(header["nothing"]))


def _warned(header: dict[str, Any]) -> Warned:
    return Warned(str(header["category"]), str(header["message"]), int(header["line"]))


@dataclass(frozen=True)
class Sighting:
    """All that was seen of one answer to one exercise.

    Attributes:
        observations: in the order of the probes; probes that were not reached are missing.
        defined_at: the line where the answer is defined, or 0 where the file has none.
        load_errors: exceptions of statements at the top level of the file.
        output: the end of what it printed.
        calls: other exercises of the workshop that the answer uses.
        seconds: wall time of the whole run.
    """

    observations: tuple[Observation, ...] = ()
    defined_at: int = 0
    load_errors: tuple[Raised, ...] = ()
    output: str = ""
    calls: tuple[str, ...] = ()
    seconds: float = 0.0

    def of(self, probe: str) -> Observation | None:
        """The observation of that probe, or None where it was not reached."""
        return next((each for each in self.observations if each.probe == probe), None)
