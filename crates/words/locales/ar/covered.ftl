# What was asked: without it nobody can read what was not found.

covered-altered = النسخ المعدَّلة: { $how }
covered-radius = قورنت المظاهر حتى درجة اختلاف { $bits } من 256، ولم يفُت شيء ضمنها
covered-no-looks = لم يُقارَن أي مظهر
covered-list = { $name } ({ $version }): MD5 { $md5 }، SHA-1 { $sha1 }، SHA-256 { $sha256 }، PDQ { $looks }؛ مقاطع الفيديو { $videos }، إطاراتها { $frames }؛ التقريبية حتى { $threshold } من 256
covered-list-nothing = لا شيء في هذه القائمة يمكن أن يُقارَن به: فعدم وجوده فيها لا يدل على شيء
covered-own = ملفات هذه الوحدة: PDQ { $looks }، التقريبية حتى { $bits } من 256

not-asked-digests-none-listed = لا MD5 فيها ولا SHA-1 ولا SHA-256: لا يُعثر فيها على شيء وفق بايتاته
not-asked-looks-none-listed = لا مظاهر فيها: لا يمكن العثور فيها على مطابقات تقريبية ولا على نسخ معدَّلة
not-asked-looks-set-aside = تُستبعد بها البرامج المعروفة، وتُقارَن وفق SHA-1 وSHA-256 فقط
not-asked-videos-none-listed = لا مقاطع فيديو فيها
not-asked-altered-switched-off = لم يُبحث عن النسخ المعدَّلة: أوقف مالكها ذلك
not-asked-altered-known-already = لم يُبحث عن النسخ المعدَّلة: فهي تعرف الملف من قبل

not-brought-looks-none-brought = قورن وفق البصمات التامة فقط: لا مظهر له
not-brought-looks-low-quality = قورن وفق البصمات التامة فقط: صلاحيته للمقارنة أدنى من اللازم
not-brought-altered-none-brought = لم يُبحث عنه بوصفه نسخة معدَّلة: لا مناظر له

find-nothing-comparable = لا شيء في أي قائمة من القوائم التي جرت مقارنتها يمكن أن يُقارَن به
find-held-altered =
    { $exhibits ->
        [zero] لا أحراز لدى هذه الوحدة: نسخة معدَّلة محتملة تحتاج إلى تأكيد: { $file }، درجة الاختلاف { $distance } من 256 ({ $view })
        [one] في حِرز واحد لدى هذه الوحدة: نسخة معدَّلة محتملة تحتاج إلى تأكيد: { $file }، درجة الاختلاف { $distance } من 256 ({ $view })
        [two] في حِرزين لدى هذه الوحدة: نسخة معدَّلة محتملة تحتاج إلى تأكيد: { $file }، درجة الاختلاف { $distance } من 256 ({ $view })
        [few] في { $exhibits } أحراز لدى هذه الوحدة: نسخة معدَّلة محتملة تحتاج إلى تأكيد: { $file }، درجة الاختلاف { $distance } من 256 ({ $view })
        [many] في { $exhibits } حِرزًا لدى هذه الوحدة: نسخة معدَّلة محتملة تحتاج إلى تأكيد: { $file }، درجة الاختلاف { $distance } من 256 ({ $view })
       *[other] في { $exhibits } حِرز لدى هذه الوحدة: نسخة معدَّلة محتملة تحتاج إلى تأكيد: { $file }، درجة الاختلاف { $distance } من 256 ({ $view })
    }
find-held-more =
    { $files ->
        [zero] لا نسخ معدَّلة محتملة أخرى في أحراز هذه الوحدة، تُسمّى مع --json
        [one] نسخة معدَّلة محتملة أخرى في أحراز هذه الوحدة، تُسمّى مع --json
        [two] نسختان معدَّلتان محتملتان أخريان في أحراز هذه الوحدة، تُسمّى مع --json
        [few] { $files } نسخ معدَّلة محتملة أخرى في أحراز هذه الوحدة، تُسمّى مع --json
        [many] { $files } نسخة معدَّلة محتملة أخرى في أحراز هذه الوحدة، تُسمّى مع --json
       *[other] { $files } نسخة معدَّلة محتملة أخرى في أحراز هذه الوحدة، تُسمّى مع --json
    }
