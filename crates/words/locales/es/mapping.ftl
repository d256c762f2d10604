# Mapping tables: by which categories are computed, what is wrong with one, and who approved it.
mapping-problem-line = { $file }, línea { $line }: { $what }
mapping-problem-not-read = esto no es una tabla de correspondencia ({ $detail }); escríbala como las del programa, véase «sanad mapping show»
mapping-problem-blank = falta algo que debe decirse; escriba scheme, version y source, y en cada regla category y reason
mapping-problem-approval = approved-by y approved-on no van juntos; quite ambos, pues una tabla la aprueban dos personas en el sistema de la unidad
mapping-problem-no-last-rule = la última regla tiene una condición; añada una última regla sin condición, para lo que ninguna otra toma
mapping-problem-dead-rules = esta regla lo toma todo y las siguientes nunca se consultan; póngala al final o dele una condición
mapping-problem-reason-twice = una regla anterior tiene el mismo motivo; dé a cada regla un motivo propio
mapping-problem-unknown-age = esta regla pide la edad «unknown», que ninguna regla puede pedir; quítela
mapping-checked = { $file } es una tabla de correspondencia: { $scheme }, versión { $version }, SHA-256 { $sha256 }
mapping-wrong = Una tabla está mal en las líneas indicadas arriba; corríjalas y vuelva a comprobarla
mapping-unknown = No hay ninguna tabla de correspondencia { $name }; «sanad mapping list» las enumera
mapping-approved = aprobada por { $by } el { $day }
mapping-not-for-court = sin aprobar: no apta para juicio
mapping-withdrawn = retirada
mapping-in-force = en vigor
mapping-proposed = propuesta
mapping-replaced = sustituida
column-scheme = Esquema
column-approval = Aprobación
column-mapping-state = Estado

cli-command-mapping = Tablas con las que se calculan las categorías a partir de lo que vio quien clasificó
cli-command-mapping-list = Mostrar todas las tablas, cuáles están en vigor y quién las aprobó
cli-command-mapping-show = Mostrar el texto de una tabla, para leerla o escribir otra
cli-command-mapping-check = Decir, línea por línea, qué está mal en una tabla que se está escribiendo; no recuerda nada
cli-argument-mapping-name = Un esquema, para su tabla en vigor, o el SHA-256 de una tabla
cli-argument-mapping-file = El archivo de la tabla
