//! Bytes that are too many to be held: what a call brings goes to a file of the node's spool as it comes, what it is answered
//! with comes from a file as it is taken. What they mean is the verb's.

use std::convert::Infallible;
use std::fs::File;
use std::io::{Read as _, Write as _};
use std::path::Path;

use axum::body::{Body, Bytes};
use axum::extract::Request;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use http_body_util::BodyExt as _;
use http_body_util::channel::Channel;
use node::Principal;
use node::principal::Action;
use node::spool_file::SpoolFile;
use sha2::{Digest as _, Sha256};
use tokio::sync::{OwnedSemaphorePermit, mpsc};

use crate::problem::Problem;
use crate::router::Served;

/// Pieces on their way at once.
const N_PIECES: usize = 8;
const PIECE_BYTES: usize = 64 << 10;

/// The bytes of a call, not read yet.
pub(crate) struct Upload {
    body: Body,
    /// How many more may come.
    bytes_max: u64,
}

/// On an answer that is given once, as it comes.
#[derive(Clone)]
pub(crate) struct GivenOnce;

impl Upload {
    /// # Errors
    /// When they are said to be something else, or to be too many.
    pub(crate) fn of(request: Request, bytes_max: u64) -> Result<Upload, Problem> {
        if !is_bytes(request.headers()) {
            return Err(Problem::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "body-no-file"));
        }
        let length = request.headers().get(header::CONTENT_LENGTH).and_then(|value| value.to_str().ok()?.parse().ok());
        match length {
            Some(length) if bytes_max < length => Err(Problem::of_status(StatusCode::PAYLOAD_TOO_LARGE)),
            _ => Ok(Upload { body: request.into_body(), bytes_max }),
        }
    }

    /// The next piece, as it comes; none at the end.
    async fn next(&mut self) -> Result<Option<Bytes>, Problem> {
        while let Some(frame) = self.body.frame().await {
            // The rest of it never came.
            let frame = frame.map_err(|_| Problem::of_status(StatusCode::BAD_REQUEST))?;
            let Ok(piece) = frame.into_data() else { continue };
            let left = self.bytes_max.checked_sub(piece.len() as u64);
            self.bytes_max = left.ok_or_else(|| Problem::of_status(StatusCode::PAYLOAD_TOO_LARGE))?;
            return Ok(Some(piece));
        }
        Ok(None)
    }

    /// Writes them to a file.
    pub(crate) async fn write_to(mut self, mut file: File) -> Result<(), Problem> {
        let (to, mut from) = mpsc::channel::<Bytes>(N_PIECES);
        let writing = tokio::task::spawn_blocking(move || {
            while let Some(piece) = from.blocking_recv() {
                file.write_all(&piece)?;
            }
            file.sync_all()
        });
        let mut read = self.next().await;
        while let Ok(Some(piece)) = read {
            // A file that cannot be written ends the receiver: why, is said below.
            read = match to.send(piece).await {
                Ok(()) => self.next().await,
                Err(_) => Ok(None),
            };
        }
        drop(to);
        let written = writing.await.map_err(|_panic| Problem::internal())?;
        // A disk that is full is the node's fault, not the caller's.
        written.map_err(|_| Problem::internal())?;
        read.map(drop)
    }

    /// Their SHA-256; they are kept nowhere.
    pub(crate) async fn sha256(mut self) -> Result<[u8; 32], Problem> {
        let mut digest = Sha256::new();
        while let Some(piece) = self.next().await? {
            digest.update(&piece);
        }
        Ok(digest.finalize().into())
    }
}

/// Whether a call brings bytes, which take as long as the line takes. A form or a document is somebody's mistake, and would
/// be taken for the file.
pub(crate) fn is_bytes(headers: &HeaderMap) -> bool {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let kind = kind.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    kind == "application/octet-stream" || ["image/", "video/"].iter().any(|family| kind.starts_with(family))
}

/// A call's file, in the spool and with a place among those that are examined at once. Both are given back with it.
pub(crate) struct ToExamine {
    file: SpoolFile,
    _place: OwnedSemaphorePermit,
}

