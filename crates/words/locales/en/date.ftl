# When something was or will be. Days and hours come ready from CLDR; what stands between them is said here.

date-moment = { $day }, { $time }
date-exact-moment = { $day }, { $time } ({ $offset })

date-ago-now = less than a minute ago
date-ago-minutes =
    { $n ->
        [one] { $n } minute ago
       *[other] { $n } minutes ago
    }
date-ago-hours =
    { $n ->
        [one] { $n } hour ago
       *[other] { $n } hours ago
    }
date-ago-days =
    { $n ->
        [one] { $n } day ago
       *[other] { $n } days ago
    }

date-until-now = in less than a minute
date-until-minutes =
    { $n ->
        [one] in { $n } minute
       *[other] in { $n } minutes
    }
date-until-hours =
    { $n ->
        [one] in { $n } hour
       *[other] in { $n } hours
    }
date-until-days =
    { $n ->
        [one] in { $n } day
       *[other] in { $n } days
    }
