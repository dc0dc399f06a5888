//! Memory that comes from C: checked while it is a number, followed only then.
//!
//! Each kind is made from a pointer by a safe function that looks at the pointer's value alone. When all of a function's
//! are checked, and [`apart`], one unsafe block turns them into references.

use core::mem::MaybeUninit;

use crate::status::fg_status;

/// Where some memory lies.
#[derive(Clone, Copy)]
pub(crate) struct Span {
    start: usize,
    bytes: usize,
}

impl Span {
    /// No memory at all.
    pub(crate) const NONE: Self = Self { start: 0, bytes: 0 };

    /// The span of `count` of `T`, if there can be one.
    pub(crate) fn of<T>(pointer: *const T, count: usize) -> Result<Self, fg_status> {
        let start = pointer.addr();
        let bytes = count
            .checked_mul(size_of::<T>())
            .filter(|&bytes| isize::try_from(bytes).is_ok() && start.checked_add(bytes).is_some())
            .ok_or(fg_status::BadLength)?;
        if bytes > 0 && pointer.is_null() {
            return Err(fg_status::NullPointer);
        }
        if bytes > 0 && !pointer.is_aligned() {
            return Err(fg_status::Unaligned);
        }
        Ok(Self { start, bytes })
    }

    const fn overlaps(self, other: Self) -> bool {
        self.bytes > 0
            && other.bytes > 0
            && self.start < other.start + other.bytes
            && other.start < self.start + self.bytes
    }
}

/// Fails when something that is written overlaps with anything else.
pub(crate) fn apart(read: &[Span], written: &[Span]) -> Result<(), fg_status> {
    let mut rest = written.iter();
    while let Some(span) = rest.next() {
        if read
            .iter()
            .chain(rest.clone())
            .any(|other| span.overlaps(*other))
        {
            return Err(fg_status::Overlap);
        }
    }
    Ok(())
}

/// Elements to read.
pub(crate) struct Input<T = u8> {
    pointer: *const T,
    count: usize,
    pub(crate) span: Span,
}

impl<T: Copy> Input<T> {
    pub(crate) fn of(pointer: *const T, count: usize) -> Result<Self, fg_status> {
        let span = Span::of(pointer, count)?;
        Ok(Self {
            pointer,
            count,
            span,
        })
    }

    /// # Safety
    /// The crate's contract holds for the pointer; and nothing that is written while `'a` lasts overlaps it.
    pub(crate) unsafe fn get<'a>(&self) -> &'a [T] {
        if self.span.bytes == 0 {
            return &[];
        }
        // SAFETY: not null, aligned, and no longer than memory can be: `Span::of`. The rest is this function's contract.
        unsafe { core::slice::from_raw_parts(self.pointer, self.count) }
    }
}

/// Bytes to write. What they hold before isn't looked at.
pub(crate) struct Output {
    pointer: *mut u8,
    count: usize,
    pub(crate) span: Span,
}

impl Output {
    pub(crate) fn of(pointer: *mut u8, count: usize) -> Result<Self, fg_status> {
        let span = Span::of(pointer.cast_const(), count)?;
        Ok(Self {
            pointer,
            count,
            span,
        })
    }

    /// # Safety
    /// The crate's contract holds for the pointer; and nothing else that is used while `'a` lasts overlaps it.
    pub(crate) unsafe fn get<'a>(&self) -> &'a mut [u8] {
        if self.span.bytes == 0 {
            return &mut [];
        }
        // SAFETY: as in `Input::get`. Memory that C didn't write to holds some bytes all the same, and core writes first.
        unsafe { core::slice::from_raw_parts_mut(self.pointer, self.count) }
    }
}

/// Where one result goes.
pub(crate) struct Place<T> {
    pointer: *mut T,
    pub(crate) span: Span,
}

impl<T: Copy> Place<T> {
    pub(crate) fn of(pointer: *mut T) -> Result<Self, fg_status> {
        let span = Span::of(pointer.cast_const(), 1)?;
        Ok(Self { pointer, span })
    }

    /// # Safety
    /// As for [`Output::get`].
    pub(crate) unsafe fn get<'a>(&self) -> &'a mut MaybeUninit<T> {
        // SAFETY: not null and aligned: `Span::of`; any bytes are a `MaybeUninit`. The rest is this function's contract.
        unsafe { &mut *self.pointer.cast::<MaybeUninit<T>>() }
    }
}

#[cfg(test)]
mod tests {
    use super::{Span, apart};
    use crate::status::fg_status;

    fn span(start: usize, bytes: usize) -> Span {
        Span { start, bytes }
    }

    #[test]
    fn what_can_not_be_memory_is_refused() {
        let at = |address| core::ptr::without_provenance::<u64>(address);
        assert!(matches!(Span::of(at(0), 1), Err(fg_status::NullPointer)));
        assert!(Span::of(at(0), 0).is_ok());
        assert!(matches!(Span::of(at(9), 1), Err(fg_status::Unaligned)));
        assert!(Span::of(at(16), 1).is_ok());
        for count in [usize::MAX, usize::MAX / 8, isize::MAX as usize / 8 + 1] {
            assert!(matches!(Span::of(at(8), count), Err(fg_status::BadLength)));
        }
        assert!(matches!(
            Span::of(at(usize::MAX - 7), 1),
            Err(fg_status::BadLength)
        ));
    }

    #[test]
    fn every_overlap_with_what_is_written_is_found() {
        let buffer = span(100, 10);
        for (other, overlaps) in [
            (span(90, 10), false),
            (span(90, 11), true),
            (span(104, 2), true),
            (span(100, 10), true),
            (span(95, 100), true),
            (span(109, 1), true),
            (span(110, 5), false),
            (span(105, 0), false),
        ] {
            assert_eq!(apart(&[other], &[buffer]).is_err(), overlaps);
            assert_eq!(apart(&[buffer], &[other]).is_err(), overlaps);
            assert_eq!(apart(&[], &[other, span(0, 5), buffer]).is_err(), overlaps);
            assert!(
                apart(&[buffer, other], &[]).is_ok(),
                "reading twice is no harm"
            );
        }
    }
}
