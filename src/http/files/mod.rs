//! Files over HTTP: `PUT /upload` takes one in, `GET /files/{id}` gives one to who sees its record.
//!
//! A mutation takes what `PUT /upload` answers: GraphQL requests never carry files, so none of them is a form that
//! another site could have a browser send.

mod download;
mod range;
mod upload;

pub(super) use download::handle as download;
pub(super) use upload::handle as upload;
