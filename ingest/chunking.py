"""From provisions to chunks: what is embedded, and in front of it what it would be read under.

A chunk is a provision, or a run of its children, or a part of a long one: cut at paragraph, then point, then block,
then sentence, and only then anywhere. Every non-space character of the reading lies in exactly one chunk.
"""

import uuid
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

from corpus.types import Instrument, Source
from ingest.nesting import Nesting, Node
from ingest.sentences import label_span, sentences, split
from ingest.types import Chunk, Page, Provision, Reading, Sentence

CountTokens = Callable[[Sequence[str]], list[int]]
"""How many tokens the embedding model reads for each text, its prompt and special tokens included."""

TARGET = 220
"""Tokens that a chunk's own text aims at: about a paragraph of an EU article, two Chinese articles."""
_TOLERANCE = 1.25
"""A provision that exceeds the target by no more than this stays whole."""
_RUNT = 32
"""A piece of fewer tokens joins its neighbour where it can."""
_CONTEXT = 96
"""The most tokens that the context line may take."""
_LEADS_IN = (":", "：", "—", "–")
_NAMESPACE = uuid.UUID("b9a3d8f0-6a0e-5c7e-9a63-0f6c1d2b7e11")


@dataclass(frozen=True, slots=True)
class _Place:
    """A span that becomes a chunk."""

    start: int
    end: int


def chunks(
    reading: Reading,
    provisions: Sequence[Provision],
    instrument: Instrument,
    source: Source,
    *,
    count_tokens: CountTokens,
    max_tokens: int,
    target: int = TARGET,
) -> tuple[Chunk, ...]:
    """The chunks of one source, in order.

    Args:
        reading: Its clean text.
        provisions: Its outline, in document order.
        instrument: Whose text it is.
        source: Which source it is.
        count_tokens: The embedding model's counter.
        max_tokens: The most that the model reads; `embedded_text(chunk)` never exceeds it.
        target: Tokens that a chunk's own text aims at.
    """
    return tuple(_Chunker(reading, provisions, instrument, source, count_tokens, max_tokens, target).run())


def embedded_text(chunk: Chunk) -> str:
    """What is embedded for a chunk: its context line, then its text."""
    return f"{chunk.context}\n{chunk.text}" if chunk.context else chunk.text


_Part = tuple[int, int, Node | None]
"""Start, end, and the provision that the span is, if it is one."""


