# Why a list, a row of it or what is said of it cannot be used: formats' closed sets RowCode, Unreadable and SpecError.

list-problem-row = لم يُستعمل الصف { $row }: { $what }.
list-problem-row-detail = لم يُستعمل الصف { $row }: { $what } ({ $detail }).
list-problem-value = استُعمل الصف { $row } دون إحدى قيمه: { $what } ({ $detail }).

list-problem-no-hash = لا يحتوي على بصمة رقمية صالحة للاستعمال
list-problem-wrong-length = طول إحدى البصمات الرقمية غير صحيح
list-problem-not-hexadecimal = في إحدى البصمات الرقمية ما ليس رقمًا ست عشريًا
list-problem-empty-file = هي البصمة الرقمية لملف فارغ، وستطابق كل ملف فارغ
list-problem-blank-hash = بصمة رقمية كلها أصفار أو كلها آحاد
list-problem-ambiguous-64-hex = ‏64 رقمًا ست عشريًا قد تكون SHA-256 أو PDQ؛ بيّن ذلك بعنوان للعمود أو بالحقل kind=
list-problem-could-be-an-image = فيه ما قد يكون صورة؛ والقوائم لا تحمل صورًا أبدًا
list-problem-too-long = أطول مما يمكن أن يبلغه صف من البصمات والكلمات
list-problem-too-deep = متداخل بعمق أكبر مما تتطلبه الصيغة
list-problem-malformed = ليس على الشكل الذي تتطلبه الصيغة
list-problem-not-text = فيه بايتات ليست نصًا
list-problem-repeated-id = ورد معرّفه من قبل في القائمة؛ والمعتمد هو الأول
list-problem-repeated-value = قيمة ثانية في موضع قيمة واحدة؛ والمعتمدة هي الأولى
list-problem-bad-number = رقم خارج حدوده
list-problem-withdrawn = سحبه مالكه

list-unreadable-bytes = تعذّرت قراءة القائمة: { $detail }. انسخها من جديد أو افحص وسيط التخزين.
list-unreadable-syntax = { $line ->
    [0] القائمة ليست { $grammar } سليمًا عند البايت { $column } ({ $detail }). قد تكون مقطوعة: اجلبها من جديد.
   *[other] القائمة ليست { $grammar } سليمًا عند السطر { $line }، العمود { $column } ({ $detail }). قد تكون مقطوعة: اجلبها من جديد.
  }
list-unreadable-row-too-long = الصف الذي يلي الصف { $row } أطول من الحد (بالبايت: { $bytes }). قد تنقصه علامة اقتباس أو قوس إغلاق.
list-unreadable-wrong-shape = هذه ليست قائمة بصيغتها: ينقصها { $detail }.
list-unreadable-entities-refused = تعرّف القائمة كيانات خاصة بها قرب البايت { $at }: مرفوضة. اطلب من مالكها ملفًا دون نوع مستند.
list-unreadable-flavour-missing = لا تبيّن القائمة إلى أي سلّم تصنيف تنتمي فئاتها. بيّن ذلك بالحقل scheme=.
list-unreadable-kind-missing = { $lines ->
    [zero] الأسطر كلها من 64 رقمًا ست عشريًا قد تكون SHA-256 أو PDQ. بيّن ذلك بالحقل kind=sha256 أو kind=pdq.
    [one] السطر الوحيد من 64 رقمًا ست عشريًا قد تكون SHA-256 أو PDQ. بيّن ذلك بالحقل kind=sha256 أو kind=pdq.
    [two] السطران كلاهما من 64 رقمًا ست عشريًا قد تكون SHA-256 أو PDQ. بيّن ذلك بالحقل kind=sha256 أو kind=pdq.
    [few] الأسطر كلها، وهي { $lines } أسطر، من 64 رقمًا ست عشريًا قد تكون SHA-256 أو PDQ. بيّن ذلك بالحقل kind=sha256 أو kind=pdq.
    [many] الأسطر كلها، وهي { $lines } سطرًا، من 64 رقمًا ست عشريًا قد تكون SHA-256 أو PDQ. بيّن ذلك بالحقل kind=sha256 أو kind=pdq.
   *[other] الأسطر كلها، وهي { $lines } سطر، من 64 رقمًا ست عشريًا قد تكون SHA-256 أو PDQ. بيّن ذلك بالحقل kind=sha256 أو kind=pdq.
  }
list-unreadable-no-hash-column = ليس في الجدول عمود بصمات رقمية ({ $columns }). سمِّ الأعمدة في ملف TOML المجاور للقائمة.
list-unreadable-column-missing = ليس في الجدول العمود { $column }. صحّح الأسماء في ملف TOML المجاور للقائمة.
list-unreadable-not-recognised = هذه ليست قائمة بصيغة معروفة: VICS أو XML من NCMEC أو ICSE أو hashdeep أو جدول بعناوين أو بصمة في كل سطر أو NSRL.
list-unreadable-foreign-database = قاعدة البيانات تقرؤها العملية المعزولة، لا هذا الموضع.

list-spec-unknown-field = لا يوجد حقل { $field }. الحقول هي: { $fields }.
list-spec-bad-value = لا يمكن أن يكون { $field } هو { $value }. القيم الممكنة: { $wanted }.
list-spec-repeated = ذُكر { $field } مرتين. اذكره مرة واحدة.
list-spec-contradiction = الحقلان set-aside و purpose متعارضان. احذف أحدهما.
list-spec-not-toml = ملف TOML المجاور للقائمة خاطئ عند السطر { $line }: { $detail }.
list-spec-not-read = تعذّرت قراءة { $path }: { $detail }.
