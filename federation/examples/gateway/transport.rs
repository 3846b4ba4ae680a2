//! Services over HTTP.

use std::{collections::HashMap, time::Duration};

use axum::http::header;
use bytes::BytesMut;
use federation::{Answer, Call, Failure, Transports};
use futures_util::future::BoxFuture;

pub(crate) struct Http {
    client: reqwest::Client,
    /// Addresses by the services' names.
    services: HashMap<String, String>,
}

impl Http {
    pub(crate) fn new(services: HashMap<String, String>) -> Result<Self, String> {
        let client = reqwest::Client::builder()
            .timeout(Duration::from_secs(30))
            .redirect(reqwest::redirect::Policy::none())
            .build()
            .map_err(|e| e.to_string())?;
        Ok(Self { client, services })
    }
}

impl Transports for Http {
    fn call<'a>(&'a self, call: Call<'a>) -> BoxFuture<'a, Result<Answer, Failure>> {
        Box::pin(async move {
            let url = self.services.get(call.service).ok_or(Failure::Unavailable)?;
            let request = self
                .client
                .post(url)
                .header(header::CONTENT_TYPE, "application/json")
                .header(header::ACCEPT, "application/graphql-response+json, application/json")
                .body(call.to_body());
            let mut response = request.send().await.map_err(|_| Failure::Unavailable)?;
            let mut body = BytesMut::new();
            while let Some(chunk) = response.chunk().await.map_err(|_| Failure::Unavailable)? {
                if body.len() + chunk.len() > call.answer_bytes {
                    return Err(Failure::TooLarge);
                }
                body.extend_from_slice(&chunk);
            }
            Answer::from_body(body.freeze())
        })
    }
}
