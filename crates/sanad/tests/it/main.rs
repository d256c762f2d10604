//! The program as people run it: real exhibits in, real processes killed, real reports out. What a room promises on its
//! own is tested in the room.

#![expect(clippy::unwrap_used, reason = "a test that cannot make its exhibit has nothing else to say")]

mod altered;
mod asked_files;
mod backups;
mod covered;
mod database;
mod evidence;
mod exhibits;
mod interrupted;
mod journey;
mod killed_server;
mod ledger;
mod outcomes;
mod program;
mod refined;
mod remembered;
mod screened;
#[path = "../../../store/tests/it/server.rs"]
mod server;
mod verbs;
mod videos;
