/// A scale of whole numbers from nought.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Scale {
    /// Where nought is.
    pub from: f64,
    /// Where the end is.
    pub to: f64,
    /// The number at the end.
    pub most: u32,
    step: u32,
}

/// Most steps of a scale.
const STEPS: u32 = 5;

impl Scale {
    /// A scale on which `most` has room, of steps that are easy to count by.
    pub fn new(most: u32, from: f64, to: f64) -> Self {
        let most = most.max(1);
        let step = (0..9)
            .flat_map(|power| [1, 2, 5].map(|unit: u32| unit.saturating_mul(10_u32.pow(power))))
            .find(|step| most.div_ceil(*step) <= STEPS)
            .unwrap_or(most);
        Self {
            from,
            to,
            most: most.div_ceil(step).saturating_mul(step),
            step,
        }
    }

    /// Where a number is.
    pub fn at(&self, number: u32) -> f64 {
        self.from + (self.to - self.from) * f64::from(number) / f64::from(self.most)
    }

    /// The numbers at which the scale is marked.
    pub fn ticks(&self) -> impl Iterator<Item = u32> + use<> {
        let step = self.step;
        (0..=self.most / step).map(move |tick| tick * step)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn everything_has_room_on_a_few_even_steps(most in 0u32..4_000_000_000) {
            let scale = Scale::new(most, 0.0, 100.0);
            prop_assert!(scale.most >= most && scale.at(scale.most) == 100.0 && scale.at(0) == 0.0);
            let ticks: Vec<u32> = scale.ticks().collect();
            prop_assert!(ticks.len() <= 6 && ticks.len() >= 2);
            prop_assert_eq!(ticks.last().copied(), Some(scale.most));
            prop_assert!(u64::from(scale.most) <= u64::from(most.max(1)) * 2 + 5);
        }
    }
}
