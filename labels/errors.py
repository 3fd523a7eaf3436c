"""How this package says no: in words that the person at the printer can act on."""


class Unprintable(ValueError):
    """What was asked cannot be printed exactly as asked, so nothing is printed.

    `words` says why in one sentence, `element` which part of the label it concerns ("carrier label, name").
    The value itself is never quoted: this text may reach a log, and a value may be a person's name.
    """

    def __init__(self, words: str, *, element: str = "") -> None:
        super().__init__(f"{element}: {words}" if element else words)
        self.words = words
        self.element = element

    def on(self, element: str) -> "Unprintable":
        """The same refusal, naming the element it belongs to unless a closer one is named already."""
        return self if self.element else type(self)(self.words, element=element)


class Hostile(Unprintable):
    """A label from outside that tries what no label needs: to command the printer, or to wear out who reads it."""
