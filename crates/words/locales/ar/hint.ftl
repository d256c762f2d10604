# A gentle hint where an outdated word was typed: the word that is used now, and why. The better word is in the language of the
# text, the reason in the reader's.

hint-outdated = لم تعد عبارة «{ $said }» مستعملة. الأفضل: { $better }. { $why }

hint-material-better = مواد الاعتداء الجنسي على الأطفال، أو مواد الاستغلال الجنسي للأطفال إن لم يظهر فيها فعل اعتداء
hint-material-why = هي دليل على جريمة، أما العبارة القديمة فتوحي بالرضا.
hint-prostitution-better = طفل مستغَل في البغاء
hint-prostitution-why = لا يملك الطفل أن يرضى بذلك: إنه استغلال يرتكبه غيره.
hint-tourism-better = الاستغلال الجنسي للأطفال في سياق السفر والسياحة
hint-tourism-why = ما يحدث استغلال، والسفر مجرد إطار له.
hint-live-streaming-better = البث المباشر للاعتداء الجنسي على الأطفال
hint-live-streaming-why = من يشاهد ويدفع يشارك في الاعتداء.
hint-diagnosis-better = شخص مشتبه به أو متهم أو مدان في جرائم جنسية ضد الأطفال
hint-diagnosis-why = هذه الكلمة تشخيص طبي لا يفسّر معظم الجرائم، والتشخيص ليس جريمة.
hint-extortion-better = الابتزاز الجنسي للأطفال
hint-extortion-why = الكلمات الواضحة تقول إنه ابتزاز، ومن ضحيته.
hint-self-made-better = مواد صنعها الطفل لنفسه
hint-self-made-why = اذكر هل أُكره الطفل أو استُدرج أو تبادلها بحرية مع أقرانه: فمن دون ذلك يبدو الذنب ذنبه.
hint-rescued-better = أطفال جرت حمايتهم، أو أطفال حُدّدت هويتهم
hint-rescued-why = اذكر أي الأمرين حدث. لا أحد يعلم بعد هل أُنقذ الطفل.
hint-labels-better = شخص مشتبه به أو متهم أو مدان
hint-labels-why = قبل الحكم تستبق هذه الكلمة نتيجته، وبعده يحتاج الملف إلى الكلمة القانونية.
