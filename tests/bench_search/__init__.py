"""The search measured against raw Elasticsearch, Datasette and Wagtail's own, as ratios within one run."""
