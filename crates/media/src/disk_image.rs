//! Disk images: recognised by their first and last bytes, listed, never opened. What is inside is the business of a
//! read-only mount; how to make one is said by the message `disk-image-how-to-mount`.
//!
//! A container is told by its magic. A raw image has none of its own, so it is told by what a disk begins with: a partition
//! table or a file system's superblock whose fields agree with each other and with the file's size. One optical format is
//! an archive to us: a plain ISO 9660 session, which bsdtar reads. With UDF on it, or with more bytes than the session
//! accounts for, it is a disk image like the others, for bsdtar would show a part as if it were the whole.

use casework::file::MediaKind;

/// The type of ISO 9660 images that are opened.
pub const ISO_MIME: &str = "application/x-iso9660-image";

/// The type of raw images.
pub const RAW_MIME: &str = "application/x-raw-disk-image";

/// So much of the beginning shows every superblock that is looked for; less shows fewer, never wrong ones.
pub const HEAD_BYTES: usize = 128 << 10;

/// So much of the end shows every trailer.
pub const TAIL_BYTES: usize = 512;

/// Whether a file is a disk image, or an ISO 9660 image that is opened as an archive ([`ISO_MIME`]).
///
/// `head` is its first [`HEAD_BYTES`] and `tail` its last [`TAIL_BYTES`], both shorter where the file is; `size` all of
/// its bytes; `extension` the name's, without the dot, in any case, which only tells AFF4 from other zips.
pub fn recognise(head: &[u8], tail: &[u8], size: u64, extension: &[u8]) -> Option<(&'static str, MediaKind)> {
    if let Some(mime) = container(head, tail, extension) {
        return Some((mime, MediaKind::DiskImage));
    }
    if let Some(found) = optical(head, size) {
        return Some(found);
    }
    let disk = Disk { head, size };
    let is_raw = size.is_multiple_of(SECTOR) && (disk.is_file_system() || disk.is_partitioned());
    is_raw.then_some((RAW_MIME, MediaKind::DiskImage))
}

const SECTOR: u64 = 512;

/// Containers, by the magic that their makers document.
fn container(head: &[u8], tail: &[u8], extension: &[u8]) -> Option<&'static str> {
    const MAGIC: [(usize, &[u8], &str); 14] = [
        // Expert Witness: physical, logical, and version 2 of both (libewf's format documents).
        (0, b"EVF\x09\x0d\x0a\xff\0", "application/x-ewf"),
        (0, b"LVF\x09\x0d\x0a\xff\0", "application/x-ewf"),
        (0, b"EVF2\x0d\x0a\x81\0", "application/x-ewf"),
        (0, b"LEF2\x0d\x0a\x81\0", "application/x-ewf"),
        (0, b"AFF10\x0d\x0a\0", "application/x-aff"),
        (0, b"KDMV", "application/x-vmdk"),
        (0, b"COWD", "application/x-vmdk"),
        (0, b"# Disk DescriptorFile", "application/x-vmdk"),
        (0, b"conectix", "application/x-vhd"),
        (0, b"vhdxfile", "application/x-vhdx"),
        (0, b"QFI\xfb", "application/x-qemu-disk"),
        (64, b"\x7f\x10\xda\xbe", "application/x-virtualbox-vdi"),
        (0, b"encrcdsa", "application/x-apple-diskimage"),
        (0, b"sprs", "application/x-apple-diskimage"),
    ];
    let has = |bytes: &[u8], at: usize, magic: &[u8]| bytes.get(at..).is_some_and(|rest| rest.starts_with(magic));
    if let Some((_, _, mime)) = MAGIC.iter().find(|(at, magic, _)| has(head, *at, magic)) {
        return Some(mime);
    }
    // A fixed VHD has its one structure at its end; older writers leave out the last byte.
    let last = |n: usize| tail.len().checked_sub(n).map_or(&[][..], |start| &tail[start..]);
    match () {
        () if has(last(512), 0, b"koly\0\0\0\x04") => Some("application/x-apple-diskimage"),
        () if has(last(512), 0, b"conectix") || has(last(511), 0, b"conectix") => Some("application/x-vhd"),
        () if last(8) == b"cdsaencr" => Some("application/x-apple-diskimage"),
        () if is_aff4(head, tail, extension) => Some("application/x-aff4"),
        () => None,
    }
}

