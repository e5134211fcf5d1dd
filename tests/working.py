"""A worker for tests: what pages asked for is done at once, in this thread."""

from maturity.web import worker_of


def work(client):
    """Do the jobs that wait in the application of a client."""
    worker_of(client.application).do_all()
