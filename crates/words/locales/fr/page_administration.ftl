# L’administration : comment entrent les personnes et les programmes, la santé du système, qui répond à la place de qui ; ce que
# quelqu’un ne veut pas qu’on lui propose ; et ce qui manque encore à un système nouveau.

opt-outs = Ce que je ne veux pas qu’on me propose
opt-outs-what = Personne ne demande de raison. C’est proposé à d’autres, et vous changez d’avis quand vous voulez.
opt-outs-who-sees = Personne d’autre ne le voit : aucune page, liste ou impression, aucune inscription du registre ne le dit à qui que ce soit. Cela se fonde sur ce qu’on sait avant tout regard ; un fichier nouveau peut donc contenir ce que vous préféreriez ne pas voir.
opt-outs-kinds = Ne me proposez pas
opt-outs-keep = Garder ce choix
content-kind-videos = Les vidéos
content-kind-listed = Les fichiers qu’une liste de contenus connus nomme, ou qui ressemblent à l’un d’eux
content-kind-gravest-category = Les fichiers qu’une telle liste met dans la catégorie la plus grave de CAID, d’INTERPOL Baseline ou des classes de l’industrie
content-kind-youngest-children = Les fichiers qu’une telle liste met parmi ceux des plus jeunes enfants, selon INTERPOL Baseline ou les classes de l’industrie
done-opt-outs-kept = C’est noté. Désormais cela est proposé à d’autres.
