//! A DNS server of a test's own: it knows the texts that it was told, and nothing else.

use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use hickory_resolver::proto::op::{Message, OpCode, ResponseCode};
use hickory_resolver::proto::rr::rdata::TXT;
use hickory_resolver::proto::rr::{RData, Record};
use tokio::net::UdpSocket;

/// The server; it is gone with the test.
#[derive(Clone)]
pub(crate) struct DnsServer {
    pub(crate) address: SocketAddr,
    texts: Arc<Mutex<HashMap<String, String>>>,
}

impl DnsServer {
    pub(crate) async fn start() -> Self {
        let socket = UdpSocket::bind("127.0.0.1:0").await.expect("a socket");
        let server = Self { address: socket.local_addr().expect("an address"), texts: Arc::default() };
        let answering = server.clone();
        tokio::spawn(async move {
            let mut buffer = [0; 1_500];
            while let Ok((length, asker)) = socket.recv_from(&mut buffer).await {
                if let Some(answer) = answering.answer(&buffer[..length]) {
                    let _ = socket.send_to(&answer, asker).await;
                }
            }
        });
        server
    }

    /// From now on `name` has this text.
    pub(crate) fn publish(&self, name: &str, text: &str) {
        self.texts.lock().expect("a lock").insert(name.to_owned(), text.to_owned());
    }

    fn answer(&self, asked: &[u8]) -> Option<Vec<u8>> {
        let asked = Message::from_vec(asked).ok()?;
        let query = asked.queries.first()?.clone();
        let name = query.name().to_ascii().to_lowercase();
        let text = self.texts.lock().ok()?.get(name.trim_end_matches('.')).cloned();
        let mut answer = Message::response(asked.metadata.id, OpCode::Query);
        answer.metadata.recursion_available = true;
        match text {
            Some(text) => {
                let data = RData::TXT(TXT::new(vec![text]));
                answer.add_answer(Record::from_rdata(query.name().clone(), 60, data));
            }
            None => answer.metadata.response_code = ResponseCode::NXDomain,
        }
        answer.add_query(query);
        answer.to_vec().ok()
    }
}
