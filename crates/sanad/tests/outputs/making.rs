//! Makes what exhibits of these tests hold: EXIF with texts of our choice, archives with any bytes for names.

use crc32fast::hash as crc32;

/// What a camera is made to say.
pub(crate) struct Camera<'t> {
    pub(crate) make: &'t [u8],
    pub(crate) model: &'t [u8],
    pub(crate) software: &'t [u8],
    pub(crate) serial: &'t [u8],
    pub(crate) taken: &'t [u8],
    /// Degrees north and east, whole ones.
    pub(crate) position: Option<(u32, u32)>,
}

enum Tag<'t> {
    Text(u16, &'t [u8]),
    Degrees(u16, u32),
    Folder(u16, Vec<Tag<'t>>),
}

/// A JPEG with an EXIF segment of these texts before everything else (CIPA DC-008, TIFF 6.0).
pub(crate) fn jpeg_with_exif(jpeg: &[u8], camera: &Camera<'_>) -> Vec<u8> {
    let mut tags = vec![
        Tag::Text(0x010F, camera.make),
        Tag::Text(0x0110, camera.model),
        Tag::Text(0x0131, camera.software),
        Tag::Folder(0x8769, vec![Tag::Text(0x9003, camera.taken), Tag::Text(0xA431, camera.serial)]),
    ];
    if let Some((north, east)) = camera.position {
        let gps = vec![
            Tag::Text(0x0001, b"N"),
            Tag::Degrees(0x0002, north),
            Tag::Text(0x0003, b"E"),
            Tag::Degrees(0x0004, east),
        ];
        tags.push(Tag::Folder(0x8825, gps));
    }
    let mut tiff = b"II*\0\x08\0\0\0".to_vec();
    put_folder(&mut tiff, &tags);
    let mut segment = b"\xFF\xD8\xFF\xE1".to_vec();
    segment.extend_from_slice(&u16::try_from(tiff.len() + 8).unwrap().to_be_bytes());
    segment.extend_from_slice(b"Exif\0\0");
    segment.extend_from_slice(&tiff);
    segment.extend_from_slice(&jpeg[2..]);
    segment
}

fn put_folder(tiff: &mut Vec<u8>, tags: &[Tag<'_>]) {
    let at = tiff.len();
    tiff.extend_from_slice(&u16::try_from(tags.len()).unwrap().to_le_bytes());
    tiff.resize(at + 2 + tags.len() * 12 + 4, 0);
    for (n, tag) in tags.iter().enumerate() {
        if tiff.len() % 2 == 1 {
            tiff.push(0);
        }
        let here = u32::try_from(tiff.len()).unwrap();
        let (number, kind, count, value) = match tag {
            Tag::Text(number, text) => {
                let mut with_end = text.to_vec();
                with_end.push(0);
                let count = u32::try_from(with_end.len()).unwrap();
                let mut value = here.to_le_bytes();
                if with_end.len() <= 4 {
                    value = [0; 4];
                    value[..with_end.len()].copy_from_slice(&with_end);
                } else {
                    tiff.extend_from_slice(&with_end);
                }
                (*number, 2u16, count, value)
            }
            Tag::Degrees(number, degrees) => {
                for value in [*degrees, 1, 0, 1, 0, 1] {
                    tiff.extend_from_slice(&value.to_le_bytes());
                }
                (*number, 5, 3, here.to_le_bytes())
            }
            Tag::Folder(number, tags) => {
                put_folder(tiff, tags);
                (*number, 4, 1, here.to_le_bytes())
            }
        };
        let entry = &mut tiff[at + 2 + n * 12..][..12];
        entry[..2].copy_from_slice(&number.to_le_bytes());
        entry[2..4].copy_from_slice(&kind.to_le_bytes());
        entry[4..8].copy_from_slice(&count.to_le_bytes());
        entry[8..].copy_from_slice(&value);
    }
}

/// A zip whose members stand in it as they are (APPNOTE 6.3.10).
pub(crate) fn zip_of(members: &[(&[u8], &[u8])]) -> Vec<u8> {
    zip_from(members.iter().map(|(name, bytes)| ZipMember {
        name,
        method: 0,
        crc32: crc32(bytes),
        size: bytes.len(),
        stored: bytes.to_vec(),
    }))
}

/// A zip whose members are deflated.
pub(crate) fn zip_deflated(members: &[(&[u8], &[u8])]) -> Vec<u8> {
    use std::io::Write as _;
    zip_from(members.iter().map(|(name, bytes)| {
        let mut to = flate2::write::DeflateEncoder::new(Vec::new(), flate2::Compression::best());
        to.write_all(bytes).unwrap();
        let stored = to.finish().unwrap();
        ZipMember { name, method: 8, crc32: crc32(bytes), size: bytes.len(), stored }
    }))
}

/// A zip whose directory names the same bytes many times (the idea of Fifield's *A better zip bomb*, without the quoting).
pub(crate) fn zip_overlapping(n_names: u16, size: usize) -> Vec<u8> {
    let one = zip_deflated(&[(b"0", &vec![0; size])]);
    let end = one.len() - 22;
    let directory_at = u32::from_le_bytes(one[end + 16..end + 20].try_into().unwrap()) as usize;
    let mut zip = one[..directory_at].to_vec();
    for n in 0..n_names {
        let mut entry = one[directory_at..end].to_vec();
        // The name has one byte, so that local and directory headers can be of one length.
        entry[46] = b'0' + u8::try_from(n % 10).unwrap();
        zip.extend_from_slice(&entry);
    }
    put_end(&mut zip, directory_at, n_names);
    zip
}

struct ZipMember<'m> {
    name: &'m [u8],
    method: u16,
    crc32: u32,
    size: usize,
    stored: Vec<u8>,
}

fn zip_from<'m>(members: impl Iterator<Item = ZipMember<'m>>) -> Vec<u8> {
    let (mut zip, mut directory, mut n) = (Vec::new(), Vec::new(), 0u16);
    for member in members {
        let at = u32::try_from(zip.len()).unwrap();
        let mut fixed = Vec::new();
        for value in [20u16, 0, member.method, 0, 0x5A21] {
            fixed.extend_from_slice(&value.to_le_bytes());
        }
        for value in [member.crc32, u32::try_from(member.stored.len()).unwrap(), u32::try_from(member.size).unwrap()] {
            fixed.extend_from_slice(&value.to_le_bytes());
        }
        fixed.extend_from_slice(&u16::try_from(member.name.len()).unwrap().to_le_bytes());
        fixed.extend_from_slice(&[0; 2]);
        zip.extend_from_slice(b"PK\x03\x04");
        zip.extend_from_slice(&fixed);
        zip.extend_from_slice(member.name);
        zip.extend_from_slice(&member.stored);
        directory.extend_from_slice(b"PK\x01\x02\x14\0");
        directory.extend_from_slice(&fixed);
        directory.extend_from_slice(&[0; 10]);
        directory.extend_from_slice(&at.to_le_bytes());
        directory.extend_from_slice(member.name);
        n += 1;
    }
    let directory_at = zip.len();
    zip.extend_from_slice(&directory);
    put_end(&mut zip, directory_at, n);
    zip
}

