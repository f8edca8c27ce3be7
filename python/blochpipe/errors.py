"""What goes wrong, in one line each."""


class BlochpipeError(Exception):
    """Anything that this package reports. Commands end with `exit_code`, as in sysexits.h."""

    exit_code = 64


class StreamError(BlochpipeError):
    """A stream that is damaged, cut, or none, or a record that contradicts itself."""

    exit_code = 65


class MissingBlock(BlochpipeError):
    """A record that lacks what was asked for, with the tool that makes it."""

    exit_code = 65


class MissingPackage(BlochpipeError):
    """An optional Python package that is not installed, with the command that installs it."""

    exit_code = 69


class ToolError(BlochpipeError):
    """A tool that ended with an error.

    Attributes:
        tool: its name.
        code: its exit code, as in sysexits.h; negative where a signal ended it.
    """

    def __init__(self, tool: str, code: int, message: str):
        super().__init__(message)
        self.tool = tool
        self.code = code
        self.exit_code = code if code > 0 else 70


class ToolWarning(UserWarning):
    """What a tool said on standard error although it ended well."""
