//! The order of the crops: every combination of margins is tried on cropped copies, and one after another the view is
//! taken that brings most copies nearest. Prints what `src/view/crops.txt` holds.

use fingerprint::view::{Cuts, Viewer};

use super::copies::{Picture, Random};
use super::{Photo, Result, decode, encode, reduce};

/// Margins from which views are combined; the letters are those of `src/view/set.rs`.
const GRID_PERMILLE: [i16; 13] = [-20, -10, 0, 10, 20, 30, 45, 60, 80, 100, 125, 160, 200];

const PAIR_PERMILLE_MAX: i16 = 260;

/// Within this a copy is found; beyond `LOST_BITS` a view helps nothing. Between the two it may be worth a look.
const FOUND_BITS: u32 = 30;
const LOST_BITS: u32 = 50;

/// Shares cut away (left, top, right, bottom) and how much a copy counts.
fn cropped_copies(photo: &Picture, random: &mut Random) -> Vec<(Picture, f32)> {
    let mut copies = Vec::new();
    for (cut, weight) in [
        (0.01, 0.5),
        (0.02, 3.0),
        (0.03, 3.0),
        (0.04, 2.0),
        (0.05, 3.0),
        (0.06, 2.0),
        (0.07, 2.0),
        (0.08, 2.5),
        (0.1, 2.0),
        (0.12, 1.0),
    ] {
        copies.push((photo.cropped([cut; 4]), weight));
    }
    for (cut, weight) in [(0.03, 0.5), (0.05, 0.7), (0.08, 0.7), (0.12, 0.7), (0.16, 0.5), (0.2, 0.4)] {
        let first = random.below(4);
        for side in [first, (first + 1 + random.below(3)) % 4] {
            let mut cuts = [0.0; 4];
            cuts[side] = cut;
            copies.push((photo.cropped(cuts), 2.0 * weight));
        }
    }
    for (most, n) in [(0.04, 3), (0.06, 4), (0.1, 4)] {
        for _ in 0..n {
            copies.push((photo.cropped(std::array::from_fn(|_| random.unit() * most)), 1.2));
        }
    }
    copies
}

pub(crate) fn run(photos: &[Photo], seed: u64, n_views: usize) -> Result<()> {
    let pairs: Vec<(usize, usize)> = (0..GRID_PERMILLE.len())
        .flat_map(|start| (0..GRID_PERMILLE.len()).map(move |end| (start, end)))
        .filter(|(start, end)| GRID_PERMILLE[*start] + GRID_PERMILLE[*end] <= PAIR_PERMILLE_MAX)
        .collect();
    // By rows first, so that views that share them follow each other.
    let universe: Vec<[usize; 4]> = pairs
        .iter()
        .flat_map(|(top, bottom)| pairs.iter().map(move |(left, right)| [*left, *top, *right, *bottom]))
        // The far corners of the grid help nobody: beyond a tenth on every side a copy is lost.
        .filter(|[left, top, right, bottom]| {
            [left, top, right, bottom].iter().map(|n| n.saturating_sub(2)).sum::<usize>() <= 28
        })
        .collect();
    let cuts: Vec<Cuts> = universe
        .iter()
        .map(|four| {
            let [left_permille, top_permille, right_permille, bottom_permille] = four.map(|n| GRID_PERMILLE[n]);
            Cuts { left_permille, top_permille, right_permille, bottom_permille }
        })
        .collect();
    eprintln!("{} views to choose from", universe.len());
    let mut viewer = Viewer::new();
    let mut random = Random(seed);
    // How much each view is worth for each copy, view after view.
    let mut worth: Vec<Vec<u8>> = vec![Vec::new(); universe.len()];
    let mut weights = Vec::new();
    for photo in photos {
        for (copy, weight) in cropped_copies(&photo.picture, &mut random) {
            let reduction = reduce(&decode(&encode(&copy, 85.0)?)?)?;
            let hashes = viewer.take_crops(&reduction, &cuts);
            for (worth, hash) in worth.iter_mut().zip(&hashes) {
                let distance = hash.distance(&photo.entry.hash).clamp(FOUND_BITS, LOST_BITS);
                worth.push((LOST_BITS - distance) as u8);
            }
            weights.push(weight);
        }
    }
    let mut reached = vec![0u8; weights.len()];
    let plain = [2usize; 4];
    let mut chosen = vec![plain];
    let first = universe.iter().position(|four| *four == plain).ok_or("the plain view is none of them")?;
    reached.copy_from_slice(&worth[first]);
    let gain = |reached: &[u8], worth: &[u8]| -> f32 {
        let gains = reached.iter().zip(worth).zip(&weights);
        gains.map(|((reached, worth), weight)| weight * f32::from(worth.saturating_sub(*reached))).sum()
    };
    // A view's gain only falls while others are taken, so an old one that is still the largest after a new look wins.
    let mut gains: Vec<f32> = worth.iter().map(|worth| gain(&reached, worth)).collect();
    while chosen.len() < n_views {
        let best = loop {
            let best = (0..gains.len()).max_by(|one, two| gains[*one].total_cmp(&gains[*two])).ok_or("no views")?;
            let now = gain(&reached, &worth[best]);
            let is_still_best = gains.iter().enumerate().all(|(n, gain)| n == best || *gain <= now);
            gains[best] = now;
            if is_still_best {
                break best;
            }
        };
        gains[best] = -1.0;
        reached.iter_mut().zip(&worth[best]).for_each(|(reached, worth)| *reached = (*reached).max(*worth));
        chosen.push(universe[best]);
    }
    let letters: String = chosen.iter().flatten().map(|n| char::from(b'a' + *n as u8)).collect();
    for line in letters.as_bytes().chunks(120) {
        println!("{}", String::from_utf8_lossy(line));
    }
    Ok(())
}
