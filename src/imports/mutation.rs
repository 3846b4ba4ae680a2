//! The mutation that starts an import.

use async_graphql::{Context, Object, Result};

use super::input::StartImportInput;
use super::start::{StartImport, StartImportPayload};
use crate::gql::mutation::mutate;

/// Mutations on imports.
#[derive(Debug, Default)]
pub struct ImportMutation;

#[Object]
impl ImportMutation {
    /// Has the hub import a file that you sent by `PUT /upload`: first as a dry run, then, naming that, for good. For
    /// those who run the network. The answer comes at once; see `importJob` for how it goes.
    async fn start_import(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The file.")] input: StartImportInput,
    ) -> Result<StartImportPayload> {
        mutate(ctx, StartImport { input }).await
    }
}
