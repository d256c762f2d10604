//! Which siblings of a bucket are near enough: the innermost loop of the search, one body per instruction set.
//!
//! The scalar body is the truth. Two bytes are read for each entry of a bucket, and nothing else.

/// A way to scan a bucket. Chosen once a search; its bodies are then compiled into the search as a whole.
pub(super) trait Scan {
    /// Calls `keep` with each place from `start` to `end` whose sibling differs from `wanted` in at most `limit_bits`.
    ///
    /// # Safety
    /// The machine has the instructions of this kernel.
    #[expect(unsafe_code, reason = "instructions beyond the baseline")]
    unsafe fn scan(siblings: &[u16], start: usize, end: usize, wanted: u16, limit_bits: u32, keep: impl FnMut(usize));

    /// Calls `keep` with each place from `start` to `end` and each of `wanted` that differ in at most `limit_bits`, in no
    /// order. A sibling is read once for all of them.
    ///
    /// # Safety
    /// The machine has the instructions of this kernel.
    #[expect(unsafe_code, reason = "instructions beyond the baseline")]
    unsafe fn scan_for_all(
        siblings: &[u16],
        start: usize,
        end: usize,
        wanted: &[Wanted],
        limit_bits: u32,
        keep: impl FnMut(usize, &Wanted),
    );
}

/// A sibling that is wanted, in the lower half, and a number that says by whom.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Wanted(u32);

impl Wanted {
    pub(super) fn of(sibling: u16, by: u16) -> Wanted {
        Wanted(u32::from(by) << 16 | u32::from(sibling))
    }

    #[inline(always)]
    pub(super) fn sibling(self) -> u16 {
        self.0 as u16
    }

    #[inline(always)]
    pub(super) fn by(self) -> u16 {
        (self.0 >> 16) as u16
    }
}

/// Any machine.
pub(super) struct Scalar;

impl Scan for Scalar {
    #[inline(always)]
    #[expect(unsafe_code, reason = "the trait's")]
    unsafe fn scan(siblings: &[u16], start: usize, end: usize, wanted: u16, limit_bits: u32, keep: impl FnMut(usize)) {
        scan_scalar(siblings, start, end, wanted, limit_bits, keep);
    }

    #[inline(always)]
    #[expect(unsafe_code, reason = "the trait's")]
    unsafe fn scan_for_all(
        siblings: &[u16],
        start: usize,
        end: usize,
        wanted: &[Wanted],
        limit_bits: u32,
        keep: impl FnMut(usize, &Wanted),
    ) {
        scan_for_all_scalar(siblings, start, end, wanted, limit_bits, keep);
    }
}

#[inline(always)]
fn scan_for_all_scalar(
    siblings: &[u16],
    start: usize,
    end: usize,
    wanted: &[Wanted],
    limit_bits: u32,
    mut keep: impl FnMut(usize, &Wanted),
) {
    for (place, sibling) in siblings.iter().enumerate().take(end).skip(start) {
        for wanted in wanted {
            if (sibling ^ wanted.sibling()).count_ones() <= limit_bits {
                keep(place, wanted);
            }
        }
    }
}

#[inline(always)]
fn scan_scalar(siblings: &[u16], start: usize, end: usize, wanted: u16, limit_bits: u32, mut keep: impl FnMut(usize)) {
    for (place, sibling) in siblings.iter().enumerate().take(end).skip(start) {
        if (sibling ^ wanted).count_ones() <= limit_bits {
            keep(place);
        }
    }
}

#[cfg(target_arch = "x86_64")]
pub(super) use x86::{Avx2, Avx512};

#[cfg(target_arch = "x86_64")]
mod x86 {
    #![expect(unsafe_code, reason = "instructions beyond the baseline")]

    use std::arch::x86_64::*;

    use super::{Scan, Wanted, scan_for_all_scalar, scan_scalar};

    /// 16 siblings at a time.
    pub(in crate::near) struct Avx2;

    impl Scan for Avx2 {
        #[inline(always)]
        unsafe fn scan(
            siblings: &[u16],
            start: usize,
            end: usize,
            wanted: u16,
            limit_bits: u32,
            keep: impl FnMut(usize),
        ) {
            // SAFETY: the caller's promise is passed on.
            unsafe {
                match limit_bits {
                    0 => scan_few::<0>(siblings, start, end, wanted, keep),
                    1 => scan_few::<1>(siblings, start, end, wanted, keep),
                    2 => scan_few::<2>(siblings, start, end, wanted, keep),
                    3 => scan_few::<3>(siblings, start, end, wanted, keep),
                    _ => scan_many(siblings, start, end, wanted, limit_bits, keep),
                }
            }
        }

