# What the rules refuse: a sentence for each code, saying what was refused and what to do. Ids stand beside it, not in it.

# Files, gradings, matches
refusal-file-origin-unknown = لم يسجل أحد أن هذا الملف مرسوم أو مولَّد، والمصدر غير المعروف لا يكفي للإغلاق؛ يلزم أن يطّلع عليه شخص ويسجل ما هو
refusal-file-real-child = سُجّل أن في هذا الملف طفلًا حقيقيًا، فلا يُغلق على أنه مرسوم أو مولَّد؛ يستمر العمل عليه كأي ملف آخر
refusal-grading-has-seen-others = سبق عرض رأي آخر في هذا الملف هنا، فلن يكون التصنيف مستقلًا؛ يُسجَّل بوصفه تصنيفًا مع الاطلاع، أو يُترك لمن لم يطّلع على أي رأي
refusal-dispute-no-reason = يلزم للاعتراض ذكر سبب؛ يُكتب وجه الخطأ في التصنيف
refusal-dispute-ungraded = لم يصنّف أحد هذا الملف، فلا شيء يُعترض عليه؛ يلزم تصنيفه أولًا
refusal-settling-no-reason = لا يُفصل بين الآراء إلا بذكر السبب؛ يلزم كتابته
refusal-settling-nothing-open = لا يوجد هنا تباين في التصنيف ولا اعتراض، فلا شيء يُفصل فيه
refusal-settling-not-held = لا أحد يتبنى هذا التصنيف الآن؛ يُختار تصنيف يتبناه أحد، أو يُصنَّف الملف أولًا
refusal-match-look-or-reason = لا تُؤكَّد المطابقة التقريبية ولا النسخة المعدَّلة المحتملة إلا برؤية الاثنين جنبًا إلى جنب أو بذكر السبب؛ تلزم المقارنة أو كتابة السبب
refusal-match-no-reason = لا تُرفض مطابقة ولا يُلغى رفضها إلا بذكر السبب؛ يلزم كتابته
refusal-match-other-bytes = بصمة رقمية أقوى في بند القائمة تُظهر أن المحتوى مختلف، فلا شيء يُؤكَّد؛ يُبلَّغ مالك القائمة بذلك
refusal-match-unconfirmed = لم يؤكد أحد هذه المطابقة بعد، فلا يُبنى عليها شيء؛ يلزم أن يقارن شخص بين الاثنين أولًا
refusal-match-rejected = رُفضت هذه المطابقة، فلا يُبنى عليها شيء؛ يُذكر غيرها أو يُعاد البت فيها
refusal-stop-no-reason = لا تُحجب المطابقات ولا يُعاد الجواب بها إلا بذكر السبب؛ يلزم كتابته
refusal-stop-days-out-of-range = تُحجب المطابقات من يوم واحد إلى 366 يومًا؛ يُختار عدد من الأيام ضمن ذلك، ثم يُنظر فيها من جديد
refusal-stop-distance-out-of-range = البصمة الرقمية التي ليست مطابقة تمتد إلى 31 بِت على الأكثر، وببصمة PDQ وحدها؛ يُعطى عدد أصغر أو لا شيء
refusal-stop-not-held = هذا غير محجوب، فلا شيء يُعاد؛ يُنظر في ما هو محجوب الآن
refusal-stack-nothing-viewed = لم يُطَّلع على أي ملف من مجموعة النسخ المتقاربة هذه؛ يلزم الاطلاع على أحدها أولًا
refusal-stack-not-in-stack = هذا الملف ليس في مجموعة النسخ المتقاربة؛ يُصنَّف وحده
refusal-stack-nothing-to-undo = لم يعد أي تصنيف من هذا القرار ساريًا، فلا شيء يُلغى

