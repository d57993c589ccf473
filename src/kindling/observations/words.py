"""Small helps for putting things into words."""


def with_article(name: str) -> str:
    """`a Linear`, `an Embedding`."""
    return f"an {name}" if name[:1] in "AEIOUaeiou" else f"a {name}"
