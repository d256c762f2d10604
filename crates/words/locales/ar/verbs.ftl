# ما تقوله الأوامر إلى جانب الجداول والملخصات.

verb-list-spec = لا يمكن استعمال القائمة «{ $list }» كما سُمّيت: { $what }
verb-list-unusable = لا يمكن استعمال القائمة { $list }: { $what }
verb-not-a-hash = ‏{ $text } ليس ملفًا ولا بصمة رقمية لملف (32 أو 40 أو 64 رقمًا ستعشريًا)
verb-list-refused =
    { $rows ->
        [zero] لم يُرفض أي سطر ({ $rows }) من القائمة { $list }
        [one] رُفض سطر واحد ({ $rows }) من القائمة { $list }؛ الأمر «sanad list show» يسمّيه
        [two] رُفض سطران ({ $rows }) من القائمة { $list }؛ الأمر «sanad list show» يسمّيهما
        [few] رُفضت { $rows } أسطر من القائمة { $list }؛ الأمر «sanad list show» يسمّيها
        [many] رُفض { $rows } سطرًا من القائمة { $list }؛ الأمر «sanad list show» يسمّيها
       *[other] رُفض { $rows } سطر من القائمة { $list }؛ الأمر «sanad list show» يسمّيها
    }
verb-list-refused-more =
    { $rows ->
        [zero] ولا سطر آخر ({ $rows })
        [one] وسطر آخر ({ $rows })
        [two] وسطران آخران ({ $rows })
        [few] و{ $rows } أسطر أخرى
        [many] و{ $rows } سطرًا آخر
       *[other] و{ $rows } سطر آخر
    }
verb-list-exported = كُتبت القائمة { $list } في { $path }
verb-list-removed =
    { $versions ->
        [zero] أُزيلت القائمة { $list }، ولا إصدار لها ({ $versions })
        [one] أُزيلت القائمة { $list }، إصدار واحد ({ $versions })
        [two] أُزيلت القائمة { $list }، إصداران ({ $versions })
        [few] أُزيلت القائمة { $list }، { $versions } إصدارات
        [many] أُزيلت القائمة { $list }، { $versions } إصدارًا
       *[other] أُزيلت القائمة { $list }، { $versions } إصدار
    }
verb-exhibit-removed = أُزيل الحرز { $id } من مجلد الوحدة؛ ولم يُمسّ الحرز نفسه
verb-verified =
    { $entries ->
        [zero] لم يتغير { $path }: ‏SHA-256 ‏{ $sha256 }، كتبه { $run }؛ سجل الأثر سليم ولا قيد فيه ({ $entries })
        [one] لم يتغير { $path }: ‏SHA-256 ‏{ $sha256 }، كتبه { $run }؛ سجل الأثر سليم وفيه قيد واحد ({ $entries })
        [two] لم يتغير { $path }: ‏SHA-256 ‏{ $sha256 }، كتبه { $run }؛ سجل الأثر سليم وفيه قيدان ({ $entries })
        [few] لم يتغير { $path }: ‏SHA-256 ‏{ $sha256 }، كتبه { $run }؛ سجل الأثر سليم وفيه { $entries } قيود
        [many] لم يتغير { $path }: ‏SHA-256 ‏{ $sha256 }، كتبه { $run }؛ سجل الأثر سليم وفيه { $entries } قيدًا
       *[other] لم يتغير { $path }: ‏SHA-256 ‏{ $sha256 }، كتبه { $run }؛ سجل الأثر سليم وفيه { $entries } قيد
    }

