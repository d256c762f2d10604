# Administration: how people and programs come in, the node’s health, who answers in whose place; what somebody does not want to be
# offered; and what a new node still needs.

opt-outs = What I do not want to be offered
opt-outs-what = Nobody asks for a reason. It is offered to others instead, and you change it whenever you like.
opt-outs-who-sees = Nobody else is shown this: no page, list, report or entry of the record says it, to whomever. It goes by what is known before anybody looks, so that a new file may still hold what you would rather not see.
opt-outs-kinds = Do not offer me
opt-outs-keep = Keep this
content-kind-videos = Videos
content-kind-listed = Files that a list of known material names, or that look like something on one
content-kind-gravest-category = Files that such a list puts into the gravest category of CAID, INTERPOL Baseline or the industry’s classes
content-kind-youngest-children = Files that such a list puts among those of the youngest children, by INTERPOL Baseline or the industry’s classes
done-opt-outs-kept = It is kept. From now on that is offered to others.