/// AFF4 is a zip whose comment, or whose first members, say so.
fn is_aff4(head: &[u8], tail: &[u8], extension: &[u8]) -> bool {
    let says = |bytes: &[u8], word: &[u8]| bytes.windows(word.len()).any(|window| window == word);
    let first_name = head.get(30..).unwrap_or_default();
    head.starts_with(b"PK\x03\x04")
        && (extension.eq_ignore_ascii_case(b"aff4")
            || first_name.starts_with(b"container.description")
            || first_name.starts_with(b"information.turtle")
            || says(tail, b"aff4://"))
}

/// Optical discs (ECMA-119 for ISO 9660; ECMA-167 for UDF's volume recognition sequence): descriptors of 2,048 bytes from
/// sector 16 on.
fn optical(head: &[u8], size: u64) -> Option<(&'static str, MediaKind)> {
    const FIRST: usize = 16 * 2048;
    let descriptors = || head.get(FIRST..).unwrap_or_default().chunks(2048).take(64);
    let named = |name: &'static [u8]| move |descriptor: &&[u8]| descriptor.get(1..6) == Some(name);
    if descriptors().any(|descriptor| named(b"NSR02")(&descriptor) || named(b"NSR03")(&descriptor)) {
        return Some(("application/x-udf-image", MediaKind::DiskImage));
    }
    let primary = descriptors().find(|descriptor| descriptor[0] == 1 && named(b"CD001")(descriptor))?;
    let n_blocks = u64::from(u32_at(primary, 80)?);
    let block_bytes = u64::from(u16_at(primary, 128)?);
    // Burners pad a session by up to 300 blocks.
    const PADDING_BYTES: u64 = 300 * 2048;
    match n_blocks.saturating_mul(block_bytes).saturating_add(PADDING_BYTES) >= size {
        true => Some((ISO_MIME, MediaKind::Archive)),
        false => Some(("application/x-multisession-image", MediaKind::DiskImage)),
    }
}

/// The first bytes of something that may be a disk or a partition.
struct Disk<'d> {
    head: &'d [u8],
    size: u64,
}

