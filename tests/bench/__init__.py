"""`make bench`: pages against the same server's trivial view, at growing sizes, as ratios within one run."""
