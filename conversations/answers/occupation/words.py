"""The words of jobs.

A word that is a job by itself has its code; "thing:" words only say what the work is about, and
the small words (sell, make, labour …) decide between the two.
"""

from conversations.answers.language.lexicon import Lexicon, word_set

JOBS = Lexicon(
    {
        "rubber": """
            rubber latex
            karet getah noreh toreh penoreh menoreh nyadap penyadap sadap menyadap motong ngaret
            lateks nderes deres menderes penderes pemotong notoh kulat penyadapan nakik kojal
            getahan deresan sadapan nyedap
        """,
        "oil_palm": """
            palm
            sawit dodos pendodos ngedodos mendodos egrek ngegrek pengegrek brondol brondolan
            berondol berondolan tandan tbs pemanen janjang sawet pruning kelapasawit mbrondol
            plasma pendodosan
            ngutip
        """,
        "farmer": """
            farmer farming peasant
            petani tani bertani ladang beladang berladang peladang berkebun pekebun bekebun sawah
            nyawah bersawah huma umai bahuma behuma beume bauma petanian pertanian bercocok
            bertanam
        """,
        "thing:farmer": """
            padi sayur sayuran sahang lada jagung jeruk kopi kakao coklat cabai cabe singkong ubi
            kelapa pinang nanas durian pisang semangka kacang kratom purik terong timun lokan
            pepaya bawang
        """,
        "livestock": """
            cattle
            ternak peternak beternak berternak angon gembala penggembala pengembala ngangon
            menggembala ngarit peternakan
        """,
        "thing:livestock": """
            babi sapi ayam kambing bebek itik kerbau puyuh kelinci entok burung walet kuda angsa
        """,
        "fisher": """
            fisherman fisher fishing fisherwoman
            nelayan melaut ngelaut mancing pemancing memancing jala menjala ngejala pukat bubu
            kelong rawai bagan togok memukat nyuluh njaring jermal miang ngail menjaring
        """,
        "thing:fisher": """
            ikan udang kepiting kerang ketam cumi siput belut rajungan teri ebi laut kelaut
        """,
        "fish_farmer": """
            keramba karamba kerambah kramba tambak petambak penambak kolam budidaya pembudidaya
            bioflok pembudidayaan
        """,
        "thing:fish_farmer": "lele nila mujair gurame patin bandeng",
        "miner": """
            tambang menambang penambang nambang dompeng pendompeng dulang pendulang ngedulang
            mendulang ndulang peti lanting pertambangan gelondong
        """,
        "thing:miner": "emas mas pasir batu puya bauksit zirkon kerikil",
        "forest": """
            sinso senso chainsaw chain cinso shinso somel sawmill somil sumel rotan gaharu madu
            damar tengkawang balok nebang tebang penebang menebang logging pembalak hutan penggesek
            nyinso nyenso nyingso penyinso nyinsau
        """,
        "thing:forest": "kayu papan lebah bambu",
        "construction": """
            builder bricklayer carpenter
            bangunan plafon keramik kramik ngecat nukang laden ngecor pengecoran semen konstruksi
            galvalum tembok gypsum bangun cor pondasi aspal ngaspal gipsum plapon
        """,
        "thing:construction": "cat rumah jalan jembatan batako",
        "workshop": """
            bengkel montir las ngelas pengelas mebel meubel mebeler furniture furnitur servis
            service serpis reparasi elektronik mekanik tambal nambal dinamo sparepart ketok
            perbengkelan tukanglas meubeler
        """,
        "motorcycle_transport": """
            ojek ngojek ojol gojek grab maxim kurir ojeg gojeg pengojek ngojol grabbike paket
            goride tukangojek
        """,
        "driver": """
            trucker
            sopir supir spir driver kernet kenek knek kernek travel truk truck dump angkot oplet
            bis bus pickup pikap nyupir nyopir pengemudi taksi taxi trailer mengemudi menyopir
            tronton fuso rental
        """,
        "boat_operator": """
            speedboat spit spitbut spedboat sampan klotok kelotok perahu motoris nahkoda nakhoda
            nakoda longboat tongkang feri ferry kapal jukung penyeberangan penyebrangan
        """,
        "porter": """
            panggul manggul bongkar angkut ngangkut pelabuhan porter pikul tkbm mikul angkat muat
            memuat bongkarmuat pengangkut mengangkut langsir melangsir ngelangsir dermaga
        """,
        "trader": """
            trader seller vendor merchant shopkeeper
            jual jualan jualn jualin menjual berjualan bejualan dagang pedagang berdagang bedagang
            dagangan penjual pengepul tengkulak penampung reseller ngewarung pengecer nyales
            nengkulak jaja penjaja pkl asongan
        """,
        "shop": """
            warung warong kios pasar lapak toko sembako olshop kantin angkringan gerobak kelontong
            bakulan bakul grosir kedai cafe kafe counter konter onlineshop online keliling kaki
            jajan lontong
        """,
        "thing:trader": """
            bakso baso pentol cilok gorengan es pulsa bensin mie nasi pecel sate martabak seblak
            siomay somay batagor cendol dawet
        """,
        "food_maker": """
            katering catering kerupuk krupuk keripik kripik terasi belacan nira ketering tepung
            pembuatkue
        """,
        "thing:food_maker": """
            kue tempe tahu roti gula donat masakan pesanan lemang dodol amplang lempok bolu tape
            snack
        """,
        "domestic": """
            art prt pembantu pengasuh babysitter nyuci mencuci cuci setrika gosok nyetrika laundry
            londri momong ngasuh mengasuh menyetrika nyetlika baby pramusiwi inem gosokan
        """,
        "crafts": """
            jahit penjahit menjahit ngejahit njahit tenun nenun penenun menenun anyam nganyam
            penganyam menganyam anyaman ukir pengukir pengrajin perajin kerajinan bordir sulam
            manik batik tikar gerabah konveksi permak vermak jahitan jait njait
            obras pandai nyulam rajut
        """,
        "personal_care": """
            cukur pangkas salon rias perias periasan pijat pijit urut massage barber barbershop
            kecantikan makeup mua rambut nyukur mijit mijat ngurut bekam urutan pemijat pengurut
            facial creambath
        """,
        "religious": """
            ngaji marbot merbot imam koster katekis pastor pendeta ustad ustadz ustadzah ustaz
            takmir masjid gereja penghulu surau mesjid musholla mushola langgar modin bilal pewarta
            vihara kelenteng klenteng pekong biarawan suster diakon majelis marbut muazin pura
            mengaji tpa tpq
        """,
        "health_helper": "bidan posyandu kader paraji kesehatan mantri",
        "dukun": "dukun",
        "birth": "beranak bayi bersalin melahirkan",
        "teacher": "guru paud les tutor ngajar mengajar pengajar tk bimbel privat",
        "cleaning_security": """
            pemulung mulung memulung rongsok rongsokan sampah sapu penyapu kebersihan cleaning
            satpam security sekuriti hansip linmas ronda botot jagamalam office scurity kamtib
            memungut nyapu keamanan pesuruh rosok waker
        """,
        "odd_jobs": "serabutan srabutan sarabutan serabut mocok lepas bhl phl freelance frelance",
        "not_working": """
            irt NGANGGUR pelajar mahasiswa mahasiswi kuliah siswa siswi PENSIUN purnawirawan
            mengganggur jobless
        """,
        "formal_employee": """
            PNS POLISI p3k karyawan karyawati pegawai bumn perusahaan prusahaan pt staf staff
            polwan kades pabrik bank karyawn krywan hrd cpns brimob sekdes kadus lurah camat
        """,
        "other": """
            parkir organ musisi penyanyi dalang fotografer foto sol sablon kunci atlet makelar calo
            wartawan penulis biduan badut sulap mc youtuber tiktoker penerjemah operator alat
            penari pemain seniman joki pelukis pesulap sumur seni content dj pemandu juru
            percetakan fotokopi doorsmeer steam wifi kameramen dekorasi tenda jagal penggali kubur
            pelatih wasit admin desain desainer editor programmer politisi
        """,
        "sell": "jual jualan",
        "make": """
            buat bikin pembuat membuat bikinan produksi ngolah mengolah olah pengolah masak memasak
            ngebikin buatan nyetak perajang
        """,
        "catch": """
            cari nyari mencari tangkap nangkap menangkap penangkap pencari nyarik ngumpul kumpul
            ngambil ambil jaring ngambik pengumpul
        """,
        "raise": """
            pelihara piara melihara memelihara peliharaan ngurus urus mengurus nyanggok ngingu ingu
            bibit benih pembibitan
        """,
        "labour": """
            buruh upah upahan kuli ngupah kerjaharian mengupah borongan harian diupah tenaga
            pekerja
        """,
        "plant": """
            nanam menanam tanam penanam nandur tandur panen metik memetik petik rawat nugal nebas
            babat nyemprot semprot mupuk pupuk garap menggarap
        """,
        "garden": "kebun kebon perkebunan",
        "guard": "jaga penjaga njaga menjaga nunggu penunggu",
        "night": "malam malem gudang sekolah kantor sekolahan",
        "vague": """
            wiraswasta wirausaha swasta usaha bisnis wiraswata KERJA pekerja tukang tkg usahe buruh
            kuli honorer
        """,
        "own": "sendiri punya milik",
        "helper": "bantu ngebantu",
        "home": "rumah tangga",
        "school": "sekolah",
        "no": "TIDAK BELUM BUKAN daan inda",
        "past": "dulu dulunya dolok mantan bekas eks",
        "now": "SEKARANG",
        "kin": "SUAMI anak bapak mamak ayah orangtua",
        "me": "SAYA",
        "any": "APA SAJA apapun apajak",
    },
    exact="""
        las tbs jala peti mas batu cat es mie pkl art prt irt pns asn tni mc tk les sol dj mua pt
        bis bus spit jual damar rotan dulang madu getah karet papan gosok cuci urut imam jaga
        jaring cari buat bikin ambil toko pasar kuli upah guru kader rias foto organ kunci balok
        hutan padi lada kopi ubi sapi babi kelapa pinang pisang durian jeruk ikan kerang teri belut
        lele nila emas pasir kayu rumah jalan paket truk feri kapal angkut pikul muat langsir lepas
        sampah sapu ronda kantin lapak kios bakul kedai bantu usaha bisnis kerja tukang sendiri
        punya kebun tangga sekolah tidak bukan belum tak dak bekas dulu kini anak bapak ayah istri
        suami saya aku apa saja malam gudang kantor nunggu panen petik rawat tanam benih bibit bayi
        bilal pura langgar sinso somel ladang sawah tambak kolam motong toreh sadap deres wifi
        berat alat keliling kaki online nyuci tape tahu roti kue gula rajut manik tikar sulam ukir
        batik bordir pandai juru admin tenda steam rental travel grab maxim angsa kuda burung babat
        pupuk semprot garap kasih kerajinan bank lanting nakik kulat bagan bubu bulan miang cor
        semen tembok rambut tutor kubur badut sulap calo pesanan
    """,
)
# One slip away from the word of a job, but ordinary words of their own.
ORDINARY = word_set(
    """
    alam alang angin angka asal asam awam ayat badan baja bakalan balon barang batang bebas
    belakang belajar bekal berani berjalan bersalah berteriak bidang biji bobot bola botol bulu
    buruk butuh cocok cokelat cukup cuti dagu dalem dang daun diubah dusun gagal galang galon
    gaji ganas gelas gulung human jaman jahat jasa jaya jengkel kadang kakak kakek kancing karung
    kasi kelam kenari kerajaan kira kolong konser lambang lelah lelang lembah lebat lebih lemah
    lintas lokal magang malang masa masuk masukan mantap memang mengubah mengganggu miliki minat
    minggu muatan nasib nenek nyaman nyawa oleh omong otot padu panas pangkal panggil panjang para
    pelayan pembalap pengaruh pengurus piala pinggul puluh pusat ramai rasakan rawan saluran
    sampai sakit sayang semarang serang sesi sikap simpan sosok super suruh surat tambah tampang
    tanda tandang tangan tebing tegang tempel tenang timbang timur titik tumbang ulang umat umur
    undang urusan usai utang takdir turun petai kebo teras rasa nyelam selam pandan
    """
)
