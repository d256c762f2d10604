# Mapping tables: by which categories are computed, what is wrong with one, and who approved it.
mapping-problem-line = { $file }، السطر { $line }: { $what }
mapping-problem-not-read = هذا ليس جدول تصنيف ({ $detail })؛ يُكتب كما كُتبت جداول البرنامج، انظر «sanad mapping show»
mapping-problem-blank = هنا خانة فارغة لا بد من ملئها؛ تُكتب scheme وversion وsource، وفي كل قاعدة category وreason
mapping-problem-approval = لا يتفق approved-by مع approved-on؛ يُحذف كلاهما، فالجدول يعتمده شخصان في نظام الوحدة
mapping-problem-no-last-rule = للقاعدة الأخيرة شرط؛ تُضاف قاعدة أخيرة بلا شرط لما لا تأخذه قاعدة أخرى
mapping-problem-dead-rules = تأخذ هذه القاعدة كل شيء فلا يُسأل ما بعدها؛ تُنقل إلى الآخر أو يوضع لها شرط
mapping-problem-reason-twice = لقاعدة سابقة السبب نفسه؛ يُعطى لكل قاعدة سبب خاص بها
mapping-problem-unknown-age = تطلب هذه القاعدة العمر «unknown» ولا تطلبه أي قاعدة؛ يُحذف
mapping-checked = { $file } جدول تصنيف: { $scheme }، الإصدار { $version }، SHA-256 { $sha256 }
mapping-wrong = في أحد الجداول خطأ في السطور المذكورة أعلاه؛ تُصحَّح ثم يُعاد الفحص
mapping-unknown = لا يوجد جدول تصنيف { $name }؛ يعددها «sanad mapping list»
mapping-approved = اعتمده { $by } في { $day }
mapping-not-for-court = غير معتمد: لا يُقدَّم إلى المحكمة
mapping-withdrawn = مسحوب
mapping-in-force = معمول به
mapping-proposed = مقترح
mapping-replaced = حل محله غيره
column-scheme = التصنيف
column-approval = الاعتماد
column-mapping-state = الحالة

cli-command-mapping = الجداول التي تُحسب بها الفئات مما رآه المصنِّفون
cli-command-mapping-list = عرض كل الجداول، وما هو معمول به منها ومن اعتمدها
cli-command-mapping-show = عرض نص جدول لقراءته أو لكتابة غيره
cli-command-mapping-check = بيان الخطأ سطرًا سطرًا في جدول قيد الكتابة؛ لا يُحفظ شيء
cli-argument-mapping-name = تصنيف، لجدوله المعمول به، أو SHA-256 لجدول
cli-argument-mapping-file = ملف الجدول
