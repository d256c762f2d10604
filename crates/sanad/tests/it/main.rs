//! The program as people run it: real exhibits in, real processes killed, real reports out. What a room promises on its
//! own is tested in the room.

mod evidence;
mod exhibits;
mod interrupted;
mod outcomes;
mod program;
mod remembered;
mod verbs;
