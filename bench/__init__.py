"""The figures that are promised, measured beside a floor in the same run: `make bench`."""
