"""Faults of the program or of its input files, as exceptions. Faults in a text are diagnostics, never exceptions.

In: nothing. Out: the exception classes; every message is Chinese and says what to do.
"""


class GazetteError(Exception):
    """Root of everything this project raises on purpose."""


class SourceError(GazetteError):
    """A source file cannot be read at all: missing, empty, binary, or in an unknown encoding."""


class RegistryError(GazetteError):
    """A unit registry or settings file is not what it should be."""


class CorrectionError(GazetteError):
    """A file of corrections is not what it should be."""


class RuleError(GazetteError):
    """A rule file of the parser is not what it should be."""
