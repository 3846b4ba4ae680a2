//! The manifest of trusted documents: a JSON object from id to document. A deployment that has one executes nothing
//! else. Its shape is checked when it is read, its documents when they meet a schema (`Documents::trusted_faults`).

use std::{collections::HashMap, sync::Arc};

use serde_json::{Map, Value};

use super::digest::Digest;

/// The documents that a deployment trusts.
#[derive(Clone, Debug, Default)]
pub struct TrustedDocuments {
    by_id: HashMap<String, Digest>,
    texts: HashMap<Digest, Arc<str>>,
}

impl TrustedDocuments {
    /// Reads a manifest.
    ///
    /// # Errors
    /// Everything that is wrong with it, one sentence each.
    pub fn read(manifest: &str) -> Result<Self, Vec<String>> {
        let entries: Map<String, Value> = serde_json::from_str(manifest)
            .map_err(|error| vec![format!("the manifest is not a JSON object of documents: {error}")])?;
        let (mut documents, mut faults) = (Self::default(), Vec::new());
        for (id, document) in entries {
            match entry(&id, &document) {
                Ok((text, digest)) => {
                    documents.texts.insert(digest, text.into());
                    documents.by_id.insert(id, digest);
                }
                Err(fault) => faults.push(format!("{id}: {fault}")),
            }
        }
        if faults.is_empty() { Ok(documents) } else { Err(faults) }
    }

    /// The text with this digest.
    #[must_use]
    pub fn text(&self, digest: Digest) -> Option<&Arc<str>> {
        self.texts.get(&digest)
    }

    /// The digest of the document with this id.
    #[must_use]
    pub fn digest(&self, id: &str) -> Option<Digest> {
        self.by_id.get(id).copied()
    }

    /// The ids and their documents, by id.
    pub(super) fn entries(&self) -> Vec<(&str, &str)> {
        let mut entries: Vec<_> = self
            .by_id
            .iter()
            .filter_map(|(id, digest)| Some((id.as_str(), &**self.texts.get(digest)?)))
            .collect();
        entries.sort_unstable();
        entries
    }
}

fn entry<'a>(id: &str, document: &'a Value) -> Result<(&'a str, Digest), String> {
    let text = document.as_str().ok_or("the document is not a string")?;
    let digest = Digest::of(text);
    match id.strip_prefix("sha256:") {
        Some(hex) if Digest::from_hex(hex) != Some(digest) => {
            Err(format!("the id is not the document's hash, which is {digest}"))
        }
        _ => Ok((text, digest)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_manifest_finds_its_documents_by_id_and_by_digest() {
        let trusted = TrustedDocuments::read(r#"{ "home": "{ __typename }" }"#).unwrap();
        let digest = trusted.digest("home").unwrap();
        assert_eq!(digest, Digest::of("{ __typename }"));
        assert_eq!(trusted.text(digest).map(|text| &**text), Some("{ __typename }"));
    }

    #[test]
    fn all_faults_of_a_manifest_are_listed() {
        let faults = TrustedDocuments::read(r#"{ "a": 1, "b": "{ x }", "sha256:00": "{ y }" }"#).unwrap_err();
        assert_eq!(faults.len(), 2);
        assert_eq!(faults[0], "a: the document is not a string");
    }

    #[test]
    fn what_is_no_object_is_no_manifest() {
        assert_eq!(TrustedDocuments::read("[]").unwrap_err().len(), 1);
    }
}
