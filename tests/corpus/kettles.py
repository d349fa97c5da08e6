"""Instruments of an invented world, one in each citation style."""

from datetime import date

from corpus.types import Bilingual, CitationStyle, Instrument, Jurisdiction, OutlineStyle

_OUTLINES: dict[CitationStyle, OutlineStyle] = {
    "eu": "eu",
    "us-code": "us-code",
    "us-eo": "us-eo",
    "cn": "cn",
    "treaty": "treaty",
    "heading": "headings",
    "paragraph": "paragraphs",
}


def kettle(style: CitationStyle, jurisdiction: Jurisdiction = "intl") -> Instrument:
    """An instrument on kettles that is cited in `style`."""
    return Instrument(
        id="xx-kettles",
        title=Bilingual(en="Act on Kettles", zh="《电水壶法》"),
        short=Bilingual(en="Kettle Act", zh="《水壶法》"),
        issuer=Bilingual(en="Kettle Office", zh="水壶局"),
        jurisdiction=jurisdiction,
        pole="international",
        kind="statute",
        status="in-force",
        as_of=date(2026, 1, 1),
        citation=style,
        outline=_OUTLINES[style],
        language="en",
    )


CITED: dict[str, Instrument] = {
    "eu": kettle("eu", "eu"),
    "us-ca": kettle("us-code", "us-ca"),
    "us-co": kettle("us-code", "us-co"),
    "us-ny": kettle("us-code", "us-ny"),
    "us": kettle("us-code", "us"),
    "us-eo": kettle("us-eo", "us"),
    "cn": kettle("cn", "cn"),
    "treaty": kettle("treaty", "coe"),
    "heading": kettle("heading", "private"),
    "paragraph": kettle("paragraph", "intl"),
}
"""One for each citation style, and for each state whose numbering differs."""