impl ToExamine {
    /// Takes a call's file. Whether whoever asks may have it examined, and whether there is a place for it, is asked before a
    /// byte is taken.
    ///
    /// # Errors
    /// When they may not, as many are examined as may be, or what came is no file, none of its bytes, or too many.
    pub(crate) async fn take(
        served: &Served,
        (who, action): (&Principal, Action),
        request: Request,
        bytes_max: u64,
    ) -> Result<ToExamine, Problem> {
        if !served.node.may(who, action) {
            return Err(Problem::new(StatusCode::FORBIDDEN, "denied"));
        }
        let place = served.examining.clone().try_acquire_owned().map_err(|_| Problem::busy())?;
        let upload = Upload::of(request, bytes_max)?;
        let (spooled, file) = served.node.spool_file()?;
        upload.write_to(file).await?;
        match std::fs::metadata(spooled.path()) {
            Ok(facts) if facts.len() == 0 => Err(Problem::new(StatusCode::UNPROCESSABLE_ENTITY, "body-no-file")),
            Ok(_) => Ok(ToExamine { file: spooled, _place: place }),
            Err(_) => Err(Problem::internal()),
        }
    }

    /// Where it is.
    pub(crate) fn path(&self) -> &Path {
        self.file.path()
    }
}

/// A file as an answer: read as it is taken, by one task that waits for whoever takes it.
pub(crate) fn give(file: File, size: u64, kind: &'static str, name: &str) -> Response {
    let (mut to, body) = Channel::<Bytes, std::io::Error>::new(N_PIECES);
    tokio::spawn(async move {
        let mut file = file;
        loop {
            let read = tokio::task::spawn_blocking(move || {
                let mut piece = vec![0; PIECE_BYTES];
                file.read(&mut piece).map(|n| {
                    piece.truncate(n);
                    (file, piece)
                })
            });
            match read.await {
                Ok(Ok((_, piece))) if piece.is_empty() => return,
                Ok(Ok((rest, piece))) => {
                    file = rest;
                    // Nobody takes it any more.
                    if to.send_data(piece.into()).await.is_err() {
                        return;
                    }
                }
                // An answer that was begun can only be broken off: its length says that it is not whole.
                _ => return to.abort(std::io::Error::other("a file could not be read on")),
            }
        }
    });
    let mut response = Body::new(body).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    headers.insert(header::CONTENT_LENGTH, HeaderValue::from(size));
    // A browser keeps it as a file; it is never shown as a page of ours.
    if let Ok(value) = HeaderValue::from_str(&format!("attachment; filename=\"{name}\"")) {
        headers.insert(header::CONTENT_DISPOSITION, value);
    }
    response.extensions_mut().insert(GivenOnce);
    response
}

/// Events as they come, one after the other, in the form of `text/event-stream`.
pub(crate) struct Events(http_body_util::channel::Sender<Bytes, Infallible>);

impl Events {
    /// The answer, and where its events are put in. One event waits at most: who takes them slowly gets fewer.
    pub(crate) fn new() -> (Events, Response) {
        let (to, body) = Channel::<Bytes, Infallible>::new(1);
        let mut response = Body::new(body).into_response();
        response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("text/event-stream"));
        response.extensions_mut().insert(GivenOnce);
        (Events(to), response)
    }

    /// Puts an event in; false when nobody takes any more. Its data has no line breaks: it is JSON, or a piece of a page.
    pub(crate) async fn send(&mut self, kind: &str, id: i64, data: &str) -> bool {
        debug_assert!(!data.contains(['\n', '\r']), "an event's data is one line");
        self.0.send_data(format!("event: {kind}\nid: {id}\ndata: {data}\n\n").into()).await.is_ok()
    }

    /// A comment, so that whoever is on the way does not think the line dead.
    pub(crate) async fn beat(&mut self) -> bool {
        self.0.send_data(Bytes::from_static(b":\n\n")).await.is_ok()
    }
}
