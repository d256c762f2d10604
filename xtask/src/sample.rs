//! Makes the sample exhibit and the sample lists: ordinary photos, drawn pictures, and altered copies of what the lists
//! hold, so that everybody can see what is found, what is not, and why.
//!
//! `sample DIR --sanad PROGRAM` writes `DIR/exhibit`, `DIR/lists` and `DIR/planted.json` (which copy was made of which
//! picture and how). ffmpeg makes the pictures; the digests and hashes of the lists are those that
//! `PROGRAM fingerprint` prints of the originals.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result, bail};
use serde_json::{Value, json};

/// How a copy is made of a picture: its name, the extension of the copy, ffmpeg's filter and options.
const ALTERATIONS: &[(&str, &str, &[&str])] = &[
    ("recompressed", "jpg", &["-q:v", "12"]),
    ("half size", "jpg", &["-vf", "scale=iw/2:ih/2:flags=area", "-q:v", "3"]),
    ("as PNG", "png", &[]),
    ("as GIF", "gif", &["-vf", "split[a][b];[a]palettegen[p];[b][p]paletteuse"]),
    ("as BMP", "bmp", &[]),
    ("brighter", "jpg", &["-vf", "eq=brightness=0.08", "-q:v", "3"]),
    ("grey", "jpg", &["-vf", "hue=s=0", "-q:v", "3"]),
    ("sharpened", "jpg", &["-vf", "unsharp=5:5:1.0", "-q:v", "3"]),
    ("mirrored", "jpg", &["-vf", "hflip", "-q:v", "3"]),
    ("quarter turn", "jpg", &["-vf", "transpose=1", "-q:v", "3"]),
    ("cropped 1 % a side", "jpg", &["-vf", "crop=iw*0.98:ih*0.98", "-q:v", "3"]),
    ("cropped 5 % a side", "jpg", &["-vf", "crop=iw*0.9:ih*0.9", "-q:v", "3"]),
];

/// The photos whose hashes the lists hold; all others are unrelated.
const LISTED: &[&str] = &[
    "altai",
    "bricks",
    "cat",
    "coffee",
    "flower",
    "gravel",
    "honeywave",
    "moon",
    "patak",
    "rocket",
    "shell",
    "temple",
];

/// Pictures that ffmpeg draws, and how many of each.
const DRAWINGS: &[(&str, u32)] = &[
    ("mandelbrot=s=640x480:start_scale=0.0{n}9:end_scale=0.0{n}1:rate=1", 9),
    ("cellauto=s=320x240:rule={n}8:random_fill_ratio=0.3:random_seed={n}", 9),
    ("life=s=320x240:mold=10:ratio=0.2:seed={n}", 9),
    ("gradients=s=640x360:seed={n}7:nb_colors=5", 30),
    ("sierpinski=s=480x480:type=carpet:seed={n}", 9),
];

/// Where some of the pictures say that they were made, in degrees north and east. It is invented.
const TOWNS: &[(f64, f64)] = &[
    (31.953, 35.911),
    (31.956, 35.945),
    (32.556, 35.850),
    (36.806, 10.182),
    (35.826, 10.637),
    (33.573, -7.590),
    (34.021, -6.842),
    (48.857, 2.352),
    (43.296, 5.370),
    (40.417, -3.704),
    (41.387, 2.170),
    (51.507, -0.128),
    (-12.046, -77.043),
    (19.433, -99.133),
];

