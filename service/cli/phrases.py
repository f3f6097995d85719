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
        "例：duijie agenda 活动.json --out 日程.json\n\n"
        "例：duijie agenda 活动.json --replan 日程.json --out 新日程.json\n\n"
        "例：duijie agenda --from-b2b forum-13.original.dzn --fairness 2 --out 日程.json"
    ),
    "index": (
        "为工作区中的需求和成果建立检索索引；导入新数据后再运行一次，只编码新增和改动的部分。\n\n例：duijie index"
    ),
    "serve": (
        "在本机启动网页服务：用浏览器查找、粘贴需求找成果、查看匹配依据；也提供 /api/v1 接口。按 Ctrl-C 停止。\n\n"
        "例：duijie serve\n\n"
        "例：duijie serve --port 8080\n\n"
        "默认只有本机能访问。工作区还没有登录功能，用 --host 对外开放的风险由您承担。"
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
    "models": ("查看可用的语言模型，或导出自带的模型。"),
    "models list": ("列出可用的编码器，以及本机能否使用。\n\n例：duijie models list"),
    "models export-e5": (
        "把自带的 multilingual-e5-small 导出为 sentence-transformers 文件夹，可离线使用和微调。\n\n"
        "例：duijie models export-e5 ./e5-small"
    ),
}
