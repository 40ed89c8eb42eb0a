"""The job: from what people call their work to one of the programme's codes."""

import re

from conversations.answers.text import Lexicon, clean, words
from conversations.invalid import Invalid

CODES = (
    "rubber", "oil_palm", "farmer", "farm_labour", "livestock", "fisher", "fish_farmer", "miner",
    "forest", "construction", "workshop", "motorcycle_transport", "driver", "boat_operator",
    "porter", "trader", "food_maker", "domestic", "crafts", "personal_care", "religious",
    "health_helper", "teacher", "cleaning_security", "odd_jobs", "not_working",
    "formal_employee", "other",
)  # fmt: skip

# A word that is a job by itself has its code; "thing:" words only say what the work is about,
# and the small words (sell, make, labour …) decide between the two.
_MARKS = Lexicon(
    {
        "rubber":
        "karet getah noreh toreh penoreh menoreh nyadap penyadap sadap menyadap motong ngaret "
        "lateks nderes deres"
        " menderes penderes pemotong notoh kulat penyadapan nakik kojal",
        "oil_palm":
        "sawit dodos pendodos ngedodos mendodos egrek ngegrek pengegrek ngegrek brondol "
        "brondolan berondol berondolan"
        " tandan tbs pemanen janjang sawet pruning kelapasawit mbrondol ngutip",
        "farmer":
        "petani tani bertani ladang beladang berladang peladang berkebun pekebun bekebun sawah "
        "nyawah bersawah huma umai bahuma"
        " behuma beume bauma petanian pertanian bercocok bertanam",
        "thing:farmer":
        "padi sayur sayuran sahang lada jagung jeruk kopi kakao coklat cabai cabe singkong ubi "
        "kelapa pinang nanas"
        " durian pisang semangka kacang kratom purik terong timun lokan pepaya bawang",
        "livestock": (
            "ternak peternak beternak berternak angon gembala penggembala pengembala ngangon "
            "menggembala ngarit peternakan ngarit"
        ),
        "thing:livestock": "babi sapi ayam kambing bebek itik kerbau puyuh kelinci entok burung walet kuda angsa",
        "fisher":
        "nelayan melaut ngelaut mancing pemancing memancing jala menjala ngejala pukat bubu "
        "kelong rawai bagan togok memukat nyuluh"
        " njaring jermal miang ngail menjaring",
        "thing:fisher": "ikan udang kepiting kerang ketam cumi siput belut rajungan teri ebi ketam",
        "fish_farmer": (
            "keramba karamba kerambah kramba tambak petambak penambak kolam budidaya pembudidaya "
            "bioflok pembudidayaan"
        ),
        "thing:fish_farmer": "lele nila mujair gurame patin bandeng",
        "miner":
        "tambang menambang penambang nambang dompeng pendompeng dulang pendulang ngedulang "
        "mendulang ndulang peti lanting pertambangan"
        " gelondong",
        "thing:miner": "emas mas pasir batu puya bauksit zirkon kerikil",
        "forest":
        "sinso senso chainsaw chain cinso shinso somel sawmill somil sumel rotan gaharu madu "
        "damar tengkawang balok nebang tebang penebang"
        " menebang logging pembalak hutan penggesek",
        "thing:forest": "kayu papan lebah bambu",
        "construction":
        "bangunan plafon keramik kramik ngecat nukang laden ngecor pengecoran semen konstruksi "
        "galvalum tembok gypsum"
        " bangun cor pondasi aspal ngaspal gipsum plapon",
        "thing:construction": "cat rumah jalan jembatan batako",
        "workshop":
        "bengkel montir las ngelas pengelas mebel meubel mebeler furniture furnitur servis "
        "service serpis reparasi elektronik mekanik"
        " tambal nambal dinamo sparepart ketok perbengkelan tukanglas meubeler",
        "motorcycle_transport": (
            "ojek ngojek ojol gojek grab maxim kurir ojeg gojeg pengojek ngojol grabbike paket "
            "goride tukangojek"
        ),
        "driver":
        "sopir supir spir driver kernet kenek knek kernek travel truk truck dump angkot oplet "
        "bis bus pickup pikap nyupir nyopir pengemudi"
        " taksi taxi trailer mengemudi menyopir tronton fuso rental",
        "boat_operator":
        "speedboat spit spitbut spedboat sampan klotok kelotok perahu motoris nahkoda nakhoda "
        "nakoda longboat tongkang"
        " feri ferry kapal jukung penyeberangan penyebrangan motoris",
        "porter":
        "panggul manggul bongkar angkut ngangkut pelabuhan porter pikul mikul angkat muat "
        "memuat bongkarmuat pengangkut mengangkut"
        " langsir melangsir ngelangsir dermaga",
        "trader":
        "jual jualan jualn jualin menjual berjualan bejualan dagang pedagang berdagang bedagang "
        "dagangan penjual pengepul tengkulak penampung reseller ngewarung"
        " pengecer nyales nengkulak jaja penjaja pkl asongan",
        "shop":
        "warung warong kios pasar lapak toko sembako olshop kantin angkringan gerobak kelontong "
        "bakulan bakul grosir kedai cafe"
        " kafe counter konter onlineshop online keliling kaki jajan lontong",
        "thing:trader": (
            "bakso baso pentol cilok gorengan es pulsa bensin mie nasi pecel sate martabak "
            "seblak siomay somay batagor cendol dawet"
        ),
        "food_maker": (
            "katering catering kerupuk krupuk keripik kripik terasi belacan nira ketering tepung "
            "pembuatkue"
        ),
        "thing:food_maker": (
            "kue tempe tahu roti gula donat masakan pesanan lemang dodol amplang lempok bolu "
            "tape snack"
        ),
        "domestic":
        "art prt pembantu pengasuh babysitter nyuci mencuci cuci setrika gosok nyetrika laundry "
        "londri momong ngasuh mengasuh menyetrika"
        " nyetlika baby pramusiwi inem asisten gosokan",
        "crafts":
        "jahit penjahit menjahit ngejahit njahit tenun nenun penenun menenun anyam nganyam "
        "penganyam menganyam anyaman ukir pengukir pengrajin perajin"
        " kerajinan bordir sulam manik batik tikar gerabah konveksi permak vermak obras pandai "
        "nyulam rajut",
        "personal_care":
        "cukur pangkas salon rias perias periasan pijat pijit urut massage barber barbershop "
        "kecantikan makeup mua rambut nyukur mijit mijat"
        " ngurut bekam urutan pemijat pengurut facial creambath",
        "religious":
        "ngaji marbot merbot imam koster katekis pastor pendeta ustad ustadz ustadzah ustaz "
        "takmir masjid gereja penghulu surau mesjid musholla"
        " mushola langgar modin bilal pewarta vihara kelenteng klenteng pekong biarawan suster "
        "diakon majelis marbut muazin pura mengaji tpa tpq",
        "health_helper": "bidan posyandu kader paraji kesehatan mantri",
        "dukun": "dukun",
        "birth": "beranak bayi bersalin melahirkan",
        "teacher": "guru paud les tutor ngajar mengajar pengajar tk bimbel privat",
        "cleaning_security":
        "pemulung mulung memulung rongsok rongsokan sampah sapu penyapu kebersihan cleaning "
        "satpam security sekuriti hansip linmas ronda"
        " botot jagamalam office scurity kamtib memungut nyapu keamanan pesuruh rosok",
        "odd_jobs": "serabutan srabutan sarabutan serabut mocok lepas bhl phl freelance frelance",
        "not_working":
        "irt nganggur menganggur pengangguran pelajar mahasiswa mahasiswi kuliah siswa siswi "
        "pensiun pensiunan purnawirawan"
        " mengganggur jobless",
        "formal_employee":
        "pns asn pppk p3k tni polri polisi tentara karyawan karyawati pegawai bumn perusahaan "
        "prusahaan pt staf staff"
        " polwan kades pabrik bank karyawn krywan hrd cpns brimob",
        "other":
        "parkir organ musisi penyanyi dalang fotografer foto sol sablon kunci atlet makelar "
        "calo wartawan penulis biduan badut sulap mc"
        " youtuber tiktoker penerjemah operator alat berat penari pemain seniman sumur seni "
        "content dj pemandu juru percetakan fotokopi"
        " doorsmeer steam wifi kameramen dekorasi tenda jagal penggali kubur pelatih wasit "
        "admin desain desainer editor programmer politisi",
        "sell": "jual jualan",
        "make": (
            "buat bikin pembuat membuat bikinan produksi ngolah mengolah olah pengolah masak "
            "memasak ngebikin buatan nyetak perajang"
        ),
        "catch": (
            "cari nyari mencari tangkap nangkap menangkap penangkap pencari nyarik ngumpul "
            "kumpul ngambil ambil jaring ngambik pengumpul"
        ),
        "raise": (
            "pelihara piara melihara memelihara peliharaan nyanggok ngingu ingu bibit benih "
            "pembibitan"
        ),
        "labour": (
            "buruh upah upahan kuli ngupah kerjaharian mengupah borongan harian diupah tenaga "
            "pekerja"
        ),
        "plant": (
            "nanam menanam tanam penanam nandur tandur panen metik memetik petik rawat nugal "
            "nebas babat nyemprot semprot mupuk pupuk garap menggarap"
        ),
        "garden": "kebun kebon perkebunan",
        "guard": "jaga penjaga njaga menjaga nunggu penunggu",
        "night": "malam malem gudang sekolah kantor sekolahan",
        "vague": (
            "wiraswasta wirausaha swasta usaha bisnis wiraswata kerja kerje bekerja pekerja "
            "kerjaan tukang tkg usahe buruh kuli honorer"
        ),
        "own": "sendiri punya milik",
        "helper": "bantu ngebantu",
        "home": "rumah tangga",
        "school": "sekolah",
        "no": "tidak tdk ndak nda gak ga gk nggak enggak dak belum blm bukan tak ngga daan inda",
        "past": "dulu dulunya dolok mantan bekas eks",
        "now": "sekarang skrg skrang kini skarang",
        "kin": "suami istri bini anak bapak mamak ayah orangtua",
        "me": "saya sy sya saye aku kamek",
        "any": "apa ape saja aja apapun apajak",
    },
    exact=(
        "las tbs jala peti mas batu cat es mie pkl art prt irt pns asn tni mc tk les sol dj mua "
        "pt bis bus spit jual damar rotan dulang madu getah karet papan"
        " gosok cuci urut imam jaga jaring cari buat bikin ambil toko pasar kuli upah guru "
        "kader rias foto organ kunci balok hutan padi lada kopi ubi sapi babi"
        " kelapa pinang pisang durian jeruk ikan kerang teri belut lele nila emas pasir kayu "
        "rumah jalan paket truk feri kapal angkut pikul muat langsir"
        " lepas sampah sapu ronda kantin lapak kios bakul kedai bantu usaha bisnis kerja tukang "
        "sendiri punya kebun tangga sekolah tidak bukan belum tak dak"
        " bekas dulu kini anak bapak ayah istri suami saya aku apa saja malam gudang kantor "
        "nunggu panen petik rawat tanam benih bibit bayi les bilal pura langgar"
        " sinso somel ladang sawah tambak kolam motong toreh sadap deres wifi berat alat "
        "keliling kaki online nyuci tape tahu roti kue gula rajut manik tikar"
        " sulam ukir batik bordir pandai peti juru admin tenda steam rental travel grab maxim "
        "angsa kuda burung babat pupuk semprot garap kasih kerajinan pt bank"
        " lanting nakik kulat bagan bubu bulan miang cor semen tembok rambut tutor kubur badut "
        "sulap calo pesanan",
    ),
)  # fmt: skip
_PHRASES: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), f" ={code} ")
    for pattern, code in (
        ((
            r"\b(?:ibu|bu|urus|ngurus|mengurus|ngurusi) (?:rumah ?tangga|rumah|anak)\b|\bikut "
            r"suami\b|\b(?:di )?rumah (?:saja|aja|jak)\b|\bjaga rumah\b"
        ), "not_working"),
        ((
            r"\b(?:tidak|tdk|ndak|nda|gak|ga|gk|nggak|enggak|dak|belum|blm|ngga|tak) (?:ada "
            r")?(?:be)?(?:kerja|kerje|kerjaan|pekerjaan)\b(?! tetap)|\b(?:masih|anak) sekolah\b"
            r"|^sekolah$"
        ), "not_working"),
        ((
            r"\bkerja(?:an)? (?:apa|ape) (?:saja|aja|jak|pun)\b|\bapa (?:saja|aja|jak) (?:yang"
            r"|yg)?(?: ?ada)?\b|\b(?:tidak|ndak|gak|ga|dak|nggak) (?:tetap|tentu|nentu|menentu)\b"
        ), "odd_jobs"),
        ((
            r"\bapa ?(?:saja|aja|jak)\b|\bmacam[ -]macam\b|\b(?:buruh|kerja|kuli|pekerja) "
            r"harian\b(?! (?:di|sawit|tani|kebun|lepas (?:sawit|kebun|di)))|\bharian lepas\b"
            r"|\bkalau ada (?:yang|yg) (?:nyuruh|manggil|panggil|ngajak)\b|\bpanggilan\b"
            r"|\bsuruhan\b"
        ), "odd_jobs"),
        ((
            r"\b(?:asisten|pembantu|pekerja) rumah ?tangga\b|\bbaby ?sitter\b|\bjaga (?:anak|bayi"
            r"|orang ?tua|lansia|orang sakit)(?: orang)?\b|\bpengasuh\b|\b(?:kerja|bersih bersih"
            r"|beres beres|masak) (?:di )?rumah orang\b|\b(?:bantu|ikut) (?:di )?rumah orang\b"
        ), "domestic"),
        ((
            r"\b(?:guru|ngajar|mengajar) (?:ngaji|mengaji|sekolah minggu|tpa|tpq)\b|\b(?:jaga"
            r"|penjaga|pengurus|bersih\w*|tukang sapu) (?:masjid|mesjid|gereja|surau|vihara"
            r"|kelenteng|klenteng|mushola|musholla|rumah ibadah|langgar)\b"
        ), "religious"),
        ((
            r"\bpemimpin (?:umat|ibadah)\b|\bguru agama\b|\b(?:juru kunci|penjaga) (?:kelenteng"
            r"|pekong)\b"
        ), "religious"),
        ((
            r"\b(?:dukun|bidan) (?:kampung|beranak|bayi|bersalin|desa)\b|\bkader (?:posyandu"
            r"|kesehatan|desa|pkk|gizi|kb)\b"
        ), "health_helper"),
        ((
            r"\bguru (?:pns|asn|pppk|p3k|negeri)\b|\b(?:perangkat|kepala|pegawai|staf|aparat"
            r"|sekretaris|kaur|kasi) desa\b|\bkepala (?:dusun|sekolah)\b|\bpegawai negeri\b"
            r"|\bkaryawan (?!toko|warung|kios|bengkel|cuci|laundry|salon)\w+|\bkantor desa\b"
            r"|\banggota (?:dewan|dprd?|polri|tni)\b"
        ), "formal_employee"),
        ((
            r"\b(?:jaga|penjaga|karyawan|pelayan|kerja|kasir|bantu\w*|ikut|nunggu) (?:di "
            r")?(?:toko|warung|kios|konter|counter|kantin|warkop|rumah makan|kedai|cafe|kafe"
            r"|minimarket|pasar)\b|\b(?:buka|punya|usaha|tukang) (?:di )?(?:warung|toko|kios"
            r"|kantin|warkop|konter|sayur|bakso|gorengan|pentol|cilok|es|sate|bensin|jamu|galon"
            r"|gas|roti|pulsa)\b|\bpemilik (?:warung|toko|kios)\b"
        ), "trader"),
        (r"\bpelayan\b|\bkasir\b|\bspg\b|\bsales\b|\b(?:toko|warung|agen) \w+\b", "trader"),
        ((
            r"\b(?:jaga|penjaga|nunggu) (?:malam|malem|sekolah|gudang|kantor|kebun|keamanan"
            r"|komplek|kompleks|portal|proyek|tambang|rumah kosong)\b|\btukang (?:sapu|sampah"
            r"|bersih\w*|rongsok\w*)\b|\bcleaning service\b|\boffice boy\b|^ob$|\bpungut sampah\b"
            r"|\bcari (?:barang bekas|botol\w*|rongsok\w*|besi tua|kardus)\b|\b(?:angkut|ngangkut"
            r"|pengangkut|petugas) (?:sampah|kebersihan)\b|\bbersih\w*(?: bersih\w*)? (?:kantor"
            r"|sekolah|jalan|taman|pasar|kuburan|makam)\b"
        ), "cleaning_security"),
        (r"\bpulung\b|\bbarang bekas\b|\bbesi tua\b", "cleaning_security"),
        ((
            r"\b(?:tukang|kuli|buruh|kernet|kenek|laden|pembantu|mandor) (?:bangunan|batu|cat"
            r"|plafon|keramik|tukang|kayu bangunan|ledeng|proyek|atap|baja ringan|aspal|semen"
            r"|tembok|rumah|jalan|jembatan|gali sumur|galian|cor|pipa|bangun rumah)\b|\bbaja "
            r"ringan\b|\b(?:kerja|ikut) (?:di )?(?:bangunan|proyek|tukang)\b|\btukang kayu\b"
            r"|\b(?:pasang|masang) (?:keramik|plafon|atap|batu|bata|gypsum|kramik|baja ringan)\b"
            r"|\b(?:bangun|bikin|buat|cat|ngecat) rumah\b|\baduk semen\b|\bbikin batako\b"
        ), "construction"),
        ((
            r"\b(?:tukang|servis|service|serpis|benerin|perbaiki|betulin|teknisi|jasa servis) "
            r"(?:hp|handphone|tv|elektronik|ac|kulkas|jam|motor|mobil|radio|komputer|laptop|mesin"
            r"|las|listrik|kipas|mebel)\b|\btambal ban\b|\bcat (?:mobil|motor)\b|\bteknisi\b"
            r"|\b(?:bikin|buat|pembuat|tukang) (?:lemari|kursi|pintu|kusen|meja|perabot|mebel"
            r"|meubel|pagar|teralis|tralis)\b"
        ), "workshop"),
        ((
            r"\b(?:driver|sopir|supir|tukang|tarik|narik|bawa) (?:ojek|ojol|gojek|grab|maxim|ojeg"
            r"|motor|paket|bentor|becak motor)\b|\b(?:antar|ngantar|nganter|pengantar|anter) "
            r"(?:barang|paket|makanan|galon|gas|jemput|orang pakai motor|penumpang)\b|\bkurir\b"
            r"|\bojek (?:online|pangkalan|motor)\b"
        ), "motorcycle_transport"),
        ((
            r"\b(?:sopir|supir|motoris|bawa|driver|tukang|juru mudi|narik|pengemudi|operator"
            r"|tarik|kemudi|kapten|abk|kernet) (?:speed ?boat|spit\w*|speed|sampan|perahu|klotok"
            r"|kelotok|kapal|motor air|motor tambang|tambang sampan|feri|ferry|tongkang|long "
            r"?boat|tambangan|ponton|motor bandong|bandong)\b|\b(?:penambang|nambang|tambang) "
            r"(?:sampan|perahu|orang|penumpang|nyebrang|penyeberangan)\b|\b(?:sampan|perahu) "
            r"(?:tambang|penyeberangan|penyebrangan)\b|\bmotor (?:air|bandong|tambang)\b|\bspeed "
            r"?boat\b|\bjuru mudi\b|\bjuragan kapal\b"
        ), "boat_operator"),
        ((
            r"\bbawa (?:mobil|truk|truck|travel|bis|bus|pickup|pick up|angkot)\b|\b(?:sopir|supir"
            r"|spir|kernet|kenek|driver) \w+|\bnarik (?:angkot|oplet|travel|mobil)\b|\bgrab "
            r"?car\b|\bdump? truk\b|\bpick up\b"
        ), "driver"),
        ((
            r"\bbongkar muat\b|\b(?:kuli|buruh|tukang) (?:angkut|panggul|pikul|bongkar|muat"
            r"|pelabuhan|pasar|angkat|dermaga|gudang|barang)\b|\b(?:angkut|angkat|ngangkut|mikul"
            r"|pikul|manggul) (?:barang|beras|semen|karung|kayu|pasir|batu)\b|\bburuh pasar\b"
            r"|\blangsir barang\b"
        ), "porter"),
        ((
            r"\b(?:gali|nyedot|sedot|cari|ambil|nambang|pecah|mecah|tambang|belah|dulang|ngambil"
            r"|angkat|penggali|pemecah|pengambil|pencari|penyedot|kerja|nyari|ngayak|ayak) (?:di "
            r")?(?:emas|mas|pasir|batu|puya|tambang|peti|kerikil|lanting|intan|bauksit)\b"
            r"|\bdompeng\b"
        ), "miner"),
        ((
            r"\b(?:cari|ambil|tebang|nebang|belah|kerja|potong|motong|nyari|gesek|ngambil|mencari"
            r"|tarik|narik|pikul|olah|mikul|panjat|manjat|pencari|penebang|pemotong|bikin|ngolah"
            r"|angkut|penggesek|tukang tebang|tukang belah) (?:di )?(?:kayu|rotan|madu|gaharu"
            r"|damar|hutan|papan|balok|hasil hutan|sarang lebah|bambu|pohon|lebah|tengkawang"
            r"|hutan)\b|\bhasil hutan\b|\bkeluar masuk hutan\b|\bmasuk hutan\b"
        ), "forest"),
        (r"\b(?:potong|tukang) rambut\b|\bpotong rambut\b|\brias pengantin\b|\bmake ?up\b", "personal_care"),
        ((
            r"\bpandai besi\b|\btukang (?:emas|jahit|anyam|ukir|tenun)\b|\b(?:bikin|buat|anyam"
            r"|nganyam|pembuat|ngerajin) (?:tikar|bakul|anyaman|manik\w*|takin|keranjang|topi"
            r"|kerajinan|atap daun|atap|sapu|mandau|parang|gerabah|perahu|sampan|jarai|bubu|kain"
            r"|tenun|baju)\b|\bpotong baju\b"
        ), "crafts"),
        ((
            r"\bsol sepatu\b|\btukang (?:parkir|foto|kunci|sulap|gigi|sablon|patri|sumur|listrik"
            r"|steam|kebun|masak|jagal|gali kubur|becak|organ|kabel|internet|ramal|kebun|potong "
            r"ayam|potong sapi|asah|gas)\b|\bcuci (?:motor|mobil|steam)\b|\bpemain \w+\b|\borgan "
            r"tunggal\b|\balat berat\b|\bgali (?:kubur|sumur)\b|\bpotong (?:ayam|sapi|babi"
            r"|hewan)\b|\bburung walet\b-|\bpotong rumput\b"
        ), "other"),
        ((
            r"\b(?:gula merah|gula aren|gula kelapa|ikan asin|minyak kelapa|kue pesanan|ikan "
            r"salai|pesanan kue|makanan ringan|jajanan pasar)\b(?=.*)"
        ), "thing:food_maker"),
        (r"\bikut (?:orang|org|teman|kawan|saudara|bos|paman|abang|boss)\b", "vague"),
        ((
            r"\bternak (?=lele|nila|ikan|udang|patin|gurame|mujair|kepiting)|\b(?:pelihara|piara"
            r"|melihara|budidaya|bibit|kolam|keramba|tambak) (?:ikan|udang|kepiting|lele|nila"
            r"|patin|gurame|bandeng)\b"
        ), "fish_farmer"),
        ((
            r"\b(?:buruh|upahan?|ngupah|kuli|tenaga|pekerja|ambil upah|harian|kerja upahan) "
            r"(?:\w+ ){0,2}(?:tani|sawah|ladang|padi|jagung|sayur|tanam|nanam|panen padi|nandur"
            r"|cangkul|nyangkul|rumput|jeruk|cabe|sahang|lada|kopi|nebas)\b|\b(?:kerja|garap"
            r"|tanam|nanam|panen|ngarit|nandur|cangkul|nyangkul|bantu|menggarap|ngerjakan) "
            r"(?:\w+ )?(?:di )?(?:sawah|ladang|padi) (?:orang|org|urang|tetangga|milik orang)\b"
            r"|\bderep\b|\b(?:tani|petani) (?:upahan|harian|buruh|penggarap)\b|\b(?:di )?(?:sawah"
            r"|ladang|huma) orang\b|\btani orang\b"
        ), "farm_labour"),
    )
)  # fmt: skip
_JOINTS = re.compile(
    r"\b(?:dan|sambil|smbl|sama|juga|jg|plus|serta|kadang\w*|kdg|kalau malam|pagi|siang|sore"
    r"|malamnya|sorenya|paginya|sampingan\w*|kemudian|lalu|terus|selain|nyambi|"
    r"kadang-kadang|tp|tapi|sekalian|merangkap|atau)\b|[,;+&/\n.]+(?=\s|\w|$)"
)
_NOW_ONLY = re.compile(r"\b(?:sekarang|skrg|skrang|skarang|kini)\b")
_PAST = re.compile(
    r"\b(?:dulu(?:nya)?|dolok|dulok|mantan|eks|bekas|pernah|tidak lagi|udah gak|sudah tidak"
    r"|udah ndak|sudah berhenti|berhenti)\b"
)
_KIN = re.compile(
    r"\b(?:suami|istri|isteri|bini|anak|bapak|mamak|ayah)(?: saya| sy| saye| ku)\b|\b(?:suami"
    r"|istri|bini|anak) (?=noreh|kerja|petani|nelayan|ojek|sawit)"
)
_NOT = re.compile(r"\b(?:bukan|bkn)\b")
_STRONG_FIRST = (
    "formal_employee", "trader", "religious", "health_helper", "teacher", "motorcycle_transport", "driver",
    "boat_operator", "workshop", "crafts", "personal_care", "domestic", "oil_palm", "rubber", "fish_farmer",
    "livestock", "construction", "fisher", "forest", "miner", "food_maker", "porter", "farm_labour", "farmer",
    "cleaning_security", "odd_jobs", "other", "shop",
)  # fmt: skip


