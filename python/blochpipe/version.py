"""The version of the package, the same as that of the tools (`genpot --version`)."""

__version__ = "0.1.0"
