//! Asks the processor to fetch memory that will soon be read. It changes no answer.

/// Asks for the cache line that holds byte `at`; nothing where there is no such byte.
#[inline(always)]
#[expect(unsafe_code, reason = "the instruction takes a bare address")]
pub(crate) fn prefetch(bytes: &[u8], at: usize) {
    #[cfg(target_arch = "x86_64")]
    if let Some(byte) = bytes.get(at) {
        use std::arch::x86_64::{_MM_HINT_T0, _mm_prefetch};
        // SAFETY: the address is that of a byte we may read, and a prefetch reads nothing that the program sees.
        unsafe { _mm_prefetch::<_MM_HINT_T0>(std::ptr::from_ref(byte).cast()) }
    }
    #[cfg(not(target_arch = "x86_64"))]
    let _ = (bytes, at);
}
