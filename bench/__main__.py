"""`make bench`: every benchmark in turn, with the machine."""

import os
import platform

from . import (
    beside,
    columns,
    detail,
    files,
    pages,
    publish,
    reports,
    roadmap,
    rows,
    scoring,
    tables,
    tabulation,
    workbooks,
)


def main() -> None:
    """Name the machine, then run everything."""
    print(f"{platform.processor() or platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}")
    scoring.main()
    columns.main()
    roadmap.main()
    pages.main()
    tabulation.main()
    publish.main()
    beside.main()
    files.main()
    rows.main()
    tables.main()
    workbooks.main()
    reports.main()
    detail.main()


main()
