//! Makes exhibits of ordinary pictures: the repository's own photos, drawn shapes, altered copies, archives and whatever
//! else a seized disk holds.

use std::io::Write as _;
use std::os::unix::ffi::OsStrExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use fingerprint::Digests;
use rustix::fs::{CWD, FileType, Mode, mknodat};

/// The repository's photos.
pub(crate) fn photo(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../samples/photos").join(name)
}

/// Copies a photo.
pub(crate) fn copy_photo(name: &str, to: &Path) {
    std::fs::copy(photo(name), to).unwrap();
}

/// A copy with other bytes, made from the photo by ffmpeg's `filter`, e.g. `hflip`.
pub(crate) fn alter_photo(name: &str, filter: &str, to: &Path) {
    ffmpeg(&[b"-i", photo(name).as_os_str().as_bytes(), b"-vf", filter.as_bytes()], to);
}

/// A clip of two seconds in which a photo stands still.
pub(crate) fn make_clip(of: &str, to: &Path) {
    let photo = photo(of);
    let input: [&[u8]; 6] = [b"-loop", b"1", b"-t", b"2", b"-i", photo.as_os_str().as_bytes()];
    ffmpeg(&[&input[..], &[b"-vf", b"scale=320:240", b"-pix_fmt", b"yuv420p"]].concat(), to);
}

/// A clip in which each of these photos is shown for a second.
pub(crate) fn make_slides(names: &[&str], to: &Path) {
    let photos: Vec<PathBuf> = names.iter().map(|name| photo(name)).collect();
    let mut args: Vec<&[u8]> = Vec::new();
    for photo in &photos {
        args.extend([&b"-loop"[..], b"1", b"-framerate", b"25", b"-t", b"1", b"-i", photo.as_os_str().as_bytes()]);
    }
    let scaled: String = (0..names.len()).map(|n| format!("[{n}]scale=320:240,setsar=1[s{n}];")).collect();
    let joined: String = (0..names.len()).map(|n| format!("[s{n}]")).collect();
    let filter = format!("{scaled}{joined}concat=n={},format=yuv420p[out]", names.len());
    ffmpeg(&[&args[..], &[b"-filter_complex", filter.as_bytes(), b"-map", b"[out]"]].concat(), to);
}

/// Another copy of a clip, made by ffmpeg's options.
pub(crate) fn alter_clip(from: &Path, options: &[&str], to: &Path) {
    let options = options.iter().map(|option| option.as_bytes());
    ffmpeg(&[b"-i", from.as_os_str().as_bytes()].into_iter().chain(options).collect::<Vec<_>>(), to);
}

fn ffmpeg(args: &[&[u8]], to: &Path) {
    use std::ffi::OsStr;
    let mut command = Command::new("ffmpeg");
    command.args(["-nostdin", "-loglevel", "error", "-y", "-bitexact"]);
    command.args(args.iter().map(|arg| OsStr::from_bytes(arg))).arg(to).stdin(Stdio::null());
    let output = command.output().expect("ffmpeg is installed by `make test`");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

/// Pixels of a drawing, different for every `seed`: three waves, RGB, `side` × `side`.
pub(crate) fn draw(seed: u32, side: u32) -> Vec<u8> {
    let mut state = seed.wrapping_mul(2_654_435_761).wrapping_add(12_345);
    let mut next = || {
        state ^= state << 13;
        state ^= state >> 17;
        state ^= state << 5;
        f64::from(state % 1_000) / 1_000.0
    };
    let waves: Vec<[f64; 4]> = (0..3).map(|_| [next() * 9.0, next() * 9.0, next() * 6.3, next()]).collect();
    let mut pixels = Vec::with_capacity((side * side * 3) as usize);
    for y in 0..side {
        for x in 0..side {
            let (x, y) = (f64::from(x) / f64::from(side), f64::from(y) / f64::from(side));
            for wave in &waves {
                let value = ((wave[0] * x + wave[1] * y + wave[2]).sin() * 0.5 + 0.5) * (0.3 + 0.7 * wave[3]);
                pixels.push((value * 255.0) as u8);
            }
        }
    }
    pixels
}

/// A drawing as PNG.
pub(crate) fn png(seed: u32, side: u32) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, side, side);
    encoder.set_color(png::ColorType::Rgb);
    encoder.set_depth(png::BitDepth::Eight);
    let mut writer = encoder.write_header().unwrap();
    writer.write_image_data(&draw(seed, side)).unwrap();
    writer.finish().unwrap();
    bytes
}

/// A drawing as BMP; `side` divides by four, so that rows need no filling.
pub(crate) fn bmp(seed: u32, side: u32) -> Vec<u8> {
    let pixels = draw(seed, side);
    let mut bytes = b"BM".to_vec();
    let numbers = [54 + pixels.len() as u32, 0, 54, 40, side, side, 1 | 24 << 16, 0, 0, 0, 0, 0, 0];
    numbers.iter().for_each(|number| bytes.extend(number.to_le_bytes()));
    bytes.extend(pixels);
    bytes
}

