"""What is started once for many tests is started once: their group reaches the scheduler of the workers."""

import pytest


@pytest.mark.xdist_group("together")
def test_a_group_is_told_to_the_scheduler(request):
    """It reads groups from the ends of ids; where they are missing, every worker starts every server and browser."""
    if not getattr(request.config.option, "loadgroup", False):
        pytest.skip("the tests run in one process, or are not sent to workers by groups")
    assert request.node.nodeid.endswith("@together")
