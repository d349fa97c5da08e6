"""What tests look at in an answer."""

from rag import Answer, Citation, Statement


def cited(answer: Answer, statement: Statement) -> list[Citation]:
    return [c for c in answer.citations if c.id in statement.citations]


def about(answer: Answer, instrument: str) -> list[Statement]:
    return [s for s in answer.statements if s.instrument == instrument]


def text(answer: Answer) -> str:
    return "\n".join(s.text for s in answer.statements)
