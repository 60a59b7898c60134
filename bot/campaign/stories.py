"""The index runs that faults are tried on: the very first one, and one for changed articles."""

from bot.campaign.bench import Bench, Story
from bot.campaign.village import LIBRARIES

_SHARED = 6  # articles of the collection that is changed; a first run has all


def make_first_run(bench: Bench) -> Story:
    """Nothing was ever indexed; its passages are stored in more than one commit."""
    return bench.make_story("first run", None, dict.fromkeys(range(LIBRARIES), 1))


def make_update(bench: Bench) -> Story:
    """One article is new, one gone, and two have changed."""
    before = dict.fromkeys(range(_SHARED), 1)
    after = {**before, 1: 2, 2: 2, _SHARED: 1}
    del after[0]
    return bench.make_story("update", before, after)
