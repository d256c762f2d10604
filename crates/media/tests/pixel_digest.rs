//! The pixel digest: copies that show the same share it, whatever their bytes; nothing else does.
#![expect(clippy::unwrap_used, reason = "a helper of a test may stop the test")]

use std::collections::BTreeMap;
use std::path::Path;

use casework::pixel_digest::PixelDigest;
use fingerprint::Sha256;
use media::kind;
use media::picture::{self, Limits};

fn drawn(name: &str) -> Vec<u8> {
    std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/pictures").join(name)).unwrap()
}

fn digest(bytes: &[u8]) -> Option<PixelDigest> {
    let (mime, _) = kind::recognise(bytes);
    picture::examine(bytes, mime, &Limits::default()).pixel_digest
}

/// Of a picture that has a digest, and shows nothing beside.
fn plain(bytes: &[u8]) -> Sha256 {
    let digest = digest(bytes).unwrap();
    assert_eq!(digest.beside, None);
    digest.picture
}

fn rgb(bytes: &[u8]) -> Vec<u8> {
    let (mime, _) = kind::recognise(bytes);
    picture::decode(bytes, mime, &Limits::default()).unwrap().pixels.rgb
}

/// The segments before the coded data, each with its marker, and all that follows them.
fn parts(jpeg: &[u8]) -> (Vec<Vec<u8>>, Vec<u8>) {
    let (mut segments, mut at) = (Vec::new(), 2);
    while jpeg[at + 1] != 0xda {
        let end = at + 2 + usize::from(u16::from_be_bytes([jpeg[at + 2], jpeg[at + 3]]));
        segments.push(jpeg[at..end].to_vec());
        at = end;
    }
    (segments, jpeg[at..].to_vec())
}

fn joined((segments, rest): &(Vec<Vec<u8>>, Vec<u8>)) -> Vec<u8> {
    [&b"\xff\xd8"[..], &segments.concat(), rest].concat()
}

fn segment(marker: u8, body: &[u8]) -> Vec<u8> {
    [&[0xff, marker][..], &(body.len() as u16 + 2).to_be_bytes(), body].concat()
}

fn with(jpeg: &[u8], marker: u8, body: &[u8]) -> Vec<u8> {
    let (mut segments, rest) = parts(jpeg);
    segments.insert(0, segment(marker, body));
    joined(&(segments, rest))
}

/// Without what stands in these segments.
fn stripped(jpeg: &[u8], markers: &[u8]) -> Vec<u8> {
    let (mut segments, rest) = parts(jpeg);
    segments.retain(|segment| !markers.contains(&segment[1]));
    joined(&(segments, rest))
}

/// An EXIF block of one directory: fields of tag, type, count and value, little end first.
fn exif(fields: &[(u16, u16, u32, u32)], next: u32) -> Vec<u8> {
    let mut block = b"Exif\0\0II\x2a\0\x08\0\0\0".to_vec();
    block.extend((fields.len() as u16).to_le_bytes());
    for (tag, kind, count, value) in fields {
        block.extend(tag.to_le_bytes());
        block.extend(kind.to_le_bytes());
        block.extend(count.to_le_bytes());
        block.extend(value.to_le_bytes());
    }
    block.extend(next.to_le_bytes());
    block
}

/// A block that says which colours are meant, in the directory where EXIF keeps that.
fn exif_of_colours(space: u32) -> Vec<u8> {
    let inner = exif(&[(0xa001, 3, 1, space)], 0);
    // Behind the first directory of one field.
    [exif(&[(0x8769, 4, 1, 26)], 0), inner[14..].to_vec()].concat()
}

const ORIENTATION: u16 = 0x0112;
const APPLICATION_SEGMENTS: [u8; 4] = [0xe0, 0xe1, 0xe2, 0xfe];

