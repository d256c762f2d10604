# الإدارة: كيف يدخل الأشخاص والبرامج، وسلامة النظام، ومن ينوب عمّن؛ وما لا يريد أحد أن يُعرض عليه؛ وما لا يزال النظام الجديد يحتاج إليه.

sessions-of = الجلسات المفتوحة باسم هذا الشخص
sessions-of-none = لا جلسات.
page-access-token = رمز الوصول الجديد
access-tokens = رموز الوصول
access-tokens-what = يدخل به برنامج: باسم هذا الشخص، ولما حُدّد له وحده.
access-tokens-none = لا رموز.
access-token-name = فيم يُستعمل
access-token-may = ما يجوز له طلبه
access-token-verbs =
    { $n ->
        [zero] لا إجراء
        [one] إجراء واحد
        [two] إجراءان
        [few] { $n } إجراءات
        [many] { $n } إجراءً
       *[other] { $n } إجراء
    }
access-token-least = يُحدَّد ما يحتاج إليه البرنامج لا أكثر. وما لا يجوز لهذا الشخص ليس هنا.
access-token-group-examining = الأحراز والمهام
access-token-group-matching = القوائم والمطابقات
access-token-group-grading = الملفات والتصنيفات
access-token-group-casework = البلاغات وسلاسل الصور والضحايا والأشخاص والمؤشرات
access-token-group-cases = القضايا وخيوط التحقيق والعمليات والمهل
access-token-group-keeping = ضوابط التداول ومدة الحفظ
access-token-group-ledger = سجل الأثر
access-token-group-people = الأشخاص والوحدات
access-token-group-oneself = ما يخص الشخص نفسه
access-token-group-system = النظام ونسخه الاحتياطية
access-token-made = أُنشئ
access-token-ends = صالح حتى
access-token-revoke = إلغاء
access-token-is-revoked = ملغى
access-token-add = إنشاء رمز وصول
access-token-days = عدد الأيام، من 1 إلى 366
access-token-given = يُعطى للبرنامج وحده. ولا يمكن لأحد قراءته مرة أخرى.
access-token-noted = دوّنته: العودة إلى هذا الشخص
done-access-token-revoked = أُلغي رمز الوصول.

deputies = من يجيب نيابةً عن غيره
deputies-what = حين يغيب مشرف يجيب نائب مكانه. وتنتهي النيابة من تلقاء نفسها.
deputies-none = لا أحد ينوب عن مشرف الآن.
deputy = النائب
deputy-of = نيابةً عن
deputy-until = حتى
deputy-end = إنهاء
deputy-name = تسمية نائب عنك
deputy-name-do = تسمية
deputy-days = عدد الأيام، من 1 إلى 90
deputy-nobody = لا أحد غيرك يمكنه أن ينوب عنك: النائب شخص مسموح له بالدخول هنا ويعمل على القضايا.
done-deputy-named = سُمّي نائبك.
done-deputy-ended = لم يعد النائب يجيب مكانك.

page-health = سلامة النظام
health-what = يختبر النظام نفسه: الفهرس وبرامج فك الترميز والقرص وكل قيد في سجله. ويستغرق ذلك وقتًا إذا كان كبيرًا.
health-examine = فحصه الآن
health-amiss-n =
    { $n ->
        [zero] لا خلل.
        [one] أمر واحد يحتاج إلى من يعالجه.
        [two] أمران يحتاجان إلى من يعالجهما.
        [few] { $n } أمور تحتاج إلى من يعالجها.
        [many] { $n } أمرًا يحتاج إلى من يعالجه.
       *[other] { $n } أمر يحتاج إلى من يعالجه.
    }
health-versions = برامج فك الترميز وإصداراتها
health-good = سليم
health-amiss = يحتاج إلى معالجة
health-unknown = تتعذر معرفته
health-do-index = لا يفوت شيء، لكن كل بحث يستغرق وقتًا أطول. تُدخَل القوائم من جديد.
health-do-self-test = لا يُعتمد على أي نتيجة قبل إصلاح ذلك. أخبر من يدير الجهاز؛ فقد يلزم تثبيت البرنامج من جديد.
health-do-cage = لا يُفتح أي دليل على هذا النحو. يحتاج الجهاز إلى Linux 5.13 أو أحدث مع Landlock.
health-do-package = تُثبَّت على الجهاز: { $package }
health-do-disk = من يأخذ القرص يستطيع قراءته. يُنقل المجلد إلى قرص مشفّر.
health-do-disk-unknown = اسأل من يدير الجهاز.
health-do-lists = لا يُتعرَّف على شيء بلا قائمة. تُدخَل القائمة الأولى.

opt-outs = ما لا أريد أن يُعرض عليّ
opt-outs-what = لا يُسأل أحد عن السبب. ويُعرض ذلك على غيرك، ولك أن تغيّره متى شئت.
opt-outs-who-sees = لا يُعرض هذا على أحد غيرك: لا تذكره صفحة ولا قائمة ولا تقرير ولا قيد في السجل لأي كان. ويستند إلى ما يُعرف قبل أن ينظر أحد، فقد يحمل ملف جديد ما لا تودّ رؤيته.
opt-outs-kinds = لا يُعرض عليّ
opt-outs-keep = حفظ
content-kind-videos = مقاطع الفيديو
content-kind-listed = ملفات مدرجة في قائمة مواد معروفة أو تشبه ما فيها
content-kind-gravest-category = ملفات تضعها قائمة كهذه في أشد الفئات بحسب CAID أو INTERPOL Baseline أو فئات الشركات
content-kind-youngest-children = ملفات تضعها قائمة كهذه بين ما يخص أصغر الأطفال، بحسب INTERPOL Baseline أو فئات الشركات
done-opt-outs-kept = حُفظ ذلك. ومن الآن يُعرض على غيرك.

set-up = ما لا يزال النظام يحتاج إليه
set-up-second-administrator = شخص ثانٍ للإدارة، فقد يغيب أحدهما
set-up-somebody-for-lists = من يُدخل القوائم، بدور فحص الأدلة الرقمية أو الإشراف
set-up-first-list = القائمة الأولى، فبلا قائمة لا يُتعرَّف على شيء؛ يُدخلها من له دور فحص الأدلة الرقمية أو الإشراف
set-up-recovery-key = مفتاح استعادتك على الورق؛ وإن لم تدوّنه فخذ رموزًا جديدة

list-import-file = ملفها
list-import-sending = يُرسل الملف.
list-import-failed = لم يصل الملف. حاول من جديد.
list-import-more = المزيد عن الملف
list-import-scheme = نظام فئاتها، مثل caid
list-import-kind = نوع بصماتها إن لم يذكره الملف
