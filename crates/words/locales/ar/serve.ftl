# `sanad serve`: الخادم.

cli-command-serve = إتاحة واجهة البرمجة للبرامج، حتى الإيقاف
cli-option-listen = العنوان والمنفذ اللذان يُستمع عليهما. HTTP غير المشفر على هذا الجهاز وحده؛ وبشهادة، من أي مكان
cli-option-tls-cert = سلسلة الشهادات، ملف PEM
cli-option-tls-key = المفتاح الخاص للشهادة، ملف PEM
cli-option-only = إتاحة هذا وحده: match، هل البصمات الرقمية معروفة
cli-option-match-by-get = السماح بالسؤال عن البصمات الرقمية بطريقة GET أيضًا. عندئذ تظهر في العناوين التي يحفظها آخرون في سجلاتهم
cli-option-intake = يمكن فحص الأحراز واستيراد القوائم الموجودة داخل هذا المجلد عند طلبها عبر واجهة البرمجة. يمكن ذكره عدة مرات
cli-option-origin = العنوان الذي تصل به المتصفحات إلى هذه العقدة، مثل https://sanad.example: ترتبط به مفاتيح المرور
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
