//! What the parent and a caged worker say to each other, and the frames it travels in. Decides nothing.
//!
//! A frame is four bytes of length (little-endian, of what follows), one byte that tells text from raw bytes, and the
//! payload: JSON of [`Ask`] or [`Say`], or a piece of a member's bytes. Open files travel beside a frame
//! (SCM_RIGHTS), from parent to worker only: the parent reads with plain `read`, which drops any that a worker sends.
//! Both sides check every length before they believe it, for a worker may have been taken over by what it decodes.

use std::io::{IoSlice, IoSliceMut};
use std::mem::MaybeUninit;
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::time::{Duration, Instant};

use casework::file::Frame;
use casework::problem::Problem;
use fingerprint::view::{Search, View};
use fingerprint::{Pdq, PdqHash};
use rustix::event::{PollFd, PollFlags, Timespec};
use rustix::io::Errno;
use rustix::net::{
    RecvAncillaryBuffer, RecvAncillaryMessage, RecvFlags, SendAncillaryBuffer, SendAncillaryMessage, SendFlags,
};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::archive::limits::Budget;
use crate::archive::{ArchiveEnd, MemberHead};
use crate::cage::CageReport;
use crate::findings::Findings;
use crate::frames::FramePixels;
use crate::picture::Screening;
use crate::preview::Preview;
use crate::thinning::ThinnedCodec;

/// Longest frame of JSON: findings with as many frames as a worker may sample stay far below.
pub const TEXT_BYTES_MAX: usize = 8 << 20;

/// Longest frame of raw bytes.
pub const RAW_BYTES_MAX: usize = 1 << 20;

/// Most files that travel with one ask.
pub const FILES_MAX: usize = 4;

/// Most views of one picture that are refined in one ask; each costs about as much as five hundred views.
pub const REFINED_MAX: usize = 8;

/// What the parent asks of a worker. The files it is about travel with it, in the order named.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Ask {
    /// What the file is, from its first and last bytes alone. One file. Answer: `Recognised`.
    Recognise {
        /// The name's extension without the dot, raw.
        #[serde(with = "casework::file::raw")]
        extension: Vec<u8>,
    },
    /// Everything that content says. One file. Answer: `Findings`, or `Screened`.
    Examine {
        /// The name's extension without the dot, raw.
        #[serde(with = "casework::file::raw")]
        extension: Vec<u8>,
        /// How many views of a picture are taken.
        search: Search,
        /// Whether a picture may be screened in place of being looked at; no views are taken then.
        #[serde(default)]
        screen: bool,
    },
    /// For each of at most [`REFINED_MAX`] views the margins that bring it nearest to a listed look. One file, a picture that
    /// a linked decoder opens. Answer: `Refined`.
    Refine {
        /// The views, and what each is moved towards.
        from: Vec<(View, Pdq)>,
    },
    /// A picture made small. One file, a picture that a linked decoder opens. Answer: `Preview`.
    Preview {
        /// Pixels of its longer side.
        side_px_max: u16,
        /// Without colour.
        grey: bool,
    },
    /// The members of an archive. A seekable file for a zip, a file or the reading end of a pipe for the others.
    /// Answers: `Member`, raw pieces, `MemberEnd`, …, `ArchiveEnd`.
    Members {
        /// The way into it.
        how: Unpacking,
        /// What it may cost.
        budget: Budget,
        /// Only the members that are called so; all of them where none is named.
        #[serde(default, with = "casework::file::raw::list", skip_serializing_if = "Vec::is_empty")]
        only: Vec<Vec<u8>>,
    },
    /// The looks of frames that come uncompressed in Matroska. The reading end of a pipe. Answers: `Frame`, …, `FramesEnd`.
    RawFrames {
        /// Pixels across.
        width: u32,
        /// Pixels down.
        height: u32,
        /// How their pixels come.
        pixels: FramePixels,
        /// No more frames than this.
        frames_max: u64,
    },
    /// Of H.264 or H.265 in Matroska what is needed for every so manieth frame. The reading end of a pipe, and the writing end
    /// of another. Answer: `Thinned`, once the second pipe was written to the end.
    Thin {
        /// What the packets are.
        codec: ThinnedCodec,
        /// Every how manieth frame is chosen.
        step: u64,
    },
    /// Something only the asking program knows of, e.g. a test's attempt at what the cage denies. Answer: `Tried`.
    Other {
        /// Its name.
        what: String,
    },
}

