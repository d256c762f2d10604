# What a file is to the lists asked (codes of casework's Outcome), marks and turns.

outcome-known = معروف
outcome-known-long = معروف: محتواه مُدرج في قائمة
outcome-near = مطابقة تقريبية تحتاج إلى تأكيد
outcome-near-long = مطابقة تقريبية: يشبه مُدخلًا في قائمة، ويجب أن يؤكدها شخص
outcome-altered = نسخة معدَّلة محتملة تحتاج إلى تأكيد
outcome-altered-long = نسخة معدَّلة محتملة: يشبه مُدخلًا في قائمة بعد قصّه أو إدارته أو وضعه في إطار أو ما شابه، ويجب أن يؤكدها شخص
outcome-set-aside = معروف ومستبعد من الفحص
outcome-set-aside-long = معروف ومستبعد من الفحص: برمجيات معروفة وما يماثلها
outcome-held-in-this-node = محفوظ في هذه العقدة
outcome-held-in-this-node-long = محفوظ في هذه العقدة: غير مدرج في أي من القوائم التي جرت مقارنتها، وهو في قضية لوحدة يُتصل بها
outcome-new = { term-new.short }
outcome-new-long = جديد: غير مدرج في أي من القوائم التي جرت مقارنتها
outcome-unreadable = { term-unreadable }
outcome-unreadable-long = تعذّرت قراءته: لم تُقرأ كل بايتاته

mark-extension-lies = امتداد الاسم يدل على نوع غير نوع المحتوى
mark-thumbnail-differs = الصورة المصغّرة المضمّنة تُظهر صورة أخرى
mark-digest-conflict = قائمة توافق بصمة رقمية وتخالف بصمة أقوى منها
mark-encrypted = مشفّر
mark-gps-present = يذكر مكان التقاطه
mark-not-comparable = غير صالح للمقارنة بالمظهر
mark-not-decoded = تعذّر فك ترميزه
mark-truncated = الصورة ناقصة في آخرها
mark-lists-conflict = القوائم متعارضة
mark-changed-while-read = تغيّر أثناء قراءته
mark-archive-disagrees = فهرس الأرشيف وترويساته الداخلية متعارضة
mark-name-escapes = اسمه يحاول الخروج من الأرشيف
mark-hard-link = اسم آخر للملف نفسه على القرص
mark-deleted = محذوف، بحسب الأداة التي أدرجته
mark-unallocated = في مساحة غير مخصصة، بحسب الأداة التي أدرجته
mark-not-seen-here = لم يُعاين هنا: مُدرج فقط
mark-frames-sampled = فيه إطارات أكثر مما أُخذ عيّنةً
mark-screened = فُرزت سريعًا: لا شيء في هذه القوائم يشبهها، ولم يُسجَّل مظهرها

turn-original = كما هي
turn-rotate90 = مُدارة 90°
turn-rotate180 = مُدارة 180°
turn-rotate270 = مُدارة 270°
turn-flip-x = معكوسة رأسًا على عقب
turn-flip-y = معكوسة كالمرآة
turn-flip-plus1 = معكوسة حول قطر
turn-flip-minus1 = معكوسة حول القطر الآخر

purpose-victim-identification = تحديد هوية الضحايا
purpose-investigation = التحقيق
purpose-removal = إزالة المحتوى
purpose-set-aside = استبعاد البرمجيات المعروفة

audience-own = وحدتنا
audience-partner = جهة شريكة
audience-court = المحكمة

kind-picture = صورة
kind-video = فيديو
kind-archive = أرشيف
kind-disk-image = صورة قرص
kind-other = ملف آخر

shared-names = أسماء الملفات ومساراتها وأهداف الروابط
shared-times = الأوقات
shared-gps = المواقع الجغرافية
shared-camera = الكاميرات والأرقام التسلسلية والبرامج
shared-comments = كلام المالكين ومعرّفات مُدخلات القوائم
shared-details = ما قالته برامج فك الترميز والنظام
shared-custody = السند القانوني والختم والفاحص