#[test]
fn a_jpeg_whose_metadata_came_or_went_shows_the_same() {
    for name in ["jpeg-RGB.jpg", "jpeg-RGB-444.jpg", "jpeg-progressive.jpg", "jpeg-L.jpg", "jpeg-restarts.jpg"] {
        let jpeg = drawn(name);
        let expected = plain(&jpeg);
        let same = |what: &str, copy: &[u8]| assert_eq!(plain(copy), expected, "{name}, {what}");
        same("a comment", &with(&jpeg, 0xfe, b"CREATOR: a program of some kind"));
        same("EXIF that says nothing of pixels", &with(&jpeg, 0xe1, &exif(&[(ORIENTATION, 3, 1, 1)], 0)));
        same("XMP", &with(&jpeg, 0xe1, b"http://ns.adobe.com/xap/1.0/\0<x:xmpmeta>a title</x:xmpmeta>"));
        same("IPTC", &with(&jpeg, 0xed, b"Photoshop 3.0\x008BIM\x04\x04\0\0\0\0\0\x02ab"));
        same("no JFIF", &stripped(&jpeg, &[0xe0]));
        same("the zeros of a carved file", &[&jpeg[..], &[0; 600]].concat());
        let (segments, rest) = parts(&jpeg);
        let filled: Vec<Vec<u8>> = segments.iter().map(|segment| [&[0xff][..], segment].concat()).collect();
        let digest_of_filled = digest(&joined(&(filled, rest))).unwrap();
        assert_eq!((digest_of_filled.picture, digest_of_filled.beside), (expected, None), "{name}, fill bytes");
    }
}

#[test]
fn what_a_copy_may_show_beside_its_picture_counts_and_one_without_it_is_shown_by_it() {
    let jpeg = drawn("jpeg-RGB.jpg");
    let expected = digest(&jpeg).unwrap();
    let other = drawn("jpeg-progressive.jpg");
    let more = |what: &str, copy: &[u8]| {
        let copy = digest(copy).unwrap();
        assert_eq!(copy.picture, expected.picture, "{what}");
        assert!(copy.shows_all_of(&expected) && !expected.shows_all_of(&copy), "{what}");
        copy.beside
    };
    let all = [
        more("a second picture behind the end", &[&jpeg[..], &other].concat()),
        more("an archive behind the end", &[&jpeg[..], b"PK\x03\x04 and so on"].concat()),
        more("pictures by MPF", &with(&jpeg, 0xe2, b"MPF\0II\x2a\0")),
        more("a preview in JFXX", &with(&jpeg, 0xe0, b"JFXX\0\x10")),
        more("a preview in Photoshop's words", &with(&jpeg, 0xed, b"Photoshop 3.0\x008BIM\x04\x0c\0\0\0\0\0\0")),
        more("a picture in a comment", &with(&jpeg, 0xfe, &[b"text", &other[..40]].concat())),
        more("a picture in base64", &with(&jpeg, 0xe1, b"http://ns.adobe.com/xap/1.0/\0<a>/9j/4AAQSk</a>")),
        more("more than text", &with(&jpeg, 0xfe, &[b' '; 9000])),
        more("the rest of a long XMP", &with(&jpeg, 0xe1, b"http://ns.adobe.com/xmp/extension/\0")),
        more("data of a camera's maker", &with(&jpeg, 0xe1, &exif(&[(0x927c, 7, 4, 0)], 0))),
        more("further directories", &with(&jpeg, 0xe1, &exif(&[(0x014a, 4, 1, 8)], 0))),
        more("a second directory", &with(&jpeg, 0xe1, &exif(&[], 8))),
        more("a damaged block", &with(&jpeg, 0xe1, &exif(&[(0x010f, 2, 90_000, 90_000)], 0))),
        more("a marker that nobody knows", &with(&jpeg, 0xe7, b"what is it")),
    ];
    let distinct: std::collections::BTreeSet<_> = all.iter().collect();
    assert_eq!(distinct.len(), all.len());

    for name in ["same", "bars", "cut", "turned", "other"] {
        let whole = drawn(&format!("thumbnail-{name}.jpg"));
        let (whole, bare) = (digest(&whole).unwrap(), digest(&stripped(&whole, &[0xe1])).unwrap());
        assert!(whole.shows_all_of(&bare) && !bare.shows_all_of(&whole), "thumbnail-{name}");
    }
    let thumbnails = ["same", "other"].map(|name| digest(&drawn(&format!("thumbnail-{name}.jpg"))).unwrap());
    assert!(!thumbnails[0].shows_all_of(&thumbnails[1]) && !thumbnails[1].shows_all_of(&thumbnails[0]));
}

