"""The simulator: phones in a browser that speak with the bot as on Telegram and on WhatsApp.

    phones ── updates, payloads ──► receive ──► turns ──► outbox ──► the platforms' own senders
      ▲                                                                      │
      └── bot_api, graph_api: the far end of the wire, which shows it ◄──────┘

It is a channel like the others, whose account names the platform it imitates. What leaves is sent
by that platform's own sender to a stand-in for its servers, and a phone shows what came over the
wire. Only the demo runs it.
"""
