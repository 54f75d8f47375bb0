//! What a plan lacks for those whom it names.

use serde::{Deserialize, Serialize};

use crate::services::Standing;

/// Something that a plan does not offer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Gap {
    /// No action, no pathway and no service.
    Nothing,
    /// No action.
    NoAction,
    /// No pathway.
    NoPathway,
    /// Pathways, but none of them says by which stages one moves.
    NoStages,
    /// No service.
    NoService,
    /// Services, but none that is open.
    NoneOpen,
}

impl Gap {
    /// Every gap, the widest first.
    pub const ALL: [Self; 6] = [
        Self::Nothing,
        Self::NoAction,
        Self::NoPathway,
        Self::NoStages,
        Self::NoService,
        Self::NoneOpen,
    ];

    /// The word on the wire.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Nothing => "nothing",
            Self::NoAction => "no-action",
            Self::NoPathway => "no-pathway",
            Self::NoStages => "no-stages",
            Self::NoService => "no-service",
            Self::NoneOpen => "none-open",
        }
    }

    /// The words on the screen.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Nothing => "Nothing is offered",
            Self::NoAction => "No action",
            Self::NoPathway => "No pathway",
            Self::NoStages => "No stages on the pathway",
            Self::NoService => "No service",
            Self::NoneOpen => "No service is open",
        }
    }

    /// What it means.
    pub const fn sentence(self) -> &'static str {
        match self {
            Self::Nothing => "The plan has no action, no pathway and no service here.",
            Self::NoAction => "No action of the plan speaks of this.",
            Self::NoPathway => "No pathway leads here.",
            Self::NoStages => {
                "There is a pathway, but it does not say yet by which stages somebody moves along it."
            }
            Self::NoService => "No service is named.",
            Self::NoneOpen => "Services are named, but none of them is open today.",
        }
    }
}

/// What a plan has for a group of children or at a level of need.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Offer {
    /// How many actions.
    pub actions: usize,
    /// How many pathways.
    pub pathways: usize,
    /// How many of the pathways have stages.
    pub staged: usize,
    /// How many services, however they stand.
    pub services: usize,
    /// How many of the services are open.
    pub open: usize,
}

impl Offer {
    /// Counts what there is. A pathway is told by whether it has stages, a service by how it stands.
    pub fn of(
        actions: usize,
        pathways: impl IntoIterator<Item = bool>,
        services: impl IntoIterator<Item = Standing>,
    ) -> Self {
        let mut offer = Self {
            actions,
            ..Self::default()
        };
        for staged in pathways {
            offer.pathways += 1;
            offer.staged += usize::from(staged);
        }
        for standing in services {
            offer.services += 1;
            offer.open += usize::from(standing == Standing::Open);
        }
        offer
    }
}

/// What is missing, the widest gap first. Where there is nothing at all, that alone is said.
pub fn gaps(offer: Offer) -> Vec<Gap> {
    let Offer {
        actions,
        pathways,
        staged,
        services,
        open,
    } = offer;
    if actions == 0 && pathways == 0 && services == 0 {
        return vec![Gap::Nothing];
    }
    [
        (actions == 0, Gap::NoAction),
        (pathways == 0, Gap::NoPathway),
        (pathways > 0 && staged == 0, Gap::NoStages),
        (services == 0, Gap::NoService),
        (services > 0 && open == 0, Gap::NoneOpen),
    ]
    .into_iter()
    .filter_map(|(missing, gap)| missing.then_some(gap))
    .collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_is_missing_is_said_once_and_the_widest_first() {
        use Gap::{NoAction, NoPathway, NoService, NoStages, NoneOpen, Nothing};
        use Standing::{Closed, Open, Planned};
        type Row = (usize, &'static [bool], &'static [Standing], &'static [Gap]);
        let table: &[Row] = &[
            (0, &[], &[], &[Nothing]),
            (1, &[], &[], &[NoPathway, NoService]),
            (0, &[true], &[], &[NoAction, NoService]),
            (0, &[], &[Open], &[NoAction, NoPathway]),
            (0, &[], &[Closed], &[NoAction, NoPathway, NoneOpen]),
            (2, &[false], &[Closed, Planned], &[NoStages, NoneOpen]),
            (2, &[false, false], &[Open], &[NoStages]),
            (1, &[false, true], &[Closed, Open], &[]),
        ];
        for (actions, pathways, services, expected) in table {
            let offer = Offer::of(*actions, pathways.iter().copied(), services.iter().copied());
            assert_eq!(gaps(offer), *expected, "{offer:?}");
        }
    }

    #[test]
    fn codes_are_those_of_the_wire() {
        for gap in Gap::ALL {
            let wire = serde_json::to_string(&gap).unwrap();
            assert_eq!(wire, format!("\"{}\"", gap.code()));
        }
    }

    proptest! {
        /// More of anything never opens another gap.
        #[test]
        fn more_help_never_widens_a_gap(
            actions in 0..3usize,
            pathways in prop::collection::vec(any::<bool>(), 0..4),
            open in prop::collection::vec(any::<bool>(), 0..4),
        ) {
            let standings = |open: &[bool]| -> Vec<Standing> {
                open.iter().map(|open| if *open { Standing::Open } else { Standing::Closed }).collect()
            };
            let before = gaps(Offer::of(actions, pathways.iter().copied(), standings(&open)));
            let full = gaps(Offer::of(
                actions + 1,
                pathways.iter().copied().chain([true]),
                standings(&open).into_iter().chain([Standing::Open]),
            ));
            prop_assert!(full.is_empty());
            let acted = gaps(Offer::of(actions + 1, pathways.iter().copied(), standings(&open)));
            if before != [Gap::Nothing] {
                prop_assert!(acted.iter().all(|gap| before.contains(gap)));
            }
            prop_assert!(!before.contains(&Gap::Nothing) || before.len() == 1);
        }
    }
}
