//! Altered copies of photos: how many are found, class by class, and how near unrelated pictures come.
//!
//! `cargo bench -p fingerprint --bench altered -- COMMAND DIR [--pictures N] [--seed S] …` with photos of
//! `cargo xtask photos` below DIR. Commands: `classes` (a JSON line a class), `unrelated`
//! (`--entries N`: false matches among pictures × entries pairs, of the shortest `--searches N`, and among quarters of one
//! photo), `derive` (prints the order of the crops), `cost` (CPU time a view). Pictures are grey, 512 pixels a side, copies
//! saved as JPEG 85 and decoded again.
//! Without a command nothing is done, so that `cargo bench` alone runs.

#[path = "altered/copies.rs"]
mod copies;
#[path = "altered/derive.rs"]
mod derive;
#[path = "altered/unrelated.rs"]
mod unrelated;

use std::collections::HashMap;
use std::error::Error;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use fingerprint::pdq::{self, PdqHash, QUALITY_MIN};
use fingerprint::view::{DISTANCE_BITS_WORTH_A_LOOK_MAX, Reducer, Reduction, Search, View, Viewer};

use copies::{Picture, Random, all_copies};

type Result<T> = std::result::Result<T, Box<dyn Error>>;

/// Long side of the pictures worked on.
const SIDE_PX: usize = 512;

/// Two photos nearer than this show the same scene; only the first is taken.
const SAME_SCENE_BITS: u32 = 60;

/// A photo to be altered.
struct Photo {
    picture: Picture,
    entry: PdqHash,
    /// The photo that this is, or is a quarter of.
    whole: String,
    /// Quarters of one large photo have the same, and so have the light and the dark variant of one drawing.
    scene: String,
    /// One of four that have nothing in common but the place.
    is_quarter: bool,
}

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    let [command, dir, ..] = arguments.as_slice() else {
        eprintln!("nothing asked: -- classes|unrelated|derive|cost DIR [--pictures N] [--seed S]");
        return Ok(());
    };
    let option = |name: &str, default: usize| {
        let at = arguments.iter().position(|argument| argument == name);
        at.and_then(|at| arguments.get(at + 1)).and_then(|value| value.parse().ok()).unwrap_or(default)
    };
    let seed = option("--seed", 1) as u64;
    let photos = load(Path::new(dir), option("--pictures", 1000))?;
    eprintln!("{} photos, seed {seed}", photos.len());
    match command.as_str() {
        "classes" => classes(&photos, seed),
        "unrelated" => {
            unrelated::run(&photos, seed, option("--entries", 100_000), option("--searches", Search::ALL.len()))
        }
        "derive" => derive::run(&photos, seed, option("--views", 256)),
        "cost" => cost(&photos),
        _ => Err(format!("no command {command}").into()),
    }
}

/// Photos below a folder that have enough in them to compare, one of each scene; evenly chosen if there are more.
fn load(dir: &Path, n_max: usize) -> Result<Vec<Photo>> {
    let mut paths = Vec::new();
    collect(dir, &mut paths)?;
    paths.sort();
    let mut photos: Vec<Photo> = Vec::new();
    let mut turned: Vec<[fingerprint::Pdq; 8]> = Vec::new();
    for path in &paths {
        let picture = decode(&std::fs::read(path)?)?.fitted(SIDE_PX);
        let entry = hash(&picture)?;
        let turns = turns(&picture)?;
        let is_known =
            |known: &[fingerprint::Pdq; 8]| known.iter().any(|one| one.distance(&entry.hash) < SAME_SCENE_BITS);
        if entry.quality < QUALITY_MIN || turned.iter().any(is_known) {
            continue;
        }
        let stem = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let quarter = ["-a", "-b", "-c", "-d"].iter().find_map(|suffix| stem.strip_suffix(suffix));
        // The whole photo lies beside its quarters. A dark drawing also ends in `-d`, a light one in `-l`, or they lie in
        // folders `images` and `images_dark`.
        let quarter = quarter.filter(|whole| path.with_file_name(format!("{whole}.jpg")).is_file());
        let is_quarter = quarter.is_some();
        let whole = quarter.unwrap_or(&stem).to_owned();
        let scene = whole.split_once("-images").map_or(&*whole, |(name, _)| name);
        let scene = ["-d", "-l"].iter().find_map(|suffix| scene.strip_suffix(suffix)).unwrap_or(scene).to_owned();
        turned.push(turns);
        photos.push(Photo { picture, entry, whole, scene, is_quarter });
    }
    let n = photos.len();
    let every = (n as f64 / n_max.max(1) as f64).max(1.0);
    let mut next = 0.0;
    let is_taken = |at: usize| {
        let taken = at as f64 >= next;
        next += if taken { every } else { 0.0 };
        taken
    };
    let taken: Vec<bool> = (0..n).map(is_taken).collect();
    let mut at = taken.iter();
    photos.retain(|_| at.next().copied().unwrap_or(false));
    Ok(photos)
}

