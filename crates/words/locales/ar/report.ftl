# التقرير المطبوع.

report-title = تقرير فحص أولي
report-exhibit = { term-exhibit.title }
report-exhibit-number = رقم الحِرز
report-exhibit-id = المعرّف في هذا النظام
report-authority = السند القانوني
report-seal = الختم
report-examiner = فاحص الأدلة الرقمية
report-kind = الشكل
report-kind-folder = مجلد
report-kind-file = ملف واحد
report-kind-hash-only = قائمة ببصمات رقمية للملفات؛ لم تُفحص الملفات نفسها هنا
report-root = موضعه
report-manifest = قائمة المحتويات قبل العمل وبعده (SHA-256)
report-not-recorded = غير مسجَّل
report-recorded = مسجَّل، غير مبلَّغ
report-withheld = محجوب
report-name-withheld = الاسم محجوب
report-names-masked = أسماء الملفات ومساراتها محجوبة في هذه الصفحة: فقد تكون مؤذية، وقد تدل على هوية طفل. رقم السطر يدل على الملف نفسه في تقرير JSON lines لهذا الفحص.
report-how-made = كيف أُعدَّ هذا التقرير
report-program = البرنامج
report-version = { $program }، النسخة المصدرية { $commit }
report-audience = مُعَدّ لأجل
report-dated = التاريخ
report-settings = الإعدادات
report-decoders = برامج فك الترميز
report-self-test = الفحص الذاتي
report-cage = العزل
report-caged = عملت برامج فك الترميز دون شبكة ودون وصول إلى ملفات أخرى
report-list-name = القائمة
report-list-purpose = { term-purpose.title }
report-list-rows = السطور المستعملة
report-list-refused = السطور المرفوضة
report-list-threshold = حدّ المطابقة (من 256)
report-list-sha256 = الصيغة وبصمة ملف القائمة SHA-256
report-covered = ما جرى البحث عنه
report-counts = الأعداد: الملفات المختلفة والمواضع التي وُجدت فيها
report-column-outcome = النتيجة
report-column-files = الملفات
report-column-places = المواضع
report-column-row = السطر
report-column-file = الملف
report-column-why = السبب
report-column-reason = السبب
report-known-title = معروف: مُدرج في قائمة
report-known-about = بايتات هذه الملفات هي بايتات مدخل في قائمة. ما تقوله الجهة المالكة عن المدخل منقول حرفيًا.
report-near-title = مطابقات تقريبية تحتاج إلى تأكيد
report-near-about = تشبه هذه الملفات مدخلًا في قائمة. هذه إفادة غير مؤكدة وليست حكمًا: على شخص أن يقارن ويؤكد.
report-altered-title = نسخ معدَّلة محتملة تحتاج إلى تأكيد
report-altered-about = تشبه هذه الملفات مدخلًا في قائمة بعد إلغاء أثر قصّ أو عكس أو إطار أو ما شابه. هذه إفادة غير مؤكدة وليست حكمًا: على شخص أن يقارن ويؤكد.
report-worth-title = يستحق النظر
report-worth-about = ليست مطابقات: هذه الملفات أبعد عن المدخل مما تسمح به المطابقة، وقريبة بما يكفي ليقارنها شخص. وهي معدودة ضمن نتائجها.
report-worth = ليست مطابقة: درجة الاختلاف { $distance } من 256؛ { $view }
report-held-title = محفوظ في هذه العقدة: يُتصل بالوحدة
report-held-about = هذه الملفات غير مدرجة في أي من القوائم التي جرت مقارنتها، وهي محفوظة في قضية بهذه العقدة ليس للقارئ أن يراها. يُتصل بالوحدة قبل معاملتها على أنها جديدة.
report-new-title = صور ومقاطع فيديو جديدة
report-new-about = جديد يعني: غير مدرج في أي من القوائم التي جرت مقارنتها. لم ينظر أحد في هذه الملفات بعد. الملفات المتشابهة مجموعة معًا.
report-set-aside-title = مستبعد من الفحص
report-set-aside-about = برامج معروفة وما شابهها. تُعدّ هنا وتُسمّى في تقرير JSON lines.
report-unreadable-title = تعذّرت قراءته
report-unreadable-about = لم يمكن قراءة جميع بايتاتها، فلا يمكن قول شيء عن محتواها.
report-not-examined-title = ما لم يُفحص أو لم يُفحص كله
report-not-examined-about = ما يجب على شخص أن يفتحه بوسيلة أخرى قبل القول إنه لا شيء فيه.
report-none = لا شيء.
report-no-group = خارج أي مجموعة
report-claim-exact = مطابقة تامة: بصمة { $hash } هي نفسها
report-claim-near = مطابقة تقريبية تحتاج إلى تأكيد: درجة الاختلاف { $distance } من 256، حدّ المطابقة { $threshold }
report-claim-altered = نسخة معدَّلة محتملة تحتاج إلى تأكيد: درجة الاختلاف { $distance } من 256، حدّ المطابقة { $threshold }
report-claim-view = ما يبدو أنه جرى: { $view }
report-claim-quality = صلاحية الصورة للمقارنة: { $quality } من 100
report-claim-thumbnail = المطابقة للصورة المصغّرة المضمَّنة لا للصورة كلها
report-claim-frame = المطابقة للقطة المعروضة عند { $at }
report-claim-contradicted = بصمة أقوى لهذا المدخل تناقضها، فلا يُعتدّ بها
report-claim-set-aside = هذه القائمة لاستبعاد البرامج المعروفة
report-label-call = محفوظ في هذه العقدة؛ يُتصل بالوحدة
report-label-list = القائمة
report-label-version = الإصدار
report-label-entry = المدخل
report-label-row = السطر
report-label-category = الفئة
report-label-words = كلمات الجهة المالكة
report-label-target = يشير إلى
report-label-detail = قال النظام
report-end = نهاية التقرير
report-bytes =
    { $bytes ->
        [zero] { $bytes } بايت
        [one] بايت واحد
        [two] بايتان
        [few] { $bytes } بايتات
        [many] { $bytes } بايتًا
       *[other] { $bytes } بايت
    }
