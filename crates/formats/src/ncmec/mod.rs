//! NCMEC's Hash Sharing API v2: results of a query, saved as XML.

pub mod read;
