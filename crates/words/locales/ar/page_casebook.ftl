# The pages of the casebook: search, reports received, cases, series, victims, persons, things, clues, links and clocks.

room-search = البحث
room-reports = البلاغات الواردة
room-cases = القضايا
room-series = سلاسل الصور
room-victims = الضحايا
room-persons = الأشخاص
room-things = الأماكن والحسابات والأجهزة
room-clues = المؤشرات
record-id = المعرّف
record-unit = الوحدة المالكة
record-circle = يطّلع عليه
record-handling = ضوابط التداول
handling-title = ضوابط تداول سجل
handling-now = كما هي الآن
handling-set = تحديد ضوابط التداول
handling-usual = لم يحددها أحد: تُطبَّق الضوابط المعتادة.
handling-named = من يطّلع على ما هو TLP:RED
handling-units = وحدات يجب ألا يصل إليها
handling-countries = دول يجب ألا يصل إليها: حرفان لكل دولة
handling-uses = يجوز لمن يتلقاه
handling-reason = السبب (لازم حين يتسع من يصل إليه)
handling-names = لهؤلاء وحدهم: { $names }
handling-not-to-units = ليس لهذه الوحدات: { $names }
handling-not-to-countries = ليس لهذه الدول: { $names }
tlp-clear = بلا حدود
tlp-green = داخل مجتمع مكافحة هذه الجريمة
tlp-amber = هذه الوحدة ومن تعمل لأجلهم، لمن يحتاج إلى المعرفة
tlp-amber-strict = هذه الوحدة وحدها، لمن يحتاج إلى المعرفة
tlp-red = الأشخاص المذكورون بأسمائهم ولا أحد غيرهم
use-match = المقارنة به
use-store = الاحتفاظ به
use-onward = تمريره إلى غيره
use-not-match = لا يجوز لمن يتلقاه المقارنة به
use-not-store = لا يجوز لمن يتلقاه الاحتفاظ به
use-not-onward = لا يجوز لمن يتلقاه تمريره إلى غيره
done-handling-set = دُوّنت ضوابط تداول السجل.
room-keeping = حفظ السجلات
keeping-title = مدة حفظ سجل
keeping-of-record = مدة حفظ هذا السجل
keeping-due-what = سجلات تنتظر مراجعة أو انتهت مدتها. هنا معرّفات وتواريخ لا غير، ولا شيء مما يقوله السجل.
keeping-due-none = لا شيء ينتظر مراجعة.
keeping-due-more = هناك المزيد. تُراجع هذه أولًا.
keeping-stands = وضعه
keeping-stands-kept = محفوظ؛ تُراجع مدته في { $day }
keeping-stands-review-due = ينتظر مراجعة منذ { $day }
keeping-stands-held = انتهت مدته في { $day }؛ ويمنع أمرٌ محوَه
keeping-stands-expired = انتهت مدته في { $day }: يُمحى أو تُمدَّد مدته مع بيان السبب
keeping-purpose = الغرض من حفظه
keeping-legal-basis = السند القانوني
keeping-no-law = لم يذكره أحد بعد
keeping-from = محفوظ منذ
keeping-review-on = تُراجع في
keeping-until = محفوظ حتى نهاية
keeping-rule = القاعدة
keeping-by-rule = التواريخ مستمدة منها ولم يحدد أحد غيرها
keeping-set = تحديد الغرض والمدة
keeping-extensions = تمديدات
keeping-extensions-none = لم تُمدَّد مدته الأولى.
keeping-extended = من { $before } إلى { $until }
keeping-extend = تمديد المدة
keeping-holds = أوامر تمنع محوه
keeping-holds-none = لا شيء يمنع محوه متى انتهت مدته.
keeping-hold-placed = وُضع:
keeping-hold-was-lifted = رُفع:
keeping-hold = منع المحو
keeping-lift-hold = رفع المنع
keeping-order = بأي أمر، بالكلمات
keeping-erase = محو السجل
keeping-erase-what = يُمحى نهائيًا ما يقوله السجل وروابطه ومُهله وما ذكره عنه سجل الأثر. يبقى معرّفه محجوزًا ويثبت سجل الأثر أنه كان موجودًا. يجب أن يوافق شخص آخر أولًا: يُطلب ذلك منه، ثم يُمحى السجل بعد موافقته.
keeping-erase-because = على أي أساس
keeping-erase-do = محو نهائي
erased-because-expired = انتهت مدته
erased-because-objection-upheld = اعترض من يتعلق به السجل وكان محقًا
erased-because-ordered = أمرت به محكمة أو سلطة
erased-because-written-in-error = ما كان ينبغي أن يُكتب
erased-title = مُحي
erased-what = مُحي هذا السجل. يبقى معرّفه محجوزًا.
erased-n-links = روابط مُحيت معه
erased-n-entries = قيود في سجل الأثر لم تعد تذكر عنه شيئًا
erased-look-again = استند إليه
erased-look-again-what = يُبلَّغ أصحاب هذه السجلات بأن يراجعوها.
erased-stays = أين لا يزال موجودًا
erased-stays-nowhere = ليس في أي نسخة تعرفها هذه العقدة.
erased-copies = نسخ من قاعدة البيانات في مجلد العقدة لا يزال فيها. تُحذف هذه الملفات.
erased-backups = نسخ احتياطية أُخذت وهو موجود، ويبقى فيها إلى أن تُتلف.
erased-lingers = كان أحدهم يقرأ حالة أقدم. متى فرغ أزال الأمر «sanad doctor» آخر أثر له من سجل قاعدة البيانات.
done-keeping-set = دُوّن الغرض من حفظ السجل ومدته.
done-keeping-extended = مُدّدت مدة حفظ السجل.
done-keeping-held = مُنع محو السجل حتى يُرفع المنع.
done-keeping-hold-lifted = رُفع المنع.
record-cases = في قضاياك
record-state = الوضع
record-written-down = دوّنه
circle-unit = الوحدة والعاملون في قضاياها
circle-cases = العاملون في قضاياه وحدهم
list-filter = ما يُعرض
list-all = الكل
list-order = بأي ترتيب
list-more = الأقدم
field-reason = السبب كتابةً
field-reason-maybe = السبب إن وُجد
into-case = القضية التي ينتمي إليها: رقمها أو معرّفها (يمكن تركه فارغًا)
into-closed-circle = لا يطّلع عليه إلا العاملون في قضاياه، لا الوحدة كلها
noun-file = ملف
noun-exhibit = حِرز
noun-series = سلسلة صور
noun-victim = ضحية
noun-person = شخص
noun-place = مكان
noun-account = حساب
noun-device = جهاز
noun-address = عنوان على الإنترنت
noun-clue = مؤشر
noun-incoming = بلاغ وارد
noun-case = قضية
noun-lead = خيط تحقيق
noun-operation = عملية
noun-outcome = نتيجة
noun-link = رابط
noun-grading = تصنيف
noun-clock = مهلة
noun-unit = وحدة
noun-user = زميل
nouns-file = ملفات
nouns-exhibit = أحراز
nouns-series = سلاسل صور
nouns-victim = ضحايا
nouns-person = أشخاص
nouns-place = أماكن
nouns-account = حسابات
nouns-device = أجهزة
nouns-address = عناوين على الإنترنت
nouns-clue = مؤشرات
nouns-incoming = بلاغات واردة
nouns-lead = خيوط تحقيق
nouns-operation = عمليات
nouns-grading = تصنيفات
nouns-unit = وحدات
nouns-user = زملاء
links-title = الروابط
links-none = لا روابط هنا بعد، في حدود ما يجوز لك الاطلاع عليه.
links-draw = عرض ما يحيط بهذا رسمًا وجدولًا
links-says = مضمونه
links-other = السجل الآخر
links-sure = درجة اليقين
links-evidence = ما يستند إليه
links-evidence-withheld = يستند إلى ما لا يتيح لك دورك الاطّلاع عليه.
links-said = من أفاد به
links-from-there = من هناك:
links-from = من
links-to = إلى
links-take-back = سحب الرابط
links-taken-back = روابط سُحبت
links-add = إضافة رابط
links-direction = الاتجاه
links-begins-here = يبدأ من هنا
links-leads-here = ينتهي هنا
links-other-id = السجل الآخر: رمزه أو اسمه أو معرّفه
links-statement = ما أُفيد به، كتابةً
links-evidence-ids = ما يستند إليه، واحد في كل سطر: البلاغات والمؤشرات بكلماتها، والملفات والروابط بمعرّفها
links-path = ما يصل بين سجلين
links-path-to = ما يصله بهذا السجل: رمزه أو اسمه أو معرّفه
links-path-find = البحث عن أقصر طريق
pick-find = البحث عن سجل برمزه أو اسمه
pick-which = أيّ سجل هو المقصود؟
pick-none-of-these = لا شيء منها: المكتوب أدناه
pick-none = لا شيء مما يمكنك الاطّلاع عليه يحمل هذا الاسم.
pick-more = هناك المزيد. تابع الكتابة.
links-around = ما يحيط بالسجل
links-steps = المدى
links-steps-n =
    { $n ->
        [zero] لا خطوات
        [one] خطوة واحدة
        [two] خطوتان
        [few] { $n } خطوات
        [many] { $n } خطوة
       *[other] { $n } خطوة
    }