# Links and series
refusal-link-wrong-nouns = لا تقوم صلة من هذا النوع بين هذين السجلين؛ يُختار نوع آخر أو سجلان آخران
refusal-link-to-itself = لا يُربط السجل بنفسه؛ يُختار سجلان
refusal-link-no-evidence = يجب أن تستند الصلة إلى شيء؛ يُذكر ملف أو مطابقة مؤكدة أو بلاغ أو مؤشر بصري أو سمعي أو تصريح أو صلة أخرى
refusal-link-empty-statement = التصريح الخالي من الكلام لا يسند شيئًا؛ يُكتب ما قيل ومن قاله
refusal-link-leans-on-itself = لا تستند الصلة إلى نفسها؛ يُذكر شيء آخر تستند إليه
refusal-link-already-taken-back = سبق سحب هذه الصلة؛ لم يبقَ ما يلزم فعله
refusal-link-no-reason = لا تُسحب صلة إلا بذكر السبب؛ يلزم كتابته
refusal-series-with-itself = لا تُدمج سلسلة صور مع نفسها؛ تُختار سلسلة أخرى
refusal-series-absorbed-already = سبق دمج سلسلة الصور هذه في سلسلة أخرى؛ تُدمج تلك السلسلة، أو يُسحب الدمج أولًا
refusal-series-would-cycle = سلسلتا الصور هاتان مدموجتان من قبل؛ للإبقاء على الاسم الآخر يُسحب الدمج أولًا
refusal-series-nothing-to-split = يلزم لتقسيم سلسلة صور ملف واحد على الأقل؛ تُحدَّد الملفات
refusal-series-not-in-series = أحد هذه الملفات ليس في سلسلة الصور؛ يُحذف من القائمة
refusal-series-into-itself = لا تُنقل ملفات من سلسلة صور إلى جزء من السلسلة نفسها؛ تُحدَّد سلسلة خارجها
refusal-series-changed-since = سُحبت في الأثناء صلة من هذا الدمج أو التقسيم، فلا يُلغى كما كان؛ يُلغى التغيير اللاحق أولًا
refusal-proposal-no-reason = لا يُرفض ملف مقترح ولا يُضاف ملف مرفوض إلا بذكر السبب؛ يلزم كتابته
refusal-proposal-already-declined = سبق رفض هذا الملف لسلسلة الصور هذه؛ لم يبقَ ما يلزم فعله
refusal-proposal-in-series-already = هذا الملف في سلسلة الصور من قبل؛ إن كان ذلك خطأً تُسحب صلته

