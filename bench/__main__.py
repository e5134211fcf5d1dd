"""`make bench`: every benchmark in turn, with the machine."""

import os
import platform

from . import (
    beside,
    changes,
    columns,
    detail,
    files,
    kills,
    load,
    number_pages,
    numbers,
    pages,
    portfolio,
    publish,
    registers,
    reports,
    roadmap,
    rows,
    scoring,
    tables,
    tabulation,
    volume,
    workbooks,
    workshops,
)


def main() -> None:
    """Name the machine, then run everything."""
    print(f"{platform.processor() or platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}")
    scoring.main()
    columns.main()
    roadmap.main()
    changes.main()
    pages.main()
    number_pages.main()
    portfolio.main()
    tabulation.main()
    publish.main()
    beside.main()
    files.main()
    rows.main()
    numbers.main()
    tables.main()
    workbooks.main()
    reports.main()
    detail.main()
    registers.main()
    workshops.main()
    volume.main(1_000_000)
    load.main()
    kills.main()


main()