class _Chunker:
    """One source on its way to chunks."""

    def __init__(
        self,
        reading: Reading,
        provisions: Sequence[Provision],
        instrument: Instrument,
        source: Source,
        count_tokens: CountTokens,
        max_tokens: int,
        target: int,
    ) -> None:
        self.reading, self.text = reading, reading.text
        self.nesting = Nesting(provisions)
        self.provisions = self.nesting.provisions
        self.starts = [p.start for p in self.provisions]
        self.instrument, self.source = instrument, source
        self.key = f"{instrument.id}:{source.id}"
        self.count, self.max_tokens = count_tokens, max_tokens
        (self.overhead,) = count_tokens([""])
        self.room = max(max_tokens - _CONTEXT - self.overhead, max_tokens // 2)
        self.target = min(target, self.room)
        self._measure()
        self.all_sentences = sentences(reading, provisions, 0, len(reading.text))

    def run(self) -> Iterator[Chunk]:
        places = [p for p in self._everything() if self.text[p.start : p.end].strip()]
        pairs = [(place, self._context(place)) for place in places]
        for place, context in sorted(self._fitted(pairs), key=lambda pair: pair[0].start):
            yield self._chunk(place, context)

    def _fitted(self, pairs: list[tuple[_Place, str]]) -> Iterator[tuple[_Place, str]]:
        """The same places and contexts, shortened and divided until the model reads all of each."""
        while pairs:
            sizes = self.count([f"{context}\n{self.text[p.start : p.end]}" for p, context in pairs])
            of_context = self.count([context for _, context in pairs])
            again = []
            for (place, context), size, share in zip(pairs, sizes, of_context, strict=True):
                if size <= self.max_tokens:
                    yield place, context
                elif share - self.overhead > self.max_tokens // 3 or (
                    context and place.end - place.start < 2
                ):
                    again.append((place, _shortened(context, len(context) // 2)))
                elif place.end - place.start < 2:
                    raise ValueError(f"a single character exceeds the model's {self.max_tokens} tokens")
                else:
                    middle = _middle(self.text, place.start, place.end)
                    again += [(_Place(place.start, middle), context), (_Place(middle, place.end), context)]
            pairs = [(p, c) for p, c in again if self.text[p.start : p.end].strip()]

    # --- sizes ----------------------------------------------------------------------------------------------------

    def _measure(self) -> None:
        """Counts the tokens of every smallest piece once, so that any span's size is a sum."""
        cuts = {0, len(self.text)}
        for provision in self.provisions:
            cuts.update((provision.start, provision.end))
        for block in self.reading.blocks:
            cuts.update((block.start, block.end))
            if block.kind == "table":
                cuts.update(i + 1 for i in range(block.start, block.end) if self.text[i] == "\n")
        self.block_edges = sorted(cuts)
        for a, b in pairwise(self.block_edges):
            cuts.update(end for _, end in split(self.text, a, b))
        self.edges = sorted(cuts)
        pieces = [self.text[a:b] for a, b in pairwise(self.edges)]
        sizes = [size - self.overhead for size in self.count(pieces)] if pieces else []
        self.sums = [0, *accumulate(max(s, 0) for s in sizes)]

    def _size(self, start: int, end: int) -> int:
        """Tokens of a span whose ends are edges (a little more than exact: each piece is counted alone)."""
        return (
            self.sums[bisect_left(self.edges, end)] - self.sums[max(bisect_right(self.edges, start) - 1, 0)]
        )

    # --- where to cut -----------------------------------------------------------------------------------------------

    def _everything(self) -> Iterator[_Place]:
        at = 0
        for node in self.nesting.roots:
            if self.text[at : node.provision.start].strip():
                yield from self._leaf(at, node.provision.start)
            yield from self._node(node)
            at = max(at, node.provision.end)
        if self.text[at:].strip():
            yield from self._leaf(at, len(self.text))

    def _node(self, node: Node) -> Iterator[_Place]:
        provision = node.provision
        if self._size(provision.start, provision.end) <= self.target * _TOLERANCE:
            yield _Place(provision.start, provision.end)
        elif not node.children:
            yield from self._leaf(provision.start, provision.end)
        else:
            parts: list[_Part] = []
            at = provision.start
            for child in node.children:
                if self.text[at : child.provision.start].strip():
                    parts.append((at, child.provision.start, None))
                parts.append((child.provision.start, child.provision.end, child))
                at = child.provision.end
            if self.text[at : provision.end].strip():
                parts.append((at, provision.end, None))
            yield from self._packed(parts)

    def _leaf(self, start: int, end: int) -> Iterator[_Place]:
        """A span without provisions inside, cut at blocks and table rows, then at sentences, then anywhere."""
        for edges in (self.block_edges, self.edges):
            inner = edges[bisect_right(edges, start) : bisect_left(edges, end)]
            if inner:
                yield from self._packed([(a, b, None) for a, b in pairwise([start, *inner, end])])
                return
        yield from self._anywhere(start, end)

    def _packed(self, parts: list[_Part]) -> Iterator[_Place]:
        """Runs of neighbouring parts near the target; a part that is too long by itself is cut further."""
        total = self._size(parts[0][0], parts[-1][1])
        goal = total / max(1, round(total / self.target))  # equal shares
        runs: list[_Place] = []
        is_open = False  # whether the last run may grow
        for start, end, node in parts:
            if is_open and self._size(runs[-1].start, end) <= goal:
                runs[-1] = _Place(runs[-1].start, end)
            elif self._size(start, end) <= self.target * _TOLERANCE:
                runs.append(_Place(start, end))
                is_open = True
            else:
                runs += self._node(node) if node is not None else self._leaf(start, end)
                is_open = False
        yield from self._without_crumbs(runs)

    def _without_crumbs(self, runs: list[_Place]) -> list[_Place]:
        """Neighbours joined where one is a crumb (a heading, a short last point) or leads into the other."""
        least, most = min(_RUNT, self.target // 6), min(self.target * 1.5, self.room)
        kept: list[_Place] = []
        for run in runs:
            if kept:
                sizes = (self._size(kept[-1].start, kept[-1].end), self._size(run.start, run.end))
                leads_in = self.text[kept[-1].start : kept[-1].end].rstrip().endswith(_LEADS_IN)
                if (leads_in or min(sizes) < least) and self._size(kept[-1].start, run.end) <= most:
                    kept[-1] = _Place(kept[-1].start, run.end)
                    continue
            kept.append(run)
        return kept

    def _anywhere(self, start: int, end: int) -> Iterator[_Place]:
        """Halves of a span without any edge inside, until they fit."""
        if self.count([self.text[start:end]])[0] - self.overhead <= self.room:
            yield _Place(start, end)
            return
        middle = _middle(self.text, start, end)
        yield from self._anywhere(start, middle)
        yield from self._anywhere(middle, end)

    # --- what stands in front of a chunk ----------------------------------------------------------------------------

    def _context(self, place: _Place) -> str:
        """Title — headings above — number and heading — the words that introduce the list it continues."""
        chain = self.nesting.chain(*_trimmed(self.text, place))
        lang = self.source.lang
        title = self.instrument.title.get(lang)
        if len(title) > _WIDTH[lang]:
            title = self.instrument.short.get(lang)
        above = [title, *(chain[0].provision.path if chain else ())]
        for node in chain:
            if node.provision.start < place.start:  # else its label is in the text itself
                above.append(f"{node.provision.number} {node.provision.heading}".strip())
        lead = self._chapeau(chain, place)
        names = [_shortened(_one_line(part), _WIDTH[lang]) for part in dict.fromkeys(above) if part.strip()]
        while len(names) > 2 and sum(map(len, names)) > 3 * _WIDTH[lang]:
            del names[1]
        return " — ".join([*names, _shortened(lead, 2 * _WIDTH[lang])] if lead else names)

    def _chapeau(self, chain: list[Node], place: _Place) -> str:
        """The nearest words that lead into a list which the place stands in or continues, on one line."""
        for node in reversed(chain):
            if node.children and node.children[0].provision.start <= place.start:
                lead = _lead(node, self.reading)
                if lead:
                    return lead
        return ""

    # --- the chunk itself -------------------------------------------------------------------------------------------

    def _chunk(self, place: _Place, context: str) -> Chunk:
        start, end = _trimmed(self.text, place)
        text = self.text[start:end]
        chain = self.nesting.chain(start, end)
        pin = chain[-1].provision.pin if chain else self.instrument.id
        return Chunk(
            id=str(uuid.uuid5(_NAMESPACE, f"{self.key}\n{pin}\n{start}\n{text}")),
            pin=pin,
            instrument=self.instrument.id,
            source=self.key,
            lang=self.source.lang,
            role=self.source.role,
            start=start,
            end=end,
            text=text,
            context=context,
            heading=next((n.provision.heading for n in reversed(chain) if n.provision.heading), ""),
            page=page_of(self.reading.pages, start),
            pins=tuple(
                p.pin
                for p in self.provisions[bisect_left(self.starts, start) : bisect_left(self.starts, end)]
            ),
            sentences=self._sentences(start, end),
        )

    def _sentences(self, start: int, end: int) -> tuple[Sentence, ...]:
        """The reading's sentences, clipped to the chunk."""
        first = max(bisect_right(self.all_sentences, start, key=lambda s: s.start) - 1, 0)
        last = bisect_left(self.all_sentences, end, key=lambda s: s.start)
        clipped = (
            _Place(max(s.start, start), min(s.end, end))
            for s in self.all_sentences[first:last]
            if s.end > start
        )
        return tuple(Sentence(*_trimmed(self.text, place)) for place in clipped)


_WIDTH = {"en": 110, "zh": 48}
"""Characters of one part of a context line."""


def sentence_text(chunk: Chunk, sentence: Sentence, nesting: Nesting, reading: Reading) -> str:
    """What is embedded for a sentence: itself, and what it is read under where it is too short to stand alone."""
    text = _one_line(reading.text[sentence.start : sentence.end])
    width = _WIDTH[chunk.lang]
    if len(text) >= width:
        return text
    chain = nesting.chain(sentence.start, sentence.end)
    lead = ""
    if len(chain) > 1 and chain[-1].provision.kind == "point":
        lead = _shortened(_lead(chain[-2], reading), width)
    return " ".join(part for part in (_shortened(chunk.heading, width), lead, text) if part)


def _lead(node: Node, reading: Reading) -> str:
    """The sentence with which a provision leads into its children; empty if it does not end in a colon or dash."""
    _, begin = label_span(node.provision, reading)
    words = reading.text[begin : node.children[0].provision.start].rstrip()
    spans = split(words)
    return _one_line(words[slice(*spans[-1])]) if spans and words.endswith(_LEADS_IN) else ""


def page_of(pages: Sequence[Page], offset: int) -> int | None:
    """The number of the page on which `offset` stands; None where the source has no pages."""
    at = bisect_right(pages, offset, key=lambda page: page.start) - 1
    return pages[at].number if pages and at >= 0 else None


def _trimmed(text: str, place: _Place) -> tuple[int, int]:
    """The place without white space at its ends."""
    piece = text[place.start : place.end]
    return place.start + len(piece) - len(piece.lstrip()), place.end - len(piece) + len(piece.rstrip())


def _middle(text: str, start: int, end: int) -> int:
    """A place to cut near the middle: after white space or punctuation if there is any, else between characters."""
    middle = (start + end) // 2
    for distance in range(min((end - start) // 3, 400)):
        for at in (middle - distance, middle + distance):
            if start < at < end and (text[at - 1].isspace() or text[at - 1] in ",;，；、。|"):
                return at
    return middle


def _shortened(text: str, width: int) -> str:
    """`text`, or its beginning up to a word's end and an ellipsis."""
    if len(text) <= width:
        return text
    cut = text[:width]
    if not cut:
        return ""
    return (cut.rpartition(" ")[0] if " " in cut[width // 2 :] else cut).rstrip(" ,;:，；：") + "…"


def _one_line(text: str) -> str:
    return " ".join(text.split())
