//! The objects and arrays around the current place, and which paths lead there.

use super::plan::{PathSet, Plan};

/// Most objects and arrays inside each other.
pub(super) const DEPTH_MAX: usize = 512;

/// More than [`DEPTH_MAX`] objects and arrays inside each other.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct TooDeep;

/// The way from the body's start to the current place.
pub(super) struct Nesting {
    depth: usize,
    /// For each depth, whether the container is an object, one bit each.
    objects: [u64; DEPTH_MAX / 64],
    /// For each depth, the paths that lead into the container.
    within: [PathSet; DEPTH_MAX],
    /// The paths that lead to the next value.
    next: PathSet,
}

impl Nesting {
    pub(super) const fn new(plan: &Plan) -> Self {
        Self {
            depth: 0,
            objects: [0; DEPTH_MAX / 64],
            within: [0; DEPTH_MAX],
            next: plan.all(),
        }
    }

    pub(super) const fn is_outermost(&self) -> bool {
        self.depth == 0
    }

    pub(super) const fn is_in_object(&self) -> bool {
        match self.depth.checked_sub(1) {
            Some(level) => self.objects[level / 64] >> (level % 64) & 1 == 1,
            None => false,
        }
    }

    /// Whether a path leads into the current container, so that its names matter.
    pub(super) const fn is_followed(&self) -> bool {
        self.depth > 0 && self.within[self.depth - 1] != 0
    }

    /// The path that ends at the next value.
    pub(super) fn covered(&self, plan: &Plan) -> Option<usize> {
        plan.ends_at(self.next, self.depth)
    }

    /// The next value is an object or array, and the place is now inside it.
    pub(super) fn enter(&mut self, is_object: bool, plan: &Plan) -> Result<(), TooDeep> {
        let level = self.depth;
        let within = self.within.get_mut(level).ok_or(TooDeep)?;
        *within = self.next;
        let bit = 1 << (level % 64);
        self.objects[level / 64] = if is_object {
            self.objects[level / 64] | bit
        } else {
            self.objects[level / 64] & !bit
        };
        self.depth += 1;
        self.element(plan);
        Ok(())
    }

    /// The current container ends.
    pub(super) const fn leave(&mut self) {
        self.depth = self.depth.saturating_sub(1);
    }

    /// The next value is an element of the current array; in an object, [`Nesting::member`] says more.
    pub(super) fn element(&mut self, plan: &Plan) {
        if let Some(level) = self.depth.checked_sub(1) {
            self.next = plan.elements_of(self.within[level], level);
        }
    }

    /// The next value is the member `name` of the current object.
    pub(super) fn member(&mut self, name: &[u8], plan: &Plan) {
        if let Some(level) = self.depth.checked_sub(1) {
            self.next = plan.member_of(self.within[level], level, name);
        }
    }

    /// The next value is a member of an object that no path leads into.
    pub(super) const fn unknown_member(&mut self) {
        self.next = 0;
    }
}