        #[inline(always)]
        unsafe fn scan_for_all(
            siblings: &[u16],
            start: usize,
            end: usize,
            wanted: &[Wanted],
            limit_bits: u32,
            keep: impl FnMut(usize, &Wanted),
        ) {
            // SAFETY: the caller's promise is passed on.
            unsafe {
                match limit_bits {
                    0 => scan_for_all_by(siblings, start, end, wanted, 0, keep, |differ| is_few::<0>(differ)),
                    1 => scan_for_all_by(siblings, start, end, wanted, 1, keep, |differ| is_few::<1>(differ)),
                    2 => scan_for_all_by(siblings, start, end, wanted, 2, keep, |differ| is_few::<2>(differ)),
                    3 => scan_for_all_by(siblings, start, end, wanted, 3, keep, |differ| is_few::<3>(differ)),
                    limit => {
                        scan_for_all_by(siblings, start, end, wanted, limit, keep, |differ| is_at_most(differ, limit))
                    }
                }
            }
        }
    }

    #[inline(always)]
    unsafe fn scan_few<const LIMIT: u32>(
        siblings: &[u16],
        start: usize,
        end: usize,
        wanted: u16,
        keep: impl FnMut(usize),
    ) {
        // SAFETY: AVX2 is there, as the caller promises.
        unsafe { scan_by(siblings, start, end, wanted, LIMIT, keep, |differ| is_few::<LIMIT>(differ)) }
    }

    #[inline(always)]
    unsafe fn scan_many(
        siblings: &[u16],
        start: usize,
        end: usize,
        wanted: u16,
        limit_bits: u32,
        keep: impl FnMut(usize),
    ) {
        // SAFETY: AVX2 is there, as the caller promises.
        unsafe { scan_by(siblings, start, end, wanted, limit_bits, keep, |differ| is_at_most(differ, limit_bits)) }
    }

    /// At most `LIMIT` bits differ when nothing is left after the lowest one was cleared so many times: cheaper than
    /// counting while there are few to clear.
    #[inline(always)]
    unsafe fn is_few<const LIMIT: u32>(mut differ: __m256i) -> __m256i {
        // SAFETY: AVX2 is there, as the caller promises.
        unsafe {
            let ones = _mm256_set1_epi16(-1);
            for _ in 0..LIMIT {
                differ = _mm256_and_si256(differ, _mm256_add_epi16(differ, ones));
            }
            _mm256_cmpeq_epi16(differ, _mm256_setzero_si256())
        }
    }

    #[inline(always)]
    unsafe fn is_at_most(differ: __m256i, limit_bits: u32) -> __m256i {
        // SAFETY: AVX2 is there, as the caller promises.
        unsafe {
            let of_nibble = _mm256_setr_epi8(
                0, 1, 1, 2, 1, 2, 2, 3, 1, 2, 2, 3, 2, 3, 3, 4, 0, 1, 1, 2, 1, 2, 2, 3, 1, 2, 2, 3, 2, 3, 3, 4,
            );
            let nibble = _mm256_set1_epi8(0x0f);
            let byte = _mm256_set1_epi16(0xff);
            let limit = _mm256_set1_epi16(limit_bits as i16);
            let low = _mm256_shuffle_epi8(of_nibble, _mm256_and_si256(differ, nibble));
            let high = _mm256_shuffle_epi8(of_nibble, _mm256_and_si256(_mm256_srli_epi16::<4>(differ), nibble));
            let bytes = _mm256_add_epi8(low, high);
            let words = _mm256_and_si256(_mm256_add_epi16(bytes, _mm256_srli_epi16::<8>(bytes)), byte);
            _mm256_cmpeq_epi16(_mm256_min_epi16(words, limit), words)
        }
    }

    /// Two wanted ones at a time: what is near either is rare, and one branch asks for both.
    #[inline(always)]
    unsafe fn scan_for_all_by(
        siblings: &[u16],
        start: usize,
        end: usize,
        wanted: &[Wanted],
        limit_bits: u32,
        mut keep: impl FnMut(usize, &Wanted),
        is_near: impl Fn(__m256i) -> __m256i,
    ) {
        let mut at = start;
        let (twos, last) = wanted.as_chunks::<2>();
        // SAFETY: AVX2 is there, as the caller promises; a load begins at `at` and ends within the slice.
        unsafe {
            while at < end && at + 16 <= siblings.len() {
                let found = _mm256_loadu_si256(siblings.as_ptr().add(at).cast());
                // Two bits of the mask for each sibling: one is enough.
                let here = if end - at < 16 { 0x5555_5555 & ((1 << (2 * (end - at))) - 1) } else { 0x5555_5555 };
                let near =
                    |wanted: &Wanted| is_near(_mm256_xor_si256(found, _mm256_set1_epi16(wanted.sibling() as i16)));
                let mut keep_each = |near: __m256i, wanted: &Wanted| {
                    let mut kept = _mm256_movemask_epi8(near) as u32 & here;
                    while kept != 0 {
                        keep(at + kept.trailing_zeros() as usize / 2, wanted);
                        kept &= kept - 1;
                    }
                };
                for [one, two] in twos {
                    let (near_one, near_two) = (near(one), near(two));
                    if _mm256_movemask_epi8(_mm256_or_si256(near_one, near_two)) as u32 & here != 0 {
                        keep_each(near_one, one);
                        keep_each(near_two, two);
                    }
                }
                if let [last] = last {
                    keep_each(near(last), last);
                }
                at += 16;
            }
        }
        if at < end {
            scan_for_all_scalar(siblings, at, end, wanted, limit_bits, keep);
        }
    }

