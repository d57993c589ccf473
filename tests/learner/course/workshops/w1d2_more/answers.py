"""Known answers of the second small workshop."""

from kindling import alternative, misconception


@alternative("joins with +")
def greet(name):
    return "Hello, " + name


@misconception("no braces", "Without braces, the word name itself is greeted.")
def greet(name):
    return "Hello, name"


@misconception("no greeting", "Only the name comes back; the greeting is missing.")
def greet(name):
    return name
