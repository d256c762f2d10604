# What a view supposes was done to a picture; several stand one after the other.

view-joint = ,
view-cropped-evenly = cropped about { $percent } % on each side
view-cropped = cropped about { $left } % at the left, { $top } % at the top, { $right } % at the right, { $bottom } % at the bottom
view-bordered = with a border of about { $percent } %
view-format = cut to another format
view-part = shown within a larger picture, { $width } % of its width and { $height } % of its height
view-covered = partly covered along a side
view-piece = one picture of a collage
view-tilted = tilted by about { $degrees }°, with empty corners
view-tilted-cut = tilted by about { $degrees }° and cut upright