/// `sample DIR [--sanad PROGRAM]`.
pub(crate) fn run(arguments: &[String]) -> Result<()> {
    let dir = arguments.first().context("which folder? `cargo xtask sample DIR`")?;
    let dir = std::path::absolute(dir)?;
    let program = arguments.iter().position(|argument| argument == "--sanad").and_then(|at| arguments.get(at + 1));
    let program = program.map_or_else(|| crate::root().join("target/release/sanad"), PathBuf::from);
    let exhibit = dir.join("exhibit");
    for folder in [&exhibit, &dir.join("lists"), &dir.join("originals")] {
        if folder.exists() {
            std::fs::remove_dir_all(folder).with_context(|| format!("emptying {}", folder.display()))?;
        }
        std::fs::create_dir_all(folder).with_context(|| format!("making {}", folder.display()))?;
    }
    let originals = copy_originals(&dir.join("originals"))?;
    let mut planted = plant_copies(&originals, &exhibit)?;
    draw_unrelated(&originals, &exhibit)?;
    planted.extend(film_clips(&originals, &exhibit)?);
    add_documents_and_archives(&exhibit)?;
    add_what_is_difficult(&exhibit)?;
    let known = fingerprints(&program, &dir.join("originals"))?;
    write_lists(&dir.join("lists"), &known, &exhibit)?;
    std::fs::write(dir.join("planted.json"), serde_json::to_vec_pretty(&planted)?).context("writing planted.json")
}

/// Runs ffmpeg, which speaks only when something is wrong.
pub(crate) fn ffmpeg(arguments: &[&str]) -> Result<()> {
    let mut all = vec!["-nostdin", "-hide_banner", "-loglevel", "error", "-y", "-threads", "2"];
    all.extend(arguments);
    crate::run("ffmpeg", &all)
}

fn copy_originals(to: &Path) -> Result<BTreeMap<&'static str, PathBuf>> {
    LISTED
        .iter()
        .map(|name| {
            let from = crate::root().join("samples/photos").join(format!("{name}.jpg"));
            let copy = to.join(format!("{name}.jpg"));
            std::fs::copy(&from, &copy).with_context(|| format!("copying {}", from.display()))?;
            Ok((*name, copy))
        })
        .collect()
}

/// One exact copy and one of each alteration of every listed photo; what was made of what.
fn plant_copies(originals: &BTreeMap<&'static str, PathBuf>, exhibit: &Path) -> Result<Vec<Value>> {
    let mut planted = Vec::new();
    for (n, (name, original)) in originals.iter().enumerate() {
        let folder = exhibit.join("DCIM").join(format!("{}CANON", 100 + n));
        std::fs::create_dir_all(&folder)?;
        let mut number = 1000 + 37 * n;
        let mut next = |extension: &str| {
            number += 1;
            folder.join(format!("IMG_{number}.{extension}"))
        };
        let plant = |planted: &mut Vec<Value>, copy: &Path, how: &str| {
            let path = copy.strip_prefix(exhibit).unwrap_or(copy).to_string_lossy().into_owned();
            planted.push(json!({ "path": path, "of": format!("{name}.jpg"), "how": how }));
        };
        let copy = next("jpg");
        std::fs::copy(original, &copy)?;
        plant(&mut planted, &copy, "exact copy");
        let original = original.to_string_lossy().into_owned();
        let copies: Vec<(PathBuf, &str, &[&str])> =
            ALTERATIONS.iter().map(|(how, extension, options)| (next(extension), *how, *options)).collect();
        let paths: Vec<String> = copies.iter().map(|(path, ..)| path.to_string_lossy().into_owned()).collect();
        let mut arguments = vec!["-i", original.as_str()];
        for ((_, _, options), path) in copies.iter().zip(&paths) {
            arguments.extend(*options);
            arguments.extend(["-frames:v", "1", path.as_str()]);
        }
        ffmpeg(&arguments)?;
        copies.iter().for_each(|(path, how, _)| plant(&mut planted, path, how));
    }
    Ok(planted)
}

