def qr_rows(text: str) -> list[str]:
    """Rows of "1" for dark and "0" for light, without the quiet zone around them."""
    import segno  # noqa: PLC0415 - 1 MB, for those who show one

    return ["".join(str(module) for module in row) for row in segno.make_qr(text, error="m").matrix]
