//! One file per subject: each route is a verb of `node`, asked and answered as JSON.

pub(crate) mod backup;
pub(crate) mod break_glass;
pub(crate) mod case_file;
pub(crate) mod clue;
pub(crate) mod deadline;
pub(crate) mod exhibit;
pub(crate) mod exposure;
pub(crate) mod grading;
pub(crate) mod handling;
pub(crate) mod holding;
pub(crate) mod job;
pub(crate) mod keeping;
pub(crate) mod lead;
pub(crate) mod ledger;
pub(crate) mod link;
pub(crate) mod list;
pub(crate) mod looking;
pub(crate) mod mapping;
pub(crate) mod match_decision;
pub(crate) mod match_stop;
pub(crate) mod matching;
pub(crate) mod news;
pub(crate) mod node;
pub(crate) mod operation;
pub(crate) mod people;
pub(crate) mod person;
pub(crate) mod public;
pub(crate) mod report_in;
pub(crate) mod search;
pub(crate) mod second_person;
pub(crate) mod series;
pub(crate) mod signing_in;
pub(crate) mod thing;
pub(crate) mod victim;

use axum::Json;
use utoipa::IntoResponses;

use crate::problem::{Problem, ProblemDetails};

/// Declares routes that are one verb each, and `routes_of_verbs()` of them. `verb`: asked with a body. `show`: the record in
/// the address. `list`: a page of records. `all`: nothing but the question.
macro_rules! verbs {
    ($tag:tt; $($(#[$doc:meta])* $kind:ident $verb:tt $path:tt $method:ident $args:tt -> $view:ident;)+) => {
        $($crate::api::verb_route! { $tag; [$(#[$doc])*] $kind $verb $path $method $args $view })+

        fn routes_of_verbs() -> utoipa_axum::router::OpenApiRouter<$crate::router::Served> {
            utoipa_axum::router::OpenApiRouter::new()$(.routes(utoipa_axum::routes!($method)))+
        }
    };
}
pub(crate) use verbs;

/// One route of [`verbs!`].
macro_rules! verb_route {
    ($tag:tt; [$($doc:tt)*] verb $verb:tt $path:tt $method:ident ($ask:ident) $view:ident) => {
        $($doc)*
        #[utoipa::path(
            post, path = $path, operation_id = $verb, tag = $tag, request_body = $ask,
            responses(
                (status = 200, description = "It is done.", body = $view),
                $crate::api::Problems, $crate::api::BodyProblems,
            ),
            extensions(("x-sanad-action" = json!($verb))),
        )]
        async fn $method(
            axum::extract::State(served): axum::extract::State<$crate::router::Served>,
            asking: $crate::caller::Asking,
            $crate::body::Body(ask): $crate::body::Body<$ask>,
        ) -> $crate::api::Answer<$view> {
            Ok(axum::Json(served.node.$method(&asking.who, ask).await?))
        }
    };
    ($tag:tt; [$($doc:tt)*] show $verb:tt $path:tt $method:ident ($id:ident) $view:ident) => {
        $($doc)*
        #[utoipa::path(
            get, path = $path, operation_id = $verb, tag = $tag,
            params(("id" = String, Path, description = "The record's id.")),
            responses((status = 200, description = "The record.", body = $view), $crate::api::Problems),
            extensions(("x-sanad-action" = json!($verb))),
        )]
        async fn $method(
            axum::extract::State(served): axum::extract::State<$crate::router::Served>,
            asking: $crate::caller::Asking,
            axum::extract::Path($crate::body::Named(id)): axum::extract::Path<$crate::body::Named<$id>>,
        ) -> $crate::api::Answer<$view> {
            Ok(axum::Json(served.node.$method(&asking.who, id).await?))
        }
    };
    ($tag:tt; [$($doc:tt)*] list $verb:tt $path:tt $method:ident ($name:tt) $item:ident) => {
        $($doc)*
        #[utoipa::path(
            get, path = $path, operation_id = $name, tag = $tag, params($crate::page::RecordsAsk),
            responses(
                (status = 200, description = "A page, those made last first.", body = node::casebook::Listed<$item>),
                $crate::api::Problems,
            ),
            extensions(("x-sanad-action" = json!($verb))),
        )]
        async fn $method(
            axum::extract::State(served): axum::extract::State<$crate::router::Served>,
            asking: $crate::caller::Asking,
            $crate::body::Query(page): $crate::body::Query<$crate::page::RecordsAsk>,
        ) -> $crate::api::Answer<node::casebook::Listed<$item>> {
            Ok(axum::Json(served.node.$method(&asking.who, page.read()?).await?))
        }
    };
    ($tag:tt; [$($doc:tt)*] all $verb:tt $path:tt $method:ident ($name:tt) $view:ident) => {
        $($doc)*
        #[utoipa::path(
            get, path = $path, operation_id = $name, tag = $tag,
            responses((status = 200, description = "All of them.", body = $view), $crate::api::Problems),
            extensions(("x-sanad-action" = json!($verb))),
        )]
        async fn $method(
            axum::extract::State(served): axum::extract::State<$crate::router::Served>,
            asking: $crate::caller::Asking,
        ) -> $crate::api::Answer<$view> {
            Ok(axum::Json(served.node.$method(&asking.who).await?))
        }
    };
}
pub(crate) use verb_route;

