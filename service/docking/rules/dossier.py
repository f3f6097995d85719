"""Dossiers: which papers are there, and who sealed which."""

from dataclasses import dataclass

from data.records.rules import Check, DossierTerms, Rule
from service.docking.rules.facts import DossierFacts, Paper
from service.docking.rules.finding import Finding, checked, failed, listed, passed, terms_of, unknown


@dataclass(frozen=True, slots=True)
class SealCell:
    """Whether one seal is on one paper; None: nobody looked, or the paper is not there."""

    paper: str
    member: str
    is_there: bool | None


def seal_matrix(rule: Rule, facts: DossierFacts) -> tuple[SealCell, ...]:
    """Return every seal that a rule asks for, paper by paper; () where it asks for none or nobody is known."""
    terms = terms_of(rule, DossierTerms)
    given = {each.name: each for each in facts.papers}
    return tuple(
        SealCell(name, member, _is_sealed(given.get(name), member))
        for name in terms.papers
        for member in _sealing(terms, facts) or ()
        if name not in given or given[name].needs_seal
    )


def check_dossier(rule: Rule, facts: DossierFacts) -> tuple[Check, ...]:
    """Check that every paper is there and carries the seals asked for.

    A paper of which nothing is said is unknown. Papers that need no seal are so marked by whoever gives the facts:
    a notice rarely says it of each.

    Args:
        rule: a rule of papers.
        facts: the papers, named as the rule names them.

    Returns:
        One check.
    """
    terms = terms_of(rule, DossierTerms)
    given = {each.name: each for each in facts.papers}
    findings = [*_papers(terms, given)]
    if terms.sealed_by:
        findings.extend(_seals(rule, terms, facts))
    return (checked(rule, facts.subject, findings),)


def _papers(terms: DossierTerms, given: dict[str, Paper]) -> list[Finding]:
    there = [name for name in terms.papers if name in given and given[name].is_there]
    gone = [name for name in terms.papers if name in given and given[name].is_there is False]
    open_ = [name for name in terms.papers if name not in {*there, *gone}]
    reason = f"{terms.item}共 {len(terms.papers)} 种，已有 {len(there)} 种"
    findings = [passed(reason, (given[name].id for name in there))]
    if gone:
        findings.append(failed(f"缺{listed(gone)}", f"请补交{listed(gone)}"))
    if open_:
        findings.append(unknown(f"{listed(open_)}有没有还不清楚", f"请核对{listed(open_)}"))
    return findings


def _seals(rule: Rule, terms: DossierTerms, facts: DossierFacts) -> list[Finding]:
    if not _sealing(terms, facts):
        whom = "成员名单" if terms.sealed_by == "all" else "牵头单位"
        return [unknown(f"不知道应由谁盖章：没有{whom}", f"请登记{whom}")]
    cells = seal_matrix(rule, facts)
    missing = [f"{each.paper}（{each.member}）" for each in cells if each.is_there is False]
    open_ = [f"{each.paper}（{each.member}）" for each in cells if each.is_there is None]
    findings = [passed(f"应盖章 {len(cells)} 处，已盖 {sum(each.is_there is True for each in cells)} 处")]
    if missing:
        findings.append(failed(f"缺章 {len(missing)} 处", f"请补盖：{listed(missing)}"))
    if open_:
        findings.append(unknown(f"{len(open_)} 处有没有盖章不清楚", f"请核对：{listed(open_)}"))
    return findings


def _sealing(terms: DossierTerms, facts: DossierFacts) -> tuple[str, ...] | None:
    """Return whose seals are asked for; None or () where that is not known."""
    if terms.sealed_by == "lead":
        return (facts.lead,) if facts.lead else None
    return facts.members if terms.sealed_by == "all" else ()


def _is_sealed(paper: Paper | None, member: str) -> bool | None:
    if paper is None or not paper.is_there or paper.sealed_by is None:
        return None
    return member in paper.sealed_by
