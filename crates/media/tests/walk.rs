//! The walk beneath an exhibit: names of any bytes, any depth, nothing followed, nothing written.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::io::Read;
use std::ops::ControlFlow;
use std::os::fd::{AsFd, OwnedFd};
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::{MetadataExt, symlink};
use std::path::Path;
use std::process::Command;

use casework::file::{Mark, Occurrence};
use casework::problem::ProblemCode;
use media::walk::{WalkError, open_beneath, open_root};
use rustix::fs::{Mode, OFlags};

fn list(root: &Path) -> Vec<Occurrence> {
    let mut all = Vec::new();
    let walked = open_root(root).unwrap().walk(&mut |occurrence| {
        all.push(occurrence);
        ControlFlow::Continue(())
    });
    assert!(walked.complete);
    all
}

fn paths(root: &Path) -> Vec<Vec<u8>> {
    list(root).into_iter().map(|occurrence| occurrence.place.path).collect()
}

fn write(root: &Path, name: &[u8], bytes: &[u8]) {
    let path = root.join(OsStr::from_bytes(name));
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, bytes).unwrap();
}

fn read(file: OwnedFd) -> Vec<u8> {
    let mut bytes = Vec::new();
    std::fs::File::from(file).read_to_end(&mut bytes).unwrap();
    bytes
}

#[test]
fn names_are_raw_bytes_and_come_in_their_order() {
    let root = tempfile::tempdir().unwrap();
    let names: [&[u8]; 9] =
        [b"a.b", b"a/b", b"a/\xff", b"a/\xfe", b"a0", b"-rf", b"new\nline", b"\x1b]0;x\x07", "\u{202e}gpj".as_bytes()];
    for name in names {
        write(root.path(), name, name);
    }
    let mut sorted: Vec<Vec<u8>> = names.iter().map(|name| name.to_vec()).collect();
    sorted.sort();
    assert_eq!(paths(root.path()), sorted);
    let opened = open_root(root.path()).unwrap();
    for name in names {
        assert_eq!(read(opened.open(name).unwrap()), name);
    }
}

#[test]
fn links_are_listed_and_never_followed() {
    let root = tempfile::tempdir().unwrap();
    let outside = tempfile::tempdir().unwrap();
    write(outside.path(), b"secret", b"outside");
    write(root.path(), b"real/file", b"inside");
    symlink(outside.path(), root.path().join("to-folder")).unwrap();
    symlink(outside.path().join("secret"), root.path().join("to-file")).unwrap();
    symlink("..", root.path().join("real/up")).unwrap();
    symlink(OsStr::from_bytes(b"\xff/no such"), root.path().join("dangling")).unwrap();
    let all: BTreeMap<Vec<u8>, Occurrence> =
        list(root.path()).into_iter().map(|occurrence| (occurrence.place.path.clone(), occurrence)).collect();
    assert_eq!(all.len(), 5, "nothing from behind a link");
    for (name, target) in [
        (&b"to-folder"[..], outside.path().as_os_str().as_bytes()),
        (b"real/up", b".."),
        (b"dangling", b"\xff/no such"),
    ] {
        let link = &all[name];
        assert_eq!(link.problem.as_ref().unwrap().code, ProblemCode::SymbolicLink);
        assert_eq!(link.link_target.as_deref(), Some(target));
    }
    let opened = open_root(root.path()).unwrap();
    let there = opened.folder();
    for name in
        [&b"to-file"[..], b"to-folder/secret", b"real/up/real/file", b"../x", b"real/../real/file", b"/etc/passwd"]
    {
        assert_eq!(open_beneath(there, name).unwrap_err().code, ProblemCode::NotOpened, "{name:?}");
    }
    assert_eq!(read(open_beneath(there, b"real/file").unwrap()), b"inside");
}

#[test]
fn special_files_are_listed_and_never_opened() {
    let root = tempfile::tempdir().unwrap();
    let folder = rustix::fs::open(root.path(), OFlags::PATH, Mode::empty()).unwrap();
    rustix::fs::mknodat(&folder, "pipe", rustix::fs::FileType::Fifo, Mode::RWXU, 0).unwrap();
    let _socket = std::os::unix::net::UnixListener::bind(root.path().join("socket")).unwrap();
    let all = list(root.path());
    assert_eq!(all.len(), 2);
    for (occurrence, said) in all.iter().zip(["pipe", "socket"]) {
        let problem = occurrence.problem.as_ref().unwrap();
        assert_eq!((problem.code, problem.detail.as_str()), (ProblemCode::SpecialFile, said));
    }
    // Not even when it became one after it was listed: this must not wait for a writer either.
    let opened = open_root(root.path()).unwrap();
    assert_eq!(opened.open(b"pipe").unwrap_err().code, ProblemCode::SpecialFile);
}

