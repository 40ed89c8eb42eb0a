"""The words of a yes and a no, and of all that makes them unclear."""

from conversations.answers.lexicon import Lexicon, word_set

SAME = Lexicon(
    {
        "ya": """
            ya y ye iya iy iyaa iyah iyak iyap yah yak yap yep yup yo yoi iye iyo yes yess yeah yea
            aok auk aoklah ao aoq nggih njih inggih enggih enggeh engghi iyalah yalah iyes yoa yoo
            iyadong heeh hooh heem hoh yaiya iyaiya yaya yoyoi ho heh yaudah yasudah iyelah he
            yelah yg-iya ea eya au yups yaps yoha iyha
        """,
        "ok": """
            ok oke okeh okee okey okay oce okelah sip siip sipp siap siyap sippp siplah mantap gas
            gaskan gaskeun baik baiklah bolehlah ayo ayok yuk kuy hayu hayuk deal oks okk oki okok
            okeoke okdeh
        """,
        "betul": """
            betul btl btul betol btol benar bener bner bnr benr betulkan tepat cocok pas sesuai
            valid correct true bena benare bujur beneran
        """,
        "setuju": """
            setuju stuju setujuu sepakat sepakt stju stj acc agree setujui menyetujui bersedia
            sedia rela ikhlas
        """,
        "mau": """
            mau silakan silahkan boleh mo mw bole pengen ingin bersedia nak blh lanjut lanjutkan
            lnjut teruskan lanjutken terus lanjutin ikut daftar lanjt lanjutt minat berminat
        """,
        "sudah": "sudah udah udh sdh sudh sdah udahh pernah pernh prnh sudahlah dah udeh",
        "ada": "ada ade punya pny puny punye memiliki masih msh masi",
        "tidak": """
            tidak tdk tdak tak ndak nda indak dak tadak nggak enggak ngga gak ga gk g kagak ndk
            engga nggk inda tida tidk mboten daan kada ogah emoh nope no not nay tidaklah enda
            nadai enten nana ndaklah gaklah tdklah nggaklah ora mboteun nehi endak gag gaa ngak
            nggaa ndaak
        """,
        "bukan": "bukan bkn bkan buken bukn bukanlah bukannya",
        "belum": "belum blm blum belom blom lum belumlah durung",
        "jangan": "jangan jgn jngan ojo",
        "tidak_ada": "gada gaada tidakada ndakada ndakde takde gakada nggakada",
        "tidak_usah": "gausah gakusah ndakusah gosah",
        "gpp": "gpp gapapa gakpapa ndakpapa nggakpapa gppa ndakapa gapape ndakpape",
        "batal": """
            batal batalkan stop berhenti cancel cukup gajadi gakjadi ndakjadi batalin menolak tolak
            nolak
        """,
        "salah": "salah slh keliru kliru salh",
        "buruk": "keberatan kebratan masalah mslh berat",
        "apa": "apa ape apaapa papa pape mengapa",
        "kurang": "kurang krg krang",
        "hedge": """
            mungkin mgkn mungkn kayaknya kyknya keknya kayanya kayaknye sepertinya spertinya
            insyaallah insyallah inshaallah insya insha rasanya barangkali entah moga semoga gatau
            gtw gtau gaktau ndaktau lupa ragu2 bimbang tau tahu taw yakin kira bingung ngerti paham
            mengerti agak lumayan hampir kayak seperti terserah trserah maybe sekitar ngerasa
        """,
        "if": """
            kalau kalo klo jika asal asalkan bila tergantung seandainya andai jk selama syarat
            syaratnya kl
        """,
        "later": """
            nanti ntar besok tunggu sebentar bentar sbntar tar nunggu pikir mikir pikirkan lusa
            nantik kelak tanya tanyakan rundingan diskusi baca cek lihat liat nt sabar istirahat
            pulang menunggu
        """,
        "but": "tapi tp tetapi cuma cuman hanya kecuali cm namun cmn padahal tpi walaupun meski",
        "other": """
            suami istri isteri bini anak bapaknya mamak ortu orang tetangga adik adek abang kakak
            paman ponakan menantu mertua laki ayah teman saudara sodara keluarga
        """,
        "question": """
            kenapa knp gimana gmn bagaimana berapa brp siapa kapan dimana maksudnya apakah gimane
            buat untuk utk apanya maksud emang emangnya memang-
        """,
        "now": "sekarang skrg skrang skarang kini skr saat",
        "past": "dulu dulunya dolok dulok dahulu sebelumnya kemarin",
        "me": "saya sy sya saye aku kamek kami kite",
        "idle": "nganggur menganggur pengangguran",
        "odd": "allah ampun robbi rabb tuhan terima kasih makasih mksh",
    },
    exact="""
        saya sya saye aku kami kite y ye iy yo ao he ho heh hoh ea eya au acc pas gas kuy dah g ga
        gak tak dak nda no not nay kada ora lum ojo ada ade pny mo mw nak blh boleh jadi terus rela
        berat if tar nt kl jk bila kira tau taw orang anak laki teman adik kakak buat cek baca
        lihat saat dulu ini ikut cocok sedia masih bujur pulang masalah sabar punya daftar selama
        apa ape papa
    """,
)
FILLER = word_set(
    """
    pak bu bang bg mas mbak kak min mimin om bos dek buk pa bapak ibu dong donk deh lah sih nih kok
    kan bah jak aja saja juga jua itu ini tu nya semua semuanya semue sangat sekali kali banget sgt
    dengan dgn data datanya alhamdulillah hamdalah syukur wkwk hehe haha eh oh ah loh oi yang yg
    lagi lg dan atas di ke untuk bot to gan
    """
)
# Around the number or letter of an option.
CHOICE = word_set(
    """
    pilih pilihan plh yg yang no nomor nomer nmr opsi jawab jawaban jawabannya ke angka saya sy pak
    bu bang huruf poin option aja saja ya deh dong mau itu ambil ketik
    """
)
# Around the one word that is consent.
CONSENTING = word_set(
    """
    dipakai digunakan pendaftaran bpjs ketenagakerjaan menyatakan disimpan dg sama
    """
)
