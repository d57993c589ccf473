"""Surnames by language, from the Faker package, and the folding of letters to plain ASCII."""

from __future__ import annotations

import ast
import random
import re
import unicodedata
from functools import cache
from importlib import import_module

from kindling.data.packages import package_file

# language -> Faker's locale and the attribute of its provider that holds the list
LISTS = {
    "Dutch": ("nl_NL", "last_names"),
    "English": ("en_GB", "last_names"),
    "Finnish": ("fi_FI", "last_names"),
    "French": ("fr_FR", "last_names"),
    "German": ("de_DE", "last_names"),
    "Italian": ("it_IT", "last_names"),
    "Polish": ("pl_PL", "unisex_last_names"),
    "Spanish": ("es_ES", "last_names"),
    "Swedish": ("sv_SE", "last_names"),
}
EIGHT_LANGUAGES = tuple(language for language in LISTS if language != "Dutch")

# letters that Unicode does not take apart into a letter and a mark
_WHOLE_LETTERS = str.maketrans(
    {"ß": "ss", "ł": "l", "Ł": "L", "ø": "o", "Ø": "O", "æ": "ae", "Æ": "Ae", "œ": "oe", "đ": "d"}
)


def surnames(*languages: str) -> dict[str, list[str]]:
    """Surnames by language, in plain ASCII letters, each once in its language.

    The order within a language is shuffled once and for all, so that the first n names are a fair sample
    and not those from A to K. A name may stand in two languages, as it does in life.

    Args:
        languages: which; without any, all but Dutch, so eight.

    Returns:
        language -> names; the languages in alphabetical order unless they were named.

    Raises:
        KeyError: a language that is not in `LISTS`.
    """
    return {language: list(_shuffled(*LISTS[language])) for language in languages or EIGHT_LANGUAGES}


def to_ascii(text: str) -> str:
    """The text with every letter in its plain form: `Müller` gives `Muller`, `Łuczak` gives `Luczak`."""
    apart = unicodedata.normalize("NFKD", text.translate(_WHOLE_LETTERS))
    return apart.encode("ascii", "ignore").decode("ascii")


@cache
def _shuffled(locale: str, attribute: str) -> tuple[str, ...]:
    unique = sorted({to_ascii(name) for name in _faker_list(locale, attribute)})
    random.Random(0).shuffle(unique)
    return tuple(unique)


def _faker_list(locale: str, attribute: str) -> list[str]:
    """A list of names as Faker has it: read from the source file, else from the imported class."""
    try:
        source = package_file("faker", f"providers/person/{locale}/__init__.py").read_text(encoding="utf-8")
        return _assigned(source, attribute)
    except (FileNotFoundError, LookupError, SyntaxError, ValueError):
        provider = import_module(f"faker.providers.person.{locale}").Provider
        return list(getattr(provider, attribute))


def _assigned(source: str, attribute: str) -> list[str]:
    """The strings that a class body assigns to `attribute`, written as a tuple or as `OrderedDict(...)`.

    Only that statement is parsed: the whole file would take ten times as long.

    Raises:
        LookupError: nothing of that name is assigned.
        ValueError: it is written in another way.
    """
    found = re.search(rf"^    {attribute}\b[^=\n]*= *(\w*\(.*?^    \))", source, re.DOTALL | re.MULTILINE)
    if found is None:
        raise LookupError(attribute)
    value = ast.parse(found[1], mode="eval").body
    if isinstance(value, ast.Call):
        return [name for name, _ in ast.literal_eval(value.args[0])]
    return list(ast.literal_eval(value))
