# ‏`sanad index`: فهرس بصمات في ملف، بمعزل عن أي وحدة.

cli-command-index = بناء فهرس لبصمات PDQ في ملف، والبحث فيه وفحصه، لقياس البحث
cli-command-index-build = بناء فهرس للبصمات التي في ملف
cli-command-index-query = البحث عن بصمات بين غيرها، وبيان ما استغرقه ذلك وهل وُجدت كلها
cli-command-index-check = فحص كل بايت من فهرس، وبيان الخطة التي يجيب بها
cli-option-entries = البصمات: سجلات من 32 بايتًا، أو أسطر من 64 رقمًا ستعشريًا؛ وللبحث أيضًا فهرس سبق بناؤه
cli-option-queries = البصمات المطلوب البحث عنها، بالصيغة نفسها
cli-option-pairs = مكان كتابة كل مطابقة: السؤال والقيد ودرجة الاختلاف
cli-option-out = مكان كتابة الفهرس
cli-option-jobs-index = عدد عمليات البحث في آن واحد
cli-argument-index-file = الفهرس

index-unusable = لا يمكن استعمال الفهرس { $path }
index-not-hashes = لا بصمة PDQ في { $path } عند السطر أو السجل { $at }: المطلوب سجلات من 32 بايتًا أو أسطر من 64 رقمًا ستعشريًا
index-not-read = تعذّرت قراءة { $path }
index-distance = قد تفوت قيود عند درجة اختلاف { $asked } بت؛ وهذا الفهرس يجيب حتى { $most }
index-entries = القيود: { $n } (المختلف منها: { $different })
index-queries = الأسئلة: { $n }
index-matches = المطابقات ضمن { $distance } بت: { $n }
index-built = مدة البناء: { $seconds } ثانية ({ $cpu } ثانية من زمن المعالج)
index-opened = مدة الفتح: { $seconds } ثانية ({ $cpu } ثانية من زمن المعالج)
index-checked = كل بايت كما كُتب؛ مدة الفحص: { $seconds } ثانية ({ $cpu } ثانية من زمن المعالج)
index-asked = مدة البحث: { $seconds } ثانية ({ $cpu } ثانية من زمن المعالج)؛ { $each } ميكروثانية من زمن المعالج لكل سؤال
index-single = البحث الواحد وحده: { $each } ميكروثانية من زمن المعالج، وسيطًا
index-size = الحجم: { $bytes } بايت، لكل قيد { $each }
index-plan-bands = الخطة: أزواج الحزم { $pairs }. لا يفوت قيد ضمن { $distance } بت؛ البحث الواحد نحو { $each } ميكروثانية، ومقارنة الكل { $all } ميكروثانية
index-plan-all = الخطة: تُقارَن القيود كلها، حتى { $distance } بت. لا شيء أسرع لهذا العدد من القيود: نحو { $all } ميكروثانية للبحث الواحد
index-recall = عينة قورنت بالبحث الشامل: وُجد { $found } % من المطابقات، وعددها { $matches }
index-recall-none = عينة قورنت بالبحث الشامل: لا مطابقات فيها، ولم توجد أي مطابقة
index-written = كُتب في { $path }
