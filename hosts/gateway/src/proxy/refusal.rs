//! The gateway's own answers, when it passes a request or a response not on.

use std::{fmt::Display, time::Duration};

use hyper::{
    Response, StatusCode,
    header::{CACHE_CONTROL, CONTENT_TYPE, HeaderValue, RETRY_AFTER},
};

use super::stream::ReplyBody;
use crate::{
    body::json::{JsonError, JsonProblem, escape::escape},
    fields::{KeyUnavailable, SealError},
    query::QueryError,
    rules::UnclearPath,
};

/// Why a request isn't passed on, or its response isn't.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Refusal {
    pub(super) status: StatusCode,
    /// For programs, and the label of the metric.
    pub(super) code: &'static str,
    /// For people.
    pub(super) message: String,
    pub(super) retry_after: Option<Duration>,
}

impl Refusal {
    pub(super) fn new(status: StatusCode, code: &'static str, message: impl Display) -> Self {
        Self {
            status,
            code,
            message: message.to_string(),
            retry_after: None,
        }
    }

    pub(super) fn response(&self) -> Response<ReplyBody> {
        let mut body = format!(
            r#"{{"error":"fieldgate","code":"{}","message":""#,
            self.code
        )
        .into_bytes();
        escape(self.message.as_bytes(), &mut body);
        body.extend_from_slice(b"\"}");
        let mut response = Response::new(ReplyBody::whole(body));
        *response.status_mut() = self.status;
        let headers = response.headers_mut();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
        if let Some(after) = self.retry_after {
            headers.insert(RETRY_AFTER, HeaderValue::from(after.as_secs().max(1)));
        }
        response
    }

    /// The same, when the application has done what was asked and only its answer can't be passed on.
    pub(super) fn after_the_fact(self) -> Self {
        let message = format!(
            "the application has carried out the request, but its answer can't be passed on: {}",
            self.message
        );
        Self::new(StatusCode::BAD_GATEWAY, "answer_lost", message)
    }

    /// A body's value can't be sealed; `place` says where it stands.
    pub(super) fn seal(error: &SealError, place: impl Display) -> Self {
        let message = format!("{error}: {place}");
        match error {
            SealError::KeyUnavailable(error) => error.into(),
            SealError::WrongType => {
                Self::new(StatusCode::UNPROCESSABLE_ENTITY, "wrong_type", message)
            }
            SealError::TooLong => Self::new(StatusCode::UNPROCESSABLE_ENTITY, "too_long", message),
            SealError::Random => {
                Self::new(StatusCode::INTERNAL_SERVER_ERROR, "sealing_failed", message)
            }
        }
    }
}

impl From<&KeyUnavailable> for Refusal {
    fn from(error: &KeyUnavailable) -> Self {
        // The cause names servers and files of ours: it is for the log and the administrator, not for clients.
        let message = format!(
            "the key {} is not available now; try again later",
            error.key
        );
        let mut refusal = Self::new(StatusCode::SERVICE_UNAVAILABLE, "key_unavailable", message);
        refusal.retry_after = Some(error.retry_after);
        refusal
    }
}

impl From<JsonError> for Refusal {
    fn from(error: JsonError) -> Self {
        let (status, code) = match error.problem {
            JsonProblem::NotUtf8 => (StatusCode::BAD_REQUEST, "not_utf8"),
            JsonProblem::TooDeep => (StatusCode::BAD_REQUEST, "too_deep"),
            JsonProblem::NotAScalar => (StatusCode::UNPROCESSABLE_ENTITY, "not_a_scalar"),
            JsonProblem::LoneSurrogate => (StatusCode::UNPROCESSABLE_ENTITY, "lone_surrogate"),
            JsonProblem::TooLong => (StatusCode::UNPROCESSABLE_ENTITY, "too_long"),
            JsonProblem::SealedPasted => (StatusCode::UNPROCESSABLE_ENTITY, "sealed_value_pasted"),
            JsonProblem::UnopenableWrittenBack => (StatusCode::CONFLICT, "unopenable_written_back"),
            _ => (StatusCode::BAD_REQUEST, "invalid_json"),
        };
        Self::new(status, code, error)
    }
}

impl From<UnclearPath> for Refusal {
    fn from(error: UnclearPath) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "unclear_path", error)
    }
}

impl From<QueryError> for Refusal {
    fn from(error: QueryError) -> Self {
        match &error {
            QueryError::Seal(name, cause) => {
                Self::seal(cause, format_args!("the parameter {name}"))
            }
            QueryError::Pasted(_) => {
                Self::new(StatusCode::BAD_REQUEST, "sealed_value_pasted", error)
            }
            QueryError::Refused(_) => Self::new(StatusCode::BAD_REQUEST, "search_refused", error),
            _ => Self::new(StatusCode::BAD_REQUEST, "unclear_query", error),
        }
    }
}
