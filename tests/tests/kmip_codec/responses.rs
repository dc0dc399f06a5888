//! What our core reads in the responses of `tests/python/kmip_messages.py`: a line for each.

use fieldgate_core::kmip::op::{
    Activate, Archive, Cancel, Check, Create, DeleteAttribute, Destroy, DiscoverVersions, Get,
    GetAttributeList, GetAttributes, GetUsageAllocation, GetWrapped, Locate, ModifyAttribute,
    ObtainLease, Query, ReKey, Recover, Register, Revoke, SetAttribute,
};
use fieldgate_core::kmip::response::read_message;
use fieldgate_core::kmip::{Answer, Request};

/// A response under its name, how it is read, and what has to be read in it.
pub(crate) type NamedResponse = (&'static str, fn(&[u8]) -> String, &'static str);

/// The responses that PyKMIP writes and we read.
pub(crate) const RESPONSES: &[NamedResponse] = &[
    (
        "create",
        |m| read::<Create<'_>>(m, str::to_owned),
        "object-7",
    ),
    (
        "register",
        |m| read::<Register<'_>>(m, str::to_owned),
        "object-7",
    ),
    (
        "locate",
        |m| {
            read::<Locate<'_>>(m, |found| {
                found.map(Result::unwrap).collect::<Vec<_>>().join(" ")
            })
        },
        "object-7 object-8",
    ),
    (
        "get",
        |m| {
            read::<Get<'_>>(m, |got| {
                let key = &got.key;
                format!(
                    "{:?} {:?} {:?} {:?}",
                    got.unique_identifier, key.algorithm, key.length_bits, key.material
                )
            })
        },
        "Some(\"object-7\") Some(CryptographicAlgorithm(3)) Some(256) [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, \
         16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32]",
    ),
    (
        "get-wrapped",
        |m| {
            read::<GetWrapped<'_>>(m, |got| {
                let key = &got.key;
                format!(
                    "{:?} {:?} {:?} {}",
                    got.unique_identifier,
                    key.wrapping_key,
                    key.length_bits,
                    key.wrapped.len()
                )
            })
        },
        "Some(\"object-7\") Some(\"object-1\") Some(256) 40",
    ),
    (
        "get-attributes",
        |m| {
            read::<GetAttributes<'_>>(m, |found| {
                found
                    .attributes
                    .map(|attribute| format!("{:?}", attribute.unwrap()))
                    .collect::<Vec<_>>()
                    .join(" ")
            })
        },
        "Name(\"films\") CryptographicAlgorithm(CryptographicAlgorithm(3)) CryptographicLength(256) State(State(2)) \
         DeactivationDate(1700000000)",
    ),
    (
        "activate",
        |m| read::<Activate<'_>>(m, |id| id.unwrap().to_owned()),
        "object-7",
    ),
    (
        "revoke",
        |m| read::<Revoke<'_>>(m, |id| id.unwrap().to_owned()),
        "object-7",
    ),
    (
        "destroy",
        |m| read::<Destroy<'_>>(m, |id| id.unwrap().to_owned()),
        "object-7",
    ),
    (
        "query",
        |m| {
            read::<Query<'_>>(m, |found| {
                let operations: Vec<_> = found
                    .operations()
                    .map(|operation| operation.to_string())
                    .collect();
                format!("{:?} {}", found.vendor, operations.join(", "))
            })
        },
        "Some(\"a vendor\") Create, Get",
    ),
    (
        "discover-versions",
        |m| {
            read::<DiscoverVersions>(m, |offered| {
                offered
                    .map(|version| version.unwrap().to_string())
                    .collect::<Vec<_>>()
                    .join(" ")
            })
        },
        "1.4 1.0",
    ),
    (
        "obtain-lease",
        |m| {
            read::<ObtainLease<'_>>(m, |lease| {
                format!(
                    "{:?} {} {:?}",
                    lease.unique_identifier, lease.lease_s, lease.last_change_s
                )
            })
        },
        "Some(\"object-7\") 3600 Some(1700000000)",
    ),
    (
        "re-key",
        |m| read::<ReKey<'_>>(m, str::to_owned),
        "object-7",
    ),
    (
        "cancel",
        |m| read::<Cancel<'_>>(m, |result| format!("{result}")),
        "Canceled",
    ),
    (
        "get-attribute-list",
        |m| {
            read::<GetAttributeList<'_>>(m, |list| {
                list.kinds
                    .map(|kind| format!("{:?}", kind.unwrap()))
                    .collect::<Vec<_>>()
                    .join(" ")
            })
        },
        "Name State",
    ),
    (
        "check",
        |m| {
            read::<Check<'_>>(m, |check| {
                format!(
                    "{:?} {:?} {:?}",
                    check.unique_identifier, check.usage_mask, check.lease_s
                )
            })
        },
        "Some(\"object-7\") None Some(3600)",
    ),
    (
        "archive",
        |m| read::<Archive<'_>>(m, |id| id.unwrap().to_owned()),
        "object-7",
    ),
    (
        "recover",
        |m| read::<Recover<'_>>(m, |id| id.unwrap().to_owned()),
        "object-7",
    ),
    (
        "get-usage-allocation",
        |m| read::<GetUsageAllocation<'_>>(m, |id| id.unwrap().to_owned()),
        "object-7",
    ),
    (
        "modify-attribute",
        |m| read::<ModifyAttribute<'_>>(m, |id| id.unwrap().to_owned()),
        "object-7",
    ),
    (
        "set-attribute",
        |m| read::<SetAttribute<'_>>(m, |id| id.unwrap().to_owned()),
        "object-7",
    ),
    (
        "delete-attribute",
        |m| read::<DeleteAttribute<'_>>(m, |id| id.unwrap().to_owned()),
        "object-7",
    ),
    (
        "refused",
        |m| read::<Get<'_>>(m, |_| String::new()),
        "Operation Failed, Item Not Found: no such object",
    ),
    (
        "pending",
        |m| read::<Get<'_>>(m, |_| String::new()),
        "pending: later",
    ),
];

/// What PyKMIP writes and we don't read.
pub(crate) const NOT_READ: &[&str] = &[];

pub(crate) fn read<R: Request>(message: &[u8], show: impl Fn(R::Response<'_>) -> String) -> String {
    match read_message::<R>(message) {
        Ok(Answer::Success(response)) => show(response),
        Ok(Answer::Failure(failure)) => failure.to_string(),
        Ok(Answer::Pending { correlation }) => {
            format!("pending: {}", String::from_utf8_lossy(correlation))
        }
        Err(error) => format!("cannot be read: {error:?}"),
    }
}
