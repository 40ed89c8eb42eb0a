"""Numbers said in words: "dua puluh satu", "seribu sembilan ratus", "sejuta dua ratus"."""

import re

from conversations.answers.text import DIGIT_WORDS, squeezed

_SCALES = {
    "belas": 10, "blas": 10, "puluh": 10, "puloh": 10, "pulu": 10, "plh": 10, "ratus": 100,
    "rts": 100, "ribu": 1000, "rebu": 1000, "rb": 1000,
}  # fmt: skip
_UNITS = "|".join(sorted((*DIGIT_WORDS, "se"), key=len, reverse=True))
_GLUED = re.compile(rf"\b({_UNITS})(belas|blas|puluh|puloh|ratus|ribu|rebu|juta)(an)?\b")


def unglued(text: str) -> str:
    """Return lower-case text with "limaratus" as "lima ratus" and "sebelas" as "satu belas"."""
    return _GLUED.sub(lambda m: f"{'satu' if m[1] == 'se' else m[1]} {m[2]}{m[3] or ''}", text)


def counted(text: str) -> str:
    """Return lower-case text with cardinal numbers below a million in figures.

    Digit words in a row are digits ("delapan lima" is 85), words with belas, puluh, ratus or
    ribu are a number ("sembilan belas" is 19).
    """
    out: list[str] = []
    run: list[str] = []
    for token in unglued(text).split():
        word = squeezed(token.strip(".,"))
        if word in DIGIT_WORDS or (run and word in _SCALES):
            run.append(word)
            continue
        out += [_figures(run)] if run else []
        out.append(token)
        run = []
    return " ".join([*out, _figures(run)] if run else out)


def _figures(run: list[str]) -> str:
    if not any(word in _SCALES for word in run):
        return "".join(DIGIT_WORDS[word] for word in run)
    out: list[str] = []
    total = last = 0
    scale = 0  # of the last word counted
    for word in run:
        if word not in _SCALES:
            if last and scale in (0, 11):  # a number begins anew
                out.append(str(total + last))
                total = 0
            elif last:
                total, last = total + last, 0
            last, scale = int(DIGIT_WORDS[word]), 0
        elif word in ("belas", "blas"):
            last, scale = last + 10, 11
        elif _SCALES[word] == 1000:  # noqa: PLR2004
            total, last, scale = (total + last) * 1000, 0, 1000
        else:
            last, scale = last * _SCALES[word], _SCALES[word]
    return " ".join([*out, str(total + last)])