links-more-than-drawn = يوجد أكثر مما يُعرض هنا. يمكن البدء من سجل آخر لرؤية الباقي.
links-drawing = الرسم
links-drawing-keys = تنقل مفاتيح الأسهم من سجل إلى آخر، ويفتح مفتاح الإدخال السجل، ويعيد مفتاح البداية إلى الأول. وكل ما في الرسم مذكور في الجدول أيضًا.
links-drawing-none = لا شيء يُرسم.
links-zoom-in = تكبير
links-zoom-out = تصغير
links-zoom-fit = إظهار الكل
links-table = الشيء نفسه في جدول
links-back = رجوع
links-map = الخريطة
links-map-keys = تحرّك مفاتيح الأسهم الخريطة، ويغيّر الزائد والناقص حجمها. وكل ما عليها مذكور في الجدول أدناه أيضًا.
links-map-note = رُسمت اليابسة والحدود وفق Natural Earth للاستدلال فقط. ولا يعني ذلك إقرار أي حدود.
links-map-disputed-dashed = الحدود المتنازع عليها مرسومة بخط متقطع.
links-map-disputed-hidden = الحدود المتنازع عليها غير مرسومة.
links-map-what = المكان أو الملف
links-map-position = خط العرض وخط الطول
links-map-no-position = غير معروف
links-map-by-record = من سجّل المكان
links-map-by-camera = الكاميرا، داخل الملف
links-timeline = التسلسل الزمني
links-timeline-hint = قد يكون وقت الكاميرا مضبوطًا خطأً: وقت الملف هو ما تقوله كاميرته.
links-timeline-zone = المنطقة الزمنية غير معروفة
links-timeline-earlier =
    { $n ->
        [zero] لا توجد أحداث أسبق غير معروضة.
        [one] حدث أسبق واحد غير معروض.
        [two] حدثان أسبقان غير معروضين.
        [few] { $n } أحداث أسبق غير معروضة.
        [many] { $n } حدثًا أسبق غير معروض.
       *[other] { $n } حدث أسبق غير معروض.
    }
happened-made = سُجّل
happened-state = وضع جديد
happened-linked = رُبط
happened-unlinked = سُحب الرابط
happened-limit-began = بدأت مهلة
happened-limit-met = انتهت المهلة بالإنجاز
happened-limit-stopped = أُنهيت المهلة
happened-reported = وقع بحسب البلاغ
happened-taken = أُنشئ بحسب الكاميرا
path-from = من هذا السجل: رمزه أو اسمه أو معرّفه
path-to = إلى هذا السجل: رمزه أو اسمه أو معرّفه
path-found =
    { $n ->
        [zero] هما سجل واحد
        [one] تفصل بينهما خطوة واحدة
        [two] تفصل بينهما خطوتان
        [few] تفصل بينهما { $n } خطوات
        [many] تفصل بينهما { $n } خطوة
       *[other] تفصل بينهما { $n } خطوة
    }
