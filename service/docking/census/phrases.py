"""Chinese sentences of the census."""

UNKNOWN_FACTS = "名册中没有写明销售收入和是否科技型企业，或写明的不足以判断，无法判断是否应报。"
ADD_FACTS = "在企业名册中补全上年销售收入、是否科技型企业。"
ADD_REGISTER = "导入这个县区的企业名册。"
HAS_REPORTED = "已报 {n} 项需求，要求至少 {wanted} 项。"
REPORT_MORE = "还须报送 {short} 项需求。"
COUNTY_STANDS = "应报 {due} 家，已报 {reported} 家，未报 {missing} 家；另有 {unknown} 家无法判断是否应报。"
ASK_MISSING = "请未报的 {missing} 家企业报送需求。"
