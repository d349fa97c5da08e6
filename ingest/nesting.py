"""Provisions as the tree that their spans form."""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field

from ingest.types import Provision


@dataclass(slots=True)
class Node:
    """A provision and those directly inside it, in order."""

    provision: Provision
    children: list["Node"] = field(default_factory=list)
    _starts: list[int] | None = None

    def child_at(self, start: int, end: int) -> "Node | None":
        """The child whose span holds `[start, end)`."""
        if self._starts is None:
            self._starts = [child.provision.start for child in self.children]
        at = bisect_right(self._starts, start) - 1
        if at < 0:
            return None
        child = self.children[at]
        return child if end <= child.provision.end else None


class Nesting:
    """The provisions of one reading, nested as their spans are.

    Args:
        provisions: Siblings do not overlap; a parent's span holds its children's.
    """

    def __init__(self, provisions: Iterable[Provision]) -> None:
        self._root = Node(Provision("", "front", -1, -1))
        self.provisions = tuple(sorted(provisions, key=lambda p: (p.start, -p.end, p.pin.count("/"))))
        stack: list[Node] = []
        for provision in self.provisions:
            while stack and (
                stack[-1].provision.end < provision.end or stack[-1].provision.end <= provision.start
            ):
                stack.pop()
            node = Node(provision)
            (stack[-1] if stack else self._root).children.append(node)
            stack.append(node)

    @property
    def roots(self) -> list[Node]:
        """The provisions that lie in no other."""
        return self._root.children

    def chain(self, start: int, end: int) -> list[Node]:
        """The provisions that hold `[start, end)`, outermost first."""
        chain: list[Node] = []
        node: Node | None = self._root
        while node is not None:
            node = node.child_at(start, end)
            if node is not None:
                chain.append(node)
        return chain
