//! What it costs to hash a decoded frame of a video, planes of 1920 × 1080 as nearly all decoders give them.
//!
//! `cargo bench -p fingerprint --bench frames`
//!
//! Prints one line of JSON: how many frames, and the seconds of this process's processor that hashing them took.

use std::error::Error;
use std::hint::black_box;
use std::time::Duration;

use fingerprint::video::{Colours, Matrix, hash_planar, planar_bytes};

const WIDTH_PX: u32 = 1920;
const HEIGHT_PX: u32 = 1080;
const N_FRAMES: u32 = 30;

fn main() -> Result<(), Box<dyn Error>> {
    let colours = Colours { matrix: Matrix::Bt709, is_full_range: false };
    // Noise; the cost does not depend on what is shown. Two frames in turns, as none of a video comes twice.
    let mut state = 1_u32;
    let mut planes = || -> Vec<u8> {
        let mut next = || {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 24) as u8
        };
        (0..planar_bytes(WIDTH_PX, HEIGHT_PX)).map(|_| next()).collect()
    };
    let frames = [planes(), planes()];
    let began = cpu();
    for frame in frames.iter().cycle().take(N_FRAMES as usize) {
        black_box(hash_planar(WIDTH_PX, HEIGHT_PX, frame, colours)?);
    }
    let cpu_s = (cpu() - began).as_secs_f64();
    println!("{}", serde_json::json!({ "what": "frames", "n": N_FRAMES, "cpu_s": cpu_s }));
    Ok(())
}

/// Processor time of this process.
fn cpu() -> Duration {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::ProcessCPUTime);
    Duration::new(time.tv_sec.unsigned_abs(), time.tv_nsec as u32)
}
