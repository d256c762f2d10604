//! What the system says of the disk under a path: which file system, whether it is a network's, whether it is encrypted.
//! Read from `statfs`, `/proc/self/mountinfo` and `/sys`; nothing is changed.

use std::ffi::OsString;
use std::fs;
use std::os::unix::ffi::OsStringExt as _;
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};

/// Whether what is written to a disk is encrypted there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encryption {
    /// By dm-crypt, or by an encrypting file system.
    Yes,
    /// Down to the device, nothing on the way encrypts. A drive that encrypts by itself does not show.
    No,
    /// The system does not say.
    Unknown,
}

impl Encryption {
    /// The code as machine outputs spell it.
    pub fn code(self) -> &'static str {
        match self {
            Encryption::Yes => "yes",
            Encryption::No => "no",
            Encryption::Unknown => "unknown",
        }
    }
}

// Magic numbers of statfs(2), linux/magic.h, and of drivers outside it: file systems whose files another machine can
// change, or whose locks and shared mappings are not those of a local disk.
const NETWORK: [(u64, &str); 19] = [
    (0x6969, "nfs"),
    (0x517b, "smb"),
    (0xff53_4d42, "cifs"),
    (0xfe53_4d42, "smb2"),
    (0x564c, "ncp"),
    (0x5346_414f, "afs"),
    (0x6b41_4653, "kafs"),
    (0x7375_7245, "coda"),
    (0x00c3_6400, "ceph"),
    (0x0116_1970, "gfs2"),
    (0x7461_636f, "ocfs2"),
    (0x0bd0_0bd0, "lustre"),
    (0x0102_1997, "9p"),
    (0x786f_4256, "vboxsf"),
    (0xbacb_acbc, "vmhgfs"),
    (0xaad7_aaea, "panfs"),
    (0x4750_4653, "gpfs"),
    (0x1983_0326, "beegfs"),
    (0x2003_0528, "orangefs"),
];
const FUSE: u64 = 0x6573_5546;

// What stands behind FUSE is known by name only. These keep their files on a local disk; every other name is taken for a
// network's, for a wrong *yes* loses evidence and a wrong *no* costs a flag.
const FUSE_LOCAL: [&str; 12] = [
    "fuseblk",
    "fuse.bindfs",
    "fuse.cryfs",
    "fuse.encfs",
    "fuse.exfat",
    "fuse.ext2",
    "fuse.fuse-overlayfs",
    "fuse.gocryptfs",
    "fuse.mergerfs",
    "fuse.ntfs-3g",
    "fuse.securefs",
    "fuse.veracrypt",
];
const ENCRYPTING: [&str; 5] = ["ecryptfs", "fuse.cryfs", "fuse.encfs", "fuse.gocryptfs", "fuse.securefs"];

/// The network file system that `path` lies on; none on a local one.
pub(super) fn network_file_system(path: &Path) -> std::io::Result<Option<String>> {
    let facts = rustix::fs::statfs(path)?;
    // The field's width and sign differ between machines; a magic number has 32 bits.
    let magic = facts.f_type as u64 & 0xffff_ffff;
    Ok(network_name(magic, || {
        let mounts = Mounts::read()?;
        mounts.of(&path.canonicalize().ok()?).map(|mount| mount.kind.clone())
    }))
}

/// The network file system with this magic number; `kind` is the type in mountinfo, asked only where the number does not
/// say enough.
fn network_name(magic: u64, kind: impl FnOnce() -> Option<String>) -> Option<String> {
    if magic == FUSE {
        return Some(kind().unwrap_or_else(|| "fuse".to_owned())).filter(|kind| !FUSE_LOCAL.contains(&kind.as_str()));
    }
    NETWORK.iter().find(|(number, _)| *number == magic).map(|(_, name)| (*name).to_owned())
}

/// Device and path on it of a path without symbolic links: the same however it is mounted.
pub(super) fn place_on_device(path: &Path) -> Option<((u32, u32), PathBuf)> {
    let mounts = Mounts::read()?;
    let mount = mounts.of(path)?;
    Some((mount.device, mount.root.join(path.strip_prefix(&mount.point).ok()?)))
}

