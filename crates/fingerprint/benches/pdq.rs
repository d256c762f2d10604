//! What PDQ costs from decoded pixels, by each kernel that this machine has.
//!
//! `cargo bench -p fingerprint --bench pdq -- [--rounds 9] [FILE.ppm ...]`
//!
//! Reads binary PPM files (`P6`, 8 bits); without any it draws pictures of 0.3, 2 and 12 megapixels. Where both sides are
//! even a frame of luma and two chromas of that size is measured too, whose hash is not printed. Prints a line of
//! JSON for each figure: the least and the median of the rounds, in seconds of this process's processor, never of the
//! clock on the wall. `hash` and `quality` are there to be compared with a peer's.

use std::error::Error;
use std::hint::black_box;
use std::time::Duration;

use fingerprint::pdq::{Hasher, RgbView, SizeError, hash, hash_with_turns};
use fingerprint::video::{Colours, Matrix, hash_planar, planar_bytes};
use fingerprint::{Kernel, PdqHash};

/// Rows that a JPEG decoder gives at a time where chroma is halved.
const ROWS_OF_DECODER: usize = 16;

struct Picture {
    name: String,
    width_px: u32,
    height_px: u32,
    rgb: Vec<u8>,
}

fn main() -> Result<(), Box<dyn Error>> {
    let mut n_rounds = 9;
    let mut pictures = Vec::new();
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--rounds" => n_rounds = arguments.next().ok_or("--rounds needs a value")?.parse()?,
            // Cargo says this to every bench.
            "--bench" => {}
            file => pictures.push(Picture::read(file)?),
        }
    }
    if pictures.is_empty() {
        pictures = [(640, 480), (1_733, 1_155), (1_920, 1_080), (4_000, 3_000)]
            .map(|(width, height)| Picture::draw(width, height))
            .into();
    }
    for picture in &pictures {
        picture.measure(n_rounds)?;
    }
    Ok(())
}

impl Picture {
    fn read(file: &str) -> Result<Picture, Box<dyn Error>> {
        let bytes = std::fs::read(file)?;
        let mut fields = Vec::new();
        let mut at = 0;
        while fields.len() < 4 {
            let rest = bytes.get(at..).ok_or("no PPM header")?;
            let n = rest.iter().position(u8::is_ascii_whitespace).ok_or("no PPM header")?;
            if n > 0 {
                fields.push(std::str::from_utf8(&rest[..n])?);
            }
            at += n + 1;
        }
        if (fields[0], fields[3]) != ("P6", "255") {
            return Err(format!("{file} is no binary PPM of 8 bits").into());
        }
        Ok(Picture {
            name: file.to_owned(),
            width_px: fields[1].parse()?,
            height_px: fields[2].parse()?,
            rgb: bytes[at..].to_vec(),
        })
    }

    /// Waves under noise; the cost does not depend on what is shown.
    fn draw(width_px: u32, height_px: u32) -> Picture {
        let mut state = 1_u32;
        let mut pixel = |x: u32, y: u32| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            let wave = 100.0 + 60.0 * (x as f32 / 97.0).sin() + 60.0 * ((x + 2 * y) as f32 / 171.0).cos();
            [0, 8, 16].map(|shift| wave as u8 ^ (state >> (8 + shift)) as u8 & 15)
        };
        let rgb =
            (0..height_px).flat_map(|y| (0..width_px).map(move |x| (x, y))).flat_map(|(x, y)| pixel(x, y)).collect();
        Picture { name: "drawn".to_owned(), width_px, height_px, rgb }
    }

    fn measure(&self, n_rounds: usize) -> Result<(), Box<dyn Error>> {
        let view = || RgbView::new(self.width_px, self.height_px, &self.rgb);
        view()?;
        let row_bytes = self.width_px as usize * 3;
        let streamed = |push: fn(&mut Hasher, &[u8]) -> Result<(), SizeError>| {
            let mut hasher = Hasher::new(self.width_px, self.height_px);
            let pushed = self.rgb.chunks(ROWS_OF_DECODER * row_bytes).try_for_each(|rows| push(&mut hasher, rows));
            black_box(pushed.and_then(|()| hasher.finish())).is_ok()
        };
        let found = hash(view()?);
        let kernel = Kernel::chosen().name();
        let planes = &self.rgb[..planar_bytes(self.width_px, self.height_px)];
        let colours = Colours { matrix: Matrix::Bt709, is_full_range: false };
        let ways: [(&str, &dyn Fn() -> bool); 5] = [
            ("pdq", &|| black_box(view().map(hash)).is_ok()),
            ("pdq_with_turns", &|| black_box(view().map(hash_with_turns)).is_ok()),
            ("pdq_rgb_rows", &|| streamed(Hasher::push_rgb_rows)),
            ("pdq_ycbcr_rows", &|| streamed(Hasher::push_ycbcr_rows)),
            ("pdq_planar", &|| black_box(hash_planar(self.width_px, self.height_px, planes, colours)).is_ok()),
        ];
        let is_even = self.width_px.is_multiple_of(2) && self.height_px.is_multiple_of(2);
        let ways = if is_even { &ways[..] } else { &ways[..4] };
        // Alternating, so that whatever else runs here bears on all alike.
        let mut seconds = vec![Vec::new(); ways.len()];
        for _ in 0..n_rounds {
            for ((_, run), seconds) in ways.iter().zip(&mut seconds) {
                let began = cpu();
                let is_done = run();
                assert!(is_done, "all rows came");
                seconds.push((cpu() - began).as_secs_f64());
            }
        }
        for ((what, _), mut seconds) in ways.iter().zip(seconds) {
            seconds.sort_by(f64::total_cmp);
            self.print(what, kernel, &seconds, found);
        }
        Ok(())
    }

    fn print(&self, what: &str, kernel: &str, seconds: &[f64], found: PdqHash) {
        let mpx = f64::from(self.width_px) * f64::from(self.height_px) / 1e6;
        let (least, median) = (seconds[0], seconds[seconds.len() / 2]);
        let line = serde_json::json!({
            "what": what, "file": self.name, "kernel": kernel, "mpx": mpx, "cpu_s": least, "cpu_s_median": median,
            "mpx_per_s": mpx / least, "hash": found.hash.to_string(), "quality": found.quality,
        });
        println!("{line}");
    }
}

/// Processor time of this process.
fn cpu() -> Duration {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::ProcessCPUTime);
    Duration::new(time.tv_sec.unsigned_abs(), time.tv_nsec as u32)
}
