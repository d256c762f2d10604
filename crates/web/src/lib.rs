//! The JSON API over HTTP: paths, statuses, headers. The only room that knows HTTP; it decides nothing.
