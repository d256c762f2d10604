# من متى إلى متى يَعرض فيديو ومدخل في قائمة الشيء نفسه.

range-both = { $ours } يعرض { $entry } من المدخل: { $frames ->
    [zero] لا لقطة مطابقة
    [one] لقطة واحدة مطابقة
    [two] لقطتان مطابقتان
    [few] { $frames } لقطات مطابقة
    [many] { $frames } لقطة مطابقة
   *[other] { $frames } لقطة مطابقة
}
range-ours = يظهر عند { $ours }: { $frames ->
    [zero] في لا لقطة
    [one] في لقطة واحدة
    [two] في لقطتين
    [few] في { $frames } لقطات
    [many] في { $frames } لقطة
   *[other] في { $frames } لقطة
}
range-entry = يظهر عند { $entry } من المدخل: { $frames ->
    [zero] في لا لقطة
    [one] في لقطة واحدة
    [two] في لقطتين
    [few] في { $frames } لقطات
    [many] في { $frames } لقطة
   *[other] في { $frames } لقطة
}
range-more = { $ranges ->
    [zero] لا مقاطع أخرى
    [one] مقطع آخر أقصر من هذه
    [two] مقطعان آخران أقصر من هذه
    [few] { $ranges } مقاطع أخرى أقصر من هذه
    [many] { $ranges } مقطعًا آخر أقصر من هذه
   *[other] { $ranges } مقطع آخر أقصر من هذه
}
range-shares = { $ours } % من لقطات هذا الفيديو في المدخل، و{ $entry } % من لقطات المدخل في هذا الفيديو
