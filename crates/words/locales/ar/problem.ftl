# Why something could not be examined, read or used: a phrase for each code of casework's ProblemCode.

problem-not-opened = رفض النظام فتحه
problem-not-read = تعذّرت قراءة كل بايتاته
problem-changed-while-read = تغيّر أثناء قراءته
problem-not-decoded = لم يستطع أي برنامج فك ترميز استخراج صورة منه
problem-truncated = الصورة ناقصة في آخرها؛ وقد استُعمل الموجود منها
problem-decoder-crashed = توقف برنامج فك الترميز فجأة عنده؛ ولم يتأثر أي ملف آخر
problem-decoder-stalled = لم يتقدم برنامج فك الترميز خلال المهلة
problem-over-limit = بكسلات أو إطارات أو ذاكرة أكثر مما تسمح به الحدود
problem-helper-missing = برنامج مساعد غير مثبَّت
problem-refused-container = قائمة بملفات أخرى في هيئة فيديو: مرفوضة
problem-archive-damaged = الأرشيف تالف؛ وقد أُدرجت عناصره السابقة لموضع التلف
problem-archive-limit = محتوى الأرشيف بعد فكّه يتجاوز الحدود؛ وقد أُدرج ما كان ضمنها
problem-encrypted = مشفّر
problem-disk-image = صورة قرص لم تُفتح؛ اربطها للقراءة فقط ثم افحص المجلد الناتج
problem-symbolic-link = رابط رمزي: يُدرج مع هدفه ولا يُتبع أبدًا
problem-special-file = جهاز أو أنبوب أو مقبس: لا يُفتح أبدًا
problem-folder-not-listed = تعذّر سرد محتوى المجلد
problem-not-seen-here = مذكور في قائمة فقط؛ وبايتاته ليست هنا
problem-bad-row = صف تعذّر استعماله
