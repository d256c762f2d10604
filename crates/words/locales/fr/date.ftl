# When something was or will be. Days and hours come ready from CLDR; what stands between them is said here.

date-moment = { $day }, { $time }
date-exact-moment = { $day }, { $time } ({ $offset })

date-ago-now = il y a moins d’une minute
date-ago-minutes =
    { $n ->
        [one] il y a { $n } minute
        [many] il y a { $n } de minutes
       *[other] il y a { $n } minutes
    }
date-ago-hours =
    { $n ->
        [one] il y a { $n } heure
        [many] il y a { $n } d’heures
       *[other] il y a { $n } heures
    }
date-ago-days =
    { $n ->
        [one] il y a { $n } jour
        [many] il y a { $n } de jours
       *[other] il y a { $n } jours
    }

date-until-now = dans moins d’une minute
date-until-minutes =
    { $n ->
        [one] dans { $n } minute
        [many] dans { $n } de minutes
       *[other] dans { $n } minutes
    }
date-until-hours =
    { $n ->
        [one] dans { $n } heure
        [many] dans { $n } d’heures
       *[other] dans { $n } heures
    }
date-until-days =
    { $n ->
        [one] dans { $n } jour
        [many] dans { $n } de jours
       *[other] dans { $n } jours
    }
