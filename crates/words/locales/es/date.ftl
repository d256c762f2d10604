# When something was or will be. Days and hours come ready from CLDR; what stands between them is said here.

date-moment = { $day }, { $time }
date-exact-moment = { $day }, { $time } ({ $offset })

date-ago-now = hace menos de un minuto
date-ago-minutes =
    { $n ->
        [one] hace { $n } minuto
        [many] hace { $n } de minutos
       *[other] hace { $n } minutos
    }
date-ago-hours =
    { $n ->
        [one] hace { $n } hora
        [many] hace { $n } de horas
       *[other] hace { $n } horas
    }
date-ago-days =
    { $n ->
        [one] hace { $n } día
        [many] hace { $n } de días
       *[other] hace { $n } días
    }

date-until-now = dentro de menos de un minuto
date-until-minutes =
    { $n ->
        [one] dentro de { $n } minuto
        [many] dentro de { $n } de minutos
       *[other] dentro de { $n } minutos
    }
date-until-hours =
    { $n ->
        [one] dentro de { $n } hora
        [many] dentro de { $n } de horas
       *[other] dentro de { $n } horas
    }
date-until-days =
    { $n ->
        [one] dentro de { $n } día
        [many] dentro de { $n } de días
       *[other] dentro de { $n } días
    }
