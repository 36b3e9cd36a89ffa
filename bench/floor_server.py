"""The server of the floor: that of the product, without what the product makes ready."""

from runpy import run_path

globals().update(run_path("gunicorn.conf.py"))
del globals()["on_starting"]