report-stack =
    { $files ->
        [zero] مجموعة نسخ متقاربة: لا ملفات
        [one] مجموعة نسخ متقاربة: ملف واحد
        [two] مجموعة نسخ متقاربة: ملفان
        [few] مجموعة نسخ متقاربة: { $files } ملفات
        [many] مجموعة نسخ متقاربة: { $files } ملفًا
       *[other] مجموعة نسخ متقاربة: { $files } ملف
    }
report-more-files =
    { $files ->
        [zero] ولا ملفات أخرى
        [one] وملف واحد آخر مذكور في تقرير JSON lines
        [two] وملفان آخران مذكوران في تقرير JSON lines
        [few] و{ $files } ملفات أخرى مذكورة في تقرير JSON lines
        [many] و{ $files } ملفًا آخر مذكورًا في تقرير JSON lines
       *[other] و{ $files } ملف آخر مذكورة في تقرير JSON lines
    }
report-seen-in =
    { $exhibits ->
        [zero] لم يُشاهَد في أي حِرز
        [one] شوهد في حِرز واحد
        [two] شوهد في حِرزين؛ وهذا وحده لا يُنشئ صلة
        [few] شوهد في { $exhibits } أحراز؛ وهذا وحده لا يُنشئ صلة
        [many] شوهد في { $exhibits } حِرزًا؛ وهذا وحده لا يُنشئ صلة
       *[other] شوهد في { $exhibits } حِرز؛ وهذا وحده لا يُنشئ صلة
    }

# Stands between a label and what is said of it.
report-colon = :
# Stands between two things that are said of one.
report-comma = ،

# Settings that change an answer: what each is called, and what its values mean.
setting-stack-threshold-bits = أكبر درجة اختلاف داخل مجموعة نسخ متقاربة، من 256
setting-video-frames = إطارات الفيديو التي تُقارَن
setting-video-frames-key-frames = الإطارات المفتاحية
setting-video-frames-every-second = إطار كل ثانية
setting-video-frames-all = كلها
setting-quality-min = أدنى صلاحية للمقارنة، من 100
setting-turned-and-mirrored = النسخ المُدارة والمعكوسة
setting-turned-and-mirrored-searched = يُبحث عنها
setting-search = النسخ المعدَّلة
setting-search-plain = لا يُبحث عنها
setting-search-altered = يُبحث عنها، نحو 64 منظرًا للصورة
setting-search-thorough = يُبحث عنها بتعمق، نحو 256 منظرًا للصورة
setting-search-exhaustive = يُبحث عنها بشمول، نحو 1024 منظرًا للصورة
setting-screen = فرز صور JPEG
setting-screen-on = تُفرز أولًا، ولا يُؤخذ المظهر بدقة إلا لما قد يشبهه شيء في القوائم
setting-flavour = صاحب الفئات المستعملة في تقرير VICS
setting-shared-with-partner = ما يُذكر للجهة الشريكة مع ذلك
setting-words-withheld-of-lists = كلمات أصحاب القوائم المحجوبة وفق قواعد تداول القوائم