path-not-linked = لا شيء مما يجوز لك الاطلاع عليه يصل بينهما.
path-stopped =
    { $n ->
        [zero] لم يُفحص أي سجل؛ ليس هذا جوابًا.
        [one] فُحص سجل واحد ولم يصل بينهما؛ وهناك غيره، فليس هذا جوابًا.
        [two] فُحص سجلان ولم يصل أي منهما بينهما؛ وهناك غيرهما، فليس هذا جوابًا.
        [few] فُحصت { $n } سجلات ولم يصل أي منها بينهما؛ وهناك غيرها، فليس هذا جوابًا.
        [many] فُحص { $n } سجلًا ولم يصل أي منها بينهما؛ وهناك غيرها، فليس هذا جوابًا.
       *[other] فُحص { $n } سجل ولم يصل أي منها بينهما؛ وهناك غيرها، فليس هذا جوابًا.
    }
confidence-certain = مؤكد
confidence-likely = مرجّح
confidence-guess = تخمين
evidence-file = ملف
evidence-match = مطابقة
evidence-likeness = يشبه هذا العنصر
evidence-report = بلاغ وارد
evidence-clue = مؤشر
evidence-statement = إفادة
evidence-link = رابط آخر
evidence-judgment = قرار محكمة أو نيابة
link-kind-depicts = يُظهر
link-kind-belongs-to-series = ينتمي إلى السلسلة
link-kind-same-series = هي السلسلة نفسها
link-kind-taken-at = صُنع في
link-kind-taken-with = صُنع بواسطة
link-kind-found-on = عُثر عليه في
link-kind-distributed-by = تداوله
link-kind-seized-as = ضُبط بوصفه
link-kind-used-by = يستعمله
link-kind-owned-by = يملكه
link-kind-lives-at = يسكن أو سكن في
link-kind-has-access-to = لديه إمكانية الوصول إلى
link-kind-harmed-by = يُفاد بأنه تعرّض للأذى من
link-kind-contact-of = يعرف أو يراسل
link-kind-same-person = هو الإنسان نفسه
link-kind-same-thing = هو نفسه
link-kind-hosted-on = يستضيفه
link-kind-mentioned-in = مذكور في
link-kind-seen-in = شوهد أو سُمع في
link-kind-points-to = يشير إلى
link-kind-part-of-case = جزء من القضية
link-kind-related-case = يشترك مع القضية في شيء
link-kind-part-of-operation = جزء من العملية
link-kind-outcome-of = نتيجة من نتائج
done-link-added = أُضيف الرابط.
done-link-taken-back = سُحب الرابط، ويبقى مقروءًا.
clocks-title = المُهَل
clock-paused-since = متوقفة منذ { $when }
clock-met-at = أُنجز في موعده، { $when }
clock-met-late-at = أُنجز متأخرًا، { $when }
clock-stopped-at = أُنهيت { $when }
clock-risk = الخطر على الطفل:
clock-started = بدأها
clock-written-down = دوّنه
risk-low = منخفض
risk-medium = متوسط
risk-high = مرتفع
risk-very-high = مرتفع جدًا
met-told = أُبلغت جهة الحماية:
met-accepted = قبلت جهة الحماية؛ مرجعها:
met-refused = رفضت جهة الحماية؛ سببها:
met-record = يدل عليه
clock-tell = أُبلغت جهة الحماية
clock-told-whom = الجهة ومن تلقّى البلاغ
clock-told-now = إن لم يكن الآن، فمنذ متى.
clock-told-minutes = قبل كم دقيقة
clock-told-do = تدوين إبلاغ الجهة
clock-answer = أجابت جهة الحماية
clock-accepted-reference = مرجعها
clock-accepted-do = قبلت
clock-refused-reason = سبب الرفض بكلماتها
clock-refused-do = رفضت
clock-meet = أُنجز ما تنتظره
clock-shown-record = السجل الذي يدل عليه: رمزه أو اسمه أو معرّفه
clock-meet-do = تدوين الإنجاز
clock-pause = إيقاف مؤقت
clock-resume = استئناف
clock-stop = إنهاء
clock-because = السبب المسمّى
pause-reason-court-order = أمرت محكمة أو نيابة بالانتظار
pause-reason-other-country = طُلب جواب بلد آخر
pause-reason-child-cannot-be-reached = يتعذر الوصول إلى الطفل حاليًا
pause-reason-other-service = طُلب جواب جهة أخرى
stop-reason-service-already-holds = الطفل في رعاية الجهة من قبل
stop-reason-other-country-holds = الطفل في بلد آخر أجابت وحدته
stop-reason-not-a-child = تبيّن أن الشخص ليس طفلًا
stop-reason-same-child-elsewhere = سجل آخر للطفل نفسه يحمل المهلة نفسها
stop-reason-recorded-in-error = أُنشئ السجل خطأً
stop-reason-record-erased = مُحي ما كانت تتعلق به
stop-reason-nothing-left-to-preserve = جُلب المحتوى أو لم يعد محفوظًا
stop-reason-plan-ended = أنهت الجهة دعم الطفل
done-clock-told = دُوّن أن الجهة أُبلغت.
done-clock-answered = دُوّن جواب الجهة.
done-clock-met = دُوّن الإنجاز.
done-clock-paused = أُوقفت المهلة مؤقتًا.
done-clock-resumed = استُؤنفت المهلة.
done-clock-stopped = أُنهيت المهلة.
cases-none = لا قضية يجوز لك الاطلاع عليها.
case-number = رقم القضية
case-legal-basis = السند القانوني
case-titled = قضية { $number }
case-what = القضية
case-state-open = مفتوحة
case-state-closed = مغلقة
case-open = فتح قضية
case-disclosure = ملف الإفصاح للطباعة
case-holds = ما تتضمنه
case-holds-nothing = لا شيء بعد، في حدود ما يجوز لك الاطلاع عليه.
case-holds-more =
    { $n ->
        [zero] ولا غيرها
        [one] وواحد آخر
        [two] واثنان آخران
        [few] و{ $n } أخرى
        [many] و{ $n } أخرى
       *[other] و{ $n } أخرى
    }