# Who holds it, who may see it, how long it is kept
refusal-silence-not-the-owner = لا يطلب عدم ذكر الاسم إلا الوحدة التي لديها القضية؛ يُوجَّه الطلب إليها
refusal-silence-no-reason = لا يُحجب اسم الوحدة إلا بذكر السبب؛ يلزم كتابته
refusal-silence-no-second-person = يجب أن يوافق شخص ثانٍ على حجب اسم الوحدة؛ تُطلب موافقته
refusal-handling-not-named = وفق TLP:RED لا يطّلع على هذا إلا الأشخاص المذكورون بالاسم؛ يُطلب من الجهة المالكة إضافة الاسم
refusal-handling-red-stays = ما يحمل الوسم TLP:RED لا يُنقل إلى غيره؛ يُطلب من الجهة المالكة إرساله
refusal-handling-too-far = لا يسمح لون ضوابط التداول بالوصول إلى هذه الجهة؛ يُطلب من الجهة المالكة لون آخر
refusal-handling-no-need-to-know = يُتاح هذا وفق مبدأ الحاجة إلى المعرفة؛ تُذكر القضية أو الغرض الذي يقتضيه
refusal-handling-not-to-country = لا تسمح الجهة المالكة بإتاحة هذا لذلك البلد؛ يُرجع إليها
refusal-handling-not-to-unit = لا تسمح الجهة المالكة بإتاحة هذا لتلك الوحدة؛ يُرجع إليها
refusal-handling-use-not-allowed = لا تسمح الجهة المالكة بهذا الاستعمال أو بنقله إلى غيرها؛ يُرجع إليها
refusal-handling-country-not-said = تستثني الجهة المالكة بعض البلدان؛ يُذكر البلد المرسل إليه
refusal-handling-not-the-owner = الوحدة المالكة وحدها تحدد ضوابط التداول؛ يُرجع إليها
refusal-handling-no-reason = يتيح هذا السجل لأشخاص أكثر؛ يُكتب السبب
refusal-handling-no-names = ما يحمل الوسم TLP:RED مخصص لأشخاص مذكورين بالاسم؛ يُذكر من يجوز له الاطلاع
refusal-handling-names-without-red = لا تُذكر الأسماء إلا مع TLP:RED؛ يُختار هذا الوسم أو لا يُذكر أحد
refusal-handling-named-elsewhere = يُذكر مع TLP:RED أشخاص من الوحدة المالكة فقط؛ وهي ترسله إلى غيرهم
refusal-handling-excludes-the-owner = لا يمكن استثناء الوحدة المالكة ولا بلدها؛ يُحذفان من القائمة
refusal-keeping-no-legal-basis = لا يُحفظ سجل إلا بسند قانوني؛ يُذكر القانون الذي يستند إليه
refusal-keeping-too-long = هذه المدة أطول مما تسمح به القاعدة لهذا الغرض؛ يُختار تاريخ أقرب
refusal-keeping-days-out-of-order = التواريخ ليست مرتبة؛ يأتي اليوم الأول قبل المراجعة، والمراجعة قبل اليوم الأخير
refusal-keeping-other-purpose = هذه القاعدة لغرض آخر؛ تُختار قاعدة الغرض الذي يُحفظ له هذا السجل
refusal-keeping-no-reason = لا تُغيَّر مدة حفظ السجل إلا بذكر السبب؛ يلزم كتابته
refusal-keeping-no-more-extensions = مُدّد حفظ هذا السجل أقصى ما تسمح به القاعدة؛ يُمحى، أو يُوقف محوه إن أوجب القانون بقاءه
refusal-keeping-no-hold = لا يوجد وقف لمحو هذا السجل، فلا شيء يُرفع
refusal-keeping-on-hold = يوجد وقف يمنع محو هذا السجل؛ يُرفع الوقف أولًا مع ذكر السبب
refusal-keeping-not-expired = يُحفظ هذا السجل حتى تاريخ لاحق؛ يُمحى بعد ذلك التاريخ، أو يُختار سبب آخر
refusal-keeping-not-by-itself = هذا لا يُحفظ ولا يُمحى وحده؛ يُمحى السجل الذي يتبعه
refusal-keeping-others-stand-in-it = توجد في هذه القضية وحدها سجلات دائرتها مغلقة؛ تُمحى أولًا، أو تُضم إلى قضية أخرى
refusal-exposure-not-yours = لا يطّلع على بيانات التعرّض لمحتوى صعب إلا الشخص المعني والجهة المسؤولة عن العافية والدعم النفسي؛ ولهذا الشخص أن يعرضها
refusal-exposure-several-persons = تُعرض بيانات التعرّض لمحتوى صعب لشخص واحد في كل مرة؛ يُختار شخص واحد