#[test]
fn what_changes_how_a_jpeg_is_shown_changes_the_digest() {
    let jpeg = drawn("jpeg-RGB.jpg");
    let mut all = BTreeMap::from([(plain(&jpeg), "as it is")]);
    let mut other = |what: &'static str, copy: &[u8]| {
        assert_eq!(all.insert(plain(copy), what), None, "{what}");
    };
    for name in ["jpeg-RGB-444.jpg", "jpeg-RGB-422.jpg", "jpeg-progressive.jpg", "jpeg-L.jpg", "jpeg-restarts.jpg"] {
        other(name, &drawn(name));
    }
    for value in 2..=8 {
        other("turned", &with(&jpeg, 0xe1, &exif(&[(ORIENTATION, 3, 1, value)], 0)));
    }
    other("a colour profile", &with(&jpeg, 0xe2, b"ICC_PROFILE\0\x01\x01profile"));
    other("another one", &with(&jpeg, 0xe2, b"ICC_PROFILE\0\x01\x01profiles"));
    other("Adobe RGB by EXIF", &with(&jpeg, 0xe1, &exif_of_colours(2)));
    assert_eq!(plain(&with(&jpeg, 0xe1, &exif_of_colours(1))), plain(&jpeg), "sRGB by EXIF");
    other("RGB by Adobe's marker", &with(&stripped(&jpeg, &[0xe0]), 0xee, b"Adobe\0\x64\0\0\0\0\0"));
    let (mut segments, rest) = parts(&jpeg);
    let jfif = segments.iter().position(|segment| segment[1] == 0xe0).unwrap();
    segments[jfif][12..16].copy_from_slice(&[0, 1, 0, 2]);
    other("oblong pixels", &joined(&(segments, rest)));
    // The same by its meaning: the transform that there would be anyway.
    let adobe = with(&stripped(&jpeg, &[0xe0]), 0xee, b"Adobe\0\x64\0\0\0\0\x01");
    assert_eq!(plain(&adobe), plain(&jpeg));
    assert_eq!(rgb(&adobe), rgb(&jpeg));

    let turned = |n: u8| drawn(&format!("jpeg-orientation-{n}.jpg"));
    let digests: BTreeMap<Sha256, u8> = (1..=8).map(|n| (plain(&turned(n)), n)).collect();
    assert_eq!(digests.len(), 8);
    assert_eq!(plain(&stripped(&turned(6), &APPLICATION_SEGMENTS)), plain(&turned(1)));
}

#[test]
fn a_jpeg_that_is_not_whole_or_not_understood_has_none() {
    let jpeg = drawn("jpeg-RGB.jpg");
    for length in (0..jpeg.len()).step_by(7).chain([jpeg.len() - 1]) {
        assert_eq!(digest(&jpeg[..length]), None, "cut to {length}");
    }
    let none = |what: &str, copy: &[u8]| assert_eq!(digest(copy), None, "{what}");
    none("no end", &drawn("jpeg-without-end.jpg"));
    let (segments, rest) = parts(&jpeg);
    let frame = segments.iter().find(|segment| segment[1] == 0xc0).unwrap();
    none("two frames", &joined(&([&segments[..], std::slice::from_ref(frame)].concat(), rest.clone())));
    none("bytes between segments", &joined(&([&segments[..], &[b"stray".to_vec()]].concat(), rest.clone())));
    none("a height that comes later", &joined(&([&segments[..], &[segment(0xdc, &[0, 72])]].concat(), rest.clone())));
    none("two JFIF", &with(&jpeg, 0xe0, b"JFIF\0\x01\x01\0\0\x01\0\x01\0\0"));
    none("two opinions on the colours", &with(&jpeg, 0xee, b"Adobe\0\x64\0\0\0\0\0"));
    let end = rest.len() - 2;
    let late = [&rest[..end], &segment(0xee, b"Adobe\0\x64\0\0\0\0\x01"), &rest[end..]].concat();
    none("colours told after the picture", &joined(&(segments, late)));
}

/// Numbers without a pattern, always the same ones.
fn dice(seed: u64) -> impl FnMut(usize) -> usize {
    let mut state = seed;
    move |below| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state >> 11) as usize % below
    }
}

#[test]
fn no_changed_byte_keeps_the_digest_where_it_changes_a_pixel() {
    let jpeg = with(&drawn("jpeg-odd-sides.jpg"), 0xfe, &[b'c'; 60]);
    let webp = drawn("webp-lossless.webp");
    for (name, whole, n_kept_min) in [
        ("jpeg", jpeg, 10),
        ("progressive", drawn("jpeg-progressive.jpg"), 0),
        ("bmp", drawn("bmp-P.bmp"), 1),
        ("png", drawn("png-P.png"), 0),
        ("webp", webp, 0),
        ("lossy", drawn("webp-lossy-alpha.webp"), 0),
        ("tiff", drawn("tiff-RGB.tif"), 0),
    ] {
        let (expected, pixels) = (digest(&whole).unwrap(), rgb(&whole));
        let mut roll = dice(0x5a_4ad);
        let (mut n_kept, mut n_other, mut n_none) = (0, 0, 0);
        for _ in 0..1000 {
            let mut bent = whole.clone();
            bent[roll(whole.len())] ^= 1 << roll(8);
            match digest(&bent) {
                Some(found) if found == expected => {
                    n_kept += 1;
                    assert_eq!(rgb(&bent), pixels, "{name}");
                }
                Some(_) => n_other += 1,
                None => n_none += 1,
            }
        }
        assert!(n_kept >= n_kept_min && n_kept < 400, "{name}: {n_kept} kept, {n_other} other, {n_none} none");
    }
}

