"""What a message says as it may leave now: freely, or as an approved notice."""

from dataclasses import replace
from datetime import timedelta

import structlog

from bot.ports import Clock, Message
from bot.sending.as_template import notice
from bot.sending.rendering import render, render_apart
from bot.traits import Traits
from conversations.messages import Text
from conversations.record import record
from locales.catalog import Catalog
from storage.messages.outbox import Post

log: structlog.stdlib.BoundLogger = structlog.get_logger()

MARGIN = timedelta(minutes=10)  # before a window closes: what is sent now arrives a little later


@record
class Wording:
    catalog: Catalog
    traits: Traits
    clock: Clock

    def of(self, post: Post) -> Message:
        window = self.traits.window
        closed = window and self.clock.now() > post.heard_at + window - MARGIN
        if post.outside or closed:
            message = notice(self.catalog, post.language, post.texts, post.choices)
        else:
            message = self._said(post)
        return replace(message, reference=str(post.id)) if self.traits.reports else message

    def _said(self, post: Post) -> Message:
        """Say it; what has no words, by a fault of ours, must not hold up all that follows."""
        say = render_apart if post.closes else render
        try:
            return say(
                self.catalog, post.language, post.texts, post.choices, self.traits.most_buttons
            )
        except LookupError as fault:
            log.error("message_without_words", post=str(post.id), error=type(fault).__name__)  # noqa: TRY400 - the texts may be quoted
            return render(self.catalog, post.language, (Text("sorry"),), ())