# Clocks
refusal-clock-risk-needed = تعتمد هذه المهلة على مدى استعجال الخطر على الطفل؛ يُذكر مدى الاستعجال، وعند عدم معرفته يُذكر الأعلى
refusal-clock-ended = انتهت هذه المهلة؛ تبدأ مهلة أخرى إن بقي ما يلزم فعله
refusal-clock-late = تأخرت هذه المهلة، ولا يعيدها الإيقاف المؤقت إلى موعدها؛ يُنفَّذ المطلوب، أو تُنهى بأحد أسبابها المحددة
refusal-clock-no-pause-for = لا تتوقف هذه المهلة مؤقتًا لهذا السبب؛ تُترك جارية، أو يُختار سبب تسمح به قاعدتها
refusal-clock-no-reason = لا تُوقف المهلة مؤقتًا ولا تُنهى إلا بسبب مكتوب أيضًا؛ يلزم كتابته
refusal-clock-paused-already = هذه المهلة متوقفة مؤقتًا من قبل؛ تُستأنف أولًا
refusal-clock-not-paused = هذه المهلة جارية، فلا شيء يُستأنف
refusal-clock-out-of-order = هذا الوقت يسبق آخر ما سُجّل لهذه المهلة؛ يُذكر وقت لاحق
refusal-clock-no-stop-for = لا تنتهي هذه المهلة لهذا السبب؛ يُختار أحد أسبابها المحددة
refusal-clock-not-met-by-this = ليس هذا ما تنتظره المهلة؛ يلزم لإبلاغ جهة ذكر من أُبلغ ومتى، ويلزم للرفض ذكر سببه
refusal-clock-lower-risk = لا يطيل خفضُ درجة الخطر مهلةً جارية؛ تبقى الدرجة كما هي أو تُرفع

# Accounts, devices, addresses, places, clues
refusal-account-no-handle = لا يبقى شيء من اسم الحساب هذا بعد إزالة العلامات والمسافات؛ يُكتب الاسم
refusal-account-no-mail = هذا ليس عنوان بريد إلكتروني؛ يُكتب بالصيغة name@domain
refusal-account-no-phone = هذا ليس رقم هاتف؛ تُكتب الأرقام مسبوقة بعلامة الزائد ورمز البلد إن كان معروفًا
refusal-device-imei-length = أرقام IMEI هذا أقل أو أكثر مما يلزم؛ وهي 15 رقمًا، أو 14 بلا رقم التحقق، أو 16 مع إصدار البرنامج
refusal-device-imei-check = الرقم الأخير من IMEI هذا لا يوافق بقية الأرقام؛ تُعاد قراءته، فالرقم الخاطئ يدل على هاتف آخر
refusal-device-no-serial = لا يبقى شيء من الرقم التسلسلي هذا بعد إزالة العلامات والمسافات؛ يُكتب الرقم
refusal-device-not-a-mac = هذا ليس عنوان بطاقة شبكة؛ وهو من 12 رقمًا ست عشريًا، فتُعاد قراءته
refusal-address-not-an-address = هذا ليس عنوانًا على الإنترنت؛ يُكتب رابط URL أو نطاق أو عنوان IP
refusal-address-does-not-follow = لا ينتقل هذا العنوان من وضعه الحالي إلى ذلك الوضع؛ يُختار وضع يمكن أن يليه
refusal-place-nowhere-on-earth = هذا الموضع ليس على الأرض؛ يقع خط العرض ضمن 90 درجة شمالًا أو جنوبًا، وخط الطول ضمن 180 درجة شرقًا أو غربًا
refusal-clue-no-words = يلزم وصف المؤشر البصري أو السمعي كتابةً، فلا يصل إلى الآخرين غير الوصف؛ يُكتب ما يُرى أو يُسمع

