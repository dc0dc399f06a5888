//! A whole message checked in one pass, before anything of it is believed.

use super::{
    DEPTH_STRUCTURES_MAX, Error, HEADER_BYTES, ITEMS_MAX, Items, MESSAGE_BYTES_MAX, Value,
};

/// What a message is made of, as [`check_message`] found it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub struct Shape {
    /// How many items there are, at all depths, structures among them.
    pub items: u32,
    /// How many structures lie within one another where they lie deepest; 0 for a message without any.
    pub depth: u8,
}

/// Checks every item of a message at every depth: tags, types, lengths, padding, Booleans and text, that no item is
/// longer than the structure it lies in, and that the message is one item with nothing behind it.
///
/// It goes through the bytes from front to back, with no recursion: the time is linear and the stack the same for all
/// messages.
///
/// # Errors
/// That of the first item that is not TTLV; [`Error::TooDeep`] and [`Error::TooManyItems`] beyond
/// [`DEPTH_STRUCTURES_MAX`] and [`ITEMS_MAX`]; [`Error::BytesAfterMessage`]; [`Error::Truncated`] for no bytes at all.
///
/// ```
/// use fieldgate_core::ttlv::{check_message, Error};
///
/// let message = b"\x42\0\x78\x01\0\0\0\x10\x42\0\x0d\x02\0\0\0\x04\0\0\0\x01\0\0\0\0";
/// let shape = check_message(message)?;
/// assert_eq!((shape.items, shape.depth), (2, 1));
/// # Ok::<(), Error>(())
/// ```
pub fn check_message(message: &[u8]) -> Result<Shape, Error> {
    let mut outer = Items::of_message(message);
    outer.next().ok_or(Error::Truncated)??;
    if !outer.bytes().is_empty() {
        return Err(Error::BytesAfterMessage);
    }
    check_items(message)
}

/// Checks the items in some bytes, any number of them, as [`check_message`] does.
pub(super) fn check_items(bytes: &[u8]) -> Result<Shape, Error> {
    let mut shape = Shape { items: 0, depth: 0 };
    // What follows each structure that is open, the outermost first.
    let mut followers = [Items::none(); DEPTH_STRUCTURES_MAX as usize];
    let mut depth: u8 = 0;
    let mut items = Items::of_message(bytes);
    loop {
        if items.bytes().is_empty() {
            // The structure ends, or the message.
            let Some(outer) = depth.checked_sub(1) else {
                return Ok(shape);
            };
            depth = outer;
            items = *followers.get(usize::from(depth)).ok_or(Error::TooDeep)?;
            continue;
        }
        let item = items.read_inlined()?;
        shape.items += 1;
        if shape.items > ITEMS_MAX {
            return Err(Error::TooManyItems);
        }
        if let Value::Structure(inner) = item.value {
            *followers
                .get_mut(usize::from(depth))
                .ok_or(Error::TooDeep)? = items;
            depth += 1;
            shape.depth = shape.depth.max(depth);
            items = inner;
        }
    }
}

// A message whose items all have values is never refused for their number.
const _: () = assert!(ITEMS_MAX as usize * 2 * HEADER_BYTES >= MESSAGE_BYTES_MAX);
