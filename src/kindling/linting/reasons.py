"""Why the rules of the gentle set matter, by ruff's code, for somebody who meets them for the first time."""

from __future__ import annotations

WHY = {
    # Names
    "F402": "The loop gives an imported name to something else, and the import is gone from there on.",
    "F403": "With * nobody sees where a name comes from, and a later import can quietly replace an "
    "earlier one.",
    "F405": "This name can only come from an import with *, so nobody can tell whether it is there.",
    "F811": "The same name is defined twice, and only the last definition counts: the first one is "
    "never used.",
    "F821": "Nothing in this file has this name, so the line will raise a NameError: a typo, or a "
    "missing import.",
    "F823": "The function gives this name a value further down, so here, before that, it has none: an error.",
    "F841": "The result is kept under a name and never used. Was another name meant further down, or "
    "a return?",
    "F842": "The line only names a type. Nothing has a value afterwards; `=` and a value are missing.",
    # Comparisons and conditions
    "E711": "`== None` asks the object for its opinion, and a tensor answers for every element; `is "
    "None` asks for None.",
    "E712": "`== True` is true for a 1 as well, and longer; of a tensor it gives a tensor. Ask `if "
    "x:` or `if not x:`.",
    "E713": "`not x in y` is easily read as `(not x) in y`; `x not in y` says what is meant.",
    "E714": "`not x is y` is easily read as `(not x) is y`; `x is not y` says what is meant.",
    "E721": "Types that inherit from another fail such a comparison; isinstance() asks what is "
    "usually meant.",
    "F601": "A dict keeps one value for each key: the later one replaces the earlier, without a word.",
    "F631": "A pair in brackets counts as true, so this assert can never fail.",
    "F632": "`is` asks for the same object, and two equal numbers or texts may be different objects; use ==.",
    "F634": "A pair in brackets counts as true, so this condition always holds.",
    "B015": "The comparison's result is thrown away. Was `=` meant, or `assert`?",
    "B018": "The line computes something and throws it away. Are the brackets of a call missing, or "
    "an assignment?",
    "B032": "A colon after a name gives it a type, not a value. Was `=` meant?",
    # Functions and loops
    "B006": "A default value is made once, when the function is defined: all calls share this one "
    "list or dict.",
    "B008": "A default value is computed once, when the function is defined, and not anew for every call.",
    "B020": "The loop's variable has the name of what it walks through, which is gone after the first round.",
    "B023": "The function looks the variable up when it runs; by then the loop has ended and it has "
    "its last value.",
    "B035": "The key is the same in every round, so the dict ends with one entry.",
    "B002": "Python has no `++`: `++n` is n with two plus signs before it. Write `n += 1`.",
    "B005": "strip() removes any of these characters, in any order, not the word; removeprefix() "
    "removes a word.",
    "B033": "A set keeps each value once, so the second one has no effect. Was another value meant?",
    "B031": "The groups of groupby can be walked through once; the second time they are empty.",
    # Errors
    "E722": "A bare except also catches Ctrl-C and every typo, so the program hides its own bugs.",
    "S110": "The error is caught and dropped: what went wrong will show up later, somewhere else, "
    "without its reason.",
    "B012": "A return, break or continue in finally swallows the error that was on its way.",
    "B014": "One of the exceptions is caught by the other already, so it changes nothing here.",
    "B016": "Only exceptions can be raised; a text or a number raises a TypeError instead.",
    "B022": "Without an exception in its brackets, suppress() suppresses nothing.",
    "B025": "The first handler for this exception takes it; the second one never runs.",
    "B029": "An empty pair of brackets catches nothing.",
    "B030": "Only exceptions can be caught; anything else raises a TypeError at the moment of the error.",
    "F901": "NotImplemented is a value, not an exception; NotImplementedError is the one to raise.",
    "F707": "An except without a name catches everything, so no handler after it can run: it must come last.",
    # Text
    "F541": "The text has an f before it and no braces in it. Are the braces around a name missing?",
    "B021": "A text with an f before it is computed, so it is no docstring and help() does not show it.",
    # The rest
    "T100": "A debugger stops the program here and waits. Take the line out when you are done.",
    "E742": "The letters l, O and I look like the digits 1 and 0; another name cannot be misread.",
    "E743": "The letters l, O and I look like the digits 1 and 0; another name cannot be misread.",
    "E902": "The file could not be read.",
    "NPY001": "NumPy has dropped these names; Python's own int, float and bool, or np.int64, take "
    "their place.",
    "NPY003": "NumPy has dropped this function and has another for the same.",
}
