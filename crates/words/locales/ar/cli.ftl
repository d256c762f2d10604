# The command line: commands, arguments, headings and what is said of a wrong use.

cli-about = يأخذ البصمات الرقمية للملفات المضبوطة، ويبيّن المعروف والجديد وما يجتمع معًا، ويُعدّ ذلك للتسليم
cli-heading-usage = طريقة الاستعمال
cli-heading-commands = الأوامر
cli-heading-arguments = المعطيات
cli-heading-options = الخيارات
cli-heading-options-everywhere = خيارات كل الأوامر
cli-usage-options = خيارات
cli-usage-command = أمر
cli-one-of = إحدى القيم: { $values }
cli-may-be-repeated = يجوز تكراره
cli-or-setting = الإعداد { $setting }، متغير البيئة { $variable }
cli-see-command-help = لمعرفة المزيد عن أمر: «{ $command }»

cli-value-exhibit = حِرز
cli-value-list = قائمة
cli-value-path = مسار
cli-value-database = عنوان
cli-value-folder = مجلد
cli-value-text = نص
cli-value-number = عدد
cli-value-bits = بتات
cli-value-language = لغة
cli-value-field = حقل
cli-value-flavour = صيغة
cli-value-outcome = نتيجة
cli-value-audience = جهة
cli-value-frames = إطارات
cli-value-search = بحث
cli-value-name = اسم
cli-value-exhibit-id = معرّف
cli-value-file-or-hash = ملف|بصمة
cli-value-report = تقرير
cli-value-shell = صدفة

cli-command-triage = فحص الأحراز: المعروف والمطابق تقريبًا والجديد وما يجتمع معًا
cli-command-fingerprint = طباعة البصمات الرقمية للملفات أسطرَ JSON؛ لا يُحفظ شيء
cli-command-find = البحث عن ملف أو بصمة رقمية في قوائم هذه الوحدة وأحرازها
cli-command-list = قوائم المواد المعروفة، والبرمجيات المعروفة المستبعدة من الفحص
cli-command-list-import = إدخال قائمة أو إصدار جديد منها
cli-command-list-show = عرض كل القوائم، أو قائمة واحدة مع صفوفها المرفوضة
cli-command-list-export = كتابة مُدخلات قائمة في ملف
cli-command-list-remove = حذف قائمة
cli-command-exhibit = الأحراز التي فحصتها هذه الوحدة
cli-command-exhibit-list = عرض كل الأحراز
cli-command-exhibit-show = عرض حِرز واحد وما وُجد فيه
cli-command-exhibit-remove = حذف حِرز؛ ويبقى في السجل أنه فُحص
cli-command-verify = التحقق من أن التقرير ما زال كما كُتب
cli-command-doctor = تفقّد هذا التثبيت: الفحص الذاتي والإصدارات والبرامج المساعدة الناقصة وتشفير القرص
cli-command-config = الإعدادات
cli-command-config-show = عرض كل إعداد وقيمته ومصدرها
cli-command-completions = طباعة نص الإكمال التلقائي لصدفة الأوامر
cli-command-man-pages = كتابة صفحات الدليل في مجلد

cli-argument-exhibit = المضبوط: مجلد أو ملف أو أرشيف أو ناتج أداة مختبر
cli-argument-path = ملفات أو مجلدات
cli-argument-file-or-hash = ملف، أو بصمة MD5 أو SHA-1 أو SHA-256 أو PDQ؛ ويُبحث عن 64 خانة بوصفها SHA-256 وبوصفها PDQ
cli-argument-list-file = ملف القائمة مع شروطها كما في «--list»
cli-argument-list-name = اسم القائمة
cli-argument-exhibit-id = معرّف الحِرز أو رقمه
cli-argument-report-file = تقرير كتبه «سند»
cli-argument-shell = صدفة الأوامر
cli-argument-man-folder = المجلد؛ ويجب أن يكون موجودًا

