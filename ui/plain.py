"""An answer as plain text, as it is copied into a memo."""

from corpus import Registry
from rag import Answer
from ui.names import facet_name
from ui.support import doubt, written_line
from ui.times import citation_time
from ui.wording import page_name, role_name, say


def plain_text(answer: Answer, registry: Registry) -> str:
    """The statements, each with its citations in square brackets, and the list of their sources."""
    lang = answer.language
    lines = [answer.question, f"{say('as_of', lang)} {answer.as_of.isoformat()}"]
    if told := written_line(answer):
        lines.append(told)
    lines.append("")
    if answer.abstained:
        lines.append(f"{say('no_answer', lang)}: {answer.abstain_reason}")
    sources = {c.id: c for c in answer.citations}
    row: str | None = None
    if answer.comparisons:
        lines.append(say("comparison", lang))
    for statement in answer.statements:
        if statement.facet is not None and statement.facet != row:
            row = statement.facet
            lines += [facet_name(registry, row, lang)]
        cited = "; ".join(f"{sources[key].title}, {sources[key].label}" for key in statement.citations)
        lines.append(f"- {' '.join(statement.text.split())}{doubt(statement, lang)} [{cited}]")
    if answer.citations:
        lines += ["", say("sources", lang)]
    for citation in answer.citations:
        parts = [role_name(citation.role, lang)]
        if citation.page is not None:
            parts.append(page_name(citation.page, lang))
        if when := citation_time(citation, answer, registry):
            parts.append(when)
        url = f" {citation.url}" if citation.url else ""
        number = citation.id.removeprefix("c")
        lines.append(f"[{number}] {citation.title}, {citation.label} ({'; '.join(parts)}).{url}")
    if answer.notes:
        lines += ["", say("notes", lang), *(f"- {note}" for note in answer.notes)]
    return "\n".join(lines)
