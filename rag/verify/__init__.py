"""Does a statement follow from passages, in English, in Chinese, or across them? With reasons in words.

Verifier().verify("Providers must report within 15 days.", "提供者应当在十五日内报告。").support  # "supported"
"""

from rag.verify.checks import Finding
from rag.verify.figures import Figure, figures, states
from rag.verify.judges import (
    Checked,
    CrossEncoderJudge,
    FirstToken,
    LanguageModelJudge,
    SupportJudge,
)
from rag.verify.provisions import QuoteCheck, QuotePlace, check_quote, evidence_of
from rag.verify.verifier import Claim, SentenceVerdict, Support, Verdict, Verifier, load_judge

__all__ = [
    "Checked",
    "Claim",
    "CrossEncoderJudge",
    "Figure",
    "Finding",
    "FirstToken",
    "LanguageModelJudge",
    "QuoteCheck",
    "QuotePlace",
    "SentenceVerdict",
    "Support",
    "SupportJudge",
    "Verdict",
    "Verifier",
    "check_quote",
    "evidence_of",
    "figures",
    "load_judge",
    "states",
]
