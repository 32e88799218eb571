"""Names of files that people take away, in their language; what is a code (indicator, level, period) stays as it is."""

import re

from presentation.language import t

# Longest first, so that “kich-ban-it-nhat” is not read as “kich-ban”.
PARTS = (
    "kich-ban-khong-the", "uu-tien-kiem-tra", "kich-ban-it-nhat", "so-lieu-cong-bo", "dot-bao-cao", "bi-tu-choi", "phien-ban",
    "hoat-dong", "tong-quan", "kich-ban", "muc-tieu", "bao-cao", "don-vi", "quy-mo",
    "so-sanh", "qua-cac-ky", "phan-bo", "cac-cap", "thay-doi",
)  # fmt: skip
_PART = re.compile(rf"(?<![a-z0-9])({'|'.join(PARTS)})(?![a-z0-9])")


def named(name: str) -> str:
    """Return the name of a file in the reader's language."""
    return _PART.sub(lambda part: t(f"file_{part[1].replace('-', '_')}"), name)