fn put_end(zip: &mut Vec<u8>, directory_at: usize, n: u16) {
    let size = u32::try_from(zip.len() - directory_at).unwrap();
    zip.extend_from_slice(b"PK\x05\x06\0\0\0\0");
    zip.extend_from_slice(&n.to_le_bytes());
    zip.extend_from_slice(&n.to_le_bytes());
    zip.extend_from_slice(&size.to_le_bytes());
    zip.extend_from_slice(&u32::try_from(directory_at).unwrap().to_le_bytes());
    zip.extend_from_slice(&[0; 2]);
}

/// A tar of regular files (POSIX.1-1988 ustar).
pub(crate) fn tar_of(members: &[(&[u8], &[u8])]) -> Vec<u8> {
    let mut tar = Vec::new();
    for (name, bytes) in members {
        let mut head = [0u8; 512];
        head[..name.len()].copy_from_slice(name);
        head[100..108].copy_from_slice(b"0000644\0");
        head[108..116].copy_from_slice(b"0000000\0");
        head[116..124].copy_from_slice(b"0000000\0");
        head[124..136].copy_from_slice(format!("{:011o}\0", bytes.len()).as_bytes());
        head[136..148].copy_from_slice(b"00000000000\0");
        head[148..156].fill(b' ');
        head[156] = b'0';
        head[257..265].copy_from_slice(b"ustar\x0000");
        let sum: u32 = head.iter().map(|byte| u32::from(*byte)).sum();
        head[148..156].copy_from_slice(format!("{sum:06o}\0 ").as_bytes());
        tar.extend_from_slice(&head);
        tar.extend_from_slice(bytes);
        tar.resize(tar.len().next_multiple_of(512), 0);
    }
    tar.resize(tar.len() + 1024, 0);
    tar
}
