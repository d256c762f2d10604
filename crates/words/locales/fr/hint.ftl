# A gentle hint where an outdated word was typed: the word that is used now, and why. The better word is in the language of the
# text, the reason in the reader's.

hint-outdated = « { $said } » ne se dit plus. Mieux : { $better }. { $why }

hint-material-better = matériel d’abus sexuels d’enfants ; matériel d’exploitation sexuelle si aucun acte d’abus n’est montré
hint-material-why = C’est la preuve d’un crime ; l’ancien mot laisse entendre un consentement.
hint-prostitution-better = enfant exploité dans la prostitution
hint-prostitution-why = Un enfant ne peut pas y consentir : d’autres l’exploitent.
hint-tourism-better = exploitation sexuelle d’enfants dans le cadre des voyages et du tourisme
hint-tourism-why = Il s’agit d’exploitation ; le voyage n’en est que le cadre.
hint-live-streaming-better = diffusion en direct d’abus sexuels d’enfants
hint-live-streaming-why = Ceux qui regardent et qui paient participent à l’abus.
hint-diagnosis-better = personne suspectée, accusée ou condamnée pour des infractions sexuelles contre des enfants
hint-diagnosis-why = Ce mot est un diagnostic. Il n’explique pas la plupart des infractions, et un diagnostic n’en est pas une.
hint-extortion-better = extorsion sexuelle d’enfants
hint-extortion-why = Les mots simples disent que c’est une extorsion, et de qui.
hint-self-made-better = contenu qu’un enfant a fait de lui-même
hint-self-made-why = Dites s’il y a été contraint ou amené, ou s’il l’a partagé librement entre pairs : sinon, la faute semble être celle de l’enfant.
hint-rescued-better = enfants mis en sécurité, ou enfants identifiés
hint-rescued-why = Dites lequel des deux. Nul ne sait encore si un enfant a été sauvé.
hint-labels-better = personne suspectée, accusée ou condamnée
hint-labels-why = Avant un jugement, ce mot préjuge ; après, le dossier demande le terme juridique.
