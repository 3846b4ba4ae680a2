//! The mutations on files.

use async_graphql::{Context, Object, Result};

use super::add::{AddFile, AddFilePayload};
use super::input::{AddFileInput, RemoveFileInput, UpdateFileInput};
use super::remove::{RemoveFile, RemoveFilePayload};
use super::update::{UpdateFile, UpdateFilePayload};
use crate::gql::mutation::mutate;

/// Mutations on files.
#[derive(Debug, Default)]
pub struct FileMutation;

#[Object]
impl FileMutation {
    /// Gives a record that you may change a file that you sent by `PUT /upload`. An image of a published resource says
    /// what it shows.
    async fn add_file(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The file.")] input: AddFileInput,
    ) -> Result<AddFilePayload> {
        mutate(ctx, AddFile { input }).await
    }

    /// Changes what is said of a file, of a record that you may change. Its bytes never change: another file is added.
    async fn update_file(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The change.")] input: UpdateFileInput,
    ) -> Result<UpdateFilePayload> {
        mutate(ctx, UpdateFile { input }).await
    }

    /// Removes a file of a record that you may change, for good. A published resource keeps a file or a link.
    async fn remove_file(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The file.")] input: RemoveFileInput,
    ) -> Result<RemoveFilePayload> {
        mutate(ctx, RemoveFile { input }).await
    }
}