case-add = إضافة سجلات إليها
case-add-ids = السجلات، واحد في كل سطر: رمزه أو اسمه أو معرّفه
case-sort = فرز ملفات جميع أحراز هذه القضية
case-people = العاملون عليها
case-until = حتى { $when }
case-leave = إعفاء من القضية
case-join-who = من ينضم
case-join = ضمّ إلى القضية
case-outcomes = نتائجها
case-outcomes-none = لم يُسجل شيء بعد.
case-close = إغلاق القضية
case-close-outcome = نتيجتها
case-close-words = كتابةً عند الحاجة
case-reopen = إعادة فتح القضية
case-hand-over = نقل القضية
case-hand-over-to = إلى أي وحدة
case-history = مسار القضية
outcome-kind-child-identified = حُددت هوية طفل
outcome-kind-child-protected = وُضع طفل تحت الحماية
outcome-kind-arrest = توقيف
outcome-kind-charge = توجيه اتهام
outcome-kind-conviction = إدانة
outcome-kind-cleared = براءة أو إخلاء مسؤولية
outcome-kind-removed = أُزيل المحتوى
outcome-kind-transferred = انتقلت إلى وحدة أو بلد آخر
outcome-kind-no-crime = لا جريمة
outcome-kind-unresolved = بُذل كل ممكن ولم يُعرف الطفل
figure-provisional = مؤقتة
figure-confirmed = مؤكدة
figure-withdrawn = مسحوبة
outcome-checked = راجعها
outcome-confirm = تأكيد
outcome-withdraw = سحب
done-case-opened = فُتحت القضية.
done-case-filled = أُضيفت السجلات إلى القضية.
done-case-staffed = غُيّر العاملون على القضية.
done-case-closed = أُغلقت القضية. ونتيجتها مؤقتة حتى يؤكدها شخص آخر.
done-case-reopened = أُعيد فتح القضية.
done-case-handed-over = انتقلت القضية إلى الوحدة الأخرى.
done-outcome-confirmed = أُكدت النتيجة.
done-outcome-withdrawn = سُحبت النتيجة، وتبقى مقروءة.
series-none = لا سلسلة صور يجوز لك الاطلاع عليها.
series-name = الاسم
series-titled = سلسلة صور: { $name }
series-what = السلسلة
series-open = فتح سلسلة صور
series-opened = فتحها
series-also = وهي واحدة مع
series-status-identified = محددة الهوية: يُعرف من هو الطفل أو أحد الأطفال.
series-status-worked-on = تعمل عليها { $units }
series-status-not-known = غير معروف: لا شيء هنا يدل على أن أحدًا يعمل عليها.
series-status-hint = في حدود ما يجوز لك الاطلاع عليه في هذا السجل.
series-members = العناصر
series-members-count =
    { $n ->
        [zero] لا ملفات
        [one] ملف واحد
        [two] ملفان
        [few] { $n } ملفات
        [many] { $n } ملفًا
       *[other] { $n } ملف
    }
series-members-more =
    { $n ->
        [zero] ولا غيرها
        [one] وملف آخر
        [two] وملفان آخران
        [few] و{ $n } ملفات أخرى
        [many] و{ $n } ملفًا آخر
       *[other] و{ $n } ملف آخر
    }
series-member = الملف ببصمته
series-files = الملفات ببصماتها، واحد في كل سطر
series-add = إضافة ملفات
series-merge = دمج مع سلسلة أخرى
series-merge-what = تبقى السلسلتان؛ وتعطي هذه الاسم. ويمكن التراجع عن الدمج.
series-merge-other = السلسلة الأخرى: اسمها أو معرّفها
series-split = نقل ملفات إلى سلسلة أخرى
series-split-into = إلى أي سلسلة: اسمها أو معرّفها
series-clues = المؤشرات
series-clues-none = لم يُدوّن أي مؤشر بعد.
series-countries = أين يُحتمل أنها صُنعت
series-countries-what = بلدان تقود إليها روابط السلسلة وملفاتها ومؤشراتها. لا شيء منها محسوم؛ ويضيف الربط بمكان معروف البلد بلدًا آخر.
series-countries-none = لا رابط يقود إلى بلد بعد.
series-notes = ملاحظات
series-notes-what = تُكتب إلى زميل بالاسم، ويقرؤها كل من يحق له رؤية هذه السلسلة.
series-notes-none = لا ملاحظات بعد.
series-notes-read = قرأت ما هو موجّه إليّ
series-note-write = كتابة ملاحظة
series-note-to = إلى من
series-note-words = الملاحظة
series-note-from-to = { $by } إلى { $to }
series-note-read-at = قُرئت: { $when }
series-note-unread = لم تُقرأ بعد
series-history = ما طرأ عليها
series-undo = تراجع
series-undone = تم التراجع عنه
series-change-filled =
    { $n ->
        [zero] لم يُضف ملف
        [one] أُضيف ملف واحد
        [two] أُضيف ملفان
        [few] أُضيفت { $n } ملفات
        [many] أُضيف { $n } ملفًا
       *[other] أُضيف { $n } ملف
    }
series-change-emptied =
    { $n ->
        [zero] لم يُخرج ملف
        [one] أُخرج ملف واحد
        [two] أُخرج ملفان
        [few] أُخرجت { $n } ملفات
        [many] أُخرج { $n } ملفًا
       *[other] أُخرج { $n } ملف
    }
series-change-moved =
    { $n ->
        [zero] لم يُنقل ملف
        [one] نُقل ملف واحد
        [two] نُقل ملفان
        [few] نُقلت { $n } ملفات
        [many] نُقل { $n } ملفًا
       *[other] نُقل { $n } ملف
    }
