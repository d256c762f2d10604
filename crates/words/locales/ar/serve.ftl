# `sanad serve`: الخادم.

cli-command-serve = إتاحة واجهة البرمجة للبرامج، حتى الإيقاف
cli-option-listen = العنوان والمنفذ اللذان يُستمع عليهما. HTTP غير المشفر على هذا الجهاز وحده؛ وبشهادة، من أي مكان
cli-option-tls-cert = سلسلة الشهادات، ملف PEM
cli-option-tls-key = المفتاح الخاص للشهادة، ملف PEM
cli-option-only = إتاحة هذا وحده: match، هل البصمات الرقمية معروفة
cli-option-match-by-get = السماح بالسؤال عن البصمات الرقمية بطريقة GET أيضًا. عندئذ تظهر في العناوين التي يحفظها آخرون في سجلاتهم
cli-option-intake = يمكن فحص الأحراز واستيراد القوائم الموجودة داخل هذا المجلد عند طلبها عبر واجهة البرمجة. يمكن ذكره عدة مرات
cli-option-origin = العنوان الذي تصل به المتصفحات إلى هذه العقدة، مثل https://sanad.example: ترتبط به مفاتيح المرور
cli-option-oidc-issuer = عنوان مزوّد الهوية (OpenID Connect) كما يسمي نفسه تمامًا. تسأله العقدة ولا تسأل سواه
cli-option-oidc-client = الاسم الذي يطلقه هذا المزوّد على هذه العقدة (client_id)
cli-option-oidc-secret-file = ملف فيه السر الذي يعرف به المزوّد هذه العقدة؛ ومن دونه المتغيّر SANAD_OIDC_SECRET
cli-option-oidc-second-factor = ما يقوله المزوّد عن دخول بعامل ثانٍ، مثل amr:mfa أو acr:…: عندها لا يُطلب رمز. يمكن ذكره عدة مرات
cli-option-disputed-borders = هل ترسم الخريطة الحدود المتنازع عليها بخط متقطع أم تتركها. ولا تُقر أي حدود
cli-option-quarantine-things = جعل مطابقات إدخال تنتظر شخصًا متى طابق أشياء مختلفة أكثر من هذا العدد؛ 0 يعني أبدًا
cli-option-quarantine-minutes = المدة التي يُعد خلالها ذلك، بالدقائق
cli-value-address = عنوان
cli-value-part = جزء

serve-listening = الاستماع على { $address }
serve-stopped = توقّف.
serve-not-an-address = { $text } ليس عنوانًا ومنفذًا، مثل 127.0.0.1:8443
serve-plain-beyond-loopback = يمكن الوصول إلى { $address } من أجهزة أخرى، وHTTP غير المشفر يُقرأ في الطريق.
    اذكروا شهادة بالخيارين --tls-cert و--tls-key، أو استمعوا على 127.0.0.1.
serve-tls-half = الشهادة تحتاج إلى مفتاحها والمفتاح إلى شهادته: أعطوا --tls-cert و--tls-key معًا
serve-not-listening = تعذر الاستماع على { $address }
serve-certificate = تعذر استخدام { $path } شهادةً أو مفتاحًا بصيغة PEM
serve-intake-unusable = لا يمكن أخذ شيء من { $path }: يجب أن يكون مجلدًا قابلًا للقراءة، لا داخل مجلد الوحدة ولا محيطًا به
serve-not-an-origin = { $text } ليس عنوانًا لمفاتيح المرور: يلزم https:// واسم مضيف بلا مسار، أو http://localhost ومنفذ
serve-oidc-no-issuer = لمزوّد الهوية عنوان: يلزم ذكر --oidc-issuer أيضًا
serve-oidc-not-built-in = بُني هذا البرنامج من دون الدخول عبر مزوّد هوية.
    يُستعمل برنامج بُني بـ --features oidc، أو يُترك --oidc-issuer.
serve-oidc-no-origin = يجب أن يعرف المزوّد إلى أين يعيد المتصفحات: يُذكر بـ --origin العنوان الذي تصل به إلى هذه العقدة
serve-oidc-not-an-issuer = { $text } ليس عنوان مزوّد هوية: يلزم https:// ومضيف بلا ? ولا #؛ و http:// على هذا الجهاز وحده
serve-oidc-no-client = للمزوّد اسم لهذه العقدة: يلزم ذكر --oidc-client أيضًا
serve-oidc-not-a-factor = يُكتب العامل الثاني بـ amr: أو acr: ثم ما يقوله المزوّد، مثل amr:mfa
serve-oidc-no-authorities = لا يثق هذا النظام بأي سلطة شهادات، فلا يمكن تمييز المزوّد من غيره.
    تُثبَّت حزمة ca-certificates، أو يُذكر ملف شهادات في SSL_CERT_FILE.
serve-oidc-secret-unusable = لا يمكن قراءة سر من { $path }: يجب أن يكون ملفًا نصيًا فيه السر وحده

serve-founding = لا أحد يعمل هنا بعد. افتح { $address } في متصفح واكتب الرمز { $code }

serve-glossary-unusable = لا يمكن استعمال مسرد هذه الوحدة: { $path }. { $what }
