//! Takes views one after another, the likeliest first, so that whoever asks can stop at the first that answers.
//! Which margins, turns and tilts are tried stands in `set`.

use std::ops::ControlFlow;

use crate::Kernel;
use crate::pdq::{Pdq, PdqHash, QUALITY_MIN, Turn};

use super::kernel::{Spectrum, multiply_columns, take_bits, transform_samples};
use super::operator::{FREQUENCIES, Matrices, SAMPLE_MATRIX, Side, sample_cells};
use super::part::find_parts;
use super::pattern::is_pattern;
use super::reduction::{Plane, Reduction};
use super::sample::{Rect, Sample};
use super::set::{self, Budget};
use super::steps::{SAMPLES, Steps};
use super::tilt::Tiltable;
use super::turned::Turned;
use super::{Area, Cuts, Family, Search, Tilt, View};

/// Takes views. Keeps matrices from picture to picture (16 MiB at most), so a thread keeps one.
pub struct Viewer {
    pub(super) kernel: Kernel,
    pub(super) matrices: Matrices,
}

impl std::fmt::Debug for Viewer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Viewer({})", self.kernel.name())
    }
}

impl Default for Viewer {
    fn default() -> Viewer {
        Viewer::new()
    }
}

impl Viewer {
    /// With the kernel of this process.
    pub fn new() -> Viewer {
        Viewer::with_kernel(Kernel::chosen())
    }

    /// With a kernel; one that this machine lacks is replaced by the scalar one.
    pub fn with_kernel(kernel: Kernel) -> Viewer {
        Viewer { kernel, matrices: Matrices::default() }
    }

    /// Gives the views of a search one by one, the plain one first, until `each` breaks. Views of a quality below 50
    /// are left out, for flat parts of a picture resemble flat parts of any other; and so are those that look like one
    /// slope, for they resemble every slope.
    ///
    /// The hash of the plain view differs by about 4 bits from [`crate::pdq::hash`], which was taken from all pixels
    /// and should be asked first.
    pub fn visit<B>(
        &mut self,
        picture: &Reduction,
        search: Search,
        mut each: impl FnMut(View, PdqHash) -> ControlFlow<B>,
    ) -> ControlFlow<B> {
        let plane = picture.fine();
        let whole = picture.sample_of(self.kernel, Rect::whole(plane));
        let mut upright = Turned::new(&whole, Turn::Original);
        let plain = [set::crops(1)[0]];
        self.take(&mut upright, View::PLAIN, Family::Plain, &plain, &mut each)?;
        let Some(budget) = Budget::of(search) else { return ControlFlow::Continue(()) };
        // Nothing lost: turned, then framed.
        let mut turned: Vec<Turned<'_>> = TURNED.iter().map(|turn| Turned::new(&whole, *turn)).collect();
        self.take_mirrored(&mut upright, Family::Turned, &plain, &mut each)?;
        for turned in &mut turned {
            self.take(turned, View::PLAIN, Family::Turned, &plain, &mut each)?;
            self.take_mirrored(turned, Family::Turned, &plain, &mut each)?;
        }
        self.visit_parts(picture, &budget, &mut each)?;
        // Margins lost.
        self.take(&mut upright, View::PLAIN, Family::Cropped, &set::crops(budget.n_crops)[1..], &mut each)?;
        let formats = set::formats(whole.width_px, whole.height_px, budget.has_uneven_formats);
        self.take(&mut upright, View::PLAIN, Family::Format, &formats, &mut each)?;
        self.visit_tilts(&whole, budget.degrees, &mut each)?;
        self.take_mirrored(&mut upright, Family::Cropped, &set::crops(budget.n_crops_mirrored)[1..], &mut each)?;
        for turned in &mut turned {
            self.take(turned, View::PLAIN, Family::Cropped, &set::crops(budget.n_crops_turned)[1..], &mut each)?;
            let mirrored = set::crops(budget.n_crops_turned_and_mirrored);
            self.take_mirrored(turned, Family::Cropped, &mirrored[1..], &mut each)?;
        }
        if budget.has_pieces {
            self.visit_pieces(picture, &mut each)?;
        }
        ControlFlow::Continue(())
    }

    /// One view by itself.
    pub fn take_view(&mut self, picture: &Reduction, view: &View) -> PdqHash {
        let sample = picture.sample_of_view(self.kernel, view);
        let mut turned = Turned::new(&sample, view.turn);
        let cuts = view.cuts.sides();
        let quality = turned.quality(cuts);
        PdqHash { hash: self.hash(&mut turned, cuts), quality }
    }