const WIDTH: u32 = 60;
const HEIGHT: u32 = 44;

/// A drawing of 60 × 44, in few colours, so that a palette holds it.
fn drawing() -> Vec<u8> {
    let pixel = |n: u32| {
        let (x, y) = (n % WIDTH, n / WIDTH);
        [(x / 4 * 16) as u8, (y / 8 * 40) as u8, if (x + y) % 9 < 4 { 200 } else { 30 }]
    };
    (0..WIDTH * HEIGHT).flat_map(pixel).collect()
}

fn png(colour: png::ColorType, depth: png::BitDepth, data: &[u8], change: impl Fn(&mut png::Info<'_>)) -> Vec<u8> {
    let mut info = png::Info::with_size(WIDTH, HEIGHT);
    (info.color_type, info.bit_depth) = (colour, depth);
    change(&mut info);
    let mut out = Vec::new();
    let mut writer = png::Encoder::with_info(&mut out, info).unwrap().write_header().unwrap();
    writer.write_image_data(data).unwrap();
    writer.finish().unwrap();
    out
}

fn png_rgb() -> Vec<u8> {
    png(png::ColorType::Rgb, png::BitDepth::Eight, &drawing(), |_| {})
}

/// With a chunk behind its header.
fn with_chunk(png: &[u8], name: &[u8; 4], body: &[u8]) -> Vec<u8> {
    let named = [&name[..], body].concat();
    let chunk = [&(body.len() as u32).to_be_bytes()[..], &named, &crc32fast::hash(&named).to_be_bytes()].concat();
    [&png[..33], &chunk, &png[33..]].concat()
}

fn bmp(header: &dyn Fn(&mut Vec<u8>)) -> Vec<u8> {
    let mut out = b"BM\0\0\0\0\0\0\0\0\x36\0\0\0\x28\0\0\0".to_vec();
    out.extend(WIDTH.to_le_bytes());
    out.extend(HEIGHT.to_le_bytes());
    out.extend([1, 0, 24, 0]);
    out.extend([0; 24]);
    for row in drawing().chunks(WIDTH as usize * 3).rev() {
        out.extend(row.chunks(3).flat_map(|pixel| [pixel[2], pixel[1], pixel[0]]));
    }
    header(&mut out);
    out
}

fn tiff(change: impl Fn(&mut Vec<u8>)) -> Vec<u8> {
    let mut out = std::io::Cursor::new(Vec::new());
    let mut encoder = tiff::encoder::TiffEncoder::new(&mut out).unwrap();
    encoder.write_image::<tiff::encoder::colortype::RGB8>(WIDTH, HEIGHT, &drawing()).unwrap();
    let mut out = out.into_inner();
    change(&mut out);
    out
}

fn webp(data: &[u8], colour: image_webp::ColorType) -> Vec<u8> {
    let mut out = Vec::new();
    image_webp::WebPEncoder::new(&mut out).encode(data, WIDTH, HEIGHT, colour).unwrap();
    out
}

fn rgba(alpha: impl Fn(usize) -> u8) -> Vec<u8> {
    let pixels = drawing();
    let pixels = pixels.chunks(3).enumerate();
    pixels.flat_map(|(n, pixel)| [pixel[0], pixel[1], pixel[2], alpha(n)]).collect()
}

#[test]
fn the_same_pixels_in_another_format_are_the_same() {
    let expected = plain(&png_rgb());
    let drawing = drawing();
    let colours: std::collections::BTreeSet<[u8; 3]> = drawing.as_chunks::<3>().0.iter().copied().collect();
    let colours: Vec<[u8; 3]> = colours.into_iter().collect();
    let indices: Vec<u8> =
        drawing.as_chunks::<3>().0.iter().map(|pixel| colours.binary_search(pixel).unwrap() as u8).collect();
    let palette = png(png::ColorType::Indexed, png::BitDepth::Eight, &indices, |info| {
        info.palette = Some(colours.as_flattened().to_vec().into());
    });
    let opaque = png(png::ColorType::Rgba, png::BitDepth::Eight, &rgba(|_| 255), |_| {});
    let same = |what: &str, copy: &[u8]| assert_eq!(plain(copy), expected, "{what}");
    same("palette", &palette);
    same("opaque alpha", &opaque);
    same("BMP", &bmp(&|_| {}));
    same("BMP with zeros behind", &bmp(&|out| out.extend([0; 99])));
    same("TIFF", &tiff(|_| {}));
    same("WebP", &webp(&drawing, image_webp::ColorType::Rgb8));
    same("WebP with opaque alpha", &webp(&rgba(|_| 255), image_webp::ColorType::Rgba8));
    same("text", &with_chunk(&png_rgb(), b"tEXt", b"Title\0a drawing"));
    same("a time", &with_chunk(&png_rgb(), b"tIME", &[7, 0xe8, 1, 1, 1, 1, 1]));
    same("sRGB", &with_chunk(&png_rgb(), b"sRGB", &[0]));
    same("the gamma of sRGB", &with_chunk(&png_rgb(), b"gAMA", &45_455u32.to_be_bytes()));
    same("square pixels", &with_chunk(&png_rgb(), b"pHYs", &[0, 0, 11, 19, 0, 0, 11, 19, 1]));
    same("EXIF", &with_chunk(&png_rgb(), b"eXIf", &exif(&[(ORIENTATION, 3, 1, 1)], 0)[6..]));

    let alpha = |n: usize| if n.is_multiple_of(5) { 100 } else { 255 };
    let with_alpha = plain(&png(png::ColorType::Rgba, png::BitDepth::Eight, &rgba(alpha), |_| {}));
    assert_eq!(plain(&webp(&rgba(alpha), image_webp::ColorType::Rgba8)), with_alpha);
    assert_ne!(with_alpha, expected);
}

#[test]
fn one_pixel_one_alpha_or_another_way_to_show_it_is_another_picture() {
    let mut all = BTreeMap::from([(plain(&png_rgb()), "as it is")]);
    let mut other = |what: &'static str, copy: &[u8]| {
        assert_eq!(all.insert(plain(copy), what), None, "{what}");
    };
    let mut pixels = drawing();
    pixels[4000] ^= 1;
    other("a pixel", &png(png::ColorType::Rgb, png::BitDepth::Eight, &pixels, |_| {}));
    other("an alpha", &png(png::ColorType::Rgba, png::BitDepth::Eight, &rgba(|n| 255 - u8::from(n == 1000)), |_| {}));
    other("alphas", &png(png::ColorType::Rgba, png::BitDepth::Eight, &rgba(|_| 0), |_| {}));
    other("a gamma", &with_chunk(&png_rgb(), b"gAMA", &100_000u32.to_be_bytes()));
    let wide = with_chunk(&png_rgb(), b"cICP", &[12, 13, 0, 1]);
    other("other primaries", &wide);
    other("other primaries, and sRGB", &with_chunk(&wide, b"sRGB", &[0]));
    other("primaries", &with_chunk(&png_rgb(), b"cHRM", &[1; 32]));
    other("a ground", &with_chunk(&png_rgb(), b"bKGD", &[0, 9, 0, 9, 0, 9]));
    other("oblong pixels", &with_chunk(&png_rgb(), b"pHYs", &[0, 0, 11, 19, 0, 0, 22, 38, 1]));
    other("turned", &with_chunk(&png_rgb(), b"eXIf", &exif(&[(ORIENTATION, 3, 1, 6)], 0)[6..]));
    let row = WIDTH as usize * 3;
    let sideways: Vec<u8> = drawing().chunks(row).rev().flatten().copied().collect();
    other("upside down", &png(png::ColorType::Rgb, png::BitDepth::Eight, &sideways, |_| {}));

    let expected = digest(&png_rgb()).unwrap();
    for (what, copy) in [
        ("a chunk that nobody knows", with_chunk(&png_rgb(), b"caNv", &[0; 16])),
        ("packed text", with_chunk(&png_rgb(), b"zTXt", b"Raw profile type exif\0\0...")),
        ("bytes behind the end", [&png_rgb()[..], b"PK\x03\x04"].concat()),
        ("bytes behind a BMP", bmp(&|out| out.extend(b"PK\x03\x04"))),
    ] {
        let copy = digest(&copy).unwrap();
        assert!(copy.shows_all_of(&expected) && !expected.shows_all_of(&copy), "{what}");
    }
}

