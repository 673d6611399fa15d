"""What things cost, as ratios to the plainest way of doing them, all in one run: `make bench`.

One module a noun, named after it, with `rows()`; `__main__` finds it, prints the table and writes bench.json.
"""