/// The way a worker goes into an archive.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Unpacking {
    /// A zip, seeking.
    Zip,
    /// A tar stream.
    Tar {
        /// The standard error of the check pass, where there was one: which members are not to be believed.
        complaints: Vec<u8>,
        /// There was more of it than was kept.
        is_cut: bool,
    },
    /// A gzip stream: a tar, or a lone file of this name.
    Gzip {
        /// The lone file's name, raw.
        #[serde(with = "casework::file::raw")]
        lone_name: Vec<u8>,
    },
    /// What was one compressed stream and is unpacked by now: a tar, or a lone file of this name.
    Packed {
        /// The lone file's name, raw.
        #[serde(with = "casework::file::raw")]
        lone_name: Vec<u8>,
    },
    /// The text of a helper's listing: members without bytes.
    Listed {
        /// What came with its bytes before.
        told: ArchiveEnd,
        /// Why the others' bytes are not here.
        problem: Problem,
    },
}

/// What a worker answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Say {
    /// Once, at the start: the cage is closed.
    Caged(CageReport),
    /// Type by content, with nothing decoded.
    Recognised(Box<Findings>),
    /// Everything that content says.
    Findings(Box<Findings>),
    /// Everything that content says of a picture but its look, and a hash to screen it by.
    Screened(Box<Screening>),
    /// What each view that was to be refined came to, in their order.
    Refined(Vec<(View, PdqHash)>),
    /// The picture made small.
    Preview(Box<Preview>),
    /// The next member of an archive; its bytes follow raw.
    Member(Box<MemberHead>),
    /// The member's bytes are complete, or are not, for this reason.
    MemberEnd(Option<Problem>),
    /// There are no more members; how the archive ended.
    ArchiveEnd(ArchiveEnd),
    /// The look of the next frame.
    Frame(Frame),
    /// There are no more frames.
    FramesEnd(Option<Problem>),
    /// How many frames are chosen of the packets that were thinned.
    Thinned(u64),
    /// Still at work: units done so far, whatever they are. Resets the clock of the stall limit.
    Progress(u64),
    /// The ask could not be answered; the worker goes on.
    Failed(Problem),
    /// How an attempt ended.
    Tried(String),
}

/// Why a frame could not be sent or received.
#[derive(Debug, thiserror::Error)]
pub enum WireError {
    /// The other side is gone.
    #[error("the other side is gone")]
    Gone,
    /// Nothing came within the limit.
    #[error("nothing came within the limit")]
    Stalled,
    /// The other side broke the rules: it cannot be trusted any more.
    #[error("the other side broke the rules: {what}")]
    Broken {
        /// Which one.
        what: &'static str,
    },
    /// The system refused.
    #[error("the connection failed")]
    Io(#[source] std::io::Error),
}

impl From<Errno> for WireError {
    fn from(errno: Errno) -> WireError {
        match errno {
            Errno::PIPE | Errno::CONNRESET => WireError::Gone,
            other => WireError::Io(other.into()),
        }
    }
}

/// A frame as received.
#[derive(Debug)]
pub enum Received<T> {
    /// A message.
    Text(T),
    /// Raw bytes, as many as were left in the buffer handed in.
    Raw(usize),
}

const TEXT: u8 = b'T';
const RAW: u8 = b'R';
const HEAD_BYTES: usize = 5;

/// Sends a message, with open files beside it.
pub fn send_text(to: BorrowedFd<'_>, message: &impl Serialize, files: &[BorrowedFd<'_>]) -> Result<(), WireError> {
    let mut frame = vec![0; HEAD_BYTES];
    serde_json::to_writer(&mut frame, message).map_err(|source| WireError::Io(source.into()))?;
    let length = frame.len() - HEAD_BYTES;
    if length > TEXT_BYTES_MAX || files.len() > FILES_MAX {
        return Err(WireError::Broken { what: "a message too long to send" });
    }
    set_head(&mut frame, length, TEXT);
    send_all(to, &frame, files)
}

/// Sends raw bytes, at most [`RAW_BYTES_MAX`] a frame.
pub fn send_raw(to: BorrowedFd<'_>, bytes: &[u8]) -> Result<(), WireError> {
    for piece in bytes.chunks(RAW_BYTES_MAX) {
        let mut head = [0; HEAD_BYTES];
        set_head(&mut head, piece.len(), RAW);
        send_all(to, &head, &[])?;
        send_all(to, piece, &[])?;
    }
    Ok(())
}

/// Receives a frame; `raw` takes the bytes of a raw one. Waits no longer than `patience` for each part of it.
pub fn receive<T: DeserializeOwned>(
    from: BorrowedFd<'_>,
    raw: &mut Vec<u8>,
    patience: Option<Duration>,
) -> Result<Received<T>, WireError> {
    let mut head = [0; HEAD_BYTES];
    receive_exact(from, &mut head, patience)?;
    receive_body(from, head, raw, patience)
}