#[test]
fn what_viewers_do_not_agree_on_or_is_not_all_there_has_none() {
    let none = |what: &str, copy: &[u8]| assert_eq!(digest(copy), None, "{what}");
    for name in [
        "png-16bit-2.png",
        "png-16bit-3.png",
        "png-16bit-4.png",
        "png-I16.png",
        "png-RGB-transparent.png",
        "png-animated.png",
        "webp-animated.webp",
        "gif-P.gif",
        "gif-animated.gif",
        "bmp-16.bmp",
        "bmp-565.bmp",
        "bmp-RGBA.bmp",
        "bmp-32-masks.bmp",
        "bmp-rle8.bmp",
        "tiff-pages.tif",
        "tiff-CMYK.tif",
        "tiff-RGBA.tif",
        "tiff-I16.tif",
        "tiff-P.tif",
        "tiff-jpeg.tif",
        "tiff-orientation-6.tif",
        "jxl-lossless.jxl",
    ] {
        none(name, &drawn(name));
    }
    let few = png(png::ColorType::Indexed, png::BitDepth::Eight, &vec![3; (WIDTH * HEIGHT) as usize], |info| {
        info.palette = Some(vec![0, 0, 0, 255, 255, 255].into());
    });
    none("indices beyond the palette", &few);
    let (palette, whole) = ([&[0u8; 3][..], &[255; 3]].concat(), png_rgb());
    let end = whole.len() - 12;
    let late = [&whole[..end], &with_chunk(&whole, b"PLTE", &palette)[33..51], &whole[end..]].concat();
    none("a palette behind the data", &late);
    none("two palettes", &with_chunk(&with_chunk(&whole, b"PLTE", &palette), b"PLTE", &palette));
    none(
        "a second page",
        &tiff(|out| {
            let at = u32::from_le_bytes(*out[4..8].first_chunk().unwrap()) as usize;
            let n_fields = usize::from(u16::from_le_bytes([out[at], out[at + 1]]));
            out[at + 2 + n_fields * 12] = 8;
        }),
    );
    none("a TIFF that holds more", &tiff(|out| out.extend([7; 500])));
    none("oblong pixels", &bmp(&|out| out[38] = 7));
    for whole in [png_rgb(), bmp(&|_| {}), tiff(|_| {}), webp(&drawing(), image_webp::ColorType::Rgb8)] {
        let length = whole.len() * 2 / 3;
        none("cut", &whole[..length]);
    }
    let mut damaged = png_rgb();
    let at = damaged.len() - 30;
    damaged[at] ^= 0x40;
    none("damaged", &damaged);
}

