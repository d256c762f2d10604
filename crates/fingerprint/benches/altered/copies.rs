//! Grey pictures and what people do to them: every class of copy on which views are measured. Nothing is hashed here.

/// Luma, a byte a pixel, rows from the top.
#[derive(Clone)]
pub(crate) struct Picture {
    pub(crate) width: usize,
    pub(crate) height: usize,
    pub(crate) luma: Vec<u8>,
}

/// Numbers that are the same in every run.
pub(crate) struct Random(pub(crate) u64);

impl Random {
    /// From 0 to 1.
    pub(crate) fn unit(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((mixed ^ (mixed >> 31)) >> 11) as f64 / (1u64 << 53) as f64
    }

    /// From 0 up to, not including, `n`.
    pub(crate) fn below(&mut self, n: usize) -> usize {
        ((self.unit() * n as f64) as usize).min(n.saturating_sub(1))
    }
}

impl Picture {
    pub(crate) fn filled(width: usize, height: usize, value: u8) -> Picture {
        Picture { width, height, luma: vec![value; width * height] }
    }

    fn from_fn(width: usize, height: usize, mut value: impl FnMut(usize, usize) -> f64) -> Picture {
        let luma = (0..width * height).map(|n| value(n % width, n / width).round().clamp(0.0, 255.0) as u8).collect();
        Picture { width, height, luma }
    }

    fn at(&self, x: usize, y: usize) -> f64 {
        f64::from(self.luma[y * self.width + x])
    }

    /// Between four pixels; the edge goes on beyond it.
    fn between(&self, x: f64, y: f64) -> f64 {
        let bounded = |at: f64, side: usize| at.clamp(0.0, side as f64 - 1.0);
        let (x, y) = (bounded(x, self.width), bounded(y, self.height));
        let (left, top) = (x as usize, y as usize);
        let (right, bottom) = ((left + 1).min(self.width - 1), (top + 1).min(self.height - 1));
        let (u, v) = (x - left as f64, y - top as f64);
        (self.at(left, top) * (1.0 - u) + self.at(right, top) * u) * (1.0 - v)
            + (self.at(left, bottom) * (1.0 - u) + self.at(right, bottom) * u) * v
    }

    /// Area means where it shrinks, straight lines between pixels where it grows.
    pub(crate) fn resized(&self, width: usize, height: usize) -> Picture {
        let (across, down) = (weights(self.width, width), weights(self.height, height));
        let mut rows = vec![0.0f32; width * self.height];
        for (row, line) in rows.chunks_exact_mut(width).zip(self.luma.chunks_exact(self.width)) {
            for (value, (first, weights)) in row.iter_mut().zip(&across) {
                *value = weights.iter().zip(&line[*first..]).map(|(weight, value)| weight * f32::from(*value)).sum();
            }
        }
        let mut luma = Vec::with_capacity(width * height);
        let mut sums = vec![0.0f32; width];
        for (first, weights) in &down {
            sums.fill(0.0);
            for (weight, row) in weights.iter().zip(rows[first * width..].chunks_exact(width)) {
                sums.iter_mut().zip(row).for_each(|(sum, value)| *sum += weight * value);
            }
            luma.extend(sums.iter().map(|sum| (sum + 0.5) as u8));
        }
        Picture { width, height, luma }
    }

    /// To fit a square of this side.
    pub(crate) fn fitted(&self, side: usize) -> Picture {
        let scale = side as f64 / self.width.max(self.height) as f64;
        let length = |px: usize| ((px as f64 * scale).round() as usize).max(8);
        self.resized(length(self.width), length(self.height))
    }

    /// Shares of the sides cut away: left, top, right, bottom.
    pub(crate) fn cropped(&self, [left, top, right, bottom]: [f64; 4]) -> Picture {
        let px = |share: f64, side: usize| (share * side as f64).round() as usize;
        let (x, y) = (px(left, self.width), px(top, self.height));
        let (width, height) = (self.width - x - px(right, self.width), self.height - y - px(bottom, self.height));
        let luma = (y..y + height).flat_map(|row| &self.luma[row * self.width + x..][..width]).copied().collect();
        Picture { width, height, luma }
    }

