//! What every handler of the hub's own routes holds.

use std::sync::Arc;

use super::admission::Admission;
use super::services::HttpServices;
use super::stream::Streams;
use crate::config::HttpSettings;

/// The services, the settings and the places. Cheap to clone.
#[derive(Clone)]
pub(super) struct HttpState(Arc<Inner>);

pub(super) struct Inner {
    pub(super) services: HttpServices,
    pub(super) settings: HttpSettings,
    pub(super) admission: Admission,
    pub(super) streams: Streams,
}

impl HttpState {
    pub(super) fn new(services: HttpServices, settings: HttpSettings) -> Self {
        let admission = Admission::new(settings.admission);
        let streams = Streams::new(settings.streams);
        Self(Arc::new(Inner { services, settings, admission, streams }))
    }
}

impl std::ops::Deref for HttpState {
    type Target = Inner;

    fn deref(&self) -> &Inner {
        &self.0
    }
}
