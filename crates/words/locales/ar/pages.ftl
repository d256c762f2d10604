# What stands around pages, and the pages on which people sign in, choose how they read, and begin their day.

product-name = سند
frame-skip = الانتقال إلى المحتوى
frame-menu = القائمة
frame-language = اللغة
frame-choose = اختيار
frame-sign-out = تسجيل الخروج
frame-close = إغلاق
room-today = اليوم
room-settings = إعداداتي
shortcuts-title = المفاتيح
shortcut-help = إظهار هذه المفاتيح
shortcut-menu = الانتقال إلى القائمة
trouble-home = العودة إلى الصفحة الأولى
page-sign-in = تسجيل الدخول
page-recover = فقدان كلمة السر أو الرموز
page-renew = اختيار كلمة سر جديدة
page-secrets = ما تسجّل به الدخول من الآن فصاعدًا
field-login = اسم الدخول
field-password = كلمة السر
field-password-until-now = كلمة السر الحالية
field-new-password = كلمة السر الجديدة، من 12 حرفًا على الأقل
field-again = كلمة السر الجديدة مرة أخرى
field-code = رمز تطبيق المصادقة، 6 أرقام
field-recovery-key = مفتاح الاسترداد، من الورقة المطبوعة
sign-in-do = دخول
sign-in-passkey = الدخول بمفتاح مرور
sign-in-provider = الدخول عبر { $provider }
passkey-refused = لم يُقبل مفتاح المرور. يمكن إعادة المحاولة، أو الدخول بكلمة السر والرمز.
passkey-wrong-password = كلمة السر هذه غير صحيحة.
passkey-not-made = لم يُنشأ مفتاح مرور. يمكن إعادة المحاولة، أو تجربة جهاز آخر.
provider-refused = لم يُقبل الدخول. يمكن البدء من جديد، أو الدخول بكلمة السر والرمز.
provider-code-wanted = عرّف مزوّد الهوية بك. ويلزم أيضًا رمز تطبيق المصادقة.
page-signed-in = تم الدخول
signed-in-go-on = متابعة
done-passkey-added = أُضيف مفتاح المرور، ويمكن الدخول به من الآن.
done-passkey-removed = أُزيل مفتاح المرور وانتهت كل جلساتك. يُرجى الدخول من جديد.
passkeys-title = مفاتيح المرور الخاصة بي
passkeys-hint = يبقى مفتاح المرور في جهازك ولا يستجيب إلا لهذا العنوان. وتبقى كلمة السر والرمز صالحين.
passkeys-none = لا مفتاح مرور لك هنا بعد.
passkey-name = الاسم
passkey-added = أُضيف
passkey-copied = يحمله جهازان: يجب إزالته.
passkey-remove = إزالة
passkey-remove-hint = إزالة أي مفتاح تنهي كل جلساتك، وهذه منها.
passkey-add = إضافة مفتاح مرور
passkey-name-field = اسم يميّزه، مثل «هاتف العمل»
sign-in-lost = فقدتُ كلمة السر أو الرموز
sign-in-back = العودة إلى تسجيل الدخول
sign-in-refused = لم تتطابق هذه البيانات. يُرجى التحقق من اسم الدخول وكلمة السر ورمز هذه اللحظة؛ فكل رمز يُستعمل مرة واحدة.
recover-what = يتيح مفتاح الاسترداد الدخول مرة واحدة لاختيار كلمة سر وأخذ رموز جديدة. ويُستهلك المفتاح بذلك، ويُعرض بعده مفتاح جديد.
recover-do = اختيار كلمة السر هذه
recover-refused = لم تتطابق هذه البيانات. يُرجى التحقق من اسم الدخول ومن كل حرف في مفتاح الاسترداد.
renew-first = رأى شخص آخر كلمة السر التي دخلتَ بها. يُرجى اختيار كلمة لا يعرفها غيرك؛ ثم تُعرض لك رموز جديدة مرة واحدة.
renew-again = تُختار كلمة سر جديدة وتُؤخذ رموز جديدة. وتنتهي كل جلساتك، ومنها هذه.
renew-do = اختيار كلمة السر هذه
renew-refused = كلمة السر الحالية غير هذه.
secrets-once = تُعرض هذه الصفحة مرة واحدة فقط. يُرجى عدم مغادرتها قبل تدوين كل ما فيها.
secrets-code = الرموز
secrets-code-what = وجّه تطبيق المصادقة إلى هذه الصورة.
secrets-code-picture = رمز QR لتطبيق المصادقة
secrets-code-typed = أو اكتب فيه هذا المفتاح:
secrets-password = كلمة السر
secrets-recovery = مفتاح الاسترداد
secrets-recovery-what = يُطبع أو يُكتب ويُحفظ في مكان مقفل. يتيح الدخول مرة واحدة عند فقدان كلمة السر أو الرموز.
secrets-done = دوّنتُ كل شيء: تسجيل الدخول
done-signed-out = تم تسجيل الخروج.
done-settings-kept = حُفظت إعداداتك.
done-session-ended = انتهت الجلسة.
done-news-read = وُسمت الأخبار بأنها مقروءة.
done-break-noted = سُجّلت استراحتك. يمكن العودة متى شئت.
settings-reading = كيف أقرأ
settings-own = لا يرى غيرك ما تختاره هنا.
setting-language = اللغة
setting-language-browser = كما يحدد المتصفح
setting-time-zone = المنطقة الزمنية، مثل Asia/Amman
setting-appearance = فاتح أو داكن
setting-appearance-system = كما هو مضبوط في النظام
setting-appearance-light = فاتح
setting-appearance-dark = داكن
setting-digits = أرقام الأعداد والتواريخ
setting-digits-western = 0 1 2 3
setting-digits-arabic-indic = ٠ ١ ٢ ٣، في العربية
setting-months = أسماء الأشهر بالعربية
setting-months-gregorian = يناير
setting-months-levant = كانون الثاني
setting-months-maghreb = جانفي
setting-months-both = كانون الثاني/يناير
setting-pictures = الصور
setting-pictures-grey = صغيرة ورمادية، إلى أن أطلب أكثر
setting-pictures-never = بلا أي صورة: تسميات وكلمات فقط
setting-reveal = إظهار المعاينة
setting-reveal-hold = ما دمتُ ضاغطًا على مفتاح
setting-reveal-press = ضغطة تُظهر والتالية تُخفي
settings-keep = حفظ الإعدادات
settings-sign-in = تسجيل الدخول
settings-renew = اختيار كلمة سر جديدة وأخذ رموز جديدة
settings-sessions = الجلسات المفتوحة باسمي
session-began = بدأت
session-seen = آخر استعمال
session-ends = تنتهي
session-end = إنهاء هذه الجلسة
today-nothing = لا شيء بانتظارك في هذه اللحظة.
today-break = حان وقت استراحة
today-break-why = أمضيتَ وقتًا مع محتوى صعب. الاستراحة مفيدة، ولا يُبلَّغ بها أحد.
today-break-take = آخذ استراحة
today-clocks = المهل
today-clocks-count =
    { $n ->
        [zero] لا مهلة متأخرة أو تنتهي خلال ثلاثة أيام
        [one] مهلة واحدة متأخرة أو تنتهي خلال ثلاثة أيام
        [two] مهلتان متأخرتان أو تنتهيان خلال ثلاثة أيام
        [few] { $n } مهل متأخرة أو تنتهي خلال ثلاثة أيام
        [many] { $n } مهلةً متأخرة أو تنتهي خلال ثلاثة أيام
       *[other] { $n } مهلة متأخرة أو تنتهي خلال ثلاثة أيام
    }