    /// The middle, cut to this shape (width by height).
    fn cut_to(&self, shape: f64) -> Picture {
        let own = self.width as f64 / self.height as f64;
        let lost = if shape < own { 1.0 - shape / own } else { 1.0 - own / shape } / 2.0;
        self.cropped(if shape < own { [lost, 0.0, lost, 0.0] } else { [0.0, lost, 0.0, lost] })
    }

    fn mirrored(&self) -> Picture {
        Picture::from_fn(self.width, self.height, |x, y| self.at(self.width - 1 - x, y))
    }

    fn quarter_turned(&self) -> Picture {
        Picture::from_fn(self.height, self.width, |x, y| self.at(y, self.height - 1 - x))
    }

    fn tilted(&self, degrees: f64, is_cut_upright: bool) -> Picture {
        let (sin, cos) = degrees.to_radians().sin_cos();
        let (cx, cy) = ((self.width as f64 - 1.0) / 2.0, (self.height as f64 - 1.0) / 2.0);
        let tilted = Picture::from_fn(self.width, self.height, |x, y| {
            let (x, y) = (x as f64 - cx, y as f64 - cy);
            let (u, v) = (cos * x + sin * y + cx, -sin * x + cos * y + cy);
            let is_inside = u >= -0.5 && v >= -0.5 && u <= 2.0 * cx + 0.5 && v <= 2.0 * cy + 0.5;
            if is_inside { self.between(u, v) } else { 0.0 }
        });
        if !is_cut_upright {
            return tilted;
        }
        let (width, height) = (self.width as f64, self.height as f64);
        let lost = (1.0 - 1.0 / (cos + sin.abs() * (width / height).max(height / width))) / 2.0;
        tilted.cropped([lost; 4])
    }

    fn paste(&mut self, other: &Picture, x: usize, y: usize) {
        for row in 0..other.height.min(self.height.saturating_sub(y)) {
            let width = other.width.min(self.width.saturating_sub(x));
            let from = &other.luma[row * other.width..][..width];
            self.luma[(y + row) * self.width + x..][..width].copy_from_slice(from);
        }
    }

    fn blurred(&self, radius: usize) -> Picture {
        let small = |side: usize| (side / radius.max(1)).max(4);
        self.resized(small(self.width), small(self.height)).resized(self.width, self.height)
    }

    fn noisy(&self, random: &mut Random, spread: f64) -> Picture {
        Picture::from_fn(self.width, self.height, |x, y| {
            self.at(x, y) + spread * (random.unit() + random.unit() + random.unit() - 1.5) * 2.0
        })
    }

    fn framed(&self, share: f64, value: u8) -> Picture {
        let px = (share * self.width.min(self.height) as f64).round().max(1.0) as usize;
        let mut framed = Picture::filled(self.width + 2 * px, self.height + 2 * px, value);
        framed.paste(self, px, px);
        framed
    }

    /// In the middle of a canvas of this shape.
    fn boxed(&self, shape: f64, value: Option<u8>) -> Picture {
        let own = self.width as f64 / self.height as f64;
        let (width, height) = match shape < own {
            true => (self.width, (self.width as f64 / shape).round() as usize),
            false => ((self.height as f64 * shape).round() as usize, self.height),
        };
        let mut canvas = match value {
            Some(value) => Picture::filled(width, height, value),
            None => self.cut_to(shape).resized(width, height).blurred(24),
        };
        canvas.paste(self, (width - self.width) / 2, (height - self.height) / 2);
        canvas
    }

    /// On its own blurred enlargement.
    fn framed_blurred(&self, share: f64) -> Picture {
        let px = (share * self.width.min(self.height) as f64).round() as usize;
        let mut framed = self.resized(self.width + 2 * px, self.height + 2 * px).blurred(16);
        framed.paste(self, px, px);
        framed
    }

