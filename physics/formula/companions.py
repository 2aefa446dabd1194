"""A second node beside each node of a graph, such as its derivative, made once from those of its arguments."""

from abc import ABC, abstractmethod

from physics.formula.graph import Graph


class Companions(ABC):
    """Walks a graph from the variable up, so that every companion is there before it is needed."""

    def __init__(self, graph: Graph, of_the_variable: float) -> None:
        self.graph = graph
        self._found = {0: graph.constant(of_the_variable)}

    def beside(self, root: int) -> int:
        """The companion of `root`."""
        for number in self.graph.needed(root):
            if number not in self._found:
                operation, arguments, value = self.graph.nodes[number]
                inner = tuple(self._found[argument] for argument in arguments)
                is_flat = operation in ("constant", "sign")
                self._found[number] = (
                    self.graph.constant(0.0) if is_flat else self._of(operation, number, arguments, inner, value)
                )
        return self._found[root]

    @abstractmethod
    def _of(self, operation: str, number: int, arguments: tuple[int, ...], inner: tuple[int, ...], value: float) -> int:
        """The companion of a node that is not constant, from those of its arguments (`inner`)."""
