"""Known answers of the small workshop."""

from kindling import alternative, misconception


@alternative("adds it to itself")
def double(values):
    return values + values


@misconception("squares", "Two as an exponent squares; twice a value is a product.")
def double(values):
    return values**2


@misconception("adds two", "Two is added to every value; twice a value is a product.")
def double(values):
    return values + 2


@alternative("one product")
def quadruple(values):
    return values * 4


@misconception("doubles once", "The result of the first doubling is not doubled again.")
def quadruple(values):
    return values * 2


@misconception("adds four", "Four is added to every value; four times a value is a product.")
def quadruple(values):
    return values + 4


@alternative("keeps a list")
class Counter:
    def __init__(self):
        self.calls = []

    def __call__(self):
        self.calls.append(None)
        return len(self.calls)


@misconception("starts anew", "The count begins again at every call; it must be kept on the object.")
class Counter:
    def __call__(self):
        return 1


@misconception("counts late", "The count is returned before it is raised.")
class Counter:
    def __init__(self):
        self.count = 0

    def __call__(self):
        self.count += 1
        return self.count - 1
