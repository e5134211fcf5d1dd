"""A plan with the measures that no shipped plan has, made over enterprises of two years."""

import numpy as np

from maturity.publication.release import build
from maturity.questionnaire import load
from maturity.statistics.plan import read_plan

from ...statistics.world import CITIES_2021, make_frame

PLAN = """
id: own
title: {zh: 表, en: T}
scope: {zh: 企业, en: firms}
weights:
  source: {zh: 统计局, en: Statistical office}
  margins:
    production_type: {discrete: 3000, process: 7000}
tables:
  - id: weighted
    title: {zh: 加权, en: Weighted}
    rows: [production_type]
    measures: [n, weighted_share_by_level, weighted_share_at_least_2, weighted_interval_at_least_2, weighted_mean_score,
      design_effect, effective_n]
  - id: ranked
    title: {zh: 排名, en: Ranked}
    rows: [city]
    measures: [n, count_at_least_2, rank_interval]
    ranking: {by: count_at_least_2, top: 10}
    chart: ranking
  - id: changes
    title: {zh: 增减, en: Changes}
    rows: [sample]
    measures: [n, share_at_least_2, change_at_least_2, mean_score, change_mean]
"""


def own_release():
    """It, for internal use."""
    random, n = np.random.default_rng(4), 900
    rows = {
        "production_type": random.choice(["discrete", "process"], n, p=[0.7, 0.3]),
        "city": random.choice([code for code, _ in CITIES_2021[:12]], n),
    }
    before = np.where(random.random(n) < 0.6, random.integers(0, 6, n), -1)
    return build(read_plan(PLAN), make_frame(rows, random.integers(0, 6, n), before=before), load(), 2021)
