//! Files: sent, taken by a record, read under the record's own rule, removed and swept.

mod bucket;
mod http;
mod receive;
mod record;
mod sweep;
