//! Names become addresses here, and only to those that may be called.

use std::io;
use std::net::SocketAddr;

use reqwest::dns::{Addrs, Name, Resolve, Resolving};

use super::Reach;
use super::address::is_allowed;

/// Looks names up as the machine does, and refuses one if any of its addresses is not allowed.
///
/// The connection is made to the addresses that were judged, so a name that changes in between gains nothing.
pub(super) struct GuardedResolver {
    pub(super) reach: Reach,
}

/// A name led to an address that may not be called.
#[derive(Debug, thiserror::Error)]
#[error("the name leads to an address that may not be called")]
pub(super) struct ForbiddenAddress;

impl Resolve for GuardedResolver {
    fn resolve(&self, name: Name) -> Resolving {
        let reach = self.reach;
        Box::pin(async move {
            let found: Vec<SocketAddr> = tokio::net::lookup_host((name.as_str(), 0)).await?.collect();
            if found.is_empty() {
                return Err(io::Error::from(io::ErrorKind::NotFound).into());
            }
            if !found.iter().all(|address| is_allowed(address.ip(), reach)) {
                return Err(ForbiddenAddress.into());
            }
            Ok(Box::new(found.into_iter()) as Addrs)
        })
    }
}
