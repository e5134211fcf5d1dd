"""Several processes start first at once on one PostgreSQL database: one makes the tables, the others find them."""

import multiprocessing

from sqlalchemy import text
from sqlalchemy.engine import make_url

from .test_sqlitefile import begin


def test_three_processes_that_start_first_at_once_on_postgresql(postgresql_store, postgresql_url):
    url = make_url(postgresql_url).update_query_dict({"options": "-c search_path=fresh"})
    with postgresql_store.write() as c:
        c.execute(text("CREATE SCHEMA fresh"))
    spawn = multiprocessing.get_context("fork")
    gate, told = spawn.Barrier(3), spawn.Queue()
    words = url.render_as_string(hide_password=False)
    processes = [spawn.Process(target=begin, args=(words, gate, told)) for _ in range(3)]
    for process in processes:
        process.start()
    assert [told.get(timeout=60) for _ in processes] == ["good"] * 3
    for process in processes:
        process.join(10)
    with postgresql_store.write() as c:
        assert c.scalar(text("SELECT count(*) FROM fresh.alembic_version")) == 1
        c.execute(text("DROP SCHEMA fresh CASCADE"))
