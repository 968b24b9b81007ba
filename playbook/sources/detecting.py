"""Which source does a sheet come from, as its header says?

The unit is one sheet. A source is recognised by at least six of its signature columns (all of them
where a format has fewer), compared without case, width and stray spaces. A near miss names what is
missing; two that fit equally well are never chosen between.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from playbook.errors import SourceError, did_you_mean
from playbook.i18n import _
from playbook.sources.fields import column_of
from playbook.sources.profile import Profile
from playbook.sources.profile_files import profiles
from playbook.sources.reading.headers import header_key
from playbook.sources.reading.raw import RawTable


@dataclass(frozen=True)
class Match:
    """How well a sheet fits a source.

    Parameters
    ----------
    profile : Profile
        The source.
    found : int
        Signature columns that the sheet has.
    missing : tuple of str
        Signature columns and required ones that it lacks.
    required : tuple of str
        Those without which the source cannot be read.
    foreign : tuple of str
        Columns that show it to be something else.
    """

    profile: Profile
    found: int
    missing: tuple[str, ...]
    required: tuple[str, ...]
    foreign: tuple[str, ...]

    @property
    def fits(self) -> bool:
        """Whether the sheet can be read as this source."""
        return self.found >= self.profile.needed and not self.required and not self.foreign

    @property
    def near(self) -> bool:
        """Whether it looks like this source but cannot be read as it."""
        return not self.fits and 2 * self.found >= len(self.profile.signature)


def match(raw: RawTable, profile: Profile) -> Match:
    """Compare a sheet's header with a source."""
    keys = {header_key(name) for name in raw.columns}
    by_key = {header_key(name): name for name in profile.signature}
    aliases = [{header_key(n) for n in known.names} for known in profile.fields.values()]
    # A signature column counts under any of the names that it goes by.
    found = {
        key
        for key in by_key
        if key in keys or any(key in names and names & keys for names in aliases)
    }
    lacking = [
        known.names[0]
        for known in profile.fields.values()
        if known.required and not column_of(raw, known)
    ]
    missing = dict.fromkeys([*lacking, *(by_key[key] for key in by_key if key not in found)])
    foreign = tuple(name for name in profile.foreign if header_key(name) in keys)
    return Match(profile, len(found), tuple(missing), tuple(lacking), foreign)


def matches(raw: RawTable, among: Iterable[Profile] | None = None) -> list[Match]:
    """Compare a sheet with every source, best first."""
    known = profiles().values() if among is None else among
    compared = [match(raw, profile) for profile in known]
    return sorted(compared, key=lambda m: (not m.fits, -m.found / len(m.profile.signature)))


def recognise(raw: RawTable) -> Profile | None:
    """Return the one source that a sheet fits, or None when none does.

    Raises
    ------
    SourceError
        Several sources fit equally well.
    """
    fitting = [found for found in matches(raw) if found.fits]
    if not fitting:
        return None
    best = [m for m in fitting if m.found == max(other.found for other in fitting)]
    if len(best) > 1:
        raise SourceError(
            _(
                "{file} could be several things: {names}. Say which with --source.",
                file=raw.name,
                names=", ".join(f"{m.profile.id} ({m.profile.name})" for m in best),
            )
        )
    return best[0].profile


def detect(raw: RawTable) -> Profile:
    """Return the source of a sheet.

    Parameters
    ----------
    raw : RawTable
        The sheet, as `playbook.sources.reading.read_tables` gives it.

    Returns
    -------
    Profile

    Raises
    ------
    SourceError
        No source fits; the message says which comes near and what is missing.
    """
    return recognise(raw) or _refuse(raw)


def chosen(raw: RawTable, source: str) -> Profile:
    """Return the source that the user named, if the sheet can be read as it.

    Raises
    ------
    SourceError
        No such source, or the sheet lacks columns that it needs.
    """
    if source not in profiles():
        raise SourceError(
            _("There is no source {source!r}.", source=source)
            + did_you_mean(source, profiles())
            + " "
            + _("Sources: {names}.", names=", ".join(profiles()))
        )
    return readable(raw, profiles()[source])


def readable(raw: RawTable, profile: Profile) -> Profile:
    """Return a profile if the sheet has the columns without which it cannot be read.

    Raises
    ------
    SourceError
        Names the columns that are missing.
    """
    found = match(raw, profile)
    if found.required:
        raise SourceError(
            _(
                "{file} cannot be read as {name}: these columns are missing: {missing}.",
                file=raw.name,
                name=profile.name,
                missing=", ".join(found.required),
            )
        )
    return profile


def _refuse(raw: RawTable) -> Profile:
    raise SourceError(why_not(raw))


def why_not(raw: RawTable) -> str:
    """Say why no source fits a sheet: the nearest one and what it lacks, or what was seen."""
    near = [found for found in matches(raw) if found.near]
    if not near:
        return _(
            "{file} is not an export that playbook knows. Columns seen: {seen}. "
            "Write a mapping for it with --mapping, or name its source with --source.",
            file=raw.name,
            seen=", ".join(raw.columns[:8]),
        )
    best = near[0]
    if best.foreign:
        return _(
            "{file} looks like {name} but is not: it has the columns {foreign}. "
            "Write a mapping for it with --mapping.",
            file=raw.name,
            name=best.profile.name,
            foreign=", ".join(best.foreign),
        )
    return _(
        "{file} looks like {name}, but these columns are missing: {missing}. "
        "Export it again with all columns, or write a mapping for it with --mapping.",
        file=raw.name,
        name=best.profile.name,
        missing=", ".join(best.missing),
    )
