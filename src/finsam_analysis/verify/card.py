"""A trace laid out: as text for a terminal, as a card for a notebook.

The card uses the notebook's own colours, so that it stands in light and dark; nothing is said by
colour alone. The running text of a report is shown in the terminal only: a notebook is passed on.
"""

from __future__ import annotations

import textwrap
from html import escape

from finsam_analysis.verify.marking import mark, pointer
from finsam_analysis.verify.sayings import corrected
from finsam_analysis.verify.told import cut
from finsam_analysis.verify.trace import Place, Trace, Traced

_REFUSED = 5  # refused readings that are shown
_WIDE = 100
_STATUS = {
    "tryckt": "som tryckt",
    "reparerad": "lagat efter skadat tryck",
    "rattad": "rättat av en människa",
}
_KONTROLL = {
    "bekraftad": "bekräftat: en uträkning stämmer",
    "motsagd": "motsagt: en uträkning stämmer inte",
    "okontrollerad": "okontrollerat: ingen uträkning gäller det",
}
_SIZE_ONLY = "prövat till storleken: uträkningarna hade stämt även om det stått på en annan rad"
_NO_LINES = "raderna visas när rapporten finns i data/raw"
_PROSE = "löpande text; meningen sparas inte"


def text(trace: Trace) -> str:
    """The values as text, each below its printed line."""
    return "\n".join([*(_place(place) for place in trace.places), f"Klart: {trace.told}"])


def _place(place: Place) -> str:
    rows = [f"{place.title}", f"  {_where(place)}", *_printed(place)]
    shared = _shared(place)
    for value in place.values:
        rows += ["", f"  {value.value}  {cut(value.name, 80)}"]
        for line in _behind(value, shared):
            rows += _wrapped(line, 4)
    if shared is not None:
        rows += ["", *(part for line in _reading(shared) for part in _wrapped(line, 2))]
    return "\n".join([*rows, ""])


def _wrapped(line: str, indent: int) -> list[str]:
    return textwrap.wrap(
        line,
        _WIDE,
        initial_indent=indent * " ",
        subsequent_indent=(indent + 2) * " ",
        break_long_words=False,
        break_on_hyphens=False,
    )


def _shared(place: Place) -> Traced | None:
    """One of the values, when all on the line were read together and in one way."""
    first = place.values[0]
    alike = {(value.reading, value.refused) for value in place.values}
    return first if len(place.values) > 1 and len(alike) == 1 and first.reading else None


def _reading(value: Traced) -> list[str]:
    """How the reading was chosen, and the readings that were refused, a line each."""
    rows = [f"läst så av {value.reading}"] if value.reading else []
    if value.refused:
        rows += ["avvisade läsningar:", *(f"  {way}" for way in value.refused[:_REFUSED])]
        more = len(value.refused) - _REFUSED
        rows += [f"  och {more} till"] if more > 0 else []
    return rows


def _where(place: Place) -> str:
    page = f", sida {place.page}" if place.page else ""
    heading = f" »{place.heading}«" if place.heading else ""
    table = "löpande text" if place.table_id == "prosa" else f"tabell {place.table_id}{heading}"
    return f"{place.report_id}, rad {place.line}{page}, {table}"


def _printed(place: Place) -> list[str]:
    """The lines, with ^ under the values."""
    rows = place.printed or ([(place.line, place.prose)] if place.prose else [])
    if not rows:
        return [f"  > {place.line} | {' … '.join(_raws(place))} ({_unseen(place)})"]
    wide = max(len(str(no)) for no, _ in rows)
    made = []
    for no, line in rows:
        here = no == place.line
        made.append(f"  {'>' if here else ' '} {no:>{wide}} | {line}")
        below = pointer(line, place.there, [v.row for v in place.values]) if here else ""
        made += [f"    {wide * ' '} | {below}"] if below else []
    return made


def _raws(place: Place) -> list[str]:
    return list(dict.fromkeys(value.row["raw"] for value in place.values))


def _unseen(place: Place) -> str:
    return _PROSE if place.table_id == "prosa" else _NO_LINES


