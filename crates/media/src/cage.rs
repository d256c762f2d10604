//! The cage: what a process gives up before it meets hostile bytes. It is entered once and never left.
//!
//! A worker that decodes in its own process keeps nothing but memory and the files already open; a helper program
//! (ffmpeg and the like) may besides read its own libraries and the one file it is about. Neither can open a socket,
//! write, trace, mount or start another program. This file only takes rights away; it decodes and starts nothing.

use std::collections::BTreeMap;
use std::os::fd::BorrowedFd;
use std::path::{Path, PathBuf};

use landlock::{
    ABI, Access, AccessFs, AccessNet, BitFlags, CompatLevel, Compatible, LandlockStatus, PathBeneath, PathFd, Ruleset,
    RulesetAttr, RulesetCreatedAttr, RulesetStatus, Scope,
};
use rustix::process::{DumpableBehavior, Resource, Rlimit, Signal};
use rustix::thread::{CapabilitySet, CapabilitySets};
use seccompiler::{
    BpfProgram, SeccompAction, SeccompCmpArgLen, SeccompCmpOp, SeccompCondition, SeccompFilter, SeccompRule, TargetArch,
};
use serde::{Deserialize, Serialize};

/// What a caged process may write in all: its last words, into the memory file that is its standard error.
pub const WORDS_BYTES_MAX: u64 = 64 << 10;

/// What a caged process may still use.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CageLimits {
    /// Bytes of address space.
    pub memory_bytes: u64,
    /// Files open at once.
    pub n_files: u64,
    /// Longest file it may write into, in bytes: the memory files handed to it, for it can open no other.
    pub file_bytes: u64,
}

impl CageLimits {
    /// For a worker: 4 GiB, which a progressive JPEG of 256 million pixels fits into.
    pub fn worker() -> CageLimits {
        CageLimits { memory_bytes: 4 << 30, n_files: 32, file_bytes: WORDS_BYTES_MAX }
    }
}

/// What was given up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CageReport {
    /// False when `--uncaged` was asked for.
    pub caged: bool,
    /// Landlock's version in this kernel (1 and up); everything it can restrict is restricted.
    pub landlock_abi: u32,
    /// System calls are filtered.
    pub seccomp: bool,
}

/// Why the cage could not be closed. Nothing may be decoded then, unless the examiner asked for `--uncaged`.
#[derive(Debug, thiserror::Error)]
pub enum CageError {
    /// The parent died meanwhile.
    #[error("the parent process is gone")]
    ParentGone,
    /// The kernel has no Landlock, or it is switched off.
    #[error("this kernel cannot cage a decoder: Landlock is not available")]
    NoLandlock,
    /// Landlock refused.
    #[error("Landlock did not restrict the process: {what}")]
    Landlock {
        /// Its own words.
        what: String,
    },
    /// Seccomp refused.
    #[error("seccomp did not restrict the process: {what}")]
    Seccomp {
        /// Its own words.
        what: String,
    },
    /// A limit could not be set.
    #[error("cannot set {what}")]
    Limit {
        /// Which one.
        what: &'static str,
        /// What the system said.
        #[source]
        source: std::io::Error,
    },
    /// The worker program could not be started.
    #[error("cannot start {}", program.display())]
    NotStarted {
        /// The program.
        program: PathBuf,
        /// What the system said.
        #[source]
        source: std::io::Error,
    },
    /// The worker started, but did not say that it is caged.
    #[error("the worker did not start its work: {what}")]
    NotReady {
        /// What it said instead.
        what: String,
    },
}

/// Closes the cage around a worker that decodes in its own process: nothing can be opened from here on.
///
/// `parent` is the process that started it; when the parent's thread that did so ends, the kernel kills this one.
pub fn enter_as_worker(parent: u32, limits: &CageLimits, uncaged: bool) -> Result<CageReport, CageError> {
    follow_parent(parent)?;
    set_limits(limits)?;
    if uncaged {
        return Ok(CageReport { caged: false, landlock_abi: 0, seccomp: false });
    }
    rustix::process::set_dumpable_behavior(DumpableBehavior::NotDumpable).map_err(limit("dumpable"))?;
    drop_capabilities(CapabilitySet::empty())?;
    let landlock_abi = restrict_files(&[], &[], &[])?;
    install(worker_filter()?)?;
    Ok(CageReport { caged: true, landlock_abi, seccomp: true })
}

