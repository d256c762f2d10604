# قاعدة بيانات على خادم، وما يربطها بمجلد الوحدة.
database-password-shown = كلمة السر في { $address } تظهر في قائمة العمليات الجارية
database-password-elsewhere = تُحذف منه وتوضع في الملف الذي يسمّيه PGPASSFILE، أو يُعطى العنوان كاملًا في SANAD_DATABASE أو في sanad.toml
database-elsewhere = سجلات { $path } في قاعدة البيانات { $database }؛ تُسمّى بالخيار --database
database-in-folder = المجلد { $path } يحفظ سجلاته في داخله، وقد سُمّيت { $database }؛ يُحذف --database، أو تُنقل السجلات بالأمرين «sanad backup» و«sanad restore»
database-of-another = قاعدة البيانات { $database } تخص مجلدًا غير { $path }؛ يُسمّى المجلد والقاعدة اللذان ينتميان معًا
database-gone = كانت سجلات المجلد { $path } في { $database } ولم تعد هناك؛ تُعاد إلى مكانها، أو تُستعاد نسخة احتياطية في مجلد جديد
database-unfit = لا يمكن استعمال قاعدة البيانات
database-unreachable = خادم قاعدة البيانات لا يجيب، أو ليس هو الخادم المقصود
database-not-let-in = خادم قاعدة البيانات لا يسمح بدخول هذا البرنامج؛ يُراجع اسم المستخدم وكلمة السر واسم القاعدة
doctor-database = قاعدة البيانات: { $version }، { $at }
doctor-lingers = ما أُزيل لا يزال في سجل قاعدة البيانات لأن برنامجًا آخر يقرؤها؛ يُغلق ذلك البرنامج ثم يُشغّل «sanad doctor» من جديد