def occupation(text: str) -> str:
    """Return the code of the job, one of CODES.

    The crop decides before the status, selling before the goods. Raise Invalid with two_jobs
    (candidates: their codes) or vague (candidates: what it may be, perhaps none).
    """
    plain = re.sub(r"(?<=[a-z])2\b", "", clean(text).lower())
    clauses = [c.strip() for c in _JOINTS.split(plain) if c.strip()]
    clauses = _mine(_present(clauses))
    found = [(code, sure) for code, sure in (_job(clause) for clause in clauses) if code]
    sure = dict.fromkeys(code for code, certain in found if certain)
    codes = list(sure or dict.fromkeys(code for code, _ in found))
    codes = [code for code in codes if code not in ("odd_jobs", "not_working")] or codes
    if len(codes) > 1:
        raise Invalid("two_jobs", tuple(codes))
    if not codes:
        raise Invalid("vague", _may_be(plain))
    return codes[0]


def _present(clauses: list[str]) -> list[str]:
    """Return the clauses about now, if there are some besides the past and the denied."""
    if len(clauses) == 1:
        parts = re.split(r"\b(?=(?:sekarang|skrg|skrang|skarang|kini|dulu(?:nya)?)\b)", clauses[0])
        if len(parts) > 1 and _PAST.search(clauses[0]) and _NOW_ONLY.search(clauses[0]):
            clauses = [part.strip() for part in parts if part.strip()]
    left = [
        c for c in clauses if (not _PAST.search(c) or _NOW_ONLY.search(c)) and not _NOT.search(c)
    ]
    return left or clauses


