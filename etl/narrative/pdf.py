"""The text of a PDF, page by page. `python -m etl.narrative.pdf` reads one from standard input and prints JSON."""

import json
import resource
import sys

import pypdfium2
import pypdfium2.raw

from etl.isolated import FAULTY, MEMORY, PROTECTED

PAGES = 300  # of one document


def pages_of(content: bytes) -> list[str]:
    """Return the text of each page.

    Raises:
        pypdfium2.PdfiumError: no PDF, or protected by a password.
        ValueError: more pages than any report has.
    """
    document = pypdfium2.PdfDocument(content)
    if len(document) > PAGES:
        raise ValueError(f"{len(document)} > {PAGES}")
    return [page.get_textpage().get_text_bounded() for page in document]


def main() -> int:
    """Read standard input within the memory allowed; print the pages, or one line of what is wrong."""
    resource.setrlimit(resource.RLIMIT_AS, (2 * MEMORY, 2 * MEMORY))
    try:
        print(json.dumps(pages_of(sys.stdin.buffer.read())))
    except Exception as error:
        print(str(error).splitlines()[0] if str(error) else type(error).__name__, file=sys.stderr)
        protected = isinstance(error, pypdfium2.PdfiumError) and error.err_code == pypdfium2.raw.FPDF_ERR_PASSWORD
        return PROTECTED if protected else FAULTY
    return 0


if __name__ == "__main__":
    sys.exit(main())
