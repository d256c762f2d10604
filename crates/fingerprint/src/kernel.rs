//! Which instructions the kernels of this machine use. The scalar code is the truth; every faster kernel must equal it.
//!
//! The program is built for any x86-64; what is faster is compiled beside it and chosen once, when the program runs.

use std::sync::LazyLock;

/// Names a kernel to be used instead of the fastest one, so that tests can force each.
pub const VARIABLE: &str = "SANAD_KERNEL";

/// A set of instructions that kernels are compiled for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kernel {
    /// What every machine has.
    Scalar,
    /// x86-64 with AVX2, FMA, BMI2, LZCNT and POPCNT: nearly every machine since 2013.
    Avx2,
    /// x86-64 with AVX-512 F, BW, VL, DQ, VBMI, VPOPCNTDQ and BITALG: Ice Lake and Zen 4 on.
    Avx512,
}

impl Kernel {
    /// All, the plainest first.
    pub const ALL: [Kernel; 3] = [Kernel::Scalar, Kernel::Avx2, Kernel::Avx512];

    /// Its name, as [`VARIABLE`] has it.
    pub fn name(self) -> &'static str {
        match self {
            Kernel::Scalar => "scalar",
            Kernel::Avx2 => "avx2",
            Kernel::Avx512 => "avx512",
        }
    }

    /// Whether this machine can run it.
    pub fn is_available(self) -> bool {
        match self {
            Kernel::Scalar => true,
            Kernel::Avx2 => has_avx2(),
            Kernel::Avx512 => has_avx512(),
        }
    }

    /// The kernel of this process: the one that [`VARIABLE`] names if this machine has it, else the fastest.
    pub fn chosen() -> Kernel {
        static CHOSEN: LazyLock<Kernel> = LazyLock::new(|| choose(std::env::var(VARIABLE).ok().as_deref()));
        *CHOSEN
    }
}

fn choose(asked: Option<&str>) -> Kernel {
    let available = || Kernel::ALL.into_iter().filter(|kernel| kernel.is_available());
    available()
        .find(|kernel| asked == Some(kernel.name()))
        .or_else(|| available().next_back())
        .unwrap_or(Kernel::Scalar)
}

#[cfg(target_arch = "x86_64")]
fn has_avx2() -> bool {
    use std::arch::is_x86_feature_detected as has;
    has!("avx2") && has!("popcnt") && has!("lzcnt") && has!("fma") && has!("bmi2")
}

#[cfg(target_arch = "x86_64")]
fn has_avx512() -> bool {
    use std::arch::is_x86_feature_detected as has;
    has_avx2()
        && has!("avx512f")
        && has!("avx512bw")
        && has!("avx512vl")
        && has!("avx512dq")
        && has!("avx512vbmi")
        && has!("avx512vpopcntdq")
        && has!("avx512bitalg")
}

#[cfg(not(target_arch = "x86_64"))]
fn has_avx2() -> bool {
    false
}

#[cfg(not(target_arch = "x86_64"))]
fn has_avx512() -> bool {
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_named_kernel_is_used_and_an_unknown_name_changes_nothing() {
        assert_eq!(choose(Some("scalar")), Kernel::Scalar);
        assert_eq!(choose(Some("abacus")), choose(None));
        assert!(choose(None).is_available());
        // Which of them the other tests of this run held to the scalar one.
        println!("kernels: {:?}", Kernel::ALL.map(|kernel| (kernel.name(), kernel.is_available())));
        for kernel in Kernel::ALL.into_iter().filter(|kernel| kernel.is_available()) {
            assert_eq!(choose(Some(kernel.name())), kernel);
        }
    }
}