    /// Lines of small dark or light blocks, as text looks from afar.
    fn write(&mut self, random: &mut Random, [left, top, right, bottom]: [usize; 4], value: u8) {
        let size = ((bottom - top) / 2).clamp(4, 12);
        let mut y = top + size / 2;
        while y + size <= bottom {
            let mut x = left + size;
            while x + size < right {
                let width = 1 + random.below(size / 2);
                for row in y..y + size * 2 / 3 {
                    for column in x..(x + width).min(right) {
                        if random.below(4) > 0 {
                            self.luma[row * self.width + column] = value;
                        }
                    }
                }
                x += width + 2 + if random.below(6) == 0 { size } else { 0 };
            }
            y += size * 3 / 2;
        }
    }

    /// A band along the bottom with text, laid over the picture.
    fn with_bar(&self, random: &mut Random, share: f64) -> Picture {
        let mut copy = self.clone();
        let top = self.height - (share * self.height as f64).round() as usize;
        let is_light = random.below(2) == 0;
        copy.luma[top * self.width..].fill(if is_light { 250 } else { 8 });
        copy.write(random, [0, top, self.width * 7 / 10, self.height], if is_light { 20 } else { 240 });
        copy
    }

    /// Discs that cover this share of the picture.
    fn with_disc(&self, random: &mut Random, share: f64) -> Picture {
        let radius = (share * (self.width * self.height) as f64 / std::f64::consts::PI).sqrt();
        let (cx, cy) = (random.unit() * self.width as f64, random.unit() * self.height as f64);
        let (cx, cy) = (cx.clamp(radius, self.width as f64 - radius), cy.clamp(radius, self.height as f64 - radius));
        Picture::from_fn(self.width, self.height, |x, y| {
            let (u, v) = ((x as f64 - cx) / radius, (y as f64 - cy) / radius);
            let is_eye = (u.abs() - 0.35).hypot(v + 0.3) < 0.15;
            if u.hypot(v) > 1.0 {
                self.at(x, y)
            } else if is_eye {
                30.0
            } else {
                205.0
            }
        })
    }

    /// A window on a desktop, or the screen of a phone, that shows the picture.
    fn shot(&self, random: &mut Random, kind: Shot) -> Picture {
        let (paper, ink) = match kind {
            Shot::Light => (246, 60),
            Shot::Dark | Shot::Phone => (24, 200),
        };
        let (width, height) = (self.width, self.height);
        let (left, top, right, bottom) = match kind {
            Shot::Phone => (0, height * 6 / 10, 0, height * 7 / 10),
            _ => (width / 5, height / 6, width / 12, height / 8),
        };
        let mut screen = Picture::filled(width + left + right, height + top + bottom, paper);
        let (screen_width, screen_height) = (screen.width, screen.height);
        screen.luma[..screen_width * (top / 3)].fill(if paper > 128 { 225 } else { 45 });
        screen.write(random, [10, 2, screen_width / 2, (top / 3).max(12)], ink);
        if left > 40 {
            screen.write(random, [4, top, left - 12, screen_height - 10], ink);
        }
        screen.write(random, [left, top + height + 8, left + width * 2 / 3, screen_height], ink);
        screen.paste(self, left, top);
        screen
    }
}

/// Of each pixel of a side that is resized: the first that it is made of, and what that and the next ones weigh.
fn weights(from: usize, to: usize) -> Vec<(usize, Vec<f32>)> {
    let scale = from as f64 / to as f64;
    // A box as wide as the new pixel where it shrinks, a tent as wide as two old ones where it grows.
    let weigh = |at: f64, centre: f64| match scale > 1.0 {
        true => ((centre + scale / 2.0).min(at + 0.5) - (centre - scale / 2.0).max(at - 0.5)).max(0.0),
        false => (1.0 - (at - centre).abs()).max(0.0),
    };
    let reach = scale.max(2.0) / 2.0 + 0.5;
    let of_pixel = |n: usize| {
        let centre = ((n as f64 + 0.5) * scale - 0.5).clamp(0.0, from as f64 - 1.0);
        let first = (centre - reach).ceil().max(0.0) as usize;
        let last = ((centre + reach).floor() as usize).min(from - 1);
        let weights: Vec<f64> = (first..=last).map(|at| weigh(at as f64, centre)).collect();
        let sum: f64 = weights.iter().sum();
        (first, weights.iter().map(|weight| (weight / sum) as f32).collect())
    };
    (0..to).map(of_pixel).collect()
}