    #[inline(always)]
    unsafe fn scan_by(
        siblings: &[u16],
        start: usize,
        end: usize,
        wanted: u16,
        limit_bits: u32,
        mut keep: impl FnMut(usize),
        is_near: impl Fn(__m256i) -> __m256i,
    ) {
        let mut at = start;
        // SAFETY: AVX2 is there, as the caller promises; a load begins at `at` and ends within the slice.
        unsafe {
            let wanted = _mm256_set1_epi16(wanted as i16);
            while at < end && at + 16 <= siblings.len() {
                let differ = _mm256_xor_si256(_mm256_loadu_si256(siblings.as_ptr().add(at).cast()), wanted);
                // Two bits of the mask for each sibling: one is enough.
                let mut kept = _mm256_movemask_epi8(is_near(differ)) as u32 & 0x5555_5555;
                if end - at < 16 {
                    kept &= (1 << (2 * (end - at))) - 1;
                }
                while kept != 0 {
                    keep(at + kept.trailing_zeros() as usize / 2);
                    kept &= kept - 1;
                }
                at += 16;
            }
        }
        if at < end {
            scan_scalar(siblings, at, end, wanted, limit_bits, keep);
        }
    }

    /// 32 siblings at a time, counted by one instruction.
    pub(in crate::near) struct Avx512;

    impl Scan for Avx512 {
        #[inline(always)]
        unsafe fn scan(
            siblings: &[u16],
            start: usize,
            end: usize,
            wanted: u16,
            limit_bits: u32,
            mut keep: impl FnMut(usize),
        ) {
            let mut at = start;
            // SAFETY: AVX-512 BW and BITALG are there, as the caller promises; what the mask leaves out is not read,
            // and what it leaves in lies between `start` and `end`, both within the slice.
            unsafe {
                let wanted = _mm512_set1_epi16(wanted as i16);
                let limit = _mm512_set1_epi16(limit_bits as i16);
                let end = end.min(siblings.len());
                while at < end {
                    let here = if end - at < 32 { (1u32 << (end - at)) - 1 } else { u32::MAX };
                    let found = _mm512_maskz_loadu_epi16(here, siblings.as_ptr().add(at).cast());
                    let differ = _mm512_popcnt_epi16(_mm512_xor_si512(found, wanted));
                    let mut kept = _mm512_mask_cmple_epu16_mask(here, differ, limit);
                    while kept != 0 {
                        keep(at + kept.trailing_zeros() as usize);
                        kept &= kept - 1;
                    }
                    at += 32;
                }
            }
        }