cli-option-help = عرض المساعدة
cli-option-version = عرض الإصدار
cli-option-lang = لغة ما يقرؤه الناس
cli-option-database = قاعدة بيانات خادم PostgreSQL التي فيها سجلات هذه الوحدة، postgres://user@host/name
cli-option-node = المجلد الذي تُحفظ فيه أحراز هذه الوحدة وقوائمها
cli-option-config = ملف إعدادات يُستعمل بدل ملف المستخدم
cli-option-quiet = بلا شريط تقدّم ولا خلاصة؛ وتُعرض الأخطاء مع ذلك
cli-option-json = الطباعة للآلات: JSON بدل النص
cli-option-list = قائمة تُقارَن بها الملفات: ملفها ثم شروطها، مثل «known.csv,name=Known,kind=pdq,threshold=31»
cli-option-report = أين يُكتب التقرير؛ وامتداد اسمه يحدد نوعه: { $extensions }
cli-option-authority = السند القانوني للفحص: إذن أو أمر أو موافقة أو رقم بلاغ
cli-option-exhibit-number = رقم الحِرز في سجلات الوحدة؛ رقم لكل حِرز أو رقم واحد لها كلها
cli-option-seal = الختم الذي حُرِّز به
cli-option-examiner = القائم بالفحص
cli-option-jobs = عدد الملفات التي تُعالَج معًا
cli-option-video = أي إطارات الفيديو تُقارَن: الإطارات المفتاحية، أو إطار كل ثانية، أو كلها
cli-option-search = مدى البحث عن النسخ المعدَّلة: plain (لا بحث)، altered (نحو 64 منظرًا للصورة)، thorough (256)، exhaustive (1024)
cli-option-screen = فرز صور JPEG سريعًا أولًا، ولا يُؤخذ المظهر بدقة إلا لما قد يشبهه شيء في القوائم؛ مع --search plain فقط، وهو مفترض. ولا يُسجَّل مظهر الباقي
cli-option-for = لمن تُكتب التقارير؛ ولا تُذكر للجهة الشريكة أسماء ولا أماكن ولا أرقام تسلسلية ولا تعليقات
cli-option-share = ما يُذكر للجهة الشريكة مع ذلك
cli-option-flavour = صاحب الفئات المستعملة في تقرير VICS، مثل «us» أو «uk»
cli-option-uncaged = فك الترميز بلا عزل حيث لا يوفره هذا النظام؛ ويُذكر ذلك في كل تقرير
cli-option-show-names = إظهار أسماء الملفات: قد تؤذي قارئها وقد تدل على هوية طفل
cli-option-fail-on = الخروج بالرمز 10 عند وجود ملف من هذا النوع
cli-option-hash-only = الأحراز نواتج أداة مختبر؛ وملفاتها ليست هنا
cli-option-threshold = أكبر درجة اختلاف، من 256 بتًا، داخل مجموعة نسخ متقاربة
cli-option-distance = أكبر درجة اختلاف، من 256 بتًا، لمطابقة تقريبية
cli-option-to = أين يُكتب

cli-exit-heading = رمز الخروج
cli-exit-0 = انتهى العمل، أيًّا كان ما وُجد
cli-exit-1 = خطأ منا
cli-exit-2 = استُعمل الأمر على غير وجهه
cli-exit-3 = لم يصلح أي حِرز أو أي قائمة للاستعمال
cli-exit-4 = أخفق الفحص الذاتي
cli-exit-5 = مجلد الوحدة مشغول أو تالف أو من إصدار أحدث
cli-exit-6 = تقرير ليس من هذه الوحدة أو عُدِّل بعد كتابته («sanad verify»)، أو سجل أثر أو إثبات مُسّ («sanad ledger verify»)
cli-exit-10 = وُجد ما طلبه «--fail-on»
cli-exit-130 = أوقفه المستخدم

cli-man-name = الاسم
cli-man-synopsis = الصيغة
cli-man-description = الوصف
cli-man-environment = البيئة والإعدادات
cli-man-see-also = انظر أيضًا

