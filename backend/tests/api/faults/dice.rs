//! Random choices that can be made again.

/// A source of random choices: SplitMix64, which needs no more than its seed.
#[derive(Clone, Debug)]
pub struct Dice(u64);

impl Dice {
    /// From the seed that the environment names, or a new one, which is printed.
    pub fn cast(story: &str) -> Self {
        let seed = std::env::var("THROUGHLINE_FAULTS_SEED").map_or_else(
            |_| {
                let bytes = backend::clock::secret().unwrap();
                u64::from_le_bytes(bytes[..8].try_into().unwrap())
            },
            |text| text.parse().expect("THROUGHLINE_FAULTS_SEED is a number"),
        );
        println!("{story}: THROUGHLINE_FAULTS_SEED={seed}");
        Self(seed)
    }

    /// Another one for somebody who chooses beside this one.
    pub fn split(&mut self) -> Self {
        Self(self.next())
    }

    /// Below `end`.
    pub fn below(&mut self, end: u64) -> u64 {
        self.next() % end
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }
}
