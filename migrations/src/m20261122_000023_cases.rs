//! Cases: who they are about, without a name; who takes part, who holds responsibility, what has
//! happened; emergencies; agreements; retention. None of it is kept in `history`, since all of it
//! has to be able to go.

use sea_orm_migration::prelude::*;

use crate::table::{column, foreign, index, unique};

#[derive(DeriveMigrationName)]
pub struct Migration;

/// The tables, those that others point at first.
const TABLES: [&str; 12] = [
    "sharing_agreement",
    "case_file",
    "case_part",
    "case_named",
    "responsibility",
    "case_pass",
    "case_event",
    "case_listed",
    "broken_glass",
    "retention_run",
    "retention_look",
    "erasure",
];

/// What has to hold of open rows alone.
const CONDITIONED: [&str; 8] = [
    "CREATE UNIQUE INDEX case_part_open ON case_part (case_id, agency_id) WHERE state IN ('asked', 'live')",
    "CREATE INDEX case_part_agency_open ON case_part (agency_id, state) WHERE state IN ('asked', 'live')",
    "CREATE UNIQUE INDEX case_named_open ON case_named (part_id, person_id) WHERE until_at IS NULL",
    "CREATE INDEX case_named_person ON case_named (person_id, case_id) WHERE until_at IS NULL",
    "CREATE UNIQUE INDEX responsibility_open ON responsibility (case_id) WHERE until_at IS NULL",
    "CREATE UNIQUE INDEX case_pass_open ON case_pass (case_id) WHERE state IN ('open', 'accepted')",
    "CREATE INDEX audit_entry_case ON audit_entry (subject_id, at) WHERE subject_kind = 'case'",
    "CREATE INDEX audit_entry_cases ON audit_entry (at) WHERE subject_kind = 'case'",
];

fn key(table: &'static str) -> TableCreateStatement {
    Table::create()
        .table(table)
        .col(column::required("id").uuid().primary_key())
        .to_owned()
}

fn agreement() -> TableCreateStatement {
    key("sharing_agreement")
        .col(column::required("name").text())
        .col(column::required("purpose").text())
        .col(column::required("basis").text())
        .col(column::required("starts_on").date())
        .col(column::optional("ends_on").date())
        .col(column::required("parties").json_binary())
        .col(column::required("version").integer())
        .to_owned()
}

fn file() -> TableCreateStatement {
    key("case_file")
        // Gone when the case is anonymised.
        .col(column::optional("reference").text())
        .col(column::optional("born").text())
        .col(column::required("born_year").integer())
        .col(column::optional("district").text())
        .col(column::required("cohorts").json_binary())
        .col(column::required("level").integer())
        .col(column::required("state").text())
        .col(column::required("state_since").timestamp_with_time_zone())
        .col(column::optional("merged_into").uuid())
        .col(column::required("concern").boolean())
        .col(column::required("legal_hold").boolean())
        .col(column::required("opened_at").timestamp_with_time_zone())
        .col(column::optional("opened_by").uuid())
        .col(column::required("version").integer())
        .to_owned()
}

fn part() -> TableCreateStatement {
    key("case_part")
        .col(column::required("case_id").uuid())
        .col(column::required("agency_id").uuid())
        .col(column::required("state").text())
        .col(column::required("offers").text())
        .col(column::optional("own_reference").text())
        .col(column::optional("agreement_id").uuid())
        .col(column::optional("sharing").json_binary())
        .col(column::optional("asked_by").uuid())
        .col(column::required("asked_at").timestamp_with_time_zone())
        // What it was asked for, and why it ended.
        .col(column::optional("asked_for").text())
        .col(column::optional("from_at").timestamp_with_time_zone())
        .col(column::optional("until_at").timestamp_with_time_zone())
        .col(column::optional("words").text())
        .col(column::required("version").integer())
        .foreign_key(&mut foreign("case_part", "case_id", "case_file"))
        .foreign_key(&mut foreign("case_part", "agency_id", "agency"))
        .foreign_key(&mut foreign(
            "case_part",
            "agreement_id",
            "sharing_agreement",
        ))
        .to_owned()
}

fn named() -> TableCreateStatement {
    key("case_named")
        .col(column::required("part_id").uuid())
        .col(column::required("case_id").uuid())
        .col(column::required("agency_id").uuid())
        .col(column::required("person_id").uuid())
        .col(column::required("from_at").timestamp_with_time_zone())
        .col(column::optional("until_at").timestamp_with_time_zone())
        .foreign_key(&mut foreign("case_named", "part_id", "case_part"))
        .foreign_key(&mut foreign("case_named", "person_id", "person"))
        .to_owned()
}

fn responsibility() -> TableCreateStatement {
    key("responsibility")
        .col(column::required("case_id").uuid())
        .col(column::required("agency_id").uuid())
        .col(column::required("from_at").timestamp_with_time_zone())
        .col(column::optional("until_at").timestamp_with_time_zone())
        .col(column::required("because").text())
        .foreign_key(&mut foreign("responsibility", "case_id", "case_file"))
        .foreign_key(&mut foreign("responsibility", "agency_id", "agency"))
        .to_owned()
}

