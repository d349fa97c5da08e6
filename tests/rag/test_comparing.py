"""What is searched for in a comparison: the question without the words that ask to compare."""

import pytest

from rag.comparing import without_comparing


@pytest.mark.parametrize(
    ("topic", "bare"),
    [
        ("May a bot say that it is human? Compare it .", "May a bot say that it is human?"),
        ("Compare it on deadlines for reports", "deadlines for reports"),
        ("Please compare how it treats spare parts", "treats spare parts"),
        ("Lids for kettles. What are the main differences between it ?", "Lids for kettles."),
        ("How do duties to label differ between it ?", "How do duties to label ?"),
        ("highest fine for sellers it vs it", "highest fine for sellers"),
        ("多久之内要上报、报给谁？请对照其", "多久之内要上报、报给谁？"),
        ("其对补救机会的规定有何差异？", "其对补救机会的规定 ？"),
        ("能不能说谎？其在诚实问题上的区别", "能不能说谎？其在诚实问题上"),
        # what only says which texts are to be looked at
        ("Boiling dry: trace the mood from it to it , then contrast it with it .", "Boiling dry:"),
        ("Who tests kettles? Check it , what it changed, and what it say.", "Who tests kettles?"),
        ("When must a lid lock, first under it , then under it ?", "When must a lid lock, first under it"),
        ("水壶烧干了谁负责？其分别怎么说", "水壶烧干了谁负责？"),
        ("做一张表：多久检查一次——其", "做一张表：多久检查一次"),
        # a number, an act, a recipient are asked about
        ("10 or 12 litres? Limits for kettles in it", "10 or 12 litres? Limits for kettles in it"),
        (
            "We make lids. Can we put it in it , and to whom?",
            "We make lids. Can we put it in it , and to whom?",
        ),
        # nothing would be left
        ("Compare it .", "Compare it ."),
        ("其有什么不同？", "其有什么不同？"),
        # what differs is what is asked about
        (
            "Must prices that differ for each buyer be shown?",
            "Must prices that differ for each buyer be shown?",
        ),
    ],
)
def test_the_words_that_ask_to_compare_are_not_searched_for(topic: str, bare: str) -> None:
    assert without_comparing(topic) == bare
