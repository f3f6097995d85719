"""The JSON of the API; a match is the object of a jsonl line (docs, "Files in and out"), field by field."""

from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from data.records.enums import ConditionStatus, PassageKind, Presence, Triage
from data.records.feedback import Reason, Verdict
from service.dependencies import DEFAULT_CANDIDATES, MOST_CANDIDATES
from service.docking.feedback import MOST_COMMENT_CHARACTERS, MOST_JUDGE_CHARACTERS
from service.docking.pasted import MOST_CONTENT_CHARACTERS, MOST_TITLE_CHARACTERS

Share = Annotated[float, Field(ge=0, le=1)]


class MatchRequest(BaseModel):
    """A need in free text; it is not stored."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "title": "压铸件气孔控制",
                    "content": "铝合金压铸件内部气孔多，要求孔隙率不高于2%，希望改进真空压铸工艺。",
                    "top": 5,
                }
            ]
        },
    )

    title: str = Field(default="", max_length=MOST_TITLE_CHARACTERS, description="需求名称；不写则取内容开头一句。")
    content: str = Field(min_length=1, max_length=MOST_CONTENT_CHARACTERS, description="需求内容。")
    top: int = Field(default=DEFAULT_CANDIDATES, ge=1, le=MOST_CANDIDATES, description="最多列出多少个候选。")


class MatchQuoteBody(BaseModel):
    """A piece of a record's field; `text` is characters `start` to `end` of it, contacts masked one for one."""

    field: str
    text: str
    start: int = Field(ge=0)
    end: int = Field(ge=0)


class ContributionBody(BaseModel):
    """What one feature added to the margin; `value` is null where it cannot be told."""

    feature: str
    value: float | None
    contribution: float
    reason: str


class PassageBody(BaseModel):
    """Two passages that speak of the same thing."""

    need: MatchQuoteBody
    achievement: MatchQuoteBody
    similarity: float


class IndicatorBody(BaseModel):
    """An indicator asked for, beside what the achievement states; `offered` is null where it states nothing."""

    name: str
    required: MatchQuoteBody
    offered: MatchQuoteBody | None
    status: ConditionStatus
    reason: str


class ConditionBody(BaseModel):
    """A hard condition, kept apart from the score."""

    name: str
    status: ConditionStatus
    reason: str


class MatchBody(BaseModel):
    """One candidate with its evidence, as a line of `duijie match --out x.jsonl`."""

    need_id: str
    achievement_id: str
    rank: int = Field(ge=1)
    score: Share
    level: int = Field(ge=1, le=4, description="1 无相关，2 弱相关，3 较强相关，4 强相关。")
    levels: list[Share] = Field(min_length=4, max_length=4, description="四档各自的可能性。")
    summary: str
    contributions: list[ContributionBody]
    passages: list[PassageBody]
    indicators: list[IndicatorBody]
    conditions: list[ConditionBody]
    denials: list[MatchQuoteBody] = Field(description="成果写明不做、不适用或不同的话。")


class CandidatesBody(BaseModel):
    """The candidates of one record, best first."""

    note: str = Field(description="对名单的说明；没有合适的匹配时以此说明。没有要说的为空。")
    matches: list[MatchBody]
    nearest: list[MatchBody] = Field(description="没有合适的匹配时最接近的几项，未达到推荐标准；否则为空。")
    notices: list[str] = Field(description="结果可能不全的原因。")
    as_of: date = Field(description="按哪一天判断需求是否过期。")
    model: str


class MatchAnswer(CandidatesBody):
    """The candidates of one need, best first."""

    need_id: str
    need_title: str = Field(description="需求名称；请求中没有写的，取内容开头一句，名称中的引文以此为准。")


class NeedsAnswer(CandidatesBody):
    """The needs one achievement fits, best first."""

    achievement_id: str
    achievement_title: str


