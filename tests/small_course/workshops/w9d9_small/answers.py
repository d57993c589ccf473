"""Known answers of three small exercises."""

from kindling import alternative, misconception
import solution


@alternative("adds it to itself")
def double(x):
    return x + x


@misconception("square", "This multiplies x by itself; twice x is wanted.")
def double(x):
    return x * x


@misconception("half", "This makes it smaller.")
def double(x):
    return x / 2


@misconception("always float", "The dtype must stay as it is.")
def double(x):
    return 2.0 * x


@alternative("sum by count")
def row_means(x):
    return x.sum(1, keepdim=True) / x.shape[1]


@misconception("no keepdim", "A column has two dimensions: (n, 1).")
def row_means(x):
    return x.mean(1)


@misconception("columns", "That is the mean of the columns.")
def row_means(x):
    return x.mean(0, keepdim=True)


@alternative("the other way round")
def doubled_means(x):
    return solution.double(solution.row_means(x))


@misconception("only means", "Nothing is doubled.")
def doubled_means(x):
    return solution.row_means(x)


@misconception("only doubled", "No mean is taken.")
def doubled_means(x):
    return solution.double(x)
