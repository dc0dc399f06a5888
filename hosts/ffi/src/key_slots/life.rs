//! Use, state, expiry and prefetch.

use fieldgate_core::{
    field::RootKey,
    slot::{FetchState, SlotState, WipeCause},
    time::Instant,
};

use super::{Table, fg_key_slots, fg_slot_set, set};
use crate::{
    context::fg_context,
    field_cipher::{self, fg_field_cipher},
    guard::{guard, guard_and_scrub},
    memory::{Place, Span, apart},
    status::fg_status,
    storage::Handle,
};

/// What a slot holds.
#[repr(u8)]
pub enum fg_slot_state {
    /// No key yet, or wiped by the caller.
    Empty = 0,
    /// No key, and someone is fetching it.
    Fetching = 1,
    /// A key.
    Fresh = 2,
    /// A key past its deadline, whose server was unreachable.
    StaleGrace = 3,
    /// No key: its time is over.
    Expired = 4,
}

/// Why an expired key was wiped.
#[repr(u8)]
pub enum fg_wipe_cause {
    /// It wasn't.
    None = 0,
    /// Its minutes were over.
    Expired = 1,
    /// The server's lease was over.
    LeaseOver = 2,
    /// It was deactivated.
    Deactivated = 3,
    /// The grace after its minutes was over.
    GraceOver = 4,
    /// The clock went back, so that nobody knows how old it is.
    ClockWentBack = 5,
    /// Another cause.
    Other = 6,
}

/// Whether a slot's key is being fetched.
#[repr(u8)]
pub enum fg_fetch_state {
    /// No fetch under way.
    Idle = 0,
    /// One fetch under way.
    InFlight = 1,
    /// Fetches failed, and none may begin now.
    BackingOff = 2,
}

/// What can be seen of a slot.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct fg_slot_status {
    /// An fg_slot_state.
    pub state: u8,
    /// An fg_wipe_cause.
    pub wipe_cause: u8,
    /// An fg_fetch_state.
    pub fetch: u8,
    /// 1: locked against being filled.
    pub write_locked: u8,
    /// 1: locked against use.
    pub use_locked: u8,
    /// Failed fetches in a row, while backing off.
    pub failures: u32,
    /// When a key is wiped, or its grace begins, in milliseconds of the caller's clock. UINT64_MAX: never, or no key.
    pub until_ms: u64,
    /// When the next fetch may begin, while backing off. Otherwise 0.
    pub retry_ms: u64,
}

impl fg_slot_status {
    fn of(table: &Table, slot: u32, now: Instant) -> Result<Self, fg_status> {
        let id = table.id(slot)?;
        let never = Instant(u64::MAX);
        let (state, cause, until) = match table.slots.state(id, now) {
            SlotState::Empty => (fg_slot_state::Empty, fg_wipe_cause::None, never),
            SlotState::Fetching => (fg_slot_state::Fetching, fg_wipe_cause::None, never),
            SlotState::Fresh { until } => {
                let until = until.unwrap_or(never);
                (fg_slot_state::Fresh, fg_wipe_cause::None, until)
            }
            SlotState::StaleGrace { until } => {
                (fg_slot_state::StaleGrace, fg_wipe_cause::None, until)
            }
            SlotState::Expired { why } => (fg_slot_state::Expired, why.into(), never),
        };
        let (fetch, failures, retry) = match table.slots.fetch_state(id, now) {
            FetchState::Idle => (fg_fetch_state::Idle, 0, 0),
            FetchState::InFlight => (fg_fetch_state::InFlight, 0, 0),
            FetchState::BackingOff { until, failures } => {
                (fg_fetch_state::BackingOff, failures, until.0)
            }
        };
        let locks = table.slots.locks(id);
        Ok(Self {
            state: state as u8,
            wipe_cause: cause as u8,
            fetch: fetch as u8,
            write_locked: locks.write.into(),
            use_locked: locks.usage.into(),
            failures,
            until_ms: until.0,
            retry_ms: retry,
        })
    }
}

impl From<WipeCause> for fg_wipe_cause {
    fn from(cause: WipeCause) -> Self {
        match cause {
            WipeCause::Expired => Self::Expired,
            WipeCause::LeaseOver => Self::LeaseOver,
            WipeCause::Deactivated => Self::Deactivated,
            WipeCause::GraceOver => Self::GraceOver,
            WipeCause::ClockWentBack => Self::ClockWentBack,
            _ => Self::Other,
        }
    }
}

/// Derives the cipher of a field from a slot's key. FG_STATUS_SLOT_EMPTY when there is none to use at `now_ms`.
///
/// The cipher doesn't expire with the slot: wipe it when fg_key_slots_expire names the slot.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn fg_key_slots_field_cipher_init(
    slots: *const fg_key_slots,
    slot: u32,
    now_ms: u64,
    cipher: *mut fg_field_cipher,
    context: *const fg_context,
    scheme: u8,
    domain_values: u64,
) -> fg_status {
    guard_and_scrub(|| {
        let cipher = Handle::of(cipher)?;
        // SAFETY: checked above, and apart; the rest is the crate's contract, which this function hands on.
        unsafe {
            cipher.check_empty()?;
            let key = slot_key(slots, slot, now_ms, cipher.span)?;
            field_cipher::derive(&cipher, &key, context, scheme, domain_values)
        }
    })
}