fn collect(dir: &Path, paths: &mut Vec<PathBuf>) -> Result<()> {
    for entry in std::fs::read_dir(dir)? {
        let path = entry?.path();
        if path.is_dir() {
            collect(&path, paths)?;
        } else if path.extension().is_some_and(|extension| extension == "jpg") {
            paths.push(path);
        }
    }
    Ok(())
}

fn decode(jpeg: &[u8]) -> Result<Picture> {
    let mut decoder = mozjpeg::Decompress::new_mem(jpeg)?.grayscale()?;
    let (width, height) = (decoder.width(), decoder.height());
    let luma = decoder.read_scanlines::<u8>()?;
    Ok(Picture { width, height, luma })
}

fn encode(picture: &Picture, quality: f32) -> Result<Vec<u8>> {
    let mut encoder = mozjpeg::Compress::new(mozjpeg::ColorSpace::JCS_GRAYSCALE);
    encoder.set_size(picture.width, picture.height);
    encoder.set_fastest_defaults();
    encoder.set_quality(quality);
    let mut encoder = encoder.start_compress(Vec::new())?;
    encoder.write_scanlines(&picture.luma)?;
    Ok(encoder.finish()?)
}

fn hash(picture: &Picture) -> Result<PdqHash> {
    let luma: Vec<f32> = picture.luma.iter().map(|value| f32::from(*value)).collect();
    Ok(pdq::hash_luma(picture.width as u32, picture.height as u32, &luma)?)
}

fn turns(picture: &Picture) -> Result<[fingerprint::Pdq; 8]> {
    let rgb: Vec<u8> = picture.luma.iter().flat_map(|value| [*value; 3]).collect();
    Ok(pdq::hash_with_turns(pdq::RgbView::new(picture.width as u32, picture.height as u32, &rgb)?).1)
}

fn reduce(picture: &Picture) -> Result<Reduction> {
    let mut reducer = Reducer::new(picture.width as u32, picture.height as u32).ok_or("too small")?;
    picture.luma.chunks_exact(picture.width).for_each(|row| reducer.push_grey_row(row));
    reducer.finish().ok_or_else(|| "too few rows".into())
}

/// What one search found of one copy.
#[derive(Clone, Copy)]
struct Found {
    /// Within the limit of the view's family.
    is_near: bool,
    distance: u32,
}

fn ask(viewer: &mut Viewer, reduction: &Reduction, search: Search, entry: &PdqHash) -> (Found, View) {
    let mut found = Found { is_near: false, distance: 256 };
    let mut best = View::PLAIN;
    let _: ControlFlow<()> = viewer.visit(reduction, search, |view, hash| {
        let distance = hash.hash.distance(&entry.hash);
        found.is_near |= distance <= view.distance_bits_max();
        if distance < found.distance {
            (found.distance, best) = (distance, view);
        }
        ControlFlow::Continue(())
    });
    (found, best)
}

/// From this distance on no candidate is refined, where a list is short.
const DISTANCE_BITS_REFINED_MAX: u32 = 60;

/// What margins fitted to the entry find, from the nearest view on, if that is near enough to be a candidate.
fn refine(viewer: &mut Viewer, reduction: &Reduction, (found, best): (Found, View), entry: &PdqHash) -> Found {
    if found.is_near || found.distance > DISTANCE_BITS_REFINED_MAX {
        return found;
    }
    let (view, distance) = viewer.refine(reduction, best, &entry.hash);
    Found { is_near: distance <= view.distance_bits_max(), distance }
}

/// How far plain PDQ is from the entry, what the three searches found, and what the second of them did with its
/// candidates refined.
type Answers = (u32, [Found; 4]);

