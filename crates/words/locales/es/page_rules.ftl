# The rules of the house and its words, as everybody may read them.

room-rules = Reglas y palabras
page-rules-words = Las palabras que usamos
rules-what = Quién puede hacer qué, según las políticas de este programa. El rol es la primera pregunta; después vienen la necesidad de conocer, las condiciones de uso y la finalidad.
rules-marks = ✔ puede; ◐ puede, solo sobre algunos tipos de registros; · no puede; p pide una finalidad.
rules-table = Cada rol y cada acción
rules-verb = Acción
rules-may-yes = puede
rules-may-some = puede, sobre algunos tipos de registros
rules-may-no = no puede
rules-purpose = pide una finalidad
rules-policies = Las políticas mismas
rules-policies-what = Forman parte del programa y cambian con él. Encima de cada una hay una frase en inglés que un jurista puede leer.
role-terminal = terminal del sistema
rules-words-version = Glosario, versión { $version }
rules-words-unconfirmed = Una palabra se da por confirmada cuando lo ha dicho un especialista que trabaja en ese idioma; entonces se indica al lado.
rules-words-marks = I: leído en páginas de INTERPOL. P: leído en Primero. N: leído en el NIST. G: conocimiento profesional general.
rules-words-key = Término
rules-words-confirmed = confirmada
rules-back = Volver a las reglas
