"""The statistics of the comparisons, under one name.

Shares and differences in `proportions`, control limits in `funnel`, shrunken shares and ranks in
`shrinkage`, change of cost in `decompose`. Scalar functions take counts (whole numbers) and raise
ValueError in Swedish for what cannot be a share; the `add_` functions take a polars frame and
return it with columns added.
"""

from __future__ import annotations

from finsam_analysis.compare.decompose import (
    CostPair,
    Decomposition,
    Effects,
    add_divisia,
    divisia,
    log_mean,
)
from finsam_analysis.compare.funnel import (
    Overdispersion,
    add_funnel,
    funnel_curve,
    funnel_limits,
    overdispersion,
)
from finsam_analysis.compare.proportions import (
    LEVEL,
    Interval,
    add_differences,
    add_wilson,
    benjamini_hochberg,
    difference_from_percents,
    difference_points,
    difference_test,
    half_test,
    newcombe,
    only_count,
    pooled_share,
    possible_counts,
    refuse_double,
    refuse_mixed,
    refuse_overlap,
    share_interval_from_percent,
    wilson,
)
from finsam_analysis.compare.shrinkage import (
    Rank,
    Shrunken,
    add_shrunken,
    rank_intervals,
    shrink,
)

__all__ = [
    "LEVEL",
    "CostPair",
    "Decomposition",
    "Effects",
    "Interval",
    "Overdispersion",
    "Rank",
    "Shrunken",
    "add_differences",
    "add_divisia",
    "add_funnel",
    "add_shrunken",
    "add_wilson",
    "benjamini_hochberg",
    "difference_from_percents",
    "difference_points",
    "difference_test",
    "divisia",
    "funnel_curve",
    "funnel_limits",
    "half_test",
    "log_mean",
    "newcombe",
    "only_count",
    "overdispersion",
    "pooled_share",
    "possible_counts",
    "rank_intervals",
    "refuse_double",
    "refuse_mixed",
    "refuse_overlap",
    "share_interval_from_percent",
    "shrink",
    "wilson",
]