/// What a route answers.
pub(crate) type Answer<T> = Result<Json<T>, Problem>;

/// The problems that any route of somebody known may answer with.
#[derive(IntoResponses)]
#[expect(dead_code, reason = "described, never made: problems are made by `Problem`")]
pub(crate) enum Problems {
    /// What was sent could not be read.
    #[response(status = 400, content_type = "application/problem+json")]
    Unread(ProblemDetails),
    /// The node does not know who asks, or no longer.
    #[response(status = 401, content_type = "application/problem+json")]
    SignIn(ProblemDetails),
    /// Who asks may not.
    #[response(status = 403, content_type = "application/problem+json")]
    Denied(ProblemDetails),
    /// There is no such thing, or none that may be known.
    #[response(status = 404, content_type = "application/problem+json")]
    NotFound(ProblemDetails),
    /// The answer can be had as JSON only.
    #[response(status = 406, content_type = "application/problem+json")]
    NotAcceptable(ProblemDetails),
    /// Who asks, asks too often.
    #[response(status = 429, content_type = "application/problem+json")]
    TooOften(ProblemDetails),
    /// Something of the node did not work.
    #[response(status = 500, content_type = "application/problem+json")]
    Internal(ProblemDetails),
    /// The node has too much to do, or what was asked for takes long.
    #[response(status = 503, content_type = "application/problem+json")]
    Busy(ProblemDetails),
}

/// The problems of a route that takes a body, beside those of any.
#[derive(IntoResponses)]
#[expect(dead_code, reason = "described, never made: problems are made by `Problem`")]
pub(crate) enum BodyProblems {
    /// A rule refused it: `code` says which. Or the idempotency key's call is not known to be done.
    #[response(status = 409, content_type = "application/problem+json")]
    Refused(ProblemDetails),
    /// The body is too long.
    #[response(status = 413, content_type = "application/problem+json")]
    TooLarge(ProblemDetails),
    /// The body is not `application/json`.
    #[response(status = 415, content_type = "application/problem+json")]
    NotJson(ProblemDetails),
    /// The body is JSON and not what is asked for here. Or the idempotency key was used for something else.
    #[response(status = 422, content_type = "application/problem+json")]
    Unfit(ProblemDetails),
}

/// The problems of a route that changes something and takes no body, beside those of any.
#[derive(IntoResponses)]
#[expect(dead_code, reason = "described, never made: problems are made by `Problem`")]
pub(crate) enum WriteProblems {
    /// A rule refused it: `code` says which. Or the idempotency key's call is not known to be done.
    #[response(status = 409, content_type = "application/problem+json")]
    Refused(ProblemDetails),
    /// The idempotency key was used for something else.
    #[response(status = 422, content_type = "application/problem+json")]
    Unfit(ProblemDetails),
}
