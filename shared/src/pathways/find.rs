//! Finding a pathway in a list.

use crate::{
    ids::{GroupId, OutcomeId},
    services::folded,
};

use super::api::PathwaySummary;

/// What pathways are narrowed by. What is absent narrows nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PathwayFilter {
    /// A level of need that lies on the pathway.
    pub level: Option<i32>,
    /// An outcome that it serves.
    pub outcome: Option<OutcomeId>,
    /// A group that it serves.
    pub group: Option<GroupId>,
    /// Words that all stand in its name or its summary.
    pub text: Option<String>,
    /// Whether it has stages.
    pub staged: Option<bool>,
}

/// Whether a level of need lies on a pathway between these levels. One that names none lies at
/// none.
pub fn passes(level_from: Option<i32>, level_to: Option<i32>, level: i32) -> bool {
    level_from
        .zip(level_to)
        .is_some_and(|(from, to)| (from.min(to)..=from.max(to)).contains(&level))
}

/// Whether a pathway is one of those looked for.
pub fn fits(pathway: &PathwaySummary, filter: &PathwayFilter) -> bool {
    let level = filter
        .level
        .is_none_or(|level| passes(pathway.level_from, pathway.level_to, level));
    let outcome = filter
        .outcome
        .is_none_or(|wanted| pathway.outcomes.iter().any(|outcome| outcome.id == wanted));
    let group = filter
        .group
        .is_none_or(|wanted| pathway.groups.iter().any(|group| group.id == wanted));
    let staged = filter
        .staged
        .is_none_or(|wanted| wanted == (pathway.stages > 0));
    let text = filter.text.as_deref().is_none_or(|text| {
        let told = folded(&format!("{} {}", pathway.name, pathway.summary));
        folded(text).split(' ').all(|word| told.contains(word))
    });
    level && outcome && group && staged && text
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::{
        ids::PathwayId,
        pathways::PathwayKind,
        plans::api::{NamedGroup, NamedOutcome},
    };

    #[test]
    fn each_filter_narrows_by_itself() {
        let pathway = PathwaySummary {
            id: PathwayId(Uuid::nil()),
            name: "Step-down pathway".to_owned(),
            kind: PathwayKind::StepDown,
            summary: "Eases support\u{2019}s end.".to_owned(),
            level_from: Some(4),
            level_to: Some(2),
            outcomes: vec![NamedOutcome {
                id: OutcomeId(Uuid::from_u128(1)),
                number: None,
                name: "Recovery".to_owned(),
            }],
            groups: vec![NamedGroup {
                id: GroupId(Uuid::from_u128(2)),
                name: "Care leavers".to_owned(),
            }],
            stages: 0,
            standards: 0,
            findings: 1,
            worked_example: false,
            valid_to: None,
        };
        let all = PathwayFilter::default;
        let text = |words: &str| PathwayFilter {
            text: Some(words.to_owned()),
            ..all()
        };
        for (filter, expected) in [
            (all(), true),
            (
                PathwayFilter {
                    level: Some(3),
                    ..all()
                },
                true,
            ),
            (
                PathwayFilter {
                    level: Some(1),
                    ..all()
                },
                false,
            ),
            (
                PathwayFilter {
                    outcome: Some(OutcomeId(Uuid::from_u128(1))),
                    ..all()
                },
                true,
            ),
            (
                PathwayFilter {
                    outcome: Some(OutcomeId(Uuid::from_u128(2))),
                    ..all()
                },
                false,
            ),
            (
                PathwayFilter {
                    group: Some(GroupId(Uuid::from_u128(2))),
                    ..all()
                },
                true,
            ),
            (
                PathwayFilter {
                    group: Some(GroupId(Uuid::from_u128(1))),
                    ..all()
                },
                false,
            ),
            (
                PathwayFilter {
                    staged: Some(false),
                    ..all()
                },
                true,
            ),
            (
                PathwayFilter {
                    staged: Some(true),
                    ..all()
                },
                false,
            ),
            (text("STEP  support's"), true),
            (text("step ladder"), false),
            (text("  "), true),
            (text("%"), false),
        ] {
            assert_eq!(fits(&pathway, &filter), expected, "{filter:?}");
        }
        let unknown = PathwaySummary {
            level_to: None,
            level_from: None,
            ..pathway
        };
        assert!(!fits(
            &unknown,
            &PathwayFilter {
                level: Some(3),
                ..all()
            }
        ));
    }
}
