"""What the disk or the engine refuses, as errors that say what to do."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy.exc import DBAPIError

from catalogue.errors import UserError

FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
FULL_TEXTS = ("no space left on device", "disk quota exceeded", "file too large", "could not write all bytes")
REFUSED_TEXTS = ("read-only file system", "permission denied", "operation not permitted")


@contextmanager
def told(place: Path) -> Iterator[None]:
    """Turn what cannot be written at `place` into a UserError (disk_full, folder_unwritable); let all else pass."""
    try:
        yield
    except OSError as error:
        key = "disk_full" if error.errno in FULL else "folder_unwritable"
        raise UserError(key, path=place, reason=error.strerror or error) from error
    except DBAPIError as error:
        found = refusal(error)
        if found:
            raise UserError(found, path=place, reason=reason(error)) from error
        raise


def refusal(error: DBAPIError) -> str | None:
    """The key of the sentence for an error of the engine that is the disk's; None for any other."""
    text = str(error.orig).lower()
    if any(said in text for said in FULL_TEXTS):
        return "disk_full"
    return "folder_unwritable" if any(said in text for said in REFUSED_TEXTS) else None


def reason(error: DBAPIError) -> str:
    """The first line of what the engine said."""
    return str(error.orig).splitlines()[0]