def _mine(clauses: list[str]) -> list[str]:
    return [c for c in clauses if not _KIN.search(c)] or ([] if clauses else clauses)


def _job(clause: str) -> tuple[str | None, bool]:
    """Return the code of one clause and whether a word for work itself says so."""
    for pattern, code in _PHRASES[:4]:
        if pattern.search(clause):
            found = code.strip(" =")
            if found != "odd_jobs" or not _crop(clause):
                return found, True
    marks = [_MARKS.get(word) or word for word in words(clause)]
    have = set(marks)
    status = _status(have)
    if status:
        return status, True
    for pattern, code in _PHRASES[4:]:
        if pattern.search(clause):
            found = code.strip(" =")
            return _refined(found, have, marks)
    return _refined(None, have, marks)


def _crop(clause: str) -> str | None:
    marks = {_MARKS.get(word) for word in words(clause)}
    return next((code for code in ("oil_palm", "rubber", "farmer") if code in marks), None)


def _status(have: set[str]) -> str | None:
    """Return the code when being paid, retired or selling decides before the rest."""
    if "not_working" in have:
        return "not_working"
    if (
        "trader" in have
        and "guard" not in have
        and not have
        & {
            "porter",
            "driver",
            "motorcycle_transport",
            "cleaning_security",
            "formal_employee",
            "personal_care",
        }
    ):
        return "trader"
    return None


