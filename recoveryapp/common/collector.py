"""Python's collector in a process that others are forked from."""

import gc

SOON = (2_000, 2, 2)
"""New objects until it looks at the young ones; how many such looks until one at the older."""


def freeze() -> None:
    """What is there now stays for good, and is not looked at: each mark would copy the page it stands on.

    A request, its view and its answer hold each other, so only the collector frees them. It does when old
    objects have grown by a quarter, which is counted anew here, and soon: there is little to look through.
    In each process that is some 4 MB (docs/adr/0026).
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(*SOON)
    gc.collect()
