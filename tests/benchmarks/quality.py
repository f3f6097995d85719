"""The quality set (tests/golden/quality): real needs with judged candidates, on full texts, ours beside plain methods.

nDCG@10 and precision@5 rank the judged pairs of each need; scores and ranks are those among all achievements. A need is
answered when one of its judged pairs has level 3 or more; the AUC compares answered needs with unanswered ones by the
highest score of their judged pairs. Intervals: 95%, 1,000 bootstrap samples over needs, the same for every method.
The untrained table stands on vectors that are only centred: the turn that ships was learned from judgements.
How the set was made, and what its labels are worth: tests/golden/quality/README.md.
"""

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt
from sklearn.feature_extraction.text import TfidfVectorizer

from data.records.enums import Direction, Level
from data.records.pairs import Pair
from ingest.batch import read_achievements, read_needs, read_pairs
from matcher.corpus import Corpus
from matcher.evaluation import intervals, metrics
from matcher.evaluation.intervals import Estimate, Predictions
from matcher.language import Language
from matcher.match import Matcher
from matcher.retrieval import RRF_OFFSET
from matcher.scoring import default_ranker, ranker_for
from matcher.training.baseline import untrained
from models.encoders.adapter import VectorAdapter
from models.indexes import Bm25Index
from models.protocols import Float32Matrix, Float64Matrix, Int64Matrix
from models.texts import normalised
from service.docking.language import open_model, seen_by
from tests.benchmarks.bench import REPOSITORY, open_language, parser, real_data, say, say_machine
from tests.benchmarks.readers import say_agreement

SEED: Final = 20261122
N_SHUFFLES: Final = 20
TOP: Final = 10
GOLDEN: Final = REPOSITORY / "tests" / "golden" / "quality"
PAIRS: Final = "pairs.csv"
SECOND: Final = "second.csv"
NEEDS: Final = "needs.csv"
FUSION: Final = "plain fusion of BM25, TF-IDF, e5"
TABLE: Final = "untrained table"
"""On vectors that are centred by means of texts and not turned, see `matcher.training.baseline`."""

SHIPPED: Final = "duijie"
TARGETS: Final = "targets for duijie: nDCG@10 0.10 above the plain fusion; AUC of answered needs >= 0.80"

Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Judgements:
    """The set: pairs grouped by need, in the order of the file.

    Attributes:
        pairs: the first reader's.
        second: the second reader's, of some needs.
        first_lot: shape (n_needs,), in the order in which needs appear in `pairs`.
    """

    pairs: tuple[Pair, ...]
    second: tuple[Pair, ...]
    first_lot: Mask

    @property
    def need_ids(self) -> tuple[str, ...]:
        """Every need once, in the order of `pairs`."""
        return tuple(dict.fromkeys(pair.need_id for pair in self.pairs))


@dataclass(frozen=True, slots=True)
class System:
    """What one method says of every need (rows) and every achievement (columns); plain methods tell no level."""

    scores: Float64Matrix
    told: Int64Matrix | None = None


@dataclass(frozen=True, slots=True)
class NoAnswer:
    """How far "no good match" can be trusted: said where no judged pair of a need is told level 3 or more.

    Attributes:
        right: share of the needs it is said of that really have no pair of level 3 or more.
        heard: share of the needs without such a pair that it is said of.
    """

    right: Estimate
    heard: Estimate


@dataclass(frozen=True, slots=True)
class Report:
    """The figures of one sample of needs, named as in `intervals.STATISTICS`; `answered_ndcg` is of answered needs."""

    n_needs: int
    n_ordered: int
    n_answered: int
    figures: Mapping[str, Mapping[str, Estimate]]
    ahead_of_fusion: Mapping[str, Mapping[str, Estimate]]
    no_answer: Mapping[str, NoAnswer]


def read_judgements(folder: Path) -> Judgements:
    """Read pairs.csv, second.csv and needs.csv (need_id, lot) of a folder."""
    pairs, second = (tuple(read_pairs([folder / name]).records) for name in (PAIRS, SECOND))
    with (folder / NEEDS).open(encoding="utf-8", newline="") as file:
        lots = {row["need_id"]: row["lot"] for row in csv.DictReader(file)}
    need_ids = dict.fromkeys(pair.need_id for pair in pairs)
    return Judgements(pairs, second, np.array([lots[need_id] == "1" for need_id in need_ids], dtype=np.bool_))


def open_matcher(folder: Path, language: Language) -> Matcher:
    """Prepare the records of a folder; the ranker is the product's own for this encoder."""
    return Matcher.build(
        read_needs([folder / "needs.csv"]).records,
        read_achievements([folder / "achievements.csv"]).records,
        language=language,
        ranker=ranker_for(default_ranker(), language.encoder.id),
    )


