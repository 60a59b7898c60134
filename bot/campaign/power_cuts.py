"""Cuts the power at random steps of an index run, and judges what the disk has kept."""

import random

from bot.campaign.bench import Bench, Story
from bot.campaign.kills import record_run
from bot.campaign.lost_writes import Disk
from bot.campaign.tally import Tally

_PUBLISHING = 10  # steps, about


def cut_power(bench: Bench, story: Story, cuts: int, seed: int) -> Tally:
    """So many power cuts of one recorded run; a seed draws the step and what is lost.

    Of a third of them any step, of a third one of the last steps, which publish, and of a third the
    end: the run is over and has said so.
    """
    tally = Tally(f"power cut, {story.name}")
    recorded = record_run(bench, story)
    keys = bench.stored.read()
    for number in range(seed, seed + cuts):
        chance = random.Random(number)  # noqa: S311 - not a secret
        end = len(recorded)
        step = chance.choice((chance.randint(0, end), chance.randint(end - _PUBLISHING, end), end))
        disk = Disk(story.base.folder)
        disk.apply([call for call, _ in recorded[:step]])
        place = bench.make_place()
        place.folder.rmdir()
        disk.write_after_power_cut(place.folder, chance)
        acknowledged = keys[: recorded[step][1]] if step < len(recorded) else keys
        tally.add(f"seed {number} after step {step}", bench.judge(place, story, acknowledged))
        bench.remove(place)
    return tally