#[test]
fn facts_are_the_file_systems_own() {
    let root = tempfile::tempdir().unwrap();
    write(root.path(), b"one", b"12345");
    std::fs::hard_link(root.path().join("one"), root.path().join("two")).unwrap();
    let facts = std::fs::metadata(root.path().join("one")).unwrap();
    let all = list(root.path());
    for occurrence in &all {
        assert_eq!(occurrence.size, 5);
        assert_eq!(occurrence.times.modified_ns, Some(facts.mtime() * 1_000_000_000 + facts.mtime_nsec()));
        assert_eq!(occurrence.times.changed_ns, Some(facts.ctime() * 1_000_000_000 + facts.ctime_nsec()));
        assert_eq!((occurrence.inode.number, occurrence.inode.links), (facts.ino(), 2));
        assert_eq!(occurrence.inode.device, facts.dev());
        assert!(occurrence.marks.contains(&Mark::HardLink));
        assert_eq!(occurrence.problem, None);
    }
}

#[test]
fn the_manifest_tells_every_change_and_reading_is_none() {
    let root = tempfile::tempdir().unwrap();
    write(root.path(), b"folder/one", b"1");
    write(root.path(), b"two", b"22");
    let opened = open_root(root.path()).unwrap();
    let first = opened.manifest();
    assert_eq!(read(opened.open(b"folder/one").unwrap()), b"1");
    assert_eq!(opened.manifest(), first);
    assert_eq!(opened.walk(&mut |_| ControlFlow::Continue(())).n_entries, 3);
    let mut seen = vec![first];
    let path = root.path();
    let changes: [&dyn Fn(); 5] = [
        &|| std::fs::write(path.join("two"), b"23").unwrap(),
        &|| std::fs::rename(path.join("two"), path.join("three")).unwrap(),
        &|| symlink("x", path.join("link")).unwrap(),
        &|| std::fs::create_dir(path.join("empty")).unwrap(),
        &|| std::fs::remove_file(path.join("folder/one")).unwrap(),
    ];
    for change in changes {
        // Times of some file systems are coarse.
        std::thread::sleep(std::time::Duration::from_millis(20));
        change();
        let now = opened.manifest();
        assert!(!seen.contains(&now));
        seen.push(now);
    }
}

#[test]
fn one_file_is_an_exhibit_too_and_what_is_neither_is_refused() {
    let root = tempfile::tempdir().unwrap();
    write(root.path(), b"photo.jpg", b"x");
    write(root.path(), b"other.jpg", b"y");
    let file = root.path().join("photo.jpg");
    assert_eq!(paths(&file), [b"photo.jpg".to_vec()]);
    let opened = open_root(&file).unwrap();
    assert!(opened.is_one_file());
    assert_eq!(read(opened.open(b"photo.jpg").unwrap()), b"x");
    assert!(matches!(open_root(Path::new("/dev/null")), Err(WalkError::NeitherFolderNorFile { .. })));
    assert!(matches!(open_root(&root.path().join("no such")), Err(WalkError::NotOpened { .. })));
}

#[test]
fn five_thousand_folders_deep() {
    let root = tempfile::tempdir().unwrap();
    let name = "deep-folder";
    let mut folder: OwnedFd = rustix::fs::open(root.path(), OFlags::RDONLY, Mode::empty()).unwrap();
    for _ in 0..5000 {
        rustix::fs::mkdirat(&folder, name, Mode::RWXU).unwrap();
        folder = rustix::fs::openat(&folder, name, OFlags::RDONLY | OFlags::NOFOLLOW, Mode::empty()).unwrap();
    }
    let bottom = rustix::fs::openat(&folder, "bottom", OFlags::CREATE | OFlags::WRONLY, Mode::RWXU).unwrap();
    rustix::io::write(&bottom, b"found").unwrap();
    rustix::fs::symlinkat("anywhere", &folder, "link").unwrap();

    let all = list(root.path());
    let path = [[name; 5000].join("/").as_bytes(), b"/bottom"].concat();
    assert_eq!(all.len(), 2);
    assert_eq!(all[0].place.path, path);
    assert_eq!(all[1].link_target.as_deref(), Some(&b"anywhere"[..]));
    assert_eq!(read(open_beneath(open_root(root.path()).unwrap().folder().as_fd(), &path).unwrap()), b"found");
    drop(folder);
    // The standard library keeps every folder open on the way down, which is too many.
    assert!(Command::new("rm").arg("-rf").arg(root.path()).status().unwrap().success());
}

#[test]
fn breaking_off_is_told() {
    let root = tempfile::tempdir().unwrap();
    write(root.path(), b"one", b"");
    write(root.path(), b"two", b"");
    let mut n = 0;
    let walked = open_root(root.path()).unwrap().walk(&mut |_| {
        n += 1;
        ControlFlow::Break(())
    });
    assert_eq!((walked.complete, n), (false, 1));
}