series-change-merged = دُمجت مع سلسلة أخرى
series-change-unmerged = تُراجع عن دمج
series-proposals = ملفات قد تنتمي إليها
series-back = العودة إلى السلسلة
proposals-what = تشبه هذه الملفات أحد العناصر. ولا يترتب على ذلك شيء من تلقاء نفسه: يقبل شخص الملف أو يرفضه نهائيًا.
proposals-none = لا شيء.
proposals-call = وحدات يُتصل بها: لديها شيء من هذا في قضايا لا يجوز لك الاطلاع عليها
proposal-file = الملف
proposal-like = يشبه
proposal-like-unseen = عنصرًا لا يجوز لك الاطلاع عليه
proposal-difference = الاختلاف
proposal-bits =
    { $n ->
        [zero] { $n } من 256
        [one] { $n } من 256
        [two] { $n } من 256
        [few] { $n } من 256
        [many] { $n } من 256
       *[other] { $n } من 256
    }
proposal-decide = القرار
proposal-reason = السبب؛ وهو لازم للرفض
proposal-take = ضم إلى السلسلة
proposal-decline = رفض
proposal-state-waiting = بانتظار القرار
proposal-state-declined = مرفوض
proposal-state-taken = مقبول
done-series-opened = فُتحت السلسلة.
done-series-filled = أُضيفت الملفات إلى السلسلة.
done-series-note-written = كُتبت الملاحظة، ويجدها من وُجّهت إليه في صفحة اليوم.
done-series-notes-read = سُجّل أنك قرأتها.
done-series-merged = صارت السلسلتان واحدة. ويمكن التراجع أدناه.
done-series-split = نُقلت الملفات.
done-series-undone = تم التراجع.
done-proposal-taken = ضُم الملف إلى السلسلة.
done-proposal-declined = رُفض الملف.
victims-none = لا سجل ضحية يجوز لك الاطلاع عليه.
victim-code = الرمز
victim-titled = الضحية { $code }
victim-what = الطفل
victim-identification = هل تُعرف الهوية
victim-safety = وضع الطفل
victim-wish = هل يرغب الطفل في إبلاغه بما يُعثر عليه
victim-consents = الموافقات القائمة
victim-consents-withdrawn = ما سُحب، وما يجب وقفه
victim-set-wish = تدوين الرغبة
victim-wish-through = إن رغب الطفل، فعن طريق مَن
victim-wants = يرغب في إبلاغه
victim-does-not-want = لا يرغب في إبلاغه
victim-give-consent = تدوين موافقة
victim-consent-to = ما تشمله الموافقة
victim-consent-by = صاحب القول
victim-withdraw-consent = سحب موافقة
victim-withdraw-what = لا يحتاج السحب إلى سبب. إن لم يُحدَّد شيء سُحب كل شيء. ويُبلَّغ حائزو السجل بما يجب وقفه.
consent-said-by = صاحبها: { $by }
stop-notices = الرسائل والمكالمات عن المعثورات الجديدة
stop-contact = أي اتصال آخر
stop-sharing = أي مشاركة جديدة للسجل
stop-partners-copies = النسخ لدى الشركاء: يُطلب منهم سحبها
stop-open-referrals = الإحالات المفتوحة إلى خدمات الدعم: تُبلَّغ الجهة
stop-impact-statement = استعمال الإفادة: تُبلَّغ النيابة
stop-restitution-claims = المطالبات الجارية: يُبلَّغ المحامي
stop-published-appeals = النداءات المنشورة: تُزال
stop-research-sets = مجموعات بيانات البحث التي تضم السجل
stop-training-material = مواد التدريب المأخوذة من السجل
done-wish-set = دُوّنت الرغبة.
done-consent-given = دُوّنت الموافقة.
done-consent-withdrawn = سُحبت الموافقة. ما يجب وقفه مذكور أدناه.
victim-open = فتح سجل ضحية
victim-open-what = يأخذ رمز الوحدة التالي. ويُدوّن الاسم على حدة تحت مفتاح خاص به.
victim-set-safety = تحديد وضع الطفل
victim-risk = درجة الخطر لطفل معرّض للخطر
victim-risk-hint = إن لم يكن معلومًا فيُختار الأعلى. وتبدأ فورًا مهلة إبلاغ جهة الحماية.
victim-identify = تحديد ما إذا كانت الهوية معروفة
victim-partner = أي شريك يعرف، إن كان غيرنا
victim-read = قراءة الأسماء وجهات الاتصال
victim-read-recorded = تُسجل القراءة وغرضها باسمك قبل إظهار أي شيء.
victim-read-purpose = الغرض
victim-read-why = لماذا، كتابةً
victim-write = تدوين الأسماء وجهة اتصال
victim-write-what = يحل هذا محل ما دُوّن من قبل. ويُختم بمفتاح خاص به، ولا يظهر في أي قائمة أو بحث أو تصدير.
victim-contact = جهة الاتصال: رقم أو عنوان
victim-contact-of = لمن جهة الاتصال
names-lines = الأسماء كما أُعطيت، واحد في كل سطر
names-page = الأسماء
names-title = الأسماء كما أُعطيت
names-recorded = سُجلت قراءتك وغرضها. ولا تُحفظ هذه الصفحة.
names-none = لم يُدوّن أي اسم.
names-contacts = جهات الاتصال
identification-unidentified = غير محدد الهوية
identification-identified = حددت هذه الوحدة هويته
identification-identified-elsewhere = حُددت هويته لدى جهة أخرى
safety-not-known = غير معروف
safety-at-risk = معرّض للخطر
safety-in-care = في رعاية جهة الحماية
safety-safe = آمن بحسب علم جهة الحماية
wish-not-asked = لم يسأل أحد بعد
wish-wants = يرغب في الإبلاغ عن طريق: { $through }
wish-does-not-want = لا يرغب في الإبلاغ
through-victim = الطفل
through-guardian = أحد الوالدين أو الوصي
through-social-worker = أخصائي اجتماعي
through-counsel = محامٍ
through-advocate = مدافع عن الضحية
consent-notification = الإبلاغ بما يُعثر عليه
consent-contact = الاتصال به
consent-sharing = مشاركة السجل مع الشركاء
consent-support = إحالة إلى الدعم
consent-impact-statement = إفادة لمحكمة
consent-restitution = المطالبة بالتعويض
consent-public-appeal = نداءات للجمهور
consent-research = البحث
consent-training = تدريب العاملين
reading-purpose-identification = لمعرفة هوية الطفل أو تأكيدها
reading-purpose-protection = لحماية الطفل
reading-purpose-notification = لإبلاغ الضحية بما عُثر عليه
reading-purpose-support = لإحالة الضحية إلى الدعم
reading-purpose-court = لمحكمة أو نيابة
reading-purpose-restitution = لمطالبة من الضحية
reading-purpose-own-request = للرد على طلب الضحية
reading-purpose-correction = لتصحيح السجل
done-victim-opened = فُتح السجل.
done-safety-set = دُوّن وضع الطفل.
done-victim-identified = دُوّن ما إذا كانت الهوية معروفة.
done-identity-written = دُوّنت الأسماء وخُتمت.
persons-none = لا سجل شخص يجوز لك الاطلاع عليه.
person-titled = الشخص { $id }
person-what = الشخص
person-state = الصفة
person-state-uncategorised = لم تُحدَّد صفته بعد
person-state-suspect = مشتبه به
person-state-accused = متهم
person-state-convicted = مدان
person-state-victim = ضحية
person-state-witness = شاهد
person-state-contact = على صلة بشخص آخر
person-state-child-with-harmful-behaviour = طفل ذو سلوك ضار
person-age = العمر
person-age-unknown = لم يُذكر
person-age-under-18 = دون الثامنة عشرة
person-age-adult = 18 سنة فأكثر
person-contested = محل اعتراض
person-contested-what = ما سُجل عن هذا الشخص محل اعتراض: لا يُشارَك منه شيء ولا يُستعمل آليًا حتى يُسوّى.
person-open = فتح سجل شخص
person-set-state = تحديد الصفة
person-under-18-offered = هذا الشخص دون الثامنة عشرة. والصفة التي تتضمن اتهامًا تستلزم سببًا من المشرف نفسه.
person-basis-what = ما تستند إليه: أمر واحد على الأقل. ولا تكفي مطابقة لم يؤكدها أحد، والإدانة تستلزم قرار محكمة.
person-basis-judgment = مرجع قرار محكمة أو نيابة
person-basis-ids = واحد في كل سطر: البلاغات بكلماتها، والملفات والروابط بمعرّفها
person-although-under-18 = أؤيده رغم أن الشخص دون الثامنة عشرة؛ والسبب سببي
person-contest = تدوين اعتراض
person-contest-by = المعترض
contested-by-person = الشخص نفسه
contested-by-representative = من يمثله
contested-by-partner = وحدة أخرى أو شريك
contested-by-unit = هذه الوحدة
person-settle = تسوية الاعتراضات
person-read = قراءة الأسماء
person-history = الصفات حتى الآن
person-upheld = أيّده مشرف:
done-person-opened = فُتح السجل. وينبغي تحديد الصفة في المهلة.
done-person-state-set = حُددت الصفة.
done-person-contested = دُوّن الاعتراض.
done-person-settled = سُوّيت الاعتراضات.
things-none = لا شيء يجوز لك الاطلاع عليه.
thing-what = ما هو
thing-kind = النوع
thing-open = تدوين آخر
thing-written = كما كُتب
thing-service = الخدمة، للحساب
thing-country = البلد بحرفين
thing-place-kind = نوع المكان، للمكان
thing-device-kind = نوع الجهاز، للجهاز
thing-place = مكان
thing-handle = حساب بالاسم الذي اختاره صاحبه
thing-service-number = حساب برقم الخدمة
thing-mail = عنوان بريد إلكتروني
thing-phone = رقم هاتف
thing-device = جهاز
thing-address = عنوان على الإنترنت
place-words = الاسم أو الشارع
place-kind-home = منزل
place-kind-school = مدرسة
place-kind-work = مكان عمل
place-kind-lodging = مكان إقامة
place-kind-vehicle = مركبة
place-kind-outdoors = في الخارج
place-kind-area = منطقة
place-kind-unknown = غير معروف
account-kind-handle = اسم على خدمة
account-kind-service-number = رقم من الخدمة
account-kind-mail = عنوان بريد إلكتروني
account-kind-phone = رقم هاتف
account-kind-local-phone = رقم هاتف بلا رمز البلد
device-model = الصانع والطراز
device-kind-phone = هاتف
device-kind-camera = كاميرا
device-kind-computer = حاسوب
device-kind-storage = وسيط تخزين
device-kind-network = جهاز شبكة
device-kind-other = جهاز آخر
device-key-imei = IMEI
device-key-serial = الرقم التسلسلي
device-key-mac = عنوان MAC
address-kind-url = صفحة ويب
address-kind-domain = نطاق
address-kind-host = مضيف
address-state-known = ما زال قائمًا
address-state-pending = طُلبت إزالته
address-state-removed = أُزيل
address-set-state = تحديد ما آل إليه
done-thing-opened = تم التدوين.
done-address-state-set = دُوّن ما آل إليه.
clues-none = لا مؤشر يجوز لك الاطلاع عليه.
clue-titled = المؤشر { $id }
thing-titled = { $noun } { $id }
clue-add = تدوين مؤشر
clue-kind = النوع
clue-words = ما شوهد أو سُمع، كتابةً
clue-language = لغة الكلمات، مثل ar أو en
clue-kind-object = غرض
clue-kind-text = كلمات مكتوبة
clue-kind-sound = صوت
clue-kind-speech = كلام
clue-kind-place = مبنى أو غرفة أو منظر
clue-kind-plant = نبات
clue-kind-plug = قابس أو مقبس
clue-kind-packaging = تغليف
clue-kind-uniform = زي موحد
clue-kind-clothing = ملابس
clue-kind-toy = لعبة
clue-kind-licence-plate = لوحة مركبة
clue-kind-vehicle = مركبة
clue-kind-dated = ما يدل على التاريخ
clue-kind-weather = طقس أو ضوء أو فصل
clue-kind-document = نقود أو تذكرة أو وثيقة
clue-kind-art = صورة على جدار
clue-kind-body-mark = علامة على الجسم
clue-kind-other = شيء آخر
done-clue-added = دُوّن المؤشر.
reports-newest = الأحدث أولًا
reports-by-priority = حسب أولوية حماية الطفل
reports-none = لا بلاغ يجوز لك الاطلاع عليه.
reports-scores = تقف الدرجتان جنبًا إلى جنب ولا تُجمعان أبدًا. والبلاغ قليل النقاط ينتظر كغيره.
report-titled = البلاغ الوارد { $id }
report-what = البلاغ
report-received = ورد في
report-from = من
report-queue = ينتظر في
report-priority = أولوية حماية الطفل
report-completeness = اكتمال البلاغ
report-points-n =
    { $n ->
        [zero] لا نقاط
        [one] نقطة واحدة
        [two] نقطتان
        [few] { $n } نقاط
        [many] { $n } نقطة
       *[other] { $n } نقطة
    }
