"""All kinds of faults, as functions to be run one after the other."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from bot.campaign.admin_orders import cut_power_on_orders, kill_orders, refuse_orders
from bot.campaign.bench import Bench
from bot.campaign.clocks import jump_clock
from bot.campaign.damage import damage_files, damage_store
from bot.campaign.kills import KILLS, kill_at_steps
from bot.campaign.long_life import kill_at_random
from bot.campaign.meddling import change_while_read, index_at_once
from bot.campaign.power_cuts import cut_power
from bot.campaign.refusals import KINDS, refuse_steps
from bot.campaign.stories import make_first_run, make_update
from bot.campaign.tally import Tally

Trial = Callable[[], Tally]


@dataclass(frozen=True, slots=True)
class Amounts:
    """How much is tried: random kills, power cuts of each run, bits flipped in each file.

    `steps` is how many steps of each run, cases of damage and changed articles, None for all.
    """

    kills: int
    cuts: int
    flips: int
    steps: int | None
    seed: int


QUICK = Amounts(kills=3, cuts=4, flips=0, steps=2, seed=1)
"""A few of each kind, in some seconds."""


def list_trials(bench: Bench, amounts: Amounts) -> list[tuple[str, Trial]]:
    """Each kind of fault by its name, in the order of the table."""
    first, update = make_first_run(bench), make_update(bench)
    steps, seed = amounts.steps, amounts.seed
    trials: list[tuple[str, Trial]] = []
    for story in (first, update):
        for verdict in KILLS:
            trials.append(("kill", partial(kill_at_steps, bench, story, verdict, steps)))
    trials.append(("random", partial(kill_at_random, bench, amounts.kills, seed)))
    for story in (first, update):
        trials.append(("power", partial(cut_power, bench, story, amounts.cuts, seed)))
    for story in (first, update):
        for kind in KINDS:
            trials.append(("disk", partial(refuse_steps, bench, story, kind, steps)))
    return [
        *trials,
        ("damage", partial(damage_files, bench, update, amounts.flips, seed, steps)),
        ("damage", partial(damage_store, bench, update, amounts.flips, seed)),
        ("others", partial(index_at_once, bench, first, steps)),
        ("others", partial(index_at_once, bench, update, steps)),
        ("others", partial(change_while_read, bench, update, steps)),
        ("clock", partial(jump_clock, bench, update, seed, steps)),
        ("admin", partial(kill_orders, bench, steps)),
        ("admin", partial(refuse_orders, bench, steps)),
        ("admin", partial(cut_power_on_orders, bench, amounts.cuts, seed)),
    ]
