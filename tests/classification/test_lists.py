import subprocess
import sys
from datetime import date
from string import Formatter

import pytest

from maturity.classification import credit_code, industries, regions, sizes
from maturity.errors.catalogue.classification import ENTRIES


@pytest.mark.parametrize("module", [credit_code, industries, regions, sizes])
def test_every_list_says_its_edition_and_date(module):
    assert module.EDITION
    assert isinstance(module.AS_OF, date)


@pytest.mark.parametrize("entry", ENTRIES.values(), ids=ENTRIES)
def test_both_languages_say_the_same_fields(entry):
    def fields(*texts):
        return {
            name.removesuffix("_zh").removesuffix("_en")
            for text in texts
            for _, name, _, _ in Formatter().parse(text)
            if name
        }

    assert fields(entry.zh, entry.zh_remedy) == fields(entry.en, entry.en_remedy)


def test_importing_reads_no_list_and_no_heavy_library():
    script = (
        "import sys; from maturity.classification import credit_code, industries, regions, sizes;"
        "assert not {'pandas', 'numpy', 'flask', 'sqlalchemy'} & set(sys.modules);"
        "assert '_rows' not in vars(regions.CITIES); assert '_rows' not in vars(industries.DIVISIONS)"
    )
    subprocess.run([sys.executable, "-c", script], check=True)