/// Whether the disk under `path` is encrypted, as far as the system says.
pub fn encryption_of(path: &Path) -> Encryption {
    let found = || {
        let mounts = Mounts::read()?;
        let mount = mounts.of(&path.canonicalize().ok()?)?;
        if ENCRYPTING.contains(&mount.kind.as_str()) {
            return Some(Encryption::Yes);
        }
        // Btrfs and others with many devices mount an anonymous one: ask the device they were mounted from.
        let device = match mount.device {
            (0, _) => {
                let facts = fs::metadata(&mount.source).ok().filter(|_| mount.source.starts_with("/dev"))?;
                (rustix::fs::major(facts.rdev()), rustix::fs::minor(facts.rdev()))
            }
            device => device,
        };
        encryption_of_device(&Path::new("/sys/dev/block").join(format!("{}:{}", device.0, device.1)), 0)
    };
    found().unwrap_or(Encryption::Unknown)
}

/// Follows a block device down to what it is made of: encrypted when every way down meets dm-crypt.
fn encryption_of_device(device: &Path, depth: usize) -> Option<Encryption> {
    // A device made of itself does not exist; a damaged /sys must not hang us either.
    if depth > 16 {
        return None;
    }
    let device = device.canonicalize().ok()?;
    if fs::read(device.join("dm/uuid")).is_ok_and(|uuid| uuid.starts_with(b"CRYPT-")) {
        return Some(Encryption::Yes);
    }
    if device.join("partition").exists() {
        return encryption_of_device(device.parent()?, depth + 1);
    }
    let mut below = Vec::new();
    if let Ok(slaves) = fs::read_dir(device.join("slaves")) {
        for slave in slaves {
            below.push(encryption_of_device(&slave.ok()?.path(), depth + 1)?);
        }
    }
    match below.as_slice() {
        // A file as a disk: what is under the file would have to be followed.
        [] if device.join("loop").exists() => None,
        [] => Some(Encryption::No),
        below if below.contains(&Encryption::No) => Some(Encryption::No),
        below if below.contains(&Encryption::Unknown) => None,
        _ => Some(Encryption::Yes),
    }
}

/// One line of mountinfo, proc_pid_mountinfo(5).
#[derive(Debug, PartialEq, Eq)]
struct Mount {
    device: (u32, u32),
    root: PathBuf,
    point: PathBuf,
    kind: String,
    source: PathBuf,
}

struct Mounts(Vec<Mount>);

impl Mounts {
    fn read() -> Option<Mounts> {
        Some(Mounts::parse(&fs::read("/proc/self/mountinfo").ok()?))
    }

    fn parse(text: &[u8]) -> Mounts {
        Mounts(text.split(|byte| *byte == b'\n').filter_map(parse_line).collect())
    }

    /// The mount that a path without symbolic links lies on: the longest mount point, of equal ones the last.
    fn of(&self, path: &Path) -> Option<&Mount> {
        self.0.iter().filter(|mount| path.starts_with(&mount.point)).max_by_key(|mount| mount.point.as_os_str().len())
    }
}

fn parse_line(line: &[u8]) -> Option<Mount> {
    let mut fields = line.split(|byte| *byte == b' ');
    let device = std::str::from_utf8(fields.nth(2)?).ok()?;
    let (major, minor) = device.split_once(':')?;
    let (root, point) = (path_of(fields.next()?), path_of(fields.next()?));
    // Optional fields end with a hyphen of its own.
    fields.by_ref().find(|field| field == b"-")?;
    let kind = String::from_utf8(fields.next()?.to_vec()).ok()?;
    let source = path_of(fields.next()?);
    Some(Mount { device: (major.parse().ok()?, minor.parse().ok()?), root, point, kind, source })
}

