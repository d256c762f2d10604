# `sanad ledger`: سجل الأثر لما جرى هنا، ونسخته وإثباته.

cli-command-ledger = سجل الأثر: مكانه، وسلامة نسخة منه، وإثبات قيد واحد
cli-command-ledger-show = عرض المجلد الذي يُنسخ والمفتاح الذي يُسلَّم على حدة
cli-command-ledger-verify = التحقق من نسخة من سجل الأثر، أو من إثبات، دون أي شيء آخر؛ ويبيّن أي قيد مُسّ
cli-command-ledger-prove = كتابة إثبات أن قيدًا مُدرج في سجل الأثر
cli-argument-ledger-folder = نسخة من مجلد سجل الأثر، أو ملف إثبات
cli-argument-ledger-entry = رقم القيد، بدءًا من 0
cli-option-key = المفتاح الذي سُلِّم على حدة
cli-option-checkpoint = ملف نقطة تحقق أُخذ من قبل؛ يمكن تكراره

ledger-entries = القيود: { $n }؛ الجذر { $root }
ledger-folder = المجلد الذي يُنسخ: { $path }
ledger-key = المفتاح الذي يُسلَّم على حدة: { $key }
ledger-proved = كُتب إثبات القيد { $index } في { $path }
ledger-whole =
    { $n ->
        [zero] لم يُمسّ شيء. لا توجد نقاط تحقق موقَّعة ({ $n }) للمقارنة.
        [one] لم يُمسّ شيء. يتفق مع نقطة تحقق موقَّعة واحدة ({ $n }).
        [two] لم يُمسّ شيء. يتفق مع نقطتي تحقق موقَّعتين ({ $n }).
        [few] لم يُمسّ شيء. يتفق مع { $n } نقاط تحقق موقَّعة.
        [many] لم يُمسّ شيء. يتفق مع { $n } نقطة تحقق موقَّعة.
       *[other] لم يُمسّ شيء. يتفق مع { $n } نقطة تحقق موقَّعة.
    }
ledger-erased =
    { $n ->
        [zero] لم يُمحَ نص أي قيد ({ $n }).
        [one] مُحي نص قيد واحد ({ $n })، وقيد لاحق يذكر ذلك.
        [two] مُحي نصّا قيدين ({ $n })، وقيود لاحقة تذكر ذلك.
        [few] مُحيت نصوص { $n } قيود، وقيود لاحقة تذكر ذلك.
        [many] مُحيت نصوص { $n } قيدًا، وقيود لاحقة تذكر ذلك.
       *[other] مُحيت نصوص { $n } قيد، وقيود لاحقة تذكر ذلك.
    }
ledger-key-of-the-folder = لم يُعطَ مفتاح، فاستُعمل مفتاح النسخة نفسها. قارنه بالمفتاح الذي سُلِّم: { $key }
ledger-proof-holds = القيد { $index } مُدرج في سجل الأثر { $origin } وفيه { $n } من القيود:
ledger-proof-broken = { $path } لا يثبت شيئًا
ledger-key-wanted = { $path } إثبات: أعطِ مفتاح سجل الأثر بالخيار «--key»
ledger-not-a-key = { $key } ليس مفتاح سجل أثر: يعرضه الأمر «sanad ledger show»
ledger-entry-unknown = ليس في سجل الأثر قيد رقمه { $index }، أو أن نصه مُحي
ledger-folder-changed = سجل الأثر في { $path } ليس كما كُتب؛ احتفظ بنسخة منه ثم انقله جانبًا

ledger-finding-key = تغيّر المفتاح: { $what }
ledger-finding-checkpoint = نقطة التحقق { $path } غير صالحة: { $what }
ledger-finding-body = القيد { $index }: تغيّر نصه
ledger-finding-entry = القيد { $index }: تغيّر القيد نفسه
ledger-finding-hash = القيد { $index }: تغيّرت بصمته الرقمية
ledger-finding-body-gone = القيد { $index }: اختفى نصه، ولا يذكر أي قيد أنه مُحي
ledger-finding-tile = تغيّر { $path }؛ وتقع تحته القيود من { $first } إلى { $last }
ledger-finding-rewritten = ليس هذا سجل الأثر الذي وُقِّع: تغيّر قيد بين { $first } و{ $last }
ledger-finding-cut-short = اقتُطع سجل الأثر: نقطة تحقق موقَّعة فيها { $n } من القيود
ledger-finding-unexpected = { $path } ليس من سجل الأثر