def run(matcher: Matcher, need_ids: Sequence[str], ours: Mapping[str, Matcher]) -> dict[str, System]:
    """Let every method score every achievement for the needs.

    Args:
        matcher: holds the records for the plain methods, which come first.
        need_ids: needs to score for.
        ours: further methods by name, over the same records.
    """
    place_of = {profile.id: place for place, profile in enumerate(matcher.needs.profiles)}
    places = np.array([place_of[need_id] for need_id in need_ids], dtype=np.int64)
    words, characters = _bm25(matcher, places), _characters(matcher, places)
    plain = _plain_vectors(matcher)
    texts, titles = (_cosines(asked[places], offered) for asked, offered in plain)
    fused = sum((1.0 / (RRF_OFFSET + _ranks(scores)) for scores in (words, characters, texts)), np.zeros(texts.shape))
    methods = {
        "BM25": words,
        "character 1-3-gram TF-IDF": characters,
        "cosine of title vectors (e5)": titles,
        "cosine of text vectors (e5)": texts,
        FUSION: fused,
    }
    return {name: System(scores) for name, scores in methods.items()} | _ranked(ours, places)


def _plain_vectors(matcher: Matcher) -> tuple[tuple[Float32Matrix, Float32Matrix], tuple[Float32Matrix, Float32Matrix]]:
    """Return vectors as the encoder gives them, of needs and achievements: of whole texts, and of titles."""
    encoder = matcher.language.encoder
    plain = replace(matcher.language, adapter=VectorAdapter.neutral(encoder.id, encoder.dim))
    asked = Corpus.build(matcher.needs.profiles, plain, role="query")
    offered = Corpus.build(matcher.achievements.profiles, plain, role="passage")
    return (_means(asked), _means(offered)), (asked.title_vectors, offered.title_vectors)


def _means(corpus: Corpus) -> Float32Matrix:
    sums = np.add.reduceat(corpus.passage_vectors * corpus.weights[:, None], corpus.offsets[:-1], axis=0)
    return normalised(sums)


def report(judgements: Judgements, systems: Mapping[str, System], matcher: Matcher, *, needs: Mask) -> Report:
    """Measure every method on the needs of a mask."""
    said = {name: of_needs(predict(judgements, system, matcher), needs) for name, system in systems.items()}
    first = next(iter(said.values()))
    draws = intervals.draw_needs(first.n_needs, seed=SEED)
    answered = reached(first, Level.FAIR)
    perfect = Predictions(first.levels, first.needs, first.levels / 4.0, first.levels, first.fair)

    def figures(of: Predictions) -> dict[str, Estimate]:
        found = intervals.estimate(of, draws)
        part = intervals.estimate(of_needs(of, answered), draws[:, answered])
        return found | {"answered_ndcg": part["ndcg_at_10"]}

    def ahead(of: Predictions) -> dict[str, Estimate]:
        found = intervals.compare(of, said[FUSION], draws)
        part = intervals.compare(of_needs(of, answered), of_needs(said[FUSION], answered), draws[:, answered])
        return found | {"answered_ndcg": part["ndcg_at_10"]}

    telling = {name: said[name] for name, system in systems.items() if system.told is not None}
    return Report(
        n_needs=first.n_needs,
        n_ordered=sum(metrics.has_order(first.levels[rows]) for rows in first.rows()),
        n_answered=int(answered.sum()),
        figures={"random order": chance(first, answered)}
        | {name: figures(of) for name, of in said.items()}
        | {"perfect order": figures(perfect)},
        ahead_of_fusion={name: ahead(of) for name, of in telling.items()},
        no_answer={name: no_answer(of, draws) for name, of in telling.items()},
    )


def predict(judgements: Judgements, system: System, matcher: Matcher) -> Predictions:
    """Return what a method says of the judged pairs."""
    need_of = {need_id: row for row, need_id in enumerate(judgements.need_ids)}
    place_of = {profile.id: place for place, profile in enumerate(matcher.achievements.profiles)}
    rows = np.array([need_of[pair.need_id] for pair in judgements.pairs], dtype=np.int64)
    columns = np.array([place_of[pair.achievement_id] for pair in judgements.pairs], dtype=np.int64)
    levels = np.array([pair.level for pair in judgements.pairs], dtype=np.int64)
    told = np.ones(len(rows), dtype=np.int64) if system.told is None else system.told[rows, columns]
    return Predictions(levels, rows, system.scores[rows, columns], told, np.zeros(len(rows)))