report-points-of-100 =
    { $n ->
        [zero] { $n } من 100
        [one] { $n } من 100
        [two] { $n } من 100
        [few] { $n } من 100
        [many] { $n } من 100
       *[other] { $n } من 100
    }
report-reason = السبب
report-points = النقاط
report-no-reasons = لم يوجد سبب.
report-given = ما يمكن أن يتضمنه البلاغ
report-is-given = مذكور
report-given-yes = نعم
report-given-no = لا: يُسأل المرسل
report-reference = مرجع المرسل
report-weight = هل يكفي للتحرك
report-words = نصه
report-words-none = لا نص فيه.
report-words-unread = لم يقرأ أحد هنا نصه بعد.
report-words-read = قُرئ نصه.
report-read-text = قراءة النص
report-text-will-be-recorded = تُسجل القراءة.
report-text-recorded = سُجلت قراءتك. ولا تُحفظ هذه الصفحة.
report-files = ملفاته ببصماتها، واحد في كل سطر
report-viewed = اطّلع عليه المرسل
report-reported = الأشخاص والحسابات المنسوب إليها الفعل، بالمعرّف
report-harmed = من تعرّض للأذى، واحد في كل سطر: رمزه أو معرّفه
report-whereabouts = الأماكن بكلماتها والعناوين بمعرّفها، واحد في كل سطر
report-signs = العلامات
report-youngest = عمر أصغر طفل كما يبدو
report-preserved-now = يحفظ المرسل المحتوى من الآن
report-preserved-since = المحتوى محفوظ منذ
report-versions = النسخ
report-holds = ما يتضمنه
report-holds-nothing = لا ملف ولا سجل، في حدود ما يجوز لك الاطلاع عليه.
report-knownness = معروف
report-take = تسجيل بلاغ وارد
done-report-taken = سُجل البلاغ.
report-add-version = تدوين ما استجدّ
report-add-version-what = تبقى النسخة السابقة مقروءة. النص والملفات والمذكورون يبقون؛ وما يُكتب هنا يُضاف إليهم، ويحل النص الجديد محل القديم.
done-report-version-added = دُوّن ذلك في نسخة مستقلة.
report-source-provider = مزوّد خدمة
report-source-hotline = خط إبلاغ
report-source-patrol = دوريات على الإنترنت
report-source-other-country = بلد آخر
report-source-public = أحد أفراد الجمهور
report-source-survivors-advocate = ناجٍ أو من يمثله
weight-referral = قابل للتحقيق
weight-informational = للعلم فقط
viewed-yes = نعم
viewed-no = لا
viewed-not-said = لم يُذكر
knownness-new = غير مدرج في أي قائمة سُئلت
knownness-known = مُدرج في قائمة
knownness-known-viral = مُدرج في قائمة ومتداول على نطاق واسع
mentioned-as-reported = مُبلَّغ عنه
mentioned-as-harmed = متضرر
mentioned-as-whereabouts = المكان
mentioned-as-otherwise = مذكور
queue-child-in-danger = طفل في خطر
queue-new-material = مواد جديدة
queue-words = نصوص للقراءة
queue-referrals = قابلة للتحقيق
queue-informational = للعلم فقط
queued-because-signs-of-danger = علامات خطر
queued-because-new-file = ملف غير مدرج في أي قائمة
queued-because-words-unread = نص لم يقرأه أحد
queued-because-from-survivor = وارد من ناجٍ
queued-because-said-to-be-referral = يفيد المرسل بأنه كافٍ للتحرك
queued-because-only-informs = للعلم فقط
sign-live-abuse = إساءة جارية الآن أو تُبث مباشرة
sign-self-harm = طفل قد يؤذي نفسه
sign-meeting-planned = لقاء مرتقب مع طفل
sign-access-to-child = إمكانية الوصول إلى أطفال
sign-claims-of-abuse = يدّعي الإساءة أو يعرض طفلًا
sign-extortion = تهديد طفل أو ابتزازه
sign-grooming = استدراج طفل
sign-violence = عنف يتجاوز الإساءة
sign-seems-first-hand = يبدو مصنوعًا في المنزل أو من الطفل
youngest-0-2 = من 0 إلى 2
youngest-3-6 = من 3 إلى 6
youngest-7-10 = من 7 إلى 10
youngest-11-13 = من 11 إلى 13
youngest-14-17 = من 14 إلى 17
youngest-not-known = غير معروف
priority-new-file = ملف غير مدرج في أي قائمة
priority-known-file = ملف مُدرج في قائمة
priority-words-unread = نص لم يقرأه أحد
priority-under-three = أصغر طفل دون الثالثة
priority-under-seven = أصغر طفل من 3 إلى 6
priority-under-eleven = أصغر طفل من 7 إلى 10
priority-under-fourteen = أصغر طفل من 11 إلى 13
priority-under-eighteen = أصغر طفل من 14 إلى 17
priority-reported-before = أُبلغ عنه مرة أو مرتين من قبل
priority-reported-often = أُبلغ عنه ثلاث مرات فأكثر من قبل
priority-only-viral = ملف متداول على نطاق واسع فقط، ولا شيء آخر يدل على طفل يمكن الوصول إليه
given-who-is-reported = المُبلَّغ عنه
given-connection = الاتصال: العنوان والمنفذ والوقت
given-when-it-happened = متى حدث
given-where = أين
given-what-it-is-about = موضوعه
given-who-viewed = هل اطّلع المرسل على كل ملف
given-preservation = منذ متى يُحفظ المحتوى
given-sender-reachable = يمكن الرجوع إلى المرسل
search-words = البحث في النصوص
search-words-what = في المؤشرات والبلاغات والأماكن وخيوط التحقيق والسلاسل، عبر اللغات ورغم زلات الكتابة.
search-for-words = الكلمات
search-exact = بحث دقيق
search-exact-what = يُبحث عن حساب أو رقم أو عنوان من أجل قضية مفتوحة تعمل عليها أو من أجل غرض. ولا يُدوّن ما بُحث عنه في أي مكان؛ ويُدوّن أنك بحثت.
search-by = بماذا
search-written = كما كُتب
search-case = من أجل هذه القضية المفتوحة: رقمها أو معرّفها
search-purpose = أو من أجل هذا الغرض
search-purpose-none = لا غرض، توجد قضية
search-purpose-identify-victims = تحديد هوية الضحايا
search-purpose-investigate = التحقيق
search-purpose-protect-a-child = حماية طفل
search-purpose-remove-material = إزالة مواد
search-purpose-assess-an-incoming-report = تقييم بلاغ وارد
search-do = بحث
search-found =
    { $n ->
        [zero] لم يُعثر على أي سجل
        [one] عُثر على سجل واحد
        [two] عُثر على سجلين
        [few] عُثر على { $n } سجلات
        [many] عُثر على { $n } سجلًا
       *[other] عُثر على { $n } سجل
    }
