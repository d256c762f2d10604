//! The pictures that are measured: photos brought to a few sizes, as JPEG files and as pixels. Made once by ffmpeg.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};

/// A size that figures are given for, its sides, and how many pictures of it are measured.
#[derive(Debug, Clone, Copy)]
pub(super) struct Size {
    pub name: &'static str,
    width_px: u32,
    height_px: u32,
    n: usize,
}

/// 0.3, 2 and 12 million pixels, 4 by 3.
pub(super) const SIZES: &[Size] = &[
    Size { name: "0.3 Mpx", width_px: 640, height_px: 480, n: 48 },
    Size { name: "2 Mpx", width_px: 1632, height_px: 1224, n: 24 },
    Size { name: "12 Mpx", width_px: 4000, height_px: 3000, n: 6 },
];

/// The photos to be measured with: the named folder, else those that `cargo xtask photos` brought, else the samples.
pub(super) fn photos(named: Option<&str>) -> Result<Vec<PathBuf>> {
    let brought = crate::root().join("target/photos");
    let folder = match named {
        Some(folder) => PathBuf::from(folder),
        None if brought.is_dir() => brought,
        None => crate::root().join("samples/photos"),
    };
    let mut found = Vec::new();
    collect(&folder, &mut found)?;
    found.sort();
    if found.is_empty() {
        bail!("no JPEG photos below {}", folder.display());
    }
    Ok(found)
}

fn collect(folder: &Path, found: &mut Vec<PathBuf>) -> Result<()> {
    for entry in std::fs::read_dir(folder).with_context(|| format!("listing {}", folder.display()))? {
        let path = entry?.path();
        let is_photo = path.extension().is_some_and(|extension| extension == "jpg" || extension == "jpeg");
        if path.is_dir() {
            collect(&path, found)?;
        } else if is_photo && path.metadata().is_ok_and(|facts| facts.len() > 0) {
            found.push(path);
        }
    }
    Ok(())
}

/// JPEG files of one size in `folder`: photos scaled to fill it, with a little noise, for what is scaled up compresses
/// better than what a camera wrote. 4:2:0, no EXIF.
pub(super) fn jpegs(folder: &Path, size: Size, photos: &[PathBuf], quick: bool) -> Result<Vec<PathBuf>> {
    let n = if quick { size.n.min(3) } else { size.n };
    let Size { width_px, height_px, .. } = size;
    let folder = folder.join(format!("jpeg-{width_px}x{height_px}"));
    std::fs::create_dir_all(&folder).context("making a folder of pictures")?;
    let filter = format!(
        "scale={width_px}:{height_px}:force_original_aspect_ratio=increase:flags=lanczos,crop={width_px}:{height_px},\
         noise=alls=4:allf=t:all_seed=7"
    );
    // Spread over the photos, which stand in the order of the packages that they came with.
    let step = (photos.len() / n).max(1);
    (0..n)
        .map(|at| {
            let to = folder.join(format!("{at:03}.jpg"));
            if !to.exists() {
                let from = photos[at * step % photos.len()].to_string_lossy().into_owned();
                let filter = ["-vf", &filter, "-pix_fmt", "yuvj420p", "-q:v", "4", "-map_metadata", "-1"];
                ffmpeg_to(&from, &filter, &to)?;
            }
            Ok(to)
        })
        .collect()
}

/// The same pictures as pixels: binary PPM.
pub(super) fn pixels(jpegs: &[PathBuf]) -> Result<Vec<PathBuf>> {
    jpegs
        .iter()
        .map(|jpeg| {
            let to = jpeg.with_extension("ppm");
            if !to.exists() {
                ffmpeg_to(&jpeg.to_string_lossy(), &["-pix_fmt", "rgb24"], &to)?;
            }
            Ok(to)
        })
        .collect()
}

/// A picture in another format, beside itself.
pub(super) fn saved_as(jpeg: &Path, format: &str, options: &[&str]) -> Result<PathBuf> {
    let to = jpeg.with_extension(format);
    if !to.exists() {
        ffmpeg_to(&jpeg.to_string_lossy(), options, &to)?;
    }
    Ok(to)
}

/// Written aside first: what was interrupted is not taken for a picture the next time.
fn ffmpeg_to(from: &str, options: &[&str], to: &Path) -> Result<()> {
    let aside = to.with_file_name(format!("part-{}", to.file_name().unwrap_or_default().to_string_lossy()));
    let aside_text = aside.to_string_lossy().into_owned();
    let mut arguments = vec!["-i", from];
    arguments.extend(options);
    arguments.extend(["-frames:v", "1", "-update", "1", &aside_text]);
    crate::sample::ffmpeg(&arguments)?;
    std::fs::rename(&aside, to).with_context(|| format!("renaming {}", aside.display()))
}
