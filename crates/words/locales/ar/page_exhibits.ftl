# The pages of exhibits: custody, what the files came to, the sentence that filters them, and jobs as they go.

room-exhibits = الأحراز
page-exhibit = حرز
page-jobs = الفحوص وعمليات الإدخال
page-job = مهمة
exhibits-number = { $n }
file-size-bytes =
    { $n ->
        [zero] { $n } بايت
        [one] بايت واحد ({ $n })
        [two] بايتان ({ $n })
        [few] { $n } بايتات
        [many] { $n } بايتًا
       *[other] { $n } بايت
    }
file-size-kilobytes = { $n } ك.ب
file-size-megabytes = { $n } م.ب
file-size-gigabytes = { $n } ج.ب
exhibits-no-exhibit = لم يُفحص هنا أي حرز بعد، أو لا حرز تحتاج إلى معرفته.
exhibits-jobs = الفحوص وعمليات الإدخال وتقدّمها
exhibit-column-number = الحرز
exhibit-column-kind = نوعه
exhibit-column-place = مكانه
exhibit-column-custody = كدليل
exhibit-kind-folder = مجلد
exhibit-kind-file = ملف واحد
exhibit-kind-hash-only = مُدرج من مختبر ولم يُرَ هنا
custody-complete = بيانات العهدة مكتملة
custody-title = تسلسل عهدة الأدلة
custody-manifest = بصمة قائمة محتوياته (SHA-256)
custody-not-given = غير مسجَّل
custody-cases = ضمن القضايا
custody-ledger = ما جرى بشأن هذا الحرز
custody-changed = قائمة محتوياته بعد الفحص تختلف عنها قبله: تغيّر شيء في أثناء الفحص.
custody-missing =
    { $n ->
        [zero] لا شيء ينقص ليُعتدّ به دليلًا ({ $n })
        [one] لا يُعتدّ به دليلًا بعد: ينقص بيان واحد ({ $n })
        [two] لا يُعتدّ به دليلًا بعد: ينقص بيانان ({ $n })
        [few] لا يُعتدّ به دليلًا بعد: تنقص { $n } بيانات
        [many] لا يُعتدّ به دليلًا بعد: ينقص { $n } بيانًا
       *[other] لا يُعتدّ به دليلًا بعد: ينقص { $n } بيان
    }
