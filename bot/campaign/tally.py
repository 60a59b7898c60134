"""What became of the faults of one kind."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found after one fault: what is wrong, how much is lost, what was embedded again."""

    problems: tuple[str, ...] = ()
    lost: int = 0
    recomputed: int = 0


@dataclass(slots=True)
class Tally:
    """A line of the table; `failures` says of each fault that was not survived what and why."""

    name: str
    tried: int = 0
    survived: int = 0
    lost: int = 0
    recomputed: int = 0
    seconds: float = 0.0
    failures: list[str] = field(default_factory=list)

    def add(self, fault: str, finding: Finding) -> None:
        """Count one fault."""
        self.tried += 1
        self.lost += finding.lost
        self.recomputed += finding.recomputed
        if not (finding.problems or finding.lost or finding.recomputed):
            self.survived += 1
            return
        what = "; ".join(finding.problems)
        self.failures.append(
            f"{self.name}, {fault}: {what} (lost {finding.lost}, recomputed {finding.recomputed})"
        )