fn pass() -> TableCreateStatement {
    key("case_pass")
        .col(column::required("case_id").uuid())
        .col(column::required("from_agency").uuid())
        .col(column::required("to_agency").uuid())
        .col(column::required("asked_by").uuid())
        .col(column::required("asked_at").timestamp_with_time_zone())
        .col(column::required("words").text())
        .col(column::required("state").text())
        .col(column::optional("answered_by").uuid())
        .col(column::optional("answered_at").timestamp_with_time_zone())
        .col(column::optional("answer_words").text())
        .col(column::optional("first_contact_on").date())
        .col(column::optional("clinical_reason").text())
        .foreign_key(&mut foreign("case_pass", "case_id", "case_file"))
        .foreign_key(&mut foreign("case_pass", "from_agency", "agency"))
        .foreign_key(&mut foreign("case_pass", "to_agency", "agency"))
        .to_owned()
}

fn event() -> TableCreateStatement {
    key("case_event")
        .col(column::required("case_id").uuid())
        .col(column::required("at").timestamp_with_time_zone())
        .col(column::optional("by_id").uuid())
        .col(column::optional("agency_id").uuid())
        .col(column::required("kind").text())
        .col(column::optional("words").text())
        .col(column::optional("detail").json_binary())
        .foreign_key(&mut foreign("case_event", "case_id", "case_file"))
        .to_owned()
}

fn listed() -> TableCreateStatement {
    key("case_listed")
        .col(column::required("person_id").uuid())
        .col(column::optional("agency_id").uuid())
        .col(column::required("at").timestamp_with_time_zone())
        .col(column::required("view").text())
        .col(column::required("cases").json_binary())
        .to_owned()
}

fn glass() -> TableCreateStatement {
    key("broken_glass")
        .col(column::required("case_id").uuid())
        .col(column::required("person_id").uuid())
        .col(column::required("agency_id").uuid())
        .col(column::required("opened_at").timestamp_with_time_zone())
        .col(column::optional("ended_at").timestamp_with_time_zone())
        .col(column::required("reason").text())
        .col(column::required("words").text())
        .col(column::required("review_due").date())
        .col(column::optional("reviewed_by").uuid())
        .col(column::optional("reviewed_at").timestamp_with_time_zone())
        .col(column::optional("finding").text())
        .col(column::optional("review_words").text())
        .foreign_key(&mut foreign("broken_glass", "case_id", "case_file"))
        .foreign_key(&mut foreign("broken_glass", "person_id", "person"))
        .foreign_key(&mut foreign("broken_glass", "agency_id", "agency"))
        .to_owned()
}

fn run() -> TableCreateStatement {
    key("retention_run")
        .col(column::required("proposed_by").uuid())
        .col(column::required("proposed_for").uuid())
        .col(column::required("proposed_at").timestamp_with_time_zone())
        .col(column::required("cases").json_binary())
        .col(column::optional("words").text())
        .col(column::optional("agreed_by").uuid())
        .col(column::optional("agreed_at").timestamp_with_time_zone())
        .col(column::optional("done_at").timestamp_with_time_zone())
        .col(column::optional("done").integer())
        .to_owned()
}

fn look() -> TableCreateStatement {
    Table::create()
        .table("retention_look")
        .col(column::required("id").integer().primary_key())
        .col(column::required("day").date())
        .to_owned()
}

fn erasure() -> TableCreateStatement {
    key("erasure")
        .col(column::required("case_id").uuid())
        .col(column::required("at").timestamp_with_time_zone())
        .col(column::required("run_id").uuid())
        .to_owned()
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, schema: &SchemaManager) -> Result<(), DbErr> {
        for table in [
            agreement(),
            file(),
            part(),
            named(),
            responsibility(),
            pass(),
            event(),
            listed(),
            glass(),
            run(),
            look(),
            erasure(),
        ] {
            schema.create_table(table).await?;
        }
        for unique in [
            unique("case_file", &["reference"]),
            unique("erasure", &["case_id"]),
        ] {
            schema.create_index(unique).await?;
        }
        for index in [
            index("case_file", &["state", "state_since"]),
            index("case_part", &["case_id"]),
            index("case_named", &["case_id"]),
            index("responsibility", &["case_id", "from_at"]),
            index("responsibility", &["agency_id"]),
            index("case_pass", &["case_id"]),
            index("case_pass", &["to_agency", "state"]),
            index("case_event", &["case_id", "at"]),
            index("case_listed", &["person_id", "at"]),
            index("case_listed", &["at"]),
            index("broken_glass", &["case_id"]),
            index("broken_glass", &["person_id", "opened_at"]),
            index("broken_glass", &["reviewed_at", "review_due"]),
        ] {
            schema.create_index(index).await?;
        }
        for condition in CONDITIONED {
            schema
                .get_connection()
                .execute_unprepared(condition)
                .await?;
        }
        Ok(())
    }

    async fn down(&self, schema: &SchemaManager) -> Result<(), DbErr> {
        for entries in ["audit_entry_case", "audit_entry_cases"] {
            schema
                .get_connection()
                .execute_unprepared(&format!("DROP INDEX {entries}"))
                .await?;
        }
        for table in TABLES.iter().rev() {
            schema
                .drop_table(Table::drop().table(*table).to_owned())
                .await?;
        }
        Ok(())
    }
}