/// Photos that no list holds, quarters of the large ones, and drawings.
fn draw_unrelated(originals: &BTreeMap<&'static str, PathBuf>, exhibit: &Path) -> Result<()> {
    let folder = exhibit.join("Pictures");
    std::fs::create_dir_all(folder.join("drawn"))?;
    let photos = crate::root().join("samples/photos");
    let mut names: Vec<PathBuf> = std::fs::read_dir(&photos)?.filter_map(|entry| Some(entry.ok()?.path())).collect();
    names.sort();
    let mut towns = TOWNS.iter();
    for photo in names {
        let stem = photo.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        if originals.contains_key(stem.as_str()) || photo.extension().is_none_or(|extension| extension != "jpg") {
            continue;
        }
        std::fs::copy(&photo, folder.join(format!("{stem}.jpg")))?;
        let input = photo.to_string_lossy().into_owned();
        let corners = [("0", "0"), ("iw/2", "0"), ("0", "ih/2"), ("iw/2", "ih/2")];
        let crops: Vec<[String; 2]> = corners
            .iter()
            .enumerate()
            .map(|(n, (x, y))| {
                let file = folder.join(format!("{stem}-{n}.jpg")).to_string_lossy().into_owned();
                [format!("crop=iw/2:ih/2:{x}:{y}"), file]
            })
            .collect();
        let mut arguments = vec!["-i", input.as_str()];
        for [crop, file] in &crops {
            arguments.extend(["-vf", crop, "-q:v", "3", "-frames:v", "1", file]);
        }
        ffmpeg(&arguments)?;
        for [_, file] in &crops[..2] {
            let (latitude, longitude) = towns.next().context("there are as many places as pictures")?;
            let said = saying_where(&std::fs::read(file)?, *latitude, *longitude);
            std::fs::write(file, said)?;
        }
    }
    for (source, n_pictures) in DRAWINGS {
        let kind = source.split('=').next().unwrap_or_default();
        for n in 1..=*n_pictures {
            let graph = source.replace("{n}", &n.to_string());
            let file = folder.join("drawn").join(format!("{kind}-{n:02}.png")).to_string_lossy().into_owned();
            ffmpeg(&["-f", "lavfi", "-i", &graph, "-vf", "select=eq(n\\,3)", "-frames:v", "1", &file])?;
        }
    }
    Ok(())
}

/// A JPEG with an Exif segment before everything else that says where it was made (CIPA DC-008, TIFF 6.0).
fn saying_where(jpeg: &[u8], latitude: f64, longitude: f64) -> Vec<u8> {
    let mut tiff = b"II*\0\x08\0\0\0".to_vec();
    let put = |tiff: &mut Vec<u8>, tag: u16, kind: u16, count: u32, value: u32| {
        tiff.extend([tag.to_le_bytes(), kind.to_le_bytes()].concat());
        tiff.extend([count.to_le_bytes(), value.to_le_bytes()].concat());
    };
    let letter = |degrees: f64, letters: [u8; 2]| u32::from(letters[usize::from(degrees < 0.0)]);
    // One field, which leads to four: at 26, and behind them two angles of 24 bytes each.
    tiff.extend(1u16.to_le_bytes());
    put(&mut tiff, 0x8825, 4, 1, 26);
    tiff.extend([0; 4]);
    tiff.extend(4u16.to_le_bytes());
    put(&mut tiff, 1, 2, 2, letter(latitude, *b"NS"));
    put(&mut tiff, 2, 5, 3, 80);
    put(&mut tiff, 3, 2, 2, letter(longitude, *b"EW"));
    put(&mut tiff, 4, 5, 3, 104);
    tiff.extend([0; 4]);
    for degrees in [latitude, longitude] {
        let hundredths = (degrees.abs() * 360_000.0).round() as u32;
        for number in [hundredths / 360_000, 1, hundredths / 6_000 % 60, 1, hundredths % 6_000, 100] {
            tiff.extend(number.to_le_bytes());
        }
    }
    let length = u16::try_from(tiff.len() + 8).expect("it is short");
    [&jpeg[..2], b"\xff\xe1", &length.to_be_bytes(), b"Exif\0\0", &tiff, &jpeg[2..]].concat()
}

