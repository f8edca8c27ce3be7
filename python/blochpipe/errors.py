"""What goes wrong, in one line each."""


class BlochpipeError(Exception):
    """Anything that this package reports."""


class StreamError(BlochpipeError):
    """A stream that is damaged, cut, or none."""


class ToolError(BlochpipeError):
    """A tool that ended with an error.

    Attributes:
        tool: its name.
        code: its exit code, as in sysexits.h.
    """

    def __init__(self, tool: str, code: int, message: str):
        super().__init__(message)
        self.tool = tool
        self.code = code


class MissingBlock(BlochpipeError):
    """A record that lacks what was asked for, with the tool that makes it."""
