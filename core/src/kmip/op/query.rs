//! Query (section 4.25): what a server can do.

use super::super::{Error, Operation, ProtocolVersion, QueryFunction, Request, tags};
use crate::ttlv::{self, Items, Writer};

/// Asks what the server can do.
#[derive(Clone, Copy, Debug)]
pub struct Query<'q> {
    /// What to list.
    pub functions: &'q [QueryFunction],
}

impl Request for Query<'_> {
    const OPERATION: Operation = Operation::QUERY;
    const SINCE: ProtocolVersion = ProtocolVersion::V1_0;
    type Response<'a> = QueryResponse<'a>;

    fn write(&self, w: &mut Writer<'_>, _: ProtocolVersion) -> Result<(), ttlv::Error> {
        self.functions
            .iter()
            .try_for_each(|function| w.enumeration(tags::QUERY_FUNCTION, function.0))
    }

    fn read(payload: Items<'_>) -> Result<QueryResponse<'_>, Error> {
        let vendor = payload.find(tags::VENDOR_IDENTIFICATION)?;
        // Read once here, so that a bad item is an error and not a shorter list.
        for item in payload {
            let item = item?;
            if item.tag == tags::OPERATION {
                item.enumeration()?;
            }
        }
        Ok(QueryResponse {
            payload,
            vendor: vendor.map(|text| text.text()).transpose()?,
        })
    }
}

/// What a server can do.
#[derive(Clone, Copy, Debug)]
pub struct QueryResponse<'a> {
    payload: Items<'a>,
    /// Who made the server, in its own words.
    pub vendor: Option<&'a str>,
}

impl<'a> QueryResponse<'a> {
    /// The operations that the server offers.
    pub fn operations(&self) -> impl Iterator<Item = Operation> + 'a {
        self.payload
            .flatten()
            .filter(|item| item.tag == tags::OPERATION)
            .filter_map(|item| item.enumeration().ok().map(Operation))
    }
}