/// The key of a slot, for something to be derived from it into storage at `written`.
///
/// # Safety
/// The crate's contract holds for the table.
pub(crate) unsafe fn slot_key(
    slots: *const fg_key_slots,
    slot: u32,
    now_ms: u64,
    written: Span,
) -> Result<RootKey, fg_status> {
    let slots = Handle::of(slots)?;
    apart(&[slots.span], &[written])?;
    // SAFETY: checked above.
    let table = unsafe { slots.get()? };
    let key = table.slots.key(table.id(slot)?, Instant(now_ms));
    key.map(RootKey::new).ok_or(fg_status::SlotEmpty)
}

/// What can be seen of a slot at `now_ms`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn fg_key_slots_state(
    slots: *const fg_key_slots,
    slot: u32,
    now_ms: u64,
    status: *mut fg_slot_status,
) -> fg_status {
    // SAFETY: the crate's contract, which this function hands on.
    guard(|| unsafe {
        look(slots, status, |table| {
            fg_slot_status::of(table, slot, Instant(now_ms))
        })
    })
}

/// The slots whose prefetch is due at `now_ms`: begin it with fg_key_slots_begin_refetch, or decline it with
/// fg_key_slots_skip_prefetch.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn fg_key_slots_due_for_prefetch(
    slots: *const fg_key_slots,
    now_ms: u64,
    due: *mut fg_slot_set,
) -> fg_status {
    // SAFETY: the crate's contract, which this function hands on.
    guard(|| unsafe {
        look(slots, due, |table| {
            Ok(set(table.slots.due_for_prefetch(Instant(now_ms))))
        })
    })
}

/// When to call fg_key_slots_expire and fg_key_slots_due_for_prefetch next, in milliseconds of the caller's clock. UINT64_MAX: nothing
/// is to come. A moment that is past means now.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn fg_key_slots_next_deadline(
    slots: *const fg_key_slots,
    deadline_ms: *mut u64,
) -> fg_status {
    // SAFETY: the crate's contract, which this function hands on.
    guard(|| unsafe {
        look(slots, deadline_ms, |table| {
            Ok(table.slots.next_deadline().map_or(u64::MAX, |at| at.0))
        })
    })
}

/// Wipes what has expired at `now_ms`: those keys' bytes are not in the table any more. Says which slots were wiped by their time or the
/// clock since the last call, and have no new key since; wipe what was derived from them.
///
/// A clock that went back since any earlier call expires every key that expires at all, and voids every fetch under way.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn fg_key_slots_expire(
    slots: *mut fg_key_slots,
    now_ms: u64,
    wiped: *mut fg_slot_set,
) -> fg_status {
    // SAFETY: the crate's contract, which this function hands on.
    guard(|| unsafe {
        change(slots, wiped, |table| {
            let wiped = table.slots.expire(Instant(now_ms));
            set(wiped.iter().map(|wiped| wiped.slot))
        })
    })
}

/// Wipes every slot, locked or not, voids the fetches under way, and lifts locks and back-off. Says which slots held a key or awaited
/// one.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn fg_key_slots_wipe_all(
    slots: *mut fg_key_slots,
    wiped: *mut fg_slot_set,
) -> fg_status {
    // SAFETY: the crate's contract, which this function hands on.
    guard(|| unsafe { change(slots, wiped, |table| set(table.slots.wipe_all())) })
}

/// # Safety
/// The crate's contract holds for the table and the place.
unsafe fn look<T: Copy>(
    slots: *const fg_key_slots,
    place: *mut T,
    look: impl FnOnce(&Table) -> Result<T, fg_status>,
) -> Result<(), fg_status> {
    let slots = Handle::of(slots)?;
    let place = Place::of(place)?;
    apart(&[slots.span], &[place.span])?;
    // SAFETY: checked above, and apart.
    let (table, place) = unsafe { (slots.get()?, place.get()) };
    place.write(look(table)?);
    Ok(())
}

/// # Safety
/// The crate's contract holds for the table and the place.
unsafe fn change<T: Copy>(
    slots: *mut fg_key_slots,
    place: *mut T,
    change: impl FnOnce(&mut Table) -> T,
) -> Result<(), fg_status> {
    let slots = Handle::of(slots)?;
    let place = Place::of(place)?;
    apart(&[], &[slots.span, place.span])?;
    // SAFETY: checked above, and apart.
    let (table, place) = unsafe { (slots.get_mut()?, place.get()) };
    place.write(change(table));
    Ok(())
}
