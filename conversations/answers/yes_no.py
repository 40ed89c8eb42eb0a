"""Yes or no, as an answer to the question that was put; and the one word that is consent.

A person must never be held to a yes that was not one, so everything that hedges, asks back,
postpones, corrects or speaks of somebody else is unclear.
"""

import re
from collections.abc import Mapping

from conversations.answers.text import DIGIT_WORDS, Lexicon, clean, squeezed, word_set, words
from conversations.invalid import Invalid

_SAME = Lexicon(
    {
        "ya":
        "ya y ye iya iy iyaa iyah iyak iyap yah yak yap yep yup yo yoi iye iyo yes yess yeah "
        "yea aok auk aoklah ao aoq"
        " nggih njih inggih enggih enggeh engghi iyalah yalah iyes yoa yoo iyadong heeh hooh "
        "heem hoh yaiya iyaiya yaya yoyoi ho heh"
        " yaudah yasudah iyelah he yelah yg-iya ea eya au yups yaps yoha iyha",
        "ok":
        "ok oke okeh okee okey okay oce okelah sip siip sipp siap siyap sippp siplah mantap gas "
        "gaskan gaskeun baik baiklah"
        " bolehlah ayo ayok yuk kuy hayu hayuk deal oks okk oki okok okeoke okdeh",
        "betul":
        "betul btl btul betol btol benar bener bner bnr benr betulkan tepat cocok pas sesuai "
        "valid correct true bena benare"
        " bujur beneran",
        "setuju": (
            "setuju stuju setujuu sepakat sepakt stju stj acc agree setujui menyetujui bersedia "
            "sedia rela ikhlas"
        ),
        "mau":
        "mau silakan silahkan boleh mo mw bole pengen ingin bersedia nak blh lanjut lanjutkan "
        "lnjut teruskan lanjutken terus lanjutin ikut"
        " daftar lanjt lanjutt minat berminat",
        "sudah": "sudah udah udh sdh sudh sdah udahh pernah pernh prnh sudahlah dah udeh",
        "ada": "ada ade punya pny puny punye memiliki masih msh masi",
        "tidak":
        "tidak tdk tdak tak ndak nda indak dak tadak nggak enggak ngga gak ga gk g kagak ndk "
        "engga nggk inda tida tidk"
        " mboten daan kada ogah emoh nope no not nay tidaklah enda nadai enten nana ndaklah "
        "gaklah tdklah nggaklah ora mboteun nehi"
        " endak gag gaa ngak nggaa ndaak",
        "bukan": "bukan bkn bkan buken bukn bukanlah bukannya",
        "belum": "belum blm blum belom blom lum belumlah durung",
        "jangan": "jangan jgn jngan ojo",
        "tidak_ada": "gada gaada tidakada ndakada ndakde takde gakada nggakada",
        "tidak_usah": "gausah gakusah ndakusah gosah",
        "gpp": "gpp gapapa gakpapa ndakpapa nggakpapa gppa ndakapa gapape ndakpape",
        "batal": (
            "batal batalkan stop berhenti cancel cukup gajadi gakjadi ndakjadi batalin menolak "
            "tolak nolak"
        ),
        "salah": "salah slh keliru kliru salh",
        "buruk": "keberatan kebratan masalah mslh berat",
        "apa": "apa ape apaapa papa pape mengapa",
        "kurang": "kurang krg krang",
        "hedge":
        "mungkin mgkn mungkn kayaknya kyknya keknya kayanya kayaknye sepertinya spertinya "
        "insyaallah insyallah inshaallah"
        " insya insha rasanya barangkali entah moga semoga gatau gtw gtau gaktau ndaktau lupa "
        "ragu2 bimbang tau tahu taw yakin"
        " kira bingung ngerti paham mengerti agak lumayan hampir kayak seperti terserah trserah "
        "maybe sekitar ngerasa",
        "if": (
            "kalau kalo klo jika asal asalkan bila tergantung seandainya andai jk selama syarat "
            "syaratnya kl"
        ),
        "later":
        "nanti ntar besok tunggu sebentar bentar sbntar tar nunggu pikir mikir pikirkan lusa "
        "nantik kelak tanya tanyakan"
        " rundingan diskusi baca cek lihat liat nt sabar istirahat pulang menunggu",
        "but": "tapi tp tetapi cuma cuman hanya kecuali cm namun cmn padahal tpi walaupun meski",
        "other":
        "suami istri isteri bini anak bapaknya mamak ortu orang tetangga adik adek abang kakak "
        "paman ponakan menantu mertua"
        " laki ayah teman saudara sodara keluarga",
        "question":
        "kenapa knp gimana gmn bagaimana berapa brp siapa kapan dimana maksudnya apakah gimane "
        "buat untuk utk apanya"
        " maksud emang emangnya memang-",
        "now": "sekarang skrg skrang skarang kini skr saat",
        "past": "dulu dulunya dolok dulok dahulu sebelumnya kemarin",
        "me": "saya sy sya saye aku kamek kami kite",
        "idle": "nganggur menganggur pengangguran",
        "odd": "allah ampun robbi rabb tuhan terima kasih makasih mksh",
    },
    exact=(
        "saya sya saye aku kami kite y ye iy yo ao he ho heh hoh ea eya au acc pas gas kuy dah "
        "g ga gak tak dak nda no not nay kada ora lum ojo ada ade pny mo mw nak blh"
        " boleh jadi terus rela berat if tar nt kl jk bila kira tau taw orang anak laki teman "
        "adik kakak buat cek baca lihat saat dulu ini"
        " ikut cocok sedia masih bujur pulang masalah sabar punya daftar selama apa ape papa",
    ),
)  # fmt: skip
_FILLER = word_set("pak bu bang bg mas mbak kak min mimin om bos dek buk pa bapak ibu dong donk deh lah sih "
    "nih kok kan bah jak aja saja juga jua"
    " itu ini tu nya semua semuanya semue sangat sekali kali banget sgt dengan dgn data datanya"
    " alhamdulillah hamdalah syukur wkwk hehe haha eh oh ah loh oi yang yg lagi lg dan atas di "
    "ke untuk bot to gan"
    )  # fmt: skip
