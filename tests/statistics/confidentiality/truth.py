"""What the second intruder is set against: the states of the data behind the releases, and how many did what."""

from collections import Counter
from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field

from .intruder import Change, Kind, World

State = Mapping[Hashable, tuple[Kind, object]]  # by enterprise: what it is, and all else that makes its record


@dataclass
class Truth:
    """`numbers[state, kind or change]`: how many there are; states are numbered as they are entered."""

    world: World
    numbers: Counter = field(default_factory=Counter)
    states: dict[int, State] = field(default_factory=dict)

    def enter(self, year: int, now: State, then: State | None = None) -> int:
        """The number of the present state of a year, whose year before is as in `then`; a new one becomes public as far
        as kinds of change go.
        """
        states = self.world.years[year]
        if states and self.states[states[-1]] == now:
            return states[-1]
        place = len(self.states)
        self.states[place] = now
        if then is not None:
            self.world.known.add(year)
        if not states:
            self.numbers.update((place, kind) for kind, _ in now.values())
        else:
            before = self.states[states[-1]]
            ids = [id for id in before.keys() | now.keys() if before.get(id) != now.get(id)]
            changes = [Change(*(each[id][0] if id in each else None for each in (before, now))) for id in ids]
            self.numbers.update((place, change) for change in changes)
            self.world.changes[place] = frozenset(changes)
        states.append(place)
        earlier = self.world.years.get(year - 1)
        same = then is not None and earlier and self.states[earlier[-1]] == then
        self.world.origin[place] = earlier[-1] if same else None
        return place
