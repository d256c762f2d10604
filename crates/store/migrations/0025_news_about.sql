-- Notes about a series stand among news, and are asked for by the series.
CREATE INDEX news_about ON news (about, id);
