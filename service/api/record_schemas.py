"""The JSON of records: what is sent in, and what is shown, contacts masked."""

from datetime import datetime
from typing import Annotated, Any, Final

from pydantic import BaseModel, ConfigDict, Field
from pydantic.config import JsonDict

from data.records.enums import CooperationMode, PartyKind
from data.records.versions import Versioned
from ingest.contacts import mask_field
from service.docking.pasted import MOST_CONTENT_CHARACTERS

MOST_AT_ONCE: Final = 1000
"""Records of one bulk request."""

Line = Annotated[str, Field(max_length=1000)]
Long = Annotated[str, Field(max_length=MOST_CONTENT_CHARACTERS)]
Extra = Annotated[dict[Annotated[str, Field(min_length=1, max_length=200)], Long], Field(max_length=100)]
OwnNumber = Annotated[
    str,
    Field(
        max_length=100,
        pattern=r"^[^\s/?#%\u0000-\u001f\u007f]*$",
        description="编号；不写则由内容生成。不含空格和 / ? # %。",
    ),
]

_NEED: Final[JsonDict] = {
    "title": "压铸件气孔控制",
    "content": "铝合金压铸件内部气孔多，要求孔隙率不高于2%。",
    "enterprise": "某机械有限公司",
    "region": "江苏省淮安市涟水县",
    "industry": "汽车零部件及配件制造",
    "cooperation": "合作开发",
    "valid_until": "2027-06-30",
    "extra": {"企业规模": "中型"},
}
_ACHIEVEMENT: Final[JsonDict] = {
    "title": "高真空压铸气孔控制工艺",
    "content": "用于铝合金压铸件，孔隙率低于1%。",
    "university": "某理工大学",
    "field": "材料加工",
    "maturity": "中试",
    "cooperation": "技术许可",
}
_PARTY: Final[JsonDict] = {"name": "某机械有限公司", "kind": "enterprise", "region": "江苏省淮安市涟水县"}


class NeedValues(BaseModel):
    """A need as its enterprise writes it; texts are kept as they are."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [_NEED]})

    title: Line = ""
    content: Long = ""
    enterprise: Line = Field(default="", description="企业账户不写时为本单位。")
    region: Line = ""
    industry: Line = ""
    indicators: Long = ""
    existing_base: Long = ""
    budget: Line = ""
    cooperation: Line = ""
    valid_until: Line = ""
    contact: Line = Field(default="", description="联系方式；读取时一律遮盖。")
    extra: Extra = Field(default={}, description="其他各栏；修改时整个替换。")


class NewNeed(NeedValues):
    """A need that is to be added."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [_NEED]})

    id: OwnNumber = ""
    title: Annotated[str, Field(min_length=1, max_length=1000, pattern=r"\S")]


class AchievementValues(BaseModel):
    """An achievement as its university writes it; texts are kept as they are."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [_ACHIEVEMENT]})

    title: Line = ""
    content: Long = ""
    university: Line = Field(default="", description="高校账户不写时为本单位。")
    team: Line = ""
    region: Line = ""
    field: Line = ""
    scope: Long = ""
    indicators: Long = ""
    maturity: Line = ""
    ip_type: Line = ""
    cooperation: Line = ""
    price: Line = ""
    contact: Line = Field(default="", description="联系方式；读取时一律遮盖。")
    extra: Extra = Field(default={}, description="其他各栏；修改时整个替换。")


class NewAchievement(AchievementValues):
    """An achievement that is to be added."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [_ACHIEVEMENT]})

    id: OwnNumber = ""
    title: Annotated[str, Field(min_length=1, max_length=1000, pattern=r"\S")]


class PartyValues(BaseModel):
    """An organisation; whatever is not given stays as it is."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [_PARTY]})

    name: Annotated[str, Field(min_length=1, max_length=1000, pattern=r"\S")] = ""
    kind: PartyKind = PartyKind.ENTERPRISE
    region: Line = ""
    industry: Line = ""
    contact: Line = Field(default="", description="联系方式；读取时一律遮盖。")
    extra: Extra = Field(default={}, description="其他各栏；修改时整个替换。")


class NewParty(PartyValues):
    """An organisation that is to be added."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [_PARTY]})

    id: OwnNumber = ""
    name: Annotated[str, Field(min_length=1, max_length=1000, pattern=r"\S")]
    kind: PartyKind


