//! What an exhibit shows to whom.