doctor-version = سند { $version } (الإيداع { $commit })
doctor-self-test = الاختبار الذاتي: { $right } من { $planted } إجابة صحيحة
doctor-self-test-failed = أخفق الاختبار الذاتي: { $what }
doctor-brute-force = أخفق الفهرس في اختباره الذاتي؛ تُقارن كل المداخل واحدًا واحدًا إلى أن يُعاد بناؤه
doctor-caged = تعمل برامج فك الترميز معزولة (Landlock { $landlock }، seccomp)
doctor-uncaged = لا يمكن عزل برامج فك الترميز على هذا النظام
doctor-decoder = برنامج فك الترميز: { $name } ‏{ $version }
doctor-missing = البرنامج المساعد { $tool } غير مثبت (الحزمة { $package })
doctor-without-ffmpeg = من دونه لا يُقارن أي مقطع فيديو بالمظهر
doctor-without-heif = من دونه لا تُقارن أي صورة HEIC أو AVIF بالمظهر
doctor-without-bsdtar = من دونه لا يُفتح أي أرشيف 7z أو RAR أو tar مضغوط
doctor-without-sqlite3 = من دونه لا تُدخل أي قائمة NSRL
doctor-disk-encrypted = القرص الذي عليه مجلد الوحدة مشفّر
doctor-disk-plain = القرص الذي عليه مجلد الوحدة غير مشفّر
doctor-disk-unknown = تتعذر معرفة ما إذا كان القرص الذي عليه مجلد الوحدة مشفّرًا
doctor-lists =
    { $lists ->
        [zero] لا قوائم ({ $lists })
        [one] قائمة واحدة ({ $lists })
        [two] قائمتان ({ $lists })
        [few] { $lists } قوائم
        [many] { $lists } قائمةً
       *[other] { $lists } قائمة
    }
doctor-exhibits =
    { $exhibits ->
        [zero] لا أحراز ({ $exhibits })
        [one] حرز واحد ({ $exhibits })
        [two] حرزان ({ $exhibits })
        [few] { $exhibits } أحراز
        [many] { $exhibits } حرزًا
       *[other] { $exhibits } حرز
    }
doctor-ledger =
    { $entries ->
        [zero] سجل الأثر سليم ولا قيد فيه ({ $entries })؛ الجذر { $root }
        [one] سجل الأثر سليم وفيه قيد واحد ({ $entries })؛ الجذر { $root }
        [two] سجل الأثر سليم وفيه قيدان ({ $entries })؛ الجذر { $root }
        [few] سجل الأثر سليم وفيه { $entries } قيود؛ الجذر { $root }
        [many] سجل الأثر سليم وفيه { $entries } قيدًا؛ الجذر { $root }
       *[other] سجل الأثر سليم وفيه { $entries } قيد؛ الجذر { $root }
    }

verb-list-nsrl-set-aside = تضم القائمة { $list } برمجيات معروفة؛ أضِف إليها «set-aside=yes»، وإلا عُدّت ملفاتها موادّ معروفة
custody-ask = ما يُسأل عنه الآن يظهر في كل ما يُكتب؛ والجواب الفارغ لا يسجّل شيئًا
custody-ask-authority = { term-legal-basis.title }
custody-ask-exhibit-number = رقم الحرز
custody-ask-seal = الختم
custody-ask-examiner = فاحص الأدلة الرقمية
verb-list-no-rows = تعذّر استعمال أي سطر من القائمة { $list }؛ الأمر «sanad list import» يبيّن العيب في كل سطر
verb-list-too-wide-to-screen = للقائمة { $list } عتبة قدرها { $threshold } بت، ومعها لا يضمن الفرز السريع ألا يفوته شيء؛ ويمكن سؤالها من دون --screen
verb-triage-held =
    { $files ->
        [zero] لا ملف ({ $files }) جديدًا على القوائم محفوظ في قضايا هذه العقدة؛ جهة الاتصال { $unit }
        [one] ملف واحد ({ $files }) جديد على القوائم محفوظ في قضية بهذه العقدة؛ يُتصل بالوحدة { $unit }
        [two] ملفان ({ $files }) جديدان على القوائم محفوظان في قضايا بهذه العقدة؛ يُتصل بالوحدة { $unit }
        [few] { $files } ملفات جديدة على القوائم محفوظة في قضايا بهذه العقدة؛ يُتصل بالوحدة { $unit }
        [many] { $files } ملفًا جديدًا على القوائم محفوظًا في قضايا بهذه العقدة؛ يُتصل بالوحدة { $unit }
       *[other] { $files } ملف جديد على القوائم محفوظ في قضايا بهذه العقدة؛ يُتصل بالوحدة { $unit }
    }