#[derive(Clone, Copy)]
enum Shot {
    Light,
    Dark,
    Phone,
}

/// A copy, and the quality it is saved at as a JPEG.
pub(crate) struct Copied {
    pub(crate) class: &'static str,
    pub(crate) picture: Picture,
    pub(crate) jpeg_quality: f32,
}

/// One copy of every class; those that need other pictures take them from `others` (three).
pub(crate) fn all_copies(original: &Picture, others: &[&Picture], random: &mut Random, mut each: impl FnMut(Copied)) {
    let mut save = |class, picture| each(Copied { class, picture, jpeg_quality: 85.0 });
    for (class, cut) in [
        ("even 1", 0.01),
        ("even 2", 0.02),
        ("even 3", 0.03),
        ("even 5", 0.05),
        ("even 8", 0.08),
        ("even 10", 0.1),
        ("even 15", 0.15),
    ] {
        save(class, original.cropped([cut; 4]));
    }
    let on_one_side = |random: &mut Random, cut: f64| {
        let mut cuts = [0.0; 4];
        cuts[random.below(4)] = cut;
        original.cropped(cuts)
    };
    for (class, cut) in [("side 3", 0.03), ("side 5", 0.05), ("side 8", 0.08), ("side 12", 0.12), ("side 20", 0.2)] {
        save(class, on_one_side(random, cut));
        save(class, on_one_side(random, cut));
    }
    let at_random = |random: &mut Random, most: f64| original.cropped(std::array::from_fn(|_| random.unit() * most));
    for (class, most) in [("random 4", 0.04), ("random 6", 0.06), ("random 10", 0.1)] {
        save(class, at_random(random, most));
        save(class, at_random(random, most));
    }
    let shape = original.width as f64 / original.height as f64;
    save("format, a tenth lost", original.cut_to(shape * 0.9));
    // The usual format that loses a quarter, or nearly.
    let loss = |format: f64| (1.0 - (shape / format).min(format / shape) - 0.25).abs();
    let usual = [1.0, 5.0 / 4.0, 4.0 / 3.0, 3.0 / 2.0, 8.0 / 5.0, 16.0 / 9.0];
    let format =
        usual.into_iter().flat_map(|format| [format, 1.0 / format]).min_by(|a, b| loss(*a).total_cmp(&loss(*b)));
    if let Some(format) = format.filter(|format| loss(*format) <= 0.06) {
        save("format, a quarter lost", original.cut_to(format));
    }
    let (mirrored, quarter) = (original.mirrored(), original.quarter_turned());
    save("mirror", mirrored.clone());
    save("turn 90", quarter.clone());
    save("turn 180", quarter.quarter_turned());
    save("turn 270", quarter.quarter_turned().quarter_turned());
    save("mirror + even 3", mirrored.cropped([0.03; 4]));
    save("mirror + random 6", mirrored.cropped(std::array::from_fn(|_| random.unit() * 0.06)));
    save("turn 90 + random 4", quarter.cropped(std::array::from_fn(|_| random.unit() * 0.04)));
    for (black, upright, degrees) in [
        ("tilt 1 black", "tilt 1 upright", 1.0),
        ("tilt 2 black", "tilt 2 upright", 2.0),
        ("tilt 3 black", "tilt 3 upright", 3.0),
        ("tilt 5 black", "tilt 5 upright", 5.0),
        ("tilt 7 black", "tilt 7 upright", 7.0),
        ("tilt 10 black", "tilt 10 upright", 10.0),
    ] {
        let degrees = if random.below(2) == 0 { degrees } else { -degrees };
        save(black, original.tilted(degrees, false));
        save(upright, original.tilted(degrees, true));
    }
    save("stretch 1.1", original.resized(original.width * 11 / 10, original.height));
    for (white, black, share) in [
        ("white border 1", "black border 1", 0.01),
        ("white border 3", "black border 3", 0.03),
        ("white border 5", "black border 5", 0.05),
        ("white border 10", "black border 10", 0.1),
    ] {
        save(white, original.framed(share, 252));
        save(black, original.framed(share, 2));
    }
    let colour = 60 + random.below(140) as u8;
    save("coloured border 5", original.framed(0.05, colour));
    save("blurred border 5", original.framed_blurred(0.05));
    save("blurred border 10", original.framed_blurred(0.1));
    save("letterbox square black", original.boxed(if shape > 1.0 { 1.0 } else { 1.5 }, Some(0)));
    save("letterbox square white", original.boxed(if shape > 1.0 { 1.0 } else { 1.5 }, Some(254)));
    save("letterbox 1.3 black", original.boxed(shape / 1.3, Some(0)));
    save("pillars black", original.boxed(shape * 1.3, Some(0)));
    save("story blurred", original.boxed(if shape > 0.7 { 9.0 / 16.0 } else { 16.0 / 9.0 }, None));
    save("screenshot light", original.shot(random, Shot::Light));
    save("screenshot dark", original.shot(random, Shot::Dark));
    save("screenshot phone", original.shot(random, Shot::Phone));
    save("screenshot + even 3", original.cropped([0.03; 4]).shot(random, Shot::Light));
    save("screenshot + mirror", mirrored.shot(random, Shot::Light));
    for (bar, disc, share) in [("text 5", "disc 5", 0.05), ("text 10", "disc 10", 0.1), ("text 20", "disc 20", 0.2)] {
        save(bar, original.with_bar(random, share));
        save(disc, original.with_disc(random, share));
    }
    collages(original, others, random, &mut save);
    let even = original.cropped([0.03; 4]);
    save("even 3 + blur", even.blurred(2));
    save("even 3 + noise", even.noisy(random, 8.0));
    save("even 3 + bright", Picture::from_fn(even.width, even.height, |x, y| even.at(x, y) * 1.15 + 12.0));
    save("even 3 + half size", even.resized(even.width / 2, even.height / 2));
    each(Copied { class: "JPEG 30", picture: original.clone(), jpeg_quality: 30.0 });
    each(Copied { class: "even 3 + JPEG 30", picture: even, jpeg_quality: 30.0 });
}

