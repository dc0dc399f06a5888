//! The life of one request: route, check, seal, send, open, answer.

use std::{net::IpAddr, pin::pin, sync::Arc, time::Instant};

use hyper::{
    HeaderMap, Method, Request, Response, StatusCode, Uri, Version,
    body::Incoming,
    header::{CONTENT_LENGTH, EXPECT, HOST, HeaderValue, TRANSFER_ENCODING},
    http::{request, uri::PathAndQuery},
};
use tokio::time::timeout;

use super::{
    Gateway, Generation, UnknownWrites,
    headers::{METHOD_OVERRIDES, to_client, to_upstream},
    limits::DISCARDED_BYTES_MAX,
    media,
    metrics::SealedCount,
    pool::Lease,
    refusal::Refusal,
    request_body::{Sending, Source},
    response_body::Opening,
    stream::{Deadlined, ReplyBody, RequestBody},
    upstream::SendError,
};
use crate::{
    body::json::plan::Plan,
    fields::Fields,
    query,
    rules::{RequestPath, Route},
};

/// Answers one request; what can't be answered otherwise is refused.
pub(super) async fn answer<F: Fields>(
    gateway: Gateway<F>,
    peer: IpAddr,
    request: Request<Incoming>,
) -> Response<ReplyBody> {
    let started = Instant::now();
    let generation = gateway.current();
    let method = request.method().clone();
    let path = request.uri().path().to_owned();
    let sealed = gateway.metrics().sealed_count();
    let exchange = Exchange {
        gateway: &gateway,
        generation: &generation,
        peer,
        sealed: Arc::clone(&sealed),
    };
    let response = exchange.run(request).await.unwrap_or_else(|refusal| {
        gateway.metrics().count_refusal(refusal.code);
        tracing::info!(reason = refusal.code, "refused: {}", refusal.message);
        refusal.response()
    });
    let sealed = sealed.get();
    gateway.metrics().count_request(response.status());
    let milliseconds = u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX);
    tracing::info!(%method, path, status = response.status().as_u16(), milliseconds, sealed, "request");
    response
}

/// What becomes of a request's body.
enum BodyPlan {
    None,
    Copy,
    Seal(Arc<Plan>),
}

struct Exchange<'g, F> {
    gateway: &'g Gateway<F>,
    generation: &'g Generation<F>,
    peer: IpAddr,
    sealed: Arc<SealedCount>,
}