/// Short clips: two that show a listed photo for a while, two that show none.
fn film_clips(originals: &BTreeMap<&'static str, PathBuf>, exhibit: &Path) -> Result<Vec<Value>> {
    let folder = exhibit.join("Videos");
    std::fs::create_dir_all(&folder)?;
    let at = |name: &str| folder.join(name).to_string_lossy().into_owned();
    let mut planted = Vec::new();
    for (name, file, codec) in [("temple", "VID_0001.mp4", "libx264"), ("cat", "VID_0002.avi", "mpeg4")] {
        let photo = originals[name].to_string_lossy().into_owned();
        let join = "[0:v]scale=640:426,setsar=1,format=yuv420p[a];[1:v]scale=640:426,setsar=1,fps=12,format=yuv420p[b];\
                    [a][b]concat=n=2:v=1[v]";
        ffmpeg(&[
            "-f",
            "lavfi",
            "-t",
            "3",
            "-i",
            "testsrc2=s=640x426:r=12",
            "-loop",
            "1",
            "-framerate",
            "12",
            "-t",
            "3",
            "-i",
            &photo,
            "-filter_complex",
            join,
            "-map",
            "[v]",
            "-c:v",
            codec,
            "-b:v",
            "900k",
            "-g",
            "24",
            "-bitexact",
            &at(file),
        ])?;
        planted.push(json!({ "path": format!("Videos/{file}"), "of": format!("{name}.jpg"), "how": "shown in a clip from 00:03" }));
    }
    let plain = ["-c:v", "libx264", "-pix_fmt", "yuv420p", "-bitexact"];
    for (source, file) in
        [("mandelbrot=s=320x240:rate=10", "VID_0003.mp4"), ("life=s=320x240:seed=5:rate=10", "VID_0004.mkv")]
    {
        let output = at(file);
        let mut arguments = vec!["-f", "lavfi", "-t", "4", "-i", source];
        arguments.extend(plain);
        arguments.push(&output);
        ffmpeg(&arguments)?;
    }
    Ok(planted)
}

fn shell(folder: &Path, line: &str) -> Result<()> {
    let status = Command::new("sh").args(["-ec", line]).current_dir(folder).status().context("starting sh")?;
    if !status.success() {
        bail!("`{line}` ended with {status}");
    }
    Ok(())
}

fn add_documents_and_archives(exhibit: &Path) -> Result<()> {
    let folder = exhibit.join("Documents");
    std::fs::create_dir_all(&folder)?;
    for n in 1..=12 {
        let text = format!("Notes of day {n}.\n\n{}", "An ordinary sentence about the weather.\n".repeat(n));
        std::fs::write(folder.join(format!("notes-{n:02}.txt")), text)?;
    }
    // Known software: what a list to set aside holds.
    for n in 1..=6u8 {
        let program: Vec<u8> = (0..4096u32).map(|at| (at.wrapping_mul(2_654_435_761) >> 13) as u8 ^ n).collect();
        std::fs::write(folder.join(format!("library-{n}.dll")), program)?;
    }
    shell(
        exhibit,
        "bsdtar --format=zip -cf Documents/holiday.zip DCIM/100CANON Pictures/volna.jpg
         bsdtar -czf Documents/backup.tar.gz Documents/notes-01.txt Documents/holiday.zip DCIM/102CANON
         bsdtar --format=7zip -cf Documents/old.7z Pictures/drawn",
    )
}

