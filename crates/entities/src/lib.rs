//! The tables as sea-orm entities. They never leave the repositories: nothing here can be
//! serialised, and the wire types live in `shared`.

pub mod action;
pub mod action_evidence;
pub mod action_outcome;
pub mod agency;
pub mod assignment;
pub mod audit_entry;
pub mod audit_seal;
pub mod cycle;
pub mod evidence;
pub mod finding;
pub mod group_action;
pub mod history;
pub mod kept_answer;
pub mod level;
pub mod link;
pub mod milestone;
pub mod milestone_action;
pub mod one_time_link;
pub mod outbox;
pub mod outcome;
pub mod person;
pub mod person_grant;
pub mod plan;
pub mod plan_party;
pub mod pledge;
pub mod progress_update;
pub mod session;
pub mod setting;
pub mod source_record;
pub mod term;
pub mod throttle;
pub mod update_step;
pub mod vulnerable_group;
