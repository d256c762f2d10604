# What the terminal shows beside the summary: names, units, progress, tables, answers, written reports.

name-masked = ‹اسم محجوب›
name-masked-but-extension = ‹اسم محجوب›.{ $extension }
number = { $n }

unit-bytes = { $n } بايت
unit-kilobytes = { $n } ك.ب
unit-megabytes = { $n } م.ب
unit-gigabytes = { $n } ج.ب
unit-terabytes = { $n } ت.ب
duration-seconds = { $seconds } ث
duration-minutes = { $minutes } د { $seconds } ث
duration-hours = { $hours } س { $minutes } د

progress-listing = سرد محتويات الحِرز
progress-files = قراءة الملفات
progress-videos = قراءة مقاطع الفيديو
progress-lists = إدخال القوائم
progress-matching = المقارنة بالقوائم
progress-reports = كتابة التقارير
progress-line = { $title }: { $parts }
progress-separator = ،
progress-count =
    { $done ->
        [zero] لا ملفات
        [one] ملف واحد
        [two] ملفان
        [few] { $done } ملفات
        [many] { $done } ملفًا
       *[other] { $done } ملف
    }
progress-count-of =
    { $total ->
        [zero] { $done } من { $total } ملف
        [one] { $done } من ملف واحد
        [two] { $done } من ملفين
        [few] { $done } من { $total } ملفات
        [many] { $done } من { $total } ملفًا
       *[other] { $done } من { $total } ملف
    }
progress-rate = { $rate }/ث
progress-left = بقي { $duration }

record-line = ‏{ $name }: { $value }
column-id = المعرّف
column-name = الاسم
column-owner = المالك
column-purpose = { term-purpose.title }
column-format = الصيغة
column-rows = الصفوف
column-refused = المرفوض
column-threshold = { term-threshold.title }
column-tlp = TLP
column-version = الإصدار
column-exhibit-number = الرقم
column-authority = { term-legal-basis.title }
column-examiner = الفاحص
column-files = الملفات
column-places = المواضع
column-root = موضعه
lists-none = لم تُدخل أي قائمة
exhibits-none = لم يُفحص أي حِرز

find-asked = { $asked }، بُحث عنه بوصفه { $kinds }
find-nothing =
    { $lists ->
        [zero] لم تُقارَن أي قائمة
        [one] غير مدرج في القائمة الوحيدة التي جرت مقارنتها
        [two] غير مدرج في القائمتين اللتين جرت مقارنتهما
        [few] غير مدرج في أي من { $lists } قوائم جرت مقارنتها
        [many] غير مدرج في أي من { $lists } قائمة جرت مقارنتها
       *[other] غير مدرج في أي من { $lists } قائمة جرت مقارنتها
    }
find-exact = مطابقة تامة: القائمة { $list } ({ $version })، الصف { $row }، وفق { $kind }
find-near = مطابقة تقريبية تحتاج إلى تأكيد: القائمة { $list } ({ $version })، الصف { $row }، درجة الاختلاف { $distance } من 256 ({ $kind })
find-altered = نسخة معدَّلة محتملة تحتاج إلى تأكيد: القائمة { $list } ({ $version })، الصف { $row }، درجة الاختلاف { $distance } من 256 ({ $kind })
find-worth-a-look = يستحق النظر وليس مطابقة: القائمة { $list } ({ $version })، الصف { $row }، درجة الاختلاف { $distance } من 256 ({ $view })
find-view = صلاحية الصورة للمقارنة: { $quality } من 100؛ ما يبدو أنه جرى: { $view }
find-set-aside = معروف ومستبعد من الفحص: القائمة { $list } ({ $version })، الصف { $row }، وفق { $kind }
find-quality = صلاحية الصورة للمقارنة: { $quality } من 100؛ الصورة { $turn }
find-thumbnail = المطابق هو الصورة المصغّرة المضمّنة لا الصورة كلها
find-frame = الإطار المعروض عند { $at }
find-entry = المُدخل { $entry }
find-category = الفئة { $code } من { $scheme }
find-words = كلام المالك، { $name }: { $said }
find-held-call = محفوظ في هذه العقدة؛ يُتصل بالوحدة { $unit }
find-seen =
    { $exhibits ->
        [zero] ليس في أي حِرز لدى هذه الوحدة
        [one] في حِرز واحد لدى هذه الوحدة
        [two] في حِرزين لدى هذه الوحدة؛ وهذا وحده لا يُثبت صلة
        [few] في { $exhibits } أحراز لدى هذه الوحدة؛ وهذا وحده لا يُثبت صلة
        [many] في { $exhibits } حِرزًا لدى هذه الوحدة؛ وهذا وحده لا يُثبت صلة
       *[other] في { $exhibits } حِرز لدى هذه الوحدة؛ وهذا وحده لا يُثبت صلة
    }

report-written = كُتب التقرير: { $path }
report-sha256 = SHA-256 { $sha256 }