custody-how = يُعاد فحصه مع ذكر ما ينقص: يبقى ما عُثر عليه، وتظهر البيانات في كل ما يُكتب.
exhibit-counts = ما انتهت إليه ملفاته
exhibit-counts-what = الملفات المختلفة. معروف وتقريبي وجديد تُقال نسبةً إلى القوائم التي سُئلت؛ والتقريبي والمعدَّل ينتظران شخصًا.
exhibit-count-outcome = النتيجة
exhibit-count-media = الصور والفيديو
exhibit-count-others = كل ما عداها
exhibit-held-uncounted = الملفات الجديدة كثيرة، ولذلك يُذكر عند كل منها، ولا يُعدّ هنا، ما إذا كانت قضية في هذا النظام تضمّه.
exhibit-files = الملفات
exhibit-sentence = أظهِر { $kind } التي نتيجتها { $outcome }، داخل المجلد { $folder }، { $position }
exhibit-sentence-show = إظهار
exhibit-sentence-kind = نوع الملف
exhibit-sentence-outcome = النتيجة
exhibit-sentence-folder = المجلد
exhibit-sentence-everything = كل الملفات
exhibit-sentence-picture = الصور
exhibit-sentence-video = مقاطع الفيديو
exhibit-sentence-archive = الأرشيفات
exhibit-sentence-disk-image = صور الأقراص
exhibit-sentence-other = الملفات الأخرى
exhibit-sentence-anything = أيّ شيء
exhibit-sentence-position = الموقع
exhibit-sentence-anywhere = مع موقع أو بدونه
exhibit-sentence-located = التي تذكر الكاميرا موقعها
exhibit-map-what = الأماكن التي تقول الكاميرا إن ملفات هذه الصفحة أُنشئت فيها. قد تكون خاطئة، وقد تُزوَّر.
exhibit-files-none = لا ملف بهذه الصفة.
exhibit-files-none-yet = لا شيء حتى الآن؛ يستمر البحث في الصفحة التالية.
file-column-place = المكان
file-column-size = الحجم
file-column-kind = النوع
file-column-outcome = النتيجة
file-beneath = هذا المجلد فقط
file-withheld = محجوب ما دمتَ تصنّفه من دون رؤية آراء الآخرين
file-why = لماذا
file-call = لدى { $unit }: يُتصل بـ { $contact }
file-call-bare = لدى { $unit }: يُتصل بها
exhibits-next-page = الصفحة التالية
examine-title = طلب فحص حرز
examine-what = يجب أن يكون داخل مجلد سمّاه لهذا الغرض من يدير النظام. ولا يُكتب فيه شيء.
examine-path = مكانه داخل مجلد الاستلام
examine-search = مدى البحث عن نسخ معدَّلة
examine-search-plain = كما هي أو مدوَّرة
examine-search-altered = معدَّلة: مقصوصة أو مؤطَّرة أو مائلة
examine-search-thorough = بحث معمَّق: أبطأ
examine-search-exhaustive = بحث شامل: الأبطأ
examine-reports = التقارير المطلوبة
examine-report-html = تقرير للطباعة
examine-report-csv = جدول (CSV)
examine-report-jsonl = للبرامج (JSON)
examine-do = طلب الفحص
done-job-asked = يُنجز في دوره. وتبيّن هذه الصفحة تقدّمه.
done-job-stopped = يتوقف. ويُحفظ ما عُثر عليه.
jobs-none = لم يُطلب شيء بعد.
job-kind-triage = فحص حرز
job-kind-list-import = إدخال قائمة
job-state-done = اكتملت
job-state-failed = تعذّر إنجازها
job-state-stopped = أُوقفت
job-column-what = المهمة
job-column-state = الوضع
job-column-asked = وقت الطلب
job-column-where = المكان
job-began = بدأت
job-ended = انتهت
job-phase = الآن
job-phase-lists = تُقرأ القوائم
job-phase-files = تُفحص الملفات
job-phase-videos = تُؤخذ لقطات من الفيديو
job-phase-matching = تُقارن الملفات بالقوائم
job-files =
    { $all ->
        [zero] فُحص { $done } من { $all } ملف
        [one] فُحص { $done } من { $all } ملف
        [two] فُحص { $done } من { $all } ملف
        [few] فُحص { $done } من { $all } ملفات
        [many] فُحص { $done } من { $all } ملفًا
       *[other] فُحص { $done } من { $all } ملف
    }
job-before =
    { $n ->
        [zero] لم يُفحص شيء من قبل ({ $n })
        [one] فُحص ملف آخر من قبل ({ $n })
        [two] فُحص ملفان آخران من قبل ({ $n })
        [few] فُحصت { $n } ملفات أخرى من قبل
        [many] فُحص { $n } ملفًا آخر من قبل
       *[other] فُحص { $n } ملف آخر من قبل
    }
job-bytes = قُرئ { $done } من { $all }
job-files-label = الملفات المفحوصة
job-outcome = ما انتهت إليه
job-not-for-evidence = لا يُعتدّ به دليلًا بعد: ينقص السند القانوني.
job-rows =
    { $n ->
        [zero] لا سطر مستعمل ({ $n })
        [one] سطر واحد مستعمل ({ $n })
        [two] سطران مستعملان ({ $n })
        [few] { $n } أسطر مستعملة
        [many] { $n } سطرًا مستعملًا
       *[other] { $n } سطر مستعمل
    }
job-refused =
    { $n ->
        [zero] لم يُرفض أي سطر ({ $n })
        [one] رُفض سطر واحد ({ $n })
        [two] رُفض سطران ({ $n })
        [few] رُفضت { $n } أسطر
        [many] رُفض { $n } سطرًا
       *[other] رُفض { $n } سطر
    }
job-problem = ما الذي تعثّر: { $code }
job-to-exhibit = إلى الحرز
job-to-list = إلى القائمة
job-reports = التقارير
job-stop = إيقافها
job-refresh = عرض التقدّم الآن
job-live = يُحدَّث هذا تلقائيًا.
