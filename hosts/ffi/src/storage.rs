//! Objects in the caller's storage.
//!
//! The first word of the storage tells whether it holds an object: 0 for none, else the kind's number mixed with the
//! storage's own address. So storage of another kind, a wiped object and a copy that was moved elsewhere are all known. The
//! object follows at the first place that is aligned for it, wherever C put the storage.

use core::{marker::PhantomData, ptr};

use zeroize::Zeroize;

use crate::{memory::Span, status::fg_status};

/// Storage that C reserves for an object. An array of words, and nothing else.
pub(crate) trait Storage: Sized {
    /// What is kept in it. It wipes its secrets when it is dropped.
    type Object;
    /// Tells this kind of storage from others. Not 0, and no two alike.
    const KIND: u64;
}

/// Storage whose pointer was checked.
pub(crate) struct Handle<S: Storage> {
    pointer: *mut S,
    pub(crate) span: Span,
    kind: PhantomData<S>,
}

impl<S: Storage> Handle<S> {
    pub(crate) fn of(pointer: *const S) -> Result<Self, fg_status> {
        const {
            let slack = align_of::<S::Object>() - 1;
            assert!(
                size_of::<u64>() + slack + size_of::<S::Object>() <= size_of::<S>(),
                "the storage of an object is too small for it: raise its number of words"
            );
            assert!(align_of::<S>() == align_of::<u64>());
        }
        let span = Span::of(pointer, 1)?;
        Ok(Self {
            pointer: pointer.cast_mut(),
            span,
            kind: PhantomData,
        })
    }

    fn tag(&self) -> u64 {
        S::KIND ^ self.pointer.addr() as u64
    }

    fn object(&self) -> *mut S::Object {
        let first = self.pointer.cast::<u8>().wrapping_add(size_of::<u64>());
        let slack = first.addr().wrapping_neg() % align_of::<S::Object>();
        first.wrapping_add(slack).cast()
    }

    /// # Safety
    /// The crate's contract holds for the pointer.
    unsafe fn holds_object(&self) -> Result<(), fg_status> {
        // SAFETY: not null and aligned: `Handle::of`; storage begins with a word. The rest is this function's contract.
        let tag = unsafe { self.pointer.cast::<u64>().read() };
        if tag == self.tag() {
            Ok(())
        } else {
            Err(fg_status::NotInitialised)
        }
    }

    /// Whether an object can be put here.
    ///
    /// # Safety
    /// The crate's contract holds for the pointer.
    pub(crate) unsafe fn check_empty(&self) -> Result<(), fg_status> {
        // SAFETY: as in `holds_object`.
        match unsafe { self.pointer.cast::<u64>().read() } {
            0 => Ok(()),
            _ => Err(fg_status::InUse),
        }
    }

    /// The object.
    ///
    /// # Safety
    /// The crate's contract holds for the pointer; and nothing that is written while `'a` lasts overlaps the storage.
    pub(crate) unsafe fn get<'a>(&self) -> Result<&'a S::Object, fg_status> {
        // SAFETY: the tag says that `put` wrote an object to this very place, which is aligned and in the storage.
        unsafe {
            self.holds_object()?;
            Ok(&*self.object())
        }
    }

    /// The object, to change.
    ///
    /// # Safety
    /// The crate's contract holds for the pointer; and nothing else that is used while `'a` lasts overlaps the storage.
    pub(crate) unsafe fn get_mut<'a>(&self) -> Result<&'a mut S::Object, fg_status> {
        // SAFETY: as in `get`, and nobody else uses the object: this function's contract.
        unsafe {
            self.holds_object()?;
            Ok(&mut *self.object())
        }
    }

    /// Puts an object into storage that is empty.
    ///
    /// # Safety
    /// As for [`Handle::get_mut`].
    pub(crate) unsafe fn put(&self, object: S::Object) -> Result<(), fg_status> {
        // SAFETY: the object fits from its aligned place on: the assertion in `Handle::of`. The tag goes first.
        unsafe {
            self.check_empty()?;
            self.object().write(object);
            self.pointer.cast::<u64>().write(self.tag());
        }
        Ok(())
    }

    /// Takes the object out and leaves zeros.
    ///
    /// # Safety
    /// As for [`Handle::get_mut`].
    pub(crate) unsafe fn take(&self) -> Result<S::Object, fg_status> {
        // SAFETY: as in `get_mut`; after the read the storage is only bytes.
        unsafe {
            self.holds_object()?;
            let object = self.object().read();
            self.zeroize();
            Ok(object)
        }
    }

    /// Drops the object, which wipes its secrets, and leaves zeros.
    ///
    /// # Safety
    /// As for [`Handle::get_mut`].
    pub(crate) unsafe fn wipe(&self) -> Result<(), fg_status> {
        // SAFETY: as in `take`.
        unsafe {
            self.holds_object()?;
            ptr::drop_in_place(self.object());
            self.zeroize();
        }
        Ok(())
    }

    /// # Safety
    /// As for [`Handle::get_mut`], and the storage holds no object any more.
    unsafe fn zeroize(&self) {
        let words = size_of::<S>() / size_of::<u64>();
        // SAFETY: storage is an array of words, all of them written by C or by `put`.
        unsafe { core::slice::from_raw_parts_mut(self.pointer.cast::<u64>(), words) }.zeroize();
    }
}
