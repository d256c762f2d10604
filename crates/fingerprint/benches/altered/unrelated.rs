//! How near unrelated pictures come: all views of every photo against crops of photos of other scenes.
//!
//! What it proves: among that many pairs, so many came within a distance. What it does not: entries are crops of the
//! same few hundred photos, not as many independent pictures, and rates far below one in that many pairs stay unknown.

#![expect(unsafe_code, reason = "bits are counted by an instruction that the machine was asked for")]

use std::collections::BTreeMap;
use std::ops::ControlFlow;

use fingerprint::pdq::{Pdq, QUALITY_MIN, Turn};
use fingerprint::view::{Area, DISTANCE_BITS_WORTH_A_LOOK_MAX, Family, Reduction, Search, View, Viewer};

use super::copies::Random;
use super::{DISTANCE_BITS_REFINED_MAX, Photo, Result, reduce};

/// Distances of which is told how many pairs came as near.
const BITS_TOLD: [usize; 12] = [26, 31, 36, 40, 44, 48, 52, 56, 60, 64, 70, 76];

pub(crate) fn run(photos: &[Photo], seed: u64, n_entries: usize, n_searches: usize) -> Result<()> {
    let mut viewer = Viewer::new();
    let mut random = Random(seed);
    let reductions: Vec<_> = photos.iter().map(|photo| reduce(&photo.picture)).collect::<Result<_>>()?;
    let mut entries: Vec<(usize, Words)> = Vec::with_capacity(n_entries);
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
    for search in Search::ALL.into_iter().take(n_searches) {
        count(photos, &reductions, &entries, search, seed);
    }
    neighbours(photos, &reductions);
    Ok(())
}

/// The nearest view of each family to each entry of another scene.
fn count(photos: &[Photo], reductions: &[Reduction], entries: &[(usize, Words)], search: Search, seed: u64) {
    let mut viewer = Viewer::new();
    let mut counts: BTreeMap<Family, Count> = BTreeMap::new();
    let mut all = Count::default();
    let mut claimed = Claimed::default();
    let (mut n_pairs, mut n_views) = (0u64, 0u64);
    let mut alike: BTreeMap<(&str, &str), (u32, u64)> = BTreeMap::new();
    for (photo, reduction) in photos.iter().zip(reductions) {
        let views = views_by_family(&mut viewer, reduction, search);
        n_views += views.values().map(|views| views.len() as u64).sum::<u64>();
        for (source, entry) in entries.iter().filter(|(source, _)| photos[*source].scene != photo.scene) {
            n_pairs += 1;
            let mut least = 256;
            for (family, views) in &views {
                let distance = nearest(views, entry);
                counts.entry(*family).or_default().add(distance);
                least = least.min(distance);
            }
            all.add(least);
            if least <= DISTANCE_BITS_REFINED_MAX {
                claimed.add(&mut viewer, reduction, search, &pdq_of(entry));
            }
            if least <= DISTANCE_BITS_WORTH_A_LOOK_MAX {
                let scenes = (photo.scene.as_str(), photos[*source].scene.as_str());
                let nearest = alike.entry(scenes).or_insert((least, 0u64));
                *nearest = (nearest.0.min(least), nearest.1 + 1);
            }
        }
    }
    // Whoever reads the figures can look at these pictures.
    let mut alike: Vec<_> = alike.into_iter().map(|((one, two), (bits, n))| (bits, n, one, two)).collect();
    alike.sort_unstable();
    alike.truncate(20);
    let families: serde_json::Map<String, serde_json::Value> = counts
        .iter()
        .filter_map(|(family, count)| Some((serde_json::to_value(family).ok()?.as_str()?.to_owned(), count.to_json())))
        .collect();
    let line = serde_json::json!({
        "what": "unrelated", "search": search.name(), "n": n_pairs, "seed": seed,
        "views_a_picture": n_views as f64 / photos.len().max(1) as f64,
        "within": all.within(), "nearest_bits": all.nearest(), "alike": alike, "families": families,
        "near": claimed.n_near, "refined_near": claimed.n_near_refined, "refined_worth_a_look": claimed.n_worth_refined,
    });
    println!("{line}");
}

/// What a run would say of pairs that come near: by the limit of each family, and after refinement.
#[derive(Default)]
struct Claimed {
    n_near: u64,
    n_near_refined: u64,
    n_worth_refined: u64,
}

