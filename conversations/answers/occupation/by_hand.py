"""Phrases that are a job: crafts, transport, mines, forests, fish and other people's fields."""

from conversations.answers.language.patterns import alternatives

BY_HAND = alternatives(
    (
        "fisher",
        (
            r"\b(?:abk|awak kapal|anak buah|kapal|perahu|bagan) (?:kapal )?(?:\w+ )?"
            r"(?:ikan|nelayan|pukat|cumi|bagan)\b"
        ),
        r"\b(?:turun|pergi|kerja) (?:ke |di )?laut\b",
        (
            r"\b(?:cari|nyari|mencari|pencari|tangkap|nangkap|menangkap|penangkap|jaring|jala"
            r"|mancing) (?:ikan|udang|kepiting|ketam|kerang|cumi)\b"
        ),
    ),
    (
        "construction",
        (
            r"\b(?:tukang|kuli|buruh|kernet|kenek|laden|pembantu|mandor) "
            r"(?:bangunan|batu|cat|plafon|keramik|tukang|kayu bangunan|ledeng|proyek|atap"
            r"|baja ringan|aspal|semen|tembok|rumah|jalan|jembatan|galian|cor|pipa"
            r"|plester|aci|bata|genteng|kaca|gypsum|gipsum"
            r"|bangun rumah)\b"
        ),
        r"\bbaja ringan\b",
        r"\b(?:kerja|ikut|bantu) (?:di )?(?:bangunan|proyek|tukang)\b",
        r"\btukang kayu\b",
        r"\b(?:pasang|masang) (?:keramik|plafon|atap|batu|bata|gypsum|kramik|baja ringan)\b",
        r"\b(?:bangun|bikin|buat|cat|ngecat) rumah\b",
        r"\baduk semen\b",
        r"\bbikin batako\b",
    ),
    (
        "workshop",
        (
            r"\b(?:tukang|servis|service|serpis|benerin|perbaiki|betulin|teknisi|jasa servis) "
            r"(?:hp|handphone|tv|elektronik|ac|kulkas|jam|motor|mobil|radio|komputer|laptop|mesin"
            r"|las|kipas|mebel)\b"
        ),
        r"\btambal ban\b|^(?:buka |usaha |kerja (?:di )?|punya )?bengkel\b",
        r"\bcat (?:mobil|motor)\b",
        r"\bteknisi\b",
        (
            r"\b(?:bikin|buat|pembuat|tukang) (?:lemari|kursi|pintu|kusen|meja|perabot|mebel"
            r"|meubel|pagar|teralis|tralis)\b"
        ),
    ),
    (
        "motorcycle_transport",
        (
            r"\b(?:driver|sopir|supir|tukang|tarik|narik|bawa) (?:ojek|ojol|gojek|grab|maxim|ojeg"
            r"|motor|paket|bentor|becak motor)\b"
            r"(?! (?:air|bandong|tambang|klotok|car|mobil|sampan))"
        ),
        (
            r"\b(?:antar|ngantar|nganter|pengantar|anter) (?:barang|paket|makanan|galon|gas"
            r"|jemput|orang pakai motor|penumpang)\b"
        ),
        r"\bkurir\b",
        r"\bojek (?:online|pangkalan|motor)\b",
    ),
    (
        "boat_operator",
        (
            r"\b(?:sopir|supir|motoris|bawa|driver|tukang|juru mudi|narik|pengemudi|operator"
            r"|tarik|kemudi|kapten|abk|kernet) (?:speed ?boat|spit\w*|speed|sampan|perahu|klotok"
            r"|kelotok|kapal|motor air|motor tambang|tambang sampan|feri|ferry|tongkang"
            r"|long ?boat|tambangan|ponton|motor bandong|bandong)\b"
        ),
        (
            r"\b(?:penambang|nambang|tambang) (?:sampan|perahu|orang|penumpang|nyebrang"
            r"|penyeberangan)\b"
        ),
        r"\b(?:sampan|perahu) (?:tambang|penyeberangan|penyebrangan)\b",
        r"\bmotor (?:air|bandong|tambang)\b",
        r"\bspeed ?boat\b",
        r"\bjuru mudi\b",
        r"\bjuragan kapal\b",
    ),
    (
        "driver",
        r"\bbawa (?:mobil|truk|truck|travel|bis|bus|pickup|pick up|angkot)\b",
        r"\b(?:sopir|supir|spir|kernet|kenek|driver) \w+",
        r"\bnarik (?:angkot|oplet|travel|mobil)\b",
        r"\bgrab ?car\b",
        r"\bdump? truk\b",
        r"\bpick up\b",
    ),
    (
        "porter",
        r"\bbongkar muat\b",
        (
            r"\b(?:kuli|buruh|tukang) (?:angkut|panggul|pikul|bongkar|muat|pelabuhan|pasar|angkat"
            r"|dermaga|gudang|barang|beras|karung)\b"
        ),
        (
            r"\b(?:angkut|angkat|ngangkut|mikul|pikul|manggul|bongkar|muat|nurunkan|naikkan) "
            r"(?:buah |tandan )?(?:barang|beras|semen|karung|kayu|pasir|batu|pupuk|peti kemas"
            r"|kontainer|sawit|tbs|karet|getah)\b"
        ),
        r"\bburuh pasar\b",
        r"\blangsir barang\b",
    ),
    (
        "miner",
        (
            r"\b(?:gali|nyelam|nyedot|sedot|cari|ambil|nambang|pecah|mecah|tambang|belah|dulang|ngambil"
            r"|angkat|penggali|pemecah|pengambil|pencari|penyedot|kerja|nyari|ngayak|ayak) "
            r"(?:di )?(?:emas|mas|pasir|batu|puya|tambang|peti|kerikil|lanting|intan|bauksit)\b"
        ),
        r"\bdompeng\b",
    ),
    (
        "forest",
        (
            r"\b(?:cari|ambil|tebang|nebang|belah|kerja|potong|motong|nyari|gesek|ngambil|mencari"
            r"|tarik|narik|pikul|olah|mikul|panjat|manjat|pencari|penebang|pemotong|bikin|ngolah"
            r"|angkut|penggesek|tukang tebang|tukang belah) (?:di )?(?:kayu|rotan|madu|gaharu"
            r"|damar|hutan|papan|balok|hasil hutan|sarang lebah|bambu|pohon|lebah|tengkawang"
            r"|hutan)\b"
        ),
        r"\bhasil hutan\b",
        r"\bkeluar masuk hutan\b",
        r"\bmasuk hutan\b",
    ),
    (
        "personal_care",
        r"\b(?:potong|tukang) rambut\b",
        r"\bpotong rambut\b",
        r"\brias pengantin\b",
        r"\bmake ?up\b",
    ),
    (
        "crafts",
        r"\bpandai besi\b",
        r"\btukang (?:emas|jahit|anyam|ukir|tenun)\b",
        (
            r"\b(?:bikin|buat|anyam|nganyam|pembuat|ngerajin) (?:tikar|bakul|anyaman|manik\w*"
            r"|takin|keranjang|topi|kerajinan|atap daun|atap|sapu|mandau|parang|gerabah|perahu"
            r"|sampan|jarai|bubu|kain|tenun|baju)\b"
        ),
        r"\bpotong baju\b",
    ),
    (
        "other",
        r"\bsol sepatu\b",
        (
            r"\btukang (?:parkir|foto|kunci|sulap|gigi|sablon|patri|sumur|listrik|steam|kebun"
            r"|masak|jagal|gali kubur|becak|organ|kabel|internet|ramal|kebun|potong ayam"
            r"|potong sapi|asah|gas)\b"
        ),
        r"\bcuci (?:motor|mobil|steam)\b",
        r"\bpemain \w+\b",
        r"\borgan tunggal\b",
        r"\balat berat\b",
        r"\bgali (?:kubur|sumur)\b",
        r"\bpotong (?:ayam|sapi|babi|hewan)\b",
        r"\bpotong rumput\b",
    ),
    (
        "food_maker",
        (
            r"\b(?:gula merah|gula aren|gula kelapa|ikan asin|minyak kelapa|kue pesanan"
            r"|ikan salai|pesanan kue|makanan ringan|jajanan pasar)\b"
        ),
    ),
    ("vague", r"\bikut (?:ORANG|teman|kawan|saudara|bos|paman|abang|boss)\b"),
    (
        "fish_farmer",
        r"\b(?:tani|petani) (?=lele|nila|ikan|udang|patin|gurame|mujair|kepiting|tambak|keramba)",
        r"\bternak (?=lele|nila|ikan|udang|patin|gurame|mujair|kepiting)",
        (
            r"\b(?:pelihara|piara|melihara|budidaya|bibit|kolam|keramba|tambak) "
            r"(?:ikan|udang|kepiting|lele|nila|patin|gurame|bandeng)\b"
        ),
    ),
    (
        "farm_labour",
        (
            r"\b(?:buruh|upah(?:an)?|ngupah|kuli|tenaga|pekerja|ambil upah|harian|kerja upahan) "
            r"(?:\w+ ){0,2}(?:tani|sawah|ladang|padi|jagung|sayur|tanam|nanam|nugal|panen padi"
            r"|nandur|cangkul|nyangkul|rumput|jeruk|cabe|sahang|lada|kopi|nebas|merumput|ngerumput)\b"
        ),
        (
            r"\b(?:kerja|garap|tanam|nanam|panen|ngarit|nandur|cangkul|nyangkul|bantu|menggarap"
            r"|ngerjakan|nyabit|ngetam|potong|motong) (?:\w+ )?(?:di )?(?:sawah|ladang|padi) "
            r"(?:punya )?(?:ORANG|tetangga"
            r"|milik orang)\b"
        ),
        r"\bderep\b",
        r"\b(?:tani|petani) (?:upahan|harian|buruh|penggarap)\b",
        r"\b(?:di )?(?:sawah|ladang|huma) orang\b",
        r"\btani orang\b",
    ),
)