impl<F: Fields> Exchange<'_, F> {
    async fn run(&self, request: Request<Incoming>) -> Result<Response<ReplyBody>, Refusal> {
        let limits = &self.generation.settings.limits;
        let (parts, incoming) = request.into_parts();
        let mut incoming = Deadlined::new(incoming, limits.request_idle);
        let has_body = !hyper::body::Body::is_end_stream(&incoming);
        let (head, plan) = match self.prepare(&parts, has_body).await {
            Ok(prepared) => prepared,
            Err(refusal) => {
                // A client that waits for 100 Continue has sent nothing that could be in the way of the answer.
                if !parts.headers.contains_key(EXPECT) {
                    incoming.discard(DISCARDED_BYTES_MAX, limits.discard).await;
                }
                return Err(refusal);
            }
        };
        let (body, sending) = match plan {
            BodyPlan::None => (RequestBody::empty(), Sending::Whole),
            BodyPlan::Copy => Source::<F>::copied(incoming).send(limits).await?,
            BodyPlan::Seal(plan) => {
                let fields = Arc::clone(&self.generation.fields);
                Source::sealed(incoming, plan, fields, Arc::clone(&self.sealed))
                    .send(limits)
                    .await?
            }
        };
        let is_safe = head.method().is_safe();
        let (response, lease) = self.send(head.map(|()| body), sending).await?;
        let opened = self.open(response, lease).await;
        // A client that is told to try again would write twice.
        opened.map_err(|refusal| {
            if is_safe {
                refusal
            } else {
                refusal.after_the_fact()
            }
        })
    }

    /// Everything that can be decided before the body: what is sealed in it, and the head that goes up.
    async fn prepare(
        &self,
        parts: &request::Parts,
        has_body: bool,
    ) -> Result<(Request<()>, BodyPlan), Refusal> {
        if parts.method == Method::CONNECT {
            return Err(Refusal::new(
                StatusCode::METHOD_NOT_ALLOWED,
                "method",
                "this is not a forward proxy",
            ));
        }
        // Another coding would be undone by nobody: only chunked is taken off here (RFC 9112 section 6.1).
        let mut codings = parts.headers.get_all(TRANSFER_ENCODING).iter();
        if codings.any(|coding| !coding.as_bytes().eq_ignore_ascii_case(b"chunked")) {
            let message = "only chunked is known as Transfer-Encoding";
            return Err(Refusal::new(
                StatusCode::NOT_IMPLEMENTED,
                "transfer_encoding",
                message,
            ));
        }
        check_head(parts, has_body)?;
        let route = self.route(parts, has_body)?;
        let plan = self.body_plan(parts, &route, has_body)?;
        let mut head = Request::new(());
        *head.method_mut() = parts.method.clone();
        *head.uri_mut() = self.target(&parts.uri, &route).await?;
        *head.version_mut() = Version::HTTP_11;
        *head.headers_mut() = parts.headers.clone();
        if let Some(authority) = parts.uri.authority()
            && let Ok(host) = HeaderValue::from_str(authority.as_str())
        {
            // RFC 9112 section 3.2.2: an absolute target is what counts.
            head.headers_mut().insert(HOST, host);
        }
        let host = self.generation.settings.upstream.host_header();
        to_upstream(
            head.headers_mut(),
            self.peer,
            host,
            matches!(plan, BodyPlan::Seal(_)),
        );
        Ok((head, plan))
    }

    fn route(&self, parts: &request::Parts, has_body: bool) -> Result<Route, Refusal> {
        // Sealed values are made here: one that comes from outside could be shown back, and opened, to whoever sent it.
        if query::has_sealed(parts.uri.path()) {
            return Err(pasted());
        }
        // What has neither a body nor a query has nothing to seal, whatever its path is.
        if self.generation.rules.is_empty() || !has_body && parts.uri.query().is_none() {
            return Ok(Route::default());
        }
        let route = self.generation.rules.route(
            parts.method.as_str(),
            &RequestPath::parse(parts.uri.path())?,
        );
        let by_header = METHOD_OVERRIDES
            .iter()
            .any(|name| parts.headers.contains_key(*name));
        let by_query = query::names(parts.uri.query().unwrap_or_default())
            .any(|name| name.eq_ignore_ascii_case("_method"));
        if route.searches.is_some() && (by_header || by_query) {
            let message = "the path has fields to seal, and a header or parameter would change the method that the rules go by";
            return Err(Refusal::new(
                StatusCode::BAD_REQUEST,
                "method_override",
                message,
            ));
        }
        Ok(route)
    }

    fn body_plan(
        &self,
        parts: &request::Parts,
        route: &Route,
        has_body: bool,
    ) -> Result<BodyPlan, Refusal> {
        if !has_body {
            return Ok(BodyPlan::None);
        }
        if let Some(plan) = &route.body {
            media::check_sealable(&parts.headers)?;
            return Ok(BodyPlan::Seal(Arc::clone(plan)));
        }
        if route.searches.is_some() {
            let message = "a rule covers this path, but no rule covers a body with this method there; list the method in the rule";
            return Err(Refusal::new(
                StatusCode::FORBIDDEN,
                "uncovered_method",
                message,
            ));
        }
        match self.generation.settings.unknown_writes {
            UnknownWrites::Allow => {}
            UnknownWrites::Warn => {
                tracing::warn!(method = %parts.method, path = parts.uri.path(), "a body that no rule covers passes");
            }
            UnknownWrites::Refuse => {
                let message = "no rule covers a body with this method and path";
                return Err(Refusal::new(
                    StatusCode::FORBIDDEN,
                    "unknown_write",
                    message,
                ));
            }
        }
        Ok(BodyPlan::Copy)
    }

    /// The request target, with search terms sealed.
    async fn target(&self, uri: &Uri, route: &Route) -> Result<Uri, Refusal> {
        let unclear = |_| {
            Refusal::new(
                StatusCode::BAD_REQUEST,
                "unclear_query",
                "the query can't be passed on",
            )
        };
        let target = match (uri.path_and_query(), uri.query(), &route.searches) {
            (Some(_), Some(query), Some(searches)) => {
                let sealed = query::seal(query, searches, &*self.generation.fields).await?;
                self.sealed.add(sealed.fields);
                PathAndQuery::try_from(format!("{}?{}", uri.path(), sealed.query))
                    .map_err(unclear)?
            }
            (Some(_), Some(query), None) if query::has_sealed(query) => return Err(pasted()),
            (Some(target), ..) => target.clone(),
            (None, ..) => PathAndQuery::from_static("/"),
        };
        Ok(target.into())
    }

    /// Sends the request while its body may still be coming; the response's head.
    async fn send(
        &self,
        request: Request<RequestBody>,
        sending: Sending,
    ) -> Result<(Response<Incoming>, Lease), Refusal> {
        let settings = &self.generation.settings;
        let mut answer = pin!(settings.upstream.send(request));
        let mut reason = None;
        if let Sending::Piping { mut task, refusal } = sending {
            tokio::select! {
                // An answer to half a request is passed on, too; the rest of the body goes on meanwhile.
                answer = &mut answer => return match (answer, refusal.get()) {
                    (Err(_), Some(refusal)) => Err(refusal.clone()),
                    (answer, _) => answer.map_err(|error| unsent(&error)),
                },
                _ = &mut task => {}
            }
            if let Some(refusal) = refusal.get() {
                return Err(refusal.clone());
            }
            reason = Some(refusal);
        }
        match timeout(settings.limits.response, answer).await {
            Ok(Ok(answer)) => Ok(answer),
            Ok(Err(error)) => Err(reason
                .and_then(|slot| slot.get().cloned())
                .unwrap_or_else(|| unsent(&error))),
            Err(_) => {
                let message = "the application takes too long to answer";
                Err(Refusal::new(
                    StatusCode::GATEWAY_TIMEOUT,
                    "upstream_slow",
                    message,
                ))
            }
        }
    }

    /// The upstream's response, with sealed values opened.
    async fn open(
        &self,
        response: Response<Incoming>,
        lease: Lease,
    ) -> Result<Response<ReplyBody>, Refusal> {
        let limits = &self.generation.settings.limits;
        let (mut parts, incoming) = response.into_parts();
        if parts.status == StatusCode::SWITCHING_PROTOCOLS {
            let message = "the application switches to another protocol, which nobody asked it for";
            return Err(Refusal::new(
                StatusCode::BAD_GATEWAY,
                "upstream_switched",
                message,
            ));
        }
        let is_openable = media::is_openable(&parts.headers);
        let incoming = Deadlined::new(incoming, limits.upstream_idle);
        let body = if hyper::body::Body::is_end_stream(&incoming) {
            lease.release();
            ReplyBody::Whole(None)
        } else if is_openable {
            check_plain(&parts.headers)?;
            let opening = Opening::new(
                incoming,
                Arc::clone(&self.generation.fields),
                self.gateway.clone(),
            );
            opening.reply(lease, limits).await?
        } else {
            ReplyBody::Passed(incoming, Some(lease))
        };
        // Also without a body: the length that HEAD tells would be that of the sealed one.
        to_client(&mut parts.headers, is_openable);
        parts.version = Version::HTTP_11;
        Ok(Response::from_parts(parts, body))
    }
}

