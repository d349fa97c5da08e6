"""How far the sources carry what a model wrote, in words: the same on every face."""

from corpus import Lang
from rag import Answer, Statement
from ui.wording import say, support_name


def doubt(statement: Statement, lang: Lang) -> str:
    """What is wrong with a statement that its sources do not carry whole, in brackets; empty where nothing is."""
    if statement.support == "supported":
        return ""
    told = [support_name(statement.support, lang), *statement.reasons]
    between = "；" if lang == "zh" else "; "
    return f"（{between.join(told)}）" if lang == "zh" else f" ({between.join(told)})"


def written_line(answer: Answer) -> str:
    """Who wrote the answer, and what became of the sentences; empty where it consists of quotes."""
    if answer.written is None:
        return ""
    w = answer.written
    counts = {"kept": w.kept, "repaired": w.repaired, "dropped": w.dropped, "marked": w.marked}
    told = [say(key, answer.language).format(n) for key, n in counts.items() if n or key == "kept"]
    whole = say("written_by", answer.language).format(w.model, w.sentences)
    return whole + ("，".join(told) if answer.language == "zh" else ", ".join(told))