usage-unknown-argument = لا يوجد معطى باسم { $argument }
usage-unknown-command = لا يوجد أمر باسم { $command }
usage-suggestion = هل تقصد { $suggestion }؟
usage-missing-command = ينقص { $command } اسم الأمر المطلوب
usage-missing-arguments =
    { $count ->
        [zero] لا ينقص أي معطى: { $arguments }
        [one] معطى واحد ناقص: { $arguments }
        [two] معطيان ناقصان: { $arguments }
        [few] { $count } معطيات ناقصة: { $arguments }
        [many] { $count } معطى ناقصًا: { $arguments }
       *[other] { $count } معطى ناقص: { $arguments }
    }
usage-invalid-value = لا يقبل { $argument } القيمة «{ $value }»
usage-value-missing = ينقص { $argument } قيمته
usage-too-many-values = لا يأخذ { $argument } القيمة «{ $value }»
usage-conflict = لا يجتمع { $argument } مع { $other }
usage-given-twice = ذُكر { $argument } أكثر من مرة
usage-not-text = أحد المعطيات ليس نصًا صحيحًا (UTF-8)
usage-number-range = يأخذ { $argument } عددًا صحيحًا من { $min } إلى { $max }، لا «{ $value }»
usage-exhibit-numbers =
    { $exhibits ->
        [zero] لا أحراز، وعدد الأرقام المذكورة { $numbers }: اذكر رقمًا لكل حِرز أو رقمًا واحدًا لها كلها
        [one] الأحراز واحد، وعدد الأرقام المذكورة { $numbers }: اذكر رقمًا لكل حِرز أو رقمًا واحدًا لها كلها
        [two] الأحراز اثنان، وعدد الأرقام المذكورة { $numbers }: اذكر رقمًا لكل حِرز أو رقمًا واحدًا لها كلها
        [few] هناك { $exhibits } أحراز، وعدد الأرقام المذكورة { $numbers }: اذكر رقمًا لكل حِرز أو رقمًا واحدًا لها كلها
        [many] هناك { $exhibits } حِرزًا، وعدد الأرقام المذكورة { $numbers }: اذكر رقمًا لكل حِرز أو رقمًا واحدًا لها كلها
       *[other] هناك { $exhibits } حِرز، وعدد الأرقام المذكورة { $numbers }: اذكر رقمًا لكل حِرز أو رقمًا واحدًا لها كلها
    }
usage-report-extension = يجب أن ينتهي اسم التقرير «{ $path }» بأحد الامتدادات: { $extensions }
usage-same-report = ذُكر التقرير «{ $path }» مرتين
usage-share-without-partner = لا معنى لـ { $argument } إلا مع «--for partner»
usage-screen-with-search = لا يجد «--screen» نسخًا معدَّلة: لا يُستعمل إلا مع «--search plain»
usage-other = لم يُفهم الأمر: { $detail }
usage-see-help = طريقة الاستعمال: «{ $command }»
cli-command-backup = كتابة كل شيء في ملف مشفّر دون توقف العمل
cli-command-backup-list = النسخ الاحتياطية ومدة كل منها وما تجاوز مدته
cli-command-backup-destroyed = تسجيل أن نسخة احتياطية أُتلفت مع كل ما نُسخ منها
cli-command-backup-keygen = عمل زوج مفاتيح النسخ الاحتياطية
cli-command-restore = استعادة نسخة احتياطية في مجلد فارغ
cli-argument-backup-id = معرّف النسخة الاحتياطية، bak_…
cli-argument-backup-file = النسخة الاحتياطية
cli-option-recipient = المفتاح العلني الذي تُعمل له النسخة، age1…؛ يمكن تكراره
cli-option-keep-for = عدد الأيام التي يجوز حفظ النسخة فيها
cli-option-identity = ملف المفتاح السري الذي يفتح النسخة
cli-option-ledger = مجلد السجل من مجلد الوحدة المفقود: ما مُحي بعدها يُمحى من جديد
