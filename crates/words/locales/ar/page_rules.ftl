# The rules of the house and its words, as everybody may read them.

room-rules = القواعد والكلمات
page-rules-words = الكلمات التي نستعملها
rules-what = من يجوز له ماذا، كما تقول سياسات هذا البرنامج. الدور هو السؤال الأول؛ ثم الحاجة إلى المعرفة وضوابط التداول والغرض.
rules-marks = ✔ يجوز؛ ◐ يجوز بشأن بعض أنواع السجلات فقط؛ · لا يجوز؛ p يُسأل عن الغرض.
rules-table = كل دور وكل إجراء
rules-verb = الإجراء
rules-may-yes = يجوز
rules-may-some = يجوز بشأن بعض أنواع السجلات
rules-may-no = لا يجوز
rules-purpose = يُسأل عن الغرض
rules-policies = السياسات نفسها
rules-policies-what = هي جزء من البرنامج وتتغير معه. وفوق كل منها جملة بالإنجليزية يقرؤها القانوني.
role-terminal = طرفية النظام
rules-words-version = المسرد، الإصدار { $version }
rules-words-unconfirmed = تُعدّ الكلمة مؤكدة حين يقول ذلك مختص يعمل بتلك اللغة؛ ويُذكر ذلك بجانبها.
rules-words-marks = I: من صفحات الإنتربول. P: من Primero. N: من NIST. G: معرفة مهنية عامة.
rules-words-key = المصطلح
rules-words-confirmed = مؤكدة
rules-back = العودة إلى القواعد