/// A zip archive of these members.
pub(crate) fn zip(members: &[(&str, Vec<u8>)]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in members {
        let options = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Deflated);
        zip.start_file(*name, options).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// A gzipped tar archive of these members.
pub(crate) fn tar_gz(members: &[(&str, Vec<u8>)]) -> Vec<u8> {
    let mut tar = tar::Builder::new(flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast()));
    for (name, bytes) in members {
        let mut header = tar::Header::new_gnu();
        header.set_size(bytes.len() as u64);
        header.set_mode(0o644);
        header.set_mtime(1_700_000_000);
        tar.append_data(&mut header, name, &bytes[..]).unwrap();
    }
    tar.into_inner().unwrap().finish().unwrap()
}

/// A named pipe.
pub(crate) fn make_pipe(at: &Path) {
    mknodat(CWD, at, FileType::Fifo, Mode::RUSR | Mode::WUSR, 0).unwrap();
}

/// A few dozen places of every kind that a walk can meet.
pub(crate) fn make_mixed(folder: &Path) {
    let at = |name: &str| folder.join(name);
    std::fs::create_dir_all(at("pictures/holiday")).unwrap();
    for name in ["cat.jpg", "coffee.jpg", "moon.jpg", "rocket.jpg"] {
        copy_photo(name, &at("pictures").join(name));
    }
    alter_photo("coffee.jpg", "scale=320:-2,eq=brightness=0.04", &at("pictures/holiday/smaller.png"));
    alter_photo("cat.jpg", "hflip", &at("pictures/holiday/mirrored.bmp"));
    copy_photo("moon.jpg", &at("notes.txt"));
    let cat = std::fs::read(photo("cat.jpg")).unwrap();
    std::fs::write(at("cut short.jpg"), &cat[..cat.len() / 3]).unwrap();
    std::fs::write(at("empty"), b"").unwrap();
    std::fs::write(at("letter.txt"), "An ordinary letter.\n").unwrap();
    std::fs::write(at("not a picture.png"), "GIF it is not").unwrap();
    make_clip("volna.jpg", &at("clip.mp4"));
    let inner = zip(&[("deep.png", png(7, 96)), ("deep.txt", b"deep\n".to_vec())]);
    let kay = std::fs::read(photo("kay.jpg")).unwrap();
    std::fs::write(at("box.zip"), zip(&[("kay.jpg", kay), ("inner.zip", inner), ("a.txt", b"a\n".to_vec())])).unwrap();
    let members = [("drawn.png", png(8, 96)), ("drawn.bmp", bmp(9, 96))];
    std::fs::write(at("box.tar.gz"), tar_gz(&members)).unwrap();
    for name in [&b"caf\xe9.png"[..], b"caf\xe8.png"] {
        std::fs::write(folder.join(std::ffi::OsStr::from_bytes(name)), png(u32::from(name[3]), 96)).unwrap();
    }
    std::os::unix::fs::symlink("pictures/cat.jpg", at("link to a file")).unwrap();
    std::os::unix::fs::symlink("pictures", at("link to a folder")).unwrap();
    std::os::unix::fs::symlink("/nowhere", at("link to nothing")).unwrap();
    std::fs::hard_link(at("pictures/rocket.jpg"), at("rocket again.jpg")).unwrap();
    make_pipe(&at("pipe"));
}

/// Exactly `n_files` regular files in folders of a hundred: drawings, texts, some twice over, one archive in fifty.
pub(crate) fn make_many(folder: &Path, n_files: u32) {
    for number in 0..n_files {
        let inside = folder.join(format!("{:03}", number / 100));
        if number % 100 == 0 {
            std::fs::create_dir_all(&inside).unwrap();
        }
        let note = |of: u32| format!("Note number {of}.\n").into_bytes();
        let members = || {
            let seed = 1_000_000 + number * 10;
            [("one.bmp", bmp(seed, 32)), ("two.bmp", bmp(seed + 1, 32)), ("three.txt", note(seed))]
        };
        let (ending, bytes) = match number % 50 {
            49 if number % 100 == 49 => ("tar.gz", tar_gz(&members())),
            49 => ("zip", zip(&members())),
            n if n % 5 == 0 => ("png", png(number, 64)),
            n if n % 5 == 1 => ("bmp", bmp(number, 64)),
            // The same picture under another name.
            n if n % 10 == 2 => ("png", png(number - 2, 64)),
            n if n % 5 == 4 => ("png", png(number, 32)[..200].to_vec()),
            _ => ("txt", note(number)),
        };
        std::fs::write(inside.join(format!("{number:05}.{ending}")), bytes).unwrap();
    }
}

/// A list in CSV, a row for each: id, what the row says of the bytes, category.
pub(crate) fn list_of(rows: &[(&str, &[u8])]) -> String {
    let mut text = "id,md5,sha1,sha256,category\n".to_owned();
    for (id, bytes) in rows {
        let Digests { md5: Some(md5), sha1: Some(sha1), sha256: Some(sha256) } = Digests::of(bytes) else {
            unreachable!("digests of bytes are all there")
        };
        text.push_str(&format!("{id},{md5},{sha1},{sha256},1\n"));
    }
    text
}
