//! News: what those who hold something should know; and everything that needs somebody today.

use axum::Json;
use axum::extract::State;
use node::casebook::Listed;
use node::news::{NewsAsk, NewsRead, NewsView, ReadNews};
use node::today::TodayView;
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::{Answer, Problems, verbs};
use crate::body::Query;
use crate::caller::Asking;
use crate::page::limit_of;
use crate::router::Served;

pub(crate) fn routes() -> OpenApiRouter<Served> {
    routes_of_verbs().routes(routes!(show_news))
}

verbs! { "news";
    /// Says that one has read it.
    verb "news-read" "/news/read" read_news(ReadNews) -> NewsRead;
    /// What needs whoever asks today: clocks, matches, files to settle, answers, news, jobs, a break.
    all "today-show" "/today" today("today-show") -> TodayView;
}

/// Which page of news.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct NewsPage {
    /// Also what one has read.
    #[param(nullable = false)]
    also_read: Option<bool>,
    /// The `next` of the page before. It says nothing else; keep it as it is.
    #[param(nullable = false)]
    after: Option<String>,
    /// How many, 1 to 200; 50 where nothing is said.
    #[param(nullable = false, minimum = 1, maximum = 200)]
    limit: Option<u16>,
}

/// What those who hold something should know.
#[utoipa::path(
    get, path = "/news", operation_id = "news-show", tag = "news", params(NewsPage),
    responses((status = 200, description = "A page.", body = Listed<NewsView>), Problems),
    extensions(("x-sanad-action" = json!("news-show"))),
)]
async fn show_news(
    State(served): State<Served>,
    asking: Asking,
    Query(page): Query<NewsPage>,
) -> Answer<Listed<NewsView>> {
    let limit = Some(limit_of(page.limit)?.into());
    let ask = NewsAsk { also_read: page.also_read == Some(true), after: page.after, limit };
    Ok(Json(served.node.show_news(&asking.who, &ask).await?))
}
