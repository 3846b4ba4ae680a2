//! The lies.

use std::fmt;
use std::sync::Arc;

use serde_json::Value;

use crate::forgery::Forgery;

/// Something that the provider says or does otherwise than an honest one.
#[derive(Clone, Debug)]
pub enum Lie {
    /// About the token that says who signed in.
    IdToken(Forgery),
    /// About the token that userinfo is, where it is signed.
    SignedUserinfo(Forgery),
    /// About the token that says who signed out.
    LogoutToken(Forgery),
    /// Userinfo says this of the person, or does not say it, where it is not signed.
    Userinfo(&'static str, Option<Value>),
    /// The answer of the token endpoint has this field, or does not have it.
    TokenAnswer(&'static str, Option<Value>),
    /// What it publishes about itself has this field, or does not have it.
    Metadata(&'static str, Option<Value>),
    /// The keys that it publishes are others.
    Keys(Edit<Vec<Value>>),
    /// The browser comes back with this parameter, or without it.
    Callback(&'static str, Option<String>),
    /// The browser comes back with this parameter twice: with the honest value and then with this one.
    CallbackTwice(&'static str, String),
    /// An endpoint answers otherwise than with what it is asked for.
    Answer(Endpoint, Misbehaviour),
}

/// The places where the provider can be called.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Endpoint {
    /// `/.well-known/openid-configuration`
    Discovery,
    /// `/keys`
    Keys,
    /// `/authorize`, to which a browser comes
    Authorize,
    /// `/par`
    PushedRequest,
    /// `/token`
    Token,
    /// `/userinfo`
    Userinfo,
    /// `/logout`, to which a browser comes
    EndSession,
    /// `/foreign`: nothing honest is there, and nobody should ever come
    Foreign,
}

/// How an endpoint misbehaves.
#[derive(Clone, Debug)]
pub enum Misbehaviour {
    /// It sends elsewhere with this status, to `/foreign`.
    Redirect(u16),
    /// It takes the call and never answers.
    Stall,
    /// It begins its answer and never ends it.
    Trickle,
    /// It answers with 50 MB of JSON.
    Flood,
    /// It answers with this status and nothing else.
    Status(u16),
    /// It answers with this status, media type and body.
    Says(u16, &'static str, String),
    /// Its honest answer comes with this media type.
    MediaType(&'static str),
    /// Its honest answer comes under this status.
    Under(u16),
    /// Its honest answer has this header too.
    Header(&'static str, &'static str),
    /// It answers one byte at a time, and never comes to an end.
    Drip,
}

/// A change that is made to something when its time comes.
pub struct Edit<T: ?Sized>(Arc<dyn Fn(&mut T) + Send + Sync>);

impl<T: ?Sized> Edit<T> {
    /// A change by this function.
    pub fn new(edit: impl Fn(&mut T) + Send + Sync + 'static) -> Self {
        Self(Arc::new(edit))
    }

    pub(crate) fn apply(&self, value: &mut T) {
        (self.0)(value);
    }
}

impl<T: ?Sized> Clone for Edit<T> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

impl<T: ?Sized> fmt::Debug for Edit<T> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Edit")
    }
}
