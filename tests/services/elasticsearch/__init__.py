"""A real Elasticsearch for tests and benchmarks: fetched by Maven, started on loopback, stopped by process id."""
