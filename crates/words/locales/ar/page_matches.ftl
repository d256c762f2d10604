# The pages of matches: which wait for a person, and why a file is claimed to be an entry of a list.

room-matches = المطابقات
page-why = لماذا هذه المطابقة
matches-state-all = الكل
matches-filter = أيّ المطابقات
match-state-claimed = تنتظر شخصًا
match-state-confirmed = مؤكدة
match-state-rejected = مرفوضة
matches-none = لا مطابقة بهذه الصفة هنا.
matches-none-yet = لا شيء حتى الآن؛ يستمر البحث في الصفحة التالية.
matches-next-page = الصفحة التالية
match-column-file = الملف
match-column-closeness = درجة الاتفاق
match-column-list = القائمة
match-column-state = القرار
why-file = الملف
why-size = الحجم
why-type = النوع بحسب المحتوى
why-digest-md5 = البصمة الرقمية للملف (MD5)
why-digest-sha1 = البصمة الرقمية للملف (SHA-1)
why-digest-sha256 = البصمة الرقمية للملف (SHA-256)
why-digest-pdq = البصمة الرقمية لمظهر الصورة (PDQ)
why-places = أماكن وجوده
why-more-places = هو في أماكن أخرى أيضًا.
why-cases = القضايا التي تضمّه
why-ledger = ما جرى بشأن هذا الملف
why-withheld = أنت تصنّف هذا الملف من دون رؤية آراء الآخرين: لا يُعرض ما تقوله القوائم فيه إلى أن تنتهي.
why-none = لا تفيد أي قائمة بشيء عن هذا الملف الآن.
why-claim = إفادة غير مؤكدة
why-claim-decided = إفادة بُتّ فيها
why-list = القائمة
why-owner = الجهة المالكة
why-purpose = الغرض
why-threshold = حدّ المطابقة
why-threshold-bits = { $threshold } من 256
why-entry = المدخل
why-category = التصنيف بحسب الجهة المالكة
why-words = كلمات الجهة المالكة
why-words-withheld = لا تسمح الجهة المالكة لك بقراءة كلمات المدخل ومعرّفه وتصنيفه.
why-way = بـ { $kind }، السطر { $row } من القائمة
why-kind-md5 = MD5
why-kind-sha1 = SHA-1
why-kind-sha256 = SHA-256
why-kind-pdq = المظهر (PDQ)
why-part-whole = الملف كله
why-part-thumbnail = الصورة المصغّرة المضمَّنة فقط
why-part-frame = اللقطة عند الثانية { $seconds }
why-part = ما يتفق
why-turn = كيف أُديرت صورتنا
why-view = ما طرأ على الصورة المُدرجة على ما يبدو
why-quality = صلاحية الصورة للمقارنة
why-quality-of = { $n } من 100
why-ours = بصمتنا
why-listed = في القائمة
why-same-digest = البصمتان متطابقتان: البايتات مُدرجة في القائمة.
why-contradicted = بصمة أقوى للمدخل نفسه تقول إن البايتات مختلفة.
why-hashes-gone = البصمة التي اتفقت لم تعد محفوظة؛ ودرجة الاختلاف كما وُجدت: { $distance } من 256.
why-difference = درجة الاختلاف
why-bits =
    { $distance ->
        [zero] لا تختلف أي بت من 256 ({ $distance })
        [one] تختلف { $distance } بت من 256
        [two] تختلف { $distance } بت من 256
        [few] تختلف { $distance } بتات من 256
        [many] تختلف { $distance } بتًا من 256
       *[other] تختلف { $distance } بت من 256
    }
why-grid = 256 بتًا في 16 صفًا؛ وما يختلف منها مملوء
why-opinions = مؤيد ومعارض
why-nobody = لم يبتّ أحد بعد.
why-said-confirmed = مؤيد: أكّدها { $who }، { $when }
why-said-rejected = معارض: رفضها { $who }، { $when }
why-said-earlier = سابقًا
why-compared-side-by-side = شوهدت الصورتان جنبًا إلى جنب
why-compared-otherwise = قورنتا بطريقة أخرى
decide-title = البتّ
decide-side-by-side = رأيتُ الصورتين جنبًا إلى جنب
decide-reason = السبب؛ يلزم للرفض، وللتأكيد من دون رؤية الصورتين
decide-confirm = هما الشيء نفسه
decide-reject = ليسا الشيء نفسه
done-match-confirmed = تأكدت المطابقة.
done-match-rejected = رُفضت المطابقة. ويُبلَّغ من استند إليها.