/// Closes the cage around a process that is about to become a helper program: besides `program` it may read the
/// system's libraries, `folders_read`, and the open `files`.
pub fn enter_as_helper(
    parent: u32,
    limits: &CageLimits,
    uncaged: bool,
    program: &Path,
    folders_read: &[PathBuf],
    files: &[BorrowedFd<'_>],
) -> Result<CageReport, CageError> {
    follow_parent(parent)?;
    set_limits(limits)?;
    if uncaged {
        return Ok(CageReport { caged: false, landlock_abi: 0, seccomp: false });
    }
    // Evidence may belong to another user than the examiner who was allowed to open it.
    drop_capabilities(CapabilitySet::DAC_READ_SEARCH)?;
    let mut executable = vec![program.to_owned()];
    executable.extend(LOADERS.iter().map(PathBuf::from));
    let mut readable: Vec<PathBuf> = LIBRARIES.iter().map(PathBuf::from).collect();
    readable.extend_from_slice(folders_read);
    let landlock_abi = restrict_files(&executable, &readable, files)?;
    install(missing_filter()?)?;
    install(helper_filter()?)?;
    Ok(CageReport { caged: true, landlock_abi, seccomp: true })
}

/// Dynamic loaders: the kernel executes them for every program.
const LOADERS: [&str; 4] = [
    "/lib64/ld-linux-x86-64.so.2",
    "/lib/ld-linux-aarch64.so.1",
    "/lib/ld-musl-x86_64.so.1",
    "/lib/ld-musl-aarch64.so.1",
];

/// What a dynamically linked program reads to start, and the two harmless devices.
const LIBRARIES: [&str; 10] = [
    "/lib",
    "/lib64",
    "/usr/lib",
    "/usr/lib64",
    "/usr/local/lib",
    "/etc/ld.so.cache",
    "/etc/ld.so.conf",
    "/etc/ld.so.conf.d",
    "/dev/null",
    "/dev/urandom",
];

fn limit(what: &'static str) -> impl Fn(rustix::io::Errno) -> CageError {
    move |errno| CageError::Limit { what, source: errno.into() }
}

fn follow_parent(parent: u32) -> Result<(), CageError> {
    rustix::process::set_parent_process_death_signal(Some(Signal::KILL)).map_err(limit("parent death signal"))?;
    // It may have died before that line.
    match rustix::process::getppid().map(|pid| pid.as_raw_nonzero().get().unsigned_abs()) {
        Some(pid) if pid == parent => Ok(()),
        _ => Err(CageError::ParentGone),
    }
}

fn set_limits(limits: &CageLimits) -> Result<(), CageError> {
    rustix::thread::set_no_new_privs(true).map_err(limit("no new privileges"))?;
    let set = |resource, value, what| {
        let old = rustix::process::getrlimit(resource);
        // A limit set from outside, e.g. by systemd, may be lower and cannot be raised.
        let value = old.maximum.map_or(value, |maximum: u64| maximum.min(value));
        rustix::process::setrlimit(resource, Rlimit { current: Some(value), maximum: Some(value) }).map_err(limit(what))
    };
    set(Resource::As, limits.memory_bytes, "limit of memory")?;
    set(Resource::Core, 0, "limit of core dumps")?;
    set(Resource::Nofile, limits.n_files, "limit of open files")?;
    set(Resource::Fsize, limits.file_bytes, "limit of file size")?;
    set(Resource::Memlock, 0, "limit of locked memory")?;
    set(Resource::Msgqueue, 0, "limit of message queues")
}

fn drop_capabilities(keep: CapabilitySet) -> Result<(), CageError> {
    let held = rustix::thread::capabilities(None).map_err(limit("capabilities"))?;
    let left = CapabilitySets {
        effective: held.effective & keep,
        permitted: held.permitted & keep,
        inheritable: CapabilitySet::empty(),
    };
    rustix::thread::set_capabilities(None, left).map_err(limit("capabilities"))
}

/// Landlock: denies everything this kernel's version can deny, but for what is listed. Gives that version.
///
/// Version 1 (Linux 5.13) is required: it covers opening, creating, removing and executing. What later versions add
/// (truncation, TCP, devices' ioctl, signals) is used where it is there; on older kernels seccomp denies the same.
fn restrict_files(executable: &[PathBuf], readable: &[PathBuf], files: &[BorrowedFd<'_>]) -> Result<u32, CageError> {
    let failed = |source: landlock::RulesetError| CageError::Landlock { what: chain(&source) };
    let mut rules = Ruleset::default()
        .set_compatibility(CompatLevel::HardRequirement)
        .handle_access(AccessFs::from_all(ABI::V1))
        .map_err(|_| CageError::NoLandlock)?
        .set_compatibility(CompatLevel::BestEffort)
        .handle_access(AccessFs::from_all(ABI::V9))
        .and_then(|rules| rules.handle_access(AccessNet::from_all(ABI::V9)))
        .and_then(|rules| rules.scope(Scope::from_all(ABI::V9)))
        .and_then(|rules| rules.create())
        .map_err(failed)?;
    let read = AccessFs::ReadFile | AccessFs::ReadDir;
    let execute = BitFlags::from(AccessFs::Execute) | AccessFs::ReadFile;
    let listed = readable.iter().map(|path| (path, read)).chain(executable.iter().map(|path| (path, execute)));
    for (path, access) in listed {
        // What is not there needs no rule.
        let Ok(opened) = PathFd::new(path) else { continue };
        let access = if path.is_dir() { access } else { access & AccessFs::from_file(ABI::V1) };
        let access = if path == Path::new("/dev/null") { access | AccessFs::WriteFile } else { access };
        rules = rules.add_rule(PathBeneath::new(opened, access)).map_err(failed)?;
    }
    for file in files {
        // A memory file has no place in any folder: Landlock neither restricts nor accepts it.
        match (&mut rules).add_rule(PathBeneath::new(*file, AccessFs::ReadFile)) {
            Ok(_) => {}
            Err(_) if is_in_memory(*file) => {}
            Err(source) => return Err(failed(source)),
        }
    }
    let status = rules.restrict_self().map_err(failed)?;
    if status.ruleset == RulesetStatus::NotEnforced || !status.no_new_privs {
        return Err(CageError::NoLandlock);
    }
    match status.landlock {
        LandlockStatus::Available { effective_abi, kernel_abi } => {
            Ok(kernel_abi.unwrap_or(effective_abi as i32).unsigned_abs())
        }
        _ => Err(CageError::NoLandlock),
    }
}

fn is_in_memory(file: BorrowedFd<'_>) -> bool {
    rustix::fs::fcntl_get_seals(file).is_ok()
}

fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(inner) = cause {
        text.push_str(": ");
        text.push_str(&inner.to_string());
        cause = inner.source();
    }
    text
}

// ── system calls ──

#[cfg(target_arch = "x86_64")]
const ARCHITECTURE: TargetArch = TargetArch::x86_64;
#[cfg(target_arch = "aarch64")]
const ARCHITECTURE: TargetArch = TargetArch::aarch64;

/// What decoding needs: memory, files already open, time, the end. Found with strace over the pictures of the tests.
const WORKER_CALLS: &[i64] = &[
    libc::SYS_read,
    libc::SYS_readv,
    libc::SYS_pread64,
    libc::SYS_preadv,
    libc::SYS_write,
    libc::SYS_writev,
    libc::SYS_lseek,
    libc::SYS_fstat,
    libc::SYS_close,
    libc::SYS_fcntl,
    libc::SYS_ppoll,
    libc::SYS_recvmsg,
    libc::SYS_sendmsg,
    libc::SYS_mmap,
    libc::SYS_munmap,
    libc::SYS_mremap,
    libc::SYS_mprotect,
    libc::SYS_madvise,
    libc::SYS_brk,
    libc::SYS_futex,
    libc::SYS_clock_gettime,
    libc::SYS_clock_nanosleep,
    libc::SYS_nanosleep,
    libc::SYS_gettid,
    libc::SYS_getpid,
    libc::SYS_getrandom,
    libc::SYS_sched_yield,
    libc::SYS_sched_getaffinity,
    libc::SYS_restart_syscall,
    libc::SYS_rt_sigaction,
    libc::SYS_rt_sigprocmask,
    libc::SYS_rt_sigreturn,
    libc::SYS_sigaltstack,
    libc::SYS_exit,
    libc::SYS_exit_group,
    // `abort` raises its signal against the calling thread; Landlock's scope keeps signals inside the cage.
    libc::SYS_tgkill,
    #[cfg(target_arch = "x86_64")]
    libc::SYS_poll,
    #[cfg(target_arch = "x86_64")]
    libc::SYS_time,
];

/// What no helper needs and an intruder would like.
const HELPER_CALLS_DENIED: &[i64] = &[
    libc::SYS_socket,
    libc::SYS_socketpair,
    libc::SYS_connect,
    libc::SYS_bind,
    libc::SYS_listen,
    libc::SYS_accept,
    libc::SYS_accept4,
    libc::SYS_ptrace,
    libc::SYS_process_vm_readv,
    libc::SYS_process_vm_writev,
    libc::SYS_process_madvise,
    libc::SYS_pidfd_open,
    libc::SYS_pidfd_getfd,
    libc::SYS_pidfd_send_signal,
    libc::SYS_kill,
    libc::SYS_tkill,
    libc::SYS_kcmp,
    libc::SYS_mount,
    libc::SYS_umount2,
    libc::SYS_pivot_root,
    libc::SYS_chroot,
    libc::SYS_move_mount,
    libc::SYS_open_tree,
    libc::SYS_fsopen,
    libc::SYS_fsconfig,
    libc::SYS_fsmount,
    libc::SYS_fspick,
    libc::SYS_mount_setattr,
    libc::SYS_unshare,
    libc::SYS_setns,
    libc::SYS_bpf,
    libc::SYS_perf_event_open,
    libc::SYS_keyctl,
    libc::SYS_add_key,
    libc::SYS_request_key,
    libc::SYS_io_uring_setup,
    libc::SYS_io_uring_enter,
    libc::SYS_io_uring_register,
    libc::SYS_io_setup,
    libc::SYS_userfaultfd,
    libc::SYS_kexec_load,
    libc::SYS_kexec_file_load,
    libc::SYS_init_module,
    libc::SYS_finit_module,
    libc::SYS_delete_module,
    libc::SYS_open_by_handle_at,
    libc::SYS_name_to_handle_at,
    libc::SYS_fanotify_init,
    libc::SYS_acct,
    libc::SYS_swapon,
    libc::SYS_swapoff,
    libc::SYS_reboot,
    libc::SYS_settimeofday,
    libc::SYS_clock_settime,
    libc::SYS_clock_adjtime,
    libc::SYS_adjtimex,
    libc::SYS_sethostname,
    libc::SYS_setdomainname,
    libc::SYS_quotactl,
    libc::SYS_syslog,
    libc::SYS_vhangup,
    libc::SYS_personality,
    libc::SYS_mq_open,
    libc::SYS_msgget,
    libc::SYS_shmget,
    libc::SYS_semget,
    // By path, and so neither covered by the first versions of Landlock nor needed by a reader.
    libc::SYS_truncate,
    libc::SYS_fchmodat,
    libc::SYS_fchmod,
    libc::SYS_fchown,
    libc::SYS_fchownat,
    libc::SYS_utimensat,
    libc::SYS_setxattr,
    libc::SYS_lsetxattr,
    libc::SYS_fsetxattr,
    libc::SYS_removexattr,
    libc::SYS_lremovexattr,
    libc::SYS_fremovexattr,
    #[cfg(target_arch = "x86_64")]
    libc::SYS_chmod,
    #[cfg(target_arch = "x86_64")]
    libc::SYS_chown,
    #[cfg(target_arch = "x86_64")]
    libc::SYS_lchown,
    #[cfg(target_arch = "x86_64")]
    libc::SYS_utime,
    #[cfg(target_arch = "x86_64")]
    libc::SYS_utimes,
    #[cfg(target_arch = "x86_64")]
    libc::SYS_futimesat,
    #[cfg(target_arch = "x86_64")]
    libc::SYS_fork,
    #[cfg(target_arch = "x86_64")]
    libc::SYS_vfork,
    #[cfg(target_arch = "x86_64")]
    libc::SYS_iopl,
    #[cfg(target_arch = "x86_64")]
    libc::SYS_ioperm,
    #[cfg(target_arch = "x86_64")]
    libc::SYS_modify_ldt,
    #[cfg(target_arch = "x86_64")]
    libc::SYS_uselib,
];

fn worker_filter() -> Result<BpfProgram, CageError> {
    let rules = WORKER_CALLS.iter().map(|call| (*call, Vec::new())).collect();
    compile(rules, SeccompAction::Errno(EPERM), SeccompAction::Allow)
}

/// `clone3` passes its flags in memory, where no filter can look: as if it were not there, so that the C library
/// falls back to `clone`. Its own filter, for a filter has one answer.
fn missing_filter() -> Result<BpfProgram, CageError> {
    let rules = BTreeMap::from([(libc::SYS_clone3, Vec::new())]);
    compile(rules, SeccompAction::Allow, SeccompAction::Errno(ENOSYS))
}

fn helper_filter() -> Result<BpfProgram, CageError> {
    let mut rules: BTreeMap<i64, Vec<SeccompRule>> =
        HELPER_CALLS_DENIED.iter().map(|call| (*call, Vec::new())).collect();
    // Threads, but no processes.
    let no_thread = SeccompCondition::new(
        0,
        SeccompCmpArgLen::Qword,
        SeccompCmpOp::MaskedEq(libc::CLONE_THREAD.unsigned_abs().into()),
        0,
    )
    .and_then(|condition| SeccompRule::new(vec![condition]))
    .map_err(|source| CageError::Seccomp { what: source.to_string() })?;
    rules.insert(libc::SYS_clone, vec![no_thread]);
    if cfg!(target_arch = "x86_64") {
        // The x32 doubles of all calls, and those that only x32 has: a filter by number would not meet them.
        let doubles: Vec<i64> = rules.keys().map(|call| call | X32).collect();
        rules.extend(doubles.into_iter().chain(X32 + 512..X32 + 548).map(|call| (call, Vec::new())));
    }
    compile(rules, SeccompAction::Allow, SeccompAction::Errno(EPERM))
}

const X32: i64 = 0x4000_0000;
const EPERM: u32 = libc::EPERM.unsigned_abs();
const ENOSYS: u32 = libc::ENOSYS.unsigned_abs();

fn compile(
    rules: BTreeMap<i64, Vec<SeccompRule>>,
    otherwise: SeccompAction,
    on_match: SeccompAction,
) -> Result<BpfProgram, CageError> {
    SeccompFilter::new(rules, otherwise, on_match, ARCHITECTURE)
        .and_then(BpfProgram::try_from)
        .map_err(|source| CageError::Seccomp { what: source.to_string() })
}

fn install(filter: BpfProgram) -> Result<(), CageError> {
    seccompiler::apply_filter(&filter).map_err(|source| CageError::Seccomp { what: chain(&source) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_opens_starts_or_connects_is_on_no_list_of_a_worker() {
        let never = [
            libc::SYS_openat,
            libc::SYS_openat2,
            libc::SYS_execve,
            libc::SYS_execveat,
            libc::SYS_clone,
            libc::SYS_clone3,
            libc::SYS_socket,
            libc::SYS_connect,
            libc::SYS_ptrace,
            libc::SYS_kill,
            libc::SYS_ioctl,
            libc::SYS_prctl,
            libc::SYS_prlimit64,
            libc::SYS_memfd_create,
        ];
        assert!(never.iter().all(|call| !WORKER_CALLS.contains(call)));
    }

    #[test]
    fn every_filter_compiles() {
        assert!(worker_filter().is_ok_and(|filter| filter.len() > WORKER_CALLS.len()));
        assert!(helper_filter().is_ok_and(|filter| filter.len() > HELPER_CALLS_DENIED.len()));
        assert!(missing_filter().is_ok());
    }
}
