"""Keys of rows, as addresses and forms name them."""


def key_in(text: str) -> int:
    """The key that the text says; 0, which no row has, when it can be no key."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 19 else 0