def _standing(value: Traced) -> str:
    row = value.row
    status = _STATUS.get(row["status"], row["status"])
    note = f"; {row['anmarkning']}" if row["anmarkning"] else ""
    said = _KONTROLL.get(row["kontroll"], row["kontroll"])
    if row["kontroll"] == "okontrollerad" and len(row.get("prov") or ()):
        said = f"okontrollerat, men {_SIZE_ONLY}"
    return f"{status} »{row['raw']}«; {said}{note}"


def _behind(value: Traced, shared: Traced | None) -> list[str]:
    """Everything but the value itself, a line each: its own checks first."""
    rows = _standing_and_checks(value)
    rows += _reading(value) if shared is None else []
    return [*rows, *_mended(value), value.about]


def _standing_and_checks(value: Traced) -> list[str]:
    return [_standing(value), *value.checks]


def _mended(value: Traced) -> list[str]:
    rows = [f"lagat: {repair}" for repair in value.repairs]
    rows += [f"rättelse: {corrected(decided)}" for decided in value.corrections]
    return rows + ([_others(value)] if value.others else [])


def _others(value: Traced) -> str:
    word = "uträkning" if value.others == 1 else "uträkningar"
    return f"{value.others} {word} till på raden prövar andra tal"


# --- in a notebook ------------------------------------------------------------------------------

_BOX = (
    "border:1px solid var(--jp-border-color1,#9aa7ae);border-radius:6px;padding:.7em 1em;"
    "margin:.5em 0;max-width:60em;line-height:1.45;text-align:left"
)
_PRE = (
    "margin:.4em 0;padding:.4em .6em;overflow-x:auto;font-size:.92em;background:transparent;"
    "color:inherit;border-left:3px solid var(--jp-border-color1,#9aa7ae)"
)
_MARK = "background:rgba(255,196,0,.35);color:inherit;font-weight:700;text-decoration:underline"


def card(trace: Trace) -> str:
    """The values as HTML, each below its printed line."""
    cards = "".join(_card(place) for place in trace.places)
    return f'<div lang="sv">{cards}<p>{escape(trace.told)}</p></div>'


def _card(place: Place) -> str:
    shared = _shared(place)
    values = "".join(_value(value, shared) for value in place.values)
    return (
        f'<section style="{_BOX}"><div><strong>{escape(place.title)}</strong><br>'
        f"{escape(_where(place))}</div>{_lines(place)}{values}"
        f"{_folded(shared) if shared is not None else ''}</section>"
    )


def _folded(value: Traced) -> str:
    """How the line was read; the readings that were refused behind a line that opens."""
    read = f"<div>Läst så av {escape(value.reading)}.</div>" if value.reading else ""
    if not value.refused:
        return read
    items = "".join(f"<li><code>{escape(way)}</code></li>" for way in value.refused)
    head = f"Avvisade läsningar ({len(value.refused)})"
    return f"{read}<details><summary>{head}</summary><ul>{items}</ul></details>"


def _lines(place: Place) -> str:
    wanted = [value.row for value in place.values]
    rows = []
    for no, line in place.printed:
        here = no == place.line
        shown = mark(line, place.there, wanted) if here else escape(line)
        rows.append(f"{'&gt;' if here else ' '} {no:>5}  {shown}")
    if not rows:
        raw = " … ".join(f"<mark>{escape(raw)}</mark>" for raw in _raws(place))
        rows = [f"&gt; {place.line:>5}  {raw} ({_unseen(place)})"]
    marked = "\n".join(rows).replace("<mark>", f'<mark style="{_MARK}">')
    return f'<pre style="{_PRE}">{marked}</pre>'


def _value(value: Traced, shared: Traced | None) -> str:
    own = "".join(
        f"<li>{escape(line)}</li>" for line in (*_standing_and_checks(value), *_mended(value))
    )
    return (
        f'<div style="margin-top:.6em"><strong style="font-size:1.15em">{escape(value.value)}'
        f"</strong> {escape(value.name)}"
        f'<ul style="margin:.2em 0;padding-left:1.4em">{own}</ul>'
        f"{_folded(value) if shared is None else ''}"
        f"<code>{escape(value.about)}</code></div>"
    )
