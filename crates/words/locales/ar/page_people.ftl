# The first page of a node, who works here, second persons, and what somebody had to look at.

page-start = نظام جديد
start-what = لا أحد يعمل هنا بعد. تفتح وحدتك وتصبح أول مسؤول إدارة فيها؛ ويستغرق ذلك بضع دقائق. يمكن تغيير كل شيء لاحقًا.
start-code = الرمز الظاهر في الطرفية
start-code-field = الرمز الذي طبعه البرنامج عند تشغيله
start-code-wrong = ليس هذا آخر رمز طبعه البرنامج. يُرجى النظر في الطرفية؛ وبعد عشرة رموز خاطئة يُعاد تشغيل البرنامج.
start-not-a-country = الدولة حرفان لاتينيان، مثل JO
start-unit = وحدتك
start-you = أنت
start-you-what = يعتني مسؤول الإدارة بالأشخاص والنظام ولا يرى شيئًا من القضايا.
start-do = فتح الوحدة
field-unit-name = اسم الوحدة
field-country = الدولة، حرفان لاتينيان
field-victim-prefix = ما تبدأ به رموز الضحايا، مثل JO-CP
field-contact = كيف تتصل بها الوحدات الأخرى
field-name = الاسم كما يناديه الزملاء
field-login-new = اسم الدخول: حروف لاتينية صغيرة وأرقام ونقاط
secrets-hand-over = هذه تخص { $name }. تُسلَّم باليد؛ وعند أول دخول يختار { $name } كلمة سر لا يعرفها غيره.
secrets-done-of = دوّنتُ كل شيء: العودة إلى الأشخاص
page-secrets-of = ما يسجّل به زميلك الدخول
room-administration = الأشخاص والوحدات
room-second-persons = الشخص الثاني
room-wellbeing = عافيتي
room-welfare = من أعتني بهم
page-wellbeing-of = عافية زميل
list-separator = {"، "}
administration-second-wanted = يدير هذا النظام أقل من شخصين. يُعطى شخص آخر دور الإدارة، فقد يغيب أحدهما.
administration-people = الأشخاص
administration-units = الوحدات
administration-add = إضافة شخص
administration-add-what = ما يسجّل به الدخول يُعرض مرة واحدة لتسلّمه باليد.
administration-add-do = إضافة
administration-unit-add = فتح وحدة أخرى
administration-roles-what = تنتهي كل جلسات هذا الشخص عند تغيير الأدوار.
administration-roles-do = تعيين هذه الأدوار
administration-access = الدخول
administration-reset-what = من فقد كل شيء يأخذ بيانات دخول جديدة. وتنتهي الجلسات ورموز الوصول.
administration-reset-do = إعطاء بيانات دخول جديدة
administration-disable-what = من لم يعد يعمل هنا يُمنع من الدخول؛ ويبقى ما فعله.
administration-disable-do = منع الدخول
administration-back = العودة إلى الأشخاص والوحدات
done-unit-opened = فُتحت الوحدة.
done-user-added = أُضيف المستخدم.
done-roles-set = عُيّنت الأدوار؛ وانتهت كل جلسات هذا الشخص.
done-user-disabled = مُنع هذا الشخص من الدخول.
done-user-reset = لدى هذا الشخص بيانات دخول جديدة.
done-second-person-asked = طلبك بانتظار الجواب. بعد الموافقة يُعاد الإجراء نفسه.
done-second-person-answered = سُجّل جوابك.
second-person-ask = طلب شخص ثانٍ
second-person-why = سبب القيام به
second-person-ask-do = طلب
second-persons-what = ما لا يجوز لشخص وحده ينتظر شخصًا آخر. لا توافق إلا على ما كنت ستفعله بنفسك.
second-persons-to-answer = ما يمكنني الجواب عنه
second-persons-others = ما طلبتُه وما انتهى
second-persons-none = لا شيء
second-person-subject = بشأن
second-person-by = الطالب
second-person-reason = السبب
second-person-until = يمكن الجواب حتى
second-person-answer-why = السبب؛ لازم عند الرفض
second-person-agree = أوافق
second-person-decline = لا أوافق
ask-state-waiting = بالانتظار
ask-state-agreed = تمت الموافقة
ask-state-declined = مرفوض
ask-state-used = تم
wellbeing-notice = هذا لك ولمسؤول العافية. لا يراه غيركما، ولا يجوز استعماله لتقييم عملك، وتنتهي صلاحيته بعد 90 يومًا.
wellbeing-notice-of = هذا لزميلك أو زميلتك، ولك بصفتك من يتولى رعاية العاملين. لا يراه غيركما، ولا يجوز استعماله لتقييم عمل أحد، وتنتهي صلاحيته بعد 90 يومًا.
welfare-notice = يُفتح شخص واحد في كل مرة للعناية به. ويُسجَّل ذلك ويمكن إخبار الشخص. لا أرقام بجانب الأسماء، ولا مقارنة بين أحد.
wellbeing-week = الأيام السبعة الأخيرة
wellbeing-minutes =
    { $n ->
        [zero] لا شيء
        [one] دقيقة واحدة
        [two] دقيقتان
        [few] { $n } دقائق
        [many] { $n } دقيقةً
       *[other] { $n } دقيقة
    }
wellbeing-previews = المعاينات التي ظهرت
wellbeing-previews-n =
    { $n ->
        [zero] لا معاينات
        [one] معاينة واحدة
        [two] معاينتان
        [few] { $n } معاينات
        [many] { $n } معاينة
       *[other] { $n } معاينة
    }
wellbeing-previews-what = المعاينات المُظهَرة على طاولة الفرز تُحسب هنا تلقائيًا. أما المدة والشدة فيسجّلهما من اطّلع عليها.
wellbeing-add = تسجيل ما نظرتُ إليه أو سمعته
wellbeing-add-what = الصور والصوت والنص كلها تُحسب. ولست مدينًا لأحد بتفسير.
wellbeing-severity = مدى صعوبته
wellbeing-minutes-field = الدقائق
wellbeing-sound = مع صوت
wellbeing-add-do = تسجيل
wellbeing-entries = الأيام التسعون الأخيرة
wellbeing-none = لا شيء مسجَّل.
wellbeing-when = متى
wellbeing-long = المدة
answer-yes = نعم
answer-no = لا
severity-mild = أوصاف أو معاينات صغيرة أو رمادية
severity-moderate = مواد بلا فعل
severity-severe = مواد تُظهر فعلًا
severity-extreme = ما هو أشد: عنف أو طفل صغير جدًا
break-due-hard-material = ما يكفي من المحتوى الصعب في جلسة واحدة.
break-due-long-at-it = مدة كافية بلا راحة.
done-exposure-added = سُجّل لك وحدك.
