# What a view supposes was done to a picture; several stand one after the other.

view-joint = ,
view-cropped-evenly = rognée d’environ { $percent } % de chaque côté
view-cropped = rognée d’environ { $left } % à gauche, { $top } % en haut, { $right } % à droite, { $bottom } % en bas
view-bordered = avec une bordure d’environ { $percent } %
view-format = coupée à un autre format
view-part = montrée dans une image plus grande, { $width } % de sa largeur et { $height } % de sa hauteur
view-covered = couverte en partie le long d’un côté
view-piece = une image d’un collage
view-tilted = inclinée d’environ { $degrees }°, avec des coins vides
view-tilted-cut = inclinée d’environ { $degrees }° et recoupée d’aplomb