# Persons and victims
refusal-person-does-not-follow = لا تنتقل صفة هذا الشخص من الصفة الحالية إلى تلك؛ تُختار صفة يمكن أن تليها
refusal-person-no-reason = لا يُغيَّر سجل شخص إلا بذكر السبب؛ يلزم كتابته
refusal-person-no-basis = يجب أن تستند صفة الشخص إلى شيء؛ يُذكر ملف أو مطابقة مؤكدة أو بلاغ أو صلة أو تصريح أو حكم قضائي
refusal-person-no-judgment = لا يُسجَّل أي شخص بصفة مدان من دون حكم قضائي؛ يُذكر الحكم
refusal-person-under-18 = لا تُسجَّل لمن هم دون الثامنة عشرة صفة مشتبه به أو متهم أو مدان إلا بسبب مكتوب ممن يتولى الإشراف؛ تُختار إحدى الصفات المعروضة، أو يُرجع إلى من يتولى الإشراف
refusal-person-adult = لا تُسجَّل لشخص بالغ صفة طفل صدر عنه سلوك ضار؛ تُختار صفة أخرى أو يُصحَّح العمر
refusal-person-before-the-last = سُجّلت الصفة الحالية لهذا الشخص بعد هذا الوقت؛ يُذكر وقت لاحق
refusal-person-contested = ما سُجّل عن هذا الشخص محل اعتراض، فلا يُشارَك ولا يُستعمل؛ يُفصل في الاعتراض أولًا
refusal-person-uncategorised = لم تُحدَّد صفة هذا الشخص بعد، فلا يُشارَك السجل ولا يُستعمل؛ تُسجَّل الصفة أولًا
refusal-person-not-contested = لا شيء مما سُجّل عن هذا الشخص محل اعتراض، فلا شيء يُفصل فيه
refusal-victim-code-malformed = هذا ليس رمز ضحية؛ يتكون الرمز من بادئة من حروف لاتينية كبيرة وأرقام وشرطات، ثم شرطة، ثم عدد من ستة أرقام أو أكثر

# Reports received, cases, leads, operations, outcomes
refusal-incoming-out-of-order = سُجّلت نسخة أحدث من هذا البلاغ من قبل، وما كان معروفًا في يوم ما لا يتغير بعده؛ تُسجَّل هذه النسخة بالوقت الحاضر
refusal-case-no-number = لكل قضية رقم؛ يلزم إدخاله
refusal-case-no-legal-basis = لكل قضية سند قانوني؛ يُذكر القانون أو الإذن أو الأمر أو البلاغ الذي تستند إليه
refusal-case-no-outcome-of-its = لا تُغلق القضية إلا بنتيجة تخصها؛ تُسجَّل نتيجة هذه القضية أولًا
refusal-case-closed = هذه القضية مغلقة؛ يُعاد فتحها أولًا
refusal-case-open = هذه القضية مفتوحة من قبل؛ لم يبقَ ما يلزم فعله
refusal-case-same-owner = القضية لدى هذه الوحدة من قبل؛ تُختار وحدة أخرى
refusal-case-no-reason = لا يُعاد فتح قضية ولا تُسلَّم إلى وحدة أخرى إلا بذكر السبب؛ يلزم كتابته
refusal-lead-no-words = يبيّن خيط التحقيق كتابةً ما يُتتبَّع؛ يلزم كتابته
refusal-lead-spent = استُنفد خيط التحقيق هذا؛ يُفتح خيط آخر
refusal-lead-sent = أُرسل خيط التحقيق هذا إلى وحدة أخرى؛ يُنتظر الرد، أو يُستعاد أولًا
refusal-lead-same-holder = خيط التحقيق لدى هذه الوحدة من قبل؛ تُختار وحدة أخرى
refusal-lead-not-sent-here = لم يُرسل خيط التحقيق هذا، أو لم يُرسل إلى هذه الوحدة، فلا شيء يُرد عليه أو يُستعاد
refusal-lead-nothing-said = لا يُعدّ خيط التحقيق مستنفدًا إلا بعد بيان ما أسفر عنه؛ يُكتب ذلك، ولو لم يُسفر عن شيء
refusal-lead-closed-circle = خيط التحقيق هذا مقصور على العاملين في قضيته فيبقى في وحدته؛ يُتابَع هنا
refusal-operation-ended = انتهت هذه العملية؛ يُخطَّط لعملية أخرى
refusal-operation-running = هذه العملية جارية من قبل؛ لم يبقَ ما يلزم فعله
refusal-operation-ends-before-it-begins = تنتهي العملية بعد أن تبدأ؛ يُذكر وقت لاحق
refusal-operation-no-name = للعملية اسم؛ يلزم كتابته
refusal-outcome-nothing = تبيّن النتيجة ما آلت إليه القضية؛ يُختار نوع واحد على الأقل
refusal-outcome-contradiction = لا تنتهي قضية واحدة إلى عدم وجود جريمة وإلى اتهام أو إدانة معًا؛ يُختار أحدهما
refusal-outcome-same-person = لا يؤكد النتيجة من سجّلها؛ يُطلب ذلك من شخص آخر
refusal-outcome-withdrawn = سُحبت هذه النتيجة؛ تُسجَّل نتيجة أخرى
refusal-outcome-no-reason = لا تُسحب نتيجة إلا بذكر السبب؛ يلزم كتابته
refusal-mapping-no-office = يذكر الاعتماد الصفة التي يُعطى بها؛ تُكتب في حرف واحد إلى 200 حرف
refusal-mapping-approved = اعتُمد هذا الجدول من قبل؛ لم يبقَ ما يلزم فعله
refusal-mapping-not-by-two = يعتمد الجدول شخصان؛ تُطلب موافقة شخص ثانٍ ثم يُعتمد
refusal-mapping-version-taken = لهذا التصنيف جدول بهذا الإصدار ومحتواه مختلف؛ يُعطى الجدول إصدارًا آخر
refusal-mapping-approves-itself = لا يعتمد الجدول نفسه؛ يُحذف approved-by وapproved-on، ثم يعتمده هنا شخصان
refusal-mapping-too-long = أقصى حجم لجدول التصنيف 200000 بايت؛ يلزم اختصاره
refusal-mapping-withdrawn = سُحب هذا الجدول؛ يُقترح بإصدار آخر
refusal-mapping-no-reason = لا يُسحب جدول إلا بذكر السبب؛ يلزم كتابته

