//! Plans: outcomes, levels, pledges, groups, actions, assignments, milestones, evidence, links, terms, source records and findings.

use sea_orm_migration::prelude::*;

use crate::table::{column, foreign, index, unique};

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, schema: &SchemaManager) -> Result<(), DbErr> {
        schema
            .create_table(
                Table::create()
                    .table("plan")
                    .col(column::required("id").uuid().primary_key())
                    .col(column::required("slug").text())
                    .col(column::optional("source_id").text())
                    .col(column::required("title").text())
                    .col(column::optional("owner_board_id").uuid())
                    .col(column::optional("audience").text())
                    .col(column::required("summary").text())
                    .col(column::optional("starts").text())
                    .col(column::optional("ends").text())
                    .col(column::optional("period_note").text())
                    .col(column::required("key_dates").json_binary())
                    .col(column::required("facts").json_binary())
                    .col(column::required("revision").big_integer())
                    .col(column::required("created_at").timestamp_with_time_zone())
                    .col(column::required("version").integer())
                    .to_owned(),
            )
            .await?;
        schema.create_index(unique("plan", &["slug"])).await?;
        schema
            .create_table(
                Table::create()
                    .table("plan_party")
                    .col(column::required("plan_id").uuid())
                    .col(column::required("agency_id").uuid())
                    .primary_key(Index::create().col("plan_id").col("agency_id"))
                    .foreign_key(&mut foreign("plan_party", "plan_id", "plan"))
                    .foreign_key(&mut foreign("plan_party", "agency_id", "agency"))
                    .to_owned(),
            )
            .await?;
        schema
            .create_index(index("plan_party", &["agency_id"]))
            .await?;
        schema
            .create_table(
                Table::create()
                    .table("outcome")
                    .col(column::required("id").uuid().primary_key())
                    .col(column::required("plan_id").uuid())
                    .col(column::optional("source_id").text())
                    .col(column::optional("number").integer())
                    .col(column::required("name").text())
                    .col(column::required("kind").text())
                    .col(column::required("statement").text())
                    .col(column::required("names_printed").json_binary())
                    .col(column::required("aliases").json_binary())
                    .col(column::optional("note").text())
                    .col(column::required("sort").integer())
                    .foreign_key(&mut foreign("outcome", "plan_id", "plan"))
                    .to_owned(),
            )
            .await?;
        schema.create_index(index("outcome", &["plan_id"])).await?;
        schema
            .create_table(
                Table::create()
                    .table("level")
                    .col(column::required("id").uuid().primary_key())
                    .col(column::required("plan_id").uuid())
                    .col(column::optional("source_id").text())
                    .col(column::required("number").integer())
                    .col(column::required("name").text())
                    .col(column::required("description").text())
                    .col(column::optional("share").text())
                    .col(column::required("difficulties").json_binary())
                    .col(column::required("delivered_by").json_binary())
                    .col(column::required("relies_on").json_binary())
                    .foreign_key(&mut foreign("level", "plan_id", "plan"))
                    .to_owned(),
            )
            .await?;
        schema.create_index(index("level", &["plan_id"])).await?;
        schema
            .create_table(
                Table::create()
                    .table("pledge")
                    .col(column::required("id").uuid().primary_key())
                    .col(column::required("plan_id").uuid())
                    .col(column::optional("source_id").text())
                    .col(column::required("number").integer())
                    .col(column::required("title").text())
                    .col(column::required("summary").text())
                    .foreign_key(&mut foreign("pledge", "plan_id", "plan"))
                    .to_owned(),
            )
            .await?;
        schema.create_index(index("pledge", &["plan_id"])).await?;
        schema
            .create_table(
                Table::create()
                    .table("vulnerable_group")
                    .col(column::required("id").uuid().primary_key())
                    .col(column::required("plan_id").uuid())
                    .col(column::optional("source_id").text())
                    .col(column::required("name").text())
                    .col(column::required("summary").text())
                    .col(column::required("sort").integer())
                    .foreign_key(&mut foreign("vulnerable_group", "plan_id", "plan"))
                    .to_owned(),
            )
            .await?;
        schema
            .create_index(index("vulnerable_group", &["plan_id"]))
            .await?;
        schema
            .create_table(
                Table::create()
                    .table("action")
                    .col(column::required("id").uuid().primary_key())
                    .col(column::required("plan_id").uuid())
                    .col(column::optional("source_id").text())
                    .col(column::required("sort").integer())
                    .col(column::required("printed_ref").text())
                    .col(column::optional("reference").text())
                    .col(column::required("title").text())
                    .col(column::required("summary").text())
                    .col(column::required("rationale").text())
                    .col(column::required("parts").json_binary())
                    .col(column::optional("level_id").uuid())
                    .col(column::required("outcomes_printed").json_binary())
                    .col(column::optional("lead_note").text())
                    .col(column::required("timescale").json_binary())
                    .col(column::optional("starts").text())
                    .col(column::optional("ends").text())
                    .col(column::required("state").text())
                    .col(column::optional("source_place").text())
                    .col(column::required("created_at").timestamp_with_time_zone())
                    .col(column::required("version").integer())
                    .foreign_key(&mut foreign("action", "plan_id", "plan"))
                    .to_owned(),
            )
            .await?;
        schema
            .create_index(unique("action", &["plan_id", "reference"]))
            .await?;
        schema
            .create_index(index("action", &["plan_id", "sort"]))
            .await?;
        schema
            .create_table(
                Table::create()
                    .table("group_action")
                    .col(column::required("group_id").uuid())
                    .col(column::required("action_id").uuid())
                    .primary_key(Index::create().col("group_id").col("action_id"))
                    .foreign_key(&mut foreign("group_action", "group_id", "vulnerable_group"))
                    .foreign_key(&mut foreign("group_action", "action_id", "action"))
                    .to_owned(),
            )
            .await?;
        schema
            .create_index(index("group_action", &["action_id"]))
            .await?;
        schema
            .create_table(
                Table::create()
                    .table("action_outcome")
                    .col(column::required("action_id").uuid())
                    .col(column::required("outcome_id").uuid())
                    .col(column::required("sort").integer())
                    .primary_key(Index::create().col("action_id").col("outcome_id"))
                    .foreign_key(&mut foreign("action_outcome", "action_id", "action"))
                    .foreign_key(&mut foreign("action_outcome", "outcome_id", "outcome"))
                    .to_owned(),
            )
            .await?;
        schema
            .create_index(index("action_outcome", &["outcome_id"]))
            .await?;
        schema
            .create_table(
                Table::create()
                    .table("assignment")
                    .col(column::required("id").uuid().primary_key())
                    .col(column::required("plan_id").uuid())
                    .col(column::required("action_id").uuid())
                    .col(column::required("agency_id").uuid())
                    .col(column::required("role").text())
                    .col(column::required("coordinates").boolean())
                    .col(column::optional("printed").text())
                    .col(column::required("sort").integer())
                    .foreign_key(&mut foreign("assignment", "plan_id", "plan"))
                    .foreign_key(&mut foreign("assignment", "action_id", "action"))
                    .foreign_key(&mut foreign("assignment", "agency_id", "agency"))
                    .to_owned(),
            )
            .await?;
        schema
            .create_index(unique("assignment", &["action_id", "agency_id"]))
            .await?;
        schema
            .create_index(index("assignment", &["plan_id"]))
            .await?;
        schema
            .create_index(index("assignment", &["agency_id"]))
            .await?;
        schema
            .create_table(
                Table::create()
                    .table("milestone")
                    .col(column::required("id").uuid().primary_key())
                    .col(column::required("plan_id").uuid())
                    .col(column::optional("source_id").text())
                    .col(column::required("title").text())
                    .col(column::required("kind").text())
                    .col(column::optional("starts").text())
                    .col(column::optional("due").text())
                    .col(column::optional("owner_id").uuid())
                    .col(column::required("state").text())
                    .col(column::optional("printed_state").text())
                    .col(column::optional("done_on").date())
                    .col(column::required("moves").integer())
                    .col(column::optional("note").text())
                    .col(column::required("sort").integer())
                    .col(column::required("version").integer())
                    .foreign_key(&mut foreign("milestone", "plan_id", "plan"))
                    .to_owned(),
            )
            .await?;
        schema
            .create_index(index("milestone", &["plan_id"]))
            .await?;
        schema
            .create_table(
                Table::create()
                    .table("milestone_action")
                    .col(column::required("milestone_id").uuid())
                    .col(column::required("action_id").uuid())
                    .primary_key(Index::create().col("milestone_id").col("action_id"))
                    .foreign_key(&mut foreign(
                        "milestone_action",
                        "milestone_id",
                        "milestone",
                    ))
                    .foreign_key(&mut foreign("milestone_action", "action_id", "action"))
                    .to_owned(),
            )
            .await?;
        schema
            .create_index(index("milestone_action", &["action_id"]))
            .await?;
        schema
            .create_table(
                Table::create()
                    .table("evidence")
                    .col(column::required("id").uuid().primary_key())
                    .col(column::required("plan_id").uuid())
                    .col(column::optional("source_id").text())
                    .col(column::required("title").text())
                    .col(column::optional("author").text())
                    .col(column::optional("year").integer())
                    .col(column::required("kind").text())
                    .col(column::required("listed").boolean())
                    .col(column::required("variants").json_binary())
                    .col(column::optional("note").text())
                    .col(column::required("sort").integer())
                    .foreign_key(&mut foreign("evidence", "plan_id", "plan"))
                    .to_owned(),
            )
            .await?;
        schema.create_index(index("evidence", &["plan_id"])).await?;
        schema
            .create_table(
                Table::create()
                    .table("action_evidence")
                    .col(column::required("action_id").uuid())
                    .col(column::required("evidence_id").uuid())
                    .col(column::optional("page").text())
                    .col(column::required("sort").integer())
                    .primary_key(Index::create().col("action_id").col("evidence_id"))
                    .foreign_key(&mut foreign("action_evidence", "action_id", "action"))
                    .foreign_key(&mut foreign("action_evidence", "evidence_id", "evidence"))
                    .to_owned(),
            )
            .await?;
        schema
            .create_index(index("action_evidence", &["evidence_id"]))
            .await?;
        schema
            .create_table(
                Table::create()
                    .table("link")
                    .col(column::required("id").uuid().primary_key())
                    .col(column::required("plan_id").uuid())
                    .col(column::optional("source_id").text())
                    .col(column::required("from_action_id").uuid())
                    .col(column::required("cell").text())
                    .col(column::required("kind").text())
                    .col(column::required("printed_kind").text())
                    .col(column::required("printed").text())
                    .col(column::optional("label").text())
                    .col(column::optional("target_id").uuid())
                    .col(column::required("resolution").text())
                    .col(column::required("settled").boolean())
                    .col(column::required("sort").integer())
                    .foreign_key(&mut foreign("link", "plan_id", "plan"))
                    .foreign_key(&mut foreign("link", "from_action_id", "action"))
                    .to_owned(),
            )
            .await?;
        schema.create_index(index("link", &["plan_id"])).await?;
        schema
            .create_index(index("link", &["from_action_id"]))
            .await?;
        schema.create_index(index("link", &["target_id"])).await?;
        schema
            .create_table(
                Table::create()
                    .table("term")
                    .col(column::required("id").uuid().primary_key())
                    .col(column::required("plan_id").uuid())
                    .col(column::optional("source_id").text())
                    .col(column::required("term").text())
                    .col(column::required("meaning").text())
                    .col(column::optional("note").text())
                    .col(column::required("sort").integer())
                    .foreign_key(&mut foreign("term", "plan_id", "plan"))
                    .to_owned(),
            )
            .await?;
        schema.create_index(index("term", &["plan_id"])).await?;
        schema
            .create_table(
                Table::create()
                    .table("source_record")
                    .col(column::required("id").uuid().primary_key())
                    .col(column::required("plan_id").uuid())
                    .col(column::required("collection").text())
                    .col(column::required("source_id").text())
                    .col(column::required("body").json_binary())
                    .col(column::required("sort").integer())
                    .foreign_key(&mut foreign("source_record", "plan_id", "plan"))
                    .to_owned(),
            )
            .await?;
        schema
            .create_index(index("source_record", &["plan_id", "collection"]))
            .await?;
        schema
            .create_table(
                Table::create()
                    .table("finding")
                    .col(column::required("id").uuid().primary_key())
                    .col(column::required("plan_id").uuid())
                    .col(column::required("code").text())
                    .col(column::required("item").text())
                    .col(column::required("items").json_binary())
                    .col(column::required("printed").text())
                    .col(column::optional("proposal").json_binary())
                    .col(column::required("reason").text())
                    .col(column::required("state").text())
                    .col(column::optional("decided_by_id").uuid())
                    .col(column::optional("decided_at").timestamp_with_time_zone())
                    .col(column::optional("note").text())
                    .col(column::required("sort").integer())
                    .col(column::required("version").integer())
                    .foreign_key(&mut foreign("finding", "plan_id", "plan"))
                    .to_owned(),
            )
            .await?;
        schema
            .create_index(unique("finding", &["plan_id", "code", "item"]))
            .await?;
        Ok(())
    }

    async fn down(&self, schema: &SchemaManager) -> Result<(), DbErr> {
        schema
            .drop_table(Table::drop().table("finding").to_owned())
            .await?;
        schema
            .drop_table(Table::drop().table("source_record").to_owned())
            .await?;
        schema
            .drop_table(Table::drop().table("term").to_owned())
            .await?;
        schema
            .drop_table(Table::drop().table("link").to_owned())
            .await?;
        schema
            .drop_table(Table::drop().table("action_evidence").to_owned())
            .await?;
        schema
            .drop_table(Table::drop().table("evidence").to_owned())
            .await?;
        schema
            .drop_table(Table::drop().table("milestone_action").to_owned())
            .await?;
        schema
            .drop_table(Table::drop().table("milestone").to_owned())
            .await?;
        schema
            .drop_table(Table::drop().table("assignment").to_owned())
            .await?;
        schema
            .drop_table(Table::drop().table("action_outcome").to_owned())
            .await?;
        schema
            .drop_table(Table::drop().table("group_action").to_owned())
            .await?;
        schema
            .drop_table(Table::drop().table("action").to_owned())
            .await?;
        schema
            .drop_table(Table::drop().table("vulnerable_group").to_owned())
            .await?;
        schema
            .drop_table(Table::drop().table("pledge").to_owned())
            .await?;
        schema
            .drop_table(Table::drop().table("level").to_owned())
            .await?;
        schema
            .drop_table(Table::drop().table("outcome").to_owned())
            .await?;
        schema
            .drop_table(Table::drop().table("plan_party").to_owned())
            .await?;
        schema
            .drop_table(Table::drop().table("plan").to_owned())
            .await?;
        Ok(())
    }
}
