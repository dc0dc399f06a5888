//! Schemes `order` and `order-reveal`: what must sort, what must decrypt, what must not, and what one ciphertext tells.

mod known;
mod model;
mod pairs;
mod prediction;
mod refusals;
mod subject;
mod text;

use fieldgate_core::{
    field::{Context, FieldType, RootKey, Scheme, leakage::Admitted},
    secret::Secret,
};

const ROOT: [u8; 32] = [1; 32];

const CONTEXT: Context<'static> = Context {
    tenant: "demo",
    partition: "films",
    object: "film",
    field: "year",
    kind: FieldType::Text,
    epoch: 0,
};

const ORDER: Admitted = Admitted::danger_tiny_domain(Scheme::Order);
const ORDER_REVEAL: Admitted = Admitted::danger_tiny_domain(Scheme::OrderReveal);

fn root() -> RootKey {
    RootKey::new(&Secret::copied_from(&ROOT).unwrap())
}

/// SplitMix64 (Steele, Lea, Flood, OOPSLA 2014): reproducible numbers for tests.
struct Numbers(u64);

impl Numbers {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }
}
