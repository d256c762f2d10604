# What is wrong with a node's own glossary, with what mends it; and how the glossary's page speaks of a word.

glossary-problem = السطر { $line }، { $place }: { $what }
glossary-fault-not-readable = تعذّرت قراءة هذا ({ $detail }). قارنه بالأمثلة في docs/glossary.md
glossary-fault-no-version = الإصدار عدد صحيح يبدأ من 1. اكتب version = 1 وارفعه مع كل تغيير
glossary-fault-unknown-term = لا يوجد مصطلح بهذا الاسم. خذ مفتاحاً من صفحة المسرد؛ فنظام الوحدة يغيّر الكلمات ولا يضيف مصطلحات
glossary-fault-unknown-language = ليست هذه إحدى اللغات ar وen وes وfr
glossary-fault-unknown-country = يُكتب البلد بحرفين كبيرين وفق المعيار ISO 3166-1، مثل MA
glossary-fault-empty = لا توجد كلمة هنا، أو تحيط بها فراغات. اكتب الكلمة وحدها
glossary-fault-unseen = هنا رمز لا يُرى أو يغيّر اتجاه القراءة. أعد كتابة الكلمة يدوياً
glossary-fault-forms-without-word = الصيغة المختصرة أو صيغة الجمع تحتاج إلى كلمتها. اكتب أيضاً word = "…"
glossary-fault-no-plural = هذا المصطلح معدود في الصفحات. اكتب أيضاً plural = "…"
glossary-fault-plural-of-uncountable = هذا المصطلح لا يُعدّ أبداً. احذف صيغة الجمع
glossary-fault-shared-word = ثمة مصطلح آخر، { $other }، يقول «{ $word }». لكل مصطلح كلمته: اختر كلمة أخرى لأحدهما

glossary-title = المسرد
glossary-edition = الإصدار { $version }
glossary-mark-I = مقروء في صفحة الإنتربول بهذه اللغة
glossary-mark-P = مقروء في ترجمة Primero
glossary-mark-N = مقروء لدى NIST
glossary-mark-G = من المعرفة المهنية العامة
glossary-confirmed = أكّده مختص
glossary-not-confirmed = لم يؤكّده مختص بعد