class DoctorRequest(BaseModel):
    """A need to be examined; it is not stored."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "title": "压铸件气孔控制",
                    "content": "铝合金压铸件内部气孔多，希望降低废品率。",
                    "mask": ["铝合金=金属"],
                }
            ]
        },
    )

    title: str = Field(default="", max_length=MOST_TITLE_CHARACTERS, description="需求名称；不写则取内容开头一句。")
    content: str = Field(min_length=1, max_length=MOST_CONTENT_CHARACTERS, description="需求内容。")
    mask: list[str] = Field(default=[], max_length=50, description="要隐去的词；写成 词=代替的说法 则换成这个说法。")
    is_tried: bool = Field(default=False, alias="try", description="是否在工作区的成果中试配，看匹配靠哪些词。")


class ReasonBody(BaseModel):
    """One part of the vagueness."""

    name: str
    points: int
    reason: str


class QuestionBody(BaseModel):
    """A question to the company."""

    topic: str
    check: str
    text: str


class MatchCheckBody(BaseModel):
    """One item of the checklist; `quote` is null where nothing may or can be quoted."""

    name: str
    presence: Presence
    quote: MatchQuoteBody | None
    note: str


class NeedPassageBody(BaseModel):
    """A passage of the need and what it talks about."""

    kind: PassageKind
    quote: MatchQuoteBody


class ValueBody(BaseModel):
    """A value the need states; `demand` tells whether it asks for it."""

    name: str
    comparator: str
    low: float | None
    high: float | None
    unit: str
    demand: bool
    quote: MatchQuoteBody


class WordBody(BaseModel):
    """A word the matching relies on; `drop` and `n_lost` are null where nothing was tried."""

    word: str
    share: Share
    drop: float | None
    n_lost: int | None


class PlaceBody(BaseModel):
    """An achievement on a list."""

    achievement_id: str
    rank: int = Field(ge=1)
    score: Share


class MaskBody(BaseModel):
    """What hiding words does to the first ten."""

    masked: dict[str, str]
    absent: list[str]
    kept: int
    before: list[PlaceBody]
    after: list[PlaceBody]


class DoctorAnswer(BaseModel):
    """What the doctor says of one need, as a line of `duijie doctor --out x.jsonl`."""

    need_id: str
    verdict: Triage = Field(description="ready 可以直接匹配，ask_back 建议补充，too_vague 请退回补充。")
    vagueness: int = Field(ge=0, le=100)
    reasons: list[ReasonBody]
    questions: list[QuestionBody]
    checks: list[MatchCheckBody]
    passages: list[NeedPassageBody]
    indicators: list[ValueBody]
    words: list[WordBody]
    masking: MaskBody | None
    titles: dict[str, str] = Field(description="masking 中各项成果的名称。")
    notices: list[str]
    model: str


class FoundBody(BaseModel):
    """A record that was found."""

    rank: int = Field(ge=1)
    kind: Literal["need", "achievement"]
    id: str
    title: str
    owner: str = Field(description="企业，或高校院所和团队；没有填写的为“未填写”。")
    region: str


class SearchAnswer(BaseModel):
    """Records that resemble a sentence, best first."""

    results: list[FoundBody]
    notices: list[str]


class Health(BaseModel):
    """That the service answers and, for those who are signed in, how much of its workspace they may see."""

    status: Literal["ok"]
    version: str
    needs: int | None = Field(default=None, ge=0)
    achievements: int | None = Field(default=None, ge=0)
    indexed: bool | None = Field(default=None, description="工作区里的记录是否都能查找；否则请运行 duijie index。")


class FeedbackRequest(BaseModel):
    """A verdict on a pair of the workspace."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "need_id": "N001",
                    "achievement_id": "A012",
                    "verdict": "reject",
                    "reason": "wrong_object",
                    "comment": "需要的是锌合金，不是铝合金",
                    "judge": "企业服务科",
                }
            ]
        },
    )

    need_id: str = Field(min_length=1, description="需求编号。")
    achievement_id: str = Field(min_length=1, description="成果编号。")
    verdict: Verdict = Field(description="accept 推荐，reject 婉拒，unsure 存疑。")
    reason: Reason | None = Field(default=None, description="固定理由；婉拒时必填。")
    comment: str = Field(default="", max_length=MOST_COMMENT_CHARACTERS, description="说明；理由为其他时必填。")
    judge: str = Field(default="", max_length=MOST_JUDGE_CHARACTERS, description="判定人的姓名或岗位。")
    model: str = Field(default="", description="判定时名单所用的模型。")
    rank: int | None = Field(default=None, ge=1, description="判定时的名次。")
    score: Share | None = Field(default=None, description="判定时的得分。")


class FeedbackBody(BaseModel):
    """A verdict as the workspace keeps it; contacts in its texts are masked."""

    number: int
    need_id: str
    achievement_id: str
    verdict: Verdict
    reason: Reason | None
    level: int | None = Field(description="这条判定说明的相关等级 1-4；不涉及的为空。")
    comment: str
    judge: str
    given_at: datetime
    counts: bool = Field(description="是否有效：没有被取代，也没有撤回。")
    withdrawn_at: datetime | None


class FeedbackAnswer(BaseModel):
    """Verdicts, in the order in which they came."""

    feedback: list[FeedbackBody]


class FeedbackPage(FeedbackAnswer):
    """One page of verdicts, in the order in which they came."""

    next: int | None = Field(description="下一页的 after；最后一页为空。")


class WithdrawRequest(BaseModel):
    """Who takes a verdict back."""

    model_config = ConfigDict(extra="forbid")

    by: str = Field(default="", max_length=MOST_JUDGE_CHARACTERS, description="撤回人的姓名或岗位。")


class ProblemBody(BaseModel):
    """RFC 9457: what went wrong."""

    type: Literal["about:blank"]
    title: str
    status: int
    detail: str
    code: str = Field(description="供程序判断的固定名称。")
    remedy: str = Field(default="", description="可以怎么办。")
    detail_zh: str = Field(default="", description="以英文回答时，中文的 detail。")
    remedy_zh: str = Field(default="", description="以英文回答时，中文的 remedy。")
    errors: list[dict[str, str]] = Field(
        default=[], description="有误的各项：place 和 message；以英文回答时另有 message_zh。"
    )
    version: int | None = Field(default=None, description="现在的版本；记录已被他人修改时才有。")
    changes: list[dict[str, str]] = Field(
        default=[], description="他人改了什么：field、before、theirs、by、at；联系方式遮盖。"
    )