fn collages(
    original: &Picture,
    others: &[&Picture],
    random: &mut Random,
    save: &mut impl FnMut(&'static str, Picture),
) {
    let [one, two, three] = others else { return };
    let gap = if random.below(2) == 0 { 0 } else { 6 };
    let (width, height) = (original.width, original.height);
    let place = random.below(4);
    let collage = |cells: &[&Picture], columns: usize, cell: (usize, usize)| {
        let rows = cells.len() / columns;
        let side = |n: usize, px: usize| n * px + (n - 1) * gap;
        let mut canvas = Picture::filled(side(columns, cell.0), side(rows, cell.1), 255);
        for (n, picture) in cells.iter().enumerate() {
            let fitted = picture.resized(cell.0, cell.1);
            canvas.paste(&fitted, n % columns * (cell.0 + gap), n / columns * (cell.1 + gap));
        }
        canvas
    };
    let pair = if place.is_multiple_of(2) { [original, *one] } else { [*one, original] };
    save("collage of 2, beside", collage(&pair, 2, (width, height)));
    save("collage of 2, above", collage(&pair, 1, (width, height)));
    let mut four = [*one, *two, *three, *one];
    four[place] = original;
    save("collage of 4", collage(&four, 2, (width * 6 / 10, height * 6 / 10)));
    let squares: Vec<Picture> = four.iter().map(|picture| picture.cut_to(1.0)).collect();
    let squares: Vec<&Picture> = squares.iter().collect();
    save("collage of 4, cut square", collage(&squares, 2, (320, 320)));
}
