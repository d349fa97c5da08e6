"""Questions to answers: plan, retrieval, composition. `Engine` is the only door; servers open a `PooledEngine`."""

from rag.engine import MAX_QUESTION, Engine
from rag.follow_up import FollowUps
from rag.language import detect as question_language
from rag.live import LiveEngine
from rag.pooled import PooledEngine
from rag.table import QUESTION_ROW
from rag.types import (
    Answer,
    Cell,
    Citation,
    Hit,
    Matrix,
    Parallel,
    Passage,
    Plan,
    ProvisionVersion,
    ProvisionView,
    QuestionPlan,
    SearchHit,
    SearchResult,
    Statement,
)

__all__ = [
    "MAX_QUESTION",
    "QUESTION_ROW",
    "Answer",
    "Cell",
    "Citation",
    "Engine",
    "FollowUps",
    "Hit",
    "LiveEngine",
    "Matrix",
    "Parallel",
    "Passage",
    "Plan",
    "PooledEngine",
    "ProvisionVersion",
    "ProvisionView",
    "QuestionPlan",
    "SearchHit",
    "SearchResult",
    "Statement",
    "question_language",
]