def _refined(phrase: str | None, have: set[str], marks: list[str]) -> tuple[str | None, bool]:
    """Return the code of the marks, given the code of a phrase among them."""
    things = [mark.removeprefix("thing:") for mark in marks if mark.startswith("thing:")]
    if phrase is not None and not phrase.startswith("thing:") and phrase != "vague":
        if phrase in (
            "porter",
            "cleaning_security",
            "forest",
            "farm_labour",
            "construction",
            "crafts",
        ) and have & {"oil_palm", "rubber"}:
            return ("oil_palm" if "oil_palm" in have else "rubber"), True
        return phrase, True
    if phrase is not None and phrase.startswith("thing:"):
        return ("food_maker", True)
    if "dukun" in have:
        return ("health_helper", True) if "birth" in have else ("other", True)
    if "labour" in have and have & {"farmer", "thing:farmer"}:
        return "farm_labour", True
    for code in _STRONG_FIRST:
        if code in have:
            return ("trader" if code == "shop" else code), True
    return _of_things(things, have)


def _of_things(things: list[str], have: set[str]) -> tuple[str | None, bool]:
    """Return the code when only the thing worked on is named."""
    if "make" in have and things:
        return (
            "food_maker"
            if things[-1] in ("food_maker", "trader", "farmer", "fisher")
            else things[-1]
        ), True
    if "raise" in have and things:
        return ("fish_farmer" if things[-1] in ("fisher", "fish_farmer") else things[-1]), True
    if "plant" in have or "garden" in have:
        if "garden" in have and not things:
            return None, False
        return (things[-1] if things else "farmer" if "plant" in have else None), True
    if things:
        return things[-1], bool(have & {"catch", "labour", "own"})
    if "guard" in have and "night" in have:
        return "cleaning_security", True
    return None, False


def _may_be(plain: str) -> tuple[str, ...]:
    """Return the codes to offer for a word like "buruh"."""
    if re.search(r"\b(?:buruh|kuli|upahan?|harian)\b", plain):
        return ("farm_labour", "oil_palm", "construction", "porter", "odd_jobs")
    if re.search(r"\b(?:kebun|kebon)\b", plain):
        return ("rubber", "oil_palm", "farmer", "farm_labour")
    if re.search(r"\b(?:usaha|bisnis|wira\w+|swasta)\b", plain):
        return ("trader", "food_maker", "workshop", "formal_employee")
    return ()