#[test]
fn drawn_pictures_share_a_digest_only_with_the_same_pixels() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/pictures");
    let mut by_digest: BTreeMap<Sha256, Vec<String>> = BTreeMap::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        if let Some(digest) = digest(&drawn(&name)) {
            by_digest.entry(digest.picture).or_default().push(name);
        }
    }
    for names in by_digest.values() {
        let first = rgb(&drawn(&names[0]));
        assert!(names.iter().all(|name| rgb(&drawn(name)) == first), "{names:?}");
    }
    let mut shared: Vec<Vec<String>> = by_digest.into_values().filter(|names| names.len() > 1).collect();
    shared.iter_mut().for_each(|names| names.sort());
    shared.sort();
    let expected: [&[&str]; 7] = [
        &["bmp-L.bmp", "tiff-L.tif"],
        &[
            "bmp-RGB.bmp",
            "bmp-top-first.bmp",
            "tiff-RGB.tif",
            "tiff-packbits.tif",
            "tiff-strips.tif",
            "tiff-tiff_adobe_deflate.tif",
            "tiff-tiff_lzw.tif",
        ],
        // One drawing with other metadata; it stands on its side in both.
        &["exif-no-offset-no-letter.jpg", "jpeg-orientation-6.jpg"],
        &["png-P4-interlaced.png", "png-P4.png"],
        &["png-RGB-interlaced.png", "png-RGB.png", "webp-lossless.webp"],
        &["png-RGBA.png", "webp-lossless-alpha.webp"],
        &[
            "thumbnail-bars.jpg",
            "thumbnail-cut.jpg",
            "thumbnail-other.jpg",
            "thumbnail-same.jpg",
            "thumbnail-turned.jpg",
        ],
    ];
    assert_eq!(shared, expected);
}
