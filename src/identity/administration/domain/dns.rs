//! Looking at the DNS: the TXT records of a name, as they are now.

use std::net::SocketAddr;
use std::time::Duration;

use hickory_resolver::TokioResolver;
use hickory_resolver::config::{ConnectionConfig, NameServerConfig, ResolverConfig};
use hickory_resolver::net::NetError;
use hickory_resolver::net::runtime::TokioRuntimeProvider;
use hickory_resolver::proto::rr::{Name, RData};
use tokio::time::timeout;

/// How long a look takes at most, whatever the servers do.
const PATIENCE: Duration = Duration::from_secs(5);

/// The DNS. Cheap to clone.
#[derive(Clone)]
pub struct Dns(Option<TokioResolver>);

/// The DNS did not say whether there is such a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::identity) struct Unanswered;

impl std::fmt::Debug for Dns {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Dns").finish_non_exhaustive()
    }
}

impl Dns {
    /// By this server, or by those that the machine knows. Where there are none, nothing is ever proved, and all else works.
    #[must_use]
    pub fn new(server: Option<SocketAddr>) -> Self {
        let resolver =
            resolver(server).inspect_err(|error| tracing::warn!(%error, "the DNS cannot be asked"));
        Self(resolver.ok())
    }

    /// The texts of a name; none when there is no such name.
    pub(super) async fn texts(&self, name: &str) -> Result<Vec<String>, Unanswered> {
        let resolver = self.0.as_ref().ok_or(Unanswered)?;
        let mut name = Name::from_ascii(name).map_err(|_| Unanswered)?;
        // As it is, not under the machine's own domain.
        name.set_fqdn(true);
        let found = match timeout(PATIENCE, resolver.txt_lookup(name)).await {
            Ok(Ok(found)) => found,
            Ok(Err(error)) if error.is_no_records_found() || error.is_nx_domain() => return Ok(Vec::new()),
            Ok(Err(_)) | Err(_) => return Err(Unanswered),
        };
        let text = |data: &RData| match data {
            RData::TXT(text) => Some(String::from_utf8_lossy(&text.txt_data.concat()).into_owned()),
            _ => None,
        };
        Ok(found.answers().iter().filter_map(|record| text(&record.data)).collect())
    }
}

fn resolver(server: Option<SocketAddr>) -> Result<TokioResolver, NetError> {
    let mut builder = match server {
        Some(server) => {
            let [mut udp, mut tcp] = [ConnectionConfig::udp(), ConnectionConfig::tcp()];
            (udp.port, tcp.port) = (server.port(), server.port());
            let server = NameServerConfig::new(server.ip(), true, vec![udp, tcp]);
            let config = ResolverConfig::from_name_servers(vec![server]);
            TokioResolver::builder_with_config(config, TokioRuntimeProvider::default())
        }
        None => TokioResolver::builder_tokio()?,
    };
    let options = builder.options_mut();
    // Who publishes a record after the first look shall not wait until that one is forgotten.
    options.cache_size = 0;
    options.timeout = PATIENCE / 2;
    options.attempts = 1;
    builder.build()
}