/// What a real seizure holds as well: lies, damage, links and what cannot be opened.
fn add_what_is_difficult(exhibit: &Path) -> Result<()> {
    let folder = exhibit.join("difficult");
    std::fs::create_dir_all(&folder)?;
    let whole = std::fs::read(exhibit.join("Pictures/volna.jpg"))?;
    std::fs::write(folder.join("ends-early.jpg"), &whole[..whole.len() / 2])?;
    std::fs::write(folder.join("no-picture.jpg"), b"This is text, whatever the name says.\n")?;
    std::fs::copy(exhibit.join("Pictures/kay.jpg"), folder.join("letter.txt"))?;
    std::fs::write(folder.join("empty.png"), b"")?;
    std::fs::write(folder.join("clip.mp4"), b"#EXTM3U\n#EXT-X-VERSION:3\n#EXTINF:1,\n../Videos/VID_0001.mp4\n")?;
    std::fs::hard_link(exhibit.join("Pictures/kay.jpg"), folder.join("second-name.jpg"))?;
    std::os::unix::fs::symlink("../Pictures/kay.jpg", folder.join("points-elsewhere.jpg"))?;
    // A name that is no UTF-8, and one that would turn a line of text around.
    use std::os::unix::ffi::OsStrExt as _;
    std::fs::copy(exhibit.join("Pictures/kay.jpg"), folder.join(std::ffi::OsStr::from_bytes(b"caf\xe9.jpg")))?;
    std::fs::write(folder.join("invoice\u{202e}gpj.exe"), b"MZ, but no program\n")?;
    let mut image = vec![0u8; 1 << 20];
    image[..8].copy_from_slice(b"\xebX\x90MSDOS");
    // A master boot record with one FAT32 partition, as a memory card has it.
    image[446..462].copy_from_slice(&[0x00, 2, 3, 0, 0x0c, 9, 9, 0, 0x80, 0, 0, 0, 0x80, 7, 0, 0]);
    image[510..512].copy_from_slice(&[0x55, 0xaa]);
    std::fs::write(folder.join("card.img"), image)?;
    Ok(())
}

fn fingerprints(program: &Path, folder: &Path) -> Result<Vec<Value>> {
    let output = Command::new(program)
        .args(["--quiet", "fingerprint"])
        .arg(folder)
        .output()
        .with_context(|| format!("starting {}", program.display()))?;
    if !output.status.success() {
        bail!("fingerprinting the originals: {}", String::from_utf8_lossy(&output.stderr));
    }
    let mut lines = String::from_utf8(output.stdout)?
        .lines()
        .map(|line| Ok(serde_json::from_str(line)?))
        .collect::<Result<Vec<Value>>>()?;
    lines.retain(|line| line["sha256"].is_string());
    lines.sort_by_key(|line| line["sha256"].to_string());
    if lines.len() != LISTED.len() {
        bail!("{} originals were fingerprinted, {} expected", lines.len(), LISTED.len());
    }
    Ok(lines)
}