_GOOD = "👍✅👌✔☑💯🆗"
_BAD = "❌👎✖🚫🙅"
_CHOICE = word_set(
    "pilih pilihan plh yg yang no nomor nomer nmr opsi jawab jawaban jawabannya ke angka saya "
    "sy pak bu bang huruf poin option aja saja"
    " ya deh dong mau itu ambil ketik"
)
_ORDINAL = {
    "pertama": "1",
    "kesatu": "1",
    "kedua": "2",
    "kedue": "2",
    "ketiga": "3",
    "terakhir": "",
}
_NEGATIVE_PROMPT = re.compile(r"\b(?:bukan|tidak|belum)\b(?! ?\?)")
_YES = frozenset(("ya", "ok", "betul", "setuju", "mau", "sudah", "ada", "gpp"))
_NO = frozenset(("tidak", "bukan", "belum", "jangan", "tidak_ada", "tidak_usah"))
_DOUBT = frozenset(("hedge", "if", "later", "question", "odd"))
_STEM = re.compile(r"^(?:ter|ber|be(?=k)|men|me|di)?(?=\w{4})|(?:kan|nya)$")
_SPLIT_LETTERS = re.compile(r"^(?:\w[ .]+){1,9}\w\W*$")


def yes_no(text: str, prompt: str = "", options: Mapping[str, str] | None = None) -> bool:
    """Return the answer to the prompt as phrased: to "Jadi bukan PNS. Betul?" "iya" is True.

    `options` maps what may be typed ("1") to its label ("Ya"). Raise Invalid("unclear").
    """
    seen = clean(text)
    if options:
        label = _chosen(seen, options)
        if label is not None:
            return yes_no(label, prompt)
    sign = _signs(text)
    if _SPLIT_LETTERS.match(seen):
        seen = re.sub(r"[ .]", "", seen)
    answer = _answer(seen, prompt)
    if sign is not None and answer in (None, sign) and not (answer is None and words(seen)):
        return sign
    if answer is None or sign is not None:
        raise Invalid("unclear")
    return answer


def _signs(text: str) -> bool | None:
    good, bad = (any(sign in text for sign in signs) for signs in (_GOOD, _BAD))
    return good if good != bad else None


def _chosen(seen: str, options: Mapping[str, str]) -> str | None:
    """Return the label of the option typed, or None if none is."""
    keys = {key.lower(): label for key, label in options.items()}
    said = [_ORDINAL.get(word, DIGIT_WORDS.get(word, word)) for word in words(seen)]
    left = [word for word in said if word not in _CHOICE or word in keys] or said
    if len(left) > 1:
        left = [word for word in left if word not in _CHOICE]
    if len(set(left)) != 1:
        return None
    return keys.get(left[0])


def _answer(seen: str, prompt: str) -> bool | None:
    """Return the answer the words give, or None if they are unclear."""
    said = words(seen)
    if not said or "?" in seen or any(word.isdigit() for word in said):
        return None
    marked = _now([_mark(word) for word in said])
    negative = bool(_NEGATIVE_PROMPT.search(prompt.lower()))
    about = _predicate(prompt)
    marks = [
        "predicate" if mark in _WORDS and _same(word, about) else mark
        for mark, word in marked
        if mark != "filler"
    ]
    if "kerja" in prompt:
        marks = ["jangan" if mark == "idle" else mark for mark in marks]
    if len(marks) > 1 and marks[0] in _NO and marks[-1] == "ya":
        marks.pop()  # "tidak ya" is a soft no
    return _judged(marks, prompt.lower(), negative=negative)