/// Receives a message and the open files that came with it: the worker's side.
pub fn receive_with_files<T: DeserializeOwned>(from: BorrowedFd<'_>) -> Result<(T, Vec<OwnedFd>), WireError> {
    let mut head = [0; HEAD_BYTES];
    let mut files = Vec::new();
    let mut filled = 0;
    while filled < HEAD_BYTES {
        let mut space = [MaybeUninit::uninit(); rustix::cmsg_space!(ScmRights(FILES_MAX))];
        let mut ancillary = RecvAncillaryBuffer::new(&mut space);
        let mut parts = [IoSliceMut::new(&mut head[filled..])];
        match rustix::net::recvmsg(from, &mut parts, &mut ancillary, RecvFlags::CMSG_CLOEXEC) {
            Ok(got) if got.bytes == 0 => return Err(WireError::Gone),
            Ok(got) => filled += got.bytes,
            Err(Errno::INTR) => continue,
            Err(errno) => return Err(errno.into()),
        }
        for message in ancillary.drain() {
            if let RecvAncillaryMessage::ScmRights(more) = message {
                files.extend(more);
            }
        }
    }
    match receive_body(from, head, &mut Vec::new(), None)? {
        Received::Text(message) => Ok((message, files)),
        Received::Raw(_) => Err(WireError::Broken { what: "raw bytes where an ask was due" }),
    }
}

fn receive_body<T: DeserializeOwned>(
    from: BorrowedFd<'_>,
    head: [u8; HEAD_BYTES],
    raw: &mut Vec<u8>,
    patience: Option<Duration>,
) -> Result<Received<T>, WireError> {
    let length = u32::from_le_bytes([head[0], head[1], head[2], head[3]]) as usize;
    match head[4] {
        RAW if length <= RAW_BYTES_MAX => {
            raw.resize(length, 0);
            receive_exact(from, raw, patience)?;
            Ok(Received::Raw(length))
        }
        TEXT if length <= TEXT_BYTES_MAX => {
            let mut text = vec![0; length];
            receive_exact(from, &mut text, patience)?;
            // serde_json gives up at 128 levels of nesting, so depth is bounded as well as length.
            let message = serde_json::from_slice(&text).map_err(|_| WireError::Broken { what: "not a message" })?;
            Ok(Received::Text(message))
        }
        RAW | TEXT => Err(WireError::Broken { what: "a frame longer than the limit" }),
        _ => Err(WireError::Broken { what: "a frame of no known kind" }),
    }
}

fn set_head(frame: &mut [u8], length: usize, kind: u8) {
    // Both limits are far below 4 GiB.
    frame[..4].copy_from_slice(&(length as u32).to_le_bytes());
    frame[4] = kind;
}

fn send_all(to: BorrowedFd<'_>, mut bytes: &[u8], files: &[BorrowedFd<'_>]) -> Result<(), WireError> {
    let mut files = files;
    while !bytes.is_empty() {
        let mut space = [MaybeUninit::uninit(); rustix::cmsg_space!(ScmRights(FILES_MAX))];
        let mut ancillary = SendAncillaryBuffer::new(&mut space);
        if !files.is_empty() {
            ancillary.push(SendAncillaryMessage::ScmRights(files));
        }
        match rustix::net::sendmsg(to, &[IoSlice::new(bytes)], &mut ancillary, SendFlags::NOSIGNAL) {
            Ok(n) => {
                bytes = &bytes[n..];
                // They travel with the first byte.
                files = &[];
            }
            Err(Errno::INTR) => {}
            Err(errno) => return Err(errno.into()),
        }
    }
    Ok(())
}

fn receive_exact(from: BorrowedFd<'_>, into: &mut [u8], patience: Option<Duration>) -> Result<(), WireError> {
    let mut filled = 0;
    let patience_ends = patience.map(|patience| Instant::now() + patience);
    while filled < into.len() {
        if let Some(ends) = patience_ends {
            wait_readable(from, ends)?;
        }
        match rustix::io::read(from, &mut into[filled..]) {
            Ok(0) => return Err(WireError::Gone),
            Ok(n) => filled += n,
            Err(Errno::INTR) => {}
            Err(errno) => return Err(errno.into()),
        }
    }
    Ok(())
}

/// Waits until there is something to read or the other side is gone, but no longer than until `ends`.
pub(crate) fn wait_readable(from: impl AsFd, ends: Instant) -> Result<(), WireError> {
    loop {
        let left = ends.saturating_duration_since(Instant::now());
        let timeout = Timespec { tv_sec: left.as_secs() as i64, tv_nsec: left.subsec_nanos().into() };
        let mut waiting = [PollFd::new(&from, PollFlags::IN)];
        match rustix::event::poll(&mut waiting, Some(&timeout)) {
            Ok(0) if left.is_zero() => return Err(WireError::Stalled),
            Ok(0) | Err(Errno::INTR) => {}
            Ok(_) => return Ok(()),
            Err(errno) => return Err(errno.into()),
        }
    }
}
