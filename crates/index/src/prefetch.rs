//! Asks the processor to fetch memory that will soon be read. It changes no answer.

/// Asks for the cache line that holds element `at`; nothing where there is none.
#[inline(always)]
#[expect(unsafe_code, reason = "the instruction takes a bare address")]
pub(crate) fn prefetch<T>(all: &[T], at: usize) {
    #[cfg(target_arch = "x86_64")]
    if let Some(one) = all.get(at) {
        use std::arch::x86_64::{_MM_HINT_T0, _mm_prefetch};
        // SAFETY: the address is one we may read, and a prefetch reads nothing that the program sees.
        unsafe { _mm_prefetch::<_MM_HINT_T0>(std::ptr::from_ref(one).cast()) }
    }
    #[cfg(not(target_arch = "x86_64"))]
    let _ = (all, at);
}
