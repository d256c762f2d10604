# A gentle hint where an outdated word was typed: the word that is used now, and why. The better word is in the language of the
# text, the reason in the reader's.

hint-outdated = «{ $said }» ya no se usa. Mejor: { $better }. { $why }

hint-material-better = material de abuso sexual de niñas, niños y adolescentes; material de explotación sexual si no se muestra ningún acto de abuso
hint-material-why = Es la prueba de un delito; la palabra antigua sugiere consentimiento.
hint-prostitution-better = niña, niño o adolescente víctima de explotación en la prostitución
hint-prostitution-why = No puede consentirlo: otras personas le explotan.
hint-tourism-better = explotación sexual de niñas, niños y adolescentes en los viajes y el turismo
hint-tourism-why = Lo que ocurre es explotación; el viaje es solo su marco.
hint-live-streaming-better = transmisión en vivo de abusos sexuales de niñas, niños y adolescentes
hint-live-streaming-why = Quienes miran y pagan participan en el abuso.
hint-diagnosis-better = persona sospechosa, acusada o condenada por delitos sexuales contra niñas, niños y adolescentes
hint-diagnosis-why = La palabra es un diagnóstico. No explica la mayoría de los delitos, y un diagnóstico no es un delito.
hint-extortion-better = extorsión sexual de niñas, niños y adolescentes
hint-extortion-why = Las palabras sencillas dicen que es una extorsión, y a quién.
hint-self-made-better = material que una niña, un niño o adolescente hizo de sí
hint-self-made-why = Diga si hubo coacción o embaucamiento, o si lo compartió libremente entre pares: sin ello, parece culpa suya.
hint-rescued-better = niñas, niños y adolescentes puestos a salvo, o identificados
hint-rescued-why = Diga cuál de las dos cosas. Nadie sabe aún si hubo un rescate.
hint-labels-better = persona sospechosa, acusada o condenada
hint-labels-why = Antes de una sentencia prejuzga, y después el expediente necesita la palabra jurídica.
