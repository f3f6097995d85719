"""What a trained ranker is measured against: the table of weights, on vectors from which no judgement was learned."""

from dataclasses import replace

from matcher.corpus import Corpus
from matcher.match import Matcher
from matcher.scoring import ranker_for, table_ranker
from matcher.training.examples import Examples, feature_values_of
from models.protocols import Progress, Ranking


def untrained(matcher: Matcher, *, titles_alone: bool = False) -> Matcher:
    """Return the table over the same records; their vectors are centred, as before, but no longer turned.

    Centres are means of texts. The turn was learned from judgements, and whoever stands on it is not untrained. The
    levels are those of the encoder, see `matcher.encoder_scales`.

    Args:
        matcher: holds the records.
        titles_alone: see `matcher.scoring.are_titles_alone`.
    """
    plain = replace(matcher.language, adapter=matcher.language.adapter.unturned())
    ranker = ranker_for(table_ranker(), plain.encoder.id, titles_alone=titles_alone)
    # The turn is in the vectors of the asking side alone.
    needs = Corpus.build(matcher.needs.profiles, plain, role="query")
    return replace(matcher, needs=needs, language=plain, ranker=ranker)


def baseline_ranking(
    matcher: Matcher, examples: Examples, *, titles_alone: bool = False, progress: Progress | None = None
) -> Ranking:
    """Rank the pairs of examples with what is `untrained`, in their order.

    Args:
        matcher: holds the records of the pairs.
        examples: their values are not used: they may be those of turned vectors.
        titles_alone: see `untrained`.
        progress: called with needs done and needs in all.
    """
    plain = untrained(matcher, titles_alone=titles_alone)
    return plain.ranker.rank(feature_values_of(plain, examples.pairs, progress=progress))
