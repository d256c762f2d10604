# The summary that an officer reads aloud: on the terminal and at the head of the printed report.

not-for-evidence = لم يُسجَّل سند قانوني: لا يصلح دليلًا

summary-title = الخلاصة
summary-media = الصور ومقاطع الفيديو
summary-pictures = الصور
summary-videos = مقاطع الفيديو
summary-others = كل ما عدا ذلك

# Distinct files, and the places they were found at.
summary-count =
    { $files ->
        [zero] لا شيء
        [one] ملف واحد
        [two] ملفان
        [few] { $files } ملفات
        [many] { $files } ملفًا
       *[other] { $files } ملف
    }{ $places ->
        [zero] { "" }
        [one] ، في موضع واحد
        [two] ، في موضعين
        [few] ، في { $places } مواضع
        [many] ، في { $places } موضعًا
       *[other] ، في { $places } موضع
    }
summary-new = جديد، غير مدرج في أي من القوائم التي جرت مقارنتها: { summary-count }
summary-held-in-this-node = محفوظ في هذه العقدة، في قضية لوحدة يُتصل بها: { summary-count }
summary-known = معروف، محتواه مُدرج في قائمة: { summary-count }
summary-near = مطابقة تقريبية تحتاج إلى تأكيد شخص: { summary-count }
summary-altered = نسخة معدَّلة محتملة تحتاج إلى تأكيد شخص: { summary-count }
summary-set-aside = معروف ومستبعد من الفحص: { summary-count }
summary-unreadable = تعذّرت قراءته: { summary-count }

summary-stacks =
    { $stacks ->
        [zero] لا توجد مجموعات نسخ متقاربة
        [one] مجموعة نسخ متقاربة واحدة
        [two] مجموعتا نسخ متقاربة
        [few] { $stacks } مجموعات نسخ متقاربة
        [many] { $stacks } مجموعة نسخ متقاربة
       *[other] { $stacks } مجموعة نسخ متقاربة
    }{ $files ->
        [zero] { "" }
        [one] ، فيها ملف واحد
        [two] ، فيها ملفان
        [few] ، فيها { $files } ملفات
        [many] ، فيها { $files } ملفًا
       *[other] ، فيها { $files } ملف
    }
summary-seen-elsewhere =
    { $files ->
        [zero] لا يوجد أي ملف في حِرز آخر لدى هذه الوحدة
        [one] ملف واحد موجود أيضًا في حِرز آخر لدى هذه الوحدة؛ وهذا وحده لا يُثبت صلة
        [two] ملفان موجودان أيضًا في حِرز آخر لدى هذه الوحدة؛ وهذا وحده لا يُثبت صلة
        [few] { $files } ملفات موجودة أيضًا في حِرز آخر لدى هذه الوحدة؛ وهذا وحده لا يُثبت صلة
        [many] { $files } ملفًا موجودًا أيضًا في حِرز آخر لدى هذه الوحدة؛ وهذا وحده لا يُثبت صلة
       *[other] { $files } ملف موجود أيضًا في حِرز آخر لدى هذه الوحدة؛ وهذا وحده لا يُثبت صلة
    }
summary-worth-a-look =
    { $files ->
        [zero] لا يوجد ملف آخر يستحق النظر إلى جانب مُدخل في قائمة
        [one] ملف واحد يستحق النظر إلى جانب مُدخل في قائمة؛ وليس ذلك مطابقة
        [two] ملفان يستحقان النظر إلى جانب مُدخل في قائمة؛ وليس ذلك مطابقة
        [few] { $files } ملفات تستحق النظر إلى جانب مُدخل في قائمة؛ وليس ذلك مطابقة
        [many] { $files } ملفًا يستحق النظر إلى جانب مُدخل في قائمة؛ وليس ذلك مطابقة
       *[other] { $files } ملف يستحق النظر إلى جانب مُدخل في قائمة؛ وليس ذلك مطابقة
    }

summary-screened =
    { $files ->
        [zero] لا صورة فُرزت سريعًا فقط
        [one] صورة واحدة فُرزت سريعًا فقط: لا شيء في هذه القوائم يشبهها، ولم يُسجَّل مظهرها
        [two] صورتان فُرزتا سريعًا فقط: لا شيء في هذه القوائم يشبههما، ولم يُسجَّل مظهرهما
        [few] { $files } صور فُرزت سريعًا فقط: لا شيء في هذه القوائم يشبهها، ولم يُسجَّل مظهرها
        [many] { $files } صورة فُرزت سريعًا فقط: لا شيء في هذه القوائم يشبهها، ولم يُسجَّل مظهرها
       *[other] { $files } صورة فُرزت سريعًا فقط: لا شيء في هذه القوائم يشبهها، ولم يُسجَّل مظهرها
    }

summary-not-examined = ما لم يُفحص، أو لم يُفحص كاملًا، وسبب ذلك
summary-not-examined-none = لم يُترك شيء
summary-not-examined-reason =
    { $places ->
        [zero] لا مواضع: { $reason }
        [one] موضع واحد: { $reason }
        [two] موضعان: { $reason }
        [few] { $places } مواضع: { $reason }
        [many] { $places } موضعًا: { $reason }
       *[other] { $places } موضع: { $reason }
    }

summary-bytes = البايتات: قُرئ { $read } + تُرك { $skipped } + تعذّرت قراءة { $unreadable } = المجموع { $total }
summary-bytes-inside-archives = وعدا ذلك، عدد البايتات المقروءة داخل الأرشيفات: { $bytes }

summary-lists-asked = القوائم التي جرت مقارنتها
summary-lists-none = لم تُقارَن أي قائمة: كل ملف أمكنت قراءته جديد
summary-list =
    { $rows ->
        [zero] { $name } ({ $format }): بلا صفوف
        [one] { $name } ({ $format }): صف واحد
        [two] { $name } ({ $format }): صفان
        [few] { $name } ({ $format }): { $rows } صفوف
        [many] { $name } ({ $format }): { $rows } صفًا
       *[other] { $name } ({ $format }): { $rows } صف
    }{ $refused ->
        [zero] { "" }
        [one] ، رُفض صف واحد
        [two] ، رُفض صفان
        [few] ، رُفضت { $refused } صفوف
        [many] ، رُفض { $refused } صفًا
       *[other] ، رُفض { $refused } صف
    }

summary-self-test = الفحص الذاتي: الصحيح { $right } من { $planted }
summary-self-test-brute-force = أخفق الفهرس في فحصه الذاتي، فأُجريت كل المقارنات واحدة واحدة
summary-self-test-worker-wrong = لم تخرج الصورة المدمجة من برنامج فك الترميز ببصمتها الرقمية الصحيحة
summary-uncaged = عملت برامج فك الترميز بلا عزل (--uncaged)
summary-exhibit-changed = تغيّر الحِرز أثناء فحصه: قائمة محتوياته بعد الفحص ليست كما كانت قبله
summary-match-is-a-claim = المطابقة إفادة غير مؤكدة وليست حكمًا؛ والمطابقة التقريبية تنتظر تأكيد شخص
