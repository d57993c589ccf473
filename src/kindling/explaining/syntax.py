"""What Python's parser says, as the second half of `Line 3 is not Python yet: ...`."""

from kindling.explaining.meaning import Meaning

SYNTAX = (
    Meaning(r"expected ':'", "a colon is missing at its end."),
    Meaning(r"'(.)' was never closed", "its bracket `{0}` is never closed."),
    Meaning(r"unmatched '(.)'", "its closing `{0}` belongs to no opening one."),
    Meaning(r"unexpected indent", "it is indented deeper than the line before."),
    Meaning(r"expected an indented block after (.*) on line (\d+)", "the {0} in line {1} has no body yet."),
    Meaning(r"unindent does not match", "its indentation fits none of the lines above."),
    Meaning(r"inconsistent use of tabs", "it mixes tabs and spaces: use spaces."),
    Meaning(r"unterminated .*string literal", "the quote that ends its text is missing."),
    Meaning(r"'(return|yield|await)' outside", "`{0}` stands outside a function. Is it indented too little?"),
    Meaning(r"'break' outside loop|'continue' not properly in loop", "it stands outside a loop."),
    Meaning(r"Maybe you meant '=='", "`=` assigns; a comparison is written `==`."),
    Meaning(r"Perhaps you forgot a comma", "a comma or an operator is missing in it."),
    Meaning(r"duplicate argument '(\w+)'", "the parameter `{0}` stands there twice."),
    Meaning(r"^invalid syntax$", "something in it, or at the end of the line above, is out of place."),
)
