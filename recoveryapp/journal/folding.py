"""How written words are compared: a person looks for “cafe” and means “Café”."""

import unicodedata

TYPED_APOSTROPHES = "‘’ʼ"


def folded(text: str) -> str:
    """Without case, accents and the shapes of apostrophes. Folding twice changes nothing more."""
    if text.isascii():
        return text.lower()
    plain = _decomposed(_decomposed(text).casefold())
    for mark in filter(unicodedata.combining, set(plain)):
        plain = plain.replace(mark, "")
    for apostrophe in TYPED_APOSTROPHES:
        plain = plain.replace(apostrophe, "'")
    return plain


def tag_key(tag: str) -> str:
    """Two tags with the same key are one tag."""
    return " ".join(folded(tag).split()) or tag


def _decomposed(text: str) -> str:
    return unicodedata.normalize("NFKD", text)
