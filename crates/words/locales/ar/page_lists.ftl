# The pages of lists: whose they are, how old, how often they erred, and what they match now.

room-lists = القوائم
page-list = قائمة
page-list-claims = ما تطابقه هذه القائمة الآن
lists-no-list = لا توجد قائمة بعد. ومن دون قائمة يكون كل ملف جديدًا.
list-column-name = القائمة
list-column-owner = الجهة المالكة
list-column-purpose = الغرض
list-column-rows = المداخل
list-column-taken = تاريخ الإدخال
list-column-tlp = ضوابط التداول
list-stale = لم تُحدَّث منذ 30 يومًا أو أكثر
list-owner-unknown = غير مذكورة
list-facts = ما هي
list-version = الإصدار
list-scheme = نظام تصنيفها
list-threshold = حدّ المطابقة التقريبية
list-threshold-bits = { $threshold } من 256
list-altered = النسخ المعدَّلة
list-altered-yes = يُبحث عنها
list-altered-no = لا يُبحث عنها
list-precedence = الأسبقية عند تعدد المطابقات
list-format = الصيغة
list-digest = البصمة الرقمية لملفها (SHA-256)
list-rematched-yes = قورنت كل الملفات المحفوظة بهذا الإصدار.
list-rematched-no = لم تُقارن كل الملفات المحفوظة بهذا الإصدار بعد.
list-claims = ما تطابقه الآن
list-claims-none = لا تطابق أي ملف يحق لك الاطلاع عليه.
list-test = الاختبار الذاتي
list-test-what = تُسأل القائمة عن بصمات يُعلم أنها فيها؛ ويجب العثور على كل منها.
list-test-do = اختبارها الآن
done-list-tested = أجابت القائمة عن كل ما زُرع فيها.
done-list-tested-slowly = أجابت القائمة عن كل ما زُرع فيها بمقارنة المداخل واحدًا واحدًا: ينبغي إعادة بناء فهرسها.
list-measured = كم مرة أخطأت مطابقاتها التقريبية
list-measured-none = لم يبتّ أحد بعد في مطابقة تقريبية لهذه القائمة.
list-measured-share = رُفض { $share } ٪؛ وبين { $low } ٪ و{ $high } ٪ في 19 من 20 حسابًا كهذا
list-measured-distance = درجة الاختلاف حتى
list-measured-confirmed = المؤكدة عندها
list-measured-rejected = المرفوضة عندها
list-measured-error = الخطأ حتى هذا الحد
list-percent = { $share } ٪
list-handling = ضوابط تداولها
list-handling-keeper = الوحدة التي تحفظها
list-handling-nobody = لم تحدد أي وحدة ضوابط تداولها بعد.
list-handling-told = تُعرض لك كلمات مداخلها ومعرّفاتها وتصنيفاتها.
list-handling-untold = لا تُعرض لك كلمات مداخلها ومعرّفاتها وتصنيفاتها؛ أما وجود مطابقة فيُعرض.
list-refused = الأسطر المرفوضة
list-refused-none = لم يُرفض أي سطر.
list-refused-count =
    { $n ->
        [zero] لم يُرفض أي سطر ({ $n })
        [one] رُفض سطر واحد ({ $n })
        [two] رُفض سطران ({ $n })
        [few] رُفضت { $n } أسطر
        [many] رُفض { $n } سطرًا
       *[other] رُفض { $n } سطر
    }
list-refused-first =
    { $n ->
        [zero] لا يُذكر شيء هنا ({ $n })
        [one] يُذكر هنا السطر الأول ({ $n })
        [two] يُذكر هنا أول سطرين ({ $n })
        [few] تُذكر هنا أول { $n } أسطر
        [many] يُذكر هنا أول { $n } سطرًا
       *[other] يُذكر هنا أول { $n } سطر
    }
list-refused-row = السطر
list-refused-why = السبب
list-ledger = ضوابط تداول القوائم ومن حدّدها مدوَّنة في سجل الأثر.
list-import-title = إدخال قائمة
list-import-what = يُرسل ملفها، أو يُذكر مكانه داخل مجلد سمّاه لهذا الغرض من يدير النظام. وقائمة بالاسم نفسه تأخذ إصدارًا جديدًا.
list-import-path = مكان ملفها داخل مجلد الاستلام
list-import-name = الاسم
list-import-do = إدخالها
list-import-tlp = لون TLP
list-import-tlp-unsaid = غير مذكور