/// A class and what was found of its copies.
type Rows = Vec<(&'static str, Vec<Answers>)>;

fn classes(photos: &[Photo], seed: u64) -> Result<()> {
    let mut rows: Rows = Vec::new();
    let mut at: HashMap<&str, usize> = HashMap::new();
    let mut viewer = Viewer::new();
    let mut failed: Option<Box<dyn Error>> = None;
    for (n, photo) in photos.iter().enumerate() {
        let others = [1, 2, 3].map(|step| &photos[(n + step * 7) % photos.len()].picture);
        let mut random = Random(seed.wrapping_mul(1_000_003) + n as u64);
        all_copies(&photo.picture, &others, &mut random, |copy| {
            let mut one = || -> Result<Answers> {
                let seen = decode(&encode(&copy.picture, copy.jpeg_quality)?)?;
                let plain = hash(&seen)?.hash.distance(&photo.entry.hash);
                let reduction = reduce(&seen)?;
                let searches = [Search::Altered, Search::Thorough, Search::Exhaustive];
                let [altered, thorough, exhaustive] =
                    searches.map(|search| ask(&mut viewer, &reduction, search, &photo.entry));
                let refined = refine(&mut viewer, &reduction, thorough, &photo.entry);
                Ok((plain, [altered.0, thorough.0, exhaustive.0, refined]))
            };
            match one() {
                Ok(found) => {
                    let row = *at.entry(copy.class).or_insert_with(|| {
                        rows.push((copy.class, Vec::new()));
                        rows.len() - 1
                    });
                    rows[row].1.push(found);
                }
                Err(error) => failed = Some(error),
            }
        });
    }
    if let Some(error) = failed {
        return Err(error);
    }
    print_classes(&rows, photos.len(), seed);
    Ok(())
}

fn print_classes(rows: &Rows, n_photos: usize, seed: u64) {
    let look = DISTANCE_BITS_WORTH_A_LOOK_MAX;
    for (class, found) in rows {
        let share = |is: &dyn Fn(&Answers) -> bool| {
            (100.0 * found.iter().filter(|one| is(one)).count() as f64 / found.len() as f64).round()
        };
        let plain = share(&|one| one.0 <= pdq::DISTANCE_BITS_MAX);
        let near: [f64; 4] = std::array::from_fn(|n| share(&|one| one.1[n].is_near || one.0 <= pdq::DISTANCE_BITS_MAX));
        let wide: [f64; 4] = std::array::from_fn(|n| share(&|one| one.1[n].distance.min(one.0) <= look));
        let line = serde_json::json!({
            "what": "altered", "class": class, "n": found.len(), "photos": n_photos, "seed": seed, "plain_near_percent": plain,
            "altered_near_percent": near[0], "altered_worth_a_look_percent": wide[0],
            "thorough_near_percent": near[1], "thorough_worth_a_look_percent": wide[1],
            "exhaustive_near_percent": near[2], "exhaustive_worth_a_look_percent": wide[2],
            "refined_near_percent": near[3], "refined_worth_a_look_percent": wide[3],
        });
        println!("{line}");
    }
}

/// CPU time of the reduction and of the views, for each search and kernel; and how far the plain view is from the hash
/// that was taken of all pixels.
fn cost(photos: &[Photo]) -> Result<()> {
    let taken: Vec<&Photo> = photos.iter().take(40).collect();
    let before = cpu_s()?;
    let reductions: Vec<Reduction> = taken.iter().map(|photo| reduce(&photo.picture)).collect::<Result<_>>()?;
    let reduced_s = cpu_s()? - before;
    println!("{}", serde_json::json!({ "what": "view-reduction", "n": taken.len(), "cpu_s": reduced_s }));
    let mut viewer = Viewer::new();
    let plain: Vec<PdqHash> = reductions.iter().map(|reduction| viewer.take_view(reduction, &View::PLAIN)).collect();
    let mut bits: Vec<u32> =
        plain.iter().zip(&taken).map(|(view, photo)| view.hash.distance(&photo.entry.hash)).collect();
    bits.sort_unstable();
    let off: Vec<i32> = plain
        .iter()
        .zip(&taken)
        .map(|(view, photo)| i32::from(view.quality) - i32::from(photo.entry.quality))
        .collect();
    let line = serde_json::json!({
        "what": "plain-view", "n": taken.len(), "bits_median": bits[bits.len() / 2], "bits_max": bits[bits.len() - 1],
        "quality_off_min": off.iter().min(), "quality_off_max": off.iter().max(),
    });
    println!("{line}");
    for kernel in fingerprint::Kernel::ALL.into_iter().filter(|kernel| kernel.is_available()) {
        for search in Search::ALL {
            let mut viewer = Viewer::with_kernel(kernel);
            let mut n_views = 0u64;
            let mut run = |reduction: &Reduction| {
                let _: ControlFlow<()> = viewer.visit(reduction, search, |_, hash| {
                    n_views += u64::from(std::hint::black_box(hash).quality > 0);
                    ControlFlow::Continue(())
                });
            };
            let before = cpu_s()?;
            reductions.iter().for_each(&mut run);
            let spent_s = cpu_s()? - before;
            let line = serde_json::json!({
                "what": "views", "kernel": kernel.name(), "search": search.name(), "n": n_views, "pictures": taken.len(),
                "cpu_s": spent_s, "us_a_view": spent_s * 1e6 / n_views as f64, "us_a_picture": spent_s * 1e6 / taken.len() as f64,
            });
            println!("{line}");
        }
    }
    Ok(())
}

/// Seconds that this process was on a processor.
fn cpu_s() -> Result<f64> {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::ProcessCPUTime);
    Ok(time.tv_sec as f64 + time.tv_nsec as f64 / 1e9)
}