/// Two originals to each list, so that every format has something to find.
fn write_lists(folder: &Path, known: &[Value], exhibit: &Path) -> Result<()> {
    let text = |of: &Value, key: &str| of[key].as_str().unwrap_or_default().to_owned();
    let pdq = |of: &Value| of["pdq"]["hash"].as_str().unwrap_or_default().to_owned();
    let upper = |of: &Value, key: &str| text(of, key).to_uppercase();
    let [a, b, c, d, e, f] = known.chunks(2).collect::<Vec<_>>()[..] else { bail!("twelve originals make six pairs") };

    let media: Vec<Value> = a
        .iter()
        .zip(1..)
        .map(|(of, id)| json!({
            "MediaID": id, "MD5": upper(of, "md5"), "SHA1": upper(of, "sha1"), "Category": 1, "MediaSize": of["size"],
            "VictimIdentified": "false", "IsDistributed": "true", "Series": "Sample series", "Tags": "sample",
        }))
        .collect();
    let context = "http://github.com/VICSDATAMODEL/ProjectVic/DataModels/2.0.xml/US/$metadata#Media";
    let vics = format!(
        "{{\n\"@odata.context\": {},\n\"value\": {}\n}}\n",
        json!(context),
        serde_json::to_string_pretty(&media)?
    );
    std::fs::write(folder.join("sample-vics.json"), vics)?;

    let mut xml = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<queryResult xmlns=\"https://hashsharing.ncmec.org/hashsharing/v2\">\n\
         <images count=\"2\" maxTimestamp=\"2026-01-01T00:00:00Z\">\n",
    );
    for (of, id) in b.iter().zip(1..) {
        xml.push_str(&format!(
            "<image><member id=\"1\">Sample hotline</member><timestamp>2026-01-01T00:00:00Z</timestamp><id>sample-{id}</id>\
             <classification>B2</classification><fingerprints><md5>{}</md5><sha1>{}</sha1><pdq>{}</pdq></fingerprints></image>\n",
            text(of, "md5"), text(of, "sha1"), pdq(of),
        ));
    }
    xml.push_str("</images>\n</queryResult>\n");
    std::fs::write(folder.join("sample-ncmec.xml"), xml)?;

    let mut icse = String::from(
        "MD5;SHA1;PhotoDNA;Image ID;Is distributed;Victim identified;Offender identified;Series name;Number of submissions;File Available;Media Type;Baseline\n",
    );
    for (of, id) in c.iter().zip(1_000_001..) {
        icse.push_str(&format!(
            "{};{};;{id};Yes;No;No;Sample series;3;Yes;Image;Yes\n",
            upper(of, "md5"),
            upper(of, "sha1")
        ));
    }
    std::fs::write(folder.join("sample-icse.csv"), icse)?;

    let mut hashdeep = String::from("%%%% HASHDEEP-1.0\n%%%% size,md5,sha256,filename\n## sample\n");
    for (of, id) in d.iter().zip(1..) {
        hashdeep.push_str(&format!("{},{},{},sample-{id}.jpg\n", of["size"], text(of, "md5"), text(of, "sha256")));
    }
    std::fs::write(folder.join("sample-hashdeep.txt"), hashdeep)?;

    let plain: String = e.iter().map(|of| format!("{}\n", text(of, "md5"))).collect();
    std::fs::write(folder.join("sample-md5.txt"), plain)?;

    // The unit's own list: the looks of everything, so that altered copies of all twelve can be found.
    let mut own = String::from("id,md5,sha1,sha256,pdq,category\n");
    for (of, id) in known.iter().zip(1..) {
        let exact = f.contains(of);
        let digest = |key: &str| if exact { text(of, key) } else { String::new() };
        own.push_str(&format!("own-{id},{},{},{},{},A\n", digest("md5"), digest("sha1"), digest("sha256"), pdq(of)));
    }
    std::fs::write(folder.join("sample-own.csv"), own)?;

    let mut sql = String::from(
        "CREATE TABLE FILE (sha256 TEXT, sha1 TEXT, md5 TEXT, crc32 TEXT, file_name TEXT, file_size INTEGER, package_id INTEGER);\n\
         CREATE TABLE PKG (package_id INTEGER, name TEXT, version TEXT, operating_system_id INTEGER, manufacturer_id INTEGER, language TEXT, application_type TEXT);\n\
         INSERT INTO PKG VALUES (1, 'Sample software', '1.0', 1, 1, 'English', 'library');\n",
    );
    for n in 1..=6 {
        let file = exhibit.join(format!("Documents/library-{n}.dll"));
        let sums = Command::new("sh")
            .args(["-ec", "sha256sum \"$1\"; sha1sum \"$1\"; md5sum \"$1\"", "sums"])
            .arg(&file)
            .output()
            .context("starting sha256sum")?;
        let sums: Vec<String> = String::from_utf8_lossy(&sums.stdout)
            .lines()
            .filter_map(|line| line.split_whitespace().next().map(str::to_uppercase))
            .collect();
        let [sha256, sha1, md5] = &sums[..] else { bail!("no digests of {}", file.display()) };
        sql.push_str(&format!(
            "INSERT INTO FILE VALUES ('{sha256}', '{sha1}', '{md5}', '', 'library-{n}.dll', 4096, 1);\n"
        ));
    }
    std::fs::write(folder.join("nsrl.sql"), sql)?;
    shell(folder, "rm -f sample-nsrl.db; sqlite3 sample-nsrl.db < nsrl.sql; rm nsrl.sql")
}
