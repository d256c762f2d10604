//! The pages and the JSON API over HTTP: paths, statuses, headers, templates. The only room that knows HTTP; it decides
//! nothing, and a call or a page is a verb of `node`.

mod api;
mod body;
mod caller;
mod error;
mod examined;
mod idempotency;
mod in_task;
mod job_events;
mod language;
mod page;
mod pages;
pub mod problem;
pub mod rates;
pub mod router;
pub mod server;
mod speak;
mod transfer;

pub use router::{Settings, router};