    /// Crops of the upright picture, of whatever quality: for choosing which crops to try.
    pub fn take_crops(&mut self, picture: &Reduction, cuts: &[Cuts]) -> Vec<Pdq> {
        let whole = picture.sample_of(self.kernel, Rect::whole(picture.fine()));
        let mut upright = Turned::new(&whole, Turn::Original);
        cuts.iter().map(|cuts| self.hash(&mut upright, cuts.sides())).collect()
    }

    fn visit_parts<B>(
        &mut self,
        picture: &Reduction,
        budget: &Budget,
        each: &mut impl FnMut(View, PdqHash) -> ControlFlow<B>,
    ) -> ControlFlow<B> {
        let plane = picture.fine();
        let parts = find_parts(plane);
        for (n, rect) in parts.iter().take(budget.n_parts).enumerate() {
            let sample = picture.sample_of(self.kernel, *rect);
            let view = View { area: Some(area(plane, rect)), ..View::PLAIN };
            let mut part = Turned::new(&sample, Turn::Original);
            let cuts = if n < budget.n_parts_wiggled { set::WIGGLES } else { &set::WIGGLES[..1] };
            self.take(&mut part, view, Family::Part, cuts, each)?;
            if let Some(covered) = covered(plane, rect) {
                self.take(&mut part, view, Family::Covered, &[covered], each)?;
            }
            if n < budget.n_parts_mirrored {
                self.take_mirrored(&mut part, Family::Part, &set::WIGGLES[..1], each)?;
            }
            if n < budget.n_parts_wiggled {
                let formats = set::formats(sample.width_px, sample.height_px, false);
                self.take(&mut part, view, Family::Part, &formats, each)?;
            }
            if n < budget.n_parts_cropped {
                self.take(&mut part, view, Family::Part, &set::crops(budget.n_crops_of_part)[1..], each)?;
            }
        }
        ControlFlow::Continue(())
    }

    fn visit_tilts<B>(
        &mut self,
        whole: &Sample,
        degrees: &[i8],
        each: &mut impl FnMut(View, PdqHash) -> ControlFlow<B>,
    ) -> ControlFlow<B> {
        let tiltable = Tiltable::new(whole);
        for (degrees, is_cut_upright) in
            degrees.iter().flat_map(|n| [(*n, false), (-*n, false), (*n, true), (-*n, true)])
        {
            let untilted = tiltable.untilted(f64::from(degrees), is_cut_upright);
            let (columns, rows) = (sample_cells(untilted.width_px), sample_cells(untilted.height_px));
            // Nothing is filled here, so PDQ's samples can be taken where they lie. Between cells they are as blurred
            // as PDQ's tent makes them.
            let mut samples = [[0.0; SAMPLES]; SAMPLES];
            untilted.take(&columns, &rows, samples.as_flattened_mut());
            let quality = Steps::of_samples(&samples).quality([0; 4]);
            let mut spectrum: Spectrum = [[0.0; FREQUENCIES]; FREQUENCIES];
            transform_samples(self.kernel, &SAMPLE_MATRIX, &samples, &mut spectrum);
            samples.as_flattened_mut().fill(0.0);
            std::hint::black_box(&mut samples);
            let mut hash = Pdq([0; 32]);
            take_bits(self.kernel, &spectrum, &mut hash);
            if quality >= QUALITY_MIN && !is_pattern(&hash) {
                let tilt = Some(Tilt { degrees, is_cut_upright });
                each(View { family: Family::Tilted, tilt, ..View::PLAIN }, PdqHash { hash, quality })?;
            }
        }
        ControlFlow::Continue(())
    }

    fn visit_pieces<B>(
        &mut self,
        picture: &Reduction,
        each: &mut impl FnMut(View, PdqHash) -> ControlFlow<B>,
    ) -> ControlFlow<B> {
        let plane = picture.fine();
        for rect in pieces(plane) {
            let sample = picture.sample_of(self.kernel, rect);
            let view = View { area: Some(area(plane, &rect)), ..View::PLAIN };
            let mut piece = Turned::new(&sample, Turn::Original);
            self.take(&mut piece, view, Family::Piece, &set::WIGGLES[..2], each)?;
            let formats = set::formats(sample.width_px, sample.height_px, false);
            self.take(&mut piece, view, Family::Piece, &formats, each)?;
        }
        ControlFlow::Continue(())
    }

    fn take_mirrored<B>(
        &mut self,
        turned: &mut Turned<'_>,
        family: Family,
        cuts: &[[i16; 4]],
        each: &mut impl FnMut(View, PdqHash) -> ControlFlow<B>,
    ) -> ControlFlow<B> {
        turned.mirror();
        let done = self.take(turned, View::PLAIN, family, cuts, each);
        turned.mirror();
        done
    }

