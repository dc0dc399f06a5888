//! Where in one kind of body the fields are: up to 64 JSON paths, matched together while the body streams.

use super::json_path::{JsonPath, Step};
use crate::fields::FieldId;

/// Most paths in one body: they are the bits of a word.
pub const PATHS_MAX: usize = 64;

/// A set of paths, one bit each.
pub(super) type PathSet = u64;

/// The places to seal in one body.
#[derive(Default, Debug)]
pub struct Plan {
    paths: Vec<(JsonPath, FieldId)>,
    /// Paths that have exactly so many steps.
    ends: Vec<PathSet>,
    /// Paths whose step of this index is `[*]`.
    elements: Vec<PathSet>,
    name_bytes_max: usize,
}

impl Plan {
    /// The plan of `paths`; those after the first [`PATHS_MAX`] would be lost, so there is none then.
    #[must_use]
    pub fn new(paths: Vec<(JsonPath, FieldId)>) -> Option<Self> {
        if paths.len() > PATHS_MAX {
            return None;
        }
        let steps_max = paths
            .iter()
            .map(|(path, _)| path.steps().len())
            .max()
            .unwrap_or(0);
        let mut plan = Self {
            ends: vec![0; steps_max + 1],
            elements: vec![0; steps_max],
            ..Self::default()
        };
        for (bit, (path, _)) in paths.iter().enumerate() {
            plan.ends[path.steps().len()] |= 1 << bit;
            for (index, step) in path.steps().iter().enumerate() {
                match step {
                    Step::Element => plan.elements[index] |= 1 << bit,
                    Step::Member(name) => plan.name_bytes_max = plan.name_bytes_max.max(name.len()),
                }
            }
        }
        plan.paths = paths;
        Some(plan)
    }

    /// The paths and their fields.
    #[must_use]
    pub fn paths(&self) -> &[(JsonPath, FieldId)] {
        &self.paths
    }

    /// Every path.
    pub(super) const fn all(&self) -> PathSet {
        match self.paths.len() {
            0 => 0,
            count => PathSet::MAX >> (PATHS_MAX - count),
        }
    }

    /// A name longer than this is in no path.
    pub(super) const fn name_bytes_max(&self) -> usize {
        self.name_bytes_max
    }

    /// Those of `active` that go on into the elements of an array which stands `depth` steps deep.
    pub(super) fn elements_of(&self, active: PathSet, depth: usize) -> PathSet {
        active & self.elements.get(depth).copied().unwrap_or(0)
    }

    /// Those of `active` that go on into the member `name` of an object which stands `depth` steps deep.
    pub(super) fn member_of(&self, active: PathSet, depth: usize, name: &[u8]) -> PathSet {
        let mut left = active;
        let mut followed = 0;
        while left != 0 {
            let bit = left.trailing_zeros() as usize;
            left &= left - 1;
            if let Some(Step::Member(member)) = self.paths[bit].0.steps().get(depth)
                && member.as_bytes() == name
            {
                followed |= 1 << bit;
            }
        }
        followed
    }

    /// The first of `active` that ends at a value which stands `depth` steps deep.
    pub(super) fn ends_at(&self, active: PathSet, depth: usize) -> Option<usize> {
        let ended = active & self.ends.get(depth).copied().unwrap_or(0);
        (ended != 0).then(|| ended.trailing_zeros() as usize)
    }
}
