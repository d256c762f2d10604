# What a view supposes was done to a picture; several stand one after the other.

view-joint = ،
view-cropped-evenly = مقصوصة بنحو { $percent } % من كل جانب
view-cropped = مقصوصة بنحو { $left } % من اليسار و{ $top } % من الأعلى و{ $right } % من اليمين و{ $bottom } % من الأسفل
view-bordered = مع إطار بنحو { $percent } %
view-format = مقصوصة إلى قياس آخر
view-part = معروضة داخل صورة أكبر، { $width } % من عرضها و{ $height } % من ارتفاعها
view-covered = مغطاة جزئيًا على طول أحد جوانبها
view-piece = صورة من مجموعة صور ملصقة
view-tilted = مائلة بنحو { $degrees }°، بزوايا فارغة
view-tilted-cut = مائلة بنحو { $degrees }° ومقصوصة على استقامة