search-has-more = يوجد المزيد. يُرجى البحث بكلمات أكثر.
search-record = السجل
search-agrees = درجة الموافقة
agrees-same = مطابق
agrees-same-stem = مطابق باستثناء الزوائد
agrees-alike = قريب
find-by-handle = اسم على خدمة
find-by-service-number = رقم من الخدمة
find-by-mail = عنوان بريد إلكتروني
find-by-phone = رقم هاتف مع رمز البلد
find-by-imei = رقم الجهاز (IMEI)
find-by-serial = رقم تسلسلي
find-by-mac = رقم بطاقة الشبكة (MAC)
find-by-address = عنوان على الإنترنت
find-by-case-number = رقم قضية
find-by-victim-code = رمز ضحية
find-by-file = البصمة الرقمية للملف (hash)
disclosure-titled = ملف الإفصاح في القضية { $number }
disclosure-print = طباعة
disclosure-statement = بيان
disclosure-said = أعدّه { $who }، { $unit }، مما يحفظه هذا النظام ويجوز له الاطلاع عليه.
disclosure-claims-are = تفيد المطابقة بأن ملفًا يوافق مُدخلًا في قائمة. والمطابقة التقريبية أو النسخة المحتمل تعديلها مؤشر لا حكم: يجب أن يقارن شخص ويؤكد. وما يقوله مالك القائمة منقول بنصه.
disclosure-new-means = عدم مطابقة ملف يعني: لا مُدخل في القوائم التي سُئلت. ولا يقول شيئًا عما يُظهره.
disclosure-ledger = كل فحص ومطابقة وقرار مدوّن في سجل الأثر القابل للتحقق لهذا النظام.
disclosure-incomplete = هذا الملف غير مكتمل: قد لا يجوز لمن أعده الاطلاع على كل المطابقات، أو يصنّف بعض ملفاتها دون رؤية آراء غيره، أو يوجد أكثر مما يسعه ملف واحد.
disclosure-dated = التاريخ
disclosure-program = البرنامج
disclosure-matched = ما طوبق وكيف
disclosure-files =
    { $n ->
        [zero] لا ملفات في القضية.
        [one] في القضية ملف واحد.
        [two] في القضية ملفان.
        [few] في القضية { $n } ملفات.
        [many] في القضية { $n } ملفًا.
       *[other] في القضية { $n } ملف.
    }
