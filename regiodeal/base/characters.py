"""Characters that no text of the portal may hold: XML 1.0 has no place for them, and a database refuses some of them.

Control characters but tab and line ends, halves of a pair, and what is no character at all. Word and Excel call a file
that has them damaged.
"""

import re

# What a spreadsheet takes for the beginning of a formula, or strips until it finds one; the wide forms are Excel's too.
FORMULA = re.compile("'*[=+\\-@\t\r\n\uff1d\uff0b\uff0d\uff20]")
UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
