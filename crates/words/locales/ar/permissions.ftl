# Break-glass and second persons: a sentence for each refusal, saying what was refused and what to do.

refusal-purpose-missing = لا يُقرأ هذا إلا لغرض يُسجَّل؛ يُذكر الغرض منه
refusal-glass-no-reason = يلزم للوصول الاستثنائي ولمراجعته ذكر سبب؛ يُكتب لماذا تعذّر الانتظار، أو ما الذي تبيّن
refusal-glass-hours-out-of-range = يفتح الوصول الاستثنائي السجل مدة من ساعة إلى 24 ساعة؛ يُحدَّد عدد الساعات
refusal-glass-open-already = هذا السجل متاح من قبل؛ لا حاجة إلى وصول استثنائي
refusal-glass-own-glass = لا يراجع أحد وصوله الاستثنائي بنفسه؛ تُترك المراجعة لشخص آخر ممن يتولى الإشراف أو التدقيق
refusal-glass-reviewed-already = سبقت مراجعة هذا الوصول الاستثنائي؛ لم يبقَ ما يلزم فعله
refusal-glass-not-broken = لا يُقرأ ما فعله شخص إلا بعد وصول استثنائي يخصه ويُبلَّغ به؛ يُطلب الوصول الاستثنائي أولًا

refusal-second-person-needed = لا يجوز أن يفعل هذا شخص واحد وحده؛ يُطلب شخص ثانٍ، ويُعاد الطلب بعد أن يوافق من يتولى الإشراف في الوحدة أو من ينوب عنه
refusal-second-person-staff-needed = يقرر شخصان من يعمل هنا: يجب أن يوافق أولًا من يتولى الإشراف في تلك الوحدة أو من ينوب عنه؛ وإن لم يبقَ في الوحدة من يتولى الإشراف فمن يتولاه في أي وحدة أخرى. يُطلب شخص ثانٍ، ويُعاد الطلب بعد الموافقة. ومن فقد كلمة المرور ممن يتولون الإشراف يدخل بمفتاح الاسترداد المطبوع
refusal-second-person-unclear = يُذكر بدقة ما المطلوب: في user-add الوحدة مع login وroles؛ وفي user-set-roles المستخدم مع roles؛ وفي token-add المستخدم مع scope؛ وفي user-disable وuser-reset المستخدم وحده
refusal-second-person-not-needed = لا يلزم لهذا شخص ثانٍ؛ يُتابَع العمل بدونه
refusal-second-person-no-reason = يلزم لطلب شخص ثانٍ، ولعدم الموافقة، ذكر سبب؛ يلزم كتابته
refusal-second-person-oneself = لا يكون أحد شخصًا ثانيًا لنفسه؛ يُترك الجواب لغيره
refusal-second-person-not-theirs = لا يجيب إلا من يتولى الإشراف في الوحدة الطالبة أو من ينوب عنه؛ يُترك الجواب له
refusal-second-person-over = انتهى هذا الطلب أو سبق الجواب عنه أو تنفيذه؛ يُقدَّم طلب جديد
refusal-second-person-days-out-of-range = مدة النيابة من يوم إلى 90 يومًا؛ يُحدَّد عدد الأيام
refusal-second-person-no-deputy = ينوب شخص آخر مسموح له بالدخول هنا ويعمل على القضايا؛ يُختار شخص غيره
