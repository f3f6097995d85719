"""What the help pages say of each command, paragraphs parted by empty lines."""

from typing import Final

HELP: Final = {
    "": (
        "对接：为企业的技术需求找到合适的科技成果，并说明理由。\n\n"
        "第一次使用，请运行 duijie demo，用自带的样例看一遍效果。\n\n"
        "退出状态：0 正常；1 程序故障；2 用法或输入有误；130 被 Ctrl-C 中断。"
    ),
    "demo": ("用自带的样例走一遍：为每项需求找成果，写出 matches.html 和 matches.xlsx。\n\n例：duijie demo"),
    "match": (
        "为需求找成果（或为成果找需求），排出名次并说明理由。\n\n"
        "例：duijie match --needs 需求.xlsx --achievements 成果.xlsx --out 对接结果.xlsx\n\n"
        "例：duijie match --needs 需求.csv --achievements 成果.csv --for achievements --top 5 "
        "--out 结果.html --out 结果.docx"
    ),
    "score": (
        "为清单中的每一对打分：加上 score（0-1）和 level（1-4）两列，行数和顺序不变。\n\n"
        "例：duijie score --needs 需求.csv --achievements 成果.csv --pairs 成对清单.csv --out 打分结果.csv"
    ),
    "evaluate": (
        "用人工判定（成对清单中的 level 列）检验排序的好坏，并写明每个指标的算法。\n\n"
        "例：duijie evaluate --needs 需求.csv --achievements 成果.csv --pairs 判定.csv"
    ),
    "train": (
        "用人工判定（成对清单中的 level 列）训练自己的排序模型，并用没有参加训练的需求检验它。\n\n"
        "例：duijie train --needs 需求.csv --achievements 成果.csv --pairs 判定.csv --out 我的模型\n\n"
        "例：duijie train --feedback --out 新模型（用工作区里的判定训练，并比较训练前后）\n\n"
        "写出的文件夹中有模型、检验报告（report.html）、逐对结果和说明；以后用 --model 我的模型 使用它。"
        "几批判定可一起训练：--needs、--achievements、--pairs 各写多次。"
    ),
    "doctor": (
        "诊断需求：写得够不够具体、缺什么、该向企业问什么，以及匹配靠哪些词、保密的词能不能隐去。\n\n"
        "例：duijie doctor --needs 需求.xlsx --out 诊断.xlsx\n\n"
        "例：duijie doctor --needs 需求.xlsx --id N001 --achievements 成果.xlsx "
        "--mask 7075铝合金=铝合金 --out 诊断.docx"
    ),
    "gaps": (
        "找出对接的缺口：只差一个条件的候选、无人能解的需求、暂无需求的成果，并归纳多家企业共有的需求（共性技术）。\n\n"
        "例：duijie gaps --needs 需求.xlsx --achievements 成果.xlsx --out 缺口.xlsx"
    ),
    "search": (
        "在工作区中查找：文字是一项需求时找成果（--for needs），是一项成果时找需求（--for achievements）。\n\n"
        '例：duijie search "锌合金压铸件气孔控制" --top 5'
    ),
    "partners": (
        "为一家企业的全部需求列出候选成果，并按高校院所和团队归并。\n\n"
        "例：duijie partners 某某机械有限公司 --needs 需求.xlsx --achievements 成果.xlsx --out 名单.docx\n\n"
        "例：duijie partners 某某机械（在已导入的工作区中查找）"
    ),
    "agenda": (
        "为对接会排日程：先保证约束，再求匹配价值最高、空档最少，并说明没有排上的原因；到时限给出已找到的最好结果。\n\n"
        "例：duijie agenda 活动.json --out 日程.json --out 日程.xlsx --out 日程.html --out 日历.zip\n\n"
        "例：duijie agenda 活动.json --replan 日程.json --out 新日程.json --out 新日程.docx\n\n"
        "例：duijie agenda 意愿.json --from-matches 结果.jsonl --needs 需求.xlsx --achievements 成果.xlsx "
        "--event 活动.json --out 日程.json\n\n"
        "例：duijie agenda --from-b2b forum-13.original.dzn --fairness 2 --out 日程.json"
    ),
    "notice": (
        "读一份通知：列出条款、附件、责任分工，读出其中的时限、名额、条件等规则（待人确认），并指出前后矛盾之处；不写入工作区。\n\n"
        "例：duijie notice 通知.docx\n\n"
        "例：duijie notice 通知.pdf --out 规则.json"
    ),
    "index": (
        "为工作区中的需求和成果建立检索索引；导入新数据后再运行一次，只读入新增和改动的部分。\n\n例：duijie index"
    ),
    "serve": (
        "在本机启动网页服务：用浏览器查找、粘贴需求找成果、查看匹配依据；也提供 /api/v1 接口。按 Ctrl-C 停止。\n\n"
        "例：duijie serve\n\n"
        "例：duijie serve --port 8080\n\n"
        "例：duijie serve --host 0.0.0.0 --certificate 证书.pem --key 私钥.pem\n\n"
        "默认只有本机能访问，还没有账户时不用登录；对外开放要有 TLS 证书或由反向代理提供，"
        "并先用 duijie users add 建立账户。任务在后台进程里执行，服务停止时一并停止。"
        "详见文档 docs/operation.md。"
    ),
    "backup": (
        "把工作区备份成一个文件：数据库、导入的原始文件、任务写出的结果，附校验和清单；服务运行时也可以备份。\n\n"
        "例：duijie backup 对接备份.zip"
    ),
    "restore": (
        "核对备份文件后恢复工作区；工作区里已有数据时要加 --replace。中途断电或被终止，工作区保持原样。\n\n"
        "例：duijie restore 对接备份.zip\n\n"
        "例：duijie restore 对接备份.zip --replace"
    ),
    "import": ("把需求、成果或单位导入工作区，并报告每一行的去向。"),
    "import needs": (
        "导入技术需求。编号相同而内容不同的，以新内容为准并列入报告。\n\n"
        "例：duijie import needs 洪泽区需求.xlsx 盱眙县需求.docx"
    ),
    "import achievements": (
        "导入科技成果。编号相同而内容不同的，以新内容为准并列入报告。\n\n"
        "例：duijie import achievements 成果汇编.xlsx --report 导入情况.csv"
    ),
    "import parties": ("导入单位名录：企业、高校、院所、中介机构、科技局。\n\n例：duijie import parties 单位名录.csv"),
    "batches": ("列出导入过的文件，或撤销其中一次导入。"),
    "batches list": ("列出导入过的文件：号、时间、导入人、去向，以及是否已撤销。\n\n例：duijie batches list"),
    "batches undo": (
        "撤销一次导入：它新增的记录删除，它更新的记录恢复原来的内容；导入之后又改动过的不动，逐条列出。"
        "重新导入原文件，记录即恢复。\n\n例：duijie batches undo 3"
    ),
    "connect": (
        "与其他平台交换文件：按样式读入平台导出的文件，或把记录写成平台要的文件。\n\n详见文档 docs/connectors.md。"
    ),
    "connect list": ("列出自带的平台文件样式。\n\n例：duijie connect list"),
    "connect export": (
        "把工作区的记录写成平台要的文件；联系方式留空，必填而为空的逐条列出。\n\n"
        "例：duijie connect export city-platform-needs --out 需求.xlsx"
    ),
    "connect import": (
        "把平台导出的文件导入工作区，代码译成文字，原代码保留。\n\n"
        "例：duijie connect import national-register 成果登记.xlsx"
    ),
    "alliances": "联盟：列出和检查产学研联盟。\n\n详见文档 docs/alliances.md。",
    "alliances list": "列出全部联盟：类型、形态、成员数、进展和登记号。\n\n例：duijie alliances list",
    "alliances check": (
        "按所依据的通知中确认过的规则检查一个联盟，附理由和办法；名称只比对文字。\n\n例：duijie alliances check 1"
    ),
    "ceremonies": (
        "签约仪式：列出各场、排名和依据，写出签约次序和推荐表。安排在网页上进行。\n\n详见文档 docs/alliances.md。"
    ),
    "ceremonies list": "列出全部签约仪式。\n\n例：duijie ceremonies list",
    "ceremonies rank": (
        "列出一场签约仪式参加排名的台账：优先标记、有依据的条件数、合同金额，是否列入。\n\n例：duijie ceremonies rank 1"
    ),
    "ceremonies order": (
        "显示或写出签约次序：组次、座位、签约人。\n\n例：duijie ceremonies order 1 --out 签约次序.docx"
    ),
    "ceremonies form": (
        "写出重点项目集中签约推荐表（淮安附表 6），每个项目附所符合的条件和依据。\n\n"
        "例：duijie ceremonies form 1 --out 推荐表.xlsx"
    ),
    "registers": ("台账：通知要求登记的名单、台账和核对表，看统计和期限，导入导出。\n\n详见文档 docs/registers.md。"),
    "registers list": ("列出全部台账和登记条数。\n\n例：duijie registers list"),
    "registers show": ("看一本台账的统计（附统计口径）和未办结的期限。\n\n例：duijie registers show vouchers"),
    "registers import": (
        "把表头与台账各栏相同的表格导入台账；不能导入的行逐行说明，已登记的不重复。\n\n"
        "例：duijie registers import vouchers 创新券.xlsx"
    ),
    "registers export": (
        "把一本台账写成文件，联系方式遮盖，附期限和统计。\n\n例：duijie registers export vouchers --out 创新券.docx"
    ),
    "census": "技术需求普查：哪些企业应报、已报、未报，按县区统计到某一天。\n\n详见文档 docs/census.md。",
    "census open": (
        "发起一次普查：哪个地区、哪些企业应报、每家几项、何时完成。\n\n"
        "例：duijie census open 2026年企业技术需求普查 --region 320800 --min-revenue 2000 --tech --due 2026-07-20"
    ),
    "census list": "列出发起过的普查。\n\n例：duijie census list",
    "census import": (
        "导入企业名册：企业名称、所属县区、上年销售收入（写明单位）、是否科技型企业、联系人。"
        "同名企业再次导入时，只更新新文件写明的内容。\n\n例：duijie census import 1 规上企业.xlsx 科技型企业.xlsx"
    ),
    "census board": (
        "各县区应报、已报、未报的企业数和覆盖率；可以看过去某一天结束时的情况。\n\n"
        "例：duijie census board 1 --as-of 2026-07-10"
    ),
    "census reminders": (
        "为有未报企业的县区各写一份催报通知（Word），另写一份看板和名单（Excel）；只写文件，不发送。\n\n"
        "例：duijie census reminders 1 --out 催报"
    ),
    "census triage": (
        "诊断普查收到的需求：可以对接、需补问还是过于空泛，并列出该向企业补问什么；诊断过而没有改动的不再诊断。\n\n"
        "例：duijie census triage 1 --out 分诊.xlsx"
    ),
    "census missing": "列出应报而未报的企业。\n\n例：duijie census missing 1 --county 320830",
    "events": "工作区里的对接会：由活动文件建立、排日程、改排、导出。\n\n详见文档 docs/agenda.md。",
    "events list": "列出对接会。\n\n例：duijie events list",
    "events import": "由活动文件建立一场对接会。\n\n例：duijie events import 活动.json --region 320800",
    "events plan": (
        "排日程，或在草稿上改排；通过独立校验才保存为草稿，不发布。\n\n"
        "例：duijie events plan 1 --replan --time-limit 10"
    ),
    "events export": (
        "导出活动文件：答复和同意已折入意愿，联系方式已遮盖；duijie agenda 由它排出同样的日程。\n\n"
        "例：duijie events export 1 --out 活动.json"
    ),
    "feedback": (
        "记录人工判定：推荐、婉拒（写明理由）或存疑；婉拒的不再列入名单，判定过的会调整其余候选的名次。\n\n"
        "详见文档 docs/feedback.md。"
    ),
    "feedback add": (
        "为工作区里的一对需求和成果记下一条判定；同一对以最近的一条为准，此前的保留在历史中。\n\n"
        "例：duijie feedback add N001 A007 推荐 --by 张科\n\n"
        '例：duijie feedback add N001 A012 婉拒 --reason 对象不符 --comment "需要的是锌合金，不是铝合金"'
    ),
    "feedback import": (
        "从表格导入判定：在 duijie match 写出的 xlsx 里填“处理意见”和“意见理由”两列，"
        "或用列名为 need_id、achievement_id、verdict、reason、comment 的表格。"
        "没有填写结论的行跳过；有一行不能用时，全部不导入并逐行说明。\n\n"
        "例：duijie feedback import 判定.xlsx --by 企业服务科"
    ),
    "feedback list": (
        "列出判定；默认只列有效的。\n\n例：duijie feedback list --need N001\n\n例：duijie feedback list --all"
    ),
    "feedback export": (
        "把判定写成表格；说明中的联系方式遮盖。加 --pairs 则写成成对清单，供检验和训练。\n\n"
        "例：duijie feedback export --out 反馈.csv\n\n"
        "例：duijie feedback export --pairs --part frozen --out 检验用.csv"
    ),
    "feedback withdraw": (
        "撤回一条判定，此前的判定重新有效；记录不删除。\n\n例：duijie feedback withdraw 12 --by 张科"
    ),
    "feedback reasons": ("列出固定理由，以及每条理由说明的相关等级和影响范围。\n\n例：duijie feedback reasons"),
    "rules": "通知和规则：存入通知，列出某一天适用的规则和时限，按规则检查。",
    "rules load": ("把一份通知存入工作区，读出其中的规则；规则经人确认之后才适用。\n\n例：duijie rules load 通知.txt"),
    "rules list": (
        "列出某一天适用的规则；--waiting 列出待确认的。\n\n例：duijie rules list --as-of 2025-06-30 --kind due"
    ),
    "rules deadlines": (
        "列出应报送或完成的事项：哪一天，还有几天，已过期几天。\n\n例：duijie rules deadlines --days 60 --reminders"
    ),
    "rules check": (
        "按一条规则检查事实：符合、不符合或无法判断，以及怎样才能符合。\n\n"
        "例：duijie rules check 3 事实.json --as-of 2025-06-30"
    ),
    "reports": (
        "报表：月报、简报、年度统计、通知所附表格；每个数字附统计口径和所依据的记录，报送后整份留存。\n\n"
        "详见文档 docs/reports.md。"
    ),
    "reports show": (
        "现在的报表。意向、合同、登记、到账分别统计，不相加。\n\n"
        "例：duijie reports show monthly --region 320800 --period 2026-11\n\n"
        "例：duijie reports show annual --region 320800 --period 2026 --out 年度统计.xlsx --out 年度统计.docx"
    ),
    "reports forms": "列出可以填写的通知所附表格，和由谁的数据填写。",
    "reports form": (
        "填一张通知所附的表格，缺的项目逐条列出；联系方式遮盖。\n\n"
        "例：duijie reports form huaian-2010-5 --region 320800 --period 2026-11 --out 附表5.docx"
    ),
    "reports send": (
        "报送：整份留存，登记收件；文件由您交出，本程序不向外发送。\n\n"
        "例：duijie reports send monthly --region 320826 --period 2026-11 --to 市科技局"
    ),
    "reports list": "列出已报送的报表。",
    "reports file": "写出报送时的文件，逐字节相同。\n\n例：duijie reports file 3 --out 月报.docx",
    "reports compare": "与今天的数字比较，并按留存的内容重新生成。\n\n例：duijie reports compare 3",
    "reports due": "各单位的报送情况：按时、迟报、未报。\n\n例：duijie reports due --region 320800",
    "deals": (
        "签约台账：列出各项进展和金额，查逾期，抽查，认定登记预审。办理在网页上进行。\n\n详见文档 docs/deals.md。"
    ),
    "deals list": (
        "列出签约台账：双方、阶段，意向、合同、登记、到账四种金额分别列出，不相加；有优先标记的排在前面。\n\n"
        "例：duijie deals list --stage contract --stage performance\n\n"
        "例：duijie deals list --out 签约台账.xlsx"
    ),
    "deals overdue": (
        "列出逾期的事项：里程碑、应付款、合同到期未验收、下次办理；无法判断的列在最后。\n\n"
        "例：duijie deals overdue --out 逾期清单.docx"
    ),
    "deals sample": (
        "抽查已签的技术合同；种子随名单一起写出，同一种子、同一截至日期，再抽一次结果相同。\n\n"
        "例：duijie deals sample 20 --seed 2026年终抽查 --as-of 2026-12-31 --out 抽查名单.xlsx"
    ),
    "deals precheck": (
        "技术合同认定登记预审：缺哪些项目、代码对不对、由谁申请、还剩几天；未核实的规定逐项标明。\n\n"
        "例：duijie deals precheck 12\n\n"
        "例：duijie deals precheck 12 --out 登记预审表.docx"
    ),
    "users": (
        "管理网页服务的账户。有了账户，打开网页就要登录；还没有账户时，服务只在本机开放，不用登录。\n\n"
        "角色和权限见文档 docs/people.md。"
    ),
    "users add": (
        "建立一个账户；密码要输入两遍，不显示。由程序调用时，从标准输入读一行作为密码。第一个账户须是管理员。\n\n"
        "例：duijie users add zhang --role administrator --name 张科\n\n"
        "例：duijie users add huaian --role city_bureau --region 320800\n\n"
        "例：duijie users add donghai --role university --organisation 东海理工大学"
    ),
    "users list": ("列出账户。\n\n例：duijie users list"),
    "users reset": (
        "重设一个账户的密码并解除锁定；该账户的登录全部退出，本人下次登录后须修改。\n\n例：duijie users reset zhang"
    ),
    "users disable": ("停用一个账户，立即退出登录，接口令牌同时失效；记录不删除。\n\n例：duijie users disable zhang"),
    "users enable": ("重新启用一个停用的账户。\n\n例：duijie users enable zhang"),
    "models": ("查看可用的编码器和正在使用的排序模型，导出自带的编码器，或提炼自己的词向量编码器。"),
    "models list": ("列出可用的编码器，以及本机能否使用。\n\n例：duijie models list"),
    "models show": (
        "说明一个排序模型：名称、编号、编码器、用什么训练、检验数值、各项特征的作用和局限。\n\n"
        "例：duijie models show\n\n"
        "例：duijie models show --model 我的模型"
    ),
    "models export-e5": (
        "把自带的 multilingual-e5-small 导出为 sentence-transformers 文件夹，可离线使用和微调。\n\n"
        "例：duijie models export-e5 ./e5-small"
    ),
    "models distil": (
        "用自己的文本，从一个编码器提炼出词向量编码器：不需要 torch，每秒可处理数千条，适合大批量。\n\n"
        "例：duijie models distil --encoder e5 --from 历年需求.xlsx --from 成果汇编.xlsx --out ./我的编码器\n\n"
        "之后用 duijie match --encoder ./我的编码器 使用。"
    ),
}