class SourceBody(BaseModel):
    """Where a record was read; row 0 where it came by no file."""

    file: str
    sheet: str
    row: int


class FacetsBody(BaseModel):
    """What lists are filtered by, as read from the record's texts."""

    region_code: str = Field(description="GB/T 2260；看不出的为空。")
    industry_code: str = Field(description="GB/T 4754 门类或大类，如 C27；看不出的为空。")
    readiness: int | None = Field(description="成熟阶段 1-5；看不出的为空。")
    modes: list[CooperationMode]


class StoredBody(BaseModel):
    """What the workspace knows of a record."""

    id: str
    version: int = Field(ge=1, description="修改、删除、恢复时在 If-Match 中写明。")
    facets: FacetsBody
    source: SourceBody
    arrived_at: datetime | None


class NeedBody(StoredBody):
    """A need, contacts masked."""

    title: str
    content: str
    enterprise: str
    region: str
    industry: str
    indicators: str
    existing_base: str
    budget: str
    cooperation: str
    valid_until: str
    contact: str
    extra: dict[str, str]


class AchievementBody(StoredBody):
    """An achievement, contacts masked."""

    title: str
    content: str
    university: str
    team: str
    region: str
    field: str
    scope: str
    indicators: str
    maturity: str
    ip_type: str
    cooperation: str
    price: str
    contact: str
    extra: dict[str, str]


class PartyBody(StoredBody):
    """An organisation, contacts masked."""

    name: str
    kind: PartyKind
    region: str
    industry: str
    contact: str
    extra: dict[str, str]


class PageBody(BaseModel):
    """One page of a list."""

    next: str | None = Field(description="下一页的 cursor；最后一页为空。")
    total: int | None = Field(description="所有页一共多少条；写了 total=true 才数。")


class NeedPage(PageBody):
    """One page of needs."""

    records: list[NeedBody]


class AchievementPage(PageBody):
    """One page of achievements."""

    records: list[AchievementBody]


class PartyPage(PageBody):
    """One page of organisations."""

    records: list[PartyBody]


class OutcomeBody(BaseModel):
    """What became of one record of a bulk request."""

    index: int = Field(ge=0, description="在请求中的位置，从 0 起。")
    status: int = Field(description="201 为已新增；否则与单条新增时出错的状态相同。")
    id: str | None = Field(description="新增的编号；没有新增的为空。")
    code: str | None = Field(description="出错时供程序判断的固定名称。")
    detail: str | None
    remedy: str | None


class BulkAnswer(BaseModel):
    """What became of each record of a bulk request, in its order."""

    n_added: int
    n_refused: int
    outcomes: list[OutcomeBody]


class ManyNeeds(BaseModel):
    """Needs that are to be added, each by itself."""

    model_config = ConfigDict(extra="forbid")

    records: list[NewNeed] = Field(min_length=1, max_length=MOST_AT_ONCE)


class ManyAchievements(BaseModel):
    """Achievements that are to be added, each by itself."""

    model_config = ConfigDict(extra="forbid")

    records: list[NewAchievement] = Field(min_length=1, max_length=MOST_AT_ONCE)


class ManyParties(BaseModel):
    """Organisations that are to be added, each by itself."""

    model_config = ConfigDict(extra="forbid")

    records: list[NewParty] = Field(min_length=1, max_length=MOST_AT_ONCE)


_TOLD_APART: Final = frozenset({"id", "source", "extra"})


def shown(stored: Versioned[Any]) -> dict[str, Any]:
    """Return a record as the API shows it: every value masked, headers and file names too."""
    record, facets = stored.record, stored.facets
    values = {
        name: mask_field(name, getattr(record, name))
        for name in type(record).__dataclass_fields__
        if name not in _TOLD_APART
    }
    source = record.source
    return values | {
        "id": record.id,
        "version": stored.version,
        "extra": {mask_field("", header): mask_field(header, text) for header, text in record.extra.items()},
        "facets": {
            "region_code": facets.region_code,
            "industry_code": facets.industry_code,
            "readiness": facets.readiness,
            "modes": sorted(facets.modes),
        },
        "source": {"file": mask_field("", source.file), "sheet": source.sheet, "row": source.row},
        "arrived_at": stored.arrived_at,
    }
