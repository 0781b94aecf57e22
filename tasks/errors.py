"""What can go wrong, as one tree; a message names the thing and the next step.

DatelineError                 exit 1
├── UsageError                exit 2: the words of the command are off
│   ├── UnknownSource
│   ├── UnknownSetting
│   └── BadQuery
├── InputError                a given file or URL holds nothing to use
├── SourceError               a source's own file is wrong
├── FetchError                the network, or the guard before it
│   ├── GuardError
│   └── RobotsError
├── ArchiveError              an archived record is missing or damaged
├── WarehouseError            the database
│   ├── WriterBusy
│   ├── NewerDatabase
│   └── LoadFailed
├── GazetteerError            the gazetteer's files
│   └── NoSuchPlace
└── RunFailed                 a run ended with failed work
"""


class DatelineError(Exception):
    """The root: what went wrong in a sentence, and what to do about it."""

    exit_code = 1

    def __init__(self, message: str, next_step: str = "") -> None:
        super().__init__(message, next_step)
        self.message = message
        self.next_step = next_step

    def __str__(self) -> str:
        """Both sentences, the step after the fault."""
        return f"{self.message} {self.next_step}".strip()


class UsageError(DatelineError):
    """The command was asked for something that it does not do."""

    exit_code = 2


class UnknownSource(UsageError):
    """No source of that name in the catalog or the home."""


class UnknownSetting(UsageError):
    """A key that no setting has."""


class BadQuery(UsageError):
    """SQL that DuckDB does not accept."""


class InputError(DatelineError):
    """A given file or URL holds nothing that can be used."""


class SourceError(UsageError):
    """A source's TOML says something that is not understood."""


class FetchError(DatelineError):
    """A URL did not give its content."""


class GuardError(FetchError):
    """An address that must not be asked."""


class RobotsError(FetchError):
    """The site's robots.txt forbids the URL."""


class ArchiveError(DatelineError):
    """An archived record is missing or damaged."""


class WarehouseError(DatelineError):
    """The database cannot be used as it is."""


class WriterBusy(WarehouseError):
    """Another process holds the writer's lock."""


class NewerDatabase(WarehouseError):
    """The database was written by a newer version."""


class LoadFailed(WarehouseError):
    """A batch was rolled back."""


class GazetteerError(DatelineError):
    """The gazetteer's files are missing or damaged."""


class NoSuchPlace(GazetteerError):
    """No place of that name in the gazetteer."""


class RunFailed(DatelineError):
    """A run ended, and some of its work failed."""