_WORDS = frozenset(("word", "mau", "ada"))


def _mark(word: str) -> tuple[str, str]:
    """Return what a word does in an answer, and the word."""
    mark = _SAME.exactly(word)
    if mark is None and (word in _FILLER or squeezed(word) in _FILLER):
        mark = "filler"
    return mark or _SAME.get(word) or "word", word


def _now(marks: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return what is said of now if it is set against what was."""
    kinds = [mark for mark, _ in marks]
    if "past" in kinds and "now" in kinds:
        past, now = kinds.index("past"), kinds.index("now")
        marks = marks[now:] if past < now else marks[:past]
    return [("filler", w) if m == "now" else (m, w) for m, w in marks]


def _predicate(prompt: str) -> frozenset[str]:
    """Return the stems of the words that say what the prompt asks."""
    common = {
        "apakah",
        "bapak",
        "ibu",
        "jadi",
        "bukan",
        "tidak",
        "belum",
        "betul",
        "benar",
        "sudah",
        "pernah",
        "atau",
    }
    return frozenset(_stem(w) for w in words(prompt) if w not in common and len(w) > 2)  # noqa: PLR2004


def _stem(word: str) -> str:
    return _STEM.sub("", word)


def _same(word: str, about: frozenset[str]) -> bool:
    return _stem(word) in about or _stem(squeezed(word)) in about


_NEG = r"(?:tidak|bukan|belum|jangan|tidak_ada)"
_SHARED = (
    (rf"\b(?:{_NEG}|kurang) (?:{_NEG} )?hedge\b", "hedge"),
    (rf"\b(?:{_NEG}|kurang) apa(?: apa)?\b|\bgpp\b", "yes"),
    (rf"\b{_NEG} (?:ada )?(?:\w+ )?(?:salah|buruk|batal)\b", "yes"),
    (r"\bapa\b", "question"),
)
_TO_POSITIVE = (
    (
        rf"\b(?:{_NEG}|kurang) (?:word )?(?:(?:ya|ok|betul|setuju|mau|sudah|ada|predicate)\b ?)+",
        "no ",
    ),
    (r"\bsudah (?:tidak|bukan|batal)(?: (?:predicate|ada))?\b", "no"),
    (r"\b(?:tidak_usah|tidak word|batal|ada salah|salah|buruk)\b", "no"),
    (r"\b(?:tidak|bukan|belum|tidak_ada|jangan)\b", "no"),
    (r"\bkurang\b", "hedge"),
    (r"\b(?:ya|ok|betul|setuju|mau|sudah|ada)\b", "yes"),
)
_TO_NEGATIVE = (
    (rf"\b{_NEG} (?:(?:mau|sudah|ada|predicate)\b ?)+", "yes "),
    (rf"\b(?:{_NEG}|kurang) (?:(?:ya|ok|betul|setuju)\b ?)+", "no "),
    (r"\b(?:tidak_usah|batal|salah|buruk)\b", "no"),
    (r"\b(?:predicate|sudah|ada)\b", "no"),
    (rf"\b{_NEG}\b", "bare"),
    (r"\b(?:ya|ok|betul|setuju|mau)\b", "yes"),
)


def _judged(marks: list[str], prompt: str, *, negative: bool) -> bool | None:
    """Return the answer a line of marks gives, or None."""
    line = " ".join(marks)
    sure = marks[:1] in (["ya"], ["ok"], ["betul"])
    for pattern, mark in (*_SHARED, *(_TO_NEGATIVE if negative else _TO_POSITIVE)):
        line = re.sub(pattern, mark, line)
    marks = line.split()
    if not _DOUBT.isdisjoint(marks) or "but" in marks:
        return None
    if "other" in marks:
        own = "sendiri" in prompt and not sure
        return False if own or (marks[0] == "no" and "yes" not in marks) else None
    if negative:
        return _either("yes" in marks, "no" in marks)
    return _either("yes" in marks or ("predicate" in marks and "no" not in marks), "no" in marks)


def _either(yes: bool, no: bool) -> bool | None:  # noqa: FBT001
    return yes if yes != no else None


def consents(text: str) -> bool:
    """Return True only for an unambiguous SETUJU, never for "ya" or "ok"."""
    seen = clean(text)
    said = [word for word in words(seen) if word not in _FILLER and _SAME.exactly(word) != "me"]
    marks = {_SAME.get(word) or ("extra" if word in _CONSENTING else "word") for word in said}
    spelled = any(_CONSENT.get(word) for word in said)
    return (
        spelled
        and "?" not in seen
        and _signs(text) is not False
        and marks <= {"setuju", "ya", "ok", "mau", "betul", "extra"}
    )


_CONSENT = Lexicon({"setuju": "setuju"})
_CONSENTING = word_set(
    "dipakai digunakan pendaftaran bpjs ketenagakerjaan menyatakan disimpan dg sama"
)
