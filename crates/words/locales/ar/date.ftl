# When something was or will be. Days and hours come ready from CLDR; what stands between them is said here.

date-moment = { $day }، { $time }
date-exact-moment = { $day }، { $time } ({ $offset })

date-ago-now = قبل أقل من دقيقة
date-ago-minutes =
    { $n ->
        [zero] قبل أقل من دقيقة
        [one] قبل دقيقة واحدة
        [two] قبل دقيقتين
        [few] قبل { $n } دقائق
        [many] قبل { $n } دقيقة
       *[other] قبل { $n } دقيقة
    }
date-ago-hours =
    { $n ->
        [zero] قبل أقل من ساعة
        [one] قبل ساعة واحدة
        [two] قبل ساعتين
        [few] قبل { $n } ساعات
        [many] قبل { $n } ساعة
       *[other] قبل { $n } ساعة
    }
date-ago-days =
    { $n ->
        [zero] قبل أقل من يوم
        [one] قبل يوم واحد
        [two] قبل يومين
        [few] قبل { $n } أيام
        [many] قبل { $n } يوماً
       *[other] قبل { $n } يوم
    }

date-until-now = بعد أقل من دقيقة
date-until-minutes =
    { $n ->
        [zero] بعد أقل من دقيقة
        [one] بعد دقيقة واحدة
        [two] بعد دقيقتين
        [few] بعد { $n } دقائق
        [many] بعد { $n } دقيقة
       *[other] بعد { $n } دقيقة
    }
date-until-hours =
    { $n ->
        [zero] بعد أقل من ساعة
        [one] بعد ساعة واحدة
        [two] بعد ساعتين
        [few] بعد { $n } ساعات
        [many] بعد { $n } ساعة
       *[other] بعد { $n } ساعة
    }
date-until-days =
    { $n ->
        [zero] بعد أقل من يوم
        [one] بعد يوم واحد
        [two] بعد يومين
        [few] بعد { $n } أيام
        [many] بعد { $n } يوماً
       *[other] بعد { $n } يوم
    }
