"""What a trained ranker is measured against: the table of weights, on vectors from which no judgement was learned."""

from dataclasses import replace

from matcher.corpus import Corpus
from matcher.match import Matcher
from matcher.scoring import table_ranker
from matcher.training.examples import Examples, feature_values_of
from models.protocols import Progress, Ranking


def untrained(matcher: Matcher) -> Matcher:
    """Return the table over the same records; their vectors are centred, as before, but no longer turned.

    Centres are means of texts. The turn was learned from judgements, and whoever stands on it is not untrained.
    """
    plain = replace(matcher.language, adapter=matcher.language.adapter.unturned())
    # The turn is in the vectors of the asking side alone.
    needs = Corpus.build(matcher.needs.profiles, plain, role="query")
    return replace(matcher, needs=needs, language=plain, ranker=table_ranker())


def baseline_ranking(matcher: Matcher, examples: Examples, *, progress: Progress | None = None) -> Ranking:
    """Rank the pairs of examples with what is `untrained`, in their order.

    Args:
        matcher: holds the records of the pairs.
        examples: their values are not used: they may be those of turned vectors.
        progress: called with needs done and needs in all.
    """
    plain = untrained(matcher)
    return plain.ranker.rank(feature_values_of(plain, examples.pairs, progress=progress))
