"""`make chaos`: what a search promises, while its workers, its engine and the web are killed under load."""