/// What no request may have, wherever it goes.
fn check_head(parts: &request::Parts, has_body: bool) -> Result<(), Refusal> {
    // RFC 9112 section 3.2.
    if parts.headers.get_all(HOST).iter().count() > 1 {
        let message = "there is more than one Host";
        return Err(Refusal::new(StatusCode::BAD_REQUEST, "host", message));
    }
    let is_read = parts.method == Method::GET || parts.method == Method::HEAD;
    if has_body && is_read && !parts.headers.contains_key(CONTENT_LENGTH) {
        let message = "a body with this method needs a Content-Length";
        return Err(Refusal::new(StatusCode::LENGTH_REQUIRED, "length", message));
    }
    Ok(())
}

fn pasted() -> Refusal {
    let message = "there is a sealed value in the request target; sealed values are made by the gateway, and are not taken from clients";
    Refusal::new(StatusCode::BAD_REQUEST, "sealed_value_pasted", message)
}

fn check_plain(headers: &HeaderMap) -> Result<(), Refusal> {
    if media::is_encoded(headers) {
        let message = "the application compressed its response although it was asked not to, so that nothing in it can \
                       be opened; turn compression off there";
        return Err(Refusal::new(
            StatusCode::BAD_GATEWAY,
            "upstream_encoded",
            message,
        ));
    }
    Ok(())
}

/// A request that got no answer.
fn unsent(error: &SendError) -> Refusal {
    let cause = std::error::Error::source(error)
        .map(|cause| format!(": {cause}"))
        .unwrap_or_default();
    tracing::warn!("{error}{cause}");
    match error {
        SendError::Full => {
            let mut refusal = Refusal::new(StatusCode::SERVICE_UNAVAILABLE, "upstream_full", error);
            refusal.retry_after = Some(std::time::Duration::from_secs(1));
            refusal
        }
        SendError::Connect(_) => Refusal::new(StatusCode::BAD_GATEWAY, "upstream_down", error),
        SendError::ConnectSlow => Refusal::new(StatusCode::GATEWAY_TIMEOUT, "upstream_slow", error),
        SendError::Broken(_) => Refusal::new(StatusCode::BAD_GATEWAY, "upstream_broken", error),
    }
}