# What was typed
refusal-id-malformed = هذا ليس معرّفًا من النوع المطلوب هنا؛ يُنسخ من السجل مرة أخرى
refusal-country-malformed = هذا ليس رمز بلد؛ يُكتب الحرفان وفق ISO 3166-1

# Units, users, passwords, access tokens
refusal-unit-no-name = للوحدة اسم من حرف إلى 200 حرف؛ يلزم إدخاله
refusal-unit-name-taken = لوحدة أخرى هذا الاسم؛ يُختار اسم آخر
refusal-unit-not-a-prefix = لا يصلح هذا بادئةً لرموز الضحايا؛ تُكتب من 1 إلى 12 من الحروف اللاتينية الكبيرة والأرقام والشرطات
refusal-unit-prefix-taken = تبدأ رموز الضحايا لدى وحدة أخرى بهذه البادئة؛ تُختار بادئة أخرى
refusal-unit-contact-too-long = تُذكر طريقة الاتصال بالوحدة في 200 حرف على الأكثر؛ يلزم اختصارها
refusal-user-no-name = للمستخدم اسم من حرف إلى 200 حرف؛ يلزم إدخاله
refusal-user-login-malformed = هذا ليس اسم دخول؛ تُكتب من 2 إلى 32 من الحروف اللاتينية الصغيرة والأرقام والنقاط والشرطات والشرطات السفلية، ويكون أولها حرفًا
refusal-user-login-taken = اسم الدخول هذا مستعمل من قبل؛ يُختار اسم آخر
refusal-user-no-role = للمستخدم دور واحد على الأقل؛ يُختار دور، أو يُعطَّل المستخدم لمنع دخوله
refusal-user-machine-alone = ليس للآلة التي تطلب المطابقات دور آخر، ولا يتحول شخص إلى آلة؛ تُسجَّل الآلة مستخدمًا مستقلًا
refusal-user-last-administrator = لم يبقَ غير هذا المستخدم من يدير النظام؛ يُسند دور الإدارة إلى شخص آخر أولًا
refusal-user-last-supervisor = لم يبقَ غير هذا المستخدم من يتولى الإشراف في النظام، ولا بد من ذلك؛ يُسند دور الإشراف إلى شخص آخر أولًا
refusal-user-disabled = هذا المستخدم معطَّل من قبل؛ لإعادته تُجدَّد بيانات دخوله أولًا
refusal-user-machine-without-password = ليس للآلة كلمة مرور؛ وهي تدخل برمز وصول
refusal-password-too-short = لا تقل كلمة المرور عن 12 حرفًا؛ يُستحسن اختيار عدة كلمات
refusal-password-too-long = لا تزيد كلمة المرور على 256 حرفًا؛ تُختار كلمة أقصر
refusal-password-too-few-letters = في كلمة المرور 5 حروف مختلفة على الأقل؛ تُختار كلمة أكثر تنوعًا
refusal-password-holds-login = لا تتضمن كلمة المرور اسم الدخول؛ يلزم حذفه منها
refusal-password-same-as-before = كلمة المرور الجديدة هي القديمة؛ تُختار كلمة أخرى
refusal-token-no-name = لرمز الوصول اسم من حرف إلى 100 حرف؛ يُذكر فيم يُستعمل
refusal-token-no-scope = يحدّد رمز الوصول ما يجوز طلبه به؛ يُختار إجراء واحد على الأقل
refusal-token-unknown-verb = أحد هذه الإجراءات غير موجود؛ يُختار من الإجراءات الموجودة
refusal-token-beyond-roles = لا يتيح رمز الوصول أكثر مما يجوز لصاحبه؛ يُحذف ما لا تسمح به أدواره
refusal-token-no-end = مدة رمز الوصول من يوم إلى 366 يومًا؛ يُحدَّد عددها
refusal-token-user-disabled = لا رمز وصول لمستخدم معطَّل؛ يُعاد السماح له بالدخول أولًا
refusal-token-revoked = سبق إلغاء رمز الوصول هذا؛ لم يبقَ ما يلزم فعله
refusal-backup-term = تُحفظ النسخة الاحتياطية يومًا على الأقل وعشر سنوات على الأكثر
refusal-backup-no-recipient = تُشفَّر النسخة الاحتياطية لمفتاح علني: يُعطى --recipient؛ والأمر «sanad backup keygen» يعمل زوجًا
refusal-backup-not-a-recipient = ليس مفتاحًا علنيًا من age: يبدأ بـ age1
refusal-backup-not-there = النسخة الاحتياطية أُتلفت، أو لم تُعمل قط
refusal-job-over = انتهت المهمة من قبل
refusal-job-too-many = مهام كثيرة تنتظر؛ تُعاد المحاولة عندما ينتهي بعضها
refusal-job-no-intake = لم يُحدَّد مجلد تؤخذ منه الأحراز والقوائم؛ يحدده مدير العقدة بالأمر «sanad serve --intake»
refusal-job-path-unfit = يذكر المسار ما يقع داخل مجلدات الإدخال وبين الأسماء «/»؛ ولا يكون مطلقًا ولا يصعد إلى أعلى
refusal-job-not-in-intake = لا يمكن أخذ شيء بهذا الاسم من مجلدات الإدخال؛ يُراجَع الاسم، وألا يكون أي جزء منه رابطًا
refusal-job-report-unfit = تُذكر امتدادات تقارير معروفة، كل منها مرة واحدة
refusal-job-list-unfit = ما قيل عن القائمة غير متسق؛ يُذكر اسمها وعتبة من 0 إلى 64 بت، وإما أن تُستبعد وإما أن يُذكر غرض آخر لها
refusal-victim-no-consent = لا توجد موافقة سارية على ذلك؛ تُسأل الضحية أو من يتحدث باسمها
refusal-victim-no-scope = يُذكر ما تشمله الموافقة
refusal-exposure-minutes-out-of-range = يتراوح كل قيد بين 1 و1440 دقيقة؛ يُصحَّح العدد
