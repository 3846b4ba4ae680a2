//! The people of projects in the database.

use chrono::NaiveDate;
use entities::project_member::{ActiveModel, Column, Entity};
use sea_orm::ActiveValue::Set;
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryResult};
use uuid::Uuid;

use crate::access::{Edit, Granted};
use crate::domain::project::{ProjectMember, ProjectMemberRole};
use crate::gql::plan;
use crate::kernel::error::Result;
use crate::store::{Tx, fault};

/// A person to be brought into a project.
#[derive(Clone, Copy, Debug)]
pub(in crate::domain::project) struct NewProjectMember {
    pub(in crate::domain::project) member: Uuid,
    pub(in crate::domain::project) role: ProjectMemberRole,
    pub(in crate::domain::project) structure: Option<Uuid>,
    pub(in crate::domain::project) since: NaiveDate,
}

/// Whether the person is in the project.
pub(in crate::domain::project) async fn is_in(
    tx: &Tx<'_>,
    project: &Granted<Edit>,
    member: Uuid,
) -> Result<bool> {
    let held = Entity::find().filter(Column::ProjectId.eq(project.id())).filter(Column::MemberId.eq(member));
    Ok(held.count(tx.connection()).await.map_err(fault)? > 0)
}

/// Inserts a person of the project.
pub(in crate::domain::project) async fn insert(
    tx: &Tx<'_>,
    project: &Granted<Edit>,
    new: &NewProjectMember,
) -> Result<Uuid> {
    let id = tx.new_id();
    let row = ActiveModel {
        id: Set(id),
        project_id: Set(project.id()),
        member_id: Set(new.member),
        role: Set(new.role.as_str().to_owned()),
        structure_id: Set(new.structure),
        since: Set(Some(new.since)),
    };
    tx.insert(row).await?;
    Ok(id)
}

/// The project in which somebody is so, and who that is, if the viewer sees it.
pub(in crate::domain::project) async fn find(tx: &Tx<'_>, id: Uuid) -> Result<Option<(Uuid, Uuid)>> {
    let held = plan::hold::<ProjectMember>(tx, id, "t.project_id, t.member_id").await?;
    let read = |row: QueryResult| {
        Ok((row.try_get_by_index(0).map_err(fault)?, row.try_get_by_index(1).map_err(fault)?))
    };
    held.map(read).transpose()
}

/// Takes somebody out of the project; answers whether anybody was there.
pub(in crate::domain::project) async fn delete(
    tx: &Tx<'_>,
    project: &Granted<Edit>,
    id: Uuid,
) -> Result<bool> {
    let gone = Entity::delete_by_id(id)
        .filter(Column::ProjectId.eq(project.id()))
        .exec(tx.connection())
        .await
        .map_err(fault)?;
    Ok(gone.rows_affected > 0)
}