def of_needs(predictions: Predictions, needs: Mask) -> Predictions:
    """Return the predictions of some needs, numbered anew."""
    kept = needs[predictions.needs]
    numbers = np.cumsum(needs) - 1
    return Predictions(
        levels=predictions.levels[kept],
        needs=numbers[predictions.needs[kept]].astype(np.int64),
        scores=predictions.scores[kept],
        told=predictions.told[kept],
        fair=predictions.fair[kept],
    )


def reached(predictions: Predictions, level: Level) -> Mask:
    """Tell for every need whether one of its pairs was judged at least this level."""
    return np.array([bool((predictions.levels[rows] >= level).any()) for rows in predictions.rows()], dtype=np.bool_)


def no_answer(predictions: Predictions, draws: Int64Matrix) -> NoAnswer:
    """Measure what is said of needs without an answer."""
    empty = ~reached(predictions, Level.FAIR)
    said = np.array([bool((predictions.told[rows] < Level.FAIR).all()) for rows in predictions.rows()], dtype=np.bool_)
    return NoAnswer(right=share(empty & said, said, draws), heard=share(empty & said, empty, draws))


def share(part: Mask, whole: Mask, draws: Int64Matrix) -> Estimate:
    """Return |part| / |whole| with its interval; NaN where the whole is empty."""
    if not whole.any():
        return Estimate(float("nan"), float("nan"), float("nan"))
    above, below = draws @ part, draws @ whole
    low, high = np.percentile(above[below > 0] / below[below > 0], (2.5, 97.5))
    return Estimate(float(part.sum() / whole.sum()), float(low), float(high))


def chance(predictions: Predictions, answered: Mask) -> dict[str, Estimate]:
    """Return the mean figures of shuffled orders, without intervals."""
    generator = np.random.default_rng(SEED)
    sums: dict[str, float] = {}
    for _ in range(N_SHUFFLES):
        scores = generator.random(len(predictions.levels))
        shuffled = Predictions(predictions.levels, predictions.needs, scores, predictions.told, predictions.fair)
        found = intervals.measure(shuffled)
        found["answered_ndcg"] = intervals.measure(of_needs(shuffled, answered))["ndcg_at_10"]
        for name, value in found.items():
            sums[name] = sums.get(name, 0.0) + value / N_SHUFFLES
    return {name: Estimate(value, float("nan"), float("nan")) for name, value in sums.items()}


def unjudged(judgements: Judgements, system: System, matcher: Matcher) -> list[tuple[str, str]]:
    """Return the pairs among a method's first 10 of all achievements that nobody judged, best first need by need."""
    known = {(pair.need_id, pair.achievement_id) for pair in judgements.pairs}
    offers = [profile.id for profile in matcher.achievements.profiles]
    best = np.argsort(-system.scores, axis=1, kind="stable")[:, :TOP]
    pairs = [(need, offers[at]) for need, row in zip(judgements.need_ids, best, strict=True) for at in row.tolist()]
    return [pair for pair in pairs if pair not in known]


def main() -> None:
    """Measure, print."""
    options = parser(__doc__)
    options.add_argument("--model", type=Path, action="append", default=[], help="folder of a ranker to measure too")
    options.add_argument("--unjudged", type=Path, help="where to list, for judging, what is missing in our first 10")
    chosen = options.parse_args()
    say_machine()
    judgements = read_judgements(GOLDEN)
    matcher = open_matcher(real_data() / "51jishu", open_language(chosen.encoder))
    own = {TABLE: untrained(matcher), SHIPPED: matcher}
    models = {str(folder): open_model(folder) for folder in chosen.model}
    others = {
        name: replace(matcher, ranker=ranker_for(model.ranker, matcher.language.encoder.id))
        for name, model in models.items()
    }
    for name, model in models.items():
        if model.adapter is not None:
            raise SystemExit(f"{name} has vectors of its own, and the records here are prepared without them")
        n_seen = seen_by(model, matcher.language.encoder.id).count_needs(judgements.pairs)
        if n_seen:
            say(f"{name} was trained on {n_seen} of these very needs: its figures say little about others")
    systems = run(matcher, judgements.need_ids, own | others)
    say_agreement(judgements.pairs, judgements.second)
    for title, needs in (
        ("all needs", np.ones(len(judgements.first_lot), dtype=np.bool_)),
        ("first lot", judgements.first_lot),
        ("second lot", ~judgements.first_lot),
    ):
        say_report(title, report(judgements, systems, matcher, needs=needs))
    holes = {name: unjudged(judgements, systems[name], matcher) for name in (FUSION, *own, *others)}
    say(f"\nunjudged among the first {TOP} of all achievements, mean a need")
    for name, pairs in holes.items():
        say(f"  {name:<36} {len(pairs) / len(judgements.need_ids):.2f}")
    if chosen.unjudged:
        write_unjudged(chosen.unjudged, {pair for name in (SHIPPED, *others) for pair in holes[name]})


