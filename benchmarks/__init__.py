"""cfdb beside other tools, on one machine, in one run: `make bench`."""