        #[inline(always)]
        unsafe fn scan_for_all(
            siblings: &[u16],
            start: usize,
            end: usize,
            wanted: &[Wanted],
            limit_bits: u32,
            mut keep: impl FnMut(usize, &Wanted),
        ) {
            let mut at = start;
            // SAFETY: as in `scan`.
            unsafe {
                let limit = _mm512_set1_epi16(limit_bits as i16);
                let end = end.min(siblings.len());
                while at < end {
                    let here = if end - at < 32 { (1u32 << (end - at)) - 1 } else { u32::MAX };
                    let found = _mm512_maskz_loadu_epi16(here, siblings.as_ptr().add(at).cast());
                    for wanted in wanted {
                        let differ = _mm512_xor_si512(found, _mm512_set1_epi16(wanted.sibling() as i16));
                        let mut kept = _mm512_mask_cmple_epu16_mask(here, _mm512_popcnt_epi16(differ), limit);
                        while kept != 0 {
                            keep(at + kept.trailing_zeros() as usize, wanted);
                            kept &= kept - 1;
                        }
                    }
                    at += 32;
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use fingerprint::Kernel;

    use super::*;
    use crate::dice::Dice;

    #[expect(unsafe_code, reason = "kernels are called after asking the processor")]
    fn scanned(kernel: Kernel, siblings: &[u16], start: usize, end: usize, wanted: u16, limit: u32) -> Vec<usize> {
        let mut kept = Vec::new();
        // SAFETY: only kernels that are available are asked for.
        unsafe {
            match kernel {
                Kernel::Scalar => Scalar::scan(siblings, start, end, wanted, limit, |place| kept.push(place)),
                #[cfg(target_arch = "x86_64")]
                Kernel::Avx2 => Avx2::scan(siblings, start, end, wanted, limit, |place| kept.push(place)),
                #[cfg(target_arch = "x86_64")]
                Kernel::Avx512 => Avx512::scan(siblings, start, end, wanted, limit, |place| kept.push(place)),
                #[cfg(not(target_arch = "x86_64"))]
                _ => unreachable!("not available"),
            }
        }
        kept
    }

    #[test]
    fn every_kernel_keeps_what_counting_keeps() {
        let mut dice = Dice::of(3);
        let all: Vec<u16> = (0..=u16::MAX).collect();
        let few: Vec<u16> = (0..500).map(|_| dice.number() as u16 & dice.number() as u16 & 0x1111).collect();
        let random: Vec<u16> = (0..5_000).map(|_| dice.number() as u16).collect();
        let mut n_kept = 0;
        for kernel in Kernel::ALL.into_iter().filter(|kernel| kernel.is_available()) {
            for limit in 0..=16 {
                for siblings in [&all, &few, &random] {
                    for round in 0..30 {
                        let n = siblings.len() as u64;
                        let (one, two) = (dice.below(n + 1) as usize, dice.below(n + 1) as usize);
                        // Short ranges, ranges up to the last one, and none at all.
                        let (start, end) = match round % 3 {
                            0 => (one.min(two), one.max(two)),
                            1 => (one, (one + dice.below(40) as usize).min(siblings.len())),
                            _ => (one, siblings.len()),
                        };
                        let wanted = if round % 5 == 0 { 0 } else { dice.number() as u16 };
                        let counted: Vec<usize> =
                            (start..end).filter(|at| (siblings[*at] ^ wanted).count_ones() <= limit).collect();
                        n_kept += counted.len();
                        assert_eq!(scanned(kernel, siblings, start, end, wanted, limit), counted, "{kernel:?} {limit}");
                    }
                }
            }
        }
        assert!(n_kept > 100_000);
    }

    #[expect(unsafe_code, reason = "kernels are called after asking the processor")]
    fn scanned_for_all(kernel: Kernel, siblings: &[u16], range: (usize, usize), all: &[Wanted], limit: u32) -> Kept {
        let mut kept = Vec::new();
        let keep = |place, wanted: &Wanted| kept.push((place, *wanted));
        let (start, end) = range;
        // SAFETY: only kernels that are available are asked for.
        unsafe {
            match kernel {
                Kernel::Scalar => Scalar::scan_for_all(siblings, start, end, all, limit, keep),
                #[cfg(target_arch = "x86_64")]
                Kernel::Avx2 => Avx2::scan_for_all(siblings, start, end, all, limit, keep),
                #[cfg(target_arch = "x86_64")]
                Kernel::Avx512 => Avx512::scan_for_all(siblings, start, end, all, limit, keep),
                #[cfg(not(target_arch = "x86_64"))]
                _ => unreachable!("not available"),
            }
        }
        kept.sort_unstable();
        kept
    }

    type Kept = Vec<(usize, Wanted)>;

    #[test]
    fn every_kernel_keeps_for_all_what_counting_keeps_for_each() {
        let mut dice = Dice::of(4);
        let few: Vec<u16> = (0..500).map(|_| dice.number() as u16 & dice.number() as u16 & 0x1111).collect();
        let random: Vec<u16> = (0..2_000).map(|_| dice.number() as u16).collect();
        let mut n_kept = 0;
        for kernel in Kernel::ALL.into_iter().filter(|kernel| kernel.is_available()) {
            for (limit, siblings) in (0..=16).flat_map(|limit| [(limit, &few), (limit, &random)]) {
                for round in 0..20_u16 {
                    let n = siblings.len() as u64;
                    let one = dice.below(n + 1) as usize;
                    let end =
                        if round % 3 == 0 { siblings.len() } else { siblings.len().min(one + round as usize * 3) };
                    let all: Vec<Wanted> = (0..round % 7)
                        .map(|by| Wanted::of(if by == 3 { 0 } else { dice.number() as u16 }, by | 0xff00))
                        .collect();
                    let mut counted: Kept = (one..end)
                        .flat_map(|at| all.iter().map(move |wanted| (at, *wanted)))
                        .filter(|(at, wanted)| (siblings[*at] ^ wanted.sibling()).count_ones() <= limit)
                        .collect();
                    counted.sort_unstable();
                    n_kept += counted.len();
                    assert!(
                        scanned_for_all(kernel, siblings, (one, end), &all, limit) == counted,
                        "{kernel:?} {limit}, {one} to {end} for {all:?}"
                    );
                }
            }
        }
        assert!(n_kept > 50_000);
    }
}