disclosure-unmatched =
    { $n ->
        [zero] وكلها تطابق مُدخلًا.
        [one] منها ملف واحد لا يطابق أي مُدخل.
        [two] منها ملفان لا يطابقان أي مُدخل.
        [few] منها { $n } لا تطابق أي مُدخل.
        [many] منها { $n } لا تطابق أي مُدخل.
       *[other] منها { $n } لا تطابق أي مُدخل.
    }
disclosure-no-match = لا تظهر أي مطابقة.
disclosure-list = القائمة والمُدخل
disclosure-how = كيف
disclosure-owners-words = كلمات المالك
disclosure-decided = ما قرره شخص
disclosure-exhibits = الأحراز وكيف فُحصت
disclosure-no-exhibit = لا حرز في القضية، في حدود ما يجوز لك الاطلاع عليه.
disclosure-changed = تغيّر الحرز أثناء فحصه.
disclosure-no-authority = لا سند مدوّن لهذا الحرز: لا يصلح دليلًا.
disclosure-run = الفحص
disclosure-begun = بدأ
disclosure-ended = انتهى
disclosure-by-lists = نُسخ القوائم التي سُئلت
disclosure-all-examined = لا شيء مدوّن بوصفه لم يُفحص.
disclosure-lists = نُسخ القوائم
disclosure-version = النسخة
run-state-open = جارٍ أو انقطع
run-state-finished = اكتمل
run-state-stopped = أوقفه شخص
run-state-failed = تعذّر إكماله
priority-live-abuse = إساءة جارية الآن أو تُبث مباشرة
priority-self-harm = طفل قد يؤذي نفسه
priority-meeting-planned = لقاء مرتقب مع طفل
priority-access-to-child = إمكانية الوصول إلى أطفال
priority-claims-of-abuse = يدّعي الإساءة أو يعرض طفلًا
priority-extortion = تهديد طفل أو ابتزازه
priority-grooming = استدراج طفل
priority-violence = عنف يتجاوز الإساءة
priority-seems-first-hand = يبدو مصنوعًا في المنزل أو من الطفل
