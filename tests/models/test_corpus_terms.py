"""Terms of a user's own records."""

from models.corpus_terms import CorpusTerm, find_new_terms
from models.segmenters import open_segmenter

# Two different characters around the word in every text, so that it is free at both ends.
BEFORE = ["研究", "采用", "改进", "设计", "生产", "检测", "安装", "更换", "测试", "优化"]
AFTER = ["用于医院", "效率低", "成本高", "寿命短", "易损坏", "要求稳定", "需要升级", "体积大", "噪声大", "已经停产"]
# What holds together is told from chance by the other text there is: here 1,000 different characters.
OTHER = "".join(map(chr, range(0x5000, 0x5000 + 1000)))


def texts_with(word: str, *, n: int) -> list[str]:
    return [OTHER] + [f"{BEFORE[i % 10]}{word}，{AFTER[i % 10]}。{word}{AFTER[(i + 3) % 10]}" for i in range(n)]


def test_a_made_up_compound_used_often_is_found_with_its_count() -> None:
    found = find_new_terms(texts_with("掺铒光纤放大腔", n=10), open_segmenter())

    assert found == (CorpusTerm("掺铒光纤放大腔", 20),)


def test_the_order_of_the_texts_makes_no_difference() -> None:
    texts = texts_with("掺铒光纤放大腔", n=10) + texts_with("钛酸镧晶炉", n=8)

    forth, back = (find_new_terms(each, open_segmenter()) for each in (texts, texts[::-1]))

    assert forth == back
    assert [term.count for term in forth] == [20, 16]


def test_rare_words_and_turns_of_phrase_are_none() -> None:
    texts = texts_with("掺铒光纤放大腔", n=4) + texts_with("现有技术", n=10) + texts_with("检测方法", n=10)

    assert find_new_terms(texts, open_segmenter()) == ()


def test_words_of_the_dictionary_are_not_new() -> None:
    assert find_new_terms(texts_with("铝合金", n=10), open_segmenter()) == ()


def test_no_text_has_no_term() -> None:
    assert find_new_terms([], open_segmenter()) == ()