/// Space, tab, newline and backslash stand there as a backslash and three octal digits.
fn path_of(field: &[u8]) -> PathBuf {
    let mut bytes = Vec::with_capacity(field.len());
    let mut rest = field;
    while let Some((first, more)) = rest.split_first() {
        let escaped =
            (*first == b'\\').then(|| u8::from_str_radix(std::str::from_utf8(more.get(..3)?).ok()?, 8).ok()).flatten();
        match escaped {
            Some(byte) => {
                bytes.push(byte);
                rest = &more[3..];
            }
            None => {
                bytes.push(*first);
                rest = more;
            }
        }
    }
    PathBuf::from(OsString::from_vec(bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    const LINES: &[u8] = b"27 1 259:2 / / rw,relatime shared:1 - ext4 /dev/nvme0n1p2 rw\n\
        30 27 0:45 /vol /mnt/a\\040b rw - btrfs /dev/mapper/home rw\n\
        31 27 0:50 / /mnt/a\\040b/net rw master:2 propagate_from:1 - fuse.sshfs user@host:/x rw\n\
        garbage\n";

    #[test]
    fn a_path_lies_on_its_longest_mount_point() {
        let mounts = Mounts::parse(LINES);
        let kind = |path: &str| mounts.of(Path::new(path)).map(|mount| mount.kind.as_str());
        assert_eq!(mounts.0.len(), 3);
        assert_eq!(kind("/mnt/a"), Some("ext4"));
        assert_eq!(kind("/mnt/a b/file"), Some("btrfs"));
        assert_eq!(kind("/mnt/a b/net"), Some("fuse.sshfs"));
        assert_eq!(kind("/mnt/a b/network"), Some("btrfs"));
        assert_eq!(mounts.of(Path::new("/mnt/a b/x")).unwrap().root, Path::new("/vol"));
    }

    #[test]
    fn a_network_file_system_is_known_by_its_number_or_its_name() {
        let check = |magic: u64, kind: Option<&str>, expected: Option<&str>| {
            assert_eq!(network_name(magic, || kind.map(str::to_owned)).as_deref(), expected);
        };
        check(0x6969, None, Some("nfs"));
        check(0xfe53_4d42, None, Some("smb2"));
        check(0x0102_1997, None, Some("9p"));
        check(FUSE, Some("fuse.sshfs"), Some("fuse.sshfs"));
        check(FUSE, Some("virtiofs"), Some("virtiofs"));
        check(FUSE, None, Some("fuse"));
        check(FUSE, Some("fuse.gocryptfs"), None);
        check(FUSE, Some("fuseblk"), None);
        // ext4, btrfs, xfs, tmpfs, overlayfs.
        for local in [0xef53, 0x9123_683e, 0x5846_5342, 0x0102_1994, 0x794c_7630] {
            check(local, None, None);
        }
    }

    #[test]
    fn the_memory_file_systems_of_the_kernel_are_local_and_unknown() {
        assert_eq!(network_file_system(Path::new("/proc")).unwrap(), None);
        assert_eq!(encryption_of(Path::new("/proc")), Encryption::Unknown);
    }

    /// A made-up /sys: a volume over two disks, one of them under dm-crypt.
    #[test]
    fn a_volume_is_encrypted_when_all_below_it_is() {
        let sys = tempfile::tempdir().unwrap();
        let device = |name: &str| sys.path().join(name);
        for name in ["crypt/dm", "crypt/slaves", "sda/sda1", "sda/slaves", "volume/slaves", "half/slaves"] {
            fs::create_dir_all(device(name)).unwrap();
        }
        fs::write(device("crypt/dm/uuid"), "CRYPT-LUKS2-00").unwrap();
        fs::write(device("sda/sda1/partition"), "1").unwrap();
        let link = |from: &str, to: &str| std::os::unix::fs::symlink(device(to), device(from)).unwrap();
        link("crypt/slaves/sda1", "sda/sda1");
        link("volume/slaves/crypt", "crypt");
        link("half/slaves/crypt", "crypt");
        link("half/slaves/sda1", "sda/sda1");
        assert_eq!(encryption_of_device(&device("volume"), 0), Some(Encryption::Yes));
        assert_eq!(encryption_of_device(&device("half"), 0), Some(Encryption::No));
        assert_eq!(encryption_of_device(&device("sda/sda1"), 0), Some(Encryption::No));
        assert_eq!(encryption_of_device(&device("missing"), 0), None);
    }
}
