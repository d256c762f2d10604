# What a view supposes was done to a picture; several stand one after the other.

view-joint = ,
view-cropped-evenly = recortada cerca de un { $percent } % en cada lado
view-cropped = recortada cerca de un { $left } % a la izquierda, { $top } % arriba, { $right } % a la derecha, { $bottom } % abajo
view-bordered = con un borde de cerca de un { $percent } %
view-format = cortada a otro formato
view-part = mostrada dentro de una imagen mayor, { $width } % de su ancho y { $height } % de su alto
view-covered = cubierta en parte a lo largo de un lado
view-piece = una imagen de un collage
view-tilted = inclinada unos { $degrees }°, con esquinas vacías
view-tilted-cut = inclinada unos { $degrees }° y recortada a escuadra
