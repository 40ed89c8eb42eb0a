"""The words of wishes to the bot: which of them are the same, and which say nothing."""

from conversations.answers.lexicon import Lexicon, word_set

SAME = Lexicon(
    {
        "tidak": """
            tidak tdk tdak tak ndak nda indak dak tadak nggak enggak ngga gak ga gk g kagak ndk
            engga nggk ogah emoh mboten daan inda kada tida tidk
        """,
        "jangan": "jangan jgn jngan jan",
        "tidak jadi": "gajadi gakjadi ndakjadi nggakjadi gjd gajd",
        "tidak usah": "gausah gakusah ndakusah gosah nggausah",
        "tidak tahu": "gatau gtau gtw gataw gaktau ndaktau",
        "belum": "belum blm blum belom blom lum",
        "sudah": "sudah udah udh sdh dah sudh sdah",
        "daftar": """
            daftar pendaftaran mendaftar daptar dftar ndaftar didaftarkan registrasi register
            daftarkan mendaftarkan daftarin daftarnya pendaftarannya registration kedaftar
            ngedaftar daftarku
        """,
        "ikut": "ikut ikutan gabung bergabung join",
        "buat": "buat bikin buatkan bikinkan",
        "bpjs": "bpjs bpjstk jamsostek bpjsnya",
        "batal": """
            batal batalkan batalin dibatalkan pembatalan membatalkan cancel cencel kensel urungkan
            dibatalin batalkn batalken btl btal batl batel
        """,
        "stop": """
            stop setop berhenti brenti brhenti berenti unsubscribe hentikan stopkan diberhentikan
            stp brhnti
        """,
        "keluar": "keluar exit quit kluar logout",
        "kembali": "kembali balik back mundur kmbali kembalikan previous mundurkan blk",
        "sebelumnya": "sebelumnya sebelum tadinya seblumnya sblmnya",
        "ubah": """
            ubah ganti gnti rubah ralat koreksi perbaiki edit betulkan benerin perbaikan mengubah
            mengganti diganti diubah change benarkan revisi gantikan ubahkan memperbaiki betulin
            dirubah merubah mengedit ngubah ngganti nukar tukar dibetulkan diperbaiki
        """,
        "salah": "salah slh keliru kliru",
        "ulang": "ulang ulangi mengulang ulangin ulangkan diulang ngulang ulg",
        "mulai": "mulai mulay memulai dimulai",
        "awal": "awal semula pertama awalnya mula",
        "restart": "restart reset",
        "semua": "semua semuanya semue smua",
        "bantuan": "bantuan help panduan petunjuk info informasi bantuannya tutorial faq bantuin",
        "tolong": "tolong tlg tlng bantu tulong mohon mhn bantulah",
        "bingung": "bingung bngung bingong binggung",
        "mengerti": "mengerti ngerti paham faham pahaman ngarti ngerty pham phm ngrti memahami",
        "tahu": "tahu tau taw tauk",
        "cara": "cara caranya cranya carenye care crnya caranye gimanacaranya",
        "gimana": """
            gimana gmn gmna bagaimana gimane bgmn gimna bagaimane gmana macamana macammana piye
            cemane
        """,
        "apa": "apa ape apaan opo apakah ap apaa nape apekah",
        "kenapa": "kenapa knp napa mengapa knapa ngape",
        "dimana": "dimana dmn dmana dimane",
        "kapan": "kapan kpn bile bila",
        "berapa": "berapa brp brapa berape",
        "siapa": "siapa siape sapa",
        "status": "status sttus statusnya setatus stats",
        "cek": "cek check ngecek dicek periksa mengecek",
        "kabar": "kabar kabarnya kbr kabarnye info",
        "hasil": "hasil hasilnya",
        "kemarin": "kemarin kemaren kmrn kmren kemarennya semalam",
        "petugas": """
            petugas admin operator cs manusia petugasnya adminnya orangnya minnya customer pegawai
            staf staff
        """,
        "bicara": """
            bicara ngomong berbicara ngobrol bercakap hubungi menghubungi telpon telepon nelpon
            ditelpon telfon sambungkan bicare ketemu disambungkan ngomonglah nelpun tlp telp
            ditelepon kontak
        """,
        "orang": "orang org urang",
        "nomor": "nomor no nomer nmr nomornya",
        "halo": "halo hallo hai hi hello helo hay hei hey alo haloo hla oi woi",
        "assalamualaikum": """
            assalamualaikum asslm assalamualaikm ass aslm assalam salam asalamualaikum askum
            assalamu alaikum shalom syalom salom samlekum samlikum mikum salamualaikum
            warahmatullahi wabarakatuh wr wb swastiastu om alaykum assalammualaikum assalamualaykum
            asalamu
        """,
        "pagi": "pagi siang sore malam malem petang mlm selamatpagi",
        "selamat": "selamat slmt slamat selmat met",
        "permisi": "permisi prmisi misi punten pemisi permissi amit numpang",
        "menu": "menu menunya utama start",
        "p": "p ping pp tes test",
        "bahasa": "bahasa language lang bhs bahase",
        "antrean": "antrean antrian queue antri antre",
        "pesan": "pesan pesannya wa sms chat notifikasi pemberitahuan notif dichat psn",
        "kirim": """
            kirim dikirim kirimi dikirimi ngirim hubungi dihubungi ganggu diganggu mengirim krm
            kirimin dikirimin
        """,
        "hapus": "hapus hapuskan delete dihapus menghapus",
        "lanjut": "lanjut lanjutkan dilanjutkan terus lanjutin teruskan nerusin meneruskan lnjut",
        "pertanyaan": "pertanyaan soal pertanyaannya jawaban jawabannya tahap langkah",
    },
    exact="""
        ganti gnti edit ubah rubah tak dak nda ga gak gk ndk kada jan lum dah buat ikut ikutan join
        urung btl stp blk pertama mula mulay info tau taw care ape opo ap nape bile bila sapa siape
        kbr cs orang org urang no nmr hai hi hay hei hey hla oi woi alo helo ass aslm salam askum
        om wr wb met misi amit pp tes test lang wa sms chat psn soal mundur tukar nukar terus
        orangnya minnya ogah emoh tida inda daan semalam pagi siang sore malam malem petang hasil
        kirim krm salah halo balik keliru kliru piye knp cek bantu mohon tulong gabung nomor nomer
        pesan semua semue awal
    """,
    same_start=True,
)
# A slip away from a command, but something else.
NEVER = word_set(
    """
    batam batang natal bantal batak batan lembali bahari bahasan dasar pasar menur mentu ulan ulam
    mula malay mulia muali kabat bawal harus minta nanti haris panen banyak
    """
)
FILLER = word_set(
    """
    pak bu bang bg mas mbak kak min mimin om bos dek buk pa bapak ibu saya sy sya saye aku kamek
    kite kami sayo gue ku ya y yaa iya dong donk deh lah sih nih nah kok kah ye bah jak aja saja
    jua juga dulu dl lagi lg mau mo mw pengen pengin ingin nak hendak kepengen maunya bisa bise
    boleh bs kan eh oh maaf maap mf sori sorry please plis skrg sekarang gan nya wkwk hehe sini
    kalau kalo klo yang yg untuk utk itu tu tadi td the to i want my me dan
    """
)
FIELD = (
    r"(?:nama|namanya|nik|niknya|ktp|kk|tanggal|tgl|tanggalnya|lahir|lahirnya|alamat|alamatnya"
    r"|desa|desanya|kampung|hp|wa|pesan|nomor|pekerjaan|kerjaan|pekerjaannya|penghasilan|gaji"
    r"|ketik|ngetik|tulis|nulis|isi|ngisi|jawab|input|pencet|tekan|pilih|kirim|masuk|masukkan"
    r"|masukin|data|datanya|pertanyaan|ibu|tempat|kelamin|jawaban|angka|huruf|sebut|orang|rt"
    r"|dusun|answer|name|number)"
)
