"""An invented act on kettles, and acts that amend it in every way that drafters know."""

from datetime import date

from corpus.types import Aliases, Bilingual, Instrument
from ingest.amending import Act, Derivation, Wording, derive
from ingest.outline.eu import parse
from ingest.types import Reading

KETTLES = """\
REGULATION (EU) 2031/77 OF THE ASSEMBLY
on kettles
HAS ADOPTED THIS REGULATION:
CHAPTER I
GENERAL
Article 1
Scope
1. This Regulation applies to kettles that whistle. It does not apply to samovars.
2. This Regulation does not apply to:
(a) toy kettles;
(b) kettles in museums.
Article 2
Words
For the purposes of this Regulation:
(1) ‘kettle’ means a vessel in which water boils;
(2) ‘whistle’ means a sound that steam makes.
CHAPTER II
DUTIES
Article 3
Duties of makers
1. Makers shall fit a whistle to each kettle.
The whistle shall be heard in the next room.
The whistle shall be red.
2. Makers shall keep a book of whistles for 5 years.
3. Makers shall:
(a) test each kettle;
(b) do either of the following:
(i) mark it with a crown;
(ii) mark it with a bell;
(c) send the market office a list.
Article 4
Reports
Makers shall report a silent kettle within ten days. The market office may ask for the kettle.
The market office shall answer within a month.
Article 5
Fees
1. The market office may take a fee.
2. The fee shall be small.
ANNEX I
Kettles that need two whistles
Section A
1. Kettles for schools.
2. Kettles for ships.
Section B
1. Kettles for stations.
"""

FIRST = """\
REGULATION (EU) 2033/5 OF THE ASSEMBLY
amending Regulation (EU) 2031/77
HAS ADOPTED THIS REGULATION:
Article 1
Amendments to Regulation (EU) 2031/77
Regulation (EU) 2031/77 is amended as follows:
(1) Article 1 is amended as follows:
(a) in paragraph 1, the second sentence is replaced by the following:
‘It does not apply to samovars that are older than a century.’;
(b) in paragraph 2, the following point is inserted:
‘(aa) kettles of dolls;’;
(2) in Article 2, the following point is added:
‘(3) “lid” means what closes a kettle.’;
(3) in Article 3(1), the second subparagraph is replaced by the following:
‘The whistle shall be heard in all rooms of the house.’;
(4) in Article 3, the following paragraphs are inserted:
‘2a. The book of whistles may be kept in a drawer.
The drawer shall be dry.
2b. Makers shall:
(a) lock the drawer; and
(b) keep the key.’;
(5) Article 3(3) is amended as follows:
(a) in point (b), point (ii) is replaced by the following:
‘(ii) mark it with a bell or a gong;’;
(b) point (c) is deleted;
(6) in Article 4, the words ‘within ten days’ are replaced by the words ‘within three days’;
(7) the following Article is inserted:
‘Article 4a
Silent kettles
1. A silent kettle shall be sold as a pot.
2. The maker’s name shall be removed.’;
(8) Article 5 is deleted;
(9) in Annex I, Section A, point 2 is deleted;
(10) in Annex I, Section B, the following point is added:
‘2. Kettles for lighthouses.’;
(11) in Article 2(2), the word ‘steam’ is replaced by the words ‘hot steam’;
(12) in Article 3, the word ‘whistle’ is replaced by ‘horn’;
(13) Article 9 is replaced by the text set out in the Annex to this Regulation;
(14) the following Annex is added:
‘Annex II
Kettles without a whistle
1. Kettles for libraries.’.
Article 2
Amendments to Regulation (EU) 2030/1
In Regulation (EU) 2030/1, Article 1 is deleted.
Article 3
Entry into force
This Regulation shall enter into force on 1 May 2033.
"""

SECOND = """\
REGULATION (EU) 2035/6 OF THE ASSEMBLY
amending Regulation (EU) 2031/77
HAS ADOPTED THIS REGULATION:
Article 1
Regulation (EU) 2031/77 is amended as follows:
(1) in Article 3, paragraph 2a is replaced by the following:
‘2a. The book of whistles shall be kept in a safe.’;
(2) in Article 4a, paragraphs 1 and 2 are replaced by the following:
‘1. A silent kettle shall be melted.’;
(3) after point (b) of Article 1(2), the following point is inserted:
‘(c) kettles on the moon.’.
Article 2
This Regulation shall enter into force on 1 June 2035.
"""

FIRST_DAY, SECOND_DAY = date(2033, 5, 1), date(2035, 6, 1)
BASE, ONE, TWO = "eu-kettles:text", "eu-kettle-change:text", "eu-kettle-reform:text"


def kettles() -> Instrument:
    """The registry's entry of the amended act."""
    name = Bilingual(en="Kettle Regulation", zh="《水壶条例》")
    return Instrument(
        id="eu-kettles", title=name, short=name, issuer=name, jurisdiction="eu", pole="eu", kind="regulation",
        status="in-force", as_of=date(2036, 1, 1), citation="eu", outline="eu", language="en",
        aliases=Aliases(en=("Kettle Regulation",)), identifiers={"number": "Regulation (EU) 2031/77"},
        amended_by=("eu-kettle-change", "eu-kettle-reform"),
    )  # fmt: skip


def wording(key: str, text: str) -> Wording:
    """A text with its outline."""
    return Wording(key, text, parse(Reading(text, ()), key.partition(":")[0], None))


def derivation(*texts: str) -> Derivation:
    """What the first, or both, of the amending acts make of the act on kettles."""
    acts = [
        Act(key.partition(":")[0], wording(key, text), day)
        for key, text, day in ((ONE, texts[0], FIRST_DAY), (TWO, texts[-1], SECOND_DAY))[: len(texts)]
    ]
    return derive(kettles(), wording(BASE, KETTLES), acts)
