"""Words around the figures: labels, names, sources, and prose that is worked out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import polars as pl

from finsam_analysis import words
from finsam_analysis.publish import numbers
from finsam_analysis.publish.spelling import Spelling


class Prose:
    """Sentences of Markdown whose figures were computed: one a paragraph, several as a list."""

    def __init__(self, *sentences: str) -> None:
        told = [sentence for sentence in sentences if sentence]
        self.text = told[0] if len(told) == 1 else "\n".join(f"- {sentence}" for sentence in told)

    def _repr_markdown_(self) -> str:
        return self.text

    def __repr__(self) -> str:
        return self.text


def label(kind: str, value: str | None) -> str:
    """What readers see for a value of the data: `label("matt", "nya")` is `nya deltagare`."""
    if value is None:
        return ""
    known: Mapping[str, str] = words.load("visning").get(kind, {})
    return known.get(value, value.replace("_", " "))


def labels(kind: str) -> dict[str, str]:
    """All labels of a kind, in their order."""
    return dict(words.load("visning")[kind])


def first_upper(text: str) -> str:
    """`text` with its first letter large and the rest as it is."""
    return text[:1].upper() + text[1:]


def forbund_names(forbund: pl.DataFrame) -> dict[str, str]:
    """forbund_id to the name without the word that all of them begin with."""
    prefix = words.load("visning")["forbund"]["forled"]
    return {
        row["forbund_id"]: row["namn"].removeprefix(prefix) for row in forbund.iter_rows(named=True)
    }


@dataclass(frozen=True)
class Names:
    """What things are called, by their keys in the data."""

    forbund: Mapping[str, str]
    insatser: Mapping[str, str]
    reports: Mapping[str, str]
    issues: Mapping[str, str] = field(default_factory=dict)
    spelling: Spelling = field(default_factory=lambda: Spelling(()))

    @classmethod
    def of(cls, forbund: pl.DataFrame, insatser: pl.DataFrame, rapporter: pl.DataFrame) -> Names:
        """Names from the three dimensions."""
        printed = insats_names(insatser)
        spelling = Spelling([*forbund["namn"], *printed.values()])
        return cls(
            forbund_names(forbund),
            {key: spelling.of(name) for key, name in printed.items()},
            report_names(rapporter, forbund),
            {row["report_id"]: _issue(row) for row in rapporter.iter_rows(named=True)},
            spelling,
        )

    def of_forbund(self, forbund_id: str) -> str:
        """The förbund's short name, or its id."""
        return self.forbund.get(forbund_id, forbund_id)

    def of_insats(self, insats_id: str | None) -> str:
        """The insats's name; what stands for the whole förbund where there is none."""
        return "Hela förbundet" if insats_id is None else self.insatser.get(insats_id, insats_id)

    def source(self, report_ids: Iterable[str]) -> str:
        """`Källa: …` with the reports once each."""
        return source(report_ids, self.reports)

    def place(self, report_id: str | None, line: int | None) -> str:
        """Where something is printed: `Östra Södertörn, årsredovisning 2020, rad 225`."""
        if report_id is None:
            return ""
        return _at(self.reports.get(report_id, report_id), line)

    def place_in(self, report_id: str | None, line: int | None) -> str:
        """The same where the förbund is named beside it: `årsredovisning 2020, rad 225`."""
        if report_id is None:
            return ""
        return _at(self.issues.get(report_id) or self.reports.get(report_id, report_id), line)


def _at(report: str, line: int | None) -> str:
    return report if line is None else f"{report}, rad{numbers.NBSP}{line}"


def _issue(row: Mapping[str, Any]) -> str:
    """A report of a förbund: `årsredovisning 2020`."""
    return f"{label('rapport', row['kind'])} {row['year']}"


def insats_names(insatser: pl.DataFrame) -> dict[str, str]:
    """insats_id to its name."""
    return dict(insatser.select("insats_id", "namn").unique("insats_id").iter_rows())


def report_names(rapporter: pl.DataFrame, forbund: pl.DataFrame) -> dict[str, str]:
    """report_id to what it is: `Östra Södertörn, årsredovisning 2020`."""
    names = forbund_names(forbund)
    return {
        row["report_id"]: (f"{names.get(row['forbund_id'], row['forbund_id'])}, {_issue(row)}")
        for row in rapporter.iter_rows(named=True)
    }


def source(report_ids: Iterable[str], reports: Mapping[str, str]) -> str:
    """`Källa: …` with the reports once each; by their ids where they have no name."""
    known = sorted({reports.get(report, report) for report in report_ids})
    return f"Källa: {'; '.join(known)}." if known else ""


def column(
    frame: pl.DataFrame, name: str, make: Callable[[dict[str, Any]], str | None]
) -> pl.DataFrame:
    """`frame` with a text column made of each row."""
    made = [make(row) for row in frame.iter_rows(named=True)]
    return frame.with_columns(pl.Series(name, made, dtype=pl.String))


def named(frame: pl.DataFrame, key: str, names: Mapping[str, str], into: str) -> pl.DataFrame:
    """`frame` with the column `into`: the name of `key`, or the key itself."""
    return frame.with_columns(
        pl.col(key)
        .replace_strict(dict(names), default=pl.col(key), return_dtype=pl.String)
        .alias(into)
    )


def share_of(part: int, whole: int, noun: str) -> str:
    """`7 av 12 mål`, or that there are none."""
    if not whole:
        return f"inga {noun}"
    return f"{numbers.number(part)} av {numbers.number(whole)} {noun}"
