# The pages of the verifiable record: what was done with a record, what I did, the checkpoint, and verifying it now.

room-ledger = سجل الأثر
page-ledger-record = ما جرى بشأن سجل
page-ledger-all = كل ما جرى، من دون أشخاص ولا سجلات
page-ledger-person = ما فعله شخص واحد
page-ledger-checkpoint = نقطة تحقق موقَّعة
ledger-own = ما فعلتُه، وما فعله غيري مما يخصّني
ledger-own-what = لا يرى غيرك صفحتك هذه؛ ويراها المدقق بعد وصول استثنائي مبرَّر، وتُبلَّغ بذلك.
ledger-column-index = القيد
ledger-column-when = الوقت
ledger-column-what = ما جرى
ledger-column-who = من
ledger-column-about = بشأن
ledger-column-rows = الأسطر
ledger-by-me = أنا
ledger-erased-entry = مُحي: يُحفظ أنه كان هنا، ولا يُحفظ ما فيه
ledger-none = لم يجرِ شيء بعد.
ledger-withheld = أنت تصنّف هذا الملف من دون رؤية آراء الآخرين: لا يُعرض ما جرى بشأنه إلى أن تنتهي.
ledger-next-page = قيود أقدم
ledger-ways = المزيد من سجل الأثر
ledger-record-find = ما جرى بشأن سجل: معرّفه
ledger-person-find = ما فعله شخص، بعد وصول استثنائي: معرّفه
ledger-show = إظهار
ledger-no-such = هذا ليس معرّفًا؛ تبدو المعرّفات هكذا: { $like }.
ledger-record-what = لمن يحق له الاطلاع على السجل: ما جرى بشأنه ومتى ومن فعله. وتبقى الكلمات في السجل.
ledger-person-what = وصلتَ إلى هذا وصولًا استثنائيًا. ويجد الشخص كل اطلاع لك بين ما جرى بشأنه.
checkpoint-entries = القيود الموقَّع عليها
checkpoint-root = جذرها
checkpoint-key = المفتاح الذي يُتحقق به
checkpoint-what = يُسلَّم المفتاح إلى المحكمة منفصلًا عن السجل: بهما معًا يمكن التحقق من دون هذه الوحدة. هذا يكشف التغيير ولا يمنعه.
checkpoint-verify = التحقق الآن
checkpoint-verify-what = يُعاد حساب كل قيد، في قاعدة البيانات وفي المجلد الذي يُسلَّم إلى المحكمة.
verified-whole =
    { $n ->
        [zero] لا قيود ليُعاد حسابها ({ $n })
        [one] أُعيد حساب قيد واحد ({ $n }): لم يتغير شيء
        [two] أُعيد حساب قيدين ({ $n }): لم يتغير شيء
        [few] أُعيد حساب { $n } قيود: لم يتغير شيء
        [many] أُعيد حساب { $n } قيدًا: لم يتغير شيء
       *[other] أُعيد حساب { $n } قيد: لم يتغير شيء
    }
verified-broken = شيء ما ليس كما كُتب. يُنسخ المجلد، ولا يُغيَّر شيء، ويُتصل بمن يدير النظام.
verified-when = وقت التحقق
verified-erased = القيود التي مُحيت كلماتها بحسب قيد لاحق
verified-checkpoints = نقاط التحقق التي قورنت
verified-again = التحقق مرة أخرى
ledger-found-database = قيد في قاعدة البيانات لا يتفق مع بصمته
ledger-found-key = مفتاح التحقق في المجلد مختلف
ledger-found-checkpoint = نقطة تحقق مفقودة أو غير موقَّعة بالمفتاح
ledger-found-entry = قيد غُيِّر أو فُقد
ledger-found-body-gone = فُقد ما يقوله قيد، ولا قيد لاحقًا يقول إنه مُحي
ledger-found-tile = بصمات فوق القيود غُيِّرت أو فُقدت
ledger-found-rewritten = غُيِّرت قيود مع كل ما يدلّ عليها
ledger-found-cut-short = قُصِّر السجل، أو وُضعت مكانه نسخة أقدم
ledger-found-unexpected = في المجلد ملف ليس من السجل
ledger-found-entries = القيود { $from } إلى { $to }