clock-late-since = متأخرة منذ { $when }
clock-due = حتى { $when }
clock-still = متوقفة
clock-kind-protection-told = إبلاغ خدمات الحماية
clock-kind-referral-answer = رد خدمات الحماية
clock-kind-child-newly-identified = طفل حُددت هويته حديثًا: ما يلزم بعده
clock-kind-person-status = تحديد صفة شخص
clock-kind-preservation = انتهاء حفظ المحتوى
clock-kind-retention-review = مراجعة الحاجة إلى سجل
clock-kind-plan-review = مراجعة خطة الدعم
today-answers = زملاء يحتاجون إلى شخص ثانٍ
today-answer-of = المطلوب: { $verb }
today-claims = مطابقات بانتظار شخص
today-settle = تصنيفات متباينة
today-settle-blind = لا يُعرض هنا ما قيل، ليبقى بإمكانك التصنيف بنفسك.
today-jobs = قيد التنفيذ
today-news = أخبار
today-news-more = هناك المزيد؛ يُعرض بعد قراءة هذا.
today-news-read = قرأتُ هذا
closeness-exact = مطابقة تامة
closeness-near = مطابقة تقريبية، تحتاج إلى تأكيد
closeness-altered = نسخة معدّلة محتملة، تحتاج إلى تأكيد
closeness-contradicted = متناقضة
job-state-waiting = بالانتظار
job-state-running = قيد التشغيل
news-match-claimed = قائمة وردت لاحقًا تعرف ملفًا في الحرز { $exhibit }: { $list }
news-match-gone = لم تعد قائمة تعرف ملفًا في الحرز { $exhibit }: { $list }
news-series-agrees = ملف محفوظ هنا يشبه ملفًا في سلسلة أو هو فيها
news-proposals-wait = وجدت سلسلة ملفات تشبه ما فيها؛ وهي بانتظار قرار
news-series-note = كتب إليك زميل بشأن سلسلة صور: { $words }
news-recheck = ما استند إليه هذا لم يعد قائمًا: { $record }. تلزم مراجعته
news-entries-opened = فتح مدقق سجل ما فعلتَه بوصول استثنائي مبرَّر
news-passkey-copied = يحمل جهازان مفتاح مرور لك: لم يعد يتيح الدخول، وأُنهيت كل جلساتك
news-provider-account-bound = من الآن فصاعدًا يستطيع مزوّد تسجيل الدخول إدخالك
news-consent-withdrawn = سُحبت موافقة: يجب إيقاف ما استند إليها
news-call = الاتصال بـ { $unit }: { $contact }
news-entry-quarantined = اتفق مُدخل من القائمة { $list } مع أكثر من { $n } من الأشياء في وقت قصير؛ ومطابقاته بانتظار شخص
news-lead-moved =
    { $state ->
        [sent] أُرسل إليكم خيط تحقيق
        [accepted] قُبل خيط تحقيق أرسلتموه
        [given-back] أُعيد خيط تحقيق أرسلتموه
       *[other] استرد المرسل خيط تحقيق
    }

setting-months-morocco = يناير، غشت