def write_unjudged(path: Path, pairs: set[tuple[str, str]]) -> None:
    """Write pairs to be judged: ids alone, need by need, no rank or score that could sway the reader."""
    ordered = sorted(pairs, key=lambda pair: (pair[0], sha256("".join(pair).encode()).hexdigest()))
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["need_id", "achievement_id", "level"])
        writer.writerows((*pair, "") for pair in ordered)


def say_report(title: str, found: Report) -> None:
    """Print one table."""
    say(f"\n{title}: {found.n_needs} needs, {found.n_ordered} with an order, {found.n_answered} answered")
    say(f"({TARGETS})")
    columns = {
        "ndcg_at_10": "nDCG@10, order",
        "answered_ndcg": "nDCG@10, answered",
        "precision_at_5": "precision@5",
        "answered_auc": "AUC answered",
    }
    say(f"  {'':<36}" + "".join(f"{heading:>23}" for heading in columns.values()))
    for name, figures in found.figures.items():
        say(f"  {name:<36}" + "".join(f"{_written(figures[column]):>23}" for column in columns))
    for name, figures in found.ahead_of_fusion.items():
        differences = "".join(f"{_written(figures[column], sign='+'):>23}" for column in columns)
        say(f"  {name + ' minus plain fusion':<36}{differences}")
    say(f"  share of needs that really have no good match: {1.0 - found.n_answered / found.n_needs:.3f}")
    for name, one in found.no_answer.items():
        say(f"  {name}, when it says no good match, is right: {_written(one.right)}")
        say(f"  {name}, of the needs without one, says so: {_written(one.heard)}")


def _written(one: Estimate, *, sign: str = "") -> str:
    value = f"{one.value:{sign}.3f}"
    return value if np.isnan(one.low) else f"{value} [{one.low:{sign}.2f}, {one.high:{sign}.2f}]"


def _ranked(matchers: Mapping[str, Matcher], places: Int64Matrix) -> dict[str, System]:
    """Let matchers score every achievement; those with the same vectors share the features of a pair."""
    sizes = {name: (len(places), len(one.achievements)) for name, one in matchers.items()}
    found = {name: System(np.zeros(size), np.zeros(size, dtype=np.int64)) for name, size in sizes.items()}
    by_vectors = {one.language.id: one for one in matchers.values()}
    for row, place in enumerate(places.tolist()):
        values = {
            language: one.rank_candidates(Direction.NEEDS, place, np.arange(len(one.achievements))).values
            for language, one in by_vectors.items()
        }
        for name, one in matchers.items():
            ranking, system = one.ranker.rank(values[one.language.id]), found[name]
            system.scores[row] = ranking.score
            if system.told is not None:
                system.told[row] = ranking.level
    return found


def _bm25(matcher: Matcher, places: Int64Matrix) -> Float64Matrix:
    profiles = matcher.achievements.profiles
    index, everything = Bm25Index.build([profile.words for profile in profiles]), np.arange(len(profiles))
    return np.vstack([
        index.scores(matcher.needs.profiles[place].words, everything).astype(np.float64) for place in places.tolist()
    ])


def _characters(matcher: Matcher, places: Int64Matrix) -> Float64Matrix:
    asked, offered = (
        ["\n".join(profile.texts) for profile in corpus.profiles] for corpus in (matcher.needs, matcher.achievements)
    )
    vectorizer = TfidfVectorizer(analyzer="char", ngram_range=(1, 3), sublinear_tf=True).fit(asked + offered)
    left = vectorizer.transform([asked[place] for place in places.tolist()])
    cosines: Float64Matrix = (left @ vectorizer.transform(offered).T).toarray()
    return cosines


def _cosines(left: npt.NDArray[np.float32], right: npt.NDArray[np.float32]) -> Float64Matrix:
    return left.astype(np.float64) @ right.astype(np.float64).T


def _ranks(scores: Float64Matrix) -> Int64Matrix:
    """Return the rank of each score in its row, from 1; ties by smaller position."""
    order = np.argsort(-scores, axis=1, kind="stable")
    ranks: Int64Matrix = np.argsort(order, axis=1, kind="stable") + 1
    return ranks


if __name__ == "__main__":
    main()