impl Claimed {
    fn add(&mut self, viewer: &mut Viewer, reduction: &Reduction, search: Search, entry: &Pdq) {
        let (mut is_near, mut best) = (false, (256, View::PLAIN));
        let _: ControlFlow<()> = viewer.visit(reduction, search, |view, hash| {
            let distance = hash.hash.distance(entry);
            is_near |= distance <= view.distance_bits_max();
            if distance < best.0 {
                best = (distance, view);
            }
            ControlFlow::Continue(())
        });
        let (view, distance) = viewer.refine(reduction, best.1, entry);
        let is_fit = viewer.take_view(reduction, &view).quality >= QUALITY_MIN;
        self.n_near += u64::from(is_near);
        self.n_near_refined += u64::from(is_near || is_fit && distance <= view.distance_bits_max());
        let is_worth = best.0.min(if is_fit { distance } else { 256 }) <= DISTANCE_BITS_WORTH_A_LOOK_MAX;
        self.n_worth_refined += u64::from(is_worth);
    }
}

/// Quarters of one photo show the same place and nothing in common: related, and no copies.
fn neighbours(photos: &[Photo], reductions: &[Reduction]) {
    let mut viewer = Viewer::new();
    let mut count = Count::default();
    let (mut n_pairs, mut n_near) = (0u64, 0u64);
    for (n, photo) in photos.iter().enumerate().filter(|(_, photo)| photo.is_quarter) {
        let is_neighbour = |(at, other): &(usize, &Photo)| *at != n && other.is_quarter && other.whole == photo.whole;
        let others: Vec<&Photo> = photos.iter().enumerate().filter(is_neighbour).map(|(_, other)| other).collect();
        let mut least = vec![256; others.len()];
        let mut is_near = vec![false; others.len()];
        let _: ControlFlow<()> = viewer.visit(&reductions[n], Search::Thorough, |view, hash| {
            for (at, other) in others.iter().enumerate() {
                let distance = hash.hash.distance(&other.entry.hash);
                least[at] = least[at].min(distance);
                is_near[at] |= distance <= view.distance_bits_max();
            }
            ControlFlow::Continue(())
        });
        n_pairs += others.len() as u64;
        n_near += is_near.iter().filter(|is| **is).count() as u64;
        least.iter().for_each(|distance| count.add(*distance));
    }
    let line = serde_json::json!({
        "what": "neighbours", "search": "thorough", "n": n_pairs, "near": n_near, "within": count.within(),
        "nearest_bits": count.nearest(),
    });
    println!("{line}");
}

/// Pairs by distance.
struct Count([u64; 257]);

impl Default for Count {
    fn default() -> Count {
        Count([0; 257])
    }
}

impl Count {
    fn add(&mut self, distance: u32) {
        self.0[distance.min(256) as usize] += 1;
    }

    fn within(&self) -> [(usize, u64); 12] {
        BITS_TOLD.map(|bits| (bits, self.0[..=bits].iter().sum()))
    }

    fn nearest(&self) -> Option<usize> {
        self.0.iter().position(|n| *n > 0)
    }

    fn to_json(&self) -> serde_json::Value {
        serde_json::json!({ "nearest_bits": self.nearest(), "within": self.within() })
    }
}

type Words = [u64; 4];

fn views_by_family(viewer: &mut Viewer, reduction: &Reduction, search: Search) -> BTreeMap<Family, Vec<Words>> {
    let mut views: BTreeMap<Family, Vec<Words>> = BTreeMap::new();
    let _: ControlFlow<()> = viewer.visit(reduction, search, |view, hash| {
        views.entry(view.family).or_default().push(words(&hash.hash));
        ControlFlow::Continue(())
    });
    views
}

/// The distance of the nearest.
fn nearest(views: &[Words], entry: &Words) -> u32 {
    #[cfg(target_arch = "x86_64")]
    if std::is_x86_feature_detected!("popcnt") {
        #[target_feature(enable = "popcnt")]
        fn counted(views: &[Words], entry: &Words) -> u32 {
            least(views, entry)
        }
        // SAFETY: this machine was asked for the instruction the line before.
        return unsafe { counted(views, entry) };
    }
    least(views, entry)
}

#[inline(always)]
fn least(views: &[Words], entry: &Words) -> u32 {
    let distance = |view: &Words| -> u32 { (0..4).map(|n| (view[n] ^ entry[n]).count_ones()).sum() };
    views.iter().map(distance).min().unwrap_or(256)
}

fn pdq_of(words: &Words) -> Pdq {
    Pdq(std::array::from_fn(|byte| words[byte / 8].to_le_bytes()[byte % 8]))
}

fn words(hash: &Pdq) -> Words {
    std::array::from_fn(|n| u64::from_le_bytes(std::array::from_fn(|byte| hash.0[8 * n + byte])))
}
