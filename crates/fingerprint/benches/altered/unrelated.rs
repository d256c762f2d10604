//! How near unrelated pictures come: all views of every photo against crops of photos of other scenes.
//!
//! What it proves: among that many pairs, so many came within a distance. What it does not: entries are crops of the
//! same few hundred photos, not as many independent pictures, and rates far below one in that many pairs stay unknown.

use std::ops::ControlFlow;

use fingerprint::pdq::{Pdq, QUALITY_MIN, Turn};
use fingerprint::view::{Area, Family, Search, View, Viewer};

use super::copies::Random;
use super::{Photo, Result, reduce};

/// Distances counted up to.
const BITS_COUNTED: usize = 90;

pub(crate) fn run(photos: &[Photo], seed: u64, n_entries: usize) -> Result<()> {
    let mut viewer = Viewer::new();
    let mut random = Random(seed);
    let reductions: Vec<_> = photos.iter().map(|photo| reduce(&photo.picture)).collect::<Result<_>>()?;
    let mut entries: Vec<(usize, [u64; 4])> = Vec::with_capacity(n_entries);
    let mut n_tried = 0;
    while entries.len() < n_entries && n_tried < 20 * n_entries {
        n_tried += 1;
        let source = random.below(photos.len());
        let span = |random: &mut Random| {
            let length = 250 + random.below(750);
            let start = random.below(1000 - length + 1);
            (start as u16, (start + length) as u16)
        };
        let ((left_permille, right_permille), (top_permille, bottom_permille)) = (span(&mut random), span(&mut random));
        let area = Area { left_permille, top_permille, right_permille, bottom_permille };
        let view = View { area: Some(area), turn: Turn::ALL[random.below(8)], ..View::PLAIN };
        let hash = viewer.take_view(&reductions[source], &view);
        if hash.quality >= QUALITY_MIN {
            entries.push((source, words(&hash.hash)));
        }
    }
    for search in Search::ALL {
        let mut counts = vec![[0u64; BITS_COUNTED + 1]; 2];
        let (mut n_pairs, mut n_views, mut nearest) = (0u64, 0u64, (256u32, Family::Plain));
        for (n, photo) in photos.iter().enumerate() {
            let mut views: Vec<([u64; 4], Family)> = Vec::new();
            let _: ControlFlow<()> = viewer.visit(&reductions[n], search, |view, hash| {
                views.push((words(&hash.hash), view.family));
                ControlFlow::Continue(())
            });
            n_views += views.len() as u64;
            for (source, entry) in &entries {
                if photos[*source].scene == photo.scene {
                    continue;
                }
                n_pairs += 1;
                let (mut least, mut family) = (256, Family::Plain);
                for (view, of) in &views {
                    let distance: u32 = view.iter().zip(entry).map(|(one, two)| (one ^ two).count_ones()).sum();
                    if distance < least {
                        (least, family) = (distance, *of);
                    }
                }
                if least < nearest.0 {
                    nearest = (least, family);
                }
                if let Some(count) = counts[0].get_mut(least as usize) {
                    *count += 1;
                }
            }
        }
        let within = |bits: usize| counts[0][..=bits].iter().sum::<u64>();
        let within = [31, 36, 40, 44, 48, 52, 56, 60, 64, 70, 76, 80].map(|bits| (bits, within(bits)));
        let line = serde_json::json!({
            "what": "unrelated", "search": search.name(), "n": n_pairs, "seed": seed,
            "views_a_picture": n_views as f64 / photos.len().max(1) as f64,
            "within": within,
            "nearest_bits": nearest.0, "nearest_family": nearest.1,
        });
        println!("{line}");
    }
    Ok(())
}

fn words(hash: &Pdq) -> [u64; 4] {
    std::array::from_fn(|n| u64::from_le_bytes(std::array::from_fn(|byte| hash.0[8 * n + byte])))
}
