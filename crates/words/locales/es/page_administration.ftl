# La administración: cómo entran personas y programas, la salud del sistema, quién responde por quién; lo que alguien no quiere que
# se le ofrezca; y lo que le falta todavía a un sistema nuevo.

opt-outs = Lo que no quiero que se me ofrezca
opt-outs-what = Nadie pide un motivo. Se ofrece a otras personas, y usted lo cambia cuando quiera.
opt-outs-who-sees = Nadie más lo ve: ninguna página, lista, informe ni asiento del registro se lo dice a nadie. Se guía por lo que se sabe antes de mirar; un archivo nuevo puede contener aun así lo que preferiría no ver.
opt-outs-kinds = No me ofrezcan
opt-outs-keep = Guardar esta elección
content-kind-videos = Vídeos
content-kind-listed = Archivos que nombra una lista de material conocido, o que se parecen a algo de ella
content-kind-gravest-category = Archivos que una lista así pone en la categoría más grave de CAID, INTERPOL Baseline o las clases de la industria
content-kind-youngest-children = Archivos que una lista así pone entre los de los niños más pequeños, según INTERPOL Baseline o las clases de la industria
done-opt-outs-kept = Queda guardado. Desde ahora se ofrece a otras personas.
