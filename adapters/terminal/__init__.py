"""A chat in the terminal: the smallest whole platform, and the example from which to copy a new one.

`render.py` draws a card, `platform.py` sends it, `integration.py` reads what is typed.
"""