    fn take<B>(
        &mut self,
        turned: &mut Turned<'_>,
        view: View,
        family: Family,
        cuts: &[[i16; 4]],
        each: &mut impl FnMut(View, PdqHash) -> ControlFlow<B>,
    ) -> ControlFlow<B> {
        for cuts in cuts {
            let quality = turned.quality(*cuts);
            if quality < QUALITY_MIN {
                continue;
            }
            let hash = self.hash(turned, *cuts);
            if is_pattern(&hash) {
                continue;
            }
            let view = View { family, turn: turned.turn(), cuts: Cuts::new(*cuts), ..view };
            each(view, PdqHash { hash, quality })?;
        }
        ControlFlow::Continue(())
    }

    /// The hash of a turned sample of which these margins are supposed to be cut away.
    pub(super) fn hash(&mut self, turned: &mut Turned<'_>, [left, top, right, bottom]: [i16; 4]) -> Pdq {
        let (width_px, height_px) = turned.size_px();
        let rows = Side { cut_start_permille: top, cut_end_permille: bottom, length_px: height_px };
        let columns = Side { cut_start_permille: left, cut_end_permille: right, length_px: width_px };
        let columns = self.matrices.of(columns);
        let mut spectrum: Spectrum = [[0.0; FREQUENCIES]; FREQUENCIES];
        let half = turned.half(self.kernel, &mut self.matrices, rows);
        multiply_columns(self.kernel, half, &columns, &mut spectrum);
        let mut hash = Pdq([0; 32]);
        take_bits(self.kernel, &spectrum, &mut hash);
        hash
    }
}

/// The turns that share no product with the upright picture; each has its mirrored one.
const TURNED: [Turn; 3] = [Turn::Rotate180, Turn::Rotate90, Turn::Rotate270];

impl Reduction {
    pub(super) fn sample_of(&self, kernel: Kernel, rect: Rect) -> Sample {
        Sample::of_rect(kernel, self.fine(), rect, self.width_px(), self.height_px())
    }

    /// The sample that a view was taken of, before turning.
    pub(super) fn sample_of_view(&self, kernel: Kernel, view: &View) -> Sample {
        let plane = self.fine();
        let cell = |permille: u16, cells: usize| (usize::from(permille) * cells + 500) / 1000;
        let rect = view.area.map_or(Rect::whole(plane), |area| Rect {
            left: cell(area.left_permille, plane.columns),
            top: cell(area.top_permille, plane.rows),
            right: cell(area.right_permille, plane.columns).min(plane.columns),
            bottom: cell(area.bottom_permille, plane.rows).min(plane.rows),
        });
        let is_sound = rect.left < rect.right && rect.top < rect.bottom;
        let sample = self.sample_of(kernel, if is_sound { rect } else { Rect::whole(plane) });
        match view.tilt {
            Some(tilt) => Tiltable::new(&sample).untilted(f64::from(tilt.degrees), tilt.is_cut_upright).sample(),
            None => sample,
        }
    }
}

fn area(plane: &Plane, rect: &Rect) -> Area {
    let permille = |at: usize, cells: usize| ((at * 1000 + cells / 2) / cells) as u16;
    Area {
        left_permille: permille(rect.left, plane.columns),
        top_permille: permille(rect.top, plane.rows),
        right_permille: permille(rect.right, plane.columns),
        bottom_permille: permille(rect.bottom, plane.rows),
    }
}

/// The cuts that undo a band laid over the picture's sides, if what is around the rectangle is little enough.
fn covered(plane: &Plane, rect: &Rect) -> Option<[i16; 4]> {
    let permille = |cells: usize, of: usize| (cells * 1000 / of) as i16;
    let cuts = [
        permille(rect.left, plane.columns),
        permille(rect.top, plane.rows),
        permille(plane.columns - rect.right, plane.columns),
        permille(plane.rows - rect.bottom, plane.rows),
    ];
    let is_little = cuts[0] + cuts[2] <= 350 && cuts[1] + cuts[3] <= 350;
    is_little.then_some(cuts)
}

/// Halves and quarters.
fn pieces(plane: &Plane) -> Vec<Rect> {
    let spans = |cells: usize| [(0, cells), (0, cells / 2), (cells / 2, cells)];
    let all = spans(plane.rows).into_iter().flat_map(|(top, bottom)| {
        spans(plane.columns).into_iter().map(move |(left, right)| Rect { left, top, right, bottom })
    });
    all.skip(1).collect()
}