impl Disk<'_> {
    fn has(&self, at: usize, magic: &[u8]) -> bool {
        self.head.get(at..).is_some_and(|rest| rest.starts_with(magic))
    }

    fn has_boot_signature(&self) -> bool {
        self.has(510, b"\x55\xaa")
    }

    fn is_file_system(&self) -> bool {
        self.is_fat_like() || self.is_ext() || self.is_apple() || self.is_other()
    }

    /// NTFS, exFAT, BitLocker, ReFS and FAT: a boot sector (Microsoft's FAT specification, section 3).
    fn is_fat_like(&self) -> bool {
        if self.has(3, b"ReFS\0\0\0\0") {
            return true;
        }
        if !self.has_boot_signature() {
            return false;
        }
        if [&b"NTFS    "[..], b"EXFAT   ", b"-FVE-FS-"].iter().any(|magic| self.has(3, magic)) {
            return true;
        }
        let byte = |at: usize| self.head.get(at).copied().unwrap_or_default();
        let jumps = byte(0) == 0xe9 || byte(0) == 0xeb && byte(2) == 0x90;
        let sector_bytes = u16_at(self.head, 11).unwrap_or_default();
        let per_cluster = byte(13);
        let is_fat_named = self.has(54, b"FAT") || self.has(82, b"FAT");
        jumps
            && matches!(sector_bytes, 512 | 1024 | 2048 | 4096)
            && per_cluster.is_power_of_two()
            && u16_at(self.head, 14).unwrap_or_default() > 0
            && matches!(byte(16), 1 | 2)
            && byte(21) >= 0xf0
            && is_fat_named
    }

    /// ext2, ext3, ext4 (kernel documentation, "Super Block").
    fn is_ext(&self) -> bool {
        let Some(block) = self.head.get(1024..2048) else { return false };
        let field = |at: usize| u32_at(block, at).unwrap_or_default();
        let half = |at: usize| u16_at(block, at).unwrap_or_default();
        half(56) == 0xef53
            && field(0) > 0
            && field(4) > 0
            && field(24) <= 6
            && half(58) < 8
            && matches!(field(76), 0 | 1)
    }

    /// APFS containers, HFS+, HFSX and HFS (Apple File System Reference; Technical Note TN1150).
    fn is_apple(&self) -> bool {
        let apfs_block = u32_at(self.head, 36).unwrap_or_default();
        let is_apfs = self.has(32, b"NXSB") && apfs_block.is_power_of_two() && (4096..=65536).contains(&apfs_block);
        let is_hfs = [&b"H+\0\x04"[..], b"HX\0\x05", b"BD\0"].iter().any(|magic| self.has(1024, magic));
        is_apfs || is_hfs && self.size >= 4096
    }

    /// LUKS, XFS, Btrfs, F2FS, SquashFS.
    fn is_other(&self) -> bool {
        const MAGIC: [(usize, &[u8]); 5] = [
            (0, b"LUKS\xba\xbe"),
            (0, b"XFSB\0\0"),
            (0x1_0040, b"_BHRfS_M"),
            (1024, b"\x10\x20\xf5\xf2"),
            (0, b"hsqs"),
        ];
        MAGIC.iter().any(|(at, magic)| self.has(*at, magic))
    }

    /// A GUID partition table, or a master boot record whose entries could be true.
    fn is_partitioned(&self) -> bool {
        const GPT: &[u8] = b"EFI PART\0\0\x01\0";
        self.has(512, GPT) || self.has(4096, GPT) || self.has_boot_signature() && self.has_true_entries()
    }

    fn has_true_entries(&self) -> bool {
        let Some(table) = self.head.get(446..510) else { return false };
        let mut taken: Vec<(u64, u64)> = Vec::new();
        for entry in table.chunks_exact(16) {
            if entry.iter().all(|byte| *byte == 0) {
                continue;
            }
            let first = u64::from(u32_at(entry, 8).unwrap_or_default());
            let n_sectors = u64::from(u32_at(entry, 12).unwrap_or_default());
            // A first segment of a split image ends before its partitions do, but they begin in it.
            let begins_inside = first > 0 && first < self.size / SECTOR;
            if !matches!(entry[0], 0 | 0x80) || entry[4] == 0 || n_sectors == 0 || taken.is_empty() && !begins_inside {
                return false;
            }
            taken.push((first, first + n_sectors));
        }
        taken.sort_unstable();
        !taken.is_empty() && taken.windows(2).all(|pair| pair[0].1 <= pair[1].0)
    }
}

fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_le_bytes(bytes.get(at..at + 2)?.try_into().ok()?))
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(bytes.get(at..at + 4)?.try_into().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(bytes: &[u8]) -> Option<&'static str> {
        let head = &bytes[..bytes.len().min(HEAD_BYTES)];
        let tail = &bytes[bytes.len().saturating_sub(TAIL_BYTES)..];
        recognise(head, tail, bytes.len() as u64, b"").map(|(mime, _)| mime)
    }

    fn with(size: usize, parts: &[(usize, &[u8])]) -> Vec<u8> {
        let mut bytes = vec![0; size];
        for (at, part) in parts {
            bytes[*at..*at + part.len()].copy_from_slice(part);
        }
        bytes
    }

    const BOOT: (usize, &[u8]) = (510, b"\x55\xaa");
    const MIB: usize = 1 << 20;

    #[test]
    fn containers_are_told_by_their_magic_and_trailer() {
        for (parts, mime) in [
            (&[(0, &b"EVF\x09\x0d\x0a\xff\0"[..])][..], "application/x-ewf"),
            (&[(0, b"LEF2\x0d\x0a\x81\0")], "application/x-ewf"),
            (&[(0, b"KDMV")], "application/x-vmdk"),
            (&[(0, b"# Disk DescriptorFile\nversion=1\n")], "application/x-vmdk"),
            (&[(4096 - 512, b"conectix")], "application/x-vhd"),
            (&[(4096 - 511, b"conectix")], "application/x-vhd"),
            (&[(0, b"vhdxfile")], "application/x-vhdx"),
            (&[(0, b"QFI\xfb")], "application/x-qemu-disk"),
            (
                &[(0, b"<<< Oracle VM VirtualBox Disk Image >>>\n"), (64, b"\x7f\x10\xda\xbe")],
                "application/x-virtualbox-vdi",
            ),
            (&[(4096 - 512, b"koly\0\0\0\x04")], "application/x-apple-diskimage"),
            (&[(0, b"PK\x03\x04"), (4000, b"aff4://5aea2dd0")], "application/x-aff4"),
        ] {
            assert_eq!(of(&with(4096, parts)), Some(mime));
        }
    }

    #[test]
    fn raw_images_are_told_by_what_a_disk_begins_with() {
        let entry = [0x80, 0, 0, 0, 7, 0, 0, 0, 0, 1, 0, 0, 0, 4, 0, 0];
        for parts in [
            &[(3, &b"NTFS    "[..]), BOOT][..],
            &[(3, b"EXFAT   "), BOOT],
            &[(0, b"\xeb\x3c\x90MSDOS5.0\0\x02\x04\x01\0\x02"), (21, b"\xf8"), (54, b"FAT16   "), BOOT],
            &[(32, b"NXSB\0\x10\0\0")],
            &[(1024, b"H+\0\x04")],
            &[(0, b"LUKS\xba\xbe\0\x01")],
            &[BOOT, (512, b"EFI PART\0\0\x01\0")],
            &[BOOT, (446, &entry)],
        ] {
            assert_eq!(of(&with(MIB, parts)), Some(RAW_MIME), "{parts:?}");
            // No disk is half a sector long.
            assert_eq!(of(&with(MIB - 100, parts)), None, "{parts:?}");
        }
    }

    #[test]
    fn what_only_looks_like_a_disk_is_none() {
        let outside = [0, 0, 0, 0, 7, 0, 0, 0, 0xff, 0xff, 0xff, 0xff, 1, 0, 0, 0];
        let lapping =
            [[0, 0, 0, 0, 7, 0, 0, 0, 1, 0, 0, 0, 9, 0, 0, 0], [0, 0, 0, 0, 7, 0, 0, 0, 2, 0, 0, 0, 9, 0, 0, 0]]
                .concat();
        for parts in [
            &[][..],
            &[BOOT],
            &[BOOT, (446, &[0xff; 64])],
            &[BOOT, (446, &outside)],
            &[BOOT, (446, &lapping)],
            &[(3, &b"NTFS    "[..])],
            &[(1080, b"\x53\xef")],
            &[(0, b"PK\x03\x04"), (30, b"word/document.xml")],
        ] {
            assert_eq!(of(&with(MIB, parts)), None, "{parts:?}");
        }
        assert_eq!(of(b""), None);
        assert_eq!(of(b"koly"), None);
    }

    #[test]
    fn a_plain_iso_is_an_archive_and_one_with_more_on_it_is_not() {
        let descriptor = |blocks: u32| {
            let mut primary = vec![0; 2048];
            primary[..6].copy_from_slice(b"\x01CD001");
            primary[80..84].copy_from_slice(&blocks.to_le_bytes());
            primary[128..130].copy_from_slice(&2048u16.to_le_bytes());
            primary
        };
        let iso = with(MIB, &[(32768, &descriptor(512))]);
        assert_eq!(recognise(&iso[..HEAD_BYTES], &[], MIB as u64, b"iso"), Some((ISO_MIME, MediaKind::Archive)));
        let second_session = recognise(&iso[..HEAD_BYTES], &[], 100 * MIB as u64, b"iso");
        assert_eq!(second_session, Some(("application/x-multisession-image", MediaKind::DiskImage)));
        let bridge = with(MIB, &[(32768, &descriptor(512)), (32768 + 2048 * 3 + 1, b"NSR02")]);
        assert_eq!(of(&bridge), Some("application/x-udf-image"));
    }
}
